"""What it means by name that some leave the whole group, or that one comes late.

Amounts are present values in 1000 kr.
"""

from __future__ import annotations

from dataclasses import dataclass

from analysis.decision.participation.late_entry import Joining
from analysis.decision.participation.members import Ends, Members, ends_of, settled
from analysis.decision.participation.withdrawal import Withdrawal
from analysis.model import Bools, Floats


@dataclass(frozen=True, eq=False)
class Exit:
    """Some leave the whole group; amounts for each notice, of one municipality or of all."""

    within: Members
    figures: Withdrawal

    @property
    def leavers(self) -> tuple[str, ...]:
        """Kommunenummer of those who leave."""
        return self.within.members(self.figures.leavers)

    @property
    def rest(self) -> tuple[str, ...]:
        """Kommunenummer of those who are left."""
        return self.within.members(self.figures.rest)

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
        return ends_of(self.figures.rest_alone[:, self.within.s])

    @property
    def goes_on(self) -> list[bool | None]:
        """Whether it pays for the rest to go on, for each notice."""
        return [settled(answers) for answers in self.figures.goes_on[:, self.within.s].T]

    @property
    def goes_on_with_all(self) -> list[bool | None]:
        """Whether it would for the same ones where nobody leaves."""
        return [settled(answers) for answers in self.figures.goes_on_with_all[:, self.within.s].T]

    def low_and_high(self, answers: Bools) -> list[tuple[bool, bool]]:
        """Answers (F, S, Y) for each notice with unknown cells at their low and high end."""
        low, high = answers[[0, -1], self.within.s]
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
        figures, here = self.within.figures, values[:, self.within.s]
        if code:
            ends = figures.interval(here)[:, self.within.codes.index(code)]
        else:
            ends = figures.interval(here.sum(axis=-1))
        return [(float(low), float(high)) for low, high in ends]


@dataclass(frozen=True, eq=False)
class Latecomer:
    """One municipality comes some years after the others."""

    within: Members
    figures: Joining

    @property
    def code(self) -> str:
        """Kommunenummer of the one who comes."""
        (code,) = self.within.members(self.figures.joiner)
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
        return self._ends(self.figures.gain)

    @property
    def start_share(self) -> Ends:
        """What it would have paid of the start."""
        return self._ends(self.figures.start_share)

    @property
    def comes(self) -> bool | None:
        """Whether it gains by coming, the price paid."""
        return settled(self.figures.comes[:, self.within.s])

    def _ends(self, values: Floats) -> Ends:
        return ends_of(values[:, self.within.s])
