"""Forms of the small analysis: made, filled in as a municipality would, and taken in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from dataset.analysis_folder import Analysis
from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.forms.receiving.import_plan import Import, plan_import
from analysis.dataset.forms.registered import Registered, read_registered
from analysis.dataset.forms.sending.front_page import Sending
from analysis.dataset.forms.sending.workbook import make_form
from analysis.dataset.forms.sheets import BASIS, CRITERIA, SHEETS

CODE = "1101"
NAME = "eigersund.xlsx"


def registered(analysis: Analysis) -> Registered:
    """Return what an analysis without errors knows."""
    return read_registered(analysis.folder)


def form(analysis: Analysis, code: str = CODE, year: int = 2022, name: str = NAME) -> Path:
    """Make a form as it is sent out."""
    path = analysis.folder / "skjema" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(_made(analysis, code, year))
    return path


_forms: dict[object, bytes] = {}


def _made(analysis: Analysis, code: str, year: int) -> bytes:
    """Make a form once of the same content; making it again gives the same bytes."""
    files = sorted(path for path in analysis.folder.rglob("*") if path.is_file())
    content = tuple((path.as_posix(), path.read_bytes()) for path in files)
    key = (content, code, year)
    if key not in _forms:
        _forms[key] = make_form(registered(analysis), code, year, Sending())
    return _forms[key]


def edit(path: Path, change: Callable[[Workbook], object]) -> Path:
    """Change a form as one who pays no heed to locked cells, and save it."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return path


def cell(sheet: Worksheet, row: str, column: str) -> Cell:
    """Return the cell under a heading, in the first row below it that has a text as its own."""
    heading = next(c for cells in sheet.iter_rows() for c in cells if c.value == column)
    below = sheet.iter_rows(min_row=heading.row + 1)
    found = next(cells for cells in below if row in [str(c.value) for c in cells])
    return found[heading.column - 1]


def new_row(sheet: Worksheet, **answers: Any) -> int:
    """Write answers in the first unused row of a sheet where rows can be added."""
    headings = {c.value: c for cells in sheet.iter_rows() for c in cells if c.value in answers}
    row = max(c.row for cells in sheet.iter_rows() for c in cells if c.value is not None) + 1
    for name, answer in answers.items():
        sheet.cell(row, headings[name].column, answer)
    return row


def take_in(analysis: Analysis, *paths: Path, chosen: Collection[str] = ()) -> Import:
    """Work out what taking in forms would do."""
    return plan_import(registered(analysis), paths, chosen)


def told(plan: Import, severity: str) -> list[str]:
    """Return the problems of a severity as the user reads them."""
    return [str(problem) for problem in plan.problems if problem.severity == severity]


def without_basis(book: Workbook) -> None:
    """Take out what tells how the form was sent, as a copy of some of the sheets does."""
    del book[BASIS]


def asked(plan: Import) -> list[str]:
    """Return what has to be confirmed."""
    return [confirmation.text for confirmation in plan.to_confirm]


def weigh(book: Workbook, weights: Mapping[str, Any]) -> None:
    """Write weights by criterion in the sheet for them."""
    for criterion, weight in weights.items():
        cell(book["Vekter"], criterion, "vekt").value = weight


def written(plan: Import, table: str) -> list[dict[str, str]]:
    """Return the rows of a table as they would be after the import."""
    text = plan.merged[table].after.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def before_a_criterion(book: Workbook, criterion: str) -> None:
    """Make a form one from before a criterion came: no row asks for it, and no list has it."""
    for sheet in ("Vekter", "Vurderinger", BASIS):
        page = book[sheet]
        rows = [cells[0].row for cells in page if criterion in [c.value for c in cells]]
        for row in reversed(rows):
            page.delete_rows(row)


def about_a_criterion_since_gone(book: Workbook, criterion: str, name: str) -> None:
    """Make a form ask for a criterion there no longer is, in the place of one it then asked for."""
    for sheet in ("Vekter", "Vurderinger"):
        for cells in list(book[sheet].iter_rows()):
            for found in (c for c in cells if c.value == criterion):
                found.value = "gammelt"
    page = book[BASIS]
    for cells in page.iter_rows():
        if cells[0].value == CRITERIA and cells[2].value == criterion:
            cells[2].value, cells[3].value = "gammelt", name


def reviewed(book: Workbook) -> None:
    """Mark every sheet as gone through."""
    front = book["Veiledning"]
    for name in (sheet.name for sheet in SHEETS):
        cell(front, name, "Sett over").value = "ja"
