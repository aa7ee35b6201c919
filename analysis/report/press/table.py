"""Tables: a frame's cells as printed text, the same on screen and on paper."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, SupportsFloat, TypeVar

import numpy as np
import pandas as pd
from pandas.api.types import is_bool_dtype, is_float_dtype, is_numeric_dtype

from analysis.report.language import numbers
from analysis.report.press.element import Element
from analysis.report.press.markup import one_line
from analysis.report.press.payload import Payload

_UNIT = re.compile(r"\([^()]{1,20}\)")
_END = rf"(?:[<>]\s)?[+{numbers.MINUS}]?\d[\d\s,]*%?"
# «−955 til −420», «57 ± 3» and «860 (−523)», and under a heading with a unit «0» too.
_SPAN = re.compile(rf"{_END}\s?(?:(?:til|±)\s{_END}|\({_END}\))")
_AMOUNT = re.compile(rf"{_END}(?:\s?(?:til|±)\s{_END})?")
_ONE = re.compile(rf"[+{numbers.MINUS}]?\d(?:[\d\s]*\d)?(?:,\d+)?")
_NUMBERS = re.compile(rf"{_ONE.pattern}\s?%?(?:\s?(?:til|±|\()\s?{_ONE.pattern}\s?%?\)?)*")
_NONE = (numbers.MISSING, numbers.NOT_APPLICABLE, numbers.WITHHELD)
Formatter = Callable[[Any], str]
Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column: its heading, what it takes from a row, how that is written, and how wide it is.

    Parameters
    ----------
    head : str
        The heading, with the unit in it.
    cell : callable
        From a row to the value in it; NaN is «mangler» and None «–».
    form : callable or None
        From the value to text; as in `Table` where it is None.
    width : float or None
        Relative width; all of a table's columns have one, or none has.
    """

    head: str
    cell: Callable[[Row], Any]
    form: Formatter | None = None
    width: float | None = None


@dataclass(frozen=True, eq=False)
class Table(Element):
    """A frame as a table, with a title that says what it shows.

    The index is not printed. Columns that hold numbers, or numbers written as «a til b», are
    right-aligned; with a fixed count of decimals per column they then meet at the comma.
    ``frame`` is for those who want to go on with what is shown.

    Parameters
    ----------
    cells : pandas.DataFrame
        Column names are the headings, with the unit in them.
    title : str
        The statement above the table.
    formats : mapping of column to callable
        How a column's values are written. Columns not named are text, whole numbers, or
        one decimal where there are fractions. NaN is «mangler» and None «–» throughout.
    source, note : str
        Lines under the table; the source without «Kilde:».
    row_header : bool
        The first column names the row.
    highlight : hashable or None
        Index label of the row shown bold and shaded (our own municipality).
    widths : sequence of float or None
        Relative widths of the columns, filling the page; None lets the content decide.

    Raises
    ------
    ValueError
        If there is no title or no column, two columns share a name, or formats, widths or
        highlight do not fit the cells.
    """

    cells: pd.DataFrame
    title: str
    formats: Mapping[Any, Formatter] = field(default_factory=dict)
    source: str = ""
    note: str = ""
    row_header: bool = True
    highlight: Hashable | None = None
    widths: Sequence[float] | None = None

    @classmethod
    def of(
        cls,
        rows: Sequence[Row] | Mapping[Any, Row],
        columns: Sequence[Column[Row]],
        title: str,
        **given: Any,
    ) -> Table:
        """Make a table of any kind of rows, read by its columns.

        Parameters
        ----------
        rows : sequence or mapping
            A mapping's keys name the rows for ``highlight``.
        columns : sequence of Column
        title : str
        **given
            The other arguments of `Table`.

        Raises
        ------
        ValueError
            As `Table`, and when only some of the columns have a width.
        """
        keyed = rows if isinstance(rows, Mapping) else dict(enumerate(rows))
        widths = [column.width for column in columns if column.width is not None]
        return cls(
            pd.DataFrame(
                [[column.cell(row) for column in columns] for row in keyed.values()],
                index=pd.Index(list(keyed), dtype=object),
                columns=[column.head for column in columns],
                dtype=object,
            ),
            title,
            formats={c.head: c.form for c in columns if c.form is not None},
            widths=widths or None,
            **given,
        )

    def __post_init__(self) -> None:
        fault = self._fault()
        if fault:
            raise ValueError(f"Tabellen «{one_line(self.title)}» {fault}")

    def _fault(self) -> str:
        columns = self.cells.columns
        unknown = [str(column) for column in self.formats if column not in columns]
        faults = {
            "må ha en tittel.": not one_line(self.title),
            "har ingen kolonner.": not len(columns),
            "har to kolonner med samme navn.": not columns.is_unique,
            f"har ingen kolonne som heter {', '.join(unknown)}.": bool(unknown),
            "trenger én bredde for hver kolonne.": self.widths is not None
            and len(self.widths) != len(columns),
            f"har ikke én rad «{self.highlight}» å framheve.": self.highlight is not None
            and list(self.cells.index).count(self.highlight) != 1,
        }
        return next((fault for fault, found in faults.items() if found), "")

    @property
    def frame(self) -> pd.DataFrame:
        """What is shown, with numbers where there are numbers, and NaN where one is missing.

        They are not rounded, and a share is between 0 and 1 also where it is shown of 100. Where
        cells are written with several numbers, «860 (−523)», there is a column for each.
        """
        found = [self._values(name) for name in self.cells.columns]
        return pd.DataFrame({name: own for columns in found for name, own in columns.items()})

    def payload(self) -> Payload:
        """Return headings and cells as printed text, in plain JSON."""
        cells = [self._column(column) for column in self.cells.columns]
        widths: Sequence[float | None] = self.widths or [None] * len(cells)
        own = None if self.highlight is None else list(self.cells.index).index(self.highlight)
        return {
            "type": "table",
            "title": one_line(self.title),
            "columns": [
                {"name": _heading(name), "right": self._right(name), "width": width}
                for name, width in zip(self.cells.columns, widths, strict=True)
            ],
            "rows": [list(row) for row in zip(*cells, strict=True)],
            "row_header": self.row_header,
            "highlight": own,
            "source": one_line(self.source),
            "note": one_line(self.note),
        }

    def _right(self, name: Any) -> bool:
        """Whether a column stands to the right: of amounts, or to be of them and all missing."""
        column = self.cells[name]
        formatted = name in self.formats and not any(isinstance(value, str) for value in column)
        return formatted or _amounts(column)

    def _values(self, name: Any) -> dict[Any, pd.Series]:
        """A column as numbers, or as it is where it has anything else."""
        column = self.cells[name]
        rows = [found for value in column if (found := _numbers_in(value)) is not None]
        most = max(map(len, rows), default=1)
        # A lone number may be the name of something, as alternatives have.
        if len(rows) < len(column) or not (most > 1 or self._right(name)):
            return {name: column}
        return {
            f"{name} ({place + 1})" if place else name: pd.to_numeric(
                pd.Series([[*row, *[math.nan] * most][place] for row in rows], column.index)
            )
            for place in range(most)
        }

    def _column(self, name: Any) -> list[str]:
        column = self.cells[name]
        form = self.formats.get(name) or _default_format(column)
        return [_cell(value, form) for value in column]


