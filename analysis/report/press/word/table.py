"""A table in Word: header row, row headings, widths with room for every word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from analysis.report.press.glyphs import printed_widths
from analysis.report.press.payload import Payload
from analysis.report.press.style import CM_PER_INCH, FULL_WIDTH_CM
from analysis.report.press.word.template import Template
from analysis.report.press.word.xml import escaped, paragraph, run

# Rows of a table that stays whole on a page.
_WHOLE = 14
_TWIPS_PER_POINT = 20
_FULL_WIDTH = FULL_WIDTH_CM / CM_PER_INCH * 72 * _TWIPS_PER_POINT
_BORDERS = (
    '<w:tblBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="1C2530"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="CFD6DE"/></w:tblBorders>'
)
_UNDER_HEAD = (
    '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="1C2530"/></w:tcBorders>'
    '<w:vAlign w:val="bottom"/>'
)
_OWN = '<w:shd w:val="clear" w:color="auto" w:fill="E6EDF4"/>'
_MARGINS = "".join(f'<w:{side} w:w="85" w:type="dxa"/>' for side in ("left", "right"))


def word_table(part: Payload, template: Template, followed: bool) -> str:
    """Write a table; one that is followed by its source is kept with it."""
    scale = min(1.0, template.text_width / _FULL_WIDTH) * _TWIPS_PER_POINT
    widths = [round(width * scale) for width in printed_widths(part)]
    styles = [
        template.style("IKT tabelltall" if column["right"] else "IKT tabell")
        for column in part["columns"]
    ]
    whole, last = len(part["rows"]) <= _WHOLE, len(part["rows"]) - 1
    names = [column["name"] for column in part["columns"]]
    rows = [_row(names, widths, styles, bold=True, look=_UNDER_HEAD, keep_next=True, head=True)]
    for number, cells in enumerate(part["rows"]):
        own = number == part["highlight"]
        keep_next = whole and (followed or number < last)
        rows.append(_row(cells, widths, styles, bold=own, look=own * _OWN, keep_next=keep_next))
    return f"<w:tbl>{_properties(part, widths)}{''.join(rows)}</w:tbl>"


def _properties(part: Payload, widths: Iterable[int]) -> str:
    widths = list(widths)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    first = int(part["row_header"])
    return (
        f'<w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{_BORDERS}'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{_MARGINS}</w:tblCellMar>'
        f'<w:tblLook w:val="{0x0420 + 0x80 * first:04X}" w:firstRow="1" w:lastRow="0" '
        f'w:firstColumn="{first}" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>'
        f'<w:tblCaption w:val="{escaped(part["title"])}"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
    )


def _row(
    texts: Sequence[str],
    widths: Sequence[int],
    styles: Sequence[str],
    *,
    bold: bool,
    look: str,
    keep_next: bool,
    head: bool = False,
) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{look}</w:tcPr>'
        f"{paragraph(run(text, bold), style, keep_next)}</w:tc>"
        for text, width, style in zip(texts, widths, styles, strict=True)
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"
