"""Samfunnsøkonomi: what each alternative is worth for all the municipalities together."""

from __future__ import annotations

import math
from collections.abc import Callable

import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision import thresholds
from analysis.report.findings import incidents, wording
from analysis.report.findings.per_participant import divided_on_all, per_participant
from analysis.report.language.numbers import about_kroner, signed, whole
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.result_sources import result_sources
from analysis.report.view import View

# Incidents closer than this many years are told as often.
_OFTEN = 1.5


def accounts(view: View) -> Stack:
    """Social cost in every scenario, and what must make up for it."""
    together = view.of_municipality("")
    values = _values(together)
    worth = _worth(together, view.recommendation.alternative)
    return Stack(
        Heading(_finding(values, together), 1),
        Text(worth) if worth else None,
        _table(together, values),
    )


def _values(view: View) -> pd.DataFrame:
    """Social cost in today's value by alternative (rows) and scenario, 1000 kr; the ranked only."""
    each = [view.in_scenario(scenario) for scenario in SCENARIOS]
    rows = [[-one.npv(a) for one in each] for a in view.ranked_others]
    return pd.DataFrame(rows, index=view.ranked_others, columns=list(SCENARIOS), dtype=float)


def _finding(values: pd.DataFrame, view: View) -> str:
    always = list(values.index[(values < 0).all(axis=1)])
    here = list(values.index[values[view.scenario] < 0])
    if always:
        only = "bare " if len(always) == 1 < len(values) else ""
        return f"{capital(only + wording.several(always))} lønner seg i alle de tre beregningene"
    if here:
        some = f"{wording.several(here)} lønner seg i {wording.calculation(view.scenario)}"
        return f"{capital(some)}, men ikke i alle tre"
    if values.empty:
        return "Ingen alternativer kan regnes ut for kommunene samlet"
    return "Ingen alternativer lønner seg før virkningene uten pris er tatt med"


def _table(view: View, values: pd.DataFrame) -> Table:
    def of_ranked(figure: Callable[[str], float | None]) -> Callable[[str], float | None]:
        return lambda alternative: figure(alternative) if alternative in values.index else None

    def years_between(alternative: str) -> float | None:
        found = incidents.years_between(view, alternative)
        return None if math.isinf(found) else found

    worth = {a: whole(view.break_even(a) * per_participant(view, a)) for a in values.index}
    notes = [wording.left_out(view), divided_on_all(view, worth), wording.gaps(view)]
    return Table.of(
        [a.id for a in view.others],
        [
            Column("Alternativ", view.label),
            *(
                Column(scenario.capitalize(), of_ranked(values[scenario].get), signed)
                for scenario in SCENARIOS
            ),
            Column("Må være verdt (kr per innbygger per år)", of_ranked(view.break_even), whole),
            Column("Eller én hendelse hvert (antall år)", of_ranked(years_between), whole),
        ],
        "Samfunnsøkonomisk kostnad i dagens verdi for kommunene samlet, 1000 kr "
        f"i {view.dataset.settings.kroneverdi}-kroner",
        source=view.cite(*(result_sources(view.dataset, a, "") for a in view.alternatives)),
        note="Pluss er en kostnad mot alternativ 0. Fortjenesten til et selskap regnes som en "
        "overføring, ikke som bruk av ressurser. De to siste kolonnene gjelder "
        f"{view.scenario} beregning. {' '.join(filter(None, notes))}".strip(),
    )


def _worth(view: View, alternative: str) -> str:
    """What must be believed of the effects without a price; empty where they need be nothing."""
    if alternative not in view.ranked_others:
        return ""
    here = view.break_even(alternative)
    if here < thresholds.SAME_KRONER_PER_YEAR:
        return ""
    each = [view.in_scenario(scenario).break_even(alternative) for scenario in SCENARIOS]
    return (
        f"{capital(view.phrase(alternative))} koster kommunene samlet "
        f"{about_kroner(-view.npv(alternative))} i dagens verdi. Skal det lønne seg, må "
        f"virkningene uten pris være verdt minst {wording.kroner(here)} per innbygger hvert år. "
        f"I de tre beregningene går beløpet fra {whole(min(each))} til {whole(max(each))} kroner."
        f"{_in_incidents(view, alternative)}"
    )


def _in_incidents(view: View, alternative: str) -> str:
    """The same as how often a serious incident must be avoided; empty where its cost is unknown."""
    years = incidents.years_between(view, alternative)
    if math.isnan(years):
        return ""
    cost = wording.kroner(incidents.incident_cost(view.dataset, view.scenario))
    often = f"hvert {whole(years)}. år" if years >= _OFTEN else "oftere enn hvert annet år"
    return (
        " Skal færre datahendelser alene gjøre opp for kostnaden, må hver kommune slippe én som "
        f"den i Østre Toten i 2021, satt til {cost} per innbygger, {often}. Det er en målestokk, "
        "ikke en sannsynlighet."
    )
