"""From one cell to a value of its column, or to the words that tell what is wrong."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from analysis.dataset.kommunenummer import AmbiguousCode, History, UnknownCode
from analysis.dataset.notation import (
    SHORT_YEARS_END,
    Cell,
    CellError,
    Formula,
    is_unknown,
    norwegian_date,
    norwegian_number,
    parse_date,
    parse_number,
    short,
    to_text,
)
from analysis.dataset.reading.number_advice import number_advice
from analysis.dataset.tables import InputColumn, said_for
from analysis.places import nearest


@dataclass(frozen=True)
class Context:
    """What the cells are held against.

    Attributes
    ----------
    history : History or None
        Municipality codes; None leaves codes as they are.
    cost_ceiling : float
        Upper bound of one amount (1000 kr).
    names : mapping of str to mapping of str to str
        What the values of a kategori are called, by column: id by name.
    former : frozenset of str
        Criteria there no longer are, by id and name: rows about them are passed by.
    """

    history: History | None
    cost_ceiling: float
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    former: frozenset[str] = frozenset()


class Outcome(NamedTuple):
    """What a cell gives: a value, and a message for the log if there is trouble."""

    value: Any
    error: str = ""
    warning: str = ""
    missing: str = ""

    @property
    def is_told(self) -> bool:
        """Whether there is a message."""
        return bool(self.error or self.warning or self.missing)


def empty_value(column: InputColumn) -> Any:
    """Return the value of an empty or refused cell."""
    match column.kind:
        case "tall":
            return math.nan
        case "år":
            return 0
        case "dato":
            return None
        case _:
            return column.default


def read_cell(column: InputColumn, cell: Cell, context: Context) -> Outcome:
    """Return what a filled cell gives.

    Parameters
    ----------
    column : InputColumn
        What may stand there.
    cell : str, int, float or date
        What stands there.
    context : Context
        Municipality codes and ceiling.
    """
    readers: dict[str, Callable[[InputColumn, Cell, Context], Any]] = {
        "kommunenummer": _code,
        "kategori": _category,
        "tall": _number,
        "år": _year,
        "dato": _date,
    }
    if column.kind == "tekst":
        return _text(column, cell)
    try:
        return Outcome(readers[column.kind](column, cell, context))
    except CellError as trouble:
        stop = "" if trouble.found.endswith("?") else "."
        advice = trouble.advice or column.advice
        return Outcome(empty_value(column), f"{trouble.found}{stop} {advice}")


def _text(column: InputColumn, cell: Cell) -> Outcome:
    if isinstance(cell, Formula):
        return Outcome(
            str(cell),
            warning="Cellen har en formel, og rapporten viser formelen. Lim inn verdien i stedet",
        )
    text = to_text(cell)
    if column.longest is not None and len(text) > column.longest:
        found = f"«{short(text, 30)}» har {len(text)} tegn, og kan ha høyst {column.longest}"
        return Outcome(empty_value(column), f"{found}. Skriv bare {column.name}")
    return Outcome(text)


def _category(column: InputColumn, cell: Cell, context: Context) -> str:
    text = to_text(cell)
    names = context.names.get(column.name, {})
    called = {name: one for name, one in names.items() if one in column.categories}
    called |= {category: category for category in column.categories}
    known = {name.casefold(): one for name, one in called.items()}
    if text.casefold() in known:
        return known[text.casefold()]
    advice = column.advice
    said = {word.casefold(): one for word, one in said_for(column).items()}
    if is_unknown(text) and column.if_empty != "feil" and text.casefold() not in said:
        advice += ", eller la cellen stå tom hvis det er ukjent"
    elif meant := _meant_category(text, called, said):
        advice = f"Mente du «{meant}»? {advice}"
    raise CellError(f"«{short(text)}» er ikke en gyldig verdi", advice)


def _meant_category(text: str, called: Mapping[str, str], said: Mapping[str, str]) -> str:
    """The category or name most like a text, or what people call so; empty for none or two."""
    plain = text.casefold()
    words = {one for word, one in said.items() if _has_word(plain, word)}
    if words:
        return said.get(plain, "" if len(words) > 1 else words.pop())
    near = nearest(text, called) or nearest(text, said) or ""
    return said.get(near, near)


def _has_word(text: str, word: str) -> bool:
    if _NOT.search(text) and not _NOT.search(word):
        return False  # «ikke sky»
    return re.search(rf"(?<!\w){re.escape(word)}(?![\w+])", text) is not None


_NOT = re.compile(r"\b(?:ikke|ingen|uten)\b")


def _number(column: InputColumn, cell: Cell, context: Context) -> float:
    try:
        number = parse_number(cell)
    except CellError as trouble:
        if not isinstance(cell, str) or isinstance(cell, Formula):
            raise
        advice = number_advice(column, cell, trouble, lambda text: _takes(column, text, context))
        raise CellError(trouble.found, advice) from None
    shown = f"«{to_text(cell)}»"
    if column.whole and number != int(number):
        raise CellError(f"{shown} er ikke et helt tall")
    if column.minimum is not None and number < column.minimum:
        raise CellError(f"{shown} er {'negativt' if column.minimum == 0 else 'for lite'}")
    if column.maximum is not None and number > column.maximum:
        raise CellError(f"{shown} er for stort")
    if column.amount and number > context.cost_ceiling:
        thousands = norwegian_number(number / 1000)
        ceiling = norwegian_number(context.cost_ceiling)
        raise CellError(
            f"{shown} er over grensen på {ceiling} tusen kroner",
            f"Er beløpet oppgitt i kroner? Da skal det stå {thousands}"
            if number / 1000 <= context.cost_ceiling
            else "",
        )
    return number


def _takes(column: InputColumn, text: str, context: Context) -> bool:
    try:
        _number(column, text, context)
    except CellError:
        return False
    return True


def _year(column: InputColumn, cell: Cell, context: Context) -> int:
    return int(_number(column, cell, context))


def _date(column: InputColumn, cell: Cell, context: Context) -> dt.date:
    day = parse_date(cell)
    if not 2000 <= day.year <= 2100:
        meant = dt.date(day.year + 100, day.month, day.day) if _by_excel(cell, day) else None
        advice = f"Skriv {norwegian_date(meant)} hvis det er det dere mener" if meant else ""
        raise CellError(f"«{to_text(cell)}» er utenfor årene 2000–2100", advice)
    return day


def _by_excel(cell: Cell, day: dt.date) -> bool:
    """Whether Excel may have taken «31.12.30» for 1930, as it does from 30 on."""
    return isinstance(cell, dt.date) and 1930 <= day.year < SHORT_YEARS_END + 1900


def _code(column: InputColumn, cell: Cell, context: Context) -> str:
    text = to_text(cell)
    if re.fullmatch(r"[1-9][0-9]{2}", text) and _known(f"0{text}", context.history):
        raise CellError(
            f"«{text}» har tre sifre; mente du 0{text}?",
            "Excel fjerner nullen foran når kolonnen ikke har formatet Tekst",
        )
    if not re.fullmatch(r"[0-9]{4}", text):
        meant = _meant_code(text, context.history)
        raise CellError(f"«{short(text)}» er ikke et kommunenummer", meant and f"Skriv {meant}")
    if context.history is None:
        return text
    try:
        return context.history.current(text)
    except AmbiguousCode as split:
        raise CellError(str(split), "Skriv nummeret til kommunen raden gjelder") from None
    except UnknownCode as unknown:
        raise CellError(str(unknown)) from None


def _meant_code(text: str, history: History | None) -> str:
    """The code beside a name («3310 Hole»), or of the only municipality with the name."""
    if history is None:
        return ""
    codes = [
        code
        for code in re.findall(r"(?<![0-9])[0-9]{4}(?![0-9])", text)
        if (name := history.name(code)) and (_is_beside(text, code) or name in text)
    ]
    codes = codes or list(history.codes_named(text))
    return codes[0] if len(codes) == 1 else ""


def _is_beside(text: str, code: str) -> bool:
    """Whether a text is a code and little more: «K3310», «kommune 3310»; «Regnskap 2025» is not."""
    before = text.partition(code)[0].casefold()
    return not before.strip(" .:-(") or before.strip(" .:-(") in ("k", "knr", "komm.nr", "kommune")


def _known(code: str, history: History | None) -> bool:
    return history is None or bool(history.name(code))
