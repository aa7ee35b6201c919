"""What is changed in the inputs since the previous report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from analysis.dataset.notation import norwegian_date, short
from analysis.decision.change.changes import Changes
from analysis.decision.change.input_changes import Kind, RowChange
from analysis.decision.change.row_pairs import Value
from analysis.decision.change.swapping import causes_of
from analysis.report.findings.changes import CAUSES, GIVEN, NOT_THERE, SHIELDED, written
from analysis.report.language.numbers import WITHHELD
from analysis.report.language.words import capital, counted, listed, lower_first
from analysis.report.press import Column, Element, Heading, Table, Text
from analysis.report.view import View

# Values there is room for.
_SHOWN = 12
# Files in the order they are told, and the column that tells what a new or a lost row is.
_OWN = ("kommuner", "budsjett", "bemanning", "applikasjoner")
_AMOUNTS = ("beløp", "årsverk", "årskostnad")
# What a column is called where its name in the file is not how one says it.
_CALLED = {
    "ikt_brukere": "IKT-brukere",
    "årsverk_totalt": "årsverk i hele kommunen",
    "kommunenummer_nøkkel": "om kommunenummer er nøkkel",
}
_NAMES = CAUSES | {"utredning": "innstillingene"}
_AGREED = ("utredning", "vekter", "alternativer", "kriterier", "forutsetninger", "prisindeks")


@dataclass(frozen=True)
class _Value:
    """One changed value: where its file stands among the files, and how much it moves."""

    place: int
    size: float
    what: str
    before: str
    now: str


def source_line(view: View, changes: Changes) -> str:
    """What a table of the comparison rests on."""
    date = norwegian_date(changes.before.date)
    extra = ". Illustrative tall" if view.illustrative else ""
    return f"denne rapporten og rapporten fra {date}, med inndata til begge{extra}"


def changed_inputs(view: View, changes: Changes) -> list[Element]:
    """How much is changed, and which settings and assumptions; or a municipality's own figures."""
    rows = [c for c in changes.inputs if causes_of(c) and (view.joint or c.code == view.code)]
    if not rows:
        whose = "som resultatene bygger på" if view.joint else f"fra {view.md_name}"
        return [Text(f"Ingen av tallene {whose} er endret.")]
    if not view.joint:
        return _own(view, changes, [value for change in rows for value in _figures(change)])
    number = capital(counted(len(rows), "rad", "rader"))
    files = Counter(_NAMES[change.stem] for change in rows)
    told = [f"{name} ({counted(many, 'rad', 'rader')})" for name, many in files.items()]
    agreed = [value for change in rows for value in _agreed(view, change)]
    title = "Innstillinger, vekter og forutsetninger som er endret"
    return [
        Heading(f"{number} som resultatene bygger på, er endret", 2),
        Text(f"Endret er {listed(told)}."),
        *_table(view, changes, agreed, title),
    ]


def _own(view: View, changes: Changes, values: Sequence[_Value]) -> list[Element]:
    """A municipality's own figures; as many in the heading as the table has or says it has."""
    if not values:
        sources = "Bare hvor tallene er hentet, og hvor sikre de er, er endret i radene fra"
        return [Text(f"{sources} {view.md_name}.")]
    number = capital(counted(len(values), "tall", "tall"))
    return [
        Heading(f"{number} fra {view.name} er endret", 2),
        *_table(view, changes, values, "Egne tall som er endret", "Beløp er i tusen kroner."),
    ]


def _table(
    view: View, changes: Changes, values: Sequence[_Value], title: str, note: str = ""
) -> list[Table]:
    """A table of the values before and now, the largest first in each file; none with none."""
    if not values:
        return []
    ordered = sorted(values, key=lambda value: (value.place, -value.size))
    more = f"Tabellen viser {_SHOWN} av {len(values)} endringer. " if len(values) > _SHOWN else ""
    columns = [
        Column[_Value]("Hva", attrgetter("what"), width=9),
        Column("Før", attrgetter("before"), width=4),
        Column("Nå", attrgetter("now"), width=4),
    ]
    source = source_line(view, changes)
    return [Table.of(ordered[:_SHOWN], columns, title, source=source, note=f"{more}{note}")]


def _figures(change: RowChange) -> Iterator[_Value]:
    """The figures of a municipality's row that are changed; a shielded row is not named."""
    place = _OWN.index(change.stem) if change.stem in _OWN else len(_OWN)
    if change.shielded:
        yield _Value(place, 0.0, f"{capital(change.stem)}: {SHIELDED}", WITHHELD, WITHHELD)
        return
    for cell in change.cells:
        if change.kind is not Kind.CHANGED and cell.column not in _AMOUNTS:
            continue
        if cell.column in GIVEN or (cell.column == "år" and len(change.cells) > 1):
            continue
        what = _CALLED.get(cell.column, cell.column.replace("_", " "))
        ends = [float(v) if isinstance(v, (int, float)) else 0.0 for v in (cell.before, cell.after)]
        yield _Value(
            place,
            abs(ends[1] - ends[0]),
            f"{capital(change.stem)}: {', '.join(filter(None, [change.row, what]))}",
            NOT_THERE if change.kind is Kind.NEW else _grouped(cell.column, cell.before),
            NOT_THERE if change.kind is Kind.REMOVED else _grouped(cell.column, cell.after),
        )


def _grouped(column: str, value: Value) -> str:
    """A value with its thousands apart, as elsewhere on the page; a year is none."""
    return written(value, parted=column != "år")


def _agreed(view: View, change: RowChange) -> Iterator[_Value]:
    """The values of a setting, a weight or a shared definition that are changed."""
    if change.kind is not Kind.CHANGED or change.stem not in _AGREED:
        return
    for cell in change.cells:
        what = _label(view, change, cell.column)
        then, now = (short(written(value)) for value in (cell.before, cell.after))
        yield _Value(_AGREED.index(change.stem), 0.0, what, then, now)


def _label(view: View, change: RowChange, column: str) -> str:
    """Name a value as a reader knows it: «Reallønnsvekst», «Vekt, sårbarhet»."""
    shared = view.dataset.shared
    names = {"forutsetninger": {a.id: a.navn for a in shared.assumptions.values()}}
    names["vekter"] = names["kriterier"] = {c.id: c.navn for c in shared.criteria}
    names["alternativer"] = {a.id: view.label(a.id) for a in shared.alternatives}
    name = names.get(change.stem, {}).get(change.row, change.row)
    if change.stem == "vekter":
        return ", ".join(filter(None, ["Vekt", view.names.get(change.code, ""), lower_first(name)]))
    shown = "" if column == "anslag" else column.replace("fordeling.", "fordelingsnøkkel, ")
    return capital(", ".join(filter(None, [name, shown])))
