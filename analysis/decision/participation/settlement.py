"""What one key gives each municipality of the whole group, and who would rather go."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.decision.keys import Key
from analysis.decision.participation.bitmasks import mask_of
from analysis.decision.participation.division import Division
from analysis.decision.participation.fairness import NO_FIGURES
from analysis.decision.participation.members import UNKNOWN, Ends, Members, ends_of
from analysis.model import Floats


@dataclass(frozen=True)
class Rather:
    """Who would rather go than stay under one key.

    Attributes
    ----------
    group : int
        The part of the group with most to gain, 0 where nobody gains or it is not known.
    gain : (float, float)
        What it gains each year.
    unsure : bool
        Whether unknown cells decide who would go.
    worked_out : bool
    """

    group: int = 0
    gain: Ends = UNKNOWN
    unsure: bool = False
    worked_out: bool = True

    @property
    def stays(self) -> bool:
        """Whether the key keeps the group together."""
        return self.group == 0 and self.worked_out and not self.unsure


@dataclass(frozen=True, eq=False)
class Settlement:
    """What one key gives each municipality of the whole group."""

    within: Members
    place: int

    @property
    def _division(self) -> Division:
        return self.within.figures.division

    @property
    def key(self) -> Key:
        """Which key."""
        return self._division.keys[self.place]

    @property
    def unusable(self) -> str:
        """Why it cannot be used on the group, empty where it can."""
        return self._division.unusable[self.place]

    def gain(self, code: str) -> Ends:
        """What a municipality gains each year."""
        return self._of(self._gains, code)

    def payment(self, code: str) -> Ends:
        """What it pays into the common account each year, in whole øre that sum to the bill."""
        return self._of(self._payments, code)

    @property
    def bill(self) -> Ends:
        """What all of them pay each year."""
        paid = self._division.yearly_payment
        return ends_of(paid[:, self.within.s, self.place].sum(axis=-1))

    def share(self, code: str) -> float:
        """A municipality's share of the account; NaN where the gain is divided."""
        share = self._division.share
        return float(share[:, self.place, self.within.codes.index(code)].mean())

    def share_ends(self, code: str) -> Ends:
        """The same where unknown cells decide it."""
        share = self._division.share[:, self.place]
        return self.within.each(share, [code])[code]

    @property
    def effect_by_year(self) -> list[dict[str, Ends]]:
        """Budget effect of each member for year 0 … T."""
        effect = self._division.effect[:, self.within.s, self.place]
        return [
            self.within.each(year, self.within.members()) for year in np.moveaxis(effect, -1, 0)
        ]

    @property
    def best_off_alone(self) -> list[tuple[int, float]]:
        """The part that gains most by going alone, and what, with unknown cells low and high."""
        division, (s, k) = self._division, (self.within.s, self.place)
        parts, excess = (both[[0, -1], s, k] for both in (division.blocking, division.excess))
        return list(zip(parts.clip(min=0).tolist(), excess.tolist(), strict=True))

    @property
    def winners(self) -> list[str]:
        """Who gains against alternative 0, however unknown cells fall."""
        return self.within.which(self._division.winners[self.within.s, self.place])

    @property
    def losers(self) -> list[str]:
        """Who loses against alternative 0, however unknown cells fall."""
        return self.within.which(self._division.losers[self.within.s, self.place])

    @property
    def stable(self) -> bool:
        """Whether no part of the group does better alone, however unknown cells fall."""
        return bool(self._division.stable[self.within.s, self.place])

    @property
    def rather(self) -> Rather:
        """Who would rather go."""
        figures, s, k = self.within.figures, self.within.s, self.place
        division = figures.division
        named = [int(group) for group in division.blocking[:, s, k]]
        if NO_FIGURES in named:
            return Rather(worked_out=False)
        places = [figures.place(group) for group in named]
        alone = figures.total[range(len(named)), s, places]
        lost = np.asarray(division.losers[s, k])
        if all(named) and (alone <= 0).all() and lost.any():
            # Whoever loses is better off apart, one by one and all of them.
            gain = -division.yearly_gain[:, s, k][:, lost].sum(axis=-1)
            return Rather(mask_of(lost), ends_of(gain))
        if len(set(named)) > 1:
            return Rather(unsure=True)
        gain = division.excess[:, s, k] / division.annuity
        ends = ends_of(gain) if named[0] else UNKNOWN
        return Rather(named[0], ends)

    def gains_in(self, code: str) -> float:
        """In what share of the draws a municipality gains; NaN where nothing is drawn."""
        place = self.within.codes.index(code)
        return self.within.share_of_draws("gains", self.place, place)

    @property
    def holds_in(self) -> float:
        """In what share it keeps the group together; NaN where nothing is drawn."""
        return self.within.share_of_draws("stable", self.place)

    @cached_property
    def _gains(self) -> Floats:
        gain = self._division.yearly_gain[:, self.within.s, self.place]
        return self.within.figures.interval(gain)

    @cached_property
    def _payments(self) -> Floats:
        figures = self.within.figures
        bills = figures.division.bills(self.place, self.within.s, self.within.codes)
        return figures.interval(bills)

    def _of(self, ends: Floats, code: str) -> Ends:
        low, high = ends[self.within.codes.index(code)]
        return float(low), float(high)
