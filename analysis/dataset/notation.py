"""Norwegian numbers and dates: from what stands in a cell to a value, or to an explanation."""

from __future__ import annotations

import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import groupby

SPACES = " \u00a0\u202f"  # space, no-break space, narrow no-break space
MINUS = "\u2212"

_PLAIN = re.compile(rf"[+\-{MINUS}]?(?:[0-9]+|[0-9]{{1,3}}(?:[{SPACES}][0-9]{{3}})+)(?:,[0-9]+)?")
_SCIENTIFIC = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?[eE][+-]?[0-9]+")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NORWEGIAN = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4}|[0-9]{2})")
SHORT_YEARS_END = (
    60  # «31.12.27» is in 2027; from here on it may be an old year, and is asked about
)
_RUN = 3  # a run of more numbers than this is written as a span
_CONTROL = re.compile("[\u0000-\u001f\u007f-\u009f]")
# All that Unicode calls format characters, and the few letters that show nothing: copied along
# from web pages and pdf files, they make equal words unequal.
_INVISIBLE_MARK = re.compile(
    "[\u00ad\u034f\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u17b4\u17b5"
    "\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_WORDS_FOR_UNKNOWN = {
    "nan", "na", "n/a", "#n/a", "null", "none", "x", "mangler", "ukjent", "ukjend", "vet ikke",
    "veit ikkje", "ikke oppgitt", "ikke kjent", "ikke avklart", "usikker", "i/a", "tbd",
}  # fmt: skip
_WORDS_FOR_MANY = {"diverse", "div", "ymse", "andre", "flere", "øvrige", "øvrig"}
_MARKS_FOR_UNKNOWN = re.compile(r"[-\u2013\u2014\u2212?.\u2026*_/ ]+|xx+")


# What a spreadsheet takes as the start of a formula, also behind spaces and in full width; and what
# has been guarded already, so that the guard can be taken off again.
_LIVE = re.compile(r"'*(?:\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])")
_HARMLESS = re.compile("-(?:[0-9]+(?:,[0-9]+)?)?")


class Formula(str):
    """The text of an Excel formula; its result is not read."""


Cell = str | int | float | dt.date


class CellError(ValueError):
    """A cell cannot be used.

    Parameters
    ----------
    found : str
        What stands there and why it cannot be used, without a full stop.
    advice : str
        What to write instead; empty where the column's own advice is better.
    readings : sequence of str
        The numbers that may have been meant, where those are the advice.
    """

    def __init__(self, found: str, advice: str = "", readings: Sequence[str] = ()) -> None:
        super().__init__(found)
        self.found, self.readings = found, tuple(readings)
        self.advice = f"Skriv {' eller '.join(readings)}" if readings else advice


def parse_number(cell: Cell) -> float:
    """Return the number in a cell.

    Parameters
    ----------
    cell : str, int, float or date
        Text in the Norwegian dialect (``1250``, ``1250,5``, ``1 250,5``; both minus signs), or
        a number from Excel. Empty cells are the caller's matter.

    Raises
    ------
    CellError
        For anything else, with the readings a point could have.

    Examples
    --------
    >>> parse_number("1 250,5")
    1250.5
    >>> parse_number("1.250")
    Traceback (most recent call last):
        ...
    analysis.dataset.notation.CellError: «1.250» har punktum, som kan bety 1250 (tusenskille) ...
    """
    if isinstance(cell, dt.date):
        raise CellError(
            f"Excel har gjort cellen om til datoen {norwegian_date(cell)}",
            "Sett formatet til Tall og skriv tallet på nytt",
        )
    if isinstance(cell, str):
        if not _PLAIN.fullmatch(cell):
            raise _not_a_number(cell)
        cell = float(_plain(cell))
    if not math.isfinite(cell):
        raise CellError("Tallet er for stort")
    return float(cell)


