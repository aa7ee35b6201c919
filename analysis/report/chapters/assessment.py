"""The assessment: kroner and points side by side, then weighed together."""

from __future__ import annotations

from analysis.report.chapters.judgements import judged
from analysis.report.chapters.plane import plane_figure
from analysis.report.chapters.points import (
    criteria_table,
    points_table,
    scenario_table,
    weights_named,
)
from analysis.report.chapters.weighing import known_rate
from analysis.report.findings import verdict, wording
from analysis.report.language.numbers import percent
from analysis.report.language.words import listed
from analysis.report.press import Element, Heading, Stack, Text, escape
from analysis.report.view import View

__all__ = ["chapter", "criteria_table", "plane_figure", "points_table", "scenario_table"]


def chapter(view: View) -> Stack:
    """Kroner beside points, the weighted sum, the three calculations and the judgements."""
    return Stack(
        Heading(verdict.headline(view), 1),
        plane_figure(view),
        Text(_beside_text(view)),
        Heading("Veid sammen", 2),
        points_table(view),
        Text(_weighed_text(view)),
        *_calculations(view),
        *judged(view),
    )


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
        "Hvert kriterium gir poeng etter to faste ytterpunkter og teller så mye som vekten sier. "
        "En krone teller like mye også utenfor ytterpunktene. "
        f"Tyngst veier {told}. {_exchange(view)}{escape(weights_named(view))} "
        "Andre vekter kan gi en annen rekkefølge."
    )


def _exchange(view: View) -> str:
    """What a step of the judged criterion that weighs most is worth in kroner."""
    judged = [c for c in view.criteria if not c.computed]
    heaviest = max(judged, key=lambda c: view.weight(c.id).share, default=None)
    rate = None if heaviest is None else known_rate(view, heaviest.id)
    if heaviest is None or not rate:
        return ""
    return (
        f"Ett trinn på {heaviest.navn.lower()} veier like mye som {wording.kroner(rate)} per "
        "innbygger. "
    )


def _calculations(view: View) -> list[Element]:
    """The three calculations; a municipal report has the draws instead, and nothing twice."""
    if not (view.joint or view.names_shielded):
        return []
    return [
        Heading(_calculations_finding(view), 2),
        scenario_table(view),
        Text(
            "Den ugunstige beregningen bruker den dårlige enden av hver forutsetning samtidig, og "
            "den gunstige den gode. De viser yttergrensene, ikke hva som er trolig."
        ),
    ]


def _calculations_finding(view: View) -> str:
    firsts = set(view.conclusion.by_scenario.values())
    if len(firsts) > 1:
        return "Hvem som kommer først, avhenger av beregningen"
    if len(next(iter(firsts))) == 1:
        return "Førsteplassen er den samme i alle de tre beregningene"
    return "Ingen av de tre beregningene skiller dem på toppen"
