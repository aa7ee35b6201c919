"""The alternatives beside each other: what each is, what it does and what it costs for us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from analysis.dataset.definitions import Alternative
from analysis.report.chapters.alternatives.effects import (
    Effects,
    Span,
    effects,
    most_help,
    span,
    worked_out,
)
from analysis.report.findings import wording
from analysis.report.language import numbers, words
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_Row = tuple[str, Effects | None]


def chapter(view: View) -> Stack:
    """One table of what they do and cost, and one of what they are."""
    return Stack(
        Heading(_finding(view), 1),
        overview(view),
        Text(_how_to_read(view)),
        described(view),
        Text(_settings(view)),
    )


def _finding(view: View) -> str:
    best = most_help(view)
    if best is None:
        return f"Hva alternativene betyr for {view.name}"
    name = words.capital(wording.named(view, best))
    return f"{name} hjelper mest på sårbarheten for {view.name}"


def overview(view: View) -> Table:
    """Persons and systems, and the amounts for the økonomiplan, one row an alternative."""
    found, years = effects(view), wording.calendar_plan_years(view)
    people: Any = numbers.decimal if view.joint else numbers.whole
    cost = {f"Merkostnad {year} (1000 kr)": n for n, year in enumerate(years)}
    ends = list(cost.items())
    return Table.of(
        {a.id: (a.id, found.get(a.id)) for a in view.alternatives},
        [
            Column("Alternativ", lambda row: view.label(row[0]), width=4.3),
            Column(
                "Sårbarhet (dager)",
                _ends(lambda e: e.days, numbers.whole),
                numbers.whole,
                2.4,
            ),
            Column("Funksjoner med minst to", _ends(lambda e: e.functions, people), people, 2.4),
            Column("Systemer flyttes", _one(lambda e: e.moved), numbers.whole, 2.2),
            *(
                Column(head, _one(_year(n)), numbers.signed, 2.5)
                for head, n in dict((ends[0], ends[-1])).items()
            ),
            Column("Engangskostnad (1000 kr)", _one(lambda e: e.one_time), numbers.thousand, 2.7),
        ],
        f"Hva alternativene gjør og koster for {view.name}",
        source=view.cost_source,
        note=words.sentence(
            *(
                f"alternativ {a} kan ikke rangeres fordi {wording.reason(view, a)}."
                for a in view.conclusion.not_ranked
            ),
            wording.gaps(view),
        ),
        highlight=view.recommendation.alternative,
    )


def _ends(
    of: Callable[[Effects], Span], form: Callable[[float], str]
) -> Callable[[_Row], float | str | None]:
    """A cell with two ends; None where the alternative is not worked out here."""
    return lambda row: None if row[1] is None else _cell(of(row[1]), form)


def _cell(ends: Span, form: Callable[[float], str]) -> float | str:
    return ends[0] if form(ends[0]) == form(ends[1]) else span(ends, form)


def _one(of: Callable[[Effects], float]) -> Callable[[_Row], float | None]:
    return lambda row: None if row[1] is None else of(row[1])


def _year(place: int) -> Callable[[Effects], float]:
    return lambda effect: float(effect.cost[place])


def _how_to_read(view: View) -> str:
    return words.sentence(
        "sårbarhet er beregnede dager i året da alle i en funksjon er borte samtidig, i snitt over "
        "funksjonene utenom ledelse"
        + (", der hver innbygger i kommunene teller likt." if view.joint else "."),
        "merkostnaden er målt mot å fortsette som i dag, som er en prognose og ikke årets "
        "budsjett: pluss er dyrere.",
        "engangskostnaden er etablering, omstilling, dobbel drift og lønn som blir igjen.",
    )


def described(view: View) -> Table:
    """What each alternative is, and the first that speaks for and against it."""
    return Table.of(
        view.alternatives,
        [
            Column("Alternativ", lambda a: view.label(a.id), width=3.9),
            Column("Hva det er", lambda a: _first_sentence(a.beskrivelse), width=6.0),
            Column("For", lambda a: next(iter(a.fordeler), None), width=3.8),
            Column("Mot", lambda a: next(iter(a.ulemper), None), width=3.8),
        ],
        "Hva alternativene er",
        source="arbeidsgruppens beskrivelser",
    )


def _first_sentence(text: str) -> str:
    return text.partition(". ")[0].removesuffix(".")


def _settings(view: View) -> str:
    """Which host and company the figures are worked out with, and who stands outside."""
    return words.sentence(*filter(None, (_setting(view, a) for a in view.others)))


def _setting(view: View, alternative: Alternative) -> str:
    if not worked_out(view, alternative.id):
        return ""
    host, company = view.host(alternative.id), view.result(alternative.id).setting.company
    by = ""
    if host is not None:
        by = "vi" if host == view.code else escape(view.names[host])
        by = f"i beregningen av alternativ {alternative.id} er {by} vert; det er ikke avgjort."
    elif company is not None:
        by = f"alternativ {alternative.id} er regnet med {escape(company.name)}."
    outside = words.listed([escape(name) for name in view.outside(alternative.id)])
    left = f"{outside} er ikke med i alternativ {alternative.id}." if outside else ""
    return " ".join(filter(None, [words.capital(by), left]))
