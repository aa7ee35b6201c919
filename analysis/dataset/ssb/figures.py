"""From answers to figures: codes chained through the years, and nothing made up in between."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.dataset.kommunenummer import AmbiguousCode, History
from analysis.dataset.notation import norwegian_number
from analysis.dataset.ssb.jsonstat import PROVISIONAL, SYMBOLS
from analysis.dataset.ssb.queries import Plan, TableQuery
from analysis.dataset.ssb.source_fault import SourceFault
from analysis.dataset.tables import FINAL, REVISED, UNITS, UNREVISED, impossible

Key = tuple[str, int, str]


@dataclass(frozen=True)
class Figure:
    """One row of ``kommunedata.csv``; the fields are its columns, in order."""

    code: str
    year: int
    quantity: str
    value: float
    unit: str
    source: str
    updated: dt.date | None
    fetched: dt.date | None
    status: str

    @property
    def key(self) -> Key:
        """What the row is about."""
        return self.code, self.year, self.quantity


@dataclass(frozen=True)
class Found:
    """The figures of one table, and what it did not have.

    Attributes
    ----------
    figures : list of Figure
    missing : mapping of (code, why) to list of (year, quantity)
        Figures there are none of, by municipality and reason.
    """

    figures: list[Figure] = field(default_factory=list)
    missing: Mapping[tuple[str, str], list[tuple[int, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )


def day_of(query: TableQuery, year: int) -> dt.date:
    """Return the day whose division into municipalities a year's figures follow."""
    return dt.date(year, 12, 31) if query.accounts else dt.date(year, 1, 1)


def years_of(query: TableQuery, year: int, count: int) -> list[int]:
    """Return the years to ask for: accounts up to the year before, so that both fit together.

    KOSTRA divides a year's amounts by the inhabitants on 1 January of the year after.
    """
    last = year - 1 if query.accounts else year
    return [y for y in range(last - count + 1, last + 1) if y >= 2017]  # codes are known since


def codes_through(
    query: TableQuery, codes: Iterable[str], years: Sequence[int], history: History
) -> list[str]:
    """Return every code the municipalities have had in the years, in order."""
    found: dict[str, None] = {}
    for code in codes:
        for year in years:
            try:
                found |= dict.fromkeys(history.earlier(code, day_of(query, year)))
            except AmbiguousCode:
                continue  # told by `figures_of`, with the reason
    return list(found)


def figures_of(
    plan: Plan,
    cells: pd.DataFrame,
    codes: Sequence[str],
    history: History,
    updated: dt.date,
    fetched: dt.date,
) -> Found:
    """Return the figures of the municipalities as they are today.

    A municipality put together of several has their sum. One that was split off has no figure
    for the years before, and a sum with a missing part is missing.

    Parameters
    ----------
    plan : Plan
        What was asked.
    cells : DataFrame
        The answer, from `Cube.figures`.
    codes : sequence of str
        The municipalities, by today's codes.
    history : History
    updated, fetched : date
        When the table was changed, and when it was fetched.

    Raises
    ------
    SourceFault
        If a figure cannot be what it is said to be.
    """
    found = Found()
    lookup = _Lookup(plan, cells)
    source = f"SSB tabell {plan.query.table} (CC BY 4.0)"
    for code in codes:
        for year in (int(year) for year in plan.selection[plan.time]):
            try:
                parts = history.earlier(code, day_of(plan.query, year))
            except AmbiguousCode as split:
                why = f"området hørte til {split.code} {history.name(split.code)}, som er delt"
                found.missing[code, why] += [(year, q) for q in plan.query.quantities]
                continue
            for quantity in plan.query.quantities:
                value, why, provisional = lookup.sum(parts, year, quantity)
                if why:
                    found.missing[code, why].append((year, quantity))
                    continue
                if fault := impossible(quantity, value):
                    raise SourceFault(
                        f"SSB svarte {norwegian_number(value)} for {quantity} i {code} i {year}. "
                        f"{fault}, så svaret er ikke brukt. Prøv igjen senere."
                    )
                whose = f"; sum av {', '.join(parts)}" if len(parts) > 1 else ""
                unrevised = provisional or _is_unrevised(plan.query, year, updated)
                status = UNREVISED if unrevised else FINAL
                found.figures.append(
                    Figure(code, year, quantity, value, UNITS[quantity], f"{source}{whose}",
                           updated, fetched, status)
                )  # fmt: skip
    return found


class _Lookup:
    """The cells of an answer by what they are about."""

    def __init__(self, plan: Plan, cells: pd.DataFrame) -> None:
        self._plan, self._names = plan, [str(name) for name in cells.index.names]
        pairs = zip(cells["value"].tolist(), cells["status"].tolist(), strict=True)
        self._cells = dict(zip(cells.index.tolist(), pairs, strict=True))

    def sum(self, parts: Sequence[str], year: int, quantity: str) -> tuple[float, str, bool]:
        """Return the sum over the parts, or why there is none; and whether it may be changed."""
        total, provisional = 0.0, False
        for part in parts:
            time, region = self._plan.time, self._plan.region
            place = {**self._plan.places[quantity], region: part, time: str(year)}
            cell = self._cells.get(tuple(place[name] for name in self._names))
            if cell is None:
                return math.nan, f"nummeret {part} er ikke i tabellen", False
            value, symbol = cell
            if math.isnan(value):
                return math.nan, SYMBOLS.get(symbol, "cellen er tom"), False
            total += value
            provisional |= symbol in PROVISIONAL
        return (total, "", provisional) if parts else (math.nan, "kommunen var ikke til", False)


def _is_unrevised(query: TableQuery, year: int, updated: dt.date) -> bool:
    return query.accounts and updated < dt.date(year + 1, *REVISED)
