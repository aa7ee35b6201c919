"""What the municipalities have told beside what Statistics Norway publishes: asked about."""

from __future__ import annotations

from typing import NamedTuple

import pandas as pd

from analysis.dataset.checks.consistency import Inputs, by_municipality
from analysis.dataset.checks.outliers import figure, latest_budget
from analysis.dataset.definitions import price_factor
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE
from analysis.dataset.tables import (
    ADMINISTRATION,
    COST_GROUPS,
    INHABITANTS,
    MAN_YEARS,
    official_values,
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
    for row in inputs.frame("kommuner").to_dict("records"):
        code, line = row["kommunenummer"], int(row[LINE])
        if question := _inhabitants_question(float(row["innbyggere"]), people.get(code), last):
            log.warning(inputs.file("kommuner"), line, "innbyggere", question)
        if question := _staff_question(float(row["årsverk_totalt"]), posts.get(code), last, limit):
            log.warning(inputs.file("kommuner"), line, "årsverk_totalt", question)


def _by_code(inputs: Inputs, quantity: str) -> dict[str, pd.Series]:
    """Values by year for each municipality, the oldest first."""
    values = official_values(inputs.frame("kommunedata"), quantity).sort_index()
    return {str(code): own.droplevel(0) for code, own in values.groupby(level=0)}


def _inhabitants_question(own: float, official: pd.Series | None, last: int) -> str:
    if official is None or pd.isna(own):
        return ""
    known = official[official.index <= last]
    if known.empty or own == known.iloc[-1]:
        return ""
    same = official.index[official == own]
    newest = f"{figure(known.iloc[-1])} innbyggere 1. januar {known.index[-1]}"
    if len(same) and same[-1] > last:
        return (
            f"{figure(own)} er SSBs tall for {same[-1]}, men utredningen er datert {last}. Skal "
            "datoen endres?"
        )
    if len(same):
        return (
            f"{figure(own)} er SSBs tall for {same[-1]}. SSB har {newest}. Skal tallet være nyere?"
        )
    return f"{figure(own)} er et annet tall enn SSBs, som er {newest}. Hva er riktig?"


def _staff_question(own: float, official: pd.Series | None, last: int, limit: float) -> str:
    known = official[official.index <= last] if official is not None else None
    if known is None or known.empty or not own > 0 or not known.iloc[-1] > 0:
        return ""
    theirs, year = float(known.iloc[-1]), known.index[-1]
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
    official: pd.DataFrame, code: str, year: int, price_index: pd.DataFrame
) -> Administration:
    """Return the administration cost to hold the IKT cost of a year against.

    Accounts are published in March the year after, so a budget is nearly always newer: it is held
    against the same year, else the latest before it, else the first after it.

    Parameters
    ----------
    official : DataFrame
        ``kommunedata``.
    code : str
        The municipality.
    year : int
        The year of the IKT cost.
    price_index : DataFrame
        Turns the amount into kroner of that year.
    """
    rows = official[(official["kommunenummer"] == code) & (official["størrelse"] == ADMINISTRATION)]
    by_year = rows.set_index("år")["verdi"]
    indexed = {int(known) for known in price_index["år"]}
    # KOSTRA may have years that the index lacks; they cannot be turned into other kroner.
    usable = [
        int(known) for known in by_year.index if known == year or {int(known), year} <= indexed
    ]
    if not usable:
        return Administration(0, float("nan"))
    chosen = max(usable, key=lambda known: (known <= year, -abs(known - year)))
    return Administration(chosen, float(by_year[chosen]) * price_factor(price_index, chosen, year))


def warn_administration_share(inputs: Inputs, log: ProblemLog) -> None:
    """Ask where the IKT cost is a strange share of the administration cost."""
    if inputs.shared is None:
        return
    low, high = inputs.shared.limits.andel_av_administrasjon
    official, prices = inputs.frame("kommunedata"), inputs.shared.price_index
    for code, who, rows in by_municipality(latest_budget(inputs.frame("budsjett")), inputs.names):
        cost = rows["beløp"].sum()
        year = int(rows["år"].max()) if len(rows) else 0
        spent, base = administration_beside(official, code, year, prices)
        if not base > 0:
            continue
        value = "" if spent == year else f", regnet om til {year}-kroner"
        complete = set(rows.loc[rows["beløp"].notna(), "kostnadsgruppe"]) >= set(COST_GROUPS)
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
