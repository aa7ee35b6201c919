"""What has been weighed: every alternative in one table, and what the chosen one costs a year."""

from __future__ import annotations

from analysis.dataset.definitions import Alternative
from analysis.report.chapters.money.plan import own_table
from analysis.report.findings import wording
from analysis.report.language.numbers import NOT_APPLICABLE, decimal, signed, whole
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.result_sources import ranking_sources
from analysis.report.view import View


def alternatives(view: View) -> Stack:
    """Every alternative: points, what it costs, once and over the years, and vulnerability."""
    return Stack(
        Heading("Alternativene", 1),
        Table.of(
            view.alternatives,
            [
                Column("Alternativ", lambda a: view.label(a.id), width=4.4),
                Column("Poeng av 100", lambda a: _points(view, a), width=2.2),
                Column("Plass", lambda a: _rank(view, a), width=1.6),
                Column("Kroner per innbygger", lambda a: _cost(view, a), signed, width=2.8),
                Column("Engangskostnad (1000 kr)", lambda a: _once(view, a), whole, width=2.8),
                Column("Sårbarhet (dager i året)", lambda a: _days(view, a), whole, width=2.6),
            ],
            f"Alternativene for {view.name}",
            source=view.cite(ranking_sources(view.dataset, view.code)),
            note="Kroner per innbygger er kostnaden mot å fortsette som i dag, i dagens verdi over "
            f"{wording.years(view)}; pluss er en kostnad. Sårbarhet er beregnet: dager da alle i "
            f"en funksjon er borte, i snitt. {wording.gaps(view)}".strip(),
        ),
    )


def _points(view: View, alternative: Alternative) -> str:
    if view.gate(alternative.id):
        return NOT_APPLICABLE
    low, high = view.points(alternative.id)
    return decimal((low + high) / 2.0)


def _rank(view: View, alternative: Alternative) -> str:
    if view.gate(alternative.id):
        return NOT_APPLICABLE
    first, last = view.rank(alternative.id)
    return whole(first) if first == last else f"{whole(first)}–{whole(last)}"


def _cost(view: View, alternative: Alternative) -> float | None:
    return None if view.gate(alternative.id) else -view.npv_per_inhabitant(alternative.id)


def _once(view: View, alternative: Alternative) -> float | None:
    return None if view.gate(alternative.id) else view.one_time(alternative.id)


def _days(view: View, alternative: Alternative) -> float | None:
    if view.gate(alternative.id):
        return None
    low, high = view.criterion_value(alternative.id, "saarbarhet")
    return (low + high) / 2.0


def plan(view: View) -> Stack:
    """The years of the økonomiplan, with a place for how it is covered."""
    alternative = view.recommendation.alternative
    if alternative == "0":
        return Stack()
    known = wording.shown(view, alternative)
    return Stack(
        Heading("Økonomi", 1),
        Text(wording.cost_and_when(view, alternative)),
        own_table(view, alternative) if known else None,
    )
