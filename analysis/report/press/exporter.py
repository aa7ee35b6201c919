"""Notebook to report, as nbconvert exporters: ``jupyter nbconvert --to ikt-pdf notatbok.ipynb``.

`ikt-pdf`, `ikt-docx` and `ikt-html` write the same elements on paper, for Word and for the web.
Only what the cells returned and the Markdown cells go into a report; never code, printed lines
or plain text. A Markdown cell tagged ``skjerm`` stays in the notebook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from nbconvert.exporters import Exporter
from nbformat import NotebookNode
from traitlets import default

from analysis.places import REPORT_FORMATS
from analysis.report.press.elements import Cover, Text
from analysis.report.press.paper import typeset
from analysis.report.press.parts import Report, flatten, read_report
from analysis.report.press.payload import MIME, Payload, ReportError
from analysis.report.press.web import write_web
from analysis.report.press.word import write_word

SCREEN_ONLY = "skjerm"
_FIRST_HEADING = re.compile(r"\A\s*# +(.+?)[ #]*(?:\n|\Z)")


class _ReportExporter(Exporter):
    """A notebook whose cells return report elements, in one of the formats."""

    suffix: str

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return self.suffix

    def from_notebook_node(  # type: ignore[override]
        self, nb: NotebookNode, resources: Any = None, **kw: Any
    ) -> tuple[bytes, Any]:
        """Convert a notebook that has been run.

        Returns
        -------
        content : bytes
        resources : dict

        Raises
        ------
        ReportError
            If a cell failed, or a part cannot be written.
        """
        notebook, resources = super().from_notebook_node(nb, resources, **kw)
        name = str((resources.get("metadata") or {}).get("name") or "")
        resources["output_extension"] = self.file_extension
        return _write(read_notebook(notebook, name), self.suffix), resources


class PdfExporter(_ReportExporter):
    """Accessible PDF."""

    export_from_notebook = "IKT-rapport (PDF)"
    output_mimetype = "application/pdf"
    suffix = ".pdf"


class WordExporter(_ReportExporter):
    """Accessible Word document."""

    export_from_notebook = "IKT-rapport (Word)"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    suffix = ".docx"


class WebExporter(_ReportExporter):
    """One self-contained page for the web."""

    export_from_notebook = "IKT-rapport (html)"
    output_mimetype = "text/html"
    suffix = ".html"


def export(nb: NotebookNode, name: str = "") -> bytes:
    """Make the PDF of a notebook that has been run; see `export_all`."""
    return typeset(read_notebook(nb, name))


def export_all(
    nb: NotebookNode,
    name: str = "",
    template: bytes | None = None,
    formats: Iterable[str] = REPORT_FORMATS,
) -> dict[str, bytes]:
    """Make a report in every format of a notebook that has been run.

    Parameters
    ----------
    nb : nbformat.NotebookNode
    name : str
        The notebook's name, for messages and for the title where it has none.
    template : bytes or None
        A Word document whose styles, headers and footers the Word report takes.
    formats : iterable of str
        The suffixes of the files to make.

    Returns
    -------
    dict
        The file's content by its suffix.

    Raises
    ------
    ReportError
        If a cell failed, or a part cannot be written.
    """
    report = read_notebook(nb, name)
    return {suffix: _write(report, suffix, template) for suffix in formats}


def _write(report: Report, suffix: str, template: bytes | None = None) -> bytes:
    if suffix == ".docx":
        return write_word(report, template)
    return typeset(report) if suffix == ".pdf" else write_web(report)


def read_notebook(nb: NotebookNode, name: str = "") -> Report:
    """Read the report that a notebook's cells returned."""
    payloads = [payload for cell in _cells(nb, name) for payload in cell]
    if not any(part["type"] == "cover" for part in flatten(payloads)):
        title, payloads = _title_from_text(payloads, name or "Rapport")
        payloads = [Cover(title).payload(), *payloads]
    return read_report(payloads)


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
