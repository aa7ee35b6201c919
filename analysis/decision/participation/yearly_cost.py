"""A group's cost year by year among all the municipalities, under the analysis' own key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.dataset.definitions import Alternative
from analysis.decision.participation.accounts import REMAINING, START, Candidate
from analysis.decision.participation.bitmasks import positions
from analysis.decision.participation.groups import Side, fewest
from analysis.model import Floats, discount_factors


@dataclass(frozen=True)
class Paths:
    """Extra cost over scenarios (S), municipalities (M) and years (T+1), 1000 kr.

    Attributes
    ----------
    own : ndarray (S, M, T+1)
        What each would pay itself if nothing were pooled, after the levers.
    delivered, paid_in : ndarray (S, M, T+1)
        What each has of all that is pooled, salaries too, and what it pays of it.
    ownerless : ndarray (S, M, T+1)
        What each pays of the costs without an owner.
    once, remaining : ndarray (S, M, T+1)
        The one-time part of ``own``, and the remaining cost in it.
    once_account : ndarray (S, T+1)
        The one-time part of the costs without an owner.
    moving : ndarray (S, M)
        What moving in costs each, over all years.
    share : ndarray (M,)
    residual : ndarray (S,)
        Value that remains in the last year.
    factors : ndarray (T+1,)
        Discount factors.
    """

    own: Floats
    delivered: Floats
    paid_in: Floats
    ownerless: Floats
    once: Floats
    remaining: Floats
    once_account: Floats
    moving: Floats
    share: Floats
    residual: Floats
    factors: Floats

    @cached_property
    def cost(self) -> Floats:
        """What each pays, its share of all that is common included (S, M, T+1)."""
        return self.own - self.delivered + self.common

    @property
    def common(self) -> Floats:
        """What each pays of all that is common (S, M, T+1)."""
        return self.paid_in + self.ownerless

    @cached_property
    def one_time(self) -> Floats:
        """The one-time part of it (S, M, T+1)."""
        return self.once + self._once_common

    @property
    def _once_common(self) -> Floats:
        return self.share[:, None] * self.once_account[:, None]

    @property
    def kept_value(self) -> Floats:
        """Present value of each one's part of what remains in the last year (S, M)."""
        return self.share * (self.residual * self.factors[-1])[:, None]

    def without_start(self) -> Paths:
        """The same with nothing left to pay once."""
        return replace(self, own=self.own - self.once, ownerless=self.ownerless - self._once_common)

    def present(self, path: Floats, years: slice = slice(None)) -> Floats:
        """Present value of some of the years."""
        return np.asarray(path[..., years] @ self.factors[years])


class PathFinder:
    """Works out groups of one alternative, each once."""

    def __init__(
        self, alternative: Alternative, candidates: Sequence[Candidate], side: Side
    ) -> None:
        self.alternative, self.candidates, self.side = alternative, candidates, side
        self._found: dict[tuple[int, int], Paths] = {}

    def best_for(self, group: int) -> int:
        """Which of the candidates is best for a group."""
        return int(self.side.table.chosen[self.side.table.place(group)])

    def paths(self, group: int, chosen: int | None = None) -> Paths:
        """A group run by one of the candidates, or by the one that is best for it."""
        asked = group, self.best_for(group) if chosen is None else chosen
        if asked not in self._found:
            self._found[asked] = self._work_out(*asked)
        return self._found[asked]

    def _work_out(self, group: int, chosen: int) -> Paths:
        table, terms = self.side.table, self.side.terms
        size, years = terms.region.size, terms.years
        own = positions(group, size)
        shape = (terms.size, size, years + 1)
        names = ("own", "delivered", "paid_in", "ownerless", "once", "remaining")
        rows = {name: np.zeros(shape) for name in names}
        once_account = np.zeros((shape[0], shape[-1]))
        moving, residual = np.zeros(shape[:2]), np.zeros(shape[0])
        if len(own) >= fewest(self.alternative):
            books = terms.group(own).books(self.alternative, self.candidates[chosen])
            rows["own"][:, own] = books.own_of()
            rows["delivered"][:, own], rows["paid_in"][:, own] = books.delivered, books.paid_in
            rows["ownerless"][:, own] = books.ownerless
            rows["once"][:, own] = books.own_of(START)
            rows["remaining"][:, own] = books.own_of(REMAINING)
            once_account = books.account_of(START)
            moving[:, own] = books.own_of(("omstilling",)).sum(axis=-1)
            residual = books.residual
        return Paths(
            **rows,
            once_account=once_account,
            moving=moving,
            share=self.side.shares[table.place(group)],
            residual=residual,
            factors=discount_factors(terms.rate, years),
        )


def later(path: Floats, years: int, *, all_of_it: bool) -> Floats:
    """The same path begun some years later.

    Parameters
    ----------
    path : ndarray (…, T+1)
    years : int
        At most T.
    all_of_it : bool
        Whether what would fall after the last year is moved to it, as one-time costs are.
    """
    moved = np.zeros_like(path)
    last = path.shape[-1] - years
    moved[..., years:] = path[..., :last]
    if all_of_it:
        moved[..., -1] += path[..., last:].sum(axis=-1)
    return moved
