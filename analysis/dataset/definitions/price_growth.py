"""A price index told as growth: a percentage a year stands for the level."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isnan
from typing import NamedTuple

from analysis.dataset.notation import norwegian_number
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE, TableData

# What is rounded to one decimal may be this far from what the levels say.
_ROUNDING = 0.1
_BASE = 100.0


class _Year(NamedTuple):
    year: int
    level: float
    growth: float
    line: int


def with_levels(index: TableData, log: ProblemLog) -> TableData:
    """Return the price index with a level for every year that has one or can be reckoned to one.

    index_y = index_{y−1} · (1 + growth_y / 100), both ways. Where no year has a level, the year
    before the first is 100.

    Parameters
    ----------
    index : TableData
        ``prisindeks`` as it was read.
    log : ProblemLog
        Where a year that can't be reckoned is told, and one whose level and growth disagree.
    """
    rows = [_Year(*row) for row in index.rows("år", "indeks", "vekst", LINE)]
    given = {row.year: row for row in sorted(rows) if row.year > 0}
    if not given or log.has_errors(index.file):
        return index
    levels = dict(_levels(given))
    for row in given.values():
        if message := _trouble(row, given, levels):
            log.error(index.file, row.line, "vekst" if row.year in levels else "indeks", message)
    return _with_rows(index, {y: level for y, level in levels.items() if level > 0})


def _levels(given: dict[int, _Year]) -> Iterator[tuple[int, float]]:
    """The level of each year: as given, else from the year before, else from the year after."""
    known = {year: row.level for year, row in given.items() if not isnan(row.level)}
    first = min(given)
    if not known and not isnan(given[first].growth):
        known[first - 1] = _BASE
    for year in sorted(given):
        if year not in known and year - 1 in known and not isnan(given[year].growth):
            known[year] = known[year - 1] * _factor(given[year])
    for year in sorted(given, reverse=True):
        if year in known and year - 1 not in known and not isnan(given[year].growth):
            known[year - 1] = known[year] / _factor(given[year])
    yield from known.items()


def _factor(row: _Year) -> float:
    return 1.0 + row.growth / 100.0


def _trouble(row: _Year, given: dict[int, _Year], levels: dict[int, float]) -> str:
    """What is wrong with a year; empty if nothing."""
    if row.year not in levels:
        if isnan(row.growth):
            return (
                "Både indeks og vekst er tomme. Skriv hvor mange prosent prisene har steget fra "
                "året før, under vekst, for eksempel 3,9"
            )
        if row.year - 1 in given:
            return ""  # what that year lacks is told there
        return (
            f"Tallet for {row.year - 1} mangler, og veksten regnes fra det. Legg til en rad for "
            f"{row.year - 1}"
        )
    if isnan(row.level) or isnan(row.growth) or row.year - 1 not in levels:
        return ""
    reckoned = 100.0 * (row.level / levels[row.year - 1] - 1.0)
    if abs(reckoned - row.growth) <= _ROUNDING:
        return ""
    return (
        f"Veksten er {norwegian_number(row.growth)} prosent, men indeksen sier "
        f"{norwegian_number(round(reckoned, 1))}. Slett det ene av de to tallene"
    )


def _with_rows(index: TableData, levels: dict[int, float]) -> TableData:
    """Fill in the levels, and add the years only the growth of the next one tells of."""
    columns = {name: list(values) for name, values in index.columns.items()}
    columns["indeks"] = [levels.get(year, level) for year, level in index.rows("år", "indeks")]
    at = {year: position for position, year in enumerate(columns["år"])}
    for year in sorted(levels.keys() - at):
        row = {name: values[at[year + 1]] for name, values in columns.items()}
        row |= {"år": year, "indeks": levels[year], "vekst": float("nan")}
        for name, values in columns.items():
            values.append(row[name])
    return replace(index, columns=columns)
