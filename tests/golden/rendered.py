"""What a reader sees of a notebook as run, as plain text that shows a change word by word."""

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from analysis.places import ROOT, notebooks_folder
from analysis.report.press import MIME
from analysis.run.reports import CASE, MUNICIPAL_REPORT, WORKSHOP

EXAMPLE = ROOT / "inputs" / "ringeriksregionen"
# Where the figures do not decide, one that lacks figures, and one that stands outside an
# alternative.
MUNICIPALITIES = ("3310", "3236", "3312")
NOTEBOOKS = [p for p in sorted(notebooks_folder().glob("*.ipynb")) if p.stem != WORKSHOP]
# The notebook and, for a municipality's report, whose.
TOLD = [
    (path, code)
    for path in NOTEBOOKS
    for code in (MUNICIPALITIES if path.stem in (MUNICIPAL_REPORT, CASE) else ("",))
]


def with_few_draws(inputs: Path) -> Path:
    """Copy the example, beside what analyses share, and let it make fewer draws."""
    for name in (EXAMPLE.name, "felles"):
        shutil.copytree(EXAMPLE.parent / name, inputs / name, ignore=shutil.ignore_patterns(".*"))
    settings = inputs / EXAMPLE.name / "utredning.toml"
    text = settings.read_text("utf-8")
    assert "trekninger = 10000" in text
    settings.write_text(text.replace("trekninger = 10000", "trekninger = 200"), "utf-8")
    return inputs / EXAMPLE.name


def path_of(notebook: Path, code: str) -> Path:
    """The file with every word a notebook shows."""
    return Path(__file__).with_name(f"{'-'.join(filter(None, [notebook.stem, code]))}.txt")


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
