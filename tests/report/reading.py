"""What the tests read back from a PDF."""

import io
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pdfua
import pypdf

from analysis.dataset import Dataset
from analysis.report.standpoint import ILLUSTRATIVE

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


def body(pages: Sequence[pypdf.PageObject]) -> int:
    """How many pages there are before the appendix, which begins on a page of its own."""
    for number, page in enumerate(pages):
        top = [line for line in page.extract_text().splitlines() if line.strip()][:3]
        if any(APPENDIX.fullmatch(line.strip()) for line in top):
            return number
    return len(pages)


def check_report(pdf: bytes, dataset: Dataset, code: str, tmp_path: Path) -> None:
    """Check what is true of every report on the example; that of all together has no code."""
    assert faults(pdf, tmp_path) == [], code
    pages = reader(pdf).pages
    assert 5 <= body(pages) <= (MOST_OWN if code else MOST_JOINT), code
    assert {tuple(round(float(x)) for x in page.mediabox) for page in pages} == {(0, 0, 595, 842)}
    front = " ".join(pages[0].extract_text().replace("\u00a0", " ").split())
    assert front.startswith(ILLUSTRATIVE)
    assert "Forslag til vedtak" in front
    assert reader(pdf).trailer["/Root"]["/Lang"] == "nb-NO"
    assert tag_names(pdf).count("Figure") >= 2
    if code:
        hidden = dataset.applications.loc[dataset.applications["skjermes"] == "ja", "system"]
        told = words(pdf)
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
