"""Reports made of elements on the spot."""

from collections.abc import Iterable, Sequence

from analysis.report.press import Element, paper
from analysis.report.press.hypertext import Hypertext
from analysis.report.press.markup import Prose, convert
from analysis.report.press.parts import Report, read_report
from analysis.report.press.payload import Payload


def payloads(*elements: Element) -> list[Payload]:
    return [element.payload() for element in elements]


def report(*elements: Element) -> Report:
    return read_report(payloads(*elements))


def typeset(parts: Iterable[Payload]) -> bytes:
    return paper.typeset(read_report(parts))


def as_html(texts: Sequence[Prose]) -> list[str]:
    """Each text as html, a page of its own."""
    return [Hypertext().blocks(words.blocks) for words in convert(texts)]


def as_typst(texts: Sequence[Prose]) -> list[str]:
    return [words.typst for words in convert(texts, report=True)]
