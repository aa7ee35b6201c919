"""What a reader sees of a notebook as run, as plain text that shows a change word by word."""

import hashlib
from collections.abc import Iterator
from typing import Any

from nbformat import NotebookNode

from analysis.report.press import MIME


def rendered(notebook: NotebookNode) -> str:
    """The notebook's cells in order, each figure as its text and the hash of its drawing."""
    lines: list[str] = []
    for number, cell in enumerate(notebook.cells, start=1):
        lines += [f"=== celle {number} ==="]
        if cell.cell_type != "code":
            lines += cell.source.splitlines()
        for output in cell.get("outputs", ()):
            data = output.get("data", {})
            if MIME in data:
                lines += _element(data[MIME])
            else:
                lines += str(output.get("text", data.get("text/plain", ""))).splitlines()
        lines += [""]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _element(part: dict[str, Any]) -> Iterator[str]:
    """One element: every word of it, a table row by row."""
    if part["type"] == "stack":
        for inner in part["elements"]:
            yield from _element(inner)
        return
    yield f"--- {part['type']} ---"
    for name, value in part.items():
        if name == "svg":
            yield f"tegning: {hashlib.sha256(value.encode()).hexdigest()[:16]}"
        elif name == "columns":
            yield " | ".join(column["name"] for column in value)
        elif name == "rows":
            yield from (" | ".join(row).replace("\n", " / ") for row in value)
        elif name != "type" and value not in ("", None, False, 0):
            yield from f"{name}: {value}".splitlines()
