"""What the tests read back from a PDF."""

import io
from collections.abc import Iterator
from typing import Any

import pdfua
import pypdf

# The checker cannot read arrays of font widths and then skips that one rule.
KNOWN_SKIPS = {"UA-14-001"}


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
