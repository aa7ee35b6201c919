"""The headings of a sheet in a form: found wherever they stand, in whatever order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.forms.receiving.form_problems import SheetLog
from analysis.dataset.forms.sheets import Sheet
from analysis.dataset.notation import one_line, short
from analysis.dataset.problems import Severity
from analysis.dataset.tables import InputColumn
from analysis.places import nearest


@dataclass(frozen=True)
class Headings:
    """Where the columns of a sheet stand.

    Attributes
    ----------
    row : int
        The row of the headings.
    places : mapping of str to int
        Position of each column that is read, from 1.
    known : frozenset of int
        Positions of every column with a heading.
    """

    row: int
    places: Mapping[str, int]
    known: frozenset[int]


def find_headings(worksheet: Worksheet, sheet: Sheet, log: SheetLog) -> Headings | None:
    """Find the headings; None, with a feil in the log, where a column cannot be found.

    Parameters
    ----------
    worksheet : Worksheet
        The sheet as it came back.
    sheet : Sheet
        What was asked for.
    log : SheetLog
        Where trouble is told.
    """
    read = {column.name: column for column in sheet.columns if column.name not in sheet.shown}
    cells = _heading_row(worksheet, list(read))
    if cells is None:
        log.tell("Finner ikke overskriftene. Kopier overskriftsraden fra et nytt skjema")
        return None
    row = cells[0].row
    places = _places(cells, read, log)
    locked = {*sheet.shown, *(note.heading.casefold() for note in sheet.notes)}
    named = {_name(cell): cell for cell in cells if _name(cell)}
    unknown = {name: cell for name, cell in named.items() if name not in locked | set(read)}
    missing = [column for column in read.values() if column.name not in places]
    near = {column.name: nearest(column.name, unknown) for column in missing}
    for column in missing:
        _tell_missing(column, unknown.get(near[column.name] or ""), row, log)
    for name in unknown.keys() - set(near.values()):
        message = f"Kolonnen «{short(name)}» hører ikke til skjemaet og tas ikke inn"
        log.tell(message, row=row, column=unknown[name].column, severity=Severity.WARNING)
    if any(near[column.name] or not column.optional for column in missing):
        return None
    return Headings(row, places, frozenset(cell.column for cell in cells if _name(cell)))


def _places(
    cells: tuple[SheetCell, ...], read: Mapping[str, InputColumn], log: SheetLog
) -> dict[str, int]:
    """Position of each column that is read; one that stands twice is told."""
    places: dict[str, int] = {}
    for cell in cells:
        name = _name(cell)
        if name in places:
            log.tell(
                "Kolonnen står to ganger. Slett den ene kolonnen",
                row=cell.row, column=cell.column, name=name,
            )  # fmt: skip
        elif name in read:
            places[name] = cell.column
    return places


def likeness(worksheet: Worksheet, sheet: Sheet) -> float:
    """The share of the headings of what was asked for that a sheet has; 0 for less than half."""
    names = {column.name for column in sheet.columns if column.name not in sheet.shown}
    row = _heading_row(worksheet, list(names))
    return len({_name(cell) for cell in row} & names) / len(names) if row else 0.0


def _heading_row(worksheet: Worksheet, names: list[str]) -> tuple[SheetCell, ...] | None:
    """Return the first row with most of the headings in it; None where no row has half of them."""
    best, most = None, 0
    for cells in worksheet.iter_rows():
        count = len({_name(cell) for cell in cells} & set(names))
        if count > most:
            best, most = cells, count
    return best if 2 * most >= len(names) else None


def _tell_missing(column: InputColumn, near: SheetCell | None, row: int, log: SheetLog) -> None:
    if near is not None:
        message = f"Kolonnen mangler. Skal «{short(_name(near))}» hete {column.name}?"
        log.tell(message, row=row, column=near.column, name=column.name)
    elif column.optional:
        message = "Kolonnen mangler i skjemaet. Det utredningen har fra før, blir stående"
        log.tell(message, row=row, name=column.name, severity=Severity.WARNING)
    else:
        message = "Kolonnen mangler. Sett den inn igjen, eller bruk et nytt skjema"
        log.tell(message, row=row, name=column.name)


def _name(cell: SheetCell) -> str:
    return one_line(str(cell.value)).casefold() if cell.value is not None else ""
