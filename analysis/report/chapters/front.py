"""Page one: the question, the answer in three sentences, one figure and what to decide."""

from __future__ import annotations

from analysis.report.chapters import assessment, decision_points, withdrawn
from analysis.report.findings import verdict, wording
from analysis.report.press import Contents, Cover, Heading, PageBreak, Stack, Text
from analysis.report.view import View


def cover(view: View) -> Cover:
    """Title as a question the council can answer, with the study's name, date and case."""
    settings = view.dataset.settings
    question = (
        "Hvilket IKT-samarbeid tjener kommunene best?"
        if view.joint
        else f"Skal {view.name} gå videre med IKT-samarbeid?"
    )
    return Cover(
        question,
        subtitle=settings.tittel,
        municipality=("Fellesrapport" if view.joint else f"{view.name} kommune")
        + withdrawn.mark(view),
        date=settings.dato,
        case=settings.saksnummer,
        banner=" ".join(filter(None, [withdrawn.banner(view), view.banner])),
        author=settings.tittel,
        numbered=view.joint,
    )


def summary(view: View) -> Stack:
    """The answer, how sure it is, what it costs and when; the figure; the proposal."""
    sentences = [
        scenario_note(view),
        f"**{verdict.answer(view)}**",
        wording.in_brackets(view),
        verdict.how_sure(view),
        wording.cost_of_leaders(view),
    ]
    return Stack(
        Heading("Kort sagt", 1),
        Text(" ".join(filter(None, sentences))),
        assessment.plane_figure(view),
        decision_points.chapter(view),
    )


def contents() -> Stack:
    """The chapters on a page of their own, so that page one is left to the answer."""
    return Stack(PageBreak(), Contents(depth=1), PageBreak())


def scenario_note(view: View) -> str:
    """Say which calculation this is, unless it is the central one."""
    notes = {
        "ugunstig": "Beløpene er fra den ugunstige beregningen, med den dårlige enden av hver "
        "forutsetning.",
        "gunstig": "Beløpene er fra den gunstige beregningen, med den gode enden av hver "
        "forutsetning.",
    }
    return notes.get(view.scenario, "")
