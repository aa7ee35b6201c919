"""Write tables as csv that Norwegian Excel opens right, and that cannot run as formulas."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from numbers import Integral, Real
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.dataset.notation import guarded

_DIGITS = 12


def write_csv(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame with ``;``, decimal comma, UTF-8 with BOM; the index is left out.

    Text that a spreadsheet would run as a formula is ``guarded``. Missing values are empty cells.

    Parameters
    ----------
    frame : DataFrame
        Numbers as numbers, text as text.
    path : Path
        The file; its folder exists.
    """
    path.write_bytes(csv_bytes(frame))


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return what ``write_csv`` writes."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow([_cell(name) for name in frame.columns])
    columns = [frame.iloc[:, position] for position in range(frame.shape[1])]
    cells = ([_cell(value) for value in column.tolist()] for column in columns)
    writer.writerows(zip(*cells, strict=True))
    return stream.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> str:
    match value:
        case str():
            return guarded(value)
        case bool() | np.bool_():
            return "ja" if value else "nei"
        case Integral():
            return str(int(value))
        case Real() if not math.isnan(value):
            return _decimal(float(value))
        case dt.date():
            return dt.date(value.year, value.month, value.day).isoformat()
        case _ if value is None or value is pd.NaT or value is pd.NA or isinstance(value, Real):
            return ""
        case _:
            raise TypeError(f"cannot write {type(value).__name__} as csv")


def _decimal(value: float) -> str:
    if math.isinf(value):
        raise ValueError("cannot write an infinite number as csv")
    text = np.format_float_positional(
        value, precision=_DIGITS, unique=True, fractional=False, trim="-"
    )
    return "0" if text == "-0" else text.replace(".", ",")
