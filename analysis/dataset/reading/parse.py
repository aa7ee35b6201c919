"""From the raw cells of a table to a frame of values, with every trouble told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.dataset.notation import Cell, Formula, one_line, short, to_text
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.cells import Context, Outcome, empty_value, read_cell
from analysis.dataset.reading.raw_table import RawTable
from analysis.dataset.reading.table_file import read_raw, table_path
from analysis.dataset.tables import CODE, InputColumn, InputTable
from analysis.places import nearest

LINE, SOURCE = "line", "source"


@dataclass(frozen=True)
class TableData:
    """One table as read.

    Attributes
    ----------
    table : InputTable
        What it had to look like.
    file : str
        The file as the user knows it.
    found : bool
        Whether there was a readable file.
    frame : DataFrame
        The table's columns in its order, ``source`` ("budsjett.csv:12") and ``line``. Numbers
        are float with NaN for empty, years int, dates ``datetime.date`` or None, the rest str.
    older_codes : mapping of int to str
        Kommunenummer as it is written, by line, where it is an older one than in the frame.
    """

    table: InputTable
    file: str
    found: bool
    frame: pd.DataFrame
    older_codes: Mapping[int, str] = field(default_factory=dict)


def read_table(folder: Path, table: InputTable, context: Context, log: ProblemLog) -> TableData:
    """Read a table from its csv or xlsx file; without one it has no rows.

    Parameters
    ----------
    folder : Path
        Where the file lies.
    table : InputTable
        What it has to look like.
    context : Context
        Municipality codes and ceiling.
    log : ProblemLog
        Where every trouble is told.
    """
    path = table_path(folder, table.name, table.required, log)
    raw = read_raw(path, log) if path else None
    if raw is None:
        file = (path or folder / f"{table.name}.csv").as_posix()
        nothing = RawTable(file, (), 1, [], [])
        return TableData(table, file, False, _frame(table, nothing, {}, context, log))
    positions = _match_columns(table, raw, log)
    even = _even_rows(table, raw, positions, log)
    frame = _frame(table, even, positions, context, log)
    return TableData(table, raw.file, True, frame, _older_codes(even, positions, frame))


def _older_codes(raw: RawTable, positions: dict[str, int], frame: pd.DataFrame) -> dict[int, str]:
    if CODE.name not in positions:
        return {}
    written = (to_text(row[positions[CODE.name]]) for row in raw.rows)
    rows = zip(raw.lines, written, frame[CODE.name], strict=True)
    return {line: text for line, text, current in rows if current and text != current}


def _match_columns(table: InputTable, raw: RawTable, log: ProblemLog) -> dict[str, int]:
    """Position of each known column; unknown, double and missing ones are told."""
    names = {column.name.casefold(): column.name for column in table.columns}
    positions: dict[str, int] = {}
    suggested = set()
    for position, heading in enumerate(raw.header):
        name = names.get(one_line(heading).casefold())
        if name in positions:
            log.error(
                raw.file, raw.header_line, name, "Kolonnen står to ganger. Slett den ene kolonnen"
            )
        elif name:
            positions[name] = position
        elif heading:
            near = nearest(heading, names.values())
            suggested.add(near)
            hint = f". Mente du «{near}»?" if near else f". Bruk {', '.join(names.values())}"
            log.error(raw.file, raw.header_line, short(heading), f"Ukjent kolonne{hint}")
        elif any(row[position : position + 1] not in ([], [""]) for row in raw.rows):
            log.error(
                raw.file,
                raw.header_line,
                None,
                f"Kolonne {position + 1} har verdier, men ingen "
                "overskrift. Skriv overskriften eller tøm kolonnen",
            )
    for column in table.columns:
        if not (column.optional or column.name in positions or column.name in suggested):
            log.error(
                raw.file,
                raw.header_line,
                column.name,
                "Kolonnen mangler. Legg den til; den inneholder: "
                f"{column.help[0].lower()}{column.help[1:]}",
            )
    return positions


def _even_rows(
    table: InputTable, raw: RawTable, positions: dict[str, int], log: ProblemLog
) -> RawTable:
    """Give every row the length of the header; a row that cannot be matched is told and dropped.

    A row may be short by empty cells of optional columns: Excel leaves out the last separators.
    """
    width = len(raw.header)
    spare = {positions[c.name] for c in table.columns if c.optional and c.name in positions}
    spare |= {i for i, heading in enumerate(raw.header) if not heading}
    rows: list[list[Cell]] = []
    lines: list[int] = []
    for row, line in zip(raw.rows, raw.lines, strict=True):
        if len(row) != width:
            while len(row) > width and row[-1] == "":
                row.pop()
            absent = range(len(row), width)
            if len(row) > width or not spare.issuperset(absent):
                log.error(raw.file, line, None, _ragged(len(row), width))
                continue
            row = [*row, *("" for _ in absent)]
        rows.append(row)
        lines.append(line)
    return RawTable(raw.file, raw.header, raw.header_line, rows, lines)


def _ragged(found: int, width: int) -> str:
    fields = "1 felt" if found == 1 else f"{found} felt"
    why = (
        "Slett overflødige semikolon, eller sett teksten i "
        "anførselstegn hvis den har semikolon i seg"
        if found > width
        else "Sett inn feltene eller semikolonene som mangler"
    )
    return f"Raden har {fields}, overskriften har {width}. {why}"


def _frame(
    table: InputTable, raw: RawTable, positions: dict[str, int], context: Context, log: ProblemLog
) -> pd.DataFrame:
    name = Path(raw.file).name
    cells = list(zip(*raw.rows, strict=True)) if raw.rows else []
    columns: dict[str, Any] = {}
    for column in table.columns:
        if column.name in positions and cells:
            values = _convert(column, cells[positions[column.name]], raw, context, log)
        else:
            values = [empty_value(column)] * len(raw.lines)
        columns[column.name] = _series(column, values)
    columns[SOURCE] = pd.Series([f"{name}:{line}" for line in raw.lines], dtype="str")
    columns[LINE] = np.array(raw.lines, dtype="int64")
    return pd.DataFrame(columns)


def _convert(
    column: InputColumn, cells: Sequence[Cell], raw: RawTable, context: Context, log: ProblemLog
) -> list[Any]:
    outcomes: dict[tuple[type, Cell], Outcome] = {}
    empty = Outcome(empty_value(column))
    values = []
    for found, line in zip(cells, raw.lines, strict=True):
        cell = _on_one_line(found)
        if cell == "":
            outcome = empty
            _tell_empty(column, raw.file, line, log)
        else:
            kind = (type(cell), cell)
            if kind not in outcomes:
                outcomes[kind] = read_cell(column, cell, context)
            outcome = outcomes[kind]
        if outcome.error:
            log.error(raw.file, line, column.name, outcome.error)
        if outcome.warning:
            log.warning(raw.file, line, column.name, outcome.warning)
        values.append(outcome.value)
    return values


def _on_one_line(cell: Cell) -> Cell:
    """Keep a line break in a cell out of headings, file names and tables."""
    if isinstance(cell, Formula):
        return Formula(one_line(cell))
    return one_line(cell) if isinstance(cell, str) else cell


def _tell_empty(column: InputColumn, file: str, line: int, log: ProblemLog) -> None:
    if column.if_empty == "feil":
        log.error(file, line, column.name, f"Cellen er tom. {column.advice}")
    elif column.if_empty == "mangel":
        shown = "vises som «mangler»" if column.kind == "tekst" else "regnes som ukjent"
        log.missing(file, line, column.name, f"Cellen er tom og {shown}")


def _series(column: InputColumn, values: list[Any]) -> pd.Series:
    dtypes = {"tall": "float64", "år": "int64", "dato": "object"}
    return pd.Series(values, dtype=dtypes.get(column.kind, "str"))
