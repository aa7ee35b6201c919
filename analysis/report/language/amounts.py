"""Values of assumptions and weights in sentences, in the reader's units."""

from __future__ import annotations

from analysis.dataset.definitions import (
    COUNT,
    NOK_THOUSAND,
    NOK_THOUSAND_FTE,
    NOK_THOUSAND_YEAR,
    NOK_USER,
    RATE,
    SHARE,
    Assumption,
)
from analysis.report.language.numbers import NBSP, decimal

_WORDS = {
    SHARE: "prosent",
    RATE: "prosent",
    NOK_THOUSAND: "tusen kroner",
    NOK_THOUSAND_YEAR: "tusen kroner",
    NOK_THOUSAND_FTE: "tusen kroner",
    NOK_USER: "kroner",
    COUNT: "",
}
_MOST_DIGITS = 3


def plain(assumption: Assumption, value: float, beside: float | None = None) -> str:
    """A value without its unit: «9,3».

    Parameters
    ----------
    assumption : Assumption
    value : float
        In the assumption's own unit.
    beside : float, optional
        A value it is told beside: enough digits to set the two apart.
    """
    scale = 100.0 if assumption.enhet in (SHARE, RATE) else 1.0
    own, other = value * scale, None if beside is None else beside * scale
    for digits in range(_MOST_DIGITS):
        told = decimal(own, digits)
        exact = abs(round(own, digits) - own) < 1e-9
        if other is None and (exact or digits == 1):
            return told
        if other is not None and told != decimal(other, digits) and (digits or abs(own) >= 100):
            return told.removesuffix(",0")
    return decimal(own, _MOST_DIGITS)


def in_words(assumption: Assumption, value: float, beside: float | None = None) -> str:
    """A value with its unit: «9,3 prosent», «1 400 tusen kroner», «2,1 årsverk»."""
    unit = _WORDS.get(assumption.enhet, assumption.enhet)
    return f"{plain(assumption, value, beside)}{NBSP}{unit}".rstrip(NBSP)
