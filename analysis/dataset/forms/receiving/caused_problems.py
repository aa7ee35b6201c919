"""What the answers make unusual or unknown elsewhere, told with the answer that makes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from openpyxl.utils import get_column_letter

from analysis.dataset.forms.receiving.answer_changes import Change
from analysis.dataset.forms.receiving.form import Form
from analysis.dataset.forms.receiving.form_problems import SheetLog
from analysis.dataset.forms.registered import Registered
from analysis.dataset.forms.sheets import SHEETS
from analysis.dataset.problems import Problem, ProblemLog
from analysis.dataset.reading import LINE

# What a question about a column, by table, is worked out from, beside the row it stands in.
_RESTS_ON = {
    ("budsjett", "beløp"): {
        ("budsjett", "beløp"), ("kommuner", "ikt_brukere"), ("bemanning", "årsverk"),
    },
    ("bemanning", "årsverk"): {
        ("bemanning", "årsverk"), ("kommuner", "ikt_brukere"), ("kommuner", "årsverk_totalt"),
    },
    ("applikasjoner", "årskostnad"): {
        ("applikasjoner", "årskostnad"), ("applikasjoner", "driftsform"), ("budsjett", "beløp"),
    },
    ("applikasjoner", "brukere"): {("kommuner", "ikt_brukere")},
}  # fmt: skip
_MOST_CELLS = 5
# Told cell by cell already.
_EMPTY_AMOUNTS = ("budsjett", "kostnadsgruppe")


def tell_cause(
    problem: Problem,
    registered: Registered,
    form: Form,
    changes: Sequence[Change],
    log: ProblemLog,
) -> None:
    """Tell a new problem of a municipality in its form: at the changed cell, or at the sheet.

    Parameters
    ----------
    problem : Problem
        As it stands in the files there are.
    registered : Registered
        What there is.
    form : Form
        The municipality's form.
    changes : sequence of Change
        What the form changes.
    log : ProblemLog
        Where it is told.
    """
    table = PurePosixPath(problem.file).stem
    place = (table, problem.column or "")
    if place == _EMPTY_AMOUNTS:
        return
    message = f"{_row(problem, registered)}{problem.message}"
    cells = list(_changed_cells(changes, _RESTS_ON.get(place, {place})))
    if len(cells) == 1:
        change, name = cells[0]
        assert change.after is not None  # it has a cell
        replace(change.answers.log, log=log).tell(
            message, row=change.after.row, column=change.after.places[name], name=name,
            severity=problem.severity,
        )  # fmt: skip
        return
    if 1 < len(cells) <= _MOST_CELLS:
        told = ", ".join(f"{c.sheet.name}!{_cell(c, name)}" for c, name in cells)
        message = f"{message} (Endret i skjemaet: {told})"
    _at_sheet(table, form, log).tell(message, name=problem.column, severity=problem.severity)


def _changed_cells(
    changes: Sequence[Change], columns: set[tuple[str, str]]
) -> Iterator[tuple[Change, str]]:
    for change in changes:
        for name in change.columns if change.after else ():
            if (change.sheet.table.name, name) in columns:
                yield change, name


def _cell(change: Change, name: str) -> str:
    assert change.after is not None  # it has a cell
    return f"{get_column_letter(change.after.places[name])}{change.after.row}"


def _at_sheet(table: str, form: Form, log: ProblemLog) -> SheetLog:
    position, sheet = next(
        (at, sheet) for at, sheet in enumerate(SHEETS, 1) if sheet.table.name == table
    )
    return SheetLog(form.file, sheet.name, position, log)


def _row(problem: Problem, registered: Registered) -> str:
    """Name the row a problem stands in, where the message does not: one of many systems."""
    table = PurePosixPath(problem.file).stem
    sheet = next(sheet for sheet in SHEETS if sheet.table.name == table)
    if problem.line is None or not sheet.free:
        return ""
    frame = registered.tables[table].frame
    row = frame[frame[LINE] == problem.line].iloc[0]
    return f"{', '.join(str(row[name]) for name in sheet.key)}: "
