"""A report on paper: a PDF, by one Typst compile."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from analysis.report.press.glyphs import column_widths, printable
from analysis.report.press.markup import Words, typst_string
from analysis.report.press.parts import Report, Writer, write_parts
from analysis.report.press.payload import Payload, ReportError
from analysis.report.press.style import FONT_FOLDER

_FOLDER = Path(__file__).parent


def typeset(report: Report) -> bytes:
    """Make the PDF of a report.

    Returns
    -------
    bytes
        PDF/UA-1, the same bytes for the same elements.

    Raises
    ------
    ReportError
        With the element at fault, in Norwegian.
    """
    cover = report.cover
    pieces = [_front(cover), *write_parts(report.parts, report.words, _WRITERS)]
    opening = _opening(cover)
    try:
        return _compile(opening + "\n".join(pieces), cover)
    except typst.TypstError as error:
        raise ReportError(_blame(error, opening, report, pieces)) from error


def _opening(cover: Payload) -> str:
    date = "none"
    if cover["iso_date"]:
        year, month, day = (int(part) for part in cover["iso_date"].split("-"))
        date = f"datetime(year: {year}, month: {month}, day: {day})"
    arguments = _strings(cover, "title", "author", "municipality")
    numbered = _truth(cover["numbered"])
    return (
        '#import "/template.typ": *\n'
        f"#show: report.with({arguments}, date: {date}, numbered: {numbered})\n"
    )


def _front(cover: Payload) -> str:
    names = ("title", "subtitle", "municipality", "date", "case", "banner")
    front = f"#front({_strings(cover, *names)})\n"
    return front + ("#contents()\n" if cover["toc"] else "")


def _table(part: Payload, _: Words) -> str:
    columns = (
        f"(name: {typst_string(column['name'])}, right: {_truth(column['right'])}, width: {width})"
        for column, width in zip(part["columns"], column_widths(part), strict=True)
    )
    rows = (_array(typst_string(cell) for cell in row) for row in part["rows"])
    highlight = "none" if part["highlight"] is None else str(int(part["highlight"]))
    return (
        f"#data-table({_strings(part, 'title', 'source', 'note')}, "
        f"highlight: {highlight}, "
        f"columns: {_array(columns)}, rows: {_array(rows)})\n"
    )


def _figure(part: Payload, _: Words) -> str:
    strings = _strings(part, "svg", "title", "source")
    # Typst refuses a figure whose alternative text is none; an empty one it would let pass.
    alt = typst_string(part["alt"]) if part["alt"].strip() else "none"
    return f"#picture({strings}, alt: {alt}, width: {float(part['width'])}%)\n"


def _box(part: Payload, words: Words) -> str:
    return f"#box-with-title({_strings(part, 'title')})[\n{words.typst}\n]\n"


_WRITERS: Mapping[str, Writer] = {
    "prose": lambda _, words: words.typst + "\n",
    "heading": lambda _, words: words.typst + "\n",
    "box": _box,
    "table": _table,
    "figure": _figure,
    "contents": lambda part, _: f"#contents(depth: {int(part['depth'])})\n",
    "pagebreak": lambda _part, _: "#pagebreak(weak: true)\n",
}


def _strings(part: Payload, *names: str) -> str:
    return ", ".join(f"{name}: {typst_string(part[name])}" for name in names)


def _array(items: Iterable[str]) -> str:
    return "(" + "".join(f"{item}, " for item in items) + ")"


def _truth(value: Any) -> str:
    return "true" if value else "false"


def _compile(source: str, cover: Payload) -> bytes:
    moment = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    if cover["iso_date"]:
        day = datetime.date.fromisoformat(cover["iso_date"])
        moment = datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC)
    pdf = typst.compile(  # type: ignore[call-overload]  # a path is a legal root
        printable(source).encode("utf-8"),
        root=str(_FOLDER),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        pdf_standards=["ua-1"],
        timestamp=moment,
        format="pdf",
    )
    assert isinstance(pdf, bytes)
    return pdf


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(FONT_FOLDER)])


def _blame(error: typst.TypstError, opening: str, report: Report, pieces: Sequence[str]) -> str:
    """Say which element Typst stopped at: the first whose addition gives the same error."""
    parts = [report.cover, *report.parts]

    def fails(count: int) -> bool:
        # Links to headings further down must have somewhere to point.
        ids = [part["id"] for part in parts[count:] if part["type"] == "heading" and part["id"]]
        later = "".join(f"\n#metadata(none) <{name}>" for name in ids)
        try:
            _compile(opening + "\n".join(pieces[:count]) + later, report.cover)
        except typst.TypstError as found:
            return bool(found.message == error.message)
        return False

    works, stops = 0, len(pieces)
    while stops - works > 1:
        middle = (works + stops) // 2
        if fails(middle):
            stops = middle
        else:
            works = middle
    part = parts[stops - 1]
    said = f"{_name(part)} kan ikke settes på papir: {_reason(error.message)}"
    if part.get("trusted") is False:
        said += " Skriv dette stedet enklere i filen i tekst/ som teksten står i."
    return said


_REASONS = {
    "heading title is empty": "en overskrift er uten tekst.",
    "missing alt text": "den mangler alternativ tekst.",
    "first heading must be of level 1": "den første overskriften er ikke av øverste nivå.",
    "depth exceeded": "for mange lister, sitater eller uthevinger står inne i hverandre.",
    "failed to parse SVG": "tegningen er ødelagt.",
    "does not exist in the document": "en lenke peker på en overskrift som ikke finnes.",
    "occurs multiple times": "to overskrifter har samme navn å lenke til.",
}


def _reason(message: str) -> str:
    found = [norwegian for typst_said, norwegian in _REASONS.items() if typst_said in message]
    return f"{found[0]} (Typst: {message})" if found else f"Typst melder «{message}»."


def _name(part: Payload) -> str:
    kinds = {"table": "Tabellen", "figure": "Figuren", "box": "Rammen", "cover": "Forsiden"}
    kind = kinds.get(part["type"], "Teksten")
    title = part.get("title") or part.get("text") or part.get("markdown", "")
    first_line = str(title).strip().split("\n")[0][:80]
    return f"{kind} «{first_line}»" if first_line else kind
