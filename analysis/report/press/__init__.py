"""Elements (text, table, figure) and how they come on screen and on paper.

An element becomes one plain payload, and every format is written from that.
"""

from analysis.report.press.element import Element
from analysis.report.press.elements import (
    Box,
    Contents,
    Cover,
    Heading,
    PageBreak,
    Stack,
    Text,
    UserText,
)
from analysis.report.press.figure import Figure
from analysis.report.press.map import municipality_map
from analysis.report.press.markup import escape
from analysis.report.press.payload import MIME, ReportError
from analysis.report.press.table import Column, Table

__all__ = [
    "Box",
    "Column",
    "Contents",
    "Cover",
    "Element",
    "Figure",
    "Heading",
    "MIME",
    "PageBreak",
    "ReportError",
    "Stack",
    "Table",
    "Text",
    "UserText",
    "escape",
    "exporter",
    "municipality_map",
    "style",
]
