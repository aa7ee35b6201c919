"""One cooperation in one scenario, asked by kommunenummer, group and key: what chapters tell of.

Amounts are in 1000 kr and have a low and a high end, which differ where unknown cells decide and
are NaN where a municipality's own do. What is gained or paid a year is the same amount every year
from year 1; what leaving and coming late bring are present values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation.bitmasks import mask_of
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.fairness import KRONE, NO_FIGURES
from analysis.decision.participation.keys import Key, Method
from analysis.decision.participation.late_entry import Joining
from analysis.decision.participation.withdrawal import Withdrawal
from analysis.model import Bools, Floats

Ends = tuple[float, float]
UNKNOWN: Ends = (np.nan, np.nan)
# How many standard errors lie on each side of a figure in a 95 percent interval.
ERRORS_IN_MARGIN = 1.96


def settled(answers: Bools) -> bool | None:
    """Yes or no where all ways of filling unknown cells agree, else None."""
    return True if answers.all() else None if answers.any() else False


def _ends(values: Floats) -> Ends:
    return float(values.min()), float(values.max())


@dataclass(frozen=True, eq=False)
class Outlook:
    """Who could go together in one alternative in one scenario; a group is asked for by its mark.

    Attributes
    ----------
    figures : Cooperation
        Those of every scenario.
    codes : tuple of str
        All municipalities.
    scenario : str
    """

    figures: Cooperation
    codes: tuple[str, ...]
    scenario: str

    def at(self, scenario: str) -> Outlook:
        """The same in another scenario."""
        return replace(self, scenario=scenario)

    @property
    def s(self) -> int:
        """Position of the scenario."""
        return SCENARIOS.index(self.scenario)

    # Groups --------------------------------------------------------------------------------------

    @property
    def alternative(self) -> str:
        """Which alternative."""
        return self.figures.alternative

    @property
    def group(self) -> int:
        """All who take part and whose figures can be worked out."""
        return self.figures.group

    @property
    def unsure(self) -> bool:
        """Whether any figure here has two ends."""
        return self.figures.total.shape[0] > 1

    def members(self, group: int | None = None) -> tuple[str, ...]:
        """Kommunenummer of those in a group; of the whole group if none is given."""
        mark = self.group if group is None else group
        return tuple(code for i, code in enumerate(self.codes) if mark >> i & 1)

    def size(self, group: int | None = None) -> int:
        """How many are in a group."""
        return len(self.members(group))

    def includes(self, code: str) -> bool:
        """Whether a municipality is among those whose groups are worked out."""
        return code in self.members()

    def others(self, code: str) -> tuple[str, ...]:
        """The whole group but one."""
        return tuple(member for member in self.members() if member != code)

    @property
    def invited(self) -> tuple[str, ...]:
        """Those whose mandate lets them take part."""
        return self.members(self.figures.participants)

    @property
    def missing(self) -> tuple[str, ...]:
        """Those of them whose figures cannot be worked out."""
        return self.members(self.figures.missing)

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

    def runners(self, *, with_member: str = "", without: str = "") -> Counter[str]:
        """In how many groups each is the best to run it, perhaps only with or without a member."""
        runs: Counter[str] = Counter()
        for group, best in zip(self.figures.groups, self.figures.runs, strict=True):
            inside = self.members(int(group))
            if best and without not in inside and (not with_member or with_member in inside):
                runs[best] += 1
        return runs

    # What a group gains --------------------------------------------------------------------------

    def value(self, group: int) -> Ends:
        """Net present value of what a group gains in all."""
        return _ends(self._total(group))

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

    def best_group(self, *, agreed: bool = False) -> int | None:
        """As `Cooperation.best_group`."""
        return self.figures.best_group(self.s, agreed=agreed)

    def best_group_for(self, code: str) -> int | None:
        """As `Cooperation.best_group_for`."""
        return self.figures.best_group_for(self.codes.index(code), self.s)

    def adds(self, code: str) -> Ends:
        """What the whole group gains more in all each year with a member than without.

        Totals and not worth: where the group loses in both cases, a smaller loss counts too.
        """
        without = self.group & ~(1 << self.codes.index(code))
        return self._yearly(self._total(self.group) - self._total(without))

    def brings(self, code: str, to: str) -> Ends:
        """What a member brings another each year under the analysis' own key."""
        return self._yearly_of(self._brought(code), to)

    def brings_in_the_middle(self, code: str, to: str) -> float:
        """The same in the middle of what unknown cells allow, also where they are its own."""
        brought = self._brought(code) / self.figures.division.annuity
        return float(brought[:, self.codes.index(to)].mean())

    def brings_others(self, code: str) -> Ends:
        """What a member brings all the others each year."""
        brought = self._brought(code) / self.figures.division.annuity
        brought[:, self.codes.index(code)] = 0.0
        return _ends(brought.sum(axis=-1))

    def _brought(self, code: str) -> Floats:
        return self.figures.brings[:, self.s, :, self.codes.index(code)]

    def _total(self, group: int) -> Floats:
        return self.figures.total[:, self.s, self.figures.place(group)]

    def _yearly(self, values: Floats) -> Ends:
        return _ends(values / self.figures.division.annuity)

    def _yearly_of(self, values: Floats, code: str) -> Ends:
        ends = self.figures.known_interval(values)[self.codes.index(code)]
        low, high = ends / self.figures.division.annuity
        return float(low), float(high)

    def each(self, values: Floats, codes: Sequence[str]) -> dict[str, Ends]:
        """Ends of values (F, M) for some municipalities."""
        ends = self.figures.known_interval(values)
        return {code: tuple(ends[self.codes.index(code)].tolist()) for code in codes}

    def _where(self, hit: Bools) -> list[str]:
        """Municipalities for which something holds in every fill (F, M)."""
        in_all = np.asarray(hit.all(axis=0))
        return [code for code, holds in zip(self.codes, in_all, strict=True) if holds]

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

    def gains_in(self, code: str) -> Floats:
        """In what share a municipality gains in the whole group under each key of `usable`."""
        return np.array([key.gains_in(code) for key in self.usable])

    def turned_in(self, code: str) -> float:
        """In what share it both gains under the best key and loses under the worst, at most."""
        shares = self.gains_in(code)
        if np.isnan(shares).all():
            return np.nan
        return float(min(np.nanmax(shares), 1.0 - np.nanmin(shares)))

    def same_way_in(self, code: str, *, gains: bool) -> float:
        """In what share it gains, or loses, under the key where it does so least often."""
        shares = self.gains_in(code)
        if np.isnan(shares).all():
            return np.nan
        return float(np.nanmin(shares) if gains else 1.0 - np.nanmax(shares))

    def share_of_draws(self, name: str, *place: int) -> float:
        """One of the shares in `Chances`."""
        chances = self.figures.chances
        return np.nan if chances is None else float(getattr(chances, name)[place])

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
    def without_nucleolus(self) -> Key | None:
        """The key of the nucleolus where it has no figures here."""
        usable = {settlement.place for settlement in self.usable}
        left = (one.key for one in self.keys if one.place not in usable)
        return next((key for key in left if key.method is Method.NUCLEOLUS), None)

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
        return _ends(self.figures.division.least_core[:, self.s])

    @property
    def divisible(self) -> bool | None:
        """Whether some division keeps the group together; None where it is not known."""
        least = self.figures.division.least_core[:, self.s]
        return None if np.isnan(least).any() else settled(least <= KRONE)

    @property
    def core_worked_out(self) -> bool:
        """Whether that could be known, but for unknown cells."""
        least = self.figures.division.least_core[:, self.s]
        return len(least) > 1 or not np.isnan(least).any()

    @property
    def margin(self) -> float:
        """How far off what each adds may be, where it is estimated from orders of joining."""
        division = self.figures.division
        return ERRORS_IN_MARGIN * float(division.error.max()) / division.annuity

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


