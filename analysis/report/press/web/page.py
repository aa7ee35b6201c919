"""One page for a whole report: fonts and drawings inside, no script, nothing fetched."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from analysis.report.press.glyphs import least_width
from analysis.report.press.hypertext import Hypertext, text
from analysis.report.press.markup import Words
from analysis.report.press.outline import Entry, outline
from analysis.report.press.parts import Report, Writer, write_parts
from analysis.report.press.payload import Payload
from analysis.report.press.style import FONT_FOLDER
from analysis.report.press.web.drawing import Drawings

# The page lets nothing in, whatever a text should hold.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
_FACES = {"Regular": ("400", "normal"), "SemiBold": ("600", "normal"), "Italic": ("400", "italic")}
# Rows above which a table is folded, and what the smallest screen has room for, in type sizes.
_LONG, _NARROW = 14, 18
# The width of a drawing as wide as the page, in type sizes: to be read at all, and at most.
_LEAST_DRAWING, _FULL_DRAWING = 35, 46
_CONTENTS_DEPTH = 2


def write_web(report: Report) -> bytes:
    """Write a report as one html file.

    Returns
    -------
    bytes
        The same bytes for the same elements.

    Raises
    ------
    ReportError
        With the element at fault, in Norwegian.
    """
    words, entries = outline(report)
    page = _Page()
    main = "\n".join(write_parts(report.parts, words, page.writers()))
    return "\n".join(
        [
            _head(report.cover),
            '<a class="hopp" href="#hoved_del">Hopp til innholdet</a>',
            page.drawings.shapes(),
            _front(report.cover),
            _contents(entries),
            f'<main id="hoved_del" tabindex="-1">\n{main}\n{page.notes()}</main>',
            "</body>\n</html>\n",
        ]
    ).encode("utf-8", "replace")


class _Page:
    """What the elements of one page share: footnotes, drawings and the names of tables."""

    def __init__(self) -> None:
        # The title has the first level to itself.
        self._prose = Hypertext(shift=1)
        self.drawings = Drawings()
        self._tables = self._figures = 0

    def writers(self) -> Mapping[str, Writer]:
        return {
            "prose": self._words,
            "heading": self._words,
            "box": self._box,
            "table": self._table,
            "figure": self._figure,
            "contents": lambda _part, _words: "",
            "pagebreak": lambda _part, _words: "",
        }

    def notes(self) -> str:
        notes = self._prose.notes()
        heading = '<h2 id="fot_noter">Fotnoter</h2>'
        section = f'<section role="doc-endnotes" aria-labelledby="fot_noter">{heading}{notes}'
        return f"{section}</section>\n" if notes else ""

    def _words(self, _: Payload, words: Words) -> str:
        return self._prose.blocks(words.blocks)

    def _box(self, part: Payload, words: Words) -> str:
        title = f"<p><strong>{text(part['title'])}</strong></p>" if part["title"] else ""
        return f'<div class="ramme" role="note">{title}{self._words(part, words)}</div>'

    def _table(self, part: Payload, _: Words) -> str:
        self._tables += 1
        name = f"tabell_{self._tables}"
        folded = len(part["rows"]) > _LONG
        least = least_width(part)
        table = _table(part, name, least, hidden=folded)
        if least > _NARROW:
            table = _scrolling(table, f"Tabell {self._tables}: {part['title']}")
        shown = table + _lines(part["note"], part["source"])
        if folded:
            summary = f"{text(part['title'])} ({len(part['rows'])} rader)"
            shown = f"<details><summary>{summary}</summary>{shown}</details>"
        return f'<div class="vis">{shown}</div>'

    def _figure(self, part: Payload, _: Words) -> str:
        self._figures += 1
        least, most = (part["width"] / 100 * width for width in (_LEAST_DRAWING, _FULL_DRAWING))
        drawing = self.drawings.inline(part)
        shown = f'<div style="min-width:{least:.1f}rem;max-width:{most:.1f}rem">{drawing}</div>'
        if least > _NARROW:
            shown = _scrolling(shown, f"Figur {self._figures}: {part['title']}")
        caption = f"<figcaption>{text(part['title'])}</figcaption>" if part["title"] else ""
        source = _lines("", part["source"])
        return f'<div class="vis"><figure>{caption}{shown}</figure>{source}</div>'


def _scrolling(content: str, name: str) -> str:
    """Let what is wider than the screen scroll by itself, from the keyboard as well.

    Its name holds a number, as a figure and a table may have the same title.
    """
    label = text(name.removesuffix(": "))
    return f'<div class="rull" role="region" aria-label="{label}" tabindex="0">{content}</div>'


def _table(part: Payload, name: str, least: float, hidden: bool) -> str:
    rights = [column["right"] for column in part["columns"]]
    heads = "".join(
        f'<th scope="col"{_side(right)}>{text(column["name"])}</th>'
        for column, right in zip(part["columns"], rights, strict=True)
    )
    rows = "".join(
        _row(row, rights, part["row_header"], number == part["highlight"])
        for number, row in enumerate(part["rows"])
    )
    look = ' class="skjult"' if hidden else ""
    return (
        f'<table style="min-width:{least:.1f}em">'
        f'<caption id="{name}"><span{look}>{text(part["title"])}</span></caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def _row(row: Sequence[str], rights: Sequence[bool], row_header: bool, own: bool) -> str:
    cells = []
    for place, (cell, right) in enumerate(zip(row, rights, strict=True)):
        named = row_header and place == 0
        tag, scope = ("th", ' scope="row"') if named else ("td", "")
        cells.append(f"<{tag}{scope}{_side(right)}>{text(cell)}</{tag}>")
    look = ' class="egen"' if own else ""
    return f"<tr{look}>{''.join(cells)}</tr>"


def _side(right: bool) -> str:
    return ' class="tall"' if right else ""


def _lines(note: str, source: str) -> str:
    lines = [*([note] if note else []), *([f"Kilde: {source}"] if source else [])]
    return "".join(f'<p class="lite">{text(line)}</p>' for line in lines)


def _head(cover: Payload) -> str:
    title = " – ".join(filter(None, [cover["title"], cover["municipality"]]))
    author = f'<meta name="author" content="{text(cover["author"])}">\n' if cover["author"] else ""
    return (
        '<!doctype html>\n<html lang="nb">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{text(title)}</title>\n{author}<style>\n{_style()}</style>\n</head>\n<body>"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    faces = []
    for cut, (weight, slant) in _FACES.items():
        data = base64.b64encode((FONT_FOLDER / "web" / f"{cut}.woff").read_bytes()).decode()
        faces.append(
            f"@font-face{{font-family:Rapport;font-weight:{weight};font-style:{slant};"
            f"src:url(data:font/woff;base64,{data})}}\n"
        )
    return "".join(faces) + Path(__file__).with_name("page.css").read_text("utf-8")


def _front(cover: Payload) -> str:
    facts = [cover["date"], f"Sak {cover['case']}" if cover["case"] else ""]
    shown = {
        "varsel": cover["banner"],
        "kommune": cover["municipality"],
        "": cover["title"],
        "ingress": cover["subtitle"],
        "lite": " · ".join(filter(None, facts)),
    }
    lines = "\n".join(
        f'<p class="{look}">{text(words)}</p>' if look else f"<h1>{text(words)}</h1>"
        for look, words in shown.items()
        if words
    )
    return f"<header>\n{lines}\n</header>"


def _contents(entries: Iterable[Entry]) -> str:
    """Write the headings down to the second level as lists, folded until they are asked for."""
    chapters: list[tuple[Entry, list[Entry]]] = []
    for entry in entries:
        if entry.level == 1 or not chapters:
            chapters.append((entry, []))
        elif entry.level <= _CONTENTS_DEPTH:
            chapters[-1][1].append(entry)
    if not chapters:
        return ""
    items = "\n".join(
        _item(chapter, f"<ol>{''.join(map(_item, below))}</ol>" if below else "")
        for chapter, below in chapters
    )
    return (
        '<nav aria-label="Innhold">\n<details><summary>Innhold</summary>\n'
        f"<ol>\n{items}\n</ol>\n</details>\n</nav>"
    )


def _item(entry: Entry, below: str = "") -> str:
    return f'<li><a href="#{text(entry.id)}">{text(entry.text)}</a>{below}</li>'
