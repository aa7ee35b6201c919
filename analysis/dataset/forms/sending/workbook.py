"""Make a municipality's form."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Sequence
from math import isnan

import xlsxwriter

from analysis.dataset.forms.cell_values import as_text
from analysis.dataset.forms.group_sheets import sheets_of
from analysis.dataset.forms.registered import Registered, is_blank, previous_year
from analysis.dataset.forms.sending.answer_sheet import write_answer_sheet
from analysis.dataset.forms.sending.cell_formats import CellFormats
from analysis.dataset.forms.sending.front_page import Sending, write_front_page
from analysis.dataset.forms.sending.hidden_sheet import suggestion_ranges, write_basis
from analysis.dataset.forms.sending.prefill import FilledRow, filled_rows
from analysis.dataset.forms.sheets import (
    BASIS,
    FRONT,
    PREVIOUS_AMOUNT,
    TOP_WEIGHT,
    Sheet,
)
from analysis.dataset.notation import norwegian_number
from analysis.dataset.problems import InputProblems, Problem

# Signs in a cell.
_LONGEST = 32_767


def make_form(registered: Registered, code: str, year: int, sending: Sending) -> bytes:
    """Return a municipality's form as an xlsx file; same inputs, same bytes.

    It holds nothing of other municipalities than what they have judged in common, and the names
    and types of systems in use in the region, without whose they are.

    Parameters
    ----------
    registered : Registered
        What the analysis knows.
    code : str
        The municipality's current kommunenummer; empty for the working group.
    year : int
        The year the form asks for.
    sending : Sending
        Who it is sent back to, and when.

    Raises
    ------
    InputProblems
        If a text is longer than a cell can hold; it would be cut.
    """
    _refuse_too_long(registered, code, year)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False})
    sheets = sheets_of(registered.taking_part, code)
    title = f"{registered.who(code)}, {year}"
    # The clock is not read, so that the same inputs give the same file.
    created = dt.datetime(year, 1, 1)
    book.set_properties({"title": f"Kartlegging av IKT: {title}", "created": created})
    formats = CellFormats(book)
    front = book.add_worksheet(FRONT)
    write_front_page(front, registered, code, year, sending, formats, sheets)
    suggestions = suggestion_ranges(registered)
    for sheet in sheets:
        rows = filled_rows(sheet, registered, code, year)
        write_answer_sheet(
            book.add_worksheet(sheet.name), sheet, rows, title,
            _origin(registered, sheet, rows, code, year), formats, registered.shared.cost_ceiling,
            suggestions,
        )  # fmt: skip
    write_basis(book.add_worksheet(BASIS), registered, code, year, formats, sheets)
    book.close()
    return stream.getvalue()


def _refuse_too_long(registered: Registered, code: str, year: int) -> None:
    """Refuse texts that Excel would cut, of the municipality's own rows and of those in common."""
    problems = [
        Problem(
            registered.tables[sheet.table.name].file, row.line, column.name,
            f"Teksten har {_length(text)} tegn, og en celle i Excel har plass til {_LONGEST}. Kort "
            "den ned, eller del den på flere rader, før skjemaene lages",
        )
        for sheet in sheets_of(registered.taking_part, code)
        for whose in dict.fromkeys((code, ""))
        for row in registered.rows(sheet, whose, year)
        for column in sheet.columns
        if _length(text := as_text(row.values[column.name])) > _LONGEST
    ]  # fmt: skip
    if problems:
        raise InputProblems(problems)


def _length(text: str) -> int:
    """As Excel counts: a sign outside the first plane is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _origin(
    registered: Registered, sheet: Sheet, rows: Sequence[FilledRow], code: str, year: int
) -> list[str]:
    """Say what the answers that stand in a sheet are."""
    last = previous_year(registered, code, year)
    lines = []
    if sheet.per_year and last is not None:
        lines.append(f"{PREVIOUS_AMOUNT.heading.capitalize()} er fra {last}.")
    if any(row.known and not is_blank(sheet, row.values) for row in rows):
        what = "viser det utredningen har fra før"
        if last is not None and not sheet.per_year:
            what = f"er svarene fra forrige gang ({last})"
        lines.append(f"Blå celler {what}. Se over dem, og rett det som er endret.")
    if sheet.whole:
        lines += _scales(registered, sheet, rows, year)
    return lines


def _scales(
    registered: Registered, sheet: Sheet, rows: Sequence[FilledRow], year: int
) -> Iterator[str]:
    """Say where the weights there are, or the lack of them, differ from what the sheet says."""
    highest = max((w for w in (row.values[sheet.value] for row in rows) if not isnan(w)), default=0)
    if not sheet.total and highest not in (0, TOP_WEIGHT):
        yield (
            f"Vektene dere har fra før, har {norwegian_number(highest)} som det høyeste. Bare "
            "forholdet mellom dem betyr noe, så dere kan beholde den skalaen."
        )
    if not registered.rows(sheet, "", year):
        yield "Kommunene har ikke felles vekter ennå. Uten dem teller gruppene av kriterier likt."
