"""Every alternative for every municipality and for all together."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from second_model import points
from second_model.assumptions import values as assumed
from second_model.costs import Costs, Reckoning
from second_model.reading import Company, Study, read
from second_model.unknown import filled

JUDGED = (
    "informasjonssikkerhet",
    "tjenestekvalitet",
    "utviklingskraft",
    "lokal_styring",
    "reversibilitet",
    "ansatte",
    "gjennomforingsrisiko",
)


@dataclass
class Filling:
    """One alternative in one scenario, with the empty cells at one end."""

    host: str | None
    company: str | None
    costs: dict[str, Costs]
    """By participant, in 1000 kroner."""
    present_value: dict[str, float]
    """By participant; "" is the social one, for all."""
    criteria: dict[str, dict[str, float | None]]
    """By municipality, "" for all, then by criterion."""


@dataclass
class Answer:
    """One alternative in one scenario."""

    low: Filling
    high: Filling
    points: dict[str, tuple[float, float]]
    """By municipality, "" for all: at the worst and the best the empty cells allow."""


def answers(folder: Path, common: Path, scenario: str) -> dict[str, Answer]:
    """The answer for every alternative."""
    study = read(folder, common)
    low, high = (fillings(filled(study, high=end), scenario) for end in (False, True))
    return {
        name: Answer(
            low[name],
            high[name],
            {
                code: points.points(
                    study, code, low[name].criteria[code], high[name].criteria[code]
                )
                for code in (*study.municipalities, "")
            },
        )
        for name in study.alternatives
    }


def fillings(study: Study, scenario: str) -> dict[str, Filling]:
    today = Reckoning(study, assumed(study, scenario), study.alternatives["0"])
    return {
        name: filling(study, alternative, today) for name, alternative in study.alternatives.items()
    }


def filling(study: Study, alternative: dict, today: Reckoning) -> Filling:
    host, company = choice(study, alternative)
    reckoning = Reckoning(study, today.values, alternative, host, company)
    costs = reckoning.costs()
    present = {code: -discounted(study, one) for code, one in costs.items()}
    present[""] = social(study, costs)
    criteria = {
        code: criteria_of(reckoning, today, code, costs.get(code), present.get(code, 0.0))
        for code in study.municipalities
    }
    criteria[""] = for_all(study, criteria, costs, present[""])
    return Filling(host, company.name if company else None, costs, present, criteria)


def choice(study: Study, alternative: dict) -> tuple[str | None, Company | None]:
    """The host or company with the highest social value, as expected (section 10)."""
    values = assumed(study, "forventet")
    best, best_worth = (None, None), None
    for host, company in sorted_candidates(study, alternative):
        costs = Reckoning(study, values, alternative, host, company).costs()
        worth = round(1000 * social(study, costs))
        if best_worth is None or worth > best_worth:
            best, best_worth = (host, company), worth
    return best


def sorted_candidates(
    study: Study, alternative: dict
) -> Iterator[tuple[str | None, Company | None]]:
    if alternative.get("vert"):
        for code in sorted(study.municipalities):
            if (code, alternative["id"]) not in study.refused:
                yield code, None
    elif alternative.get("selskap"):
        for company in sorted(study.companies, key=lambda one: one.name):
            if company.price is not None and company.entry is not None:
                yield None, company
    else:
        yield None, None


def discounted(study: Study, one: Costs, without_margin: bool = False) -> float:
    """The present value of the extra cost; the residual is taken off in the last year."""
    rate = study.settings.get("kalkulasjonsrente", 0.04)
    last = study.last_year
    value = -one.residual / (1 + rate) ** last
    for year in range(last + 1):
        margin = one.margin[year] if without_margin else 0.0
        value += (one.total(year) - margin) / (1 + rate) ** year
    return value


def social(study: Study, costs: dict[str, Costs]) -> float:
    tax = study.settings.get("skattefinansieringskostnad", 0.2)
    return -sum(
        discounted(study, one, without_margin=True) + tax * discounted(study, one)
        for one in costs.values()
    )


def criteria_of(
    reckoning: Reckoning, today: Reckoning, code: str, costs: Costs | None, present: float
) -> dict[str, float | None]:
    study = reckoning.study
    one = study.municipalities[code]
    return {
        "netto_naaverdi": 1000 * present / one.inhabitants,
        "engangskostnad": 1000 * costs.one_time() / one.inhabitants if costs else 0.0,
        "saarbarhet": points.vulnerability(reckoning, one),
        "systemharmonisering": points.harmonisation(reckoning, today, one),
    } | {name: points.judged(study, reckoning.alternative["id"], name, code) for name in JUDGED}


def for_all(
    study: Study, criteria: dict[str, dict], costs: dict[str, Costs], present: float
) -> dict[str, float | None]:
    people = sum(one.inhabitants for one in study.municipalities.values())

    def mean(name: str) -> float | None:
        parts = [
            (criteria[code][name], one.inhabitants) for code, one in study.municipalities.items()
        ]
        if any(value is None for value, _ in parts):
            return None
        return sum(value * weight for value, weight in parts) / people

    return {
        "netto_naaverdi": 1000 * present / people,
        "engangskostnad": 1000 * sum(one.one_time() for one in costs.values()) / people,
        "saarbarhet": mean("saarbarhet"),
        "systemharmonisering": mean("systemharmonisering"),
    } | {name: mean(name) for name in JUDGED}
