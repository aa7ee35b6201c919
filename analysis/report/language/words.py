"""Words that sentences of the chapters are built of, in bokmål."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from analysis.dataset.notation import listed, norwegian_date
from analysis.report.language import numbers

__all__ = [
    "capital",
    "count",
    "counted",
    "listed",
    "long_date",
    "norwegian_date",
    "per_cent",
    "sentence",
    "yes_no_unsure",
]

_COUNTS = ("null", "én", "to", "tre", "fire", "fem", "seks", "sju", "åtte", "ni", "ti", "elleve",
           "tolv")  # fmt: skip
_MONTHS = ("januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september",
           "oktober", "november", "desember")  # fmt: skip


def counted(number: float, one: str, many: str, gender: Literal["m", "n"] = "m") -> str:
    """Write a count with its noun: «én avtale», «ett system», «tre systemer», «17 systemer».

    Parameters
    ----------
    number : float
        A whole number, 0 or more.
    one, many : str
        The noun in the singular and the plural.
    gender : {"m", "n"}
        Gender of the noun, for the number one.

    Examples
    --------
    >>> counted(1, "system", "systemer", "n")
    'ett system'
    >>> counted(0, "avtale", "avtaler")
    'ingen avtaler'
    """
    if number == 0:
        return f"ingen {many}"
    return f"{count(number, gender)} {one if number == 1 else many}"


def count(number: float, gender: Literal["m", "n"] = "m") -> str:
    """Write a whole number with letters up to twelve."""
    whole = int(number)
    if whole == 1:
        return "ett" if gender == "n" else "én"
    return _COUNTS[whole] if whole < len(_COUNTS) else numbers.whole(whole)


def capital(text: str) -> str:
    """Begin with a capital letter."""
    return text[:1].upper() + text[1:]


def lower_first(name: str) -> str:
    """Write a name as inside a sentence; «IKT-drift» keeps its capitals."""
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def per_cent(share: float) -> str:
    """Write a share between 0 and 1 as «40 prosent»."""
    return f"{numbers.whole(share * 100)}{numbers.NBSP}prosent"


def long_date(day: dt.date) -> str:
    """Write a date as «30. juni 2022»; `norwegian_date` writes it as «30.06.2022»."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def sentence(*parts: str) -> str:
    """Join sentences, each with a capital letter; empty ones are left out."""
    return " ".join(capital(part) for part in parts if part)


def yes_no_unsure(answer: bool | None) -> str:
    """Write an answer, None where it is not settled."""
    return "usikkert" if answer is None else "ja" if answer else "nei"
