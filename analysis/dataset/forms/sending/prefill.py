"""What stands in a form when it is sent: what is known already, and what there is to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan, nan
from typing import Any

from analysis.dataset.checks import figure
from analysis.dataset.definitions import Criterion
from analysis.dataset.forms import guidance
from analysis.dataset.forms.registered import Registered, key_of, previous_year
from analysis.dataset.forms.scale import in_words
from analysis.dataset.forms.sheets import (
    ALTERNATIVE_NAME,
    BEST,
    COMMON_EXTENT,
    COMMON_REASON,
    COMMON_SHARE,
    CRITERION,
    CRITERION_CONTENT,
    CRITERION_NAME,
    OWN_SHARE,
    PREVIOUS_AMOUNT,
    WORST,
    Note,
    Sheet,
)
from analysis.dataset.notation import MINUS
from analysis.dataset.reading import empty_value


@dataclass(frozen=True)
class FilledRow:
    """One row of a sheet.

    Attributes
    ----------
    values : mapping of str to value
        By column of the table.
    notes : mapping of Note to value
        What the sheet's notes say; None for nothing.
    known : bool
        Whether the row stands in the table from before.
    """

    values: Mapping[str, Any]
    notes: Mapping[Note, Any]
    known: bool


def filled_rows(sheet: Sheet, registered: Registered, code: str, year: int) -> list[FilledRow]:
    """Return the rows of a municipality's form: one for each question, then what is known.

    Parameters
    ----------
    sheet : Sheet
        The sheet.
    registered : Registered
        What the analysis knows.
    code : str
        The municipality.
    year : int
        The year the form asks for.
    """
    known = [row.values for row in registered.rows(sheet, code, year)]
    keys = {key_of(sheet, values) for values in known}
    unanswered = [_question(sheet, key) for key in sheet.rows(code) if key not in keys]
    rows = [(values, True) for values in known] + [(values, False) for values in unanswered]
    if not sheet.free:
        order = {name: list(sheet.table[name].categories) for name in sheet.key}
        # Criteria stand in the order the group has them in.
        order |= {CRITERION: [criterion.id for criterion in registered.shared.criteria]}
        keys_in_order = sheet.key[::-1] if sheet.by_last_key else sheet.key
        rows.sort(key=lambda row: [order[n].index(row[0][n]) for n in keys_in_order if order[n]])
    notes = {note: _note(note, sheet, registered, code, year) for note in sheet.notes}
    return [
        FilledRow(values, {note: says(values) for note, says in notes.items()}, is_known)
        for values, is_known in rows
    ]


def _question(sheet: Sheet, key: tuple[str, ...]) -> dict[str, Any]:
    values = {column.name: empty_value(column) for column in sheet.columns}
    return values | dict(zip(sheet.key, key, strict=True))


_Reader = Callable[[Mapping[str, Any]], Any]


def _note(note: Note, sheet: Sheet, registered: Registered, code: str, year: int) -> _Reader:
    """Return what gives a note's text for the values of a row."""
    if note is PREVIOUS_AMOUNT:
        last = previous_year(registered, code, year)
        amounts = _by_key(registered, sheet, code, last, "beløp") if last else {}
        return lambda values: amounts.get(key_of(sheet, values))
    if note in _OF_CRITERIA:
        criterion = registered.shared.criterion
        return lambda values: _OF_CRITERIA[note](criterion(values[CRITERION]))
    if note is COMMON_EXTENT:
        extents = _by_key(registered, sheet, "", year, "omfang")
        return lambda values: _extent(extents.get(key_of(sheet, values), nan))
    if note is COMMON_REASON:
        reasons = _by_key(registered, sheet, "", year, "begrunnelse")
        return lambda values: reasons.get(key_of(sheet, values))
    if note is COMMON_SHARE:
        weights = _by_key(registered, sheet, "", year, "vekt")
        whole = sum(weight for weight in weights.values() if not isnan(weight))
        return lambda values: weights.get(key_of(sheet, values), 0) / whole if whole else None
    if note is OWN_SHARE or note.spread:
        return lambda values: None  # a formula
    if note.member:
        own = _by_key(registered, sheet, note.member, year, sheet.value)
        whole = sum(own.values()) if sheet.total else 0
        scale = sheet.total / whole if whole else 1
        return lambda values: _scaled(own.get(key_of(sheet, values), nan), scale)
    if note is ALTERNATIVE_NAME:
        alternatives = {a.id: a.navn for a in registered.shared.alternatives}
        return lambda values: alternatives[values["alternativ"]]
    if "funksjon" in sheet.key:
        return lambda values: guidance.FUNCTIONS[values["funksjon"]]
    return lambda values: guidance.COST_GROUPS[values["kostnadsgruppe"]].content


def _by_key(
    registered: Registered, sheet: Sheet, code: str, year: int, column: str
) -> dict[tuple[str, ...], Any]:
    rows = registered.rows(sheet, code, year)
    return {key_of(sheet, row.values): row.values[column] for row in rows}


def _scaled(value: float, scale: float) -> float | None:
    return None if isnan(value) else round(value * scale, 1)


def _extent(value: float) -> str | None:
    return None if isnan(value) else in_words(value)


def _anchor(criterion: Criterion, value: float, reason: str) -> str:
    """Say what an end of a criterion is, with its number and unit."""
    if criterion.enhet == "pluss-minus":
        words, number = in_words(value).split(" (")
        return f"{words.capitalize()} mot i dag ({number}."
    if criterion.enhet == "andel":
        return f"{figure(100 * value)} prosent. {reason}"
    return f"{figure(value).replace('-', MINUS)} {criterion.enhet}. {reason}"


_OF_CRITERIA: Mapping[Note, Callable[[Criterion], str]] = {
    CRITERION_NAME: lambda c: c.navn,
    CRITERION_CONTENT: lambda c: c.forklaring,
    WORST: lambda c: _anchor(c, c.verst, c.begrunnelse_verst),
    BEST: lambda c: _anchor(c, c.best, c.begrunnelse_best),
}


def block_starts(sheet: Sheet, rows: Sequence[FilledRow]) -> set[int]:
    """Return where a new block of rows about the same begins, in a sheet with many of them."""
    if not sheet.value or len(rows) < 2:
        return set()
    same = [name for name in sheet.key if rows[0].values[name] == rows[1].values[name]]
    about = [[row.values[name] for name in same] for row in rows]
    return {number for number in range(1, len(rows)) if about[number] != about[number - 1]}
