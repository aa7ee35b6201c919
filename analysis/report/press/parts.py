"""What screen and paper do alike: elements one by one, and their prose through pandoc."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Literal

from analysis.report.press.markup import Prose, convert, escape
from analysis.report.press.payload import Payload, ReportError


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


def write_parts(
    parts: Sequence[Payload],
    prose: Sequence[Prose | None],
    writers: Mapping[str, Callable[[Payload, str], str]],
    to: Literal["typst", "html"],
) -> list[str]:
    """Write each part, the prose of all of them in one pandoc call.

    Raises
    ------
    ReportError
        If a part is of an unknown kind, or pandoc fails.
    """
    made = iter(convert([text for text in prose if text is not None], to))
    written = []
    for part, text in zip(parts, prose, strict=True):
        content = next(made) if text is not None else ""
        write = writers.get(part["type"])
        if write is None:
            raise ReportError(f"Rapporten har en del av ukjent slag: «{part['type']}».")
        written.append(write(part, content))
    return written