@dataclass(frozen=True)
class Rather:
    """Who would rather go than stay under one key.

    Attributes
    ----------
    group : int
        The part of the group with most to gain, 0 where nobody gains or it is not known.
    gain : (float, float)
        What it gains each year.
    together : bool
        Whether it gains by going together without the others, and not by staying apart.
    unsure : bool
        Whether unknown cells decide who would go.
    worked_out : bool
    """

    group: int = 0
    gain: Ends = UNKNOWN
    together: bool = False
    unsure: bool = False
    worked_out: bool = True

    @property
    def stays(self) -> bool:
        """Whether the key keeps the group together."""
        return self.group == 0 and self.worked_out and not self.unsure


@dataclass(frozen=True, eq=False)
class Settlement:
    """What one key gives each municipality of the whole group."""

    outlook: Outlook
    place: int

    @property
    def key(self) -> Key:
        """Which key."""
        return self.outlook.figures.division.keys[self.place]

    @property
    def unusable(self) -> str:
        """Why it cannot be used on the group, empty where it can."""
        return self.outlook.figures.division.unusable[self.place]

    def gain(self, code: str) -> Ends:
        """What a municipality gains each year."""
        return self._of(self._gains, code)

    def payment(self, code: str) -> Ends:
        """What it pays into the common account each year, in whole øre that sum to the bill."""
        return self._of(self._payments, code)

    @property
    def bill(self) -> Ends:
        """What all of them pay each year."""
        paid = self.outlook.figures.division.yearly_payment
        return _ends(paid[:, self.outlook.s, self.place].sum(axis=-1))

    def share(self, code: str) -> float:
        """A municipality's share of the account; NaN where the gain is divided."""
        share = self.outlook.figures.division.share
        return float(share[:, self.place, self.outlook.codes.index(code)].mean())

    def share_ends(self, code: str) -> Ends:
        """The same where unknown cells decide it."""
        share = self.outlook.figures.division.share[:, self.place]
        return self.outlook.each(share, [code])[code]

    @property
    def effect_by_year(self) -> list[dict[str, Ends]]:
        """Budget effect of each member for year 0 … T."""
        effect = self.outlook.figures.division.effect[:, self.outlook.s, self.place]
        return [
            self.outlook.each(year, self.outlook.members()) for year in np.moveaxis(effect, -1, 0)
        ]

    @property
    def best_off_alone(self) -> list[tuple[int, float]]:
        """The part that gains most by going alone, and what, with unknown cells low and high."""
        division, (s, k) = self.outlook.figures.division, (self.outlook.s, self.place)
        parts, excess = (both[[0, -1], s, k] for both in (division.blocking, division.excess))
        return list(zip(parts.clip(min=0).tolist(), excess.tolist(), strict=True))

    @property
    def winners(self) -> list[str]:
        """Who gains against alternative 0, however unknown cells fall."""
        return self._named(self.outlook.figures.division.winners)

    @property
    def losers(self) -> list[str]:
        """Who loses against alternative 0, however unknown cells fall."""
        return self._named(self.outlook.figures.division.losers)

    @property
    def stable(self) -> bool:
        """Whether no part of the group does better alone, however unknown cells fall."""
        return bool(self.outlook.figures.division.stable[self.outlook.s, self.place])

    @property
    def rather(self) -> Rather:
        """Who would rather go."""
        figures, s, k = self.outlook.figures, self.outlook.s, self.place
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
            return Rather(mask_of(lost), _ends(gain))
        if len(set(named)) > 1:
            return Rather(unsure=True)
        gain = division.excess[:, s, k] / division.annuity
        ends = _ends(gain) if named[0] else UNKNOWN
        return Rather(named[0], ends, together=bool((alone > 0).all()))

    def gains_in(self, code: str) -> float:
        """In what share of the draws a municipality gains; NaN where nothing is drawn."""
        place = self.outlook.codes.index(code)
        return self.outlook.share_of_draws("gains", self.place, place)

    @property
    def holds_in(self) -> float:
        """In what share it keeps the group together; NaN where nothing is drawn."""
        return self.outlook.share_of_draws("stable", self.place)

    @cached_property
    def _gains(self) -> Floats:
        gain = self.outlook.figures.division.yearly_gain[:, self.outlook.s, self.place]
        return self.outlook.figures.known_interval(gain)

    @cached_property
    def _payments(self) -> Floats:
        figures = self.outlook.figures
        bills = figures.division.bills(self.place, self.outlook.s, self.outlook.codes)
        return figures.known_interval(bills)

    def _of(self, ends: Floats, code: str) -> Ends:
        low, high = ends[self.outlook.codes.index(code)]
        return float(low), float(high)

    def _named(self, hit: Bools) -> list[str]:
        row = hit[self.outlook.s, self.place]
        return [code for code, on in zip(self.outlook.codes, row, strict=True) if on]