def parse_date(cell: Cell) -> dt.date:
    """Return the date in a cell: ISO (2026-12-31), Norwegian (31.12.2026, 31.12.26) or from Excel.

    Raises
    ------
    CellError
        If it is not a date, or no day of the calendar.
    """
    if isinstance(cell, dt.date):
        return cell
    if not isinstance(cell, str):
        raise CellError(
            f"«{norwegian_number(cell)}» er et tall, ikke en dato",
            "Sett formatet til Dato i Excel, eller skriv 31.12.2026",
        )
    if match := _ISO.fullmatch(cell):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NORWEGIAN.fullmatch(cell):
        day, month, year = (int(part) for part in match.groups())
        if len(match[3]) == 2:
            year = _in_full(cell, year)
    else:
        raise CellError(f"«{short(cell)}» er ikke en dato", _written_date(cell))
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise CellError(f"«{cell}» finnes ikke i kalenderen") from None


def _in_full(text: str, year: int) -> int:
    if year >= SHORT_YEARS_END:
        raise CellError(
            f"«{text}» kan være i {1900 + year} eller {2000 + year}",
            "Skriv året med fire sifre",
        )
    return 2000 + year


def _written_date(text: str) -> str:
    """What to write instead of «31/12-26» and «31.12.2026 (oppsagt)»; "" where it is a guess."""
    meant = meant_date(text)
    return f"Skriv {norwegian_date(meant)}" if meant else ""


def meant_date(text: str) -> dt.date | None:
    """Return the one day a text tells of, also in words; None where that is a guess.

    Examples
    --------
    >>> meant_date("30. juni 2026"), meant_date("juni 2026")
    (datetime.date(2026, 6, 30), None)
    """
    inside = re.findall(r"(?<![0-9.])[0-9]{1,2}\.\s?[0-9]{1,2}\.\s?20[0-9]{2}(?![0-9])", text)
    text = re.sub(r"\s", "", inside[0]) if len(inside) == 1 else text
    match = re.fullmatch(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]((?:20)?[0-9]{2})", text)
    named = re.fullmatch(r"([0-9]{1,2})\.?\s*([a-z]{3})[a-z]*\.?\s+(20[0-9]{2})", text.casefold())
    try:
        if named and named[2] in _MONTHS:
            return dt.date(int(named[3]), _MONTHS.index(named[2]) + 1, int(named[1]))
        day, month, year = map(int, match.groups()) if match else (0, 0, 0)
        return dt.date(year % 100 + 2000, month, day)
    except ValueError:
        return None


_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")


def to_text(cell: Cell) -> str:
    """Return the cell as a Norwegian would write it."""
    if isinstance(cell, str):
        return cell
    return norwegian_date(cell) if isinstance(cell, dt.date) else norwegian_number(cell)


def norwegian_number(value: float) -> str:
    """Return the number with decimal comma and no grouping, as it is written in an input file."""
    return f"{Decimal(repr(value)).normalize():f}".replace(".", ",")


def norwegian_date(day: dt.date) -> str:
    """Return the date as dd.mm.åååå."""
    return f"{day.day:02}.{day.month:02}.{day.year:04}"


