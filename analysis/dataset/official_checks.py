"""What the municipalities have told beside what Statistics Norway publishes: asked about."""

from __future__ import annotations

import pandas as pd

from analysis.dataset.categories import COST_GROUPS
from analysis.dataset.check import Inputs, by_municipality
from analysis.dataset.official_table import ADMINISTRATION, INHABITANTS, STAFF, official_values
from analysis.dataset.outliers import figure, latest_budget
from analysis.dataset.parse import LINE
from analysis.dataset.problems import ProblemLog


def warn_official_sizes(inputs: Inputs, log: ProblemLog) -> None:
    """Ask where inhabitants or person-years differ from the official figures.

    They are held against what was known in the year of the report.
    """
    if inputs.settings is None or inputs.shared is None:
        return
    last = inputs.settings.dato.year
    people, posts = (_by_code(inputs, quantity) for quantity in (INHABITANTS, STAFF))
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


def warn_administration_share(inputs: Inputs, log: ProblemLog) -> None:
    """Ask where the IKT cost is a strange share of the administration cost of the same year."""
    if inputs.shared is None:
        return
    low, high = inputs.shared.limits.andel_av_administrasjon
    official = official_values(inputs.frame("kommunedata"), ADMINISTRATION)
    for code, who, rows in by_municipality(latest_budget(inputs.frame("budsjett")), inputs.names):
        cost = rows["beløp"].sum()
        year = int(rows["år"].max()) if len(rows) else 0
        base = official.get((code, year))
        if base is None or not base > 0:
            continue
        complete = set(rows.loc[rows["beløp"].notna(), "kostnadsgruppe"]) >= set(COST_GROUPS)
        # A cost with a part unknown can be seen to be too high, but not to be too low.
        if cost > high * base or (complete and cost < low * base):
            log.warning(
                inputs.file("budsjett"),
                None,
                "beløp",
                f"{who} har IKT-kostnader som svarer til {figure(cost / base * 100, 1)} prosent av "
                f"det kommunen brukte på administrasjon i {year} (KOSTRA). Det som ventes, er fra "
                f"{figure(low * 100)} til {figure(high * 100)} prosent. Stemmer budsjettet?",
            )
