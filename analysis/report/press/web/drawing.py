"""Drawings inside a page: names for those who cannot see them, and shapes that they share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from analysis.report.press.hypertext import text
from analysis.report.press.payload import Payload, ReportError

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
# A hundredth of a point is finer than any screen.
_DECIMALS = re.compile(r"(\.\d\d)\d+")
_TAG = re.compile("<[A-Za-z]+")
_SPACES = re.compile(r"\s+")


class Drawings:
    """The drawings of one page.

    Letters, markers and clips that several drawings use are written once, under ids of the
    page's own.
    """

    def __init__(self) -> None:
        self._count = 0
        self._shapes: dict[str, str] = {}

    def inline(self, figure: Payload) -> str:
        """Write a figure's drawing as part of the page, with its title and alternative text.

        Raises
        ------
        ReportError
            If the drawing cannot be read, or there is no alternative text.
        """
        self._count += 1
        root = _read(figure)
        ids = {old: self._shared(shape) for old, shape in list(_take_shapes(root))}
        for element in root.iter():
            _refer(element, ids)
        body = "".join(map(_markup, root))
        title, words = f"figur_{self._count}_t", f"figur_{self._count}_d"
        return (
            f'<svg role="img" aria-labelledby="{title} {words}" viewBox="{root.get("viewBox")}">'
            f'<title id="{title}">{text(figure["title"] or "Figur")}</title>'
            f'<desc id="{words}">{text(figure["alt"])}</desc>{body}</svg>'
        )

    def shapes(self) -> str:
        """Write what the drawings so far share; it takes no room on the page."""
        if not self._shapes:
            return ""
        shapes = "".join(
            _TAG.sub(rf'\g<0> id="{name}"', shape, count=1) for shape, name in self._shapes.items()
        )
        return f'<svg class="former" aria-hidden="true" width="0" height="0">{shapes}</svg>'

    def _shared(self, shape: Element) -> str:
        return self._shapes.setdefault(_markup(shape), f"form_{len(self._shapes)}")


def _read(figure: Payload) -> Element:
    name = f"Figuren «{figure['title']}»" if figure["title"] else "Figuren"
    if not figure["alt"].strip():
        raise ReportError(f"{name} mangler alternativ tekst.")
    try:
        return ElementTree.fromstring(figure["svg"])
    except ElementTree.ParseError as error:
        raise ReportError(f"{name} kan ikke vises: tegningen er ødelagt ({error}).") from error


def _take_shapes(root: Element) -> Iterator[tuple[str, Element]]:
    """Take what stands in ``defs`` out of a drawing, with the id it had there."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag == f"{_SVG}metadata":
                parent.remove(child)
            elif child.tag == f"{_SVG}defs":
                parent.remove(child)
                # A style sheet would reach the whole page; its two lines stand in page.css.
                yield from ((s.attrib.pop("id", ""), s) for s in child if s.tag != f"{_SVG}style")


def _refer(element: Element, ids: dict[str, str]) -> None:
    """Point at the shapes by their new ids, and drop ids that nothing points at."""
    element.attrib.pop("id", None)
    for name, value in element.attrib.items():
        if name == _LINK and value.startswith("#"):
            element.set(name, f"#{ids[value[1:]]}")
        elif "url(#" in value:
            element.set(name, _REFERENCE.sub(lambda found: f"url(#{ids[found[1]]})", value))


def _markup(element: Element) -> str:
    """Write an element for html, where the names of svg need no namespace."""
    tag = element.tag.removeprefix(_SVG)
    attributes = "".join(
        f' {"href" if name == _LINK else name}="{text(_short(name, value))}"'
        for name, value in element.attrib.items()
    )
    return f"<{tag}{attributes}>{''.join(map(_markup, element))}</{tag}>"


def _short(name: str, value: str) -> str:
    if name in ("d", "x", "y", "points"):
        return _DECIMALS.sub(r"\1", _SPACES.sub(" ", value)).strip()
    return value
