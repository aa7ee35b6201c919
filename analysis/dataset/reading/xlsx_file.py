"""Read the table in a workbook as Excel saves it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.notation import Cell, Formula, listed, number_runs, short
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.raw_table import RawTable
from analysis.dataset.reading.table_shape import SEARCHED, heading_at
from analysis.dataset.reading.workbook import NotReadable, open_workbook
from analysis.dataset.tables import InputTable

_MOST_TOLD = 10


def read_xlsx(file: str, data: bytes, table: InputTable, log: ProblemLog) -> RawTable | None:
    """Return the cells of the sheet that holds a table.

    None, with a feil in the log, where it cannot be read.

    Parameters
    ----------
    file : str
        The file as the user knows it.
    data : bytes
        Its content.
    table : InputTable
        What the headings have to be.
    log : ProblemLog
        Where trouble is told, with the name of the sheet where there are several.
    """
    try:
        book = open_workbook(data)
    except NotReadable as why:
        log.error(file, None, None, str(why))
        return None
    sheet = _chosen(book, Path(file).stem, table, file, log)
    if sheet is None:
        return None
    if len(book.worksheets) > 1:
        log.name_sheet(file, short(sheet.title))
    records = list(_filled_rows(sheet))
    if not records:
        message = "Filen er tom. Legg inn overskrifter og rader, eller slett filen"
        log.error(file, None, None, message)
        return None
    _tell_hidden(sheet, [line for line, _ in records], file, log)
    _split_merged(sheet, records, table, file, log)
    header_line, header = records.pop(0)
    return RawTable(
        file=file,
        header=tuple(str(cell).strip() for cell in header),
        header_line=header_line,
        rows=[row for _, row in records],
        lines=[line for line, _ in records],
    )


def _chosen(
    book: Workbook, name: str, table: InputTable, file: str, log: ProblemLog
) -> Worksheet | None:
    """Find the sheet to read: the one named as the table, else the only one with its headings.

    A hidden sheet is never read: people hide last year's.
    """
    sheets = [sheet for sheet in book.worksheets if _is_filled(sheet)] or book.worksheets[:1]
    seen = [sheet for sheet in sheets if sheet.sheet_state == "visible"]
    named = [sheet for sheet in sheets if sheet.title.strip().casefold() == name.casefold()]
    fitting = [sheet for sheet in sheets if _has_table(sheet, table)]
    shown = [sheet for sheet in fitting if sheet in seen] or seen
    if named and named[0] in seen:
        return named[0]
    if named:
        trouble = (
            f"Arket {_titles(named)} er skjult og leses ikke. Vis det hvis det er det som skal "
            "leses, eller gi det et annet navn"
        )
    elif fitting and not set(fitting) & set(seen):
        trouble = f"Tabellen står i {_titles(fitting)}, som er skjult og ikke leses. Vis arket"
    elif len(shown) == 1:
        return shown[0]
    else:
        found = "Flere ark har overskriftene" if fitting else "Ingen av arkene har overskriftene"
        rename = f"Gi arket som skal leses, navnet «{name}»"
        trouble = f"{found} til tabellen: {_titles(shown)}. {rename}"
    log.error(file, None, None, trouble)
    return None


def _titles(sheets: list[Worksheet]) -> str:
    return listed([f"«{short(sheet.title)}»" for sheet in sheets])


def _is_filled(sheet: Worksheet) -> bool:
    return any(cell is not None for row in sheet.iter_rows(values_only=True) for cell in row)


def _has_table(sheet: Worksheet, table: InputTable) -> bool:
    return heading_at([row for _, row in _filled_rows(sheet, SEARCHED)], table) is not None


def _filled_rows(sheet: Worksheet, last: int | None = None) -> list[tuple[int, list[Cell]]]:
    rows = (
        (line, [excel_cell(cell.value, cell.data_type) for cell in cells])
        for line, cells in enumerate(sheet.iter_rows(max_row=last), 1)
    )
    return [(line, row) for line, row in rows if any(cell != "" for cell in row)]


def _tell_hidden(sheet: Worksheet, lines: list[int], file: str, log: ProblemLog) -> None:
    """Tell what is read though nobody sees it: rows that are hidden or filtered away, columns."""
    told = {line for line, row in sheet.row_dimensions.items() if row.hidden} & set(lines)
    if told:
        message = "er skjult eller filtrert bort, men tas med. Slett det som ikke skal telle"
        log.warning(file, None, None, f"Rad {number_runs(told)} {message}")
    if columns := [get_column_letter(column) for column in sorted(hidden_columns(sheet))]:
        message = "er skjult, men tas med. Vis det som er skjult, og se over det"
        log.warning(file, None, None, f"Kolonne {listed(columns)} {message}")


def hidden_columns(sheet: Worksheet) -> set[int]:
    """Return the numbers of the columns nobody sees, as far as there is something in the sheet."""
    return {
        column
        for area in sheet.column_dimensions.values()
        if area.hidden and area.min
        for column in range(area.min, min(area.max or area.min, sheet.max_column) + 1)
    }


def _split_merged(
    sheet: Worksheet, records: list[tuple[int, list[Cell]]], table: InputTable, file: str,
    log: ProblemLog,
) -> None:  # fmt: skip
    """Tell merged cells in a table, and give a merged column's value to each of its rows.

    It is a feil all the same; the value only keeps empty cells from being told, too.
    """
    rows = dict(records)
    top = records[heading_at([row for _, row in records], table) or 0][0]
    ranges = [r for r in sheet.merged_cells.ranges if r.max_row >= top and r.min_row <= max(rows)]
    if not ranges:
        return
    for merged in ranges:
        place = merged.min_col - 1
        if merged.min_col == merged.max_col and merged.min_row in rows:
            for line in range(merged.min_row, merged.max_row + 1):
                rows.get(line, rows[merged.min_row])[place] = rows[merged.min_row][place]
    ranges.sort(key=lambda merged: (merged.min_row, merged.min_col))
    told = [merged.coord for merged in ranges[:_MOST_TOLD]]
    rest = len(ranges) - len(told)
    places = f"{', '.join(told)} og {rest} områder til" if rest else listed(told)
    message = "er slått sammen. Del dem opp, og skriv verdien i hver celle"
    log.error(file, ranges[0].min_row, None, f"Cellene {places} {message}")


def excel_cell(value: Any, data_type: str) -> Cell:
    """Return what stands in a cell, as openpyxl gives it, as the cell of a table."""
    match value:
        case None:
            return ""
        case str() if data_type == "f":
            return Formula(value)
        case str():
            return unicodedata.normalize("NFC", value.replace("\r\n", "\n").strip())
        case bool():
            return "SANN" if value else "USANN"
        case int() | float():
            return value
        case dt.datetime():
            return value.date()
        case dt.date():
            return value
        case dt.time() | dt.timedelta():
            return str(value)
        case _:
            return Formula(getattr(value, "text", None) or "=")
