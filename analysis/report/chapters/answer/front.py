"""Page one: the question, the answer, why, how sure it is, and what to decide."""

from __future__ import annotations

from analysis.report.chapters.answer import decision_points
from analysis.report.findings import advice, own_advice, withdrawn
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
        banner=" ".join(filter(None, [withdrawn.banner(view), view.banner, _unconfirmed(view)])),
        author=settings.tittel,
        numbered=view.joint,
    )


def _unconfirmed(view: View) -> str:
    """How many assumptions the working group has not taken a stand on, in plain text."""
    every, proposed = len(view.assumptions), set(view.dataset.unconfirmed)
    left = sum(one.id in proposed for one in view.assumptions)
    if not left:
        return ""
    if left == every:
        return f"Ingen av de {every} forutsetningene er bekreftet av arbeidsgruppen."
    return f"Arbeidsgruppen har bekreftet {every - left} av {every} forutsetninger."


def summary(view: View) -> Stack:
    """Page one: the case in short, then the proposal."""
    return Stack(in_short(view), decision_points.chapter(view))


def in_short(view: View) -> Stack:
    """The answer, why, what speaks against it and how sure it is."""
    return Stack(
        Heading("Kort sagt", 1),
        *own_advice.recommendation(view, scenario_note(view)),
        Text(advice.in_short(view)),
    )


def contents() -> Stack:
    """The chapters after page one, which is left to the answer."""
    return Stack(PageBreak(), Contents(depth=1))


def scenario_note(view: View) -> str:
    """Say which calculation this is, unless it is the central one."""
    notes = {
        "ugunstig": "Beløpene er fra den ugunstige beregningen, med den dårlige enden av hver "
        "forutsetning.",
        "gunstig": "Beløpene er fra den gunstige beregningen, med den gode enden av hver "
        "forutsetning.",
    }
    return notes.get(view.scenario, "")
