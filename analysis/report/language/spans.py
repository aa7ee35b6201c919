"""Amounts with two ends, where figures that others have not given leave an interval."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from analysis.report.language.numbers import NBSP, about_kroner, whole

_ROUGHLY = "om lag "
# In 1000 kr: less is written as 0 kroner, and is neither more nor less.
_NOTHING = 0.0005
_SIZE_AND_UNIT = re.compile(r"(?P<size>.*\d)(?P<unit>\D+)")


def between(first: float, last: float, less: str, more: str) -> str:
    """Write an amount with its ends, «mellom 19 kroner mindre og 6 kroner mer».

    One amount is written, «om lag 19 kroner mindre», where both ends are rounded to the same.

    Parameters
    ----------
    first, last : float
        The ends in any order, 1000 kr.
    less, more : str
        What follows an amount below and above 0.

    Examples
    --------
    >>> print(between(-0.051, -0.026, "mindre", "mer"))
    mellom 26 og 51 kroner mindre
    >>> print(between(-0.019, 0.006, "mindre", "mer"))
    mellom 19 kroner mindre og 6 kroner mer
    """
    low, high = sorted((first, last))
    below = low < 0 if abs(low) >= _NOTHING else high < 0
    above = high > 0 if abs(high) >= _NOTHING else not below
    sizes = [about_kroner(abs(end)) for end in (low, high)]
    if below != above:
        side = less if below else more
        if sizes[0] == sizes[1]:
            return f"{sizes[0]} {side}".strip()
        nearest, farthest = reversed(sizes) if below else sizes
        return f"mellom {_joined(nearest, farthest)} {side}".strip()
    low_size, high_size = (size.removeprefix(_ROUGHLY) for size in sizes)
    return f"mellom {low_size} {less} og {high_size} {more}"


def span(low: float, high: float) -> str:
    """Write an amount of 0 or more, 1000 kr: «mellom 820 000 og 1,9 millioner kroner».

    «Kroner» stands once, also where one end is told in millions, and nothing follows.
    """
    first, last = about_kroner(low), about_kroner(high)
    if first == last:
        return first
    bare = first.removeprefix(_ROUGHLY).removesuffix("kroner").rstrip(f" {NBSP}")
    for unit in ("millioner", "milliarder"):
        if f"{unit} kroner" in last:
            bare = bare.removesuffix(unit).removesuffix(unit.removesuffix("er")).rstrip(NBSP)
    return f"mellom {bare} og {last.removeprefix(_ROUGHLY)}"


def dashed(values: Iterable[float], form: Callable[[float], str] = whole) -> str:
    """Write least and most as «3–6», and one number where both are written alike."""
    every = list(values)
    return "–".join(dict.fromkeys((form(min(every)), form(max(every)))))


def is_interval(told: str) -> bool:
    """Whether what `between` wrote has two ends."""
    return told.startswith("mellom ")


def _joined(nearest: str, farthest: str) -> str:
    """Two sizes with the unit once where they share it: «26 og 51 kroner»."""
    near, far = (size.removeprefix(_ROUGHLY) for size in (nearest, farthest))
    found, other = _SIZE_AND_UNIT.fullmatch(near), _SIZE_AND_UNIT.fullmatch(far)
    if found and other and found["unit"] == other["unit"]:
        near = found["size"]
    return f"{near} og {far}"
