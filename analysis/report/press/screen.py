"""A report's elements as html for the notebook."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace

from analysis.report.press.hypertext import Hypertext, text
from analysis.report.press.markup import Prose, Words
from analysis.report.press.parts import Writer, flatten, prose_of, read_prose, write_parts
from analysis.report.press.payload import Payload

_CELL = "padding:3px 10px;border-bottom:1px solid #cfd6de;vertical-align:top"
_HEAD = "padding:3px 10px;border-bottom:2px solid #1c2530;vertical-align:bottom"
_SMALL = "font-size:0.85em;color:#4d5a68;margin:4px 0 12px"


def render(payloads: Sequence[Payload]) -> str:
    """Write elements as html, the Markdown of all of them in one pandoc call.

    Raises
    ------
    ReportError
        If an element is of an unknown kind, or pandoc fails.
    """
    parts = list(flatten(payloads))
    prose = [_below_the_notebook(part, prose_of(part)) for part in parts]
    return "\n".join(write_parts(parts, read_prose(prose), _WRITERS))


def _below_the_notebook(part: Payload, prose: Prose | None) -> Prose | None:
    """Move our headings below the notebook's own, which are of level one and two."""
    if prose is None or part["type"] != "heading":
        return prose
    return replace(prose, shift=prose.shift + 2)


def _prose(_: Payload, words: Words) -> str:
    """Prose with its footnotes below it; a notebook has many cells with a note 1."""
    digest = hashlib.sha256(json.dumps(words.blocks).encode()).hexdigest()
    page = Hypertext(prefix=f"n{digest[:8]}_")
    return "\n".join(filter(None, [page.blocks(words.blocks), page.notes()]))


def _table(part: Payload, _: Words) -> str:
    rights = [column["right"] for column in part["columns"]]
    head = "".join(
        f'<th scope="col" style="{_HEAD};{_side(right)}">{text(column["name"])}</th>'
        for column, right in zip(part["columns"], rights, strict=True)
    )
    rows = "".join(
        _row(row, rights, part["row_header"], number == part["highlight"])
        for number, row in enumerate(part["rows"])
    )
    return (
        '<table style="border-collapse:collapse;margin:12px 0 0">'
        '<caption style="caption-side:top;text-align:left;font-weight:600;color:inherit">'
        f"{text(part['title'])}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        + _lines(part["note"], part["source"])
    )


def _row(row: Sequence[str], rights: Sequence[bool], row_header: bool, own: bool) -> str:
    look = ' style="font-weight:600;background:#e6edf4;color:#1c2530"' if own else ""
    weight = 600 if own else 400
    cells = []
    for place, (cell, right) in enumerate(zip(row, rights, strict=True)):
        style = f"{_CELL};{_side(right)}"
        if place == 0 and row_header:
            cells.append(f'<th scope="row" style="{style};font-weight:{weight}">{text(cell)}</th>')
        else:
            cells.append(f'<td style="{style}">{text(cell)}</td>')
    return f"<tr{look}>{''.join(cells)}</tr>"


def _side(right: bool) -> str:
    return "text-align:right;white-space:nowrap" if right else "text-align:left"


def _figure(part: Payload, _: Words) -> str:
    data = base64.b64encode(part["svg"].encode("utf-8")).decode("ascii")
    caption = f'<figcaption style="font-weight:600">{text(part["title"])}</figcaption>'
    return (
        '<figure style="margin:12px 0 0">'
        + (caption if part["title"] else "")
        + f'<img role="img" alt="{text(part["alt"])}" '
        f'style="max-width:100%;width:{7.4 * part["width"]:.0f}px;background:#fff" '
        f'src="data:image/svg+xml;base64,{data}"></figure>' + _lines("", part["source"])
    )


def _lines(note: str, source: str) -> str:
    lines = [note] if note else []
    lines += [f"Kilde: {source}"] if source else []
    return "".join(f'<p style="{_SMALL}">{text(line)}</p>' for line in lines)


def _box(part: Payload, words: Words) -> str:
    title = f"<p><strong>{text(part['title'])}</strong></p>" if part["title"] else ""
    return (
        '<div style="border-left:4px solid #12355b;padding:2px 14px;margin:12px 0;'
        f'background:rgba(18,53,91,0.06)">{title}{_prose(part, words)}</div>'
    )


def _cover(part: Payload, _: Words) -> str:
    facts = [part["municipality"], part["date"]]
    facts += [f"Sak {part['case']}"] if part["case"] else []
    banner = (
        f'<p style="border:2px solid #1c2530;padding:8px 12px"><strong>{text(part["banner"])}'
        "</strong></p>"
    )
    subtitle = f"<p>{text(part['subtitle'])}</p>" if part["subtitle"] else ""
    return (
        (banner if part["banner"] else "")
        + f"<h1>{text(part['title'])}</h1>{subtitle}"
        + f'<p style="{_SMALL}">{text(" · ".join(fact for fact in facts if fact))}</p>'
    )


_WRITERS: Mapping[str, Writer] = {
    "prose": _prose,
    "heading": _prose,
    "box": _box,
    "table": _table,
    "figure": _figure,
    "cover": _cover,
    "contents": lambda _part, _: "",
    "pagebreak": lambda _part, _: "",
}
