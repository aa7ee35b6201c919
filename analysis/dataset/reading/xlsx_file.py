"""Read xlsx files as Excel saves them."""

from __future__ import annotations

import datetime as dt
import io
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from analysis.dataset.notation import Cell, Formula
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.raw_table import RawTable

# What a damaged workbook raises: openpyxl and zipfile let through whatever their parts happen to
# meet, from a broken part (zlib, xml) and a part that lacks (KeyError, IndexError) to one that is
# encrypted (RuntimeError) or packed in a way nobody here can read (NotImplementedError).
DAMAGE = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, SyntaxError, LookupError,
    ValueError, TypeError, AttributeError, EOFError, OSError, RuntimeError,
)  # fmt: skip


def read_xlsx(file: str, data: bytes, log: ProblemLog) -> RawTable | None:
    """Return the cells of the sheet named as the file, else of the first sheet.

    None, with a feil in the log, where it cannot be read.

    Parameters
    ----------
    file : str
        The file as the user knows it.
    data : bytes
        Its content.
    log : ProblemLog
        Where trouble is told.
    """
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        log.error(
            file,
            None,
            None,
            "Filen har passord eller er lagret i et gammelt "
            "Excel-format. Fjern passordet og lagre som .xlsx",
        )
        return None
    try:
        records = list(_xlsx_records(data, Path(file).stem))
    except DAMAGE:
        log.error(
            file,
            None,
            None,
            "Filen er ikke en lesbar Excel-fil. Åpne den i Excel og lagre den på nytt som .xlsx",
        )
        return None
    if not records:
        log.error(
            file, None, None, "Filen er tom. Legg inn overskrifter og rader, eller slett filen"
        )
        return None
    # Excel stores no cells after the last filled one of a row.
    width = max(len(row) for _, row in records)
    for _, row in records:
        row.extend("" for _ in range(width - len(row)))
    header_line, header = records.pop(0)
    return RawTable(
        file=file,
        header=tuple(str(cell).strip() for cell in header),
        header_line=header_line,
        rows=[row for _, row in records],
        lines=[line for line, _ in records],
    )


def _xlsx_records(data: bytes, name: str) -> Iterator[tuple[int, list[Cell]]]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns about drop-down lists and odd dates
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
        names = {title.casefold(): title for title in book.sheetnames}
        sheet = book[names.get(name.casefold(), book.worksheets[0].title)]
        sheet.reset_dimensions()  # some programs write them wrong
        for line, row in enumerate(sheet.iter_rows(), 1):
            cells = [excel_cell(cell.value, cell.data_type) for cell in row]
            if any(cell != "" for cell in cells):
                yield line, cells
        book.close()


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
