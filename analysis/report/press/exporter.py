"""Notebook to PDF, as an nbconvert exporter: ``jupyter nbconvert --to ikt-pdf notatbok.ipynb``.

Only what the cells returned and the Markdown cells go to paper; never code, printed lines or
plain text. A Markdown cell tagged ``skjerm`` stays on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from analysis.report.press.elements import Cover, Text
from analysis.report.press.paper import typeset
from analysis.report.press.parts import flatten
from analysis.report.press.payload import MIME, Payload, ReportError

SCREEN_ONLY = "skjerm"
_FIRST_HEADING = re.compile(r"\A\s*# +(.+?)[ #]*(?:\n|\Z)")


class PdfExporter(Exporter):
    """Accessible PDF of a notebook whose cells return report elements."""

    export_from_notebook = "IKT-rapport (PDF)"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        """Convert a notebook that has been run.

        Returns
        -------
        pdf : bytes
        resources : dict

        Raises
        ------
        ReportError
            If a cell failed, or a part cannot be put on paper.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        name = str((resources.get("metadata") or {}).get("name") or "")
        resources["output_extension"] = self.file_extension
        return export(notebook, name), resources


def export(nb: NotebookNode, name: str = "") -> bytes:
    """Make the PDF of a notebook that has been run.

    Parameters
    ----------
    nb : nbformat.NotebookNode
    name : str
        The notebook's name, for messages and for the title where it has none.

    Raises
    ------
    ReportError
        If a cell failed, or a part cannot be put on paper.
    """
    payloads = [payload for cell in _cells(nb, name) for payload in cell]
    if not any(part["type"] == "cover" for part in flatten(payloads)):
        title, payloads = _title_from_text(payloads, name or "Rapport")
        payloads = [Cover(title).payload(), *payloads]
    return typeset(payloads)


def _cells(nb: NotebookNode, name: str) -> Iterator[list[Payload]]:
    for number, cell in enumerate(nb.cells, start=1):
        if cell.cell_type == "markdown":
            if SCREEN_ONLY not in cell.metadata.get("tags", []):
                yield [Text(cell.source).payload()]
        elif cell.cell_type == "code":
            where = f"Celle {number} i notatboken" + (f" «{name}»" if name else "")
            yield [part for output in cell.outputs for part in _output(output, where)]


def _output(output: Mapping[str, Any], where: str) -> Iterator[Payload]:
    if output["output_type"] == "error":
        raise ReportError(f"{where} feilet: {output['ename']}: {output['evalue']}")
    payload = output.get("data", {}).get(MIME)
    if payload is not None:
        yield payload


def _title_from_text(payloads: list[Payload], title: str) -> tuple[str, list[Payload]]:
    """Take the title from the heading that opens the text, which then is not printed twice."""
    if payloads and payloads[0]["type"] == "prose":
        found = _FIRST_HEADING.match(payloads[0]["markdown"])
        if found:
            rest = payloads[0]["markdown"][found.end() :]
            return found[1], [{**payloads[0], "markdown": rest}, *payloads[1:]]
    return title, payloads
