"""A file in a shape of its own: its visible sheets, row by row, whatever stands where."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.forms.receiving import open_form
from analysis.dataset.forms.sheets import BASIS, FRONT
from analysis.dataset.notation import Cell, one_line, to_text
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import NotReadable, excel_cell, read_text_table

Record = tuple[int, list[Cell]]


@dataclass(frozen=True)
class ForeignSheet:
    """One sheet.

    Attributes
    ----------
    title : str
        Its name; of a csv file as Excel shows it.
    records : sequence of (int, list of cells)
        Row number and cells of each row with something in it.
    """

    title: str
    records: Sequence[Record]

    def headings(self, position: int) -> list[str]:
        """Return the headings in a record, each once; a column without one has its letter."""
        names = [one_line(to_text(cell)) for cell in self.records[position][1]]
        counts = Counter(name.casefold() for name in names)
        return [
            name if name and counts[name.casefold()] == 1
            else f"{name} (kolonne {get_column_letter(at)})".strip()
            for at, name in enumerate(names, 1)
        ]  # fmt: skip

    def text_above(self, position: int) -> str:
        """Return what stands above a record, as one text."""
        above = (cell for _, cells in self.records[:position] for cell in cells)
        return " ".join(filter(None, (one_line(to_text(cell)) for cell in above)))


@dataclass(frozen=True)
class ForeignFile:
    """A file that is no form of ours.

    Attributes
    ----------
    path : Path
        Where it lies.
    sheets : sequence of ForeignSheet
        Those that can be seen and have something in them.
    """

    path: Path
    sheets: Sequence[ForeignSheet]


def read_foreign(path: Path, log: ProblemLog) -> ForeignFile | None:
    """Read a csv or xlsx file; None, with a feil in the log, where it cannot be read.

    None without a feil where it is a form of ours.
    """
    if path.suffix.casefold() == ".csv":
        raw = read_text_table(path, log)
        if raw is None:
            return None
        records: list[Record] = [(raw.header_line, list(raw.header))]
        records += zip(raw.lines, raw.rows, strict=True)
        return ForeignFile(path, [ForeignSheet(path.stem, _even(records))])
    try:
        book = open_form(path)
    except NotReadable as refused:
        log.error(path.as_posix(), None, None, str(refused))
        return None
    if {FRONT, BASIS} & set(book.sheetnames):
        return None
    pages = [page for page in book.worksheets if page.sheet_state == "visible"]
    sheets = [ForeignSheet(page.title, list(_records(page))) for page in pages]
    return ForeignFile(path, [sheet for sheet in sheets if sheet.records])


def _records(page: Worksheet) -> Iterator[Record]:
    for line, row in enumerate(page.iter_rows(), 1):
        cells = [excel_cell(cell.value, cell.data_type) for cell in row]
        if any(cell != "" for cell in cells):
            yield line, cells


def _even(records: list[Record]) -> list[Record]:
    width = max(len(cells) for _, cells in records)
    return [(line, [*cells, *[""] * (width - len(cells))]) for line, cells in records]
