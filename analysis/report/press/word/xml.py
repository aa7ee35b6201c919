"""Word's own markup, in the little pieces that pandoc has no node for."""

from __future__ import annotations

import html
import re

# What XML cannot hold, whatever is written before it.
_UNWRITABLE = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def writable(text: str) -> str:
    """Text without the signs that XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def escaped(text: str) -> str:
    """Text for an element or an attribute."""
    return html.escape(writable(text))


def run(text: str, bold: bool = False) -> str:
    """Text as it is, line breaks as well."""
    look = "<w:rPr><w:b/><w:bCs/></w:rPr>" if bold else ""
    lines = (f'<w:t xml:space="preserve">{line}</w:t>' for line in escaped(text).split("\n"))
    return f"<w:r>{look}{'<w:br/>'.join(lines)}</w:r>"


def paragraph(content: str, style: str, keep_next: bool = False) -> str:
    """Runs as a paragraph; one that is kept stands on the page of what follows it."""
    keep = "<w:keepNext/>" if keep_next else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{escaped(style)}"/>{keep}</w:pPr>{content}</w:p>'
