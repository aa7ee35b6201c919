"""The assessment: kroner and points side by side, then weighed together."""

from __future__ import annotations

from analysis.report.chapters.alternatives import judgements
from analysis.report.chapters.alternatives.plane import plane_figure
from analysis.report.chapters.alternatives.points import points_table
from analysis.report.findings import verdict, wording
from analysis.report.language.numbers import percent
from analysis.report.language.words import capital, listed, lower_first
from analysis.report.press import Heading, Stack, Text
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """The weighted sum by group of criteria, and the judgements that count most."""
    return Stack(
        Heading(verdict.headline(view), 1),
        beside(view) if view.joint else None,
        points_table(view),
        Text(_weighed_text(view)),
        judgements.table(view),
    )


def beside(view: View) -> Stack:
    """Kroner and points side by side, not yet weighed together."""
    return Stack(plane_figure(view), Text(_beside_text(view)))


def _beside_text(view: View) -> str:
    """Who has the most points, and who costs least."""
    ranked = [a.id for a in view.alternatives if not view.gate(a.id)]
    shown = [a for a in ranked if wording.shown(view, a)]
    ends = {a: view.points(a, unpriced=True) for a in ranked}
    bar = max(low for low, _ in ends.values())
    most = [a for a in ranked if ends[a][1] >= bar]
    cheapest = max(shown, key=view.npv)
    points = (
        f"{capital(view.phrase(most[0]))} får flest poeng."
        if len(most) == 1
        else f"Poengene avgjør ikke mellom {wording.several(most)}."
    )
    known = " av dem som kan regnes ut" if len(shown) < len(ranked) else ""
    return (
        f"Her er kroner og poeng ikke lagt sammen. {points} {capital(view.phrase(cheapest))} er "
        f"billigst{known}."
    )


def _weighed_text(view: View) -> str:
    """Which criteria weigh most."""
    shares = {criterion.navn: view.weight(criterion.id).share for criterion in view.criteria}
    heaviest = sorted(shares, key=lambda name: -shares[name])[:3]
    told = listed([f"{lower_first(name)} ({percent(shares[name])})" for name in heaviest])
    return (
        f"Hvert kriterium gir poeng etter hvor mye det skal telle: mest {told}. Andre vekter kan "
        "gi en annen rekkefølge."
    )
