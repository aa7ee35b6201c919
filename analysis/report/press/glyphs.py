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
_COLUMN_TO_READ = 9 * _TABLE_SIZE
# How much wider than ours a font on a reader's machine may be.
_WIDER_FONT = 1.35


def printable(text: str) -> str:
    """Text with an empty square for each character that the font cannot show.

    Invisible format characters, such as direction marks, are taken out.
    """
    return text.translate({ord(sign): _printable(sign) for sign in set(text)})


def column_widths(table: Payload) -> list[str]:
    """Typst widths of a table's columns.

    Given widths are shares of the page. Otherwise a column of numbers takes what its longest
    number and its heading, on as few lines as there is room for, need; columns of text share
    the rest.
    """
    columns = table["columns"]
    if any(column["width"] is not None for column in columns):
        return [f"{float(column['width'])}fr" for column in columns]
    cells = _cells(table)
    words = sum(
        _whole(column, texts)
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


def printed_widths(table: Payload) -> list[float]:
    """Widths of a table's columns in points, with room for every word where that can be.

    Given widths are shares of the page. Otherwise a column takes what its longest cell needs;
    where that is more than the page, columns of text give way. As whoever opens the report may
    have another and wider font, what room there is goes first to whole words.
    """
    columns, cells = table["columns"], _cells(table)
    least = [_least(column, texts) for column, texts in zip(columns, cells, strict=True)]
    if sum(least) <= _FULL_WIDTH:
        slack = min(max(0.95 * _FULL_WIDTH / sum(least), 1.0), _WIDER_FONT)
        least = [slack * width for width in least]
    else:
        # Better «17 603» over «(−17 136)» than a word cut in two.
        parts = [[part for text in texts for part in text.split(" ")] for texts in cells]
        least = [_least(column, texts) for column, texts in zip(columns, parts, strict=True)]
    if any(column["width"] is not None for column in columns):
        shares = [float(column["width"]) for column in columns]
        return _fitted([share / sum(shares) * _FULL_WIDTH for share in shares], least)
    needs = (
        _need(column["name"], texts, 2) if column["right"] else _whole(column, texts)
        for column, texts in zip(columns, cells, strict=True)
    )
    wanted = [max(need, width) for need, width in zip(needs, least, strict=True)]
    return wanted if sum(wanted) <= _FULL_WIDTH else _fitted(wanted, least)


def least_width(table: Payload) -> float:
    """Width below which a table on a screen is hard to read, in sizes of its type."""
    enough = _COLUMN_TO_READ
    widths = (
        max(_least(column, texts), 0 if column["right"] else min(_whole(column, texts), enough))
        for column, texts in zip(table["columns"], _cells(table), strict=True)
    )
    return sum(widths) / _TABLE_SIZE


def _cells(table: Payload) -> list[list[str]]:
    return [[row[place] for row in table["rows"]] for place in range(len(table["columns"]))]


def _least(column: Payload, cells: list[str]) -> float:
    """Width in points for the longest word, or the longest number, of a column."""
    words = [word for text in cells for word in text.split()]
    texts = [*column["name"].split(" "), *(cells if column["right"] else words)]
    return max(map(_length, texts)) + _INSET


def _whole(column: Payload, cells: list[str]) -> float:
    """Width in points for the longest cell on one line."""
    return max(map(_length, [column["name"], *cells])) + _INSET


def _fitted(wanted: list[float], least: list[float]) -> list[float]:
    """Widths that fill the page in the wanted proportions, none below its least."""
    if sum(least) >= _FULL_WIDTH:
        return [width / sum(least) * _FULL_WIDTH for width in least]
    pinned: set[int] = set()
    while True:
        free = [place for place in range(len(wanted)) if place not in pinned]
        room = _FULL_WIDTH - sum(least[place] for place in pinned)
        scale = room / sum(wanted[place] for place in free)
        short = {place for place in free if wanted[place] * scale < least[place]}
        if not short:
            break
        pinned |= short
    return [
        least[place] if place in pinned else wanted[place] * scale for place in range(len(wanted))
    ]


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
