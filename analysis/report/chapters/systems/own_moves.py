"""What one municipality moves in each alternative, against its own staff and what runs locally."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.decision.moving_plans import MovingPlan
from analysis.report.chapters.systems import local_operation
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import capital
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """Moves per year and own work in the busiest year; and how much is left to run together."""
    found = view.moving_plans
    local = local_operation.sentence(view)
    if not found:
        return Stack(Text(escape(local))) if local else Stack()
    return Stack(
        Heading(_finding(view, found), 2), _table(view, found), Text(_text(view, found, local))
    )


def _finding(view: View, found: Sequence[MovingPlan]) -> str:
    if not all(plan.known for plan in found):
        return f"Hva {view.name} må flytte i hvert alternativ"
    over = [plan.alternative for plan in found if plan.overloaded]
    if not over:
        return f"{view.name} har folk nok til flyttingen i alle alternativene"
    return f"{capital(wording.several(over))} ber om mer flytting enn {view.name} har folk til"


def _table(view: View, found: Sequence[MovingPlan]) -> Table:
    years = list(wording.plan_years(view))[:3]
    columns = [str(view.first_year + year) for year in years]
    busiest, available = "Arbeid i det travleste året (årsverk)", "Kan settes av i året (årsverk)"
    rows = [
        [
            view.label(plan.alternative),
            *(float(plan.applications[year]) for year in years),
            float(plan.applications[years[-1] + 1 :].sum()),
            float(plan.effort.max()),
            plan.capacity,
        ]
        for plan in found
    ]
    frame = pd.DataFrame(rows, columns=["Alternativ", *columns, "Senere", busiest, available])
    shared = view.dataset.shared
    rests_on = (
        result_sources(view.dataset, shared.alternative(plan.alternative), view.code)
        for plan in found
    )
    return Table(
        frame,
        f"Systemer som flyttes i {view.name} hvert år, og arbeidet mot det som kan settes av",
        formats={
            **dict.fromkeys((*columns, "Senere"), numbers.whole),
            **dict.fromkeys((busiest, available), numbers.decimal),
        },
        source=view.cite(*rests_on, *view.systems.moving_sources),
    )


def _text(view: View, found: Sequence[MovingPlan], local: str) -> str:
    spans = sorted({plan.years for plan in found if plan.overloaded and np.isfinite(plan.years)})
    paced = ""
    if spans:
        ends = dict.fromkeys(numbers.decimal(end) for end in (spans[0], spans[-1]))
        paced = (
            f"Med det som kan settes av, tar flyttingen minst {'–'.join(ends)} år; ellers må "
            "arbeidet kjøpes."
        )
    unknown = (
        ""
        if all(plan.known for plan in found)
        else "Arbeidet eller bemanningen er ikke kjent, så planen kan ikke prøves mot den."
    )
    return " ".join(filter(None, [paced, unknown, escape(local)]))
