"""One cell of a form: what only a spreadsheet can get wrong, and then what any input can."""

from __future__ import annotations

from typing import NamedTuple

from openpyxl.cell.cell import Cell as SheetCell

from analysis.dataset.forms.scale import without_words
from analysis.dataset.notation import Cell, Formula, norwegian_number, one_line, short
from analysis.dataset.reading import Context, Outcome, empty_value, excel_cell, read_cell
from analysis.dataset.tables import InputColumn

_DIGITS = 15  # as many as Excel shows; the rest is noise from binary fractions


class FormCell(NamedTuple):
    """What a cell gives, and whether there is anything in it."""

    outcome: Outcome
    filled: bool


def read_form_cell(
    column: InputColumn, cell: SheetCell, context: Context, *, in_words: bool = False
) -> FormCell:
    """Return what a cell of a form gives.

    Parameters
    ----------
    column : InputColumn
        What may stand there.
    cell : openpyxl cell
        What stands there; a formula as a formula.
    context : Context
        Municipality codes and ceiling.
    in_words : bool
        Whether a number can be told in the words of the pluss-minus scale.
    """
    found = _plain(excel_cell(cell.value, cell.data_type))
    if found == "":
        return FormCell(Outcome(empty_value(column)), filled=False)
    refusal = _refusal(column, cell, found)
    if refusal:
        return FormCell(Outcome(empty_value(column), refusal), filled=True)
    if in_words and isinstance(found, str):
        found = without_words(found)
    return FormCell(read_cell(column, found, context), filled=True)


def _plain(found: Cell) -> Cell:
    if isinstance(found, Formula):
        return found
    if isinstance(found, str):
        return one_line(found)
    return float(f"{found:.{_DIGITS}g}") if isinstance(found, float) else found


def _refusal(column: InputColumn, cell: SheetCell, found: Cell) -> str:
    if isinstance(found, Formula):
        shown = "" if found == "=" else f" («{short(found, 40)}»)"
        return f"Cellen har en formel{shown}. Kopier cellen, og lim den inn som verdi"
    if cell.data_type == "e":
        return f"«{found}» er en feilmelding fra regnearket. Rett cellen, og skriv verdien"
    percent = column.kind in ("tall", "år") and "%" in str(cell.number_format)
    if percent and isinstance(found, int | float):
        return (
            f"Cellen har prosentformat og viser {norwegian_number(round(found * 100, 6))} %. "
            "Sett formatet til Tall, og skriv tallet på nytt"
        )
    return ""
