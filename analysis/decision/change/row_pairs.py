"""Which row of a table before is which row now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.dataset.tables import InputTable

Value = str | float | dt.date | None
Row = Mapping[str, Any]

CODE, YEAR = "kommunenummer", "år"
# What tells the rows of a table without a key from each other.
_LOOSE_KEYS = {"organisering": (CODE, "tema"), "erfaringer": ("samarbeid", "tema")}


def key_of(table: InputTable) -> tuple[str, ...]:
    """Columns by which the rows of a table are told from each other."""
    return table.key or _LOOSE_KEYS[table.name]


def records(frame: pd.DataFrame) -> list[Row]:
    """Rows as dicts in which an empty or unknown cell is None."""
    return [
        {str(name): _value(cell) for name, cell in row.items()}
        for row in frame.to_dict(orient="records")
    ]


def _value(cell: Any) -> Value:
    if cell is None or cell == "":
        return None
    if isinstance(cell, (str, dt.date)):
        return cell
    return None if pd.isna(cell) else float(cell)


def row_pairs(table: InputTable, before: list[Row], after: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Rows that differ: (old, new) in the order of ``after``, then those that are gone.

    A side that is not there is an empty row. A row of a later year than any before is beside the
    one it takes over for, also where that one is kept: a figure is told year on year.
    """
    every = tuple(column.name for column in table.columns)
    partner = partners(table, before, after)
    dated = YEAR in key_of(table)[1:]
    then, now = (_latest(_yearless(table), rows if dated else []) for rows in (before, after))
    for number, row in enumerate(after):
        same = _identity(row, _yearless(table))
        if number in partner:
            old = before[partner[number]]
        elif now.get(same) is row and same in then and then[same][YEAR] < row[YEAR]:
            old = then[same]
        else:
            old = {}
        if any(old.get(name) != row[name] for name in every) or not old:
            yield old, row
    matched = set(partner.values())
    yield from ((row, {}) for number, row in enumerate(before) if number not in matched)


def partners(table: InputTable, before: list[Row], after: list[Row]) -> dict[int, int]:
    """Position in ``before`` of each row of ``after`` that was there, by its position.

    Equal rows are matched first, then equal keys, then keys that differ in the year alone.
    """
    every = tuple(column.name for column in table.columns)
    found: dict[int, int] = {}
    for names in (every, key_of(table), _yearless(table)):
        if names:
            found |= _match(names, before, after, found)
    return found


def _yearless(table: InputTable) -> tuple[str, ...]:
    return tuple(name for name in key_of(table) if name != YEAR)


def _latest(names: Sequence[str], rows: list[Row]) -> dict[Hashable, Row]:
    """The row of the latest year of each key without its year."""
    by_year = sorted(rows, key=lambda row: row.get(YEAR) or 0)
    return {_identity(row, names): row for row in by_year}


def _match(
    names: Sequence[str], before: list[Row], after: list[Row], partner: Mapping[int, int]
) -> dict[int, int]:
    """Partners, by position, of rows of ``after`` without one that agree in these columns."""
    matched = set(partner.values())
    free: dict[Hashable, list[int]] = defaultdict(list)
    for number in _latest_first(before):
        if number not in matched:
            free[_identity(before[number], names)].append(number)
    return {
        number: candidates.pop(0)
        for number in _latest_first(after)
        if number not in partner and (candidates := free[_identity(after[number], names)])
    }


def _latest_first(rows: list[Row]) -> list[int]:
    return sorted(range(len(rows)), key=lambda number: -(rows[number].get(YEAR) or 0))


def _identity(row: Row, names: Sequence[str]) -> Hashable:
    """Values of the columns; capital letters make no difference, as where keys are checked."""
    values = [row[name] for name in names]
    return tuple(value.casefold() if isinstance(value, str) else value for value in values)
