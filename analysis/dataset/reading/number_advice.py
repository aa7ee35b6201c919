"""What to write instead of a cell that is no number: only what the column then accepts."""

from __future__ import annotations

import re
from collections.abc import Callable

from analysis.dataset.notation import (
    SPACES,
    CellError,
    is_unknown,
    norwegian_number,
    one_line,
    parse_number,
)
from analysis.dataset.tables import InputColumn

_GROUPED = rf"[0-9]{{1,3}}(?:[.{SPACES}][0-9]{{3}})+(?:,[0-9]+)?"
_NUMBER = re.compile(rf"(?<![0-9.,])(?:{_GROUPED}|[0-9]+(?:[.,][0-9]+)?)(?![0-9])")
_THOUSANDS = re.compile(rf"\(?\b(?:i )?1[{SPACES}]?000 kr(?:oner)?\b\.?\)?")
_WORD = re.compile(r"[a-zæøå]+|%|'|[^\s.,:;()~≈-]")
# Kroner in one of each.
_MONEY = {
    "kr": 1, "nok": 1, "kroner": 1,
    "tusen": 1000, "tkr": 1000, "t": 1000, "k": 1000, "'": 1000, "tnok": 1000,
    "mill": 10**6, "million": 10**6, "millioner": 10**6, "mnok": 10**6, "mkr": 10**6, "m": 10**6,
    "mrd": 10**9, "milliard": 10**9, "milliarder": 10**9,
}  # fmt: skip
_VAT = r"(?:25[ ]?(?:%|prosent|pst)[ .]*)?(?:mva|moms|merverdiavgift(?:en)?)\b\.?\)?"
_WITH_VAT = re.compile(rf"\(?\b(?:ink\w*|med|m)[ ./]*{_VAT}")
_WITHOUT_VAT = re.compile(rf"(?:\(?\b(?:eks\w*|uten|u|pluss)|\+)[ ./]*{_VAT}")
_SHARE = {"%", "prosent", "pst"}
# Said beside a number without changing it.
_BESIDE = {
    "ca", "circa", "cirka", "omtrent", "om", "lag", "rundt", "anslag", "anslått", "stk", "årsverk",
    "regnskap", "budsjett", "person", "personer", "ansatte", "bruker", "brukere", "innbyggere",
    "måneder", "år", "poeng",
}  # fmt: skip
_DASHES = {"-", "\u2013", "\u2014", "\u2212"}


def number_advice(
    column: InputColumn, text: str, trouble: CellError, accepts: Callable[[str], bool]
) -> str:
    """Return what to write in a cell that was refused; "" where the column says it best.

    Parameters
    ----------
    column : InputColumn
        With the unit of its numbers.
    text : str
        What stands there.
    trouble : CellError
        Why it cannot be used.
    accepts : callable
        Whether the column takes a text.
    """
    plain = one_line(text).casefold()
    if is_unknown(plain):
        ways = []
        if plain in _DASHES and accepts("0"):
            ways.append("Skriv 0 hvis det er null")
        if column.if_empty != "feil":
            ways.append("la cellen stå tom hvis tallet er ukjent")
        advice = ", eller ".join(ways)
        return advice[:1].upper() + advice[1:]
    if trouble.readings:
        return _write(filter(accepts, trouble.readings))
    if column.unit in _KRONER and _WITH_VAT.search(plain):
        return f"Beløp skal være uten merverdiavgift. {column.advice}"
    meant = _meant(column, _WITHOUT_VAT.sub(" ", plain))
    if meant is not None:
        return _write(filter(accepts, [norwegian_number(meant)]))
    return trouble.advice


def _write(readings: filter[str]) -> str:
    shown = " eller ".join(readings)
    return f"Skriv {shown}" if shown else ""


def _meant(column: InputColumn, plain: str) -> float | None:
    """Return the number in the unit of the column; None where that would be a guess."""
    plain = _THOUSANDS.sub(" tkr ", plain).replace(",-", " kr ")
    found = _NUMBER.findall(plain)
    words = _WORD.findall(_NUMBER.sub(" ", plain))
    money = [_MONEY[word] for word in words if word in _MONEY]
    shares = [word for word in words if word in _SHARE]
    if plain.startswith("(") or re.search("[-\u2012-\u2015\u2212]", plain):
        return None  # below null, or from one number to another
    if len(found) != 1 or len(money) + len(shares) + len(_BESIDE & set(words)) < len(set(words)):
        return None
    number = _value(found[0], in_kroner=set(money) == {1})
    if number is None or (money and column.unit not in _KRONER) or (money and shares):
        return None
    if shares:
        return round(number / 100, 9) if column.unit == "årsverk" else None
    if "år" in words:
        return 12 * number if column.unit == "måneder" and not money else None
    if not money:
        return number
    if len(set(money) - {1}) > 1:
        return None
    return round(number * max(money) / _KRONER[column.unit], 9)


_KRONER = {"mill. kr": 10**6, "1000 kr": 1000, "kroner": 1, "kr": 1}


def _value(digits: str, *, in_kroner: bool) -> float | None:
    """Read digits with a point: thousands in kroner, a decimal in all else it cannot group."""
    if "." in digits:
        grouped = re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?", digits)
        if grouped and not in_kroner:
            return None
        digits = digits.replace(".", "" if grouped else ",")
    try:
        return parse_number(digits)
    except CellError:
        return None
