"""What stands in a form when it is sent: what is known already, and what there is to read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from analysis.dataset.forms import guidance
from analysis.dataset.forms.registered import Registered, key_of, previous_year
from analysis.dataset.forms.sheets import (
    ALTERNATIVE_NAME,
    COMMON_EXTENT,
    CRITERION_NAME,
    PREVIOUS_AMOUNT,
    Note,
    Sheet,
)
from analysis.dataset.reading import empty_value


@dataclass(frozen=True)
class FilledRow:
    """One row of a sheet.

    Attributes
    ----------
    values : mapping of str to value
        By column of the table.
    notes : tuple of value
        What the sheet's notes say, in their order; None for nothing.
    known : bool
        Whether the row stands in the table from before.
    """

    values: Mapping[str, Any]
    notes: tuple[Any, ...]
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
        order = {key: position for position, key in enumerate(sheet.rows(code))}
        rows.sort(key=lambda row: order[key_of(sheet, row[0])])
    notes = [_note(note, sheet, registered, code, year) for note in sheet.notes]
    return [
        FilledRow(values, tuple(note(values) for note in notes), is_known)
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
    if note is COMMON_EXTENT:
        extents = _by_key(registered, sheet, "", year, "omfang")
        return lambda values: extents.get(key_of(sheet, values))
    if note is ALTERNATIVE_NAME:
        alternatives = {a.id: a.navn for a in registered.shared.alternatives}
        return lambda values: alternatives[values["alternativ"]]
    if note is CRITERION_NAME:
        criteria = {c.id: c.navn for c in registered.shared.criteria}
        return lambda values: criteria[values["kriterium"]]
    if "funksjon" in sheet.key:
        return lambda values: guidance.FUNCTIONS[values["funksjon"]]
    return lambda values: guidance.COST_GROUPS[values["kostnadsgruppe"]].content


def _by_key(
    registered: Registered, sheet: Sheet, code: str, year: int, column: str
) -> dict[tuple[str, ...], Any]:
    rows = registered.rows(sheet, code, year)
    return {key_of(sheet, row.values): row.values[column] for row in rows}
