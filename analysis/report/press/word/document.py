"""A report's elements as pandoc's own tree, and that tree as a Word document."""

from __future__ import annotations

import datetime
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typst

from analysis.report.press.markup import Block, Words, tree_version, typst_string
from analysis.report.press.outline import Entry, outline
from analysis.report.press.pandoc import ask_pandoc
from analysis.report.press.parts import Report
from analysis.report.press.payload import Payload, ReportError
from analysis.report.press.style import FULL_WIDTH_CM
from analysis.report.press.word.table import word_table
from analysis.report.press.word.template import Template, given_template, own_template
from analysis.report.press.word.xml import escaped, paragraph, run, writable

_WRITER = Path(__file__).with_name("word.lua")
_LAYOUT = Path(__file__).with_name("document.openxml")
_PIXELS_PER_INCH = 200
_CONTENTS_DEPTH = 2
_LANGUAGE = "nb-NO"
_PAGE_BREAK = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def write_word(report: Report, template: bytes | None = None) -> bytes:
    """Write a report as a Word document.

    Parameters
    ----------
    report : Report
    template : bytes or None
        A Word document whose styles, headers and footers are used in place of ours.

    Returns
    -------
    bytes
        The same bytes for the same elements.

    Raises
    ------
    ReportError
        With the element at fault, in Norwegian, or if the template cannot be used.
    """
    look = own_template(report.cover) if template is None else given_template(template)
    blocks = list(_Writer(report, look).blocks())
    tree = {
        "pandoc-api-version": tree_version(),
        "meta": _metadata(report.cover),
        "blocks": blocks,
    }
    figures = [part for part in report.parts if part["type"] == "figure"]
    with tempfile.TemporaryDirectory(prefix="ikt-word-") as name:
        folder = Path(name)
        for number, picture in enumerate(_pictures(figures), start=1):
            (folder / _picture_name(number)).write_bytes(picture)
        (folder / "mal.docx").write_bytes(look.content)
        asked = {
            "folder": name,
            "tree": json.dumps(tree),
            "layout": _LAYOUT.read_text("utf-8"),
            # Pandoc would write the time of day into the file.
            "moment": str(_moment(report.cover)),
        }
        ask_pandoc(_WRITER, asked)
        return (folder / "rapport.docx").read_bytes()


