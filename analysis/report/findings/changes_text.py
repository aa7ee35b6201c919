"""What has moved between two reports as plain text for the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import pandas as pd

from analysis.decision.change.changes import Changes
from analysis.decision.change.input_changes import Cell, Kind, RowChange
from analysis.decision.change.main_results import COST, NPV, PLAN, POINTS, UNITS
from analysis.decision.change.splitting import BEFORE, CHANGE, NOW
from analysis.report.findings.changes import (
    CAUSES,
    GIVEN,
    SEEN,
    answer,
    edition,
    enough,
    facts,
    gates,
    only_sources,
    rank,
    row_name,
    summary,
    tangled,
    written,
)
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.language.words import capital

# Rows shown of each file; all of them stand in the csv file.
_SHOWN = 8
_WIDTH = 100
_READING = (
    "Nåverdi er kroner per innbygger, og økonomiplan er merutgift i 1000 kr over år 1–4. Begge er\n"
    "mot alternativ 0. Hver årsak viser endringen når bare den byttes. Samspill er det som kommer\n"
    "av flere samtidig. Tallene er avrundet."
)


def changes_text(changes: Changes, codes: Sequence[str] = ()) -> str:
    """Tell what has moved, in blocks of plain text.

    Parameters
    ----------
    changes : Changes
    codes : sequence of str
        Municipalities whose results are told in full, besides those of all together.
    """
    head = f"Før: {edition(changes.before)}\nNå:  {edition(changes.after)}"
    if changes.nothing:
        return "\n\n".join([head, "Ingen ting er endret.", *facts(changes)])
    blocks = [head, "\n".join(facts(changes)), _inputs(changes)]
    if not changes.results.empty:
        blocks += [_municipalities(changes)]
        blocks += [block for code in ("", *codes) for block in _in_full(changes, code)]
        blocks.append(_READING)
    return "\n\n".join(filter(None, blocks))


def _inputs(changes: Changes) -> str:
    if not changes.inputs:
        return "Inndata er de samme."
    lines = ["ENDRET I INNDATA"]
    for file, group in groupby(changes.inputs, lambda change: change.file):
        own = sorted(group, key=only_sources)  # last, for they move nothing
        counts = [(kind, sum(change.kind is kind for change in own)) for kind in Kind]
        told = ", ".join(f"{n} {_counted(kind, n)}" for kind, n in counts if n)
        lines.append(f"{file}: {told}" if own[0].cells else f"{file}: {own[0].kind}")
        lines += [f"  {_short(line)}" for line in _rows(changes, own[:_SHOWN])]
        if len(own) > _SHOWN:
            quiet = ", der bare kilden eller kvaliteten er endret"
            lines.append(
                f"  … og {len(own) - _SHOWN} til{quiet if only_sources(own[_SHOWN]) else ''}"
            )
    return "\n".join(lines)


def _counted(kind: Kind, number: int) -> str:
    many = {Kind.NEW: "nye", Kind.REMOVED: "fjernet", Kind.CHANGED: "endret"}
    return str(kind) if number == 1 else many[kind]


def _rows(changes: Changes, own: Sequence[RowChange]) -> Iterator[str]:
    for change in own:
        who = f"{change.code} {changes.names.get(change.code, '')}".strip() if change.code else ""
        name = ": ".join(filter(None, [who, row_name(change)]))
        if change.shielded or (change.kind is not Kind.CHANGED and change.cells):
            text = summary(change)
            yield "  ".join(filter(None, [name, str(change.kind), text]))
        else:
            told = change.cells if only_sources(change) else _without_sources(change)
            cells = [f"{c.column} {written(c.before)} → {written(c.after)}" for c in told]
            yield from [f"{name}  {'; '.join(cells)}"] if name and cells else cells


def _without_sources(change: RowChange) -> Sequence[Cell]:
    """What is changed in a row; a file that is told whole has no columns that are sources."""
    return [cell for cell in change.cells if cell.column not in GIVEN[1:3]]


def _short(line: str) -> str:
    return line if len(line) <= _WIDTH - 2 else f"{line[: _WIDTH - 3]}…"


def _municipalities(changes: Changes) -> str:
    rows = [["", "Kostnad før", "nå", "Svar før", "Svar nå"]]
    for code in changes.codes:
        told, closed = changes.result(code, "0", COST), gates(changes, code, "0")
        cost = [
            whole(None if gate else told[side])
            for side, gate in zip((BEFORE, NOW), closed, strict=True)
        ]
        name = f"{code} {changes.names[code]}".strip()
        rows.append([name, *cost, *(answer(one) for one in changes.conclusions[code])])
    return "\n".join(
        [f"IKT-KOSTNAD I DAG (1000 kr, {changes.after.kroner}-kroner) OG SVAR", *aligned(rows, 3)]
    )


def _in_full(changes: Changes, code: str) -> Iterator[str]:
    name = changes.names[code].upper()
    yield "\n".join([f"{name}: RESULTATER", *aligned(_results(changes, code))])
    for measure in (COST, NPV, PLAN, POINTS):
        title = (
            f"{name}: HVA SOM HAR ENDRET {measure.upper()} ({UNITS[measure].partition(' (')[0]})"
        )
        if rows := _causes(changes, code, measure):
            note = tangled(changes, code, measure)
            yield "\n".join(filter(None, [title, *aligned(rows), note]))
    if code in changes.turning:
        yield f"Rekkefølgen øverst er en annen enn før. {capital(enough(changes, code))}."


def _results(changes: Changes, code: str) -> list[list[str]]:
    heads = ["Alternativ", "nåverdi før", "nå", "økonomiplan før", "nå", "poeng før", "nå"]
    rows = [[*heads, "plass før", "nå"]]
    for alternative in changes.parts(code, NPV):
        cells = []
        closed = gates(changes, code, str(alternative))
        for measure, form in ((NPV, whole), (PLAN, whole), (POINTS, decimal)):
            told = changes.result(code, str(alternative), measure)
            for side, gate in zip((BEFORE, NOW), closed, strict=True):
                cells.append(form(None if gate else told[side]))
        places = [rank(*ends) for ends in changes.places(code, str(alternative))]
        rows.append([str(alternative), *cells, *places])
    return rows


def _causes(changes: Changes, code: str, measure: str) -> list[list[str]]:
    """Rows of causes by alternative, and their sum; none where nothing is known to have moved."""
    every, digits = changes.parts(code, measure), 1 if measure == POINTS else 0
    for name in every.columns:
        if any(gates(changes, code, str(name))):
            every[name] = float("nan")  # what has no result, has nothing that moved it
    parts = every.loc[(every.abs() >= SEEN[measure]).any(axis="columns")]
    if parts.empty:
        return []
    alternatives = [str(name) for name in parts.columns]
    total = [
        float("nan")
        if every[name].isna().all()
        else float(changes.result(code, name, measure)[CHANGE])
        for name in alternatives
    ]
    rows = [["", *alternatives]]
    for cause, values in parts.iterrows():
        rows.append([capital(CAUSES[str(cause)]), *(_part(value, digits) for value in values)])
    return [*rows, ["I alt", *(_part(value, digits) for value in total)]]


def _part(value: float, digits: int) -> str:
    return signed(None if pd.isna(value) else value, digits)


def aligned(rows: Sequence[Sequence[str]], left_from: int = 99) -> list[str]:
    """Rows with their columns under each other; the first, and from ``left_from``, to the left."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if n == 0 or n >= left_from else cell.rjust(width)
            for n, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
