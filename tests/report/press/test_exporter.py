"""From a notebook that has been run to a PDF."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode, v4

from analysis.places import REPORT_FORMATS
from analysis.report.press import Cover, Element, Heading, ReportError, Text, markup
from analysis.report.press.exporter import (
    PdfExporter,
    WebExporter,
    WordExporter,
    export,
    export_all,
)
from tests.report.reading import reader, words


def returned(element: Element) -> NotebookNode:
    return v4.new_output("execute_result", data=element._repr_mimebundle_())


def code(*outputs: NotebookNode) -> NotebookNode:
    return v4.new_code_cell("hemmelig = 'kildekode'", outputs=list(outputs))


def notebook(*cells: NotebookNode) -> NotebookNode:
    return v4.new_notebook(cells=list(cells))


SAMPLE = notebook(
    v4.new_markdown_cell("Innledning *her*."),
    v4.new_markdown_cell("Bare på skjerm.", metadata={"tags": ["skjerm"]}),
    v4.new_raw_cell("råtekst"),
    code(
        v4.new_output("stream", name="stdout", text="utskrift"),
        v4.new_output("stream", name="stderr", text="klage"),
        v4.new_output("display_data", data={"text/plain": "bare tekst"}),
        v4.new_output("display_data", data={"text/html": "<b>bare html</b>"}),
        returned(Cover("Tittelen", municipality="Eksempelvik")),
    ),
    code(returned(Heading("Kapittel")), returned(Text("Brødtekst."))),
)


def test_only_elements_and_markdown_go_to_paper() -> None:
    text = words(export(SAMPLE))
    for wanted in ("Tittelen", "Innledning her.", "Kapittel", "Brødtekst."):
        assert wanted in text
    for unwanted in ("hemmelig", "utskrift", "klage", "bare", "Bare", "råtekst"):
        assert unwanted not in text


def test_nbconvert_gets_bytes_and_an_extension() -> None:
    pdf, resources = PdfExporter().from_notebook_node(SAMPLE, {"metadata": {"name": "x"}})
    assert pdf.startswith(b"%PDF")
    assert resources["output_extension"] == ".pdf"


@pytest.mark.parametrize(
    ("exporter", "extension", "start"),
    [(WordExporter, ".docx", b"PK"), (WebExporter, ".html", b"<!doctype html>")],
)
def test_nbconvert_gets_word_and_web_too(exporter: Any, extension: str, start: bytes) -> None:
    made, resources = exporter().from_notebook_node(SAMPLE, {"metadata": {"name": "x"}})
    assert made.startswith(start)
    assert resources["output_extension"] == extension


def test_every_format_is_made_of_prose_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    asked = markup.ask_pandoc
    monkeypatch.setattr(markup, "ask_pandoc", lambda *given: calls.append(1) or asked(*given))
    markup._convert.cache_clear()
    made = export_all(SAMPLE)
    assert tuple(made) == REPORT_FORMATS
    assert made[".pdf"] == export(SAMPLE)
    assert len(calls) == 1


def test_a_failed_cell_is_told_with_notebook_and_cell() -> None:
    fault = v4.new_output("error", ename="KeyError", evalue="'drift'", traceback=[])
    cells = notebook(v4.new_markdown_cell("a"), code(fault))
    with pytest.raises(ReportError, match=r"Celle 2 i notatboken «kommunerapport» feilet: KeyErr"):
        export(cells, "kommunerapport")


def test_the_first_heading_is_the_title_where_there_is_no_cover() -> None:
    cells = notebook(v4.new_markdown_cell("# Om økonomien\n\nTekst."), code())
    pdf = export(cells, "03_okonomi")
    assert reader(pdf).metadata.title == "Om økonomien"  # type: ignore[union-attr]
    assert words(pdf).count("Om økonomien") == 1


def test_the_notebooks_name_is_the_title_where_there_is_nothing_else() -> None:
    pdf = export(notebook(v4.new_markdown_cell("Tekst.")), "03_okonomi")
    assert reader(pdf).metadata.title == "03_okonomi"  # type: ignore[union-attr]
    assert reader(export(notebook())).metadata.title == "Rapport"  # type: ignore[union-attr]


@pytest.mark.thorough
def test_the_command_line_makes_the_same_pdf(tmp_path: Path) -> None:
    path = tmp_path / "rapport.ipynb"
    nbformat.write(SAMPLE, path)
    command = [sys.executable, "-m", "nbconvert", "--to", "ikt-pdf", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert path.with_suffix(".pdf").read_bytes() == export(SAMPLE)
