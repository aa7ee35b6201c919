"""The case itself: title, the proposal, the other way to vote, and the case in short."""

from __future__ import annotations

from analysis.report.chapters.answer import decision_points, front
from analysis.report.findings import advice, own_advice
from analysis.report.press import Cover, Heading, Stack, Text
from analysis.report.view import View


def cover(view: View) -> Cover:
    """The question, as on the report, for the case system."""
    return front.cover(view)


def voted_on(view: View) -> Stack:
    """The proposal, and what to vote for instead."""
    return decision_points.chapter(view)


def in_short(view: View) -> Stack:
    """The answer, why, what speaks against it and how sure it is."""
    return Stack(
        Heading("Saken kort", 1),
        *own_advice.recommendation(view, front.scenario_note(view)),
        Text(advice.in_short(view)),
    )
