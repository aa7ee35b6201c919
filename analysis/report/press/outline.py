"""The headings of a report: where each stands, its number, and what can be linked to.

Paper has this from Typst; Word and the web have it from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis.report.press.markup import Block, Words
from analysis.report.press.parts import Report

_DEEPEST = 6


@dataclass(frozen=True)
class Entry:
    """A heading as it stands in the table of contents.

    Attributes
    ----------
    level : int
        1 is a chapter.
    id : str
        What to link to.
    text : str
        With its number where the report has them.
    """

    level: int
    id: str
    text: str


def outline(report: Report) -> tuple[list[Words], list[Entry]]:
    """Give every heading something to link to, and its number where the report has numbers.

    Headings inside a list or a quotation stay as they are, and are not listed.

    Returns
    -------
    words : list of Words
        Those of the report, with new headings.
    entries : list of Entry
    """
    number = _Numbers() if report.cover["numbered"] else None
    entries: list[Entry] = []
    words = []
    for text in report.words:
        blocks = []
        for block in text.blocks:
            if block["t"] == "Header":
                block = _listed(block, len(entries) + 1, number)
                level, (name, _, _), inlines = block["c"]
                entries.append(Entry(level, name, plain(inlines)))
            blocks.append(block)
        words.append(Words(text.typst, blocks))
    return words, entries


def _listed(block: Block, place: int, number: _Numbers | None) -> Block:
    level, (name, classes, pairs), inlines = block["c"]
    if number is not None:
        inlines = [{"t": "Str", "c": number.next(level)}, {"t": "Space"}, *inlines]
    return {"t": "Header", "c": [level, [name or f"avsnitt_{place}", classes, pairs], inlines]}


class _Numbers:
    """Numbers headings as they come: 1, 1.1, 1.2, 2."""

    def __init__(self) -> None:
        self._counts = [0] * _DEEPEST

    def next(self, level: int) -> str:
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (_DEEPEST - level)
        return ".".join(str(count) for count in self._counts[:level])


def plain(inlines: Iterable[Block]) -> str:
    """The words of inlines, without marks and footnotes."""
    return "".join(_words(inlines))


def _words(inlines: Iterable[Block]) -> Iterator[str]:
    for inline in inlines:
        kind, content = inline["t"], inline.get("c", "")
        if kind == "Str":
            yield content
        elif kind in ("Space", "SoftBreak", "LineBreak"):
            yield " "
        elif kind == "Code":
            yield content[1]
        elif kind == "Link":
            yield from _words(content[1])
        elif kind in ("Emph", "Strong", "Strikeout"):
            yield from _words(content)
