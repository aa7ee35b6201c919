"""Money of some draws, before any key divides it: what no key touches is worked out once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from analysis.decision.draws.cases import Reckoned
from analysis.model import Floats, Setting

# One setting for each case of a side, and one such row for each side.
Settings = Sequence[Sequence[Setting]]


def draws_last(draws: int, *shape: int) -> Floats:
    """An empty array (draws, …) that lies in memory with the draws last."""
    return np.moveaxis(np.empty((*shape, draws)), -1, 0)


class Divisible:
    """What was reckoned of every side, mixed as unknown cells are drawn.

    A key enters linearly: each has what it has before the account, and its share of it. Arrays
    have the draws last, so that the few cases and rows are gone through a whole row at a time.

    Parameters
    ----------
    reckoned : sequence of Reckoned
        Of each side.
    cells : ndarray (D, sides − 1)
        Where each group of unknown cells lies between its low and high end (0…1).
    """

    def __init__(self, reckoned: Sequence[Reckoned], cells: Floats) -> None:
        self.reckoned, self.cells = tuple(reckoned), cells
        # How much each side counts (sides, D).
        self._parts = np.vstack([1.0 - cells.sum(axis=1), cells.T])
        self._apart: dict[object, tuple[Floats, Floats]] = {}
        self._others: tuple[Sequence[Settings], list[Floats]] = ((), [])

    @cached_property
    def alone(self) -> tuple[Divisible, ...]:
        """Each side for itself."""
        nothing = np.zeros((len(self.cells), 0))
        return tuple(Divisible((own,), nothing) for own in self.reckoned)

    @cached_property
    def steady(self) -> Floats:
        """Values of `STEADY` (2, R, cases, D), which no key touches."""
        sides = [np.moveaxis(own.steady, 1, -1) for own in self.reckoned]
        mixed = np.array(sides[0], order="C")
        for end, share in zip(sides[1:], self.cells.T, strict=True):
            mixed += share * (end - sides[0])
        # More than one group of cells may lie at the same end of a scale.
        return np.clip(mixed, 0.0, 1.0) if len(sides) > 2 else mixed

    def under(self, settings: Settings) -> Floats:
        """NPV and one-time cost per inhabitant (2, cases, R, D) under a key.

        Of as many cases as there are settings of, and no more than are reckoned.
        """
        first = self.reckoned[0]
        cases = list(zip(*settings, strict=True))[: len(first.books)]
        money = np.empty((2, len(cases), len(first.heads), len(self.cells)))
        for case, terms in enumerate(cases):
            self._divide(case, terms, money[:, case])
        return money

    def under_others(self, keys: Sequence[Settings]) -> list[Floats]:
        """The same under several keys; what was told of the same ones last time is kept."""
        same = len(keys) == len(self._others[0]) and all(
            own is other
            for key, known in zip(keys, self._others[0], strict=False)
            for own, other in zip(key, known, strict=True)
        )
        if not same:
            self._others = keys, [self.under(key) for key in keys]
        return self._others[1]

    def _divide(self, case: int, terms: tuple[Setting, ...], money: Floats) -> None:
        """Write what one case comes to (2, R, D)."""
        before, account = self._before(case, terms)
        reach = [own.reach(setting) for own, setting in zip(self.reckoned, terms, strict=True)]
        if all(np.array_equal(each, reach[0]) for each in reach[1:]):
            reach, account = reach[:1], account.sum(axis=0, keepdims=True)
        money[:] = before
        for each, amount in zip(reach, account, strict=True):
            money += each[..., None] * amount[:, None]

    def _before(self, case: int, terms: tuple[Setting, ...]) -> tuple[Floats, Floats]:
        """What is there before the account (2, R, D), and the account of each side (sides, 2, D).

        Worked out once for every key of salaries and what is billed directly.
        """
        place = case, tuple((own.direct, own.wage_shares.tobytes()) for own in terms)
        if place not in self._apart:
            found = [
                own.apart(case, setting) for own, setting in zip(self.reckoned, terms, strict=True)
            ]
            before, account = (np.array(each) for each in zip(*found, strict=True))
            account *= self._parts[:, None]
            self._apart[place] = np.einsum("sprd,sd->prd", before, self._parts), account
        return self._apart[place]
