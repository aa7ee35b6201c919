"""Text from people made safe: escaping, and Markdown through pandoc.

Text in inputs is shown as text, whatever it holds. `escape` lets a piece of it stand inside
our own Markdown. `convert` takes whole Markdown texts through one pandoc call: CommonMark
with tables and footnotes, and nothing that could run, include or fetch anything.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from analysis.report.press.pandoc import ask_pandoc

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_NOTE = re.compile(r"[\s>*+-]*\[\^[^\]\s]+\]:")
_READER = Path(__file__).with_name("prose.lua")
_HEADING_ID = re.compile(r"[a-z][a-z0-9-]*")

# One block of pandoc's own tree, as its JSON: a kind "t" with its content "c".
Block = dict[str, Any]


@dataclass(frozen=True)
class Prose:
    """One Markdown text on its way into a report.

    Parameters
    ----------
    markdown : str
    shift : int
        Steps the headings are moved down.
    trusted : bool
        False for text written by users: links inside the report are then text only.
    heading_id : str
        Name of the first heading, so that our own text can link to it.
    """

    markdown: str
    shift: int = 0
    trusted: bool = True
    heading_id: str = ""

    def __post_init__(self) -> None:
        if self.heading_id and not _HEADING_ID.fullmatch(self.heading_id):
            raise ValueError(
                f"Overskriftens id «{self.heading_id}» kan bare ha små bokstaver a–z, "
                "tall og bindestrek."
            )


@dataclass(frozen=True)
class Words:
    """A text as read.

    Attributes
    ----------
    typst : str
        Empty where it is not part of a report.
    blocks : list of dict
        Pandoc's own tree, which every other format is written from. Not to be changed in place.
    """

    typst: str
    blocks: list[Block]


def escape(text: object) -> str:
    """Escape text so that it stands as it is inside our own Markdown, on one line."""
    return _PUNCTUATION.sub(r"\\\1", one_line(text))


def one_line(text: object) -> str:
    """Text with line breaks, tabs and control characters as single ordinary spaces."""
    return re.sub(" {2,}", " ", _CONTROL.sub(" ", str(text))).strip(" ")


def _without_nested_notes(markdown: str) -> str:
    """Markdown where footnotes in footnotes are text: pandoc never ends on one in itself."""
    lines, in_note, after_blank = [], False, False
    for line in markdown.split("\n"):
        start = _NOTE.match(line)
        if start:
            in_note = True
        elif after_blank and line.strip() and not line.startswith(("  ", "\t", ">")):
            in_note = False
        head = start.end() if start else 0
        body = line[head:].replace("[^", "\\[^") if in_note else line[head:]
        lines.append(line[:head] + body)
        after_blank = not line.strip()
    return "\n".join(lines)


def typst_string(text: object) -> str:
    """Text as a Typst string literal, which Typst shows as it is."""
    plain = re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", str(text).replace("\r\n", "\n"))
    for raw, safe in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n")):
        plain = plain.replace(raw, safe)
    return f'"{plain}"'


def convert(texts: Sequence[Prose], report: bool = False) -> list[Words]:
    """Read Markdown texts in one pandoc call, each on its own.

    No text can reach into the next: an unclosed code fence ends with its text, and equal
    footnote names in two texts do not meet.

    Parameters
    ----------
    texts : sequence of Prose
    report : bool
        The texts are one report: no heading skips a level, and each text is Typst too.

    Raises
    ------
    ReportError
        If pandoc fails.
    """
    return list(_convert(tuple(texts), report)) if texts else []


@lru_cache(maxsize=16)
def _convert(texts: tuple[Prose, ...], report: bool) -> tuple[Words, ...]:
    made = _read(texts, report)
    return tuple(Words(one["typst"], json.loads(one["tree"])["blocks"]) for one in made)


def _read(texts: Sequence[Prose], report: bool) -> list[dict[str, str]]:
    """Each text as pandoc's tree in JSON and, in a report, as Typst."""
    asked = [
        {
            "markdown": _without_nested_notes(text.markdown).replace("\r", "").expandtabs(4) + "\n",
            "shift": text.shift,
            "own": text.trusted,
            "id": text.heading_id,
        }
        for text in texts
    ]
    made: list[dict[str, str]] = ask_pandoc(_READER, {"texts": asked, "report": report})
    return made


@lru_cache(maxsize=1)
def tree_version() -> list[int]:
    """The version of its tree that pandoc reads and writes."""
    (empty,) = _read([Prose("")], report=False)
    return list(json.loads(empty["tree"])["pandoc-api-version"])
