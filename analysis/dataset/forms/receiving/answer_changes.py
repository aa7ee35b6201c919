"""What a form changes: its answers held against what was sent and against what there is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from analysis.dataset.forms.cell_values import is_empty, meaning
from analysis.dataset.forms.receiving.form import Form
from analysis.dataset.forms.receiving.read_sheet import FormRow, SheetAnswers
from analysis.dataset.forms.registered import Registered, Row, is_blank, key_of
from analysis.dataset.forms.sheets import Sheet


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
    sent : Row or None
        The row as it stood when the form was made; None where it did not, or is not known.
    conflicts : tuple of str
        Columns that both the municipality and the analysis have changed since then, and not to the
        same; of a removed row those that the analysis has changed.
    """

    form: Form
    answers: SheetAnswers
    kind: Kind
    before: Row | None
    after: FormRow | None
    columns: tuple[str, ...]
    sent: Row | None = None
    conflicts: tuple[str, ...] = ()

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

    A cell that stands as it was sent is no answer, and yields to what the analysis has now. Where
    it is not known what was sent, every cell is an answer.

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
    now, given = _by_key(sheet, rows), _by_key(sheet, answers.rows)
    sent = _by_key(sheet, form.sent[sheet.name]) if sheet.name in form.sent else now
    keys = [*now, *(key for key in given if key not in now)]
    changes = [_change(form, answers, sent.get(key), now.get(key), given.get(key)) for key in keys]
    return [change for change in changes if change is not None]


def _change(
    form: Form, answers: SheetAnswers, sent: Row | None, now: Row | None, given: FormRow | None
) -> Change | None:
    sheet = answers.sheet
    if given is None or (is_blank(sheet, given.values) and not sheet.permanent):
        return _removal(form, answers, sent, now)
    answered = _differing(sheet, given, sent)
    if now is None:
        if sent is not None and not answered:
            return None  # removed since, and the municipality has said nothing new of it
        conflicts = answered if sent is not None else ()
        filled = _filled(sheet, given.values)
        return Change(form, answers, Kind.ADDED, None, given, filled, sent, conflicts)
    columns = tuple(name for name in _differing(sheet, given, now) if name in answered)
    if not columns:
        return None
    moved = _moved(sheet, sent, now)
    conflicts = tuple(name for name in columns if name in moved)
    return Change(form, answers, Kind.CHANGED, now, given, columns, sent, conflicts)


def _removal(form: Form, answers: SheetAnswers, sent: Row | None, now: Row | None) -> Change | None:
    """Return the removal of a row the form had and has no more; one it never had stays."""
    sheet = answers.sheet
    if now is None or sheet.permanent or is_blank(sheet, now.values):
        return None
    if sent is None or not any(meaning(c, sent.values[c.name]) for c in sheet.answers):
        return None
    filled = _filled(sheet, now.values)
    return Change(
        form, answers, Kind.REMOVED, now, None, filled, sent, _moved(sheet, sent, now)
    )  # fmt: skip


def _differing(sheet: Sheet, given: FormRow, row: Row | None) -> tuple[str, ...]:
    """Columns where the form says something else than a row; a column it lacks says nothing."""
    return tuple(
        column.name
        for column in sheet.inputs
        if column.name in given.places
        and meaning(column, given.values[column.name])
        != (meaning(column, row.values[column.name]) if row else "")
    )


def _moved(sheet: Sheet, sent: Row | None, now: Row) -> tuple[str, ...]:
    """Columns where the analysis has something else than when the form was made."""
    return tuple(
        column.name
        for column in sheet.inputs
        if meaning(column, now.values[column.name])
        != (meaning(column, sent.values[column.name]) if sent else "")
    )


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
