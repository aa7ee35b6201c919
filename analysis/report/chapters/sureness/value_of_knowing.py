"""What is worth finding out before the vote, and what each assumption alone does."""

from __future__ import annotations

import math
from typing import NamedTuple

from analysis.dataset.definitions import Assumption
from analysis.decision import thresholds
from analysis.decision.draws import WEIGHTS, Swing
from analysis.report.findings import drivers, missing
from analysis.report.findings.drivers import roughly
from analysis.report.language import in_words, plain
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.language.words import capital
from analysis.report.press import Column, Element, Table, Text, escape
from analysis.report.view import View

_MOST = "Mest verdt å finne ut før vedtaket, og hvor mye av usikkerheten det står for:\n"
_NAMED = 3
_IN_TABLE = 8


def to_find_out(view: View) -> list[Element]:
    """The few unknowns most of the uncertainty comes from, and where each can be settled."""
    every = drivers.unknowns(view)
    most = [one for one in every if one[1] >= thresholds.WORTH_KNOWING][:_NAMED] or every[:1]
    points = [
        f"- **{capital(escape(drivers.in_words(view, name)))}** ({roughly(share)})"
        f"{_who_knows(view, name)}."
        for name, share in most
    ]
    told = [_MOST, *points] if points else []
    weights = drivers.political(view)
    if weights >= thresholds.TOLD_UNCERTAINTY:
        told.append(
            f"\n{capital(drivers.POLITICAL)}, er et politisk valg og ikke noe som kan finnes ut. "
            f"Det står for {roughly(weights)} av usikkerheten i førsteplassen."
        )
    return [Text("\n".join(told).strip())] if told else []


def _who_knows(view: View, name: str) -> str:
    """The interval and the owner of an assumption, as what follows its name; Markdown."""
    swing = next((s for s in view.certainty.tornado if s.assumption == name), None)
    if swing is None:
        return ""
    assumption = view.dataset.shared.assumptions[name]
    span = f"antatt fra {plain(assumption, swing.low)} til {in_words(assumption, swing.high)}"
    return f": {span}, og {escape(assumption.eier)} eier anslaget"


def worth_table(view: View) -> Table:
    """What the uncertainty of the first place comes from, the weights last."""
    shares = {**dict(drivers.unknowns(view)[:_IN_TABLE]), WEIGHTS: drivers.political(view)}
    return Table.of(
        list(shares),
        [
            Column("Hva", lambda name: capital(drivers.in_words(view, name))),
            Column("Del av usikkerheten (%)", lambda name: _in_tens(shares[name])),
        ],
        f"Hvor mye av usikkerheten i førsteplassen som henger på hva, for {view.name}",
        source=view.ranking_source,
        note="Avrundet til hele tiere. Summen kan bli over 100, fordi noe av usikkerheten "
        "oppstår først når to ting varierer sammen.",
    )


def _in_tens(share: float) -> str:
    tens = 10 * round(share * 10)
    return "< 5" if not tens and share >= thresholds.TOLD_UNCERTAINTY else whole(tens)


class _Turn(NamedTuple):
    """An assumption, what it does to the lead (None where no figure is set), and what it takes."""

    assumption: Assumption
    swing: Swing | None
    break_even: float


def swings(view: View) -> Element:
    """What each assumption alone does to the lead, and what takes the first place."""
    found = view.certainty
    if view.conclusion.on_missing:
        lacks = missing.deciding(view) or "det som mangler"
        return Text(f"Hva hver forutsetning gjør, er ikke vist før {lacks} er på plass.")
    given = view.dataset.shared.assumptions
    told = [s for s in found.tornado if s.turns or s.widest >= thresholds.DRAWN_POINTS]
    told.sort(key=lambda swing: -swing.widest)
    rows = [_Turn(given[s.assumption], s, s.break_even) for s in told]
    rows += [_Turn(given[name], None, at) for name, at in found.unknown_break_evens.items()]
    if not rows or found.second is None:
        return Text("Ingen forutsetning flytter avstanden mellom nummer én og to merkbart.")
    return Table.of(
        rows,
        [
            Column("Forutsetning", lambda row: row.assumption.navn, width=5.0),
            Column("Lav", lambda row: row.swing and plain(row.assumption, row.swing.low), width=1),
            Column("Høy", lambda row: row.swing and plain(row.assumption, row.swing.high), width=1),
            Column("Ved lav (poeng)", lambda row: row.swing and row.swing.at_low, _points, 1.5),
            Column("Ved høy (poeng)", lambda row: row.swing and row.swing.at_high, _points, 1.5),
            Column("Førsteplassen skifter ved", _taken_at, width=3.0),
        ],
        f"Hva hver forutsetning alene gjør med forspranget på {decimal(found.lead)} poeng foran "
        f"alternativ {found.second}",
        source=view.ranking_source,
    )


def _points(change: float) -> str:
    return signed(change, 1)


def _taken_at(row: _Turn) -> str:
    return "ingen verdi" if math.isnan(row.break_even) else in_words(row.assumption, row.break_even)
