"""What the tests read back from a PDF."""

import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pdfua
import pypdf

from analysis.dataset import Dataset
from analysis.report.standpoint import ILLUSTRATIVE
from tests.report.press.web.page_reading import Page
from tests.report.press.word.document_reading import Document
from tests.report.press.word.document_reading import words as text_in

# The checker cannot read arrays of font widths and then skips that one rule.
KNOWN_SKIPS = {"UA-14-001"}
# What a council has time for.
MOST_OWN, MOST_JOINT = 12, 28
APPENDIX = re.compile(r"\d+\s+Vedlegg")


def reader(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def words(pdf: bytes) -> str:
    """All the text, with line breaks and no-break spaces as single spaces."""
    pages = "\n".join(page.extract_text() for page in reader(pdf).pages)
    return " ".join(pages.replace("\u00a0", " ").split())


def faults(pdf: bytes, tmp_path: Any) -> list[str]:
    """Faults an independent PDF/UA checker finds."""
    path = tmp_path / "rapport.pdf"
    path.write_bytes(pdf)
    outcomes = pdfua.validate(str(path)).outcomes
    found = [f"{one.rule_id}: {one.findings}" for one in outcomes if one.findings]
    skipped = {one.rule_id for one in outcomes if one.skipped_reason} - KNOWN_SKIPS
    return found + [f"{rule} was skipped" for rule in sorted(skipped)]


def body(pdf: pypdf.PdfReader) -> int:
    """How many pages there are before the appendix, which begins on a page of its own."""
    for mark in pdf.outline:
        if not isinstance(mark, list) and APPENDIX.fullmatch(str(mark.title).strip()):
            place = pdf.get_destination_page_number(mark)
            assert place is not None
            return place
    return len(pdf.pages)


def check_report(pdf: bytes, dataset: Dataset, code: str, tmp_path: Path) -> None:
    """Check what is true of every report on the example; that of all together has no code."""
    assert faults(pdf, tmp_path) == [], code
    read = reader(pdf)
    pages = read.pages
    assert 5 <= body(read) <= (MOST_OWN if code else MOST_JOINT), code
    assert {tuple(round(float(x)) for x in page.mediabox) for page in pages} == {(0, 0, 595, 842)}
    front = " ".join(pages[0].extract_text().replace("\u00a0", " ").split())
    assert front.startswith(ILLUSTRATIVE)
    assert "Forslag til vedtak" in front
    assert read.trailer["/Root"]["/Lang"] == "nb-NO"
    assert tag_names(pdf).count("Figure") >= 2
    if code:
        hidden = dataset.applications.loc[dataset.applications["skjermes"] == "ja", "system"]
        told = words(pdf)
        assert not [system for system in hidden.unique() if f" {system} " in told]


def check_case(made: Mapping[str, bytes], dataset: Dataset, tmp_path: Path) -> None:
    """Check what is true of every saksframlegg on the example."""
    pdf, document = made[".pdf"], Document(made[".docx"])
    assert faults(pdf, tmp_path) == [] and document.faults() == []
    assert 2 <= len(reader(pdf).pages) <= 4
    hidden = dataset.applications.loc[dataset.applications["skjermes"] == "ja", "system"]
    for told in (words(pdf), text_in(document.body)):
        assert "Forslag til vedtak" in told and "Inndekning" in told
        assert not [system for system in hidden.unique() if f" {system} " in told]


def check_word_and_web(made: Mapping[str, bytes], dataset: Dataset, code: str) -> None:
    """Check what is true of every report on the example, for Word and for the web."""
    document, page = Document(made[".docx"]), Page(made[".html"])
    assert document.faults() == [], code
    assert page.faults() == [], code
    figures = sum(tag.get("/S") == "/Figure" for tag in tags(made[".pdf"]))
    assert len(document.pictures()) == len(page.all("desc")) == figures
    titles = [caption.text for caption in page.all("caption")]
    captions = {" ".join(caption.split()) for caption in document.styled("caption")}
    assert len(titles) == len(document.tables()) and set(titles) <= captions
    if code:
        hidden = dataset.applications.loc[dataset.applications["skjermes"] == "ja", "system"]
        for told in (text_in(document.body), page.nodes[0].text):
            assert not [system for system in hidden.unique() if f" {system} " in told]


def tags(pdf: bytes) -> list[dict[str, Any]]:
    """The structure elements, in reading order."""
    root = reader(pdf).trailer["/Root"]
    return list(_walk(root["/StructTreeRoot"]["/K"]))


def tag_names(pdf: bytes) -> list[str]:
    return [tag["/S"][1:] for tag in tags(pdf)]


def _walk(node: Any) -> Iterator[dict[str, Any]]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, dict) and "/S" in node:
        yield node
        yield from _walk(node.get("/K", []))
