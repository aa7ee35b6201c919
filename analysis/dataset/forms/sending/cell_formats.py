"""How a form looks on the screen and on paper, and what can be typed in its cells."""

from __future__ import annotations

import datetime as dt
import textwrap
from collections.abc import Iterable, Sequence
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analysis.dataset.notation import norwegian_number
from analysis.dataset.tables import InputColumn

# Lightness tells the colours apart in grey too: to fill in, known from before, locked.
TO_FILL_IN, KNOWN, LOCKED, HEADING = "#FFF7D6", "#DCEBF7", "#EFEFEF", "#1F3A5F"
_LINE = "#BFBFBF"
_SIZE, _SMALL = 10, 8  # points
_BODY = {"font_size": _SIZE, "valign": "top", "border": 1, "border_color": _LINE}
_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16, "font_color": HEADING},
    "section": {"bold": True, "font_size": 12, "font_color": HEADING, "valign": "bottom"},
    "intro": {"font_size": _SIZE},
    "text": {"font_size": _SIZE, "text_wrap": True, "valign": "top"},
    "label": {"font_size": _SIZE, "bold": True, "valign": "top"},
    "heading": {
        "bold": True, "font_size": _SIZE, "font_color": "#FFFFFF", "bg_color": HEADING,
        "border": 1, "border_color": _LINE, "valign": "vcenter", "align": "left", "indent": 1,
    },
    "help": {
        "font_size": _SMALL, "italic": True, "text_wrap": True, "valign": "top",
        "bg_color": LOCKED, "border": 1, "border_color": _LINE, "align": "left", "indent": 1,
    },
    "fact": {**_BODY, "bg_color": LOCKED},
    "spread": {**_BODY, "bg_color": LOCKED, "align": "center"},
    "sum": {"bold": True, "font_size": _SIZE, "valign": "vcenter", "align": "right"},
    "known": {**_BODY, "bg_color": KNOWN, "locked": False},
    "open": {**_BODY, "bg_color": TO_FILL_IN, "locked": False},
    "outside": {"font_size": _SIZE, "locked": False},
}  # fmt: skip
WHOLE, DECIMAL, DATE, TEXT = "#,##0", "#,##0.0#", "dd.mm.yyyy", "@"
A4, A3 = 9, 8  # what Excel calls them
SHARE, AS_TYPED = "0 %", "General"
_FIRST_DAY, _LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 12, 31)


class CellFormats:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, str, bool], Format] = {}

    def __getitem__(self, look: str) -> Format:
        """Return a format by the name of its look."""
        return self.of(look)

    def of(self, look: str, number_format: str = "", *, begins: bool = False) -> Format:
        """Return the format with a look and a number format; `begins` draws a line above."""
        if (look, number_format, begins) not in self._made:
            properties = dict(_LOOKS[look])
            if number_format:
                properties["num_format"] = number_format
            if number_format in (TEXT, DATE):
                properties |= {"text_wrap": True, "align": "left", "indent": 1}
            if begins:
                properties |= {"top": 2, "top_color": HEADING}
            self._made[look, number_format, begins] = self._book.add_format(properties)
        return self._made[look, number_format, begins]


def number_format(column: InputColumn) -> str:
    """Return the number format of a column."""
    match column.kind:
        case "tall":
            return WHOLE if column.whole else DECIMAL
        case "dato":
            return DATE
        case _:
            return TEXT


def width(column: InputColumn) -> float:
    """Return the width of a column, in characters; its heading has room."""
    longest = [13, len(column.name) + 3]
    if column.kind == "tekst":
        longest.append({"svar": 70, "begrunnelse": 60, "kilde": 34}.get(column.name, 26))
    if column.name == "vekt":  # its help is the question
        longest.append(22)
    return max(longest + [len(category) + 3 for category in column.categories])


def height(texts: Iterable[tuple[str, float]], *, small: bool = False) -> float:
    """Return the height of a row, in points, that shows texts of given widths in full.

    Spreadsheets do not agree on who fits the height of a row, so the form says it.
    """
    size = _SMALL if small else _SIZE
    lines = [len(textwrap.wrap(text, max(1, int(wide * 12 / size) - 2))) for text, wide in texts]
    return max([1, *lines]) * (size * 1.3) + 3


def validation(
    column: InputColumn, ceiling: float, suggestions: str = "", words: Sequence[str] = ()
) -> dict[str, Any]:
    """Return what the spreadsheet lets one type in a column, and the help it shows.

    Parameters
    ----------
    column : InputColumn
        The column.
    ceiling : float
        Upper bound of an amount (1000 kr).
    suggestions : str
        Where texts to choose between stand; others can be typed as well.
    words : sequence of str
        What the values are called; they are chosen from a list.
    """
    if suggestions:
        rule = {"validate": "list", "source": suggestions, "show_error": False}
    elif words:
        rule = {"validate": "list", "source": list(words)}
    else:
        rule = _rule(column, ceiling)
    return {
        **rule,
        "ignore_blank": True,
        "input_title": column.name,
        "input_message": column.help,
        "error_title": "Kan ikke brukes",
        "error_message": _refusal(column, ceiling),
    }


def _rule(column: InputColumn, ceiling: float) -> dict[str, Any]:
    match column.kind:
        case "kategori":
            return {"validate": "list", "source": list(column.categories)}
        case "dato":
            return {"validate": "date", **_between(_FIRST_DAY, _LAST_DAY)}
        case "tall":
            highest = ceiling if column.amount else column.maximum
            limits = (
                {"criteria": ">=", "value": column.minimum}
                if highest is None
                else _between(column.minimum, highest)
            )
            return {"validate": "integer" if column.whole else "decimal", **limits}
        case _:
            return {"validate": "any"}


def _between(lowest: Any, highest: Any) -> dict[str, Any]:
    return {"criteria": "between", "minimum": lowest, "maximum": highest}


def _refusal(column: InputColumn, ceiling: float) -> str:
    if not column.amount:
        return column.advice
    return f"{column.advice}. Høyst {norwegian_number(ceiling)} tusen kroner"


def prepare_print(page: Worksheet, paper: int, *, landscape: bool) -> None:
    """Fit a sheet to the width of the paper, with its name and page number at the foot."""
    if landscape:
        page.set_landscape()
    page.set_paper(paper)
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    page.set_footer("&L&F&C&A&RSide &P av &N")
    page.hide_gridlines(2)
