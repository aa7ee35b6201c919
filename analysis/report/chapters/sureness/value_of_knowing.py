"""What is worth finding out before the vote, and what nobody has put a figure on."""

from __future__ import annotations

import math

import pandas as pd

from analysis.dataset import Severity
from analysis.dataset.definitions import Assumption
from analysis.decision import thresholds
from analysis.decision.draws import CELLS, JUDGEMENTS, WEIGHTS
from analysis.model import join_sources
from analysis.report.chapters.basis import gaps
from analysis.report.findings import drivers
from analysis.report.findings.drivers import roughly
from analysis.report.language import in_words, plain
from analysis.report.language.numbers import whole
from analysis.report.language.words import capital, listed
from analysis.report.press import Column, Element, Stack, Table, Text, escape
from analysis.report.result_sources import by_line
from analysis.report.view import View

_MOST = "Mest verdt å finne ut før vedtaket, og hvor mye av usikkerheten det står for:\n"
_NAMED = 3
_IN_TABLE = 8
_MOST_PLACES = 3
# What is drawn where it is missing.
_CELLS = {
    *(("kommuner", name) for name in ("innbyggere", "ikt_brukere", "årsverk_totalt")),
    ("budsjett", "beløp"),
    *(("bemanning", name) for name in ("årsverk", "personer")),
    *(("applikasjoner", name) for name in ("årskostnad", "brukere")),
}


def to_find_out(view: View) -> list[Element]:
    """The few unknowns most of the uncertainty comes from, and where each can be settled."""
    found = _chosen(view)
    points = [
        f"- **{capital(escape(drivers.in_words(view, name)))}** ({roughly(share)})"
        f"{_where(view, name)}"
        for name, share in found
    ]
    told = [_MOST, *points] if points else []
    weights = drivers.political(view)
    if weights >= thresholds.TOLD_UNCERTAINTY:
        told.append(
            f"\n{capital(drivers.POLITICAL)}, er et politisk valg og ikke noe som kan finnes ut. "
            f"Det står for {roughly(weights)} av usikkerheten i førsteplassen."
        )
    return [Text("\n".join(told).strip())] if told else []


def _chosen(view: View) -> list[tuple[str, float]]:
    """Those most of the uncertainty comes from; with missing numbers, where these decide."""
    every = drivers.unknowns(view)
    most = [one for one in every if one[1] >= thresholds.WORTH_KNOWING][:_NAMED] or every[:1]
    cells = [one for one in every if one[0] == CELLS]
    if view.conclusion.missing and cells and cells[0] not in most:
        return [*most[: _NAMED - 1], *cells]
    return most


def _where(view: View, name: str) -> str:
    """Where somebody can act on it, as what follows its name; Markdown.

    Files and lines only in the working group's notebooks.
    """
    if name == CELLS and view.names_shielded:
        places = _places(view)
        return f": {escape(listed(places))}." if places else "."
    if name.startswith(f"{JUDGEMENTS}:") and view.names_shielded:
        return f": {_judged(view, name.partition(':')[2])}."
    drawn = {swing.assumption: swing for swing in view.certainty.tornado}
    if name in drawn:
        assumption, ends = view.dataset.shared.assumptions[name], drawn[name]
        span = f"antatt fra {plain(assumption, ends.low)} til {in_words(assumption, ends.high)}"
        return f": {span}, og {escape(assumption.eier)} eier anslaget."
    return "."


def _judged(view: View, criterion: str) -> str:
    """The rows where the alternatives in front are judged on a criterion, as Markdown."""
    rows = view.dataset.judgements
    front = [*view.conclusion.considered, *list(view.conclusion.shares)[:2]]
    chosen = (rows["kriterium"] == criterion) & rows["alternativ"].isin(front)
    ours = rows["kommunenummer"].isin(["", view.code]) if view.code else True
    where = join_sources(rows.loc[chosen & ours, "source"]) or join_sources(rows["source"])
    return escape(by_line(where))


def _places(view: View) -> list[str]:
    """The rows the cells are missing in, or the files where they are many."""
    whose = set(view.conclusion.missing or view.robustness.lacking)
    found = [
        remark.place
        for remark in gaps.remarks(view.of_municipality(""), Severity.MISSING)
        if remark.kind in _CELLS and remark.code in whose
    ]
    places = list(dict.fromkeys(found))
    if len(places) <= _MOST_PLACES:
        return places
    return list(dict.fromkeys(place.split(" ")[0] for place in places))


def unknown_table(view: View) -> Element:
    """Effects that count as nothing, and how large they must be to change the first place."""
    given = view.dataset.shared.assumptions
    enough = {given[name]: value for name, value in view.certainty.unknown_break_evens.items()}
    if not enough:
        return Text("Alle virkninger i forutsetningene er tallfestet.")
    return Table.of(
        list(enough.items()),
        [
            Column("Ikke tallfestet", lambda one: one[0].navn),
            Column("Endrer førsteplassen ved", lambda one: _enough(*one)),
        ],
        "Virkninger som ikke er tallfestet, og som er regnet som null",
        source=view.ranking_source,
    )


def _enough(assumption: Assumption, value: float) -> str:
    return "ingen verdi" if math.isnan(value) else in_words(assumption, value)


def worth_table(view: View) -> Stack:
    """What the uncertainty in every municipality's first place comes from."""
    views = [view.of_municipality(code) for code in (*view.codes, "")]
    shares = [dict(drivers.unknowns(own)) for own in views]
    largest = {name: max(s.get(name, 0.0) for s in shares) for s in shares for name in s}
    chosen = sorted(largest, key=lambda name: (-largest[name], name))[:_IN_TABLE]
    body = pd.DataFrame(
        {
            capital(own.name): [
                *(s.get(n, 0.0) for n in chosen),
                drivers.political(own),
            ]
            for own, s in zip(views, shares, strict=True)
        }
    )
    names = [*chosen, WEIGHTS]
    body.insert(0, "Hva", [capital(drivers.in_words(view, name)) for name in names])
    return Stack(
        Text(
            "Jo større del av usikkerheten noe står for, jo mer er det verdt å finne det ut. "
            "Vektene i siste rad er et politisk valg."
        ),
        Table(
            body,
            "Hvor mye av usikkerheten i førsteplassen som henger på hva (prosent)",
            formats=dict.fromkeys(body.columns[1:], _in_tens),
            source=view.ranking_source,
            note="Avrundet til hele tiere. Summen kan bli over 100, fordi noe av usikkerheten "
            "oppstår først når to ting varierer sammen.",
        ),
    )


def _in_tens(share: float) -> str:
    tens = 10 * round(share * 10)
    return "< 5" if not tens and share >= thresholds.TOLD_UNCERTAINTY else whole(tens)
