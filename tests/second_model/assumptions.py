"""One value for every assumption in a scenario (metode.md, section 9)."""

from fnmatch import fnmatch
from functools import cache
from math import inf
from pathlib import Path
from statistics import NormalDist

from second_model.reading import Study, number

NORMAL = NormalDist()
SCENARIOS = ("ugunstig", "forventet", "gunstig")
METHOD = Path(__file__).parents[2] / "docs" / "metode.md"


def values(study: Study, scenario: str) -> dict[str, float | None]:
    return {name: value_of(study, name, scenario) for name in study.assumptions}


def value_of(study: Study, name: str, scenario: str) -> float | None:
    entry = study.assumptions[name]
    estimate = entry["anslag"]
    if estimate == "ukjent":
        return None
    if scenario == "forventet":
        value = expected(estimate, *legal_range(name, entry["enhet"]))
    else:
        ends = [estimate[key] for key in estimate if key not in ("p50", "sannsynlig")]
        high_is_good = entry["retning"] == "høy"
        value = max(ends) if high_is_good == (scenario == "gunstig") else min(ends)
    return in_fixed_kroner(study, name, value)


def at_least(study: Study, name: str) -> float:
    return in_fixed_kroner(study, name, study.assumptions[name].get("minst", 0.0))


@cache
def legal_ranges() -> dict[str, tuple[float, float]]:
    """The table of section 9: a pattern for the name → lowest and highest."""
    text = METHOD.read_text("utf-8").split("| forutsetning | lavest | høyest |")[1]
    ranges = {}
    for line in text.strip().splitlines()[1:]:
        if not line.startswith("|"):
            break
        names, low, high = (cell.strip() for cell in line.strip("|").split("|"))
        top = number(high) if high[0].isdigit() else inf
        for name in names.split(", "):
            ranges[name.strip("`")] = (number(low), top)
    return ranges


def legal_range(name: str, unit: str) -> tuple[float, float]:
    ranges = legal_ranges()
    named = [limits for pattern, limits in ranges.items() if fnmatch(name, pattern)]
    others = "andre andeler" if unit.startswith("andel") else "det som ikke er en andel"
    return named[0] if named else ranges[others]


def in_fixed_kroner(study: Study, name: str, value: float) -> float:
    year = study.assumptions[name].get("kroneverdi")
    return value if year is None else study.in_fixed_kroner(value, year)


def expected(estimate: dict[str, float], lowest: float, highest: float) -> float:
    if "min" in estimate:
        return (estimate["min"] + estimate["sannsynlig"] + estimate["maks"]) / 3
    middle = estimate["p50"]
    spread = NORMAL.inv_cdf(0.9)
    above = half(sigma=(estimate["p90"] - middle) / spread, limit=highest - middle)
    below = half(sigma=(middle - estimate["p10"]) / spread, limit=middle - lowest)
    return middle + above - below


def half(sigma: float, limit: float) -> float:
    """E[min(max(σZ, 0), c)]."""
    if sigma == 0:
        return 0.0
    if limit == inf:
        return sigma * NORMAL.pdf(0)
    z = limit / sigma
    return sigma * (NORMAL.pdf(0) - NORMAL.pdf(z)) + limit * (1 - NORMAL.cdf(z))
