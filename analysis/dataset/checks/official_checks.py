"""What the municipalities have told beside what Statistics Norway publishes: asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import isnan, nan
from typing import NamedTuple

import pandas as pd

from analysis.dataset.checks.inputs import Inputs, by_municipality
from analysis.dataset.checks.outliers import Table, figure, known_sum, latest_amounts
from analysis.dataset.definitions import price_factor
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE
from analysis.dataset.tables import (
    ADMINISTRATION,
    COST_GROUPS,
    INHABITANTS,
    MAN_YEARS,
)


def warn_official_sizes(inputs: Inputs, log: ProblemLog) -> None:
    """Ask where inhabitants or person-years differ from the official figures.

    They are held against what was known in the year of the report.
    """
    if inputs.settings is None or inputs.shared is None:
        return
    last = inputs.settings.dato.year
    people, posts = (_by_code(inputs, quantity) for quantity in (INHABITANTS, MAN_YEARS))
    limit = inputs.shared.limits.arsverk_mot_ssb
    columns = ("kommunenummer", "innbyggere", "årsverk_totalt", LINE)
    for code, inhabitants, staff, line in inputs.rows("kommuner", *columns):
        if question := _inhabitants_question(inhabitants, people[code], last):
            log.warning(inputs.file("kommuner"), line, "innbyggere", question)
        if question := _staff_question(staff, posts[code], last, limit):
            log.warning(inputs.file("kommuner"), line, "årsverk_totalt", question)


def _by_code(inputs: Inputs, quantity: str) -> defaultdict[str, dict[int, float]]:
    """Values by year for each municipality, the oldest first."""
    values: defaultdict[str, dict[int, float]] = defaultdict(dict)
    columns = ("år", "kommunenummer", "størrelse", "verdi")
    for year, code, kind, value in sorted(inputs.rows("kommunedata", *columns)):
        if kind == quantity:
            values[code][year] = value
    return values


def _inhabitants_question(own: float, official: Mapping[int, float], last: int) -> str:
    known = [year for year in official if year <= last]
    if isnan(own) or not known or own == official[known[-1]]:
        return ""
    same = [year for year in official if official[year] == own]
    newest = f"{figure(official[known[-1]])} innbyggere 1. januar {known[-1]}"
    if same and same[-1] > last:
        return (
            f"{figure(own)} er SSBs tall for {same[-1]}, men utredningen er datert {last}. Skal "
            "datoen endres?"
        )
    if same:
        return (
            f"{figure(own)} er SSBs tall for {same[-1]}. SSB har {newest}. Skal tallet være nyere?"
        )
    return f"{figure(own)} er et annet tall enn SSBs, som er {newest}. Hva er riktig?"


def _staff_question(own: float, official: Mapping[int, float], last: int, limit: float) -> str:
    known = [year for year in official if year <= last]
    if not known or not own > 0 or not official[known[-1]] > 0:
        return ""
    theirs, year = official[known[-1]], known[-1]
    if theirs / limit <= own <= theirs * limit:
        return ""
    return (
        f"{figure(own, 1)} årsverk er langt fra SSBs tall, {figure(theirs, 1)} avtalte årsverk i "
        f"{year}. SSB teller i november og tar med kommunale foretak. Er det forklaringen?"
    )


class Administration(NamedTuple):
    """What a municipality spent on administration.

    Attributes
    ----------
    year : int
        The year it was spent; 0 where nothing can be used.
    amount : float
        1000 kr of the year of the IKT cost; NaN where it is not known.
    """

    year: int
    amount: float


def administration_beside(
    official: Table, code: str, year: int, price_index: pd.DataFrame
) -> Administration:
    """Return the administration cost to hold the IKT cost of a year against.

    Accounts are published in March the year after, so a budget is nearly always newer: it is held
    against the same year, else the latest before it, else the first after it.

    Parameters
    ----------
    official : DataFrame or mapping of str to list
        ``kommunedata``.
    code : str
        The municipality.
    year : int
        The year of the IKT cost.
    price_index : DataFrame
        Turns the amount into kroner of that year.
    """
    columns = (official[name] for name in ("kommunenummer", "størrelse", "år", "verdi"))
    by_year = {
        int(known): float(value)
        for own, quantity, known, value in zip(*columns, strict=True)
        if own == code and quantity == ADMINISTRATION
    }
    indexed = {int(known) for known in price_index["år"]}
    # KOSTRA may have years that the index lacks; they cannot be turned into other kroner.
    usable = [known for known in by_year if known == year or {known, year} <= indexed]
    if not usable:
        return Administration(0, nan)
    chosen = max(usable, key=lambda known: (known <= year, -abs(known - year)))
    return Administration(chosen, by_year[chosen] * price_factor(price_index, chosen, year))


def warn_administration_share(inputs: Inputs, log: ProblemLog) -> None:
    """Ask where the IKT cost is a strange share of the administration cost."""
    if inputs.shared is None:
        return
    low, high = inputs.shared.limits.andel_av_administrasjon
    official, prices = inputs.columns("kommunedata"), inputs.shared.price_index
    latest = latest_amounts(inputs.columns("budsjett"))
    for code, who, rows in by_municipality(inputs, "budsjett", "år"):
        amounts = {group: latest[code, group] for group in COST_GROUPS if (code, group) in latest}
        cost = known_sum(amounts.values())
        year = max((year for (year,) in rows), default=0)
        spent, base = administration_beside(official, code, year, prices)
        if not base > 0:
            continue
        value = "" if spent == year else f", regnet om til {year}-kroner"
        complete = not any(isnan(amounts.get(group, nan)) for group in COST_GROUPS)
        # A cost with a part unknown can be seen to be too high, but not to be too low.
        if cost > high * base or (complete and cost < low * base):
            log.warning(
                inputs.file("budsjett"),
                None,
                "beløp",
                f"{who} har IKT-kostnader som svarer til {figure(cost / base * 100, 1)} prosent av "
                f"det kommunen brukte på administrasjon i {spent} (KOSTRA{value}). Det som ventes, "
                f"er fra {figure(low * 100)} til {figure(high * 100)} prosent. Stemmer budsjettet?",
            )
