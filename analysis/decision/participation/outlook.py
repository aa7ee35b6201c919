"""One cooperation in one scenario: what its groups gain, each by name, and how often.

What is gained or paid a year is the same amount every year from year 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.decision.participation.exits import Exit, Latecomer
from analysis.decision.participation.fairness import KRONE
from analysis.decision.participation.members import UNKNOWN, Ends, Members, ends_of
from analysis.decision.participation.settlement import Settlement
from analysis.decision.thresholds import TOLD_ERRORS
from analysis.model import Bools, Floats


@dataclass(frozen=True, eq=False)
class Outlook(Members):
    """What is told of one alternative in one scenario, by kommunenummer, group and key."""

    # Groups --------------------------------------------------------------------------------------

    def best_first(self, smallest: int) -> list[int]:
        """The groups of at least so many, the one that gains most first."""
        groups = [int(group) for group in self.figures.groups if int(group).bit_count() >= smallest]
        return sorted(groups, key=lambda group: (-round(self.total(group)[0], 3), group))

    def gaining_most(self, number: int) -> list[int]:
        """So many groups that gain most, and the whole one, as they stand in the figures."""
        least = self.figures.total[:, self.s].min(axis=0)
        chosen = np.argsort(-least, kind="stable")[:number]
        places = sorted({*chosen.tolist(), self.figures.place(self.group)})
        return [int(self.figures.groups[place]) for place in places]

    def runs(self, group: int) -> str:
        """Host, company or legal form that gives a group most; else empty."""
        return self.figures.runs[self.figures.place(group)]

    # What a group gains --------------------------------------------------------------------------

    def value(self, group: int) -> Ends:
        """Net present value of what a group gains in all."""
        return ends_of(self._total(group))

    def values(self, group: int) -> dict[str, Ends]:
        """The same of each member under the analysis' own key."""
        gains = self.figures.gain[:, self.s, self.figures.place(group)]
        return self.each(gains, self.members(group))

    def total(self, group: int) -> Ends:
        """What a group gains in all each year."""
        return self._yearly(self._total(group))

    def gain(self, group: int, code: str) -> Ends:
        """What one municipality gains each year in a group under the analysis' own key."""
        if not self.includes(code):
            return UNKNOWN
        return self._yearly_of(self.figures.gain[:, self.s, self.figures.place(group)], code)

    def losers(self, group: int) -> list[str]:
        """Members who lose in a group, however unknown cells fall."""
        return self._where(self.figures.gain[:, self.s, self.figures.place(group)] < -KRONE)

    def winners(self, group: int) -> list[str]:
        """Members who gain in a group, however unknown cells fall."""
        return self._where(self.figures.gain[:, self.s, self.figures.place(group)] > KRONE)

    @property
    def loses(self) -> bool:
        """Whether the whole group loses, however unknown cells fall."""
        return bool((self._total(self.group) < 0).all())

    def best_group(self, code: str = "", *, agreed: bool = False) -> int | None:
        """As `Cooperation.best_group`, in all or for one municipality."""
        place = self.codes.index(code) if code else None
        return self.figures.best_group(self.s, place, agreed=agreed)

    def brings_in_the_middle(self, code: str, to: str) -> float:
        """What a member brings another each year under the analysis' own key.

        It is the middle of what unknown cells allow, also where they are its own.
        """
        brought = self._brought(code) / self.figures.division.annuity
        return float(brought[:, self.codes.index(to)].mean())

    def brings_others(self, code: str) -> Ends:
        """What a member brings all the others each year."""
        brought = self._brought(code) / self.figures.division.annuity
        brought[:, self.codes.index(code)] = 0.0
        return ends_of(brought.sum(axis=-1))

    def _brought(self, code: str) -> Floats:
        return self.figures.brings[:, self.s, :, self.codes.index(code)]

    def _total(self, group: int) -> Floats:
        return self.figures.total[:, self.s, self.figures.place(group)]

    def _yearly(self, values: Floats) -> Ends:
        return ends_of(values / self.figures.division.annuity)

    def _yearly_of(self, values: Floats, code: str) -> Ends:
        ends = self.figures.interval(values)[self.codes.index(code)]
        low, high = ends / self.figures.division.annuity
        return float(low), float(high)

    def _where(self, hit: Bools) -> list[str]:
        """Municipalities for which something holds in every fill (F, M)."""
        return self.which(np.asarray(hit.all(axis=0)))

    # How often, over the draws; NaN where nothing is drawn ---------------------------------------

    def best_in(self, group: int) -> float:
        """In what share of the draws a group gains most."""
        return self.share_of_draws("best", self.figures.place(group))

    def best_for_in(self, code: str, group: int) -> float:
        """In what share a group gives a municipality most."""
        return self.share_of_draws("best_for", self.codes.index(code), self.figures.place(group))

    def pays_in(self, group: int) -> float:
        """In what share a group gains."""
        return self.share_of_draws("pays", self.figures.place(group))

    def error(self, share: float) -> float:
        """Monte Carlo standard error of a share."""
        chances = self.figures.chances
        return np.nan if chances is None else float(chances.error(np.asarray(share)))

    @property
    def some_group_pays_in(self) -> float:
        """In what share some group gains."""
        return 1.0 - self.share_of_draws("best", 0)

    # Keys ----------------------------------------------------------------------------------------

    @cached_property
    def keys(self) -> tuple[Settlement, ...]:
        """What each key gives, the analysis' own first."""
        return tuple(Settlement(self, place) for place in range(len(self.figures.division.keys)))

    @cached_property
    def usable(self) -> list[Settlement]:
        """Those of them that can be used on the whole group and have figures."""
        gain = self.figures.division.gain[:, self.s]
        known = np.asarray(np.isfinite(gain).all(axis=(0, 2)))
        return [key for key, has_figures in zip(self.keys, known, strict=True) if has_figures]

    @property
    def has_account(self) -> bool:
        """Whether there is a common account for a key to divide."""
        payment = np.nan_to_num(self.figures.division.payment[:, self.s])
        return bool(np.abs(payment).max(initial=0.0) > KRONE)

    @property
    def turning(self) -> list[str]:
        """Those who gain under some keys and lose under others, however unknown cells fall."""
        won = {code for key in self.keys for code in key.winners}
        lost = {code for key in self.keys for code in key.losers}
        return [code for code in self.codes if code in won & lost]

    @property
    def always_winners(self) -> list[str]:
        """Those who gain under every key, however unknown cells fall."""
        return [code for code in self.codes if all(code in key.winners for key in self.usable)]

    @property
    def always_losers(self) -> list[str]:
        """Those who lose under every key, however unknown cells fall."""
        return [code for code in self.codes if all(code in key.losers for key in self.usable)]

    @property
    def least_core(self) -> Ends:
        """The smallest largest excess any division can reach, as a present value."""
        return ends_of(self.figures.division.least_core[:, self.s])

    @property
    def margin(self) -> float:
        """How far off what each adds may be, where it is estimated from orders of joining."""
        division = self.figures.division
        return TOLD_ERRORS * float(division.error.max()) / division.annuity

    @property
    def largest_payers(self) -> list[str]:
        """The whole group, those first who pay most into the account under the own key."""
        paid = self.figures.division.payment[:, self.s, 0].mean(axis=0)
        return sorted(self.members(), key=lambda code: -float(paid[self.codes.index(code)]))

    # Leaving and coming late ---------------------------------------------------------------------

    @property
    def exits(self) -> list[Exit]:
        """Every one, and every two, that may leave."""
        return [Exit(self, gone) for gone in self.figures.withdrawals]

    def exit_of(self, *codes: str) -> Exit | None:
        """What it does when these leave, None where it is not worked out."""
        return next((gone for gone in self.exits if set(gone.leavers) == set(codes)), None)

    @property
    def alone(self) -> dict[str, Exit]:
        """What it does when each leaves alone, by kommunenummer."""
        each = {code: self.exit_of(code) for code in self.members()}
        return {code: gone for code, gone in each.items() if gone is not None}

    def leaves_most(self, number: int) -> Exit | None:
        """The one, or so many together, who leave most with the others at the shortest notice."""
        left = [
            (low, gone)
            for gone in self.exits
            if len(gone.leavers) == number and not np.isnan(low := gone.left()[0][0])
        ]
        return max(left, key=lambda pair: pair[0], default=(0.0, None))[1]

    @property
    def latecomers(self) -> list[Latecomer]:
        """Everyone, as the one who comes late; none where that is after the period."""
        return [Latecomer(self, one) for one in self.figures.joinings]
