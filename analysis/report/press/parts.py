"""What all formats do alike: elements one by one, and their prose through pandoc."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from analysis.report.press.markup import Prose, Words, convert, escape
from analysis.report.press.payload import Payload, ReportError

NO_WORDS = Words("", [])
Writer = Callable[[Payload, Words], str]


@dataclass(frozen=True)
class Report:
    """A report read once, for every format to be written from.

    Attributes
    ----------
    cover : dict
        The front.
    parts : sequence of dict
        The other elements in order, none of them a stack.
    words : sequence of Words
        The prose of each part.
    """

    cover: Payload
    parts: Sequence[Payload]
    words: Sequence[Words]


def read_report(payloads: Iterable[Payload]) -> Report:
    """Read a report's elements, the prose of all of them in one pandoc call.

    Parameters
    ----------
    payloads : iterable of dict
        The elements in order, as `Element.payload` gives them, one of them a cover.

    Raises
    ------
    ReportError
        If there is not one cover, or pandoc fails.
    """
    every = list(flatten(payloads))
    covers = [part for part in every if part["type"] == "cover"]
    if len(covers) != 1:
        raise ReportError(f"Rapporten har {'mer enn én' if covers else 'ingen'} forside.")
    parts = [part for part in every if part["type"] != "cover"]
    words = read_prose([prose_of(part) for part in parts], report=True)
    return Report(covers[0], parts, words)


def flatten(payloads: Iterable[Payload]) -> Iterable[Payload]:
    """Give the elements one by one, those of a stack in its place."""
    for payload in payloads:
        if payload["type"] == "stack":
            yield from flatten(payload["elements"])
        else:
            yield payload


def prose_of(payload: Payload) -> Prose | None:
    """Markdown that an element carries, ready for pandoc; None where it carries none."""
    if payload["type"] == "heading":
        heading = "#" * payload["level"] + " " + escape(payload["text"])
        return Prose(heading, heading_id=payload["id"])
    if "markdown" not in payload:
        return None
    return Prose(payload["markdown"], payload["shift"], payload["trusted"])


def read_prose(prose: Sequence[Prose | None], report: bool = False) -> list[Words]:
    """Read the prose of each element, `NO_WORDS` where it has none.

    Raises
    ------
    ReportError
        If pandoc fails.
    """
    made = iter(convert([text for text in prose if text is not None], report))
    return [NO_WORDS if text is None else next(made) for text in prose]


def write_parts(
    parts: Sequence[Payload], words: Sequence[Words], writers: Mapping[str, Writer]
) -> list[str]:
    """Write each part with the writer of its kind.

    Raises
    ------
    ReportError
        If a part is of an unknown kind.
    """
    written = []
    for part, text in zip(parts, words, strict=True):
        write = writers.get(part["type"])
        if write is None:
            raise ReportError(f"Rapporten har en del av ukjent slag: «{part['type']}».")
        written.append(write(part, text))
    return written
