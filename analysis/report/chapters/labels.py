"""Sentences put together, and source lines of rows that hold no figures of our own."""

from __future__ import annotations

from collections.abc import Iterable

from analysis.model import join_sources
from analysis.report.language.words import capital


def sentence(*parts: str) -> str:
    """Join sentences, each with a capital letter; empty ones are left out."""
    return " ".join(capital(part) for part in parts if part)


def file_lines(*sources: Iterable[str] | str) -> str:
    """Sources that are rows, as «mandat.csv linje 2–8».

    `View.cite` also says that the figures are illustrative; rows on mandates and on other
    municipalities hold no figures of the municipalities here.
    """
    shown = []
    for piece in filter(None, join_sources(*sources).split("; ")):
        file, colon, lines = piece.rpartition(":")
        known = colon and lines.replace("–", "").replace(",", "").isdigit()
        shown.append(f"{file} linje {lines.replace(',', ', ')}" if known else piece)
    return "; ".join(shown)
