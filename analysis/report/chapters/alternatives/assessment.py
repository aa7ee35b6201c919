"""The assessment: kroner and points side by side, then weighed together."""

from __future__ import annotations

from analysis.report.chapters.alternatives import judgements
from analysis.report.chapters.alternatives.plane import plane_figure
from analysis.report.chapters.alternatives.points import (
    criteria_table,
    points_table,
    scenario_table,
    weights_named,
)
from analysis.report.findings import verdict, wording
from analysis.report.language.numbers import percent
from analysis.report.language.words import listed
from analysis.report.press import Heading, Stack, Text, escape
from analysis.report.view import View

__all__ = ["beside", "chapter", "criteria_table", "plane_figure", "points_table", "scenario_table"]


def chapter(view: View) -> Stack:
    """The weighted sum by group of criteria, and the judgements that count most."""
    return Stack(
        Heading(verdict.headline(view), 1),
        *(beside(view).elements if view.joint else ()),
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
    first = "Her er kroner og poeng ikke lagt sammen."
    if most == [cheapest]:
        return f"{first} {_who(view, most[0])} er både billigst og får flest poeng."
    known = " av dem som kan regnes ut," if len(shown) < len(ranked) else ""
    points = (
        f"Flest poeng får {_clause(view, most[0])}."
        if len(most) == 1
        else f"Poengene avgjør ikke mellom {wording.several(most)}."
    )
    return f"{first} {points} Billigst{known} er {_clause(view, cheapest)}."


def _who(view: View, alternative: str) -> str:
    return "Å fortsette som i dag" if alternative == "0" else f"A{view.phrase(alternative)[1:]}"


def _clause(view: View, alternative: str) -> str:
    return "det å fortsette som i dag" if alternative == "0" else view.phrase(alternative)


def _weighed_text(view: View) -> str:
    """Which criteria weigh most, and whose weights they are."""
    shares = {criterion.navn: view.weight(criterion.id).share for criterion in view.criteria}
    heaviest = sorted(shares, key=lambda name: -shares[name])[:3]
    told = listed([f"{name.lower()} ({percent(shares[name])})" for name in heaviest])
    return (
        f"Hvert kriterium gir poeng etter hvor mye det skal telle: mest {told}. "
        f"{escape(weights_named(view))} Andre vekter kan gi en annen rekkefølge."
    )