def guarded(text: str) -> str:
    """Return a text as a csv file has it: with an apostrophe first where it would be a formula.

    ``unguarded`` gives the text back, whatever it is.

    Examples
    --------
    >>> [guarded(text) for text in ("=1+1", "'=1+1", "Lier", "-5,5", "'s")]
    ["'=1+1", "''=1+1", 'Lier', '-5,5', "'s"]
    """
    return f"'{text}" if _LIVE.match(text) and not _HARMLESS.fullmatch(text) else text


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` made a cell of."""
    return text[1:] if text.startswith("'") and _LIVE.match(text, 1) else text


def one_line(text: str) -> str:
    """Return the text on one line: each run of white space or control characters is one space.

    Invisible marks that turn or split the text, as copied from web pages, are left out.
    """
    return " ".join(_CONTROL.sub(" ", _INVISIBLE_MARK.sub("", text)).split())


def name_key(name: str) -> str:
    """Return what spellings of one name share: neither case, spaces nor invisible marks.

    Examples
    --------
    >>> name_key("Visma Profil") == name_key("VISMA\u200b profil ")
    True
    """
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(c for c in folded if not c.isspace() and unicodedata.category(c) != "Cf")


def is_unknown(text: str) -> bool:
    """Whether a cell says in a word or a mark that its value is not known."""
    plain = one_line(text).casefold()
    return plain in _WORDS_FOR_UNKNOWN or bool(_MARKS_FOR_UNKNOWN.fullmatch(plain))


UNNAMED = "Ukjent system"  # what a system nobody has named is called, with whose it is


def is_no_name(text: str) -> bool:
    """Whether a cell that should name one thing says that it is unknown, or many things."""
    return is_unknown(text) or one_line(text).casefold().rstrip(".:") in _WORDS_FOR_MANY


def short(text: str, width: int = 60) -> str:
    """Return the text on one line, cut where it is long."""
    line = one_line(text)
    return line if len(line) <= width else f"{line[: width - 1]}…"


def _plain(text: str) -> str:
    return re.sub(rf"[{SPACES}]", "", text).replace(MINUS, "-").replace(",", ".")


def _not_a_number(text: str) -> CellError:
    shown = f"«{short(text)}»"
    if isinstance(text, Formula) or text.startswith("="):
        return CellError(f"{shown} er en formel", "Lim inn verdien i stedet for formelen")
    if is_unknown(text):
        return CellError(f"{shown} er ikke et tall", "La cellen stå tom hvis tallet er ukjent")
    if text.startswith("#"):
        return CellError(f"{shown} er en feilmelding fra Excel", "Rett formelen og lim inn verdien")
    if _SCIENTIFIC.fullmatch(text):
        return CellError(f"{shown} er forkortet med tierpotens", "Skriv hele tallet med sifre")
    if re.fullmatch(rf"[+\-{MINUS}]?[0-9.,{SPACES}]*[.,][0-9.,{SPACES}]*", text):
        return _wrong_separator(text)
    if re.fullmatch(rf"[+\-{MINUS}]?[0-9{SPACES}]+", text):
        joined = re.sub(rf"[{SPACES}]", "", text)
        return CellError(f"{shown} har mellomrom på feil sted", readings=[joined])
    if re.search(r"[0-9]", text) and re.search(r"kr|nok|mill|mrd|%|,-|mva|moms", text.casefold()):
        return CellError(
            f"{shown} er mer enn et tall", "Skriv bare tallet, uten kr, prosent og lignende"
        )
    return CellError(f"{shown} er ikke et tall")


def _wrong_separator(text: str) -> CellError:
    """Name every reading of a number written with a point or with several commas."""
    shown = f"«{short(text)}»"
    digits = re.sub(rf"[{SPACES}]", "", text)
    if re.fullmatch(r"[^0-9]?0\.[0-9]+", digits):
        return CellError(f"{shown} har punktum", readings=[digits.replace(".", ",")])
    if re.fullmatch(r"[^0-9]?[0-9]+\.[0-9]+", digits):
        whole, decimal = digits.replace(".", ""), digits.replace(".", ",")
        return CellError(
            f"{shown} har punktum, som kan bety {whole} "
            f"(tusenskille) eller {decimal} (desimaltegn)",
            readings=[whole, decimal],
        )
    if re.fullmatch(r"[^0-9]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?", digits):
        return CellError(f"{shown} har punktum", readings=[digits.replace(".", "")])
    english = re.fullmatch(r"[^0-9]?[0-9]{1,3}(?:,[0-9]{3})+(\.[0-9]+)?", digits)
    if english and (english[1] or digits.count(",") > 1):
        norwegian = digits.replace(",", "").replace(".", ",")
        return CellError(f"{shown} har komma som tusenskille", readings=[norwegian])
    return CellError(f"{shown} er ikke et tall")


def listed(words: Sequence[str], last: str = "og") -> str:
    """Join words as «a, b og c»; nothing for none.

    Examples
    --------
    >>> listed(["Hole", "Lier", "Modum"])
    'Hole, Lier og Modum'
    >>> listed(["3", "5"], last="eller")
    '3 eller 5'
    """
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def number_runs(numbers: Iterable[int], last: str = "og") -> str:
    """Write numbers in rising order as «2025 og 2026», and a long run of them as «2025–2031».

    Examples
    --------
    >>> number_runs([3, 5, 6, 7, 8, 12])
    '3, 5–8 og 12'
    """
    shown: list[str] = []
    for _, group in groupby(enumerate(sorted(numbers)), key=lambda pair: pair[1] - pair[0]):
        run = [number for _, number in group]
        long = len(run) > _RUN
        shown += [f"{run[0]}–{run[-1]}"] if long else [str(number) for number in run]
    return listed(shown, last)
