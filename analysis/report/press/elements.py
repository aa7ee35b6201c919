"""The elements that a notebook's cells return, and that a report is made of."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from analysis.report.language.words import long_date
from analysis.report.press.element import Element
from analysis.report.press.figure import Figure
from analysis.report.press.markup import Prose, one_line
from analysis.report.press.payload import Payload
from analysis.report.press.table import Table


@dataclass(frozen=True)
class Text(Element):
    """Our own prose in Markdown; text from inputs goes through `escape` first.

    Parameters
    ----------
    markdown : str
        CommonMark with tables and footnotes.
    """

    markdown: str

    def payload(self) -> Payload:
        """Return the prose as plain JSON."""
        return {"type": "prose", "markdown": self.markdown, "shift": 0, "trusted": True}


@dataclass(frozen=True)
class UserText(Element):
    """Prose written by users (``tekst/*.md``): raw html, TeX and pictures are not let through.

    Parameters
    ----------
    markdown : str
    shift : int
        Steps the headings are moved down, below the chapter the text stands in.
    """

    markdown: str
    shift: int = 2

    def payload(self) -> Payload:
        """Return the prose as plain JSON."""
        return {
            "type": "prose",
            "markdown": self.markdown,
            "shift": self.shift,
            "trusted": False,
        }


@dataclass(frozen=True)
class Heading(Element):
    """A heading, shown as it is written.

    Parameters
    ----------
    text : str
    level : int
        1 is a chapter. A level that skips one is moved up on paper.
    id : str
        Name that `Text` can link to as ``[…](#id)``; small letters, digits and hyphen.
    """

    text: str
    level: int = 1
    id: str = ""

    def __post_init__(self) -> None:
        if not one_line(self.text):
            raise ValueError("En overskrift kan ikke være tom.")
        if not 1 <= self.level <= 6:
            raise ValueError(f"Overskriftens nivå er 1–6, ikke {self.level}.")
        Prose("", heading_id=self.id)

    def payload(self) -> Payload:
        """Return the heading as plain JSON."""
        return {
            "type": "heading",
            "text": one_line(self.text),
            "level": self.level,
            "id": self.id,
        }


@dataclass(frozen=True)
class Cover(Element):
    """What stands at the top of page one, and what the file says about itself.

    Parameters
    ----------
    title : str
        The question the council answers.
    subtitle, municipality, case : str
        Line under the title, name above it, case number; left out where empty.
    date : datetime.date or str
        The report's date; also the file's.
    banner : str or None
        Framed warning above everything, for reports on illustrative figures.
    author : str
        The study, named as the file's author.
    toc : bool
        Table of contents after the front block.
    numbered : bool
        Number the headings.
    """

    title: str
    subtitle: str = ""
    municipality: str = ""
    date: datetime.date | str | None = None
    case: str | None = ""
    banner: str | None = None
    author: str = ""
    toc: bool = False
    numbered: bool = False

    def __post_init__(self) -> None:
        if not one_line(self.title):
            raise ValueError("Forsiden må ha en tittel.")

    def payload(self) -> Payload:
        """Return the front as plain JSON; ``iso_date`` is empty where no date is known."""
        iso, shown = "", str(self.date or "")
        if isinstance(self.date, datetime.date):
            iso = f"{self.date:%Y-%m-%d}"
            shown = long_date(self.date)
        return {
            "type": "cover",
            "title": one_line(self.title),
            "subtitle": one_line(self.subtitle),
            "municipality": one_line(self.municipality),
            "date": one_line(shown),
            "iso_date": iso,
            "case": one_line(self.case or ""),
            "banner": one_line(self.banner or ""),
            "author": one_line(self.author),
            "toc": self.toc,
            "numbered": self.numbered,
        }


@dataclass(frozen=True)
class PageBreak(Element):
    """What follows begins on a new page; nothing on screen."""

    def payload(self) -> Payload:
        """Return the break as plain JSON."""
        return {"type": "pagebreak"}


@dataclass(frozen=True)
class Contents(Element):
    """Table of contents here, where `Cover` would put it too early.

    Parameters
    ----------
    depth : int
        Deepest heading level listed.
    """

    depth: int = 2

    def payload(self) -> Payload:
        """Return the place of the contents as plain JSON."""
        return {"type": "contents", "depth": self.depth}


@dataclass(frozen=True)
class Box(Element):
    """Framed prose of our own, with a title.

    Parameters
    ----------
    markdown : str
        As in `Text`.
    title : str
    """

    markdown: str
    title: str = ""

    def payload(self) -> Payload:
        """Return the box as plain JSON."""
        return {
            "type": "box",
            "title": one_line(self.title),
            "markdown": self.markdown,
            "shift": 0,
            "trusted": True,
        }


class Stack(Element):
    """Several elements in order, each reached by its place or by going through; None is left out.

    Parameters
    ----------
    *elements : Element or None

    Raises
    ------
    TypeError
        If something else than an element is given.
    """

    def __init__(self, *elements: Element | None) -> None:
        self.elements = tuple(element for element in elements if element is not None)
        for element in self.elements:
            if not isinstance(element, Element):
                raise TypeError(f"{type(element).__name__} er ikke en del av en rapport.")

    def __getitem__(self, place: int) -> Element:
        return self.elements[place]

    def __iter__(self) -> Iterator[Element]:
        return iter(self.elements)

    @property
    def tables(self) -> list[Table]:
        """The tables, those in stacks inside as well."""
        return [element for element in self._each() if isinstance(element, Table)]

    @property
    def figures(self) -> list[Figure]:
        """The figures, those in stacks inside as well."""
        return [element for element in self._each() if isinstance(element, Figure)]

    def _each(self) -> Iterator[Element]:
        for element in self.elements:
            yield from element._each() if isinstance(element, Stack) else [element]

    def payload(self) -> Payload:
        """Return all the elements as plain JSON."""
        return {"type": "stack", "elements": [element.payload() for element in self.elements]}
