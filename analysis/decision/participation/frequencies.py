"""How often each group is the best one, and each key keeps the group together, over the draws.

Who runs each group is what was best at the central values, and is not chosen anew in each draw.
All groups, alternatives and keys meet the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.dataset.definitions import Alternative
from analysis.decision.draws import Sampler
from analysis.decision.games import core_excess, least_core, members, shapley_value
from analysis.decision.keys import Key, Method
from analysis.decision.participation.accounts import Candidate, Terms
from analysis.decision.participation.bitmasks import best_of, positions
from analysis.decision.participation.fairness import KRONE
from analysis.decision.participation.groups import Game, GroupTable, Side, table_of
from analysis.decision.telling import Tell, nobody
from analysis.decision.uncertainty import standard_error
from analysis.model import Bools, Floats, Ints

# Draws are cut where a thousand of them would not tell more than the assumptions carry: the
# standard error of a share is then at most 1.6 percentage points.
MOST_DRAWS = 1000
FEWEST_DRAWS = 100
# Draws × groups × municipalities in one alternative, so that many municipalities give fewer draws.
CELLS = 1000 * 64 * 6
CHUNK = 1000


@dataclass(frozen=True)
class Prospect:
    """One alternative whose groups are worked out at the scenarios, ready to be drawn."""

    alternative: Alternative
    candidates: tuple[Candidate, ...]
    sides: tuple[Side, ...]
    group: int
    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Chances:
    """Shares of the draws (0–1).

    Attributes
    ----------
    draws : int
    best : ndarray (G,)
        Where each group gains most in all; the first, empty one is that none gains.
    best_for : ndarray (M, G)
        Where each group gives a municipality most under the analysis' own key.
    pays : ndarray (G,)
        Where each group gains.
    gains : ndarray (K, M)
        Where each municipality gains in the whole group under each key; NaN for the nucleolus
        and for keys that cannot be used.
    stable : ndarray (K,)
        Where no part of the whole group does better alone; for the nucleolus where any division
        at all keeps it together. NaN for keys that cannot be used.
    """

    draws: int
    best: Floats
    best_for: Floats
    pays: Floats
    gains: Floats
    stable: Floats

    def error(self, share: Floats) -> Floats:
        """Monte Carlo standard error of a share."""
        return standard_error(share, self.draws)


def draws_for(asked: int, groups: int, municipalities: int) -> int:
    """How many draws are made for a table of this size."""
    room = CELLS // (groups * municipalities)
    return min(asked, max(FEWEST_DRAWS, min(MOST_DRAWS, room)))


def chances_of(
    prospects: Sequence[Prospect], sampler: Sampler, draws: int, tell: Tell = nobody
) -> list[Chances]:
    """Run every group of every alternative over the same draws, and tell how many are through."""
    sizes = [len(prospect.sides[0].table.groups) for prospect in prospects]
    made, total = 0, sum(sizes)
    tallies = [_Tally(prospect) for prospect in prospects]
    if not prospects:
        return []
    for sample in sampler.blocks(draws):
        values = sampler.values(sample)
        for start in range(0, len(sample), CHUNK):
            part = slice(start, start + CHUNK)
            drawn = sampler.draws(values[part])
            # Those with the most fills have them all, in the same order.
            fills = max((prospect.sides for prospect in prospects), key=len)
            sides = [
                Terms.build(
                    side.terms.region, drawn, side.terms.years, side.terms.rate, side.terms.key
                )
                for side in fills
            ]
            for tally, size in zip(tallies, sizes, strict=True):
                tally.add(sides, sample.fill[part])
                made += size * len(sample.fill[part])
                tell(made // draws, total)
    return [tally.chances(draws) for tally in tallies]


@dataclass(frozen=True)
class _Drawn:
    """One chunk of draws (D) with unknown cells filled one way.

    ``shares`` (G, M) are of the own key, ``by_key`` (D, K, own) what is gained in the whole group.
    """

    table: GroupTable
    shares: Floats
    by_key: Floats

    def gain(self, m: int) -> Floats:
        """What one municipality gains under the own key (D, G); of all at once it is large."""
        return np.asarray(self.table.relief[..., m] - self.shares[:, m] * self.table.bill)


def _between(ends: Sequence[Floats], share: Floats) -> Floats:
    """Where unknown cells lie this far (D,) from one end to the other, if there are two."""
    low, high = ends[0], ends[-1]
    if len(ends) == 1:
        return low
    return low + share.reshape(-1, *(1,) * (low.ndim - 1)) * (high - low)


class _Tally:
    """What is summed over the draws of one alternative."""

    def __init__(self, prospect: Prospect) -> None:
        self.prospect = prospect
        side = prospect.sides[0]
        self.groups, size = side.table.groups, side.terms.region.size
        self.own = positions(prospect.group, size)
        self.best, self.pays = np.zeros((2, len(self.groups)))
        self.best_for = np.zeros((size, len(self.groups)))
        self.gains = np.zeros((len(prospect.keys), size))
        self.stable = np.zeros(len(prospect.keys))

    def add(self, sides: Sequence[Terms], fill: Floats) -> None:
        found = [
            self._drawn(side, terms)
            for side, terms in zip(self.prospect.sides, sides, strict=False)
        ]
        total = _between([one.table.total for one in found], fill)
        size = len(self.groups)
        self.best += np.bincount(best_of(total, self.groups), minlength=size)
        self.pays += (total > KRONE).sum(axis=0)
        for m, counted in enumerate(self.best_for):
            gain = _between([one.gain(m) for one in found], fill)
            counted += np.bincount(best_of(gain, self.groups), minlength=size)
        self._count_keys(total, _between([one.by_key for one in found], fill))

    def _drawn(self, side: Side, terms: Terms) -> _Drawn:
        case, own = self.prospect, self.own
        table = table_of(
            terms, case.alternative, self.groups, case.candidates, chosen=side.table.chosen
        )
        by_key = np.full((terms.size, len(case.keys), len(own)), np.nan)
        opened: dict[tuple[str, ...], tuple[Floats, Floats]] = {}
        place = table.place(case.group)
        opened[terms.key.direct] = table.relief[:, place, own], table.bill[:, place]
        for k, key in enumerate(case.keys):
            if key.method is not Method.SHARES:
                continue
            if key.direct not in opened:
                candidate = case.candidates[int(table.chosen[place])]
                books = terms.group(own).books(case.alternative, candidate).billing(key.direct)
                opened[key.direct] = books.relief, books.bill
            relief, bill = opened[key.direct]
            try:
                by_key[:, k] = relief - key.shares(terms.region, own) * bill[:, None]
            except ValueError:  # told where the key is used on the group
                continue
        return _Drawn(table, side.shares, by_key)

    def _count_keys(self, total: Floats, by_key: Floats) -> None:
        inside = (self.groups & ~self.prospect.group) == 0
        game = Game(self.groups[inside], total[:, inside], self.prospect.group)
        stays = np.zeros(len(game.total), dtype=bool)
        for k, key in enumerate(self.prospect.keys):
            gain = by_key[:, k]
            if key.method is Method.SHAPLEY and game.whole:
                gain = shapley_value(np.where(game.pays[:, None], game.worth, game.total))
            kept = _stays(game, gain, self.own)
            stays |= kept
            if key.method is Method.NUCLEOLUS:
                self.gains[k] = np.nan
                self.stable[k] += _can_stay(game, stays).sum() if game.whole else np.nan
            else:
                self.gains[k, self.own] += np.where(np.isnan(gain), np.nan, gain > KRONE).sum(0)
                self.stable[k] += np.nan if np.isnan(gain).any() else kept.sum()

    def chances(self, draws: int) -> Chances:
        return Chances(
            draws=draws,
            best=self.best / draws,
            best_for=self.best_for / draws,
            pays=self.pays / draws,
            gains=self.gains / draws,
            stable=self.stable / draws,
        )


def _stays(game: Game, gain: Floats, own: Ints) -> Bools:
    """In which draws no part of the group does better alone (D,)."""
    if np.isnan(gain).any():
        return np.zeros(len(gain), dtype=bool)
    if game.whole:
        excess = core_excess(game.worth, gain)
    else:
        inside = members(game.groups, int(own.max(initial=0)) + 1)[:, own]
        excess = game.worth - gain @ inside.T
    return np.asarray((excess[:, 1:-1] <= KRONE).all(axis=1))


def _can_stay(game: Game, known: Bools) -> Bools:
    """In which draws some division keeps the group together, where it is known for some (D,)."""
    worth = game.worth
    opposite = worth + worth[:, ::-1]
    possible = (opposite <= worth[:, -1:] + KRONE).all(axis=1) & game.pays & ~known
    found = known.copy()
    for d in np.flatnonzero(possible):
        found[d] = least_core(worth[d]).epsilon <= KRONE
    return found
