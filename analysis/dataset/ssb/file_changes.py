"""What fetched figures change in the files of an analysis, row by row and cell by cell."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.dataset.changing import csv_bytes, edit_cells, write_whole
from analysis.dataset.kommunenummer import History
from analysis.dataset.notation import norwegian_number
from analysis.dataset.problems import InputProblems, Problem, ProblemLog
from analysis.dataset.reading import LINE, Context, TableData, read_table
from analysis.dataset.ssb.figures import Figure
from analysis.dataset.tables import INHABITANTS, MUNICIPALITIES, OFFICIAL, UNITS

_COLUMNS = [column.name for column in OFFICIAL.columns]
# How the source of inhabitants is worded in kommuner, so that its year can follow the figure.
_SOURCE = re.compile(r"(tabell 07459\b[^;]*?\b1\. januar )(\d{4})")
_NEW_SOURCE = "innbyggere: SSB tabell 07459 (1. januar {year})"


@dataclass(frozen=True)
class RowChange:
    """A row of ``kommunedata.csv`` that is new or has another figure."""

    old: Figure | None
    new: Figure


@dataclass(frozen=True)
class CellChange:
    """A cell of ``kommuner.csv`` that official figures would change.

    Attributes
    ----------
    line : int
    code, name : str
        The municipality.
    column, old, new : str
    told_old, told_new : str
        The part of them that differs.
    """

    line: int
    code: str
    name: str
    column: str
    old: str
    new: str
    told_old: str
    told_new: str


def read_tables(folder: Path, history: History) -> tuple[TableData, TableData]:
    """Read ``kommuner`` and ``kommunedata``; the other files are not looked at.

    Raises
    ------
    InputProblems
        With every feil of the two, or if ``kommunedata`` is a workbook, which is not written.
    """
    log = ProblemLog()
    context = Context(history, float("inf"))
    municipalities = read_table(folder, MUNICIPALITIES, context, log)
    official = read_table(folder, OFFICIAL, context, log)
    log.raise_if_errors()
    if municipalities.frame.empty:
        message = "Filen har ingen kommuner. Legg inn én rad for hver kommune"
        raise InputProblems([Problem(municipalities.file, None, None, message)])
    if official.found and not official.file.endswith(".csv"):
        message = "Tallene skrives som csv. Lagre filen som kommunedata.csv, og slett denne"
        raise InputProblems([Problem(official.file, None, None, message)])
    return municipalities, official


def figures_in(official: TableData) -> list[Figure]:
    """Return the rows of ``kommunedata``."""
    rows = official.frame[_COLUMNS].to_numpy(dtype=object).tolist()
    return [Figure(code, int(year), *rest) for code, year, *rest in rows]


def merge(
    before: Sequence[Figure], fetched: Sequence[Figure], codes: Sequence[str]
) -> tuple[list[Figure], list[RowChange]]:
    """Put fetched figures in the place of those they replace; all others stay.

    Parameters
    ----------
    before, fetched : sequence of Figure
    codes : sequence of str
        The municipalities, in the order of the file.

    Returns
    -------
    figures, changes
        All rows in order, and what is new to a reader (not the day it was fetched).
    """
    old = {figure.key: figure for figure in before}
    changes = [
        RowChange(old.get(figure.key), figure)
        for figure in fetched
        if figure.key not in old or _told(figure) != _told(old[figure.key])
    ]
    places = {code: place for place, code in enumerate(codes)}
    quantities = {quantity: place for place, quantity in enumerate(UNITS)}
    merged = old | {figure.key: figure for figure in fetched}
    ordered = sorted(
        merged.values(),
        key=lambda f: (places.get(f.code, len(places)), quantities[f.quantity], f.year),
    )
    return ordered, changes


def _told(figure: Figure) -> Figure:
    return dataclasses.replace(figure, fetched=None)


def write_figures(figures: Sequence[Figure], path: Path) -> None:
    """Write the rows to ``kommunedata.csv`` in one step."""
    rows = [dataclasses.astuple(figure) for figure in figures]
    write_whole(path, csv_bytes(pd.DataFrame(rows, columns=_COLUMNS, dtype=object)))


def inhabitant_changes(
    municipalities: TableData, fetched: Iterable[Figure], year: int
) -> list[CellChange]:
    """Return the cells of ``kommuner`` that the inhabitants of a year would change.

    Where the source says «tabell 07459» and a year, or nothing, it follows the figure; other
    texts are left to those who wrote them.
    """
    people = {f.code: f.value for f in fetched if (f.year, f.quantity) == (year, INHABITANTS)}
    changes = []
    for row in municipalities.frame.to_dict("records"):
        code, name, line = str(row["kommunenummer"]), str(row["navn"]), int(row[LINE])
        value = people.get(code)
        if value is None or value == row["innbyggere"]:
            continue
        old = "" if pd.isna(row["innbyggere"]) else norwegian_number(row["innbyggere"])
        new = norwegian_number(value)
        changes.append(CellChange(line, code, name, "innbyggere", old, new, old, new))
        if source := _source_change(str(row["kilde"]), year):
            changes.append(CellChange(line, code, name, "kilde", *source))
    return changes


def _source_change(source: str, year: int) -> tuple[str, str, str, str] | None:
    """The source before and after, and the part of each that differs; None where it stays."""
    found = _SOURCE.search(source)
    if not source:
        new = _NEW_SOURCE.format(year=year)
        return source, new, "", f"«{new}»"
    if not found or found[2] == str(year):
        return None
    new = f"{source[: found.start(2)]}{year}{source[found.end(2) :]}"
    return source, new, f"1. januar {found[2]}", f"1. januar {year}"


def write_cells(path: Path, changes: Sequence[CellChange]) -> bytes:
    """Return the content of a csv file with the cells changed and all else as it was."""
    edits: Mapping[tuple[int, str], str] = {(c.line, c.column): c.new for c in changes}
    return edit_cells(path.read_bytes(), edits)
