"""Who pays what in one group under every key, and whether a part of it would do better alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.decision.games import members
from analysis.decision.keys import Key, Method
from analysis.decision.participation.accounts import Books, Candidate
from analysis.decision.participation.bitmasks import positions
from analysis.decision.participation.fairness import (
    KRONE,
    by_what_each_adds,
    departures,
    least_core_of,
)
from analysis.decision.participation.groups import Game, Side
from analysis.decision.sharing import to_the_ore
from analysis.model import Bools, Floats, Ints, annuity_factor

_ORE = 1e-5  # in 1000 kr


@dataclass(frozen=True)
class Division:
    """What each municipality of a group pays and gains under each key.

    Money is in 1000 kr over fills (F: unknown cells at their low and, where there are any, at
    their high end), scenarios (S), keys (K), municipalities (M) and years (T+1).

    Attributes
    ----------
    group : int
        Bitmask.
    keys : tuple of Key
    unusable : tuple of str
        Why a key cannot be used on this group, empty where it can. Its figures are NaN.
    share : ndarray (F, K, M)
        Share of the common account; NaN where the gain is divided.
    payment : ndarray (F, S, K, M)
        Present value of what is paid into the account.
    gain : ndarray (F, S, K, M)
        Net present value against alternative 0; sums to the group's total under every key.
    effect : ndarray (F, S, K, M, T+1)
        Budget effect against alternative 0 each year. Where the gain is
        divided, the difference from the analysis' own key is the same every year from year 1.
    excess : ndarray (F, S, K)
        What the part of the group that gains most by going alone gains by it; negative where
        all lose by it.
    blocking : ndarray of int (F, S, K)
        That part as a bitmask, 0 where nobody gains by going alone, −1 without figures.
    least_core : ndarray (F, S)
        The smallest largest excess any division can reach: positive where no division at all
        keeps the group together. NaN where it has no gain to divide or is too large to say.
    error : ndarray (F, S, M)
        Standard error of the Shapley value, 0 where every group is worked out.
    orders : ndarray of int (F,)
        Orders of joining it is estimated from, 0 where every group is worked out.
    annuity : float
        Turns a present value into the same amount every year.
    """

    group: int
    keys: tuple[Key, ...]
    unusable: tuple[str, ...]
    share: Floats
    payment: Floats
    gain: Floats
    effect: Floats
    excess: Floats
    blocking: Ints
    least_core: Floats
    error: Floats
    orders: Ints
    annuity: float

    @property
    def yearly_payment(self) -> Floats:
        """The payment as the same amount every year from year 1 (F, S, K, M)."""
        return self.payment / self.annuity

    @property
    def yearly_gain(self) -> Floats:
        """The gain as the same amount every year from year 1 (F, S, K, M)."""
        return self.gain / self.annuity

    @property
    def stable(self) -> Bools:
        """Whether no part of the group does better alone, however unknown cells fall (S, K)."""
        return np.asarray((self.blocking == 0).all(axis=0))

    @property
    def winners(self) -> Bools:
        """Who gains against alternative 0, however unknown cells fall (S, K, M)."""
        return np.asarray((self.gain > KRONE).all(axis=0))

    @property
    def losers(self) -> Bools:
        """Who loses against alternative 0, however unknown cells fall (S, K, M)."""
        return np.asarray((self.gain < -KRONE).all(axis=0))

    def bills(self, k: int, s: int, codes: Sequence[str]) -> Floats:
        """What each pays a year under key number k in scenario number s (F, M), 1000 kr.

        In whole øre that sum to the whole bill; ``codes`` (M) settle who is rounded up.
        """
        found = self.yearly_payment[:, s, k].copy()
        inside = members(np.array(self.group), found.shape[1])
        own = np.array(codes)[inside]
        for row in found:
            total = row[inside].sum()
            if abs(total) >= _ORE:  # also where a payment is unknown
                parts = pd.Series(row[inside] / total, index=own)
                row[inside] = to_the_ore(1000 * total, parts).to_numpy() * _ORE
        return found

    def key(self, name: str) -> int:
        """Position of a key by its name."""
        return [key.name for key in self.keys].index(name)


def divide(
    alternative: Alternative,
    candidates: Sequence[Candidate],
    sides: Sequence[Side],
    group: int,
    keys: Sequence[Key],
    seed: int,
) -> Division:
    """Divide the common account of one group by every key, and look for parts that would leave.

    Parameters
    ----------
    alternative : Alternative
    candidates : sequence of Candidate
        Who could run it.
    sides : sequence of Side
        Each way of filling unknown cells.
    group : int
        Bitmask of a group in the tables.
    keys : sequence of Key
        The analysis' own first.
    seed : int
        For the orders of joining, where not every group is worked out.
    """
    found = [_Accounts.open(alternative, candidates, side, group, keys) for side in sides]
    divided = [one.divided(seed) for one in found]
    return Division(
        group=group,
        keys=tuple(keys),
        unusable=found[0].unusable,
        annuity=annuity_factor(sides[0].terms.rate, sides[0].terms.years),
        **{name: np.stack([parts[name] for parts in divided]) for name in divided[0]},
    )


@dataclass(frozen=True)
class _Accounts:
    """One group's books under each key, unknown cells filled one way."""

    side: Side
    members: Ints
    game: Game
    keys: Sequence[Key]
    books: dict[tuple[str, ...], Books]
    share: Floats
    unusable: tuple[str, ...]

    @classmethod
    def open(
        cls,
        alternative: Alternative,
        candidates: Sequence[Candidate],
        side: Side,
        group: int,
        keys: Sequence[Key],
    ) -> _Accounts:
        table, region = side.table, side.terms.region
        own = positions(group, region.size)
        candidate = candidates[int(table.chosen[table.place(group)])]
        found = side.terms.group(own).books(alternative, candidate)
        books = {key.direct: found.billing(key.direct) for key in keys}
        share = np.full((len(keys), len(own)), np.nan)
        unusable = [""] * len(keys)
        for k, key in enumerate(keys):
            if key.method is Method.SHARES:
                try:
                    share[k] = key.shares(region, own)
                except ValueError as trouble:
                    unusable[k] = str(trouble)
        return cls(side, own, table.within(group), keys, books, share, tuple(unusable))

    def divided(self, seed: int) -> dict[str, Any]:
        """The arrays of a `Division`, for one fill."""
        terms = self.side.terms
        shape = (terms.size, len(self.keys), len(self.members))
        gain, payment = np.full(shape, np.nan), np.full(shape, np.nan)
        effect = np.full((*shape, terms.years + 1), np.nan)
        error, orders = np.zeros((terms.size, shape[-1])), 0
        annuity = annuity_factor(terms.rate, terms.years)
        relief = self.books[terms.key.direct].relief
        for k, key in enumerate(self.keys):
            if key.method is Method.SHARES:
                books, share = self.books[key.direct], self.share[k]
                payment[:, k] = share * books.bill[:, None]
                gain[:, k] = books.relief - payment[:, k]
                effect[:, k] = books.own + books.account[:, None] * share[:, None]
            else:
                found = by_what_each_adds(self.game, key.method, self.members, seed)
                gain[:, k] = found.values
                error, orders = np.maximum(error, found.errors), max(orders, found.orders)
                payment[:, k] = relief - gain[:, k]
                effect[:, k] = effect[:, 0]
                effect[:, k, :, 1:] += ((gain[:, 0] - gain[:, k]) / annuity)[..., None]
        excess, blocking = departures(self.game, gain, self.members)
        size = terms.region.size
        return {
            "share": _among_all(self.share, self.members, size),
            "payment": _among_all(payment, self.members, size),
            "gain": _among_all(gain, self.members, size),
            "effect": _among_all(effect.swapaxes(-1, -2), self.members, size).swapaxes(-1, -2),
            "excess": excess,
            "blocking": blocking,
            "least_core": least_core_of(self.game),
            "error": _among_all(error, self.members, size),
            "orders": np.array(orders),
        }


def _among_all(values: Floats, own: Ints, size: int) -> Floats:
    """Values of the members (…, k) among all municipalities (…, M), 0 for the others."""
    found = np.zeros((*values.shape[:-1], size))
    found[..., own] = values
    return found
