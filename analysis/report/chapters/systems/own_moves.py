"""What one municipality moves in each alternative, against its own staff and what runs locally."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.decision.moving_plans import MovingPlan
from analysis.report.chapters.systems import conversion, local_operation
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
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
    return f"{capital(wording.several(over))} krever mer flytting enn {view.name} har folk til"


def _table(view: View, found: Sequence[MovingPlan]) -> Table:
    return conversion.year_by_year(
        view,
        found,
        f"Systemer som flyttes i {view.name} hvert år, og arbeidet mot det som kan settes av",
        Column(
            "Arbeid i det travleste året (årsverk)",
            lambda plan: float(plan.effort.max()),
            numbers.decimal,
        ),
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
