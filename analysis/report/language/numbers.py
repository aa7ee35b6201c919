"""Numbers as they stand in Norwegian reports.

Decimal comma, no-break space between thousands, true minus sign (U+2212), rounding half
away from zero, done once and on the decimal figures a reader would see (2.675 is 2,68).
A value that is missing (NaN) is «mangler»; one that does not apply (None) is «–».
"""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Any

import pandas as pd

MISSING = "mangler"
NOT_APPLICABLE = "–"
WITHHELD = "vises ikke"
NBSP = "\u00a0"
MINUS = "\u2212"

_MILLION = Decimal(1_000_000)
_BILLION = Decimal(1_000_000_000)
# Enough digits for any float: the largest has 309 before the comma.
_DIGITS = Context(prec=700, rounding=ROUND_HALF_UP)


def whole(value: Any) -> str:
    """Write a whole number, «1 235».

    Examples
    --------
    >>> print(whole(1234.5))
    1 235
    """
    return decimal(value, 0)


def decimal(value: Any, digits: int = 1) -> str:
    """Write a number with a fixed count of decimals, «1 234,5».

    Parameters
    ----------
    value : number, None or NaN
    digits : int
        Decimals shown.

    Raises
    ------
    ValueError
        If the value is infinite: no report can print it.

    Examples
    --------
    >>> print(decimal(2.675, 2), decimal(float("nan")), decimal(None))
    2,68 mangler –
    """
    return _absent(value) or _grouped(_exact(value), digits)


def thousand(value: Any) -> str:
    """Write an amount that is already in 1000 kr as a whole number."""
    return decimal(value, 0)


def percent(share: Any, digits: int = 0) -> str:
    """Write a share between 0 and 1 as per cent, «12 %».

    Examples
    --------
    >>> print(percent(0.125))
    13 %
    """
    return _absent(share) or f"{_grouped(_exact(share) * 100, digits)}{NBSP}%"


def short_percent(share: float) -> str:
    """Write a share as per cent with a decimal only where it has one, «12,5 %»."""
    return percent(share, 0 if abs(share * 100 - round(share * 100)) < 1e-9 else 1)


def signed(value: Any, digits: int = 0, form: Callable[[Any, int], str] = decimal) -> str:
    """Write a number with + or − before it; what rounds to zero has no sign.

    Parameters
    ----------
    value : number, None or NaN
    digits : int
        Decimals shown.
    form : callable
        `decimal` or `percent`.

    Examples
    --------
    >>> print(signed(-1200), signed(0.2))
    −1 200 0
    """
    absent = _absent(value)
    if absent:
        return absent
    number = _exact(value)
    size = form(abs(number), digits)
    if size == _nothing(form, digits):
        return size
    return (MINUS if number < 0 else "+") + size


@cache
def _nothing(form: Callable[[Any, int], str], digits: int) -> str:
    return form(0, digits)


def about_kroner(thousands: Any) -> str:
    """Write an amount in 1000 kr as words, with two figures: «om lag 1,2 millioner kroner».

    Parameters
    ----------
    thousands : number, None or NaN
        Amount in 1000 kr.

    Examples
    --------
    >>> print(about_kroner(1234))
    om lag 1,2 millioner kroner
    """
    absent = _absent(thousands)
    if absent:
        return absent
    kroner = _two_figures(_exact(thousands) * 1000)
    if abs(kroner) >= _BILLION:
        return _in_units(kroner / _BILLION, "milliard", "milliarder")
    if abs(kroner) >= _MILLION:
        return _in_units(kroner / _MILLION, "million", "millioner")
    if kroner == 0:
        return f"0{NBSP}kroner"
    return f"om lag {_grouped(kroner, 0)}{NBSP}kroner"


def _absent(value: Any) -> str:
    if value is None:
        return NOT_APPLICABLE
    return MISSING if pd.isna(value) else ""


def _exact(value: Any) -> Decimal:
    """Read the decimal figures of a number, not its binary expansion."""
    if isinstance(value, bool):
        raise TypeError("En sannhetsverdi er ikke et tall.")
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        raise ValueError(f"{value} kan ikke skrives som tall i en rapport.")
    return number


def _rounded(number: Decimal, digits: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-digits), context=_DIGITS)


def _grouped(number: Decimal, digits: int) -> str:
    rounded = _rounded(number, digits)
    text = f"{abs(rounded):,.{digits}f}".replace(",", NBSP).replace(".", ",")
    return f"{MINUS}{text}" if rounded < 0 else text


def _two_figures(number: Decimal) -> Decimal:
    if number == 0:
        return number
    exponent = number.adjusted()
    # Below ten whole kroner are figures enough.
    return _rounded(number, min(1 - exponent, 0))


def _in_units(amount: Decimal, one: str, many: str) -> str:
    whole_amount = amount == _rounded(amount, 0)
    text = _grouped(amount, 0 if whole_amount else 1)
    unit = one if abs(amount) == 1 else many
    return f"om lag {text}{NBSP}{unit} kroner"


def is_number(value: Any) -> bool:
    """Tell whether a cell holds a number that is neither missing nor a truth value."""
    if isinstance(value, (str, bytes, bool)) or value is None:
        return False
    try:
        return math.isfinite(float(value))
    except (TypeError, ValueError):
        return False
