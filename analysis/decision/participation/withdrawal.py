"""What it does to the rest when somebody leaves.

Until notice has run out everything is as in the whole group. After that the rest carry on as the
group they have become: what was paid once is not paid again, unless the host itself has left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np

from analysis.dataset.definitions import MOVING_OUT, Leaving
from analysis.decision.participation.bitmasks import positions
from analysis.decision.participation.fairness import KRONE
from analysis.decision.participation.groups import fewest
from analysis.decision.participation.yearly_cost import PathFinder, Paths, later
from analysis.model import Bools, Floats

# Every one, and every two together: beyond that so few are left that the group is another.
MOST_LEAVERS = 2


@dataclass(frozen=True)
class Withdrawal:
    """Some leave a group they were all in from the start.

    Present values in 1000 kr over fills (F), scenarios (S), years of notice (Y) and municipalities
    (M), under the analysis' own key. What moving out is part of is NaN where
    that assumption is unknown.

    Attributes
    ----------
    leavers, rest : int
        Bitmasks.
    last_years : tuple of int
        The last year the leavers take part, for each notice; from the last year of the period on
        nothing more happens in it.
    ends : bool
        Whether too few are left to go on.
    new_host : str
        Who runs it afterwards where the host has left, else empty.
    rest_extra : ndarray (F, S, Y, M)
        What each of the rest must pay more than if nobody had left; negative is less.
    scale, fixed, contribution, moving : ndarray (F, S, Y)
        What it comes of, summing to ``rest_extra`` over the rest: prices and scale lost; costs
        without an owner on fewer; what the leavers paid of what is pooled, salaries too, beyond
        the costs they delivered to it; a new host, or moving out where it ends.
    notice_payment : ndarray (F, S, Y, M)
        What the leavers pay of all that is common while notice runs.
    moving_out : ndarray (F, S, Y, M)
        What it costs the leavers to move out.
    leaver_gain : ndarray (F, S, Y, M)
        What the leavers gain by leaving, moving out paid; negative is a loss.
    rest_gain : ndarray (F, S, Y)
        What the rest gain over the whole period against alternative 0 when the others leave.
    rest_alone : ndarray (F, S)
        What the rest would have gained had the leavers never been in.
    goes_on : ndarray of bool (F, S, Y)
        Whether the rest lose less by going on than by moving out themselves. Where nobody knows
        what moving out costs, F is twice as long: as if it were free, and out of reach.
    goes_on_with_all : ndarray of bool (F, S, Y)
        The same for the same municipalities where nobody leaves: where this is False too, it is
        not the leaving that makes it pay to move out.
    """

    leavers: int
    rest: int
    last_years: tuple[int, ...]
    ends: bool
    new_host: str
    rest_extra: Floats
    scale: Floats
    fixed: Floats
    contribution: Floats
    moving: Floats
    notice_payment: Floats
    moving_out: Floats
    leaver_gain: Floats
    rest_gain: Floats
    rest_alone: Floats
    goes_on: Bools
    goes_on_with_all: Bools


def withdrawals(
    finders: Sequence[PathFinder], group: int, leaving: Leaving
) -> tuple[Withdrawal, ...]:
    """Every one, and every two, that may leave a group, those who leave alone first.

    Parameters
    ----------
    finders : sequence of PathFinder
        One for each way of filling unknown cells.
    group : int
        Bitmask of those who are in from the start.
    leaving : Leaving
        Year of notice, and notices to compare.
    """
    return tuple(withdrawal(finders, group, leavers, leaving) for leavers in _leavers(group))


def withdrawal(
    finders: Sequence[PathFinder], group: int, leavers: int, leaving: Leaving
) -> Withdrawal:
    """Some of a group leave together; the tables must have the group and those who are left."""
    cases = [_Case.build(finder, group, leavers, leaving) for finder in finders]
    arrays = [case.worked_out() for case in cases]
    stacked = {name: np.stack([one[name] for one in arrays]) for name in arrays[0]}
    for name in ("goes_on", "goes_on_with_all"):  # (F, S, Y, ends) to (F · ends, S, Y)
        answers = np.moveaxis(stacked[name], -1, 1)
        stacked[name] = answers.reshape(-1, *answers.shape[2:])
    return Withdrawal(
        leavers=leavers,
        rest=group & ~leavers,
        last_years=tuple(leaving.varsel + notice for notice in leaving.oppsigelsestid),
        ends=cases[0].ends,
        new_host=cases[0].new_host,
        **stacked,
    )


def _leavers(group: int) -> Iterator[int]:
    alone = [1 << int(i) for i in positions(group, group.bit_length())]
    for size in range(1, min(MOST_LEAVERS, len(alone) - 1) + 1):
        yield from (sum(chosen) for chosen in combinations(alone, size))


@dataclass(frozen=True)
class _Case:
    """One withdrawal with unknown cells filled one way: before, and as the rest become."""

    before: Paths
    after: Paths
    again: Floats
    leaving: Leaving
    stay: Bools
    go: Bools
    ends: bool
    new_host: str
    rest_alone: Floats

    @classmethod
    def build(cls, finder: PathFinder, group: int, leavers: int, leaving: Leaving) -> _Case:
        table, rest = finder.side.table, group & ~leavers
        chosen = finder.best_for(group)
        host = finder.candidates[chosen].host
        moves = host is not None and bool(leavers >> host & 1)
        if moves:
            chosen = finder.best_for(rest)
        ends = rest.bit_count() < fewest(finder.alternative)
        inside = np.arange(finder.side.terms.region.size)
        return cls(
            before=finder.paths(group),
            after=finder.paths(rest, chosen),
            again=finder.side.terms.draws[MOVING_OUT][..., 0],
            leaving=leaving,
            stay=(rest >> inside & 1).astype(bool),
            go=(leavers >> inside & 1).astype(bool),
            ends=ends,
            new_host=finder.candidates[chosen].name if moves and not ends else "",
            rest_alone=table.total[:, table.place(rest)],
        )

    def worked_out(self) -> dict[str, Any]:
        """The arrays of a `Withdrawal`, for one fill."""
        by_notice = [self._after(notice) for notice in self.leaving.oppsigelsestid]
        arrays = {name: np.stack([one[name] for one in by_notice], axis=1) for name in by_notice[0]}
        return arrays | {"rest_alone": self.rest_alone}

    def _after(self, notice: int) -> dict[str, Any]:
        """Everything for one notice; scenarios (S) lead."""
        before, stay = self.before, self.stay
        years = len(before.factors) - 1
        last = min(self.leaving.varsel + notice, years)
        rest, running = slice(last + 1, None), slice(self.leaving.varsel + 1, last + 1)
        leaves = float(last < years)
        # Nothing to move out of costs nothing, also where nobody knows the share.
        moved = (before.moving > 0) & (leaves > 0)
        moving_out = np.where(moved, self.again * before.moving, 0.0)
        start = leaves * self._new_start(last, moving_out)
        onwards = self._onwards
        path = start.copy()
        path[..., rest] += (onwards.cost - before.cost)[..., rest] * stay[:, None]
        worth = leaves * (onwards.kept_value - before.kept_value) * stay
        extra = before.present(path) - worth
        left = before.present(before.cost, rest) - leaves * before.kept_value
        gone = moving_out * before.factors[last]
        whole = before.present(before.cost) - before.kept_value
        staying = (left * stay).sum(axis=1)
        beyond = extra.sum(axis=1)
        return self._causes(onwards, rest, worth, start) | {
            "rest_extra": extra,
            "notice_payment": before.present(before.common, running) * self.go,
            "moving_out": np.where(self.go, gone, 0.0),
            "leaver_gain": np.where(self.go, left - gone, 0.0),
            "rest_gain": 0.0 - (whole * stay).sum(axis=1) - beyond,
            "goes_on": self._worth_it(staying + beyond, gone) & (not self.ends or not leaves),
            "goes_on_with_all": self._worth_it(staying, gone),
        }

    @property
    def _onwards(self) -> Paths:
        """The rest on their own: what all have invested in is theirs, unless they start again."""
        if self.new_host:
            return self.after.without_start()
        return self.after if self.ends else replace(self.after, residual=self.before.residual)

    def _worth_it(self, going_on: Floats, gone: Floats) -> Bools:
        """Whether the rest lose less by going on than by moving out (S, ends of the unknown)."""
        unknown = np.isnan(gone).any()
        ends = [np.nan_to_num(gone, nan=end) for end in ((0.0, np.inf) if unknown else (0.0,))]
        out = [np.where(self.stay, end, 0.0).sum(axis=1) for end in ends]
        return np.stack([going_on - each <= KRONE for each in out], axis=-1)

    def _new_start(self, last: int, moving_out: Floats) -> Floats:
        """What the rest pay once when the others have left (S, M, T+1)."""
        if self.ends:
            start = np.zeros_like(self.before.own)
            start[..., last] = np.where(self.stay, moving_out, 0.0)
            return start
        if self.new_host:
            return later(self.after.one_time, last, all_of_it=True)
        return np.zeros_like(self.before.own)

    def _causes(
        self, onwards: Paths, rest: slice, worth: Floats, start: Floats
    ) -> dict[str, Floats]:
        """What the rest's extra cost comes of, summing to it (S)."""
        before = self.before

        def more(part: Callable[[Paths], Floats]) -> Floats:
            change = (part(onwards) - part(before))[:, self.stay].sum(axis=1)
            return before.present(change, rest)

        return {
            "scale": more(lambda paths: paths.own),
            "fixed": more(lambda paths: paths.ownerless) - worth.sum(axis=1),
            "contribution": more(lambda paths: paths.paid_in - paths.delivered),
            "moving": before.present(start.sum(axis=1)),
        }
