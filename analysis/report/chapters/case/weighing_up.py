"""What has been weighed: every alternative in one table, and what the chosen one costs a year."""

from __future__ import annotations

from collections.abc import Callable

from analysis.decision import thresholds
from analysis.report.chapters.alternatives.points import rank_text
from analysis.report.chapters.money.plan import own_table
from analysis.report.findings import wording
from analysis.report.language import dashed
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.result_sources import ranking_sources
from analysis.report.view import View


def alternatives(view: View) -> Stack:
    """Every alternative: points, what it costs, once and over the years, and vulnerability."""

    def ranked(figure: Callable[[str], float]) -> Callable[[str], float | None]:
        return lambda a: None if view.gate(a) else figure(a)

    gained = _gained(view)
    return Stack(
        Heading("Alternativene", 1),
        Table.of(
            [a.id for a in view.alternatives],
            [
                Column("Alternativ", view.label, width=4.4),
                Column("Poeng av 100", ranked(lambda a: sum(view.points(a)) / 2), decimal, 2.2),
                Column("Plass", lambda a: rank_text(view, a), width=1.6),
                Column(
                    "Kroner per innbygger",
                    ranked(lambda a: -view.npv_per_inhabitant(a)),
                    signed,
                    2.8,
                ),
                Column("Engangskostnad (1000 kr)", ranked(view.one_time), whole, 2.8),
                Column(
                    "Sårbarhet (dager i året)",
                    ranked(lambda a: sum(view.criterion_value(a, "saarbarhet")) / 2),
                    whole,
                    2.6,
                ),
            ],
            f"Alternativene for {view.name}",
            source=view.cite(ranking_sources(view.dataset, view.code)),
            note="Kroner per innbygger er kostnaden mot å fortsette som i dag, i dagens verdi over "
            f"{wording.years(view)}; pluss er en kostnad og minus en besparelse. Sårbarhet er "
            "beregnet: dager da alle i en funksjon er borte, i snitt. "
            f"{wording.gaps(view)}".strip(),
        ),
        Text(gained) if gained else None,
    )


def _gained(view: View) -> str:
    """What is gained in vulnerability against its price; empty where nothing surely is."""
    alternative = view.recommendation.alternative
    today, then = (view.criterion_value(a, "saarbarhet") for a in ("0", alternative))
    if view.gate(alternative) or not then[1] < today[0] - thresholds.SURE_DAYS:
        return ""
    return (
        f"Med {view.phrase(alternative)} går sårbarheten fra {dashed(today)} til {dashed(then)} "
        f"dager i året, og alternativet {wording.against_today(view, alternative)}."
    )


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
