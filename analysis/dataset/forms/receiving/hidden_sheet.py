"""The answers as they stood in a form when it was made, so that an untouched cell can be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.workbook import Workbook

from analysis.dataset.forms.registered import Row, fingerprint_of
from analysis.dataset.forms.sheets import BASIS, BASIS_HEADINGS, CRITERIA, SHEETS, Sheet
from analysis.dataset.notation import to_text
from analysis.dataset.reading import excel_cell
from analysis.dataset.tables import InputColumn

Sent = Mapping[str, Sequence[Row]]


@dataclass(frozen=True)
class Basis:
    """What a form says of the time it was made.

    Attributes
    ----------
    rows : mapping of str to sequence of Row
        What stood in each sheet, by its name, where that is known.
    criteria : mapping of str to str
        The names of the criteria there were, by id; none where that is not known.
    """

    rows: Sent
    criteria: Mapping[str, str]


def read_basis(book: Workbook, fingerprints: Mapping[str, str]) -> Basis:
    """Return what stood in each sheet when the form was made, as texts, and the criteria.

    A sheet is left out where it is not known: the hidden sheet is gone, has been changed, or is
    that of another form. It is known by the control on the front page.

    Parameters
    ----------
    book : Workbook
        The form.
    fingerprints : mapping of str to str
        For each sheet, the control of what stood there.
    """
    if BASIS not in book.sheetnames:
        return Basis({}, {})
    rows: dict[str, dict[str, dict[str, str]]] = {}
    page = book[BASIS]
    for cells in page.iter_rows(max_col=len(BASIS_HEADINGS)):
        texts = [to_text(excel_cell(cell.value, cell.data_type)) for cell in cells]
        if len(texts) == len(BASIS_HEADINGS):
            name, number, column, text = texts
            rows.setdefault(name, {}).setdefault(number, {})[column] = text
    found = {}
    for sheet in SHEETS:
        own = list(rows.get(sheet.name, {}).values())
        if fingerprints.get(sheet.name) == fingerprint_of(sheet, own):
            found[sheet.name] = [Row(_all_columns(sheet, row), 0) for row in own]
    return Basis(found, rows.get(CRITERIA, {}).get("1", {}))


def _all_columns(sheet: Sheet, row: Mapping[str, str]) -> dict[str, str]:
    return {column.name: _or_default(column, row) for column in sheet.columns}


def _or_default(column: InputColumn, row: Mapping[str, str]) -> str:
    return row.get(column.name) or column.default
