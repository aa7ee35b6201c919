"""Assumptions with interval, source and owner: ``forutsetninger.toml``."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from analysis.dataset.definitions.assumption_list import EVERY_NAME, AssumptionName
from analysis.dataset.definitions.strict import NonEmpty, Strict


class Quantiles(Strict):
    """An interval given as the 10th, 50th and 90th percentile."""

    p10: float
    p50: float
    p90: float

    @property
    def points(self) -> tuple[float, float, float]:
        """Low, central and high value."""
        return self.p10, self.p50, self.p90


class Bounds(Strict):
    """An interval given as smallest, most likely and largest value."""

    min: float
    sannsynlig: float
    maks: float

    @property
    def points(self) -> tuple[float, float, float]:
        """Low, central and high value."""
        return self.min, self.sannsynlig, self.maks


class Assumption(Strict):
    """One assumption with interval, source and owner."""

    id: NonEmpty
    navn: NonEmpty
    enhet: NonEmpty
    kroneverdi: Annotated[int, Field(ge=2000, le=2100)] | None = None
    anslag: Quantiles | Bounds | Literal["ukjent"]
    retning: Literal["høy", "lav"]
    kilder: Annotated[tuple[NonEmpty, ...], Field(min_length=1, strict=False)]
    kvalitet: Literal["regnskap", "rapportert", "anslag"]
    eier: NonEmpty
    gyldig_til: dt.date

    @property
    def known(self) -> bool:
        """Whether a value is given."""
        return self.anslag != "ukjent"

    @property
    def name(self) -> AssumptionName:
        """The entry of the closed list."""
        return EVERY_NAME[self.id]

    def value(self, scenario: str) -> float:
        """Value in a scenario; an unknown assumption counts as 0.

        ``ugunstig`` takes the bad and ``gunstig`` the good end according to ``retning``.
        """
        if isinstance(self.anslag, str):
            return 0.0
        low, central, high = self.anslag.points
        good, bad = (high, low) if self.retning == "høy" else (low, high)
        return {"sannsynlig": central, "ugunstig": bad, "gunstig": good}[scenario]