def _heading(name: Any) -> str:
    """Column heading whose unit, in brackets, never breaks over two lines."""
    return _UNIT.sub(lambda unit: unit[0].replace(" ", numbers.NBSP), one_line(name))


def _cell(value: Any, form: Formatter) -> str:
    if value is None:
        return numbers.NOT_APPLICABLE
    if isinstance(value, str):
        return value.strip()
    return numbers.MISSING if pd.isna(value) else str(form(value))


def _numbers_in(value: Any) -> list[float] | None:
    """The numbers a cell is written with, NaN for one that is missing; None for anything else."""
    if isinstance(value, str):
        text = value.strip()
        if text in _NONE:
            return [math.nan]
        return [*map(_read, _ONE.findall(text))] if _NUMBERS.fullmatch(text) else None
    if value is None or value is pd.NA:
        return [math.nan]
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, SupportsFloat):
        return None
    return [int(value) if isinstance(value, (int, np.integer)) else float(value)]


def _read(number: str) -> float:
    return float("".join(number.split()).replace(numbers.MINUS, "-").replace(",", "."))


def _numeric(column: pd.Series) -> bool:
    if is_bool_dtype(column):
        return False
    return is_numeric_dtype(column) or any(numbers.is_number(value) for value in column)


def _amounts(column: pd.Series) -> bool:
    """Whether a column holds amounts, most of them perhaps written out already."""
    written = _AMOUNT if _UNIT.search(str(column.name)) else _SPAN
    texts = [value.strip() for value in column if isinstance(value, str) and value not in _NONE]
    amounts = sum(written.fullmatch(text) is not None for text in texts)
    return _numeric(column) or (amounts > 0 and 2 * amounts >= len(texts))


def _default_format(column: pd.Series) -> Formatter:
    if not _numeric(column):
        return str
    fractions = is_float_dtype(column) or any(isinstance(value, float) for value in column)
    return numbers.decimal if fractions else numbers.whole