@dataclass(frozen=True, eq=False)
class Exit:
    """Some leave the whole group; amounts for each notice, of one municipality or of all."""

    outlook: Outlook
    figures: Withdrawal

    @property
    def leavers(self) -> tuple[str, ...]:
        """Kommunenummer of those who leave."""
        return self.outlook.members(self.figures.leavers)

    @property
    def rest(self) -> tuple[str, ...]:
        """Kommunenummer of those who are left."""
        return self.outlook.members(self.figures.rest)

    def left(self, code: str = "") -> list[Ends]:
        """What the rest, or one of them, must pay more."""
        return self._each(self.figures.rest_extra, code)

    def paid_in_notice(self, code: str = "") -> list[Ends]:
        """What those who leave, or one of them, pay while notice runs."""
        return self._each(self.figures.notice_payment, code)

    def moving_out(self, code: str = "") -> list[Ends]:
        """What it costs them to move out."""
        return self._each(self.figures.moving_out, code)

    def paid(self, code: str) -> list[Ends]:
        """Both of these."""
        return self._each(self.figures.notice_payment + self.figures.moving_out, code)

    def gain(self, code: str = "") -> list[Ends]:
        """What they gain by leaving."""
        return self._each(self.figures.leaver_gain, code)

    def cause(self, name: str) -> list[Ends]:
        """What is left comes of: scale, fixed, contribution and moving."""
        return self._each(getattr(self.figures, name)[..., None])

    @property
    def rest_gain(self) -> list[Ends]:
        """What the rest gain over the whole period."""
        return self._each(self.figures.rest_gain[..., None])

    @property
    def rest_alone(self) -> Ends:
        """What the rest would have gained without those who leave."""
        return _ends(self.figures.rest_alone[:, self.outlook.s])

    @property
    def goes_on(self) -> list[bool | None]:
        """Whether it pays for the rest to go on, for each notice."""
        return [settled(answers) for answers in self.figures.goes_on[:, self.outlook.s].T]

    @property
    def goes_on_with_all(self) -> list[bool | None]:
        """Whether it would for the same ones where nobody leaves."""
        return [settled(answers) for answers in self.figures.goes_on_with_all[:, self.outlook.s].T]

    @property
    def at_both_ends(self) -> list[tuple[bool, bool]]:
        """Whether they go on with unknown cells at their low and high end."""
        return self._low_and_high(self.figures.goes_on)

    @property
    def with_all_at_both_ends(self) -> list[tuple[bool, bool]]:
        """The same where nobody leaves."""
        return self._low_and_high(self.figures.goes_on_with_all)

    def _low_and_high(self, answers: Bools) -> list[tuple[bool, bool]]:
        low, high = answers[[0, -1], self.outlook.s]
        return list(zip(low.tolist(), high.tolist(), strict=True))

    @property
    def stops(self) -> bool:
        """Whether it pays for the rest to move out too, whatever the notice and unknown cells."""
        return not self.figures.ends and not any(on is not False for on in self.goes_on)

    @property
    def stops_anyway(self) -> bool:
        """Whether that was so before anybody had left."""
        return self.stops and not any(on is not False for on in self.goes_on_with_all)

    def _each(self, values: Floats, code: str = "") -> list[Ends]:
        """Ends for each notice of values (F, S, Y, M)."""
        figures, here = self.outlook.figures, values[:, self.outlook.s]
        if code:
            ends = figures.known_interval(here)[:, self.outlook.codes.index(code)]
        else:
            ends = figures.interval(here.sum(axis=-1))
        return [(float(low), float(high)) for low, high in ends]


