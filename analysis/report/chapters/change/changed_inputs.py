"""What is changed in the inputs since the previous report, as the joint report tells it."""

from __future__ import annotations

import pandas as pd

from analysis.dataset.numbers import norwegian_date, short
from analysis.decision.change.changes import Changes
from analysis.decision.change.input_changes import Kind, RowChange
from analysis.report.changes_words import written
from analysis.report.chapters.words import capital, counted, listed
from analysis.report.elements import Element, Heading, Table, Text, escape
from analysis.report.view import View

# Values shown in the table of what the group has agreed on.
_SHOWN = 12
_AGREED = ("utredning", "vekter", "alternativer", "kriterier", "forutsetninger", "prisindeks")


def source_line(view: View, changes: Changes) -> str:
    """What a table of the comparison rests on."""
    date = norwegian_date(changes.before.date)
    extra = ". Illustrative tall" if view.illustrative else ""
    return f"denne rapporten og rapporten fra {date}, med inndata til begge{extra}"


def changed_inputs(view: View, changes: Changes) -> list[Element]:
    """How many rows are changed in each file, and which settings and assumptions."""
    if not changes.inputs:
        return []
    rows = [change for change in changes.inputs if change.cells]
    files = list(dict.fromkeys(change.file for change in rows))
    counts = {
        file: [sum(c.file == file and c.kind is kind for c in rows) for kind in Kind]
        for file in files
    }
    frame = pd.DataFrame.from_dict(counts, orient="index", columns=["Nye", "Fjernet", "Endret"])
    frame.insert(0, "Fil", files)
    others = [escape(change.file) for change in changes.inputs if not change.cells]
    return [
        Heading(f"{capital(counted(len(rows), 'rad', 'rader'))} er endret i inndata", 2),
        *(
            [Table(frame, "Rader som er endret i hver fil", source=source_line(view, changes))]
            if files
            else []
        ),
        *([Text(f"Disse filene er også endret: {listed(others)}.")] if others else []),
        *_agreed(view, changes),
    ]


def _agreed(view: View, changes: Changes) -> list[Element]:
    """Settings, weights and shared definitions that are changed, value by value."""
    rows = [
        {"Hva": _label(view, change, cell.column), "Før": cell.before, "Nå": cell.after}
        for change in changes.inputs
        if change.kind is Kind.CHANGED and change.stem in _AGREED
        for cell in change.cells
    ]
    if not rows:
        return []
    frame = pd.DataFrame(rows[:_SHOWN], dtype=object)
    for side in ("Før", "Nå"):
        frame[side] = [short(written(value)) for value in frame[side]]
    more = len(rows) - _SHOWN
    return [
        Table(
            frame,
            "Innstillinger, vekter og forutsetninger som er endret",
            source=source_line(view, changes),
            note=f"Tabellen viser {_SHOWN} av {len(rows)}." if more > 0 else "",
            widths=[5, 4, 4],
        )
    ]


def _label(view: View, change: RowChange, column: str) -> str:
    """Name a value as a reader knows it: «Reallønnsvekst», «Vekt: Sårbarhet»."""
    shared = view.dataset.shared
    names = {"forutsetninger": {a.id: a.navn for a in shared.assumptions.values()}}
    names["vekter"] = names["kriterier"] = {c.id: c.navn for c in shared.criteria}
    names["alternativer"] = {a.id: view.label(a.id) for a in shared.alternatives}
    name = names.get(change.stem, {}).get(change.row, change.row)
    if change.stem == "vekter":
        return ", ".join(filter(None, ["Vekt", view.names.get(change.code, ""), name.lower()]))
    shown = "" if column == "anslag" else column.replace("fordeling.", "fordelingsnøkkel, ")
    return capital(", ".join(filter(None, [name, shown])))
