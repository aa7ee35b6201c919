"""A csv file whose rows can be changed one by one: every other byte stays as it is.

Texts go in as they are read; what a spreadsheet would run as a formula is guarded in the file.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from analysis.dataset.notation import guarded, one_line
from analysis.dataset.tables import InputTable

_BOM = b"\xef\xbb\xbf"
_ISO = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}")


@dataclass(eq=False)
class Record:
    """A row, the headings, or what else a file has, such as blank lines.

    Attributes
    ----------
    line : int or None
        Where it starts in the file as read; None for a row that is new.
    raw : str
        Its text with line end.
    fields : list of str
        The fields in it; none in a blank line.
    """

    line: int | None
    raw: str
    fields: list[str]


class CsvDocument:
    """The text of a csv file, row by row.

    Parameters
    ----------
    data : bytes
        A file that has been read as a table without a feil.

    Attributes
    ----------
    encoding : str
        utf-8 or cp1252.
    """

    def __init__(self, data: bytes) -> None:
        self._bom = _BOM if data.startswith(_BOM) else b""
        data = data.removeprefix(_BOM)
        try:
            text, self.encoding = data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            text, self.encoding = data.decode("cp1252"), "cp1252"
        self._records = list(_split(text))
        self._header = next(r for r in self._records if r.fields and not _tells_separator(r))
        self._names = [_plain(name) for name in self._header.fields]
        self._line_end = _end_of(self._header) or "\n"

    @classmethod
    def new(cls, table: InputTable) -> CsvDocument:
        """Return a file with only the headings of a table, as Norwegian Excel opens it."""
        headings = ";".join(column.name for column in table.columns)
        return cls(_BOM + f"{headings}\n".encode())

    def has_iso_dates(self, column: str) -> bool:
        """Whether dates in a column are written as 2026-12-31; also where there is none yet."""
        position = self._position(column)
        cells = [
            record.fields[position]
            for record in self._records
            if record is not self._header and position < len(record.fields)
        ]
        dates = [cell for cell in cells if re.search("[0-9]", cell)]
        return all(_ISO.fullmatch(cell.strip()) for cell in dates)

    def has_column(self, column: str) -> bool:
        """Whether the file has a column."""
        return column.casefold() in self._names

    def add_column(self, column: str) -> None:
        """Add an empty column at the end; rows that do not fill it stay as they are."""
        end = _end_of(self._header)
        self._header.fields.append(column)
        self._header.raw = self._header.raw.removesuffix(end) + f";{column}{end or self._line_end}"
        self._names.append(column.casefold())

    def change(self, line: int, cells: Mapping[str, str]) -> Record:
        """Write other texts in some columns of the row that starts on a line; return the row."""
        record = self._at(line)
        fields = record.fields + [""] * (len(self._names) - len(record.fields))
        for name, text in cells.items():
            fields[self._position(name)] = guarded(text)
        record.fields = fields
        record.raw = _row(fields) + (_end_of(record) or self._line_end)
        return record

    def remove(self, line: int) -> None:
        """Remove the row that starts on a line."""
        self._records.remove(self._at(line))

    def insert(self, cells: Mapping[str, str], after: int | None) -> Record:
        """Insert a row after the one that starts on a line; else at the end. Return it.

        Rows that are inserted after the same line stand in the order they were inserted in.
        """
        fields = [""] * len(self._names)
        for name, text in cells.items():
            fields[self._position(name)] = guarded(text)
        position = self._last() if after is None else self._records.index(self._at(after))
        while (
            position + 1 < len(self._records)
            and self._records[position + 1].line is None
            and self._records[position + 1].fields
        ):
            position += 1
        before = self._records[position]
        if not _end_of(before):
            before.raw += self._line_end
        record = Record(None, _row(fields) + self._line_end, fields)
        self._records.insert(position + 1, record)
        return record

    def lines(self) -> Iterator[tuple[Record, int]]:
        """Yield each row and the line it starts on as the file is now."""
        line = 1
        for record in self._records:
            yield record, line
            line += _count_lines(record.raw)

    def encode(self) -> bytes:
        """Return the file as it is now.

        Raises
        ------
        UnicodeEncodeError
            If the file is cp1252 and a new text has a letter it lacks.
        """
        text = "".join(record.raw for record in self._records)
        return self._bom + text.encode(self.encoding)

    def _position(self, column: str) -> int:
        return self._names.index(column.casefold())

    def _at(self, line: int) -> Record:
        return next(record for record in self._records if record.line == line)

    def _last(self) -> int:
        """Position of the last row or heading."""
        return max(i for i, record in enumerate(self._records) if any(record.fields))


def _split(text: str) -> Iterator[Record]:
    physical = list(io.StringIO(text, newline=""))
    reader = csv.reader(physical, delimiter=";")
    start = 0
    for fields in reader:
        raw = "".join(physical[start : reader.line_num])
        yield Record(start + 1, raw, fields)
        start = reader.line_num


def _plain(name: str) -> str:
    return one_line(unicodedata.normalize("NFC", name)).casefold()


def _end_of(record: Record) -> str:
    return record.raw[len(record.raw.rstrip("\r\n")) :]


def _tells_separator(record: Record) -> bool:
    return record.fields[0].strip().casefold() == "sep="


def _row(fields: list[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, delimiter=";", lineterminator="").writerow(fields)
    return stream.getvalue()


def _count_lines(raw: str) -> int:
    return len(list(io.StringIO(raw, newline="")))
