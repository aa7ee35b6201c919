"""How large a workbook is, found out part by part before any of it is loaded.

openpyxl makes an object of every cell, also of those inside a merged range and of every empty one
between the first and the last, so a few bytes far away can fill the memory.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from posixpath import basename
from xml.etree import ElementTree
from xml.parsers import expat

from openpyxl.utils import column_index_from_string, get_column_letter

from analysis.dataset.notation import short

_MOST_ROWS, _MOST_COLUMNS = 100_000, 200
_MOST_CELLS = 500_000  # in a sheet, from the first corner to the last, and in all merged ranges
_MOST_BYTES = 100_000_000  # unpacked
_MOST_ELEMENTS = 200_000  # of styles and all else that is neither cells nor texts
_MOST_IN_CONTENT = 1_500_000
_CONTENT = ("worksheet", "sst")
_CHUNK = 1 << 16
# Where the elements that make cells tell which.
_PLACED = {"row": "r", "c": "r", "mergeCell": "ref", "hyperlink": "ref", "comment": "ref"}
_CORNER = re.compile(r"\$?([A-Za-z]{0,3})\$?([0-9]*)")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_NEW_FILE = "Kopier det som skal leses, over i en ny arbeidsbok (.xlsx)"


class TooLarge(Exception):
    """A workbook is no table and no form; the text tells why and what to do."""

    def __init__(
        self, found: str = f"Filen er uvanlig stor og blir ikke lest. {_NEW_FILE}"
    ) -> None:
        super().__init__(found)


def check_size(archive: zipfile.ZipFile) -> None:
    """Let a workbook pass whose parts, rows, columns and merged ranges can be held in memory.

    Raises
    ------
    TooLarge
        If they cannot; the text names the sheet.
    """
    parts = archive.infolist()
    # What a part says of its size is also the most that is ever unpacked of it.
    if sum(part.file_size for part in parts) > _MOST_BYTES:
        raise TooLarge
    cells = 0
    for part in parts:
        size = _measured(archive, part)
        cells += size.rows * size.columns
        if size.is_far or cells > _MOST_CELLS:
            raise TooLarge(_far(archive, part.filename, size))


def _far(archive: zipfile.ZipFile, part: str, size: _Size) -> str:
    corner = f"{get_column_letter(min(size.columns, 16_384) or 1)}{size.rows or 1}"
    return (
        f"{_sheet(archive, part)} strekker seg til {corner}. Slett radene og kolonnene etter "
        "svarene"
    )


def _sheet(archive: zipfile.ZipFile, part: str) -> str:
    """Name the sheet in a part of the archive; not told where it cannot be seen."""
    try:
        targets = {
            one.get("Id"): basename(one.get("Target", ""))
            for one in _small_part(archive, "xl/_rels/workbook.xml.rels")
        }
        for sheet in _small_part(archive, "xl/workbook.xml").iter():
            if targets.get(sheet.get(_RELATION)) == basename(part):
                return f"Arket «{short(sheet.get('name', ''))}»"
    except (KeyError, ValueError, ElementTree.ParseError):
        pass
    return "Et ark i filen"


def _small_part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element:
    if archive.getinfo(name).file_size > 1_000_000:
        raise ValueError(name)
    return ElementTree.fromstring(archive.read(name))


@dataclass
class _Size:
    """What has been met of a part so far: elements, the last corner, and cells in ranges."""

    root: str = ""
    elements: int = 0
    rows: int = 0
    columns: int = 0
    merged: int = 0
    column: int = 0  # where the last cell of the row stands, if it does not say so itself

    def add(self, tag: str, given: dict[str, str]) -> None:
        """Count an element, as openpyxl would place it."""
        name = tag.rpartition(":")[2]
        self.root = self.root or name
        self.elements += 1
        if self.elements > (_MOST_IN_CONTENT if self.root in _CONTENT else _MOST_ELEMENTS):
            raise TooLarge
        if name not in _PLACED:
            return
        if place := given.get(_PLACED[name]):
            self._reach(place)
        elif name == "row":
            self.rows += 1
        self.column = 0 if name == "row" else self.column + 1
        self.columns = max(self.columns, self.column)

    def _reach(self, place: str) -> None:
        corners = [_corner(corner) for corner in place.split(":")[:2]]
        self.rows = max(self.rows, *(row for row, _ in corners))
        self.columns = max(self.columns, *(column for _, column in corners))
        if len(corners) == 2:
            (top, left), (bottom, right) = corners
            self.merged += (abs(bottom - top) + 1) * (abs(right - left) + 1)

    @property
    def is_far(self) -> bool:
        """Whether there is more than can be held, so that the rest does not matter."""
        return (
            self.columns > _MOST_COLUMNS
            or self.rows > _MOST_ROWS
            or max(self.rows * self.columns, self.merged) > _MOST_CELLS
        )


def _corner(place: str) -> tuple[int, int]:
    """Row and column of «$B$7», «7» or «B»; 0 for what is not told."""
    match = _CORNER.fullmatch(place)
    if match is None:
        return 0, 0  # openpyxl refuses it
    letters, digits = match.groups()
    return int(digits[:12] or 0), column_index_from_string(letters) if letters else 0


def _measured(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> _Size:
    size = _Size()
    parser = expat.ParserCreate()
    parser.StartElementHandler = size.add
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with archive.open(part) as stream:
            while (chunk := stream.read(_CHUNK)) and not size.is_far:
                parser.Parse(chunk)
    except expat.ExpatError:
        pass  # not xml, or damaged: openpyxl gets no further either
    return size


def _refuse_doctype(*_: object) -> None:
    # Excel never writes one; with it come entities that grow.
    raise ValueError("a document type")
