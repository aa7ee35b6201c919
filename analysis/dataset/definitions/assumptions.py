"""Assumptions with interval, source and owner: ``forutsetninger.toml``."""

from __future__ import annotations

import datetime as dt
from math import erf, exp, pi, sqrt
from typing import Annotated, Literal

from pydantic import Field

from analysis.dataset.definitions.assumption_list import EVERY_NAME, AssumptionName
from analysis.dataset.definitions.strict import NonEmpty, Strict

# The standard normal distribution's 90th percentile.
Z90 = 1.2815515655446004


class Quantiles(Strict):
    """An interval given as the 10th, 50th and 90th percentile.

    Two half normal distributions that meet in the median; see `expected`.
    """

    p10: float
    p50: float
    p90: float

    @property
    def points(self) -> tuple[float, float, float]:
        """Low, central and high value."""
        return self.p10, self.p50, self.p90

    def expected(self, lower: float, upper: float) -> float:
        """Mean of what is drawn, values beyond the range set to its ends.

        p50 + h((p90 − p50) / z, upper − p50) − h((p50 − p10) / z, p50 − lower), where z is the
        90th percentile of the standard normal distribution and h(σ, c) = E[min(max(σZ, 0), c)].

        Examples
        --------
        Skewed upwards, the mean lies above the median.

        >>> round(Quantiles(p10=60.0, p50=120.0, p90=300.0).expected(0.0, 1e5), 2)
        157.43
        """
        rise = _half_mean((self.p90 - self.p50) / Z90, upper - self.p50)
        fall = _half_mean((self.p50 - self.p10) / Z90, self.p50 - lower)
        return self.p50 + rise - fall


def _half_mean(sigma: float, bound: float) -> float:
    """E[min(max(σZ, 0), c)] = σ (φ(0) − φ(c / σ)) + c (1 − Φ(c / σ)) of a standard normal Z."""
    if sigma <= 0.0 or bound <= 0.0:
        return 0.0
    x = bound / sigma
    density = (1.0 - exp(-x * x / 2.0)) / sqrt(2.0 * pi)
    return sigma * density + bound * (0.5 - 0.5 * erf(x / sqrt(2.0)))


class Bounds(Strict):
    """An interval given as smallest, most likely and largest value: a triangular distribution."""

    min: float
    sannsynlig: float
    maks: float

    @property
    def points(self) -> tuple[float, float, float]:
        """Low, central and high value."""
        return self.min, self.sannsynlig, self.maks

    def expected(self, lower: float, upper: float) -> float:
        """Mean of the triangular distribution, (min + sannsynlig + maks) / 3."""
        return (self.min + self.sannsynlig + self.maks) / 3.0


class Assumption(Strict):
    """One assumption with interval, source and owner.

    ``minst`` is the smallest amount whatever the size, where the unit grows with size: 1000 kr,
    a year where the unit is, or person-years.
    """

    id: NonEmpty
    navn: NonEmpty
    enhet: NonEmpty
    kroneverdi: Annotated[int, Field(ge=2000, le=2100)] | None = None
    anslag: Quantiles | Bounds | Literal["ukjent"]
    minst: Annotated[float, Field(ge=0)] = 0.0
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

        ``forventet`` is the mean of the distribution that is drawn from; ``ugunstig`` takes the
        bad and ``gunstig`` the good end of the interval according to ``retning``.
        """
        if isinstance(self.anslag, str):
            return 0.0
        if scenario == "forventet":
            return self.anslag.expected(self.name.lower, self.name.upper)
        low, _, high = self.anslag.points
        good, bad = (high, low) if self.retning == "høy" else (low, high)
        return {"ugunstig": bad, "gunstig": good}[scenario]
