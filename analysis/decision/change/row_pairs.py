"""Which row of a table before is which row now."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from analysis.dataset.columns import Table

Value = str | float | dt.date | None
Row = Mapping[str, Any]

CODE, YEAR = "kommunenummer", "år"
# What tells the rows of a table without a key from each other.
_LOOSE_KEYS = {"organisering": (CODE, "tema"), "erfaringer": ("samarbeid", "tema")}


def key_of(table: Table) -> tuple[str, ...]:
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


def row_pairs(table: Table, before: list[Row], after: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Rows that differ: (old, new) in the order of ``after``, then those that are gone.

    A side that is not there is an empty row. Equal rows are matched first, then equal keys.
    """
    every = tuple(column.name for column in table.columns)
    key = key_of(table)
    yearless = tuple(name for name in key if name != YEAR)
    partner: dict[int, int] = {}
    for names in (every, key, yearless):
        if names:
            partner |= _match(names, before, after, partner)
    for number, row in enumerate(after):
        old = before[partner[number]] if number in partner else {}
        if any(old.get(name) != row[name] for name in every) or not old:
            yield old, row
    matched = set(partner.values())
    yield from ((row, {}) for number, row in enumerate(before) if number not in matched)


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
