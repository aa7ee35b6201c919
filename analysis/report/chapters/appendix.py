"""The appendix of the joint report: what need not be read, and counts for itself."""

from __future__ import annotations

from analysis.report.chapters.alternatives import points
from analysis.report.chapters.basis import grounds, sources
from analysis.report.chapters.duties import legal
from analysis.report.chapters.today import staffing
from analysis.report.chapters.together import cost_sharing
from analysis.report.press import Heading, PageBreak, Stack, Text
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """Criteria, every alternative's form and participation, answers, assumptions and sources."""
    answers = staffing.answers(view)
    return Stack(
        PageBreak(),
        Heading("Vedlegg", 1),
        Text("Vedlegget er for dem som vil kontrollere tallene. Det trenger ikke leses."),
        Heading("Kriteriene", 2),
        points.criteria_table(view),
        cost_sharing.appendix(view),
        *([Heading("Hva kommunene har svart om organiseringen", 2), answers] if answers else []),
        grounds.assumptions_appendix(view),
        legal.every_form(view),
        sources.source_list(view),
    )
