"""Shares of the draws in words."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.language.numbers import NBSP, whole

# From this share on, the draws are counted in hundreds: «94 av 100».
_IN_HUNDREDS = 0.9
# A smaller share rounds to none of 100.
SMALLEST = 0.005


def of_draws(share: float) -> str:
    """A share of the draws, for «… trekninger»: «7 av 10», «94 av 100», never rounded to all."""
    return together([share])[0]


def often(share: float) -> str:
    """The same with its noun: «7 av 10 trekninger», «alle trekningene»."""
    return "alle trekningene" if share >= 1.0 else f"{of_draws(share)} trekninger"


def hundredths(share: float) -> str:
    """A share out of 100 for a cell: «57», and «< 1» for one that rounds to none."""
    return "< 1" if 0.0 < share < SMALLEST else whole(share * 100)


def together(shares: Sequence[float]) -> list[str]:
    """Shares of the draws on one scale, in tens where that says enough of all of them."""
    tens = all(1.0 - _IN_HUNDREDS <= share < _IN_HUNDREDS for share in shares)
    return [_of_ten(share) if tens else _of_hundred(share) for share in shares]


def _of_ten(share: float) -> str:
    return f"{whole(share * 10)} av{NBSP}10"


def _of_hundred(share: float) -> str:
    if share <= 0.0:
        return "ingen"
    if share > 1.0 - SMALLEST:
        return f"mer enn 99 av{NBSP}100"
    if share < 0.01:
        return f"færre enn 1 av{NBSP}100"
    return f"{whole(share * 100)} av{NBSP}100"
