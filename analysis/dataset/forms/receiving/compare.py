"""What a form changes: its answers held against the rows there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from analysis.dataset.forms.receiving.form import Form
from analysis.dataset.forms.receiving.read_sheet import FormRow, SheetAnswers
from analysis.dataset.forms.registered import Registered, Row, is_blank, key_of
from analysis.dataset.forms.sheets import Sheet
from analysis.dataset.forms.values import is_empty, same


class Kind(StrEnum):
    """What happens to a row."""

    ADDED = "lagt til"
    CHANGED = "endret"
    REMOVED = "fjernet"


@dataclass(frozen=True)
class Change:
    """One row that a form adds, changes or removes.

    Attributes
    ----------
    form : Form
        Where the answer stands.
    answers : SheetAnswers
        The sheet.
    kind : Kind
        What happens.
    before : Row or None
        The row there is; None where one is added.
    after : FormRow or None
        The row of the form; None where it is not there.
    columns : tuple of str
        Columns that change (one that the form lacks does not); of an added or removed row those
        that are filled.
    """

    form: Form
    answers: SheetAnswers
    kind: Kind
    before: Row | None
    after: FormRow | None
    columns: tuple[str, ...]

    @property
    def sheet(self) -> Sheet:
        """The sheet and its table."""
        return self.answers.sheet

    @property
    def key(self) -> tuple[str, ...]:
        """What tells the row apart, as it stands in the form if it is there."""
        row = self.after or self.before
        assert row is not None  # a change has at least one of them
        return key_of(self.sheet, row.values)


_Row = TypeVar("_Row", Row, FormRow)


def changes_of(form: Form, registered: Registered) -> list[Change]:
    """Return what a form changes, sheet by sheet, in the order of the rows.

    Parameters
    ----------
    form : Form
        The answers.
    registered : Registered
        What there is.
    """
    found = []
    for answers in form.answers:
        rows = registered.rows(answers.sheet, form.identity.code, form.identity.year)
        found += _changes(form, answers, rows)
    return found


def _changes(form: Form, answers: SheetAnswers, rows: Iterable[Row]) -> list[Change]:
    sheet = answers.sheet
    before, after = _by_key(sheet, rows), _by_key(sheet, answers.rows)
    keys = [*before, *(key for key in after if key not in before)]
    changes = [_change(form, answers, before.get(key), after.get(key)) for key in keys]
    return [change for change in changes if change is not None]


def _change(
    form: Form, answers: SheetAnswers, before: Row | None, after: FormRow | None
) -> Change | None:
    sheet = answers.sheet
    answered = after is not None and not is_blank(sheet, after.values)
    if before and after and (answered or sheet.permanent):
        columns = tuple(
            column.name
            for column in sheet.inputs
            if column.name in after.places
            and not same(column, before.values[column.name], after.values[column.name])
        )
        return Change(form, answers, Kind.CHANGED, before, after, columns) if columns else None
    if after and answered:
        return Change(form, answers, Kind.ADDED, None, after, _filled(sheet, after.values))
    if before and not sheet.permanent and not is_blank(sheet, before.values):
        return Change(form, answers, Kind.REMOVED, before, None, _filled(sheet, before.values))
    return None


def _filled(sheet: Sheet, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Columns beside the key with something in them."""
    return tuple(
        column.name
        for column in sheet.inputs
        if column.name not in sheet.key and not is_empty(column, values[column.name])
    )


def _by_key(sheet: Sheet, rows: Iterable[_Row]) -> dict[tuple[str, ...], _Row]:
    """Rows by their key, whatever its case; where keys repeat, numbered in their order."""
    seen: Counter[tuple[str, ...]] = Counter()
    found: dict[tuple[str, ...], _Row] = {}
    for row in rows:
        key = tuple(part.casefold() for part in key_of(sheet, row.values))
        seen[key] += 1
        found[key + (str(seen[key]),)] = row
    return found
