"""What an element says, as text."""

from collections.abc import Iterator
from typing import Any

from analysis.report.press import Element


def parts(element: Element) -> Iterator[dict[str, Any]]:
    """The payloads in order, stacks opened."""
    payload = element.payload()
    waiting = [payload]
    while waiting:
        part = waiting.pop(0)
        if part["type"] == "stack":
            waiting[:0] = part["elements"]
        else:
            yield part


def headings(element: Element) -> list[str]:
    return [part["text"] for part in parts(element) if part["type"] == "heading"]


def prose(element: Element) -> str:
    """All running text, with escapes taken out of our own."""
    found = (part["markdown"] for part in parts(element) if part["type"] in ("prose", "box"))
    return "\n".join(found).replace("\\", "").replace("\u00a0", " ")


def tables(element: Element) -> list[dict[str, Any]]:
    return [part for part in parts(element) if part["type"] == "table"]


def rows(table: dict[str, Any]) -> dict[str, list[str]]:
    """Cells by the first cell of their row."""
    return {row[0]: [cell.replace("\u00a0", " ") for cell in row[1:]] for row in table["rows"]}


def everything(element: Element) -> str:
    return repr(list(parts(element)))