@dataclass(frozen=True, eq=False)
class Latecomer:
    """One municipality comes some years after the others."""

    outlook: Outlook
    figures: Joining

    @property
    def code(self) -> str:
        """Kommunenummer of the one who comes."""
        (code,) = self.outlook.members(self.figures.joiner)
        return code

    @property
    def years_later(self) -> int:
        """How many years after the others it is in."""
        return self.figures.last_year + 1

    @property
    def price(self) -> Ends:
        """What it must pay for the others to be no worse off."""
        return self._ends(self.figures.entry_price)

    @property
    def others_gain(self) -> Ends:
        """What the others gain by its coming, before the price."""
        return self._ends(0.0 - self.figures.others_extra)

    @property
    def gain(self) -> Ends:
        """What it gains itself, before the price."""
        return self._own(self.figures.gain)

    @property
    def start_share(self) -> Ends:
        """What it would have paid of the start."""
        return self._own(self.figures.start_share)

    @property
    def comes(self) -> bool | None:
        """Whether it gains by coming, the price paid."""
        return settled(self.figures.comes[:, self.outlook.s])

    def _ends(self, values: Floats) -> Ends:
        return _ends(values[:, self.outlook.s])

    def _own(self, values: Floats) -> Ends:
        """NaN where its own unknown cells decide."""
        low, high = self._ends(values)
        unknown = self.outlook.figures.unknown[self.outlook.codes.index(self.code)]
        same = np.isclose(low, high, rtol=1e-9, atol=1e-9, equal_nan=True)
        return UNKNOWN if unknown and not same else (low, high)


def middle(ends: Sequence[float]) -> float:
    """The middle of what an amount may be."""
    return float(np.mean(ends))
