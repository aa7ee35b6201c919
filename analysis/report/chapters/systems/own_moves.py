"""What one municipality moves in each alternative, against its own staff and what runs locally."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.chapters.systems import conversion, local_operation
from analysis.report.chapters.systems.conversion import Plan
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import capital
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """Moves per year and own work in the busiest year; and how much is left to run together."""
    found = conversion.plans(view)
    local = local_operation.sentence(view)
    if not found:
        return Stack(Text(escape(local))) if local else Stack()
    return Stack(
        Heading(_finding(view, found), 2), _table(view, found), Text(_text(view, found, local))
    )


def _known(plan: Plan) -> bool:
    return bool(np.isfinite(plan.capacity) and np.isfinite(plan.effort).all())


def _finding(view: View, found: list[Plan]) -> str:
    if not all(_known(plan) for plan in found):
        return f"Hva {view.name} må flytte i hvert alternativ"
    over = [plan.alternative for plan in found if plan.overloaded]
    if not over:
        return f"{view.name} har folk nok til flyttingen i alle alternativene"
    return f"{capital(wording.several(over))} ber om mer flytting enn {view.name} har folk til"


def _table(view: View, found: list[Plan]) -> Table:
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
        source=view.cite(*rests_on, *(f"forutsetning:{name}" for name in conversion.WORK)),
    )


def _text(view: View, found: list[Plan], local: str) -> str:
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
        if all(_known(plan) for plan in found)
        else "Arbeidet eller bemanningen er ikke kjent, så planen kan ikke prøves mot den."
    )
    return " ".join(filter(None, [paced, unknown, escape(local)]))
