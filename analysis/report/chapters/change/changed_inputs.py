"""What is changed in the inputs since the previous report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter

import pandas as pd

from analysis.dataset.notation import norwegian_date, short
from analysis.decision.change.changes import Changes
from analysis.decision.change.input_changes import Kind, RowChange
from analysis.decision.change.swapping import causes_of
from analysis.report.findings.changes import GIVEN, SHIELDED, written
from analysis.report.language.numbers import WITHHELD
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Column, Element, Heading, Table, Text, escape
from analysis.report.view import View

# Values shown in the table of what the group has agreed on.
_SHOWN = 12
# Files in the order they are told, and the column that tells what a new or a lost row is.
_OWN = ("kommuner", "budsjett", "bemanning", "applikasjoner")
_AMOUNTS = ("beløp", "årsverk", "årskostnad")
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
    rows = [change for change in changes.inputs if causes_of(change)]
    files = list(dict.fromkeys(change.file for change in rows))
    counts = {
        file: [sum(c.file == file and c.kind is kind for c in rows) for kind in Kind]
        for file in files
    }
    frame = pd.DataFrame.from_dict(counts, orient="index", columns=["Nye", "Fjernet", "Endret"])
    frame.insert(0, "Fil", files)
    others = Counter(change.file for change in changes.inputs if not causes_of(change))
    return [
        Heading(_finding(len(rows)), 2),
        *(
            [Table(frame, "Rader som er endret i hver fil", source=source_line(view, changes))]
            if files
            else []
        ),
        *([Text(_quiet(others))] if others else []),
        *_agreed(view, changes),
    ]


def _finding(rows: int) -> str:
    if not rows:
        return "Ingen tall som resultatene bygger på, er endret"
    return f"{capital(counted(rows, 'rad', 'rader'))} som resultatene bygger på, er endret"


def _quiet(others: Mapping[str, int]) -> str:
    told = [
        escape(file) + (f" ({counted(number, 'rad', 'rader')})" if number > 1 else "")
        for file, number in others.items()
    ]
    return f"Dette er også endret, uten at noe resultat bygger på det: {listed(told)}."


def own_rows(view: View, changes: Changes) -> list[Element]:
    """A municipality's own figures that are changed, value by value, the largest systems last."""
    own = [change for change in changes.inputs if change.code == view.code and causes_of(change)]
    if not own:
        return [Text(f"Ingen av tallene fra {view.md_name} er endret.")]
    rows = sorted(
        (row for change in own for row in _changed_figures(change)),
        key=lambda row: (row.place, -row.size),
    )
    more = f"Tabellen viser {_SHOWN} av {len(rows)} endringer. " if len(rows) > _SHOWN else ""
    return [
        Heading(f"{capital(counted(len(own), 'rad', 'rader'))} fra {view.name} er endret", 2),
        Table.of(
            rows[:_SHOWN],
            [
                Column("Hva", attrgetter("what"), width=9),
                Column("Før", attrgetter("before"), width=4),
                Column("Nå", attrgetter("now"), width=4),
            ],
            "Egne tall som er endret",
            source=source_line(view, changes),
            note=f"{more}Beløp er i tusen kroner.",
        ),
    ]


@dataclass(frozen=True)
class _ChangedFigure:
    """One changed figure: where its file stands among the files, and how much it moves."""

    place: int
    size: float
    what: str
    before: str
    now: str


def _changed_figures(change: RowChange) -> Iterator[_ChangedFigure]:
    """The figures of a row that are changed; a shielded row is not named."""
    place = _OWN.index(change.stem) if change.stem in _OWN else len(_OWN)
    if change.shielded:
        yield _ChangedFigure(place, 0.0, f"{capital(change.stem)}: {SHIELDED}", WITHHELD, WITHHELD)
        return
    cells = {cell.column: cell for cell in change.cells}
    if change.kind is not Kind.CHANGED:
        cells = {name: cells[name] for name in cells if name in _AMOUNTS}
    for name, cell in cells.items():
        if name in GIVEN or (name == "år" and len(cells) > 1):
            continue
        sizes = [
            float(v) if isinstance(v, (int, float)) else 0.0 for v in (cell.before, cell.after)
        ]
        what = f"{capital(change.stem)}: {', '.join(filter(None, [change.row, name]))}"
        new, gone = change.kind is Kind.NEW, change.kind is Kind.REMOVED
        then, now = ("ikke med" if none else written(value)
                     for none, value in ((new, cell.before), (gone, cell.after)))  # fmt: skip
        yield _ChangedFigure(place, abs(sizes[1] - sizes[0]), what, then, now)


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
