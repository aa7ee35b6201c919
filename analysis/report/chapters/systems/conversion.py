"""The plan for moving systems: how many when, what it asks of the staff, and whether they can."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np

from analysis.decision.moving_plans import MovingPlan
from analysis.report.chapters.systems import conversion_figure
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, counted, listed
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """What is moved each year in each alternative, against the staff there is."""
    found = view.moving_plans
    if not found:
        return Stack()
    return Stack(
        Heading(_finding(view, found), 1),
        conversion_figure.figure(view, found, _source(view, found)),
        Text(_text(view, found)),
        _table(view, found),
        _by_municipality(view, found) if view.joint else None,
    )


def _finding(view: View, found: Sequence[MovingPlan]) -> str:
    if not all(plan.known for plan in found) or (view.joint and view.without_systems):
        return "Hvor mye flytting av systemer alternativene krever"
    over = [plan.alternative for plan in found if plan.overloaded]
    if not over:
        return "Bemanningen kan bære flyttingen av systemer i alle alternativene"
    where = " i minst én kommune" if view.joint else ""
    if len(over) == len(found) > 1:
        return (
            f"Alle alternativene som flytter systemer, krever mer enn bemanningen{where} kan bære"
        )
    who = capital(wording.several(over))
    return f"{who} flytter systemer raskere enn bemanningen{where} kan bære"


def _text(view: View, found: Sequence[MovingPlan]) -> str:
    sentences = [
        "Å anskaffe er ikke nok: systemet må integreres med de andre, og brukerne må læres opp "
        "(Difi 2018). Et lokalt system flyttes når driften gjør det. Et system som skal byttes, "
        "venter til avtalen er ute.",
        _worst(view, found) if view.joint else _own_pace(found),
        _capacity_sentence(view, found),
    ]
    return " ".join(filter(None, sentences))


def _worst(view: View, found: Sequence[MovingPlan]) -> str:
    """Where it takes longest, and in how many the staff is too few, in that alternative."""
    over = [plan for plan in found if plan.known and plan.lacking and np.isfinite(plan.years)]
    if not over:
        return ""
    worst = max(over, key=lambda plan: plan.years)
    number, of = len(worst.lacking), len(worst.members)
    who = (
        f"{count(number)} av {counted(of, 'kommune', 'kommuner')} som flytter systemer"
        if number < of
        else f"alle de {count(of)} kommunene som flytter systemer"
    )
    return (
        f"Kommunene har hver sin bemanning: i {wording.several([worst.alternative])} krever noen "
        f"år mer enn det er folk til i {who}. Skal ingen år overstige det, tar flyttingen i "
        f"{escape(view.names[worst.slowest.code])} minst {numbers.decimal(worst.years)} år."
    )


def _own_pace(found: Sequence[MovingPlan]) -> str:
    over = [plan for plan in found if plan.overloaded and np.isfinite(plan.years)]
    if not over:
        return ""
    spans = sorted(plan.years for plan in over)
    span = "–".join(dict.fromkeys(numbers.decimal(end) for end in (spans[0], spans[-1])))
    return (
        f"{capital(wording.several([plan.alternative for plan in over]))} krever i noen år mer "
        f"enn det er folk til. Skal ingen år overstige det, tar flyttingen minst {span} år."
    )


def _capacity_sentence(view: View, found: Sequence[MovingPlan]) -> str:
    share = view.dataset.shared.assumptions["flyttekapasitet"]
    if not view.systems.moving_work_known:
        return "Arbeidet er ikke tallfestet, så planen kan ikke prøves mot bemanningen."
    unknown = {plan.code for each in found for plan in (each.members or (each,)) if not plan.known}
    if unknown:
        names = listed([escape(view.names[code]) for code in view.codes if code in unknown])
        return f"Bemanningen i {names} er ikke kjent, så planen kan ikke prøves mot den."
    whose = "kommunene" if view.joint else escape(view.name)
    return (
        f"Det er regnet med at {whose} kan sette av {numbers.percent(share.value(view.scenario))} "
        "av IKT-årsverkene til flytting, ved siden av daglig drift."
    )


def year_by_year(
    view: View, found: Sequence[MovingPlan], title: str, work: Column[MovingPlan], note: str = ""
) -> Table:
    """Systems moved in each year, some measure of the work, and what can be set aside."""
    years = list(wording.plan_years(view))[:3]
    return Table.of(
        found,
        [
            Column("Alternativ", lambda plan: view.label(plan.alternative)),
            *(
                Column(
                    str(view.first_year + year),
                    partial(MovingPlan.moved_in, year=year),
                    numbers.whole,
                )
                for year in years
            ),
            Column(
                "Senere",
                lambda plan: plan.moved_after(years[-1]),
                numbers.whole,
            ),
            work,
            Column("Kan settes av i året (årsverk)", lambda plan: plan.capacity, numbers.decimal),
        ],
        title,
        source=_source(view, found),
        note=note,
    )


def _table(view: View, found: Sequence[MovingPlan]) -> Table:
    whose = "" if view.joint else f" i {view.name}"
    return year_by_year(
        view,
        found,
        f"Systemer som flyttes{whose}, år for år, og arbeidet det gir",
        Column("Arbeid i alt (årsverk)", lambda plan: float(plan.effort.sum()), numbers.decimal),
        f"{_note(view, found)} {_rounded(found, list(wording.plan_years(view))[:3])}".strip(),
    )


def _note(view: View, found: Sequence[MovingPlan]) -> str:
    told = []
    if view.joint:
        told.append("Kan settes av: summen for dem som flytter systemer.")
        if any(view.result(plan.alternative).setting.host is not None for plan in found):
            told.append("Verten flytter ikke noe og er ikke med.")
        if view.without_systems:
            told.append(f"{listed(view.without_systems)} har ikke oppgitt systemer og er ikke med.")
    if view.rows("applikasjoner")["brukere"].isna().any():
        told.append("Der antall brukere mangler, er opplæringen større enn det som er regnet.")
    return " ".join(told)


def _rounded(found: Sequence[MovingPlan], years: list[int]) -> str:
    """Say so where the rows as they are written do not add up to the systems that are moved."""
    for plan in found:
        moved = [*map(plan.moved_in, years), plan.moved_after(years[-1])]
        # NaN, where a number is not known, is not above 0.
        if abs(np.floor(np.add(moved, 0.5)).sum() - np.floor(sum(moved) + 0.5)) > 0:
            return "Tallene er avrundet hver for seg."
    return ""


def _by_municipality(view: View, found: Sequence[MovingPlan]) -> Table:
    """How many cannot carry it, and where it takes longest."""
    return Table.of(
        found,
        [
            Column("Alternativ", lambda plan: view.label(plan.alternative)),
            Column("Flytter systemer (kommuner)", lambda plan: len(plan.members), numbers.whole),
            Column(
                "Har ikke folk nok (kommuner)",
                lambda plan: len(plan.lacking) if plan.known else np.nan,
                numbers.whole,
            ),
            Column(
                "Tar lengst tid i",
                lambda plan: view.names[plan.slowest.code] if plan.known else np.nan,
            ),
            Column("Minst antall år der", _longest, numbers.decimal),
        ],
        "Hvor mange kommuner som ikke har folk nok, og hvor flyttingen tar lengst tid",
        source=_source(view, found),
        note="Har ikke folk nok: planen krever i minst ett år mer enn kommunen kan sette av. Minst "
        "antall år: kommunens arbeid i alt delt på det den kan sette av i året.",
    )


def _longest(plan: MovingPlan) -> float | str:
    if not plan.known:
        return np.nan
    return plan.years if np.isfinite(plan.years) else "ingen å sette av"


def _source(view: View, found: Sequence[MovingPlan]) -> str:
    shared = view.dataset.shared
    rows = (
        result_sources(view.dataset, shared.alternative(plan.alternative), view.code)
        for plan in found
    )
    return view.cite(*rows, *view.systems.moving_sources)
