"""Amounts with two ends: what the draws give, or what figures that are missing leave open."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable

from analysis.report.language.numbers import NBSP, about_kroner, whole

_ROUGHLY = "om lag "


def with_span(expected: float, low: float, high: float, less: str, more: str) -> str:
    """Write an expected amount with what it lies between in brackets.

    Parameters
    ----------
    expected, low, high : float
        1000 kr; the ends are NaN where they are not known.
    less, more : str
        What follows an amount below and above 0.

    Examples
    --------
    >>> print(with_span(900, 800, 1000, "mindre", "mer").replace(chr(160), " "))
    om lag 900 000 kroner (800 000–1 million) mer
    >>> print(with_span(-0.08, -0.34, 0.16, "mindre", "mer").replace(chr(160), " "))
    om lag 80 kroner mindre (340 mindre til 160 mer)
    """
    size, side = about_kroner(abs(expected)), less if expected < 0 else more
    if math.isnan(low) or math.isnan(high):
        return f"{size} {side}"
    nearest, farthest = (_bare(end) for end in sorted((abs(low), abs(high))))
    if nearest == farthest == _bare(abs(expected)):
        return f"{size} {side}"
    if max(low, expected, high) <= 0 or min(low, expected, high) >= 0:
        return f"{size} ({_dashed_sizes(nearest, farthest)}) {side}"
    told = [f"{_bare(abs(end))} {less if end < 0 else more}" for end in (low, high)]
    return f"{size} {side} ({' til '.join(told)})"


def _bare(size: float) -> str:
    """An amount without «om lag» and «kroner»: «800 000», «1,2 millioner»."""
    return about_kroner(size).removeprefix(_ROUGHLY).removesuffix("kroner").rstrip(f" {NBSP}")


def _dashed_sizes(nearest: str, farthest: str) -> str:
    """«800 000–1 million», and the unit once where both have it: «1,1–1,2 millioner»."""
    for unit in ("millioner", "milliarder"):
        if farthest.endswith(unit):
            nearest = nearest.removesuffix(unit).removesuffix(unit.removesuffix("er"))
    return f"{nearest.rstrip(NBSP)}–{farthest}"


def span(low: float, high: float) -> str:
    """Write an amount of 0 or more, 1000 kr: «mellom 820 000 og 1,9 millioner kroner».

    «Kroner» stands once, also where one end is told in millions, and nothing follows.
    """
    first, last = about_kroner(low), about_kroner(high)
    if first == last:
        return first
    bare = _bare(low)
    for unit in ("millioner", "milliarder"):
        if f"{unit} kroner" in last:
            bare = bare.removesuffix(unit).removesuffix(unit.removesuffix("er")).rstrip(NBSP)
    return f"mellom {bare} og {last.removeprefix(_ROUGHLY)}"


def dashed(values: Iterable[float], form: Callable[[float], str] = whole) -> str:
    """Write least and most as «3–6», and one number where both are written alike."""
    every = list(values)
    return "–".join(dict.fromkeys((form(min(every)), form(max(every)))))
