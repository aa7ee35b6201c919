"""Prose as html, from the tree that pandoc reads Markdown into.

All that `prose.lua` lets through is known here by name, and all text is escaped.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from analysis.report.press.markup import Block
from analysis.report.press.payload import ReportError


def text(words: str) -> str:
    """Text that is shown as it is, line breaks as well."""
    return html.escape(words).replace("\n", "<br>")


class Hypertext:
    """Writes one page; its footnotes are numbered as they come, and kept for its end.

    Parameters
    ----------
    prefix : str
        Before the ids of footnotes, which must be the page's own.
    shift : int
        Steps all headings are moved down.
    """

    def __init__(self, prefix: str = "", shift: int = 0) -> None:
        self._prefix, self._shift = prefix, shift
        self._notes: list[str] = []

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Write blocks, one a line."""
        return "\n".join(_known(_BLOCKS, block)(self, block.get("c")) for block in blocks)

    def inlines(self, inlines: Sequence[Block]) -> str:
        """Write what stands within a line."""
        return "".join(_known(_INLINES, inline)(self, inline.get("c")) for inline in inlines)

    def notes(self) -> str:
        """Write the footnotes so far as a list with links back; empty where there are none."""
        items = "".join(
            f'<li id="{self._prefix}note_{number}">{note} <a role="doc-backlink" '
            f'href="#{self._prefix}ref_{number}" aria-label="Tilbake til teksten, note {number}">'
            "↩\ufe0e</a></li>"
            for number, note in enumerate(self._notes, start=1)
        )
        return f"<ol>{items}</ol>" if items else ""

    def _note(self, blocks: Any) -> str:
        # Its place is taken before it is written, so that the order is that of the text.
        self._notes.append("")
        number = len(self._notes)
        self._notes[number - 1] = self.blocks(blocks)
        return (
            f'<sup><a role="doc-noteref" id="{self._prefix}ref_{number}" '
            f'href="#{self._prefix}note_{number}" aria-label="Note {number}">{number}</a></sup>'
        )

    def _header(self, content: Any) -> str:
        level, (name, _, _), inlines = content
        tag = f"h{min(level + self._shift, 6)}"
        named = f' id="{html.escape(name)}"' if name else ""
        return f"<{tag}{named}>{self.inlines(inlines)}</{tag}>"

    def _link(self, content: Any) -> str:
        _, inlines, (address, _) = content
        return f'<a href="{html.escape(address)}">{self.inlines(inlines)}</a>'

    def _items(self, items: Any) -> str:
        return "".join(f"<li>{self.blocks(item)}</li>" for item in items)

    def _ordered(self, content: Any) -> str:
        (start, _, _), items = content
        begin = f' start="{int(start)}"' if start != 1 else ""
        return f"<ol{begin}>{self._items(items)}</ol>"

    def _table(self, content: Any) -> str:
        _, _, columns, (_, head), bodies, (_, foot) = content
        sides = [alignment["t"] for alignment, _ in columns]
        rows = [row for _, _, above, below in bodies for row in (*above, *below)] + foot
        return (
            f"<table><thead>{self._rows(head, sides, head=True)}</thead>"
            f"<tbody>{self._rows(rows, sides)}</tbody></table>"
        )

    def _rows(self, rows: Any, sides: Sequence[str], head: bool = False) -> str:
        tag, scope = ("th", ' scope="col"') if head else ("td", "")
        return "".join(
            "<tr>"
            + "".join(
                f"<{tag}{scope}{_SIDE.get(side, '')}>{self.blocks(cell[-1])}</{tag}>"
                for cell, side in zip(cells, sides, strict=True)
            )
            + "</tr>"
            for _, cells in rows
        )


def _known(writers: Mapping[str, Writer], node: Block) -> Writer:
    if node["t"] not in writers:
        raise ReportError(f"Teksten i rapporten har en del av ukjent slag: «{node['t']}».")
    return writers[node["t"]]


def _tagged(tag: str) -> Writer:
    return lambda page, inlines: f"<{tag}>{page.inlines(inlines)}</{tag}>"


Writer = Callable[[Hypertext, Any], str]

_SIDE = {
    "AlignRight": ' style="text-align:right"',
    "AlignCenter": ' style="text-align:center"',
}

_BLOCKS: Mapping[str, Writer] = {
    "Para": _tagged("p"),
    "Plain": lambda page, inlines: page.inlines(inlines),
    "Header": lambda page, content: page._header(content),
    "BulletList": lambda page, items: f"<ul>{page._items(items)}</ul>",
    "OrderedList": lambda page, content: page._ordered(content),
    "BlockQuote": lambda page, blocks: f"<blockquote>{page.blocks(blocks)}</blockquote>",
    "CodeBlock": lambda _, content: f"<pre><code>{html.escape(content[1])}</code></pre>",
    "HorizontalRule": lambda _page, _content: "<hr>",
    "Table": lambda page, content: page._table(content),
}

_INLINES: Mapping[str, Writer] = {
    "Str": lambda _, words: html.escape(words),
    "Space": lambda _page, _content: " ",
    "SoftBreak": lambda _page, _content: " ",
    "LineBreak": lambda _page, _content: "<br>",
    "Emph": _tagged("em"),
    "Strong": _tagged("strong"),
    "Strikeout": _tagged("del"),
    "Code": lambda _, content: f"<code>{html.escape(content[1])}</code>",
    "Link": lambda page, content: page._link(content),
    "Note": lambda page, blocks: page._note(blocks),
}
