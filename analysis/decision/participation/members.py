"""The municipalities of a cooperation by name, and what is known of each, in one scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation.cooperation import Cooperation
from analysis.model import Bools, Floats

Ends = tuple[float, float]
UNKNOWN: Ends = (np.nan, np.nan)


def settled(answers: Bools) -> bool | None:
    """Yes or no where all ways of filling unknown cells agree, else None."""
    return True if answers.all() else None if answers.any() else False


def ends_of(values: Floats) -> Ends:
    """Low and high end over fills (F,)."""
    return float(values.min()), float(values.max())


def middle(ends: Sequence[float]) -> float:
    """The middle of what an amount may be."""
    return float(np.mean(ends))


@dataclass(frozen=True, eq=False)
class Members:
    """Who may take part in one alternative, in one scenario; a group is asked for by its mark.

    Amounts are in 1000 kr and have a low and a high end, which differ where unknown cells decide.

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

    @property
    def s(self) -> int:
        """Position of the scenario."""
        return SCENARIOS.index(self.scenario)

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

    def which(self, hit: Iterable[bool]) -> list[str]:
        """Municipalities for which something holds (M,)."""
        return [code for code, holds in zip(self.codes, hit, strict=True) if holds]

    def each(self, values: Floats, codes: Sequence[str]) -> dict[str, Ends]:
        """Ends of values (F, M) for some municipalities."""
        ends = self.figures.interval(values)
        return {code: tuple(ends[self.codes.index(code)].tolist()) for code in codes}

    def share_of_draws(self, name: str, *place: int) -> float:
        """One of the shares in `Chances`."""
        chances = self.figures.chances
        return np.nan if chances is None else float(getattr(chances, name)[place])
