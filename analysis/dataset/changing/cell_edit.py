"""Change single cells of a csv file and leave every other byte as it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from analysis.dataset.notation import guarded

_NEW_LINE = ("\r\n", "\n", "\r")


class Cell(NamedTuple):
    """Where a cell stands in a text: from ``start`` up to ``end``, quotes included."""

    line: int
    position: int
    start: int
    end: int


def edit_cells(data: bytes, edits: Mapping[tuple[int, str], str]) -> bytes:
    """Return the file with some cells changed.

    Parameters
    ----------
    data : bytes
        A csv file with ``;``, in UTF-8 (with or without BOM) or cp1252.
    edits : mapping of (int, str) to str
        New text by the line a row starts on and the heading of the column.

    Raises
    ------
    KeyError
        If there is no such cell.
    """
    text, encoding = _decoded(data)
    cells: dict[tuple[int, int], Cell] = {(c.line, c.position): c for c in _cells(text)}
    headings = _headings(text, cells)
    wanted = {cells[line, headings[_plain(column)]]: new for (line, column), new in edits.items()}
    for cell in sorted(wanted, key=lambda cell: cell.start, reverse=True):
        text = text[: cell.start] + _quoted(wanted[cell]) + text[cell.end :]
    return text.encode(encoding)


def _decoded(data: bytes) -> tuple[str, str]:
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise ValueError("neither UTF-8 nor cp1252")


def _headings(text: str, cells: Mapping[tuple[int, int], Cell]) -> dict[str, int]:
    """Position of each heading: those of the first row that is not blank or ``sep=;``."""
    rows: dict[int, list[str]] = {}
    for cell in cells.values():
        found = text[cell.start : cell.end].strip("\ufeff \t").strip('"').strip()
        rows.setdefault(cell.line, []).append(_plain(found))
    header = next(row for row in rows.values() if any(row) and row[0] != "sep=")
    return {heading: position for position, heading in reversed(list(enumerate(header)))}


def _plain(heading: str) -> str:
    return unicodedata.normalize("NFC", heading).casefold()


def _cells(text: str) -> Iterator[Cell]:
    """Find the cells; inside quotes neither ``;`` nor a line break ends one."""
    line = row_line = 1
    position = start = at = 0
    quoted = False
    while at < len(text):
        step = next((mark for mark in _NEW_LINE if text.startswith(mark, at)), text[at])
        line += step in _NEW_LINE
        if text[at] == '"':
            quoted = not quoted
        elif not quoted and (step == ";" or step in _NEW_LINE):
            yield Cell(row_line, position, start, at)
            ended = step in _NEW_LINE
            position, start = 0 if ended else position + 1, at + len(step)
            row_line = line if ended else row_line
        at += len(step)
    if start < len(text) or position:
        yield Cell(row_line, position, start, len(text))


def _quoted(text: str) -> str:
    text = guarded(text)
    if any(mark in text for mark in ';"\r\n'):
        return '"' + text.replace('"', '""') + '"'
    return text
