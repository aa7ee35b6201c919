"""The assessment: kroner and points side by side, then weighed together."""

from __future__ import annotations

from analysis.report.chapters.judgements import judged
from analysis.report.chapters.plane import plane_figure
from analysis.report.chapters.points import (
    Shown,
    criteria_table,
    interval,
    points_table,
    scenario_table,
    weights_named,
)
from analysis.report.chapters.weighing import known_rate
from analysis.report.findings import verdict, wording
from analysis.report.findings.per_participant import divided_on_all, per_participant
from analysis.report.language.numbers import percent, signed, whole
from analysis.report.language.words import listed
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View

__all__ = ["chapter", "criteria_table", "plane_figure", "points_table", "scenario_table"]


def chapter(view: View) -> Stack:
    """Kroner beside points, the weighted sum, the three calculations and the judgements."""
    return Stack(
        Heading(verdict.headline(view), 1),
        # A municipal report has the two beside each other in the figure on page one.
        _side_by_side(view) if view.joint else None,
        Text(_beside_text(view)),
        Heading("Veid sammen", 2),
        points_table(view),
        Text(_weighed_text(view)),
        *_calculations(view),
        *judged(view),
    )


def _side_by_side(view: View) -> Table:
    ours: dict[str, str] = {
        a.id: signed(view.npv_per_inhabitant(a.id) * per_participant(view, a.id))
        for a in view.alternatives
    }
    notes = [wording.left_out(view), divided_on_all(view, ours), wording.gaps(view)]
    kind = "samfunnsøkonomisk netto nåverdi" if view.joint else "netto nåverdi"
    return Table.of(
        [alternative.id for alternative in view.alternatives],
        [
            Column("Alternativ", view.label),
            Column(
                "Kroner per innbygger",
                lambda a: None if view.gate(a) else view.npv_per_inhabitant(a),
                signed,
            ),
            Column("Poeng for virkninger uten pris", lambda a: _unpriced(view, a), str),
        ],
        "Kroner og poeng side om side",
        source=view.cite(
            *(result_sources(view.dataset, a, view.code) for a in view.alternatives[1:]),
            view.dataset.judgements["source"],
        ),
        note=f"Kroner er {kind} mot alternativ 0 over {wording.years(view)}; minus er dyrere. "
        f"Poeng går fra 0 til 100. {' '.join(filter(None, notes))}",
    )


def _unpriced(view: View, alternative: str) -> Shown | None:
    low, high = view.points(alternative, unpriced=True)
    shown = Shown((low + high) / 2, interval(low, high, whole))
    return None if view.gate(alternative) else shown


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
    if alternative == "0":
        return "det å fortsette som i dag"
    return f"{view.phrase(alternative)}, som {wording.against_today(view, alternative)}"


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
