"""Write the hidden sheet of a form: what stood there when it was made, and what lists suggest."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from analysis.dataset.forms.registered import Registered
from analysis.dataset.forms.sending.cell_formats import TEXT, CellFormats
from analysis.dataset.forms.sheets import BASIS, BASIS_HEADINGS, CRITERIA, SUGGESTED, Sheet

_ABOUT = (
    "Slik svarene sto da skjemaet ble laget, og forslagene i listene. Importen bruker arket for å "
    "se hva dere har endret. La det stå som det er."
)
_FIRST = 3  # row of the first answer, from 0
_LISTS = len(BASIS_HEADINGS) + 1  # column of the first list, from 0


def write_basis(
    page: Worksheet,
    registered: Registered,
    code: str,
    year: int,
    formats: CellFormats,
    sheets: Sequence[Sheet],
) -> None:
    """Write the sheet, and hide it.

    Parameters
    ----------
    page : xlsxwriter Worksheet
        Empty.
    registered : Registered
        What the analysis knows.
    code : str
        The municipality.
    year : int
        The year the form asks for.
    formats : CellFormats
        The formats of the workbook.
    sheets : sequence of Sheet
        The sheets of the form.
    """
    fact = formats.of("fact", TEXT)
    page.write_string(0, 0, _ABOUT, formats["intro"])
    for position, heading in enumerate(BASIS_HEADINGS):
        page.write_string(_FIRST - 1, position, heading, formats["heading"])
    answers = [
        (sheet.name, str(number), column, text)
        for sheet in sheets
        for number, row in enumerate(registered.texts(sheet, code, year), 1)
        for column, text in row.items()
    ]
    criteria = [(CRITERIA, "1", c.id, c.navn) for c in registered.shared.criteria]
    for at, cells in enumerate([*answers, *criteria], _FIRST):
        for position, cell in enumerate(cells):
            page.write_string(at, position, cell, fact)
    for position, column in enumerate(SUGGESTED, _LISTS):
        page.write_string(_FIRST - 1, position, column, formats["heading"])
        for number, text in enumerate(registered.suggestions(column)):
            page.write_string(_FIRST + number, position, text, fact)
    page.protect("")
    page.hide()


def suggestion_ranges(registered: Registered) -> dict[str, str]:
    """Return where the suggestions for a column stand, as a formula; only of columns with any."""
    found = {}
    for position, column in enumerate(SUGGESTED, _LISTS):
        count = len(registered.suggestions(column))
        if count:
            letter = xl_col_to_name(position, col_abs=True)
            found[column] = f"={BASIS}!{letter}${_FIRST + 1}:{letter}${_FIRST + count}"
    return found
