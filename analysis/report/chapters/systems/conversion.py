"""What each alternative moves, what it asks of the staff, and whether they can."""

from __future__ import annotations

import numpy as np

from analysis.decision.moving_plans import MovingPlan
from analysis.report.chapters.systems.contracts import without_list
from analysis.report.chapters.systems.conversion_figure import work_figure
from analysis.report.findings import wording
from analysis.report.findings.explained import explained
from analysis.report.language import numbers
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """What is moved in each alternative, against the staff there is."""
    if not view.moving_plans:
        return Stack()
    return Stack(
        Heading(_finding(view), 1 if view.joint else 2),
        work_figure(view, _source(view)) if view.joint else None,
        Text(_text(view)),
        staff_table(view),
    )


def _finding(view: View) -> str:
    found = view.moving_plans
    over = [plan.alternative for plan in found if plan.overloaded]
    if view.without_systems or not all(plan.known for plan in found):
        return "Hvor mye flytting av systemer alternativene krever"
    if not over:
        return "Bemanningen kan bære flyttingen av systemer i alle alternativene"
    where = "i minst én kommune" if view.joint else f"i {view.name}"
    return (
        f"{capital(wording.several(over))} flytter systemer raskere enn bemanningen {where} kan "
        "bære"
    )


def _text(view: View) -> str:
    share = view.dataset.shared.assumptions["flyttekapasitet"]
    text = explained(view, "flytting")
    if not share.known:
        return text
    whose = "kommunene" if view.joint else escape(view.name)
    return (
        f"{text} Det er regnet med at {whose} kan sette av "
        f"{numbers.percent(share.value(view.scenario))} av IKT-årsverkene til flytting, ved siden "
        "av daglig drift. Ellers må arbeidet kjøpes."
    )


def staff_table(view: View) -> Table | None:
    """Systems moved, the work and what can be set aside for it, and how long it then takes."""
    found = view.moving_plans
    if not found:
        return None
    where: list[Column[MovingPlan]] = [
        Column("Har ikke folk nok (kommuner)", lambda plan: _known(plan, len(plan.lacking)),
               numbers.whole),
        Column("Tar lengst tid i", lambda plan: _known(plan, view.names[plan.slowest.code])),
    ]  # fmt: skip
    return Table.of(
        found,
        [
            Column("Alternativ", lambda plan: view.label(plan.alternative)),
            Column("Systemer flyttes", lambda plan: float(plan.applications.sum()), numbers.whole),
            Column(
                "Arbeid i det travleste året (årsverk)",
                lambda plan: float(plan.effort.max()),
                numbers.decimal,
            ),
            Column("Kan settes av i året (årsverk)", lambda plan: plan.capacity, numbers.decimal),
            *(where if view.joint else []),
            Column("Tar minst (år)", _years, numbers.decimal),
        ],
        "Systemer som flyttes, og arbeidet mot det som kan settes av",
        source=_source(view),
        note="Tar minst: arbeidet i alt delt på det som kan settes av i året. Hver kommune prøves "
        "mot sin egen bemanning. En vert flytter ikke noe og er ikke med. Der antall brukere "
        f"mangler, er opplæringen større enn det som er regnet.{without_list(view)}",
    )


def _source(view: View) -> str:
    moving = (view.dataset.shared.alternative(plan.alternative) for plan in view.moving_plans)
    rows = (result_sources(view.dataset, alternative, view.code) for alternative in moving)
    return view.cite(*rows, *view.systems.moving_sources)


def _known(plan: MovingPlan, value: float | str) -> float | str:
    return value if plan.known else np.nan


def _years(plan: MovingPlan) -> float | str:
    if plan.known and not np.isfinite(plan.years):
        return "ingen å sette av"
    return _known(plan, plan.years)
