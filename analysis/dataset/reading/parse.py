"""From the raw cells of a table to a frame of values, with every trouble told."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import compress
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.dataset.notation import Cell, Formula, is_no_name, one_line, short, to_text, unguarded
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.cells import Context, Outcome, empty_value, read_cell
from analysis.dataset.reading.raw_table import RawTable
from analysis.dataset.reading.table_file import read_raw, table_path
from analysis.dataset.tables import CODE, InputColumn, InputTable, column_called
from analysis.places import nearest

LINE, SOURCE, CRITERION = "line", "source", "kriterium"
_TEXT = pd.StringDtype(na_value=np.nan)  # what pandas calls "str"
_DTYPES = {"tall": "float64", "år": "int64", "dato": "object"}


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
    columns : mapping of str to list
        The values of the table's columns in its order, of ``source`` ("budsjett.csv:12") and of
        ``line``. Numbers are float with NaN for empty, years int, dates ``datetime.date`` or None,
        the rest str.
    older_codes : mapping of int to str
        Kommunenummer as it is written, by line, where it is an older one than in the columns.
    """

    table: InputTable
    file: str
    found: bool
    columns: Mapping[str, list[Any]]
    older_codes: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.columns[LINE])

    def rows(self, *names: str) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows, as the values of the named columns."""
        return zip(*(self.columns[name] for name in names), strict=True)

    def without(self, codes: Collection[str]) -> TableData:
        """Return the table without the rows of some municipalities."""
        if not codes or CODE.name not in self.columns:
            return self
        kept = [code not in codes for code in self.columns[CODE.name]]
        columns = {name: list(compress(values, kept)) for name, values in self.columns.items()}
        return replace(self, columns=columns)

    @cached_property
    def frame(self) -> pd.DataFrame:
        """The rows as a frame."""
        return self._frame(self.columns)

    @property
    def frame_without_lines(self) -> pd.DataFrame:
        """The rows as a frame, without ``line``."""
        return self._frame([name for name in self.columns if name != LINE])

    def _frame(self, names: Iterable[str]) -> pd.DataFrame:
        dtypes = {column.name: _DTYPES.get(column.kind, _TEXT) for column in self.table.columns}
        dtypes |= {SOURCE: _TEXT, LINE: "int64"}
        arrays = {name: _array(self.columns[name], dtypes[name]) for name in names}
        return pd.DataFrame(arrays, copy=False)


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
    raw = read_raw(path, table, log) if path else None
    if raw is None:
        file = (path or folder / f"{table.name}.csv").as_posix()
        nothing = RawTable(file, (), 1, [], [])
        return TableData(table, file, False, _columns(table, nothing, {}, context, log))
    positions = _match_columns(table, raw, log)
    even = _still_used(_even_rows(table, raw, positions, log), positions, context.former)
    columns = _columns(table, even, positions, context, log)
    codes = columns.get(CODE.name, [])
    return TableData(table, raw.file, True, columns, _older_codes(even, positions, codes))


def _older_codes(raw: RawTable, positions: dict[str, int], codes: list[str]) -> dict[int, str]:
    if CODE.name not in positions:
        return {}
    written = (to_text(row[positions[CODE.name]]) for row in raw.rows)
    rows = zip(raw.lines, written, codes, strict=True)
    return {line: text for line, text, current in rows if current and text != current}


def _match_columns(table: InputTable, raw: RawTable, log: ProblemLog) -> dict[str, int]:
    """Position of each known column; unknown, double and missing ones are told."""
    names = {column.name.casefold(): column.name for column in table.columns}
    positions: dict[str, int] = {}
    given = {one_line(heading).casefold() for heading in raw.header} | {""}
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
            said = column_called(one_line(heading), table.columns)
            near = said if said not in given else nearest(heading, names.values())
            suggested.add(near)
            hint = (
                f". Mente du «{near}»?"
                if near
                else f". Slett den, eller bruk et av navnene {', '.join(names.values())}"
            )
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


def _still_used(raw: RawTable, positions: dict[str, int], former: frozenset[str]) -> RawTable:
    """Pass by rows about criteria there no longer are."""
    if not former or CRITERION not in positions:
        return raw
    gone, about = {name.casefold() for name in former}, positions[CRITERION]
    kept = [n for n, row in enumerate(raw.rows) if to_text(row[about]).casefold() not in gone]
    return replace(raw, rows=[raw.rows[n] for n in kept], lines=[raw.lines[n] for n in kept])


def _ragged(found: int, width: int) -> str:
    fields = "1 felt" if found == 1 else f"{found} felt"
    why = (
        "Slett overflødige semikolon, eller sett teksten i "
        "anførselstegn hvis den har semikolon i seg"
        if found > width
        else "Sett inn feltene eller semikolonene som mangler"
    )
    return f"Raden har {fields}, overskriften har {width}. {why}"


def _columns(
    table: InputTable, raw: RawTable, positions: dict[str, int], context: Context, log: ProblemLog
) -> dict[str, list[Any]]:
    name = Path(raw.file).name
    cells = list(zip(*raw.rows, strict=True)) if raw.rows else []
    columns: dict[str, list[Any]] = {}
    for column in table.columns:
        if column.name in positions and cells:
            found = cells[positions[column.name]]
            columns[column.name] = _convert(column, found, raw, context, log)
        else:
            columns[column.name] = [empty_value(column)] * len(raw.lines)
    columns[SOURCE] = [f"{name}:{line}" for line in raw.lines]
    columns[LINE] = raw.lines
    return columns


def _convert(
    column: InputColumn, cells: Sequence[Cell], raw: RawTable, context: Context, log: ProblemLog
) -> list[Any]:
    # A whole number, a decimal number and a formula may be equal, but are not read the same.
    kinds = list(zip(map(type, cells), cells, strict=True))
    outcomes = {kind: _outcome(column, kind[1], context) for kind in set(kinds)}
    if any(outcome.is_told for outcome in outcomes.values()):
        for kind, line in zip(kinds, raw.lines, strict=True):
            _tell(outcomes[kind], raw.file, line, column.name, log)
    return [outcomes[kind].value for kind in kinds]


def _outcome(column: InputColumn, found: Cell, context: Context) -> Outcome:
    cell = _on_one_line(found)
    if column.proper and isinstance(cell, str) and cell and is_no_name(cell):
        return _no_name(column, cell)
    return _empty(column) if cell == "" else read_cell(column, cell, context)


def _on_one_line(cell: Cell) -> Cell:
    """Take off the guard of a cell, and keep line breaks out of headings, file names and tables."""
    if isinstance(cell, Formula):
        return Formula(one_line(cell))
    return one_line(unguarded(cell)) if isinstance(cell, str) else cell


def _empty(column: InputColumn) -> Outcome:
    value = empty_value(column)
    if column.if_empty == "feil":
        return Outcome(value, error=f"Cellen er tom. {column.advice}")
    if column.if_empty == "mangel":
        shown = "vises som «mangler»" if column.kind == "tekst" else "regnes som ukjent"
        return Outcome(value, missing=f"Cellen er tom og {shown}")
    return Outcome(value)


def _no_name(column: InputColumn, cell: str) -> Outcome:
    """Leave out a word for unknown: two who write it do not have the same thing."""
    if column.key:
        return Outcome(cell)  # `name_unnamed` gives it a name of its own
    value = empty_value(column)
    if column.if_empty == "mangel":
        return Outcome(value, missing=f"«{short(cell)}» er ikke et navn, og vises som «mangler»")
    return Outcome(value)


def _tell(outcome: Outcome, file: str, line: int, column: str, log: ProblemLog) -> None:
    if outcome.error:
        log.error(file, line, column, outcome.error)
    if outcome.missing:
        log.missing(file, line, column, outcome.missing)
    if outcome.warning:
        log.warning(file, line, column, outcome.warning)


def _array(values: list[Any], dtype: Any) -> Any:
    if dtype is _TEXT:
        return pd.array(np.array(values, dtype=object), dtype=dtype)
    return np.array(values, dtype=dtype)
