"""Values of a table's cells: whether they are filled, are the same, and how they are written."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

from analysis.dataset.notation import norwegian_date, norwegian_number
from analysis.dataset.reading import empty_value
from analysis.dataset.tables import InputColumn


def is_empty(column: InputColumn, value: Any) -> bool:
    """Whether the value is that of an empty cell; a kategori's default counts as empty."""
    if isinstance(value, float) and math.isnan(value):
        return True
    return bool(value == empty_value(column))


def meaning(column: InputColumn, value: Any) -> str:
    """Return what a value means as a text: equal for values that mean the same, empty for none."""
    return "" if is_empty(column, value) else as_text(value)


def as_text(value: Any, *, iso_dates: bool = False) -> str:
    """Return the value as it is written in an input file; an empty one is an empty text."""
    match value:
        case None:
            return ""
        case dt.date():
            return value.isoformat() if iso_dates else norwegian_date(value)
        case str():
            return value
        case _:
            return "" if math.isnan(value) else norwegian_number(value)
