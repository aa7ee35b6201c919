"""What the model says of each alternative: money and staff, and who could run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from analysis.dataset.definitions.settings import Settings
from analysis.model import (
    Floats,
    Forecast,
    Outcome,
    Region,
    Setting,
    net_present_value,
    social_net_present_value,
)


@dataclass(frozen=True)
class Result:
    """One alternative's money and staff over scenarios (S) and municipalities (M).

    Money in 1000 kr of ``kroneverdi``. ``npv`` counts all that is paid; ``npv_today`` leaves out
    what pays for a better offer than today's. ``one_time`` is summed over the years.
    ``vulnerability``, ``persons`` and ``person_years`` (S, M, F) are of the functions counted.
    """

    setting: Setting
    outcome: Outcome
    npv: Floats
    npv_today: Floats
    social_npv: Floats
    social_npv_today: Floats
    one_time: Floats
    break_even: Floats
    vulnerability: Floats
    persons: Floats
    person_years: Floats
    harmonisation: Floats

    @cached_property
    def budget_effect(self) -> Floats:
        """Extra cost against alternative 0 per year (S, M, T+1), 1000 kr."""
        return self.outcome.budget_effect


@dataclass(frozen=True)
class Candidate:
    """One possible host, company or legal form of an alternative."""

    name: str
    result: Result


@dataclass(frozen=True)
class Money:
    """The model's answer for one way of filling unknown cells; ``forms`` is by alternative."""

    region: Region
    forecast: Forecast
    results: Mapping[str, Result]
    hosts: tuple[Candidate, ...]
    companies: tuple[Candidate, ...]
    forms: Mapping[str, tuple[Candidate, ...]]


def paid_for(found: Outcome, settings: Settings) -> dict[str, Floats]:
    """What of a `Result` follows from what each pays."""
    rate, tax = settings.kalkulasjonsrente, settings.skattefinansieringskostnad
    whole, today = found.extra_cost(), found.extra_cost(better=False)
    social, social_today = (
        social_net_present_value(cost.sum(axis=1), found.margin.sum(axis=1), rate, tax)
        for cost in (whole, today)
    )
    return {
        "npv": net_present_value(whole, rate),
        "npv_today": net_present_value(today, rate),
        "social_npv": social,
        "social_npv_today": social_today,
        "one_time": found.one_time().sum(axis=-1),
    }
