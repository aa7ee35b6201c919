"""What the report's font can show, and how much room words take in it."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import combinations

from matplotlib.ft2font import FT2Font, LoadFlags

from analysis.report.press.payload import Payload
from analysis.report.press.style import CM_PER_INCH, FONT_FOLDER, FULL_WIDTH_CM

_NO_GLYPH = "\u25a1"

# As in template.typ, in points: type size and inset of tables, and the width they may take.
_TABLE_SIZE = 9.4
_INSET = 2 * 0.45 * _TABLE_SIZE
_FULL_WIDTH = FULL_WIDTH_CM / CM_PER_INCH * 72
_LEAST_FOR_WORDS = 0.4 * _FULL_WIDTH


def printable(text: str) -> str:
    """Text with an empty square for each character that the font cannot show.

    Invisible format characters, such as direction marks, are taken out.
    """
    return "".join(_printable(character) for character in text)


def column_widths(table: Payload) -> list[str]:
    """Typst widths of a table's columns.

    Given widths are shares of the page. Otherwise a column of numbers takes what its longest
    number and its heading, on as few lines as there is room for, need; columns of text share
    the rest.
    """
    columns = table["columns"]
    if any(column["width"] is not None for column in columns):
        return [f"{float(column['width'])}fr" for column in columns]
    cells = [[row[place] for row in table["rows"]] for place in range(len(columns))]
    words = sum(
        max(_length(text) for text in [column["name"], *texts]) + _INSET
        for column, texts in zip(columns, cells, strict=True)
        if not column["right"]
    )
    for lines in range(1, 6):
        needs = [
            _need(column["name"], texts, lines) if column["right"] else None
            for column, texts in zip(columns, cells, strict=True)
        ]
        if sum(need or 0 for need in needs) + min(words, _LEAST_FOR_WORDS) <= _FULL_WIDTH:
            return ["auto" if need is None else f"{need:.2f}pt" for need in needs]
    return ["auto"] * len(columns)


def _need(heading: str, cells: list[str], lines: int) -> float:
    """Width in points for a column's cells, and for its heading on so many lines."""
    words = heading.split(" ")
    least = max(_length(text) for text in [*words, *cells])
    for width in sorted(
        {_length(" ".join(words[a:b])) for a, b in combinations(range(len(words) + 1), 2)}
    ):
        if width >= least and _lines(words, width) <= lines:
            return width + _INSET + 0.5
    return least + _INSET + 0.5


def _lines(words: list[str], width: float) -> int:
    count, line = 1, words[0]
    for word in words[1:]:
        if _length(f"{line} {word}") <= width:
            line = f"{line} {word}"
        else:
            count, line = count + 1, word
    return count


def _length(text: str) -> float:
    """Width in points in semibold, the widest a table uses."""
    return sum(_advance(character) for character in printable(text)) * _TABLE_SIZE


@lru_cache(maxsize=1)
def _semibold() -> FT2Font:
    return FT2Font(str(FONT_FOLDER / "SourceSans3-SemiBold.ttf"))


@lru_cache(maxsize=4096)
def _advance(character: str) -> float:
    """Width of a character as a share of the type size."""
    font = _semibold()
    glyph = font.load_char(ord(character), LoadFlags.NO_SCALE)
    return float(glyph.horiAdvance) / font.units_per_EM


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[str]:
    font = FT2Font(str(FONT_FOLDER / "SourceSans3-Regular.ttf"))
    return frozenset(chr(code) for code in font.get_charmap())


@lru_cache(maxsize=4096)
def _printable(character: str) -> str:
    if character == "\n" or character in _glyphs():
        return character
    category = unicodedata.category(character)
    if category in ("Cf", "Cc", "Mn"):
        return ""
    return " " if category.startswith("Z") else _NO_GLYPH
