"""Samfunnsøkonomi: what each alternative is worth for all the municipalities together."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision import thresholds
from analysis.report.findings import incidents, wording
from analysis.report.findings.per_participant import divided_on_all, per_participant
from analysis.report.language.numbers import about_kroner, percent, signed, whole
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.result_sources import result_sources
from analysis.report.view import View

_COLUMNS = {"forventet": "Forventet", "ugunstig": "Ugunstig", "gunstig": "Gunstig"}
# More leaders than this are told by the table alone.
_FEW = 3
# Incidents closer than this many years are told as often.
_OFTEN = 1.5


def accounts(view: View) -> Stack:
    """Social net present value, with and without a better offer, and what must make up for it."""
    together = view.of_municipality("")
    values = _values(together)
    return Stack(
        Heading(_finding(values, together), 1),
        Text(_meaning(together, values, view.conclusion.leaders)),
        _table(together, values),
        Text(_method(together)),
    )


def _values(view: View) -> pd.DataFrame:
    """Social net present value by alternative (rows) and scenario, 1000 kr; those ranked only."""
    each = [view.in_scenario(scenario) for scenario in SCENARIOS]
    rows = [[one.npv(a) for one in each] for a in view.ranked_others]
    return pd.DataFrame(rows, index=view.ranked_others, columns=list(SCENARIOS), dtype=float)


def _finding(values: pd.DataFrame, view: View) -> str:
    always = list(values.index[(values > 0).all(axis=1)])
    here = list(values.index[values[view.scenario] > 0])
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

    scenario = _COLUMNS[view.scenario].lower()
    notes = [wording.left_out(view), _divided(view, list(values.index)), wording.gaps(view)]
    return Table.of(
        [a.id for a in view.others],
        [
            Column("Alternativ", view.label),
            *(
                Column(head, of_ranked(values[s].__getitem__), signed)
                for s, head in _COLUMNS.items()
            ),
            Column("Må være verdt (kr per innbygger per år)", of_ranked(view.break_even), whole),
            Column("Eller én hendelse hvert (antall år)", of_ranked(_years_between(view)), whole),
        ],
        "Samfunnsøkonomisk netto nåverdi for kommunene samlet, 1000 kr "
        f"i {view.dataset.settings.kroneverdi}-kroner",
        source=view.cite(*(result_sources(view.dataset, a, "") for a in view.alternatives)),
        note=f"Minus er en kostnad mot alternativ 0. De to siste kolonnene gjelder {scenario} "
        f"beregning. {' '.join(filter(None, notes))}",
    )


def _years_between(view: View) -> Callable[[str], float | None]:
    """Years between incidents to be spared; None where nothing has to make up for a loss."""

    def years(alternative: str) -> float | None:
        found = incidents.years_between(view, alternative)
        return None if math.isinf(found) else found

    return years


def _divided(view: View, alternatives: Sequence[str]) -> str:
    """Say whom the amount per inhabitant is divided on though they stand outside."""
    worth = {a: whole(view.break_even(a) * per_participant(view, a)) for a in alternatives}
    return divided_on_all(view, worth)


def _meaning(view: View, values: pd.DataFrame, leaders: Sequence[str]) -> str:
    """What must be believed of the effects without a price, for those that may be first."""
    told = [_worth(view, a) for a in leaders if a in values.index]
    if len(told) > _FEW:
        return "Tabellen viser hva virkningene uten pris må være verdt for at det skal lønne seg."
    return " ".join(told) or "Å fortsette som i dag er det de andre alternativene måles mot."


def _worth(view: View, alternative: str) -> str:
    name = capital(view.phrase(alternative))
    worth = [view.in_scenario(scenario).break_even(alternative) for scenario in SCENARIOS]
    low, high, here = min(worth), max(worth), view.break_even(alternative)
    if high < thresholds.SAME_KRONER_PER_YEAR:
        return f"{name} lønner seg i alle de tre beregningene."
    interval = f"I de tre beregningene går beløpet fra {whole(low)} til {whole(high)} kroner."
    if here < thresholds.SAME_KRONER_PER_YEAR:
        return f"{name} lønner seg i {wording.calculation(view.scenario)}, men ikke i alle tre."
    return (
        f"{name} har en netto nåverdi på {about_kroner(view.npv(alternative))} for kommunene "
        "samlet. Skal det lønne seg, må virkningene uten pris være verdt minst "
        f"{wording.kroner(here)} per innbygger hvert år. {interval}"
        f"{_in_incidents(view, alternative)}"
    )


def _in_incidents(view: View, alternative: str) -> str:
    """The same as how often a serious incident must be avoided; empty where its cost is unknown."""
    years = incidents.years_between(view, alternative)
    if math.isnan(years):
        return ""
    often = f"hvert {whole(years)}. år" if years >= _OFTEN else "oftere enn hvert annet år"
    return (
        " Skal færre datahendelser alene gjøre opp for kostnaden, må hver kommune slippe én som "
        f"den i Østre Toten i 2021 {often}. Det er en målestokk, ikke en sannsynlighet."
    )


def _method(view: View) -> str:
    settings = view.dataset.settings
    sentences = [
        "Samfunnsøkonomien teller ressursene alle kommunene bruker, regnet om til dagens verdi "
        f"med {percent(settings.kalkulasjonsrente)} rente over {wording.years(view)}.",
        "Hver krone som må dekkes av skatter, koster samfunnet "
        f"{percent(settings.skattefinansieringskostnad)} mer enn kronen selv.",
    ]
    if any(np.any(view.result(a.id).outcome.margin) for a in view.alternatives):
        sentences.append(
            "Fortjenesten til et selskap er en overføring og ikke en bruk av ressurser, men "
            "kommunene må finansiere den."
        )
    cost = incidents.incident_cost(view.dataset, view.scenario)
    if math.isfinite(cost):
        sentences.append(
            f"En alvorlig datahendelse er satt til {wording.kroner(cost)} per innbygger, etter "
            "Østre Toten."
        )
    sentences.append(
        "Rundskriv R-109 og utredningsinstruksen gjelder for staten. De er brukt her som god "
        "praksis."
    )
    return " ".join(sentences)