class _Writer:
    """The elements of one report, each as blocks of pandoc's tree."""

    def __init__(self, report: Report, template: Template) -> None:
        self._report, self._template = report, template
        self._words, self._entries = outline(report)
        self._figures = 0

    def blocks(self) -> Iterator[Block]:
        yield from self._front()
        writers: Mapping[str, Callable[[Payload, Words], Iterable[Block]]] = {
            "prose": lambda _, words: words.blocks,
            "heading": lambda _, words: words.blocks,
            "box": self._box,
            "table": self._table,
            "figure": self._figure,
            "contents": lambda part, _: self._contents(part["depth"]),
            "pagebreak": lambda _part, _words: [_raw(_PAGE_BREAK)],
        }
        for part, words in zip(self._report.parts, self._words, strict=True):
            if part["type"] not in writers:
                raise ReportError(f"Rapporten har en del av ukjent slag: «{part['type']}».")
            yield from writers[part["type"]](part, words)

    def _front(self) -> Iterator[Block]:
        cover = self._report.cover
        facts = [cover["date"], f"Sak {cover['case']}" if cover["case"] else ""]
        shown = {
            "IKT varsel": cover["banner"],
            "IKT kommune": cover["municipality"],
            "Title": cover["title"],
            "Subtitle": cover["subtitle"],
            "IKT fakta": " · ".join(filter(None, facts)),
        }
        yield from (self._line(text, style) for style, text in shown.items() if text)
        if cover["toc"]:
            yield from self._contents(_CONTENTS_DEPTH)

    def _line(self, text: str, style: str, keep_next: bool = False) -> Block:
        return _raw(paragraph(run(text), self._template.style(style), keep_next))

    def _box(self, part: Payload, words: Words) -> Iterator[Block]:
        if part["title"]:
            yield self._line(part["title"], "IKT rammetittel")
        yield _styled("IKT ramme", words.blocks)

    def _table(self, part: Payload, _: Words) -> Iterator[Block]:
        yield self._line(part["title"], "caption", keep_next=True)
        below = list(self._below(part["note"], part["source"]))
        yield _raw(word_table(part, self._template, followed=bool(below)))
        yield from below

    def _figure(self, part: Payload, _: Words) -> Iterator[Block]:
        self._figures += 1
        if part["title"]:
            yield self._line(part["title"], "caption", keep_next=True)
        if not part["alt"].strip():
            raise ReportError(f"Figuren «{part['title']}» mangler alternativ tekst.")
        size = ["", [], [["width", f"{part['width']}%"]]]
        alt = [{"t": "Str", "c": writable(part["alt"])}]
        image = {"t": "Image", "c": [size, alt, [_picture_name(self._figures), ""]]}
        yield _styled("IKT figur", [{"t": "Para", "c": [image]}])
        yield from self._below("", part["source"])

    def _below(self, note: str, source: str) -> Iterator[Block]:
        if note:
            yield self._line(note, "IKT kilde", keep_next=bool(source))
        if source:
            yield self._line(f"Kilde: {source}", "IKT kilde")

    def _contents(self, depth: int) -> list[Block]:
        """Write a table of contents that is whole as it stands; Word adds page numbers to it."""
        listed = [entry for entry in self._entries if entry.level <= depth]
        if not listed:
            return []
        lines = [_link(entry) for entry in listed]
        lines[0] = _field_start(f' TOC \\o "1-{depth}" \\h \\z \\u ') + lines[0]
        lines[-1] += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        shown = (
            paragraph(line, self._template.style(f"toc {min(entry.level, _CONTENTS_DEPTH)}"))
            for line, entry in zip(lines, listed, strict=True)
        )
        return [self._line("Innhold", "TOC Heading"), _raw("".join(shown))]


def _field_start(instruction: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve">'
        f'{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def _link(entry: Entry) -> str:
    return f'<w:hyperlink w:anchor="{escaped(entry.id)}">{run(entry.text)}</w:hyperlink>'


def _raw(markup: str) -> Block:
    return {"t": "RawBlock", "c": ["openxml", markup]}


def _styled(style: str, blocks: Sequence[Block]) -> Block:
    return {"t": "Div", "c": [["", [], [["custom-style", style]]], list(blocks)]}


def _picture_name(number: int) -> str:
    return f"figur-{number}.png"


def _pictures(figures: Sequence[Payload]) -> list[bytes]:
    """Draw the figures as Word can show them, all in one Typst compile."""
    pages = [
        f'#image(bytes({typst_string(part["svg"])}), format: "svg", '
        f"width: {FULL_WIDTH_CM * part['width'] / 100}cm)\n"
        for part in figures
    ]
    if not pages:
        return []
    page = "#set page(width: auto, height: auto, margin: 0pt, fill: white)\n"
    try:
        drawn = typst.compile(
            (page + "#pagebreak()\n".join(pages)).encode("utf-8"),
            format="png",
            ppi=_PIXELS_PER_INCH,
            ignore_system_fonts=True,
        )
    except typst.TypstError as error:
        raise ReportError(f"En figur kan ikke vises i Word: {error.message}") from error
    return drawn if isinstance(drawn, list) else [drawn]


def _metadata(cover: Payload) -> Mapping[str, Any]:
    """What the file says about itself."""
    said = {"title": cover["title"], "author": cover["author"], "lang": _LANGUAGE}
    return {
        name: {"t": "MetaInlines", "c": [{"t": "Str", "c": writable(text)}]}
        for name, text in said.items()
        if text
    }


def _moment(cover: Payload) -> int:
    """The report's date in seconds; a zip file knows no time before 1980."""
    day = datetime.date.fromisoformat(cover["iso_date"] or "1980-01-01")
    return int(datetime.datetime(day.year, day.month, day.day, tzinfo=datetime.UTC).timestamp())
