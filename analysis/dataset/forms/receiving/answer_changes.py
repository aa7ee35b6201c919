"""What a form changes: its answers held against what was sent and against what there is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from analysis.dataset.forms.cell_values import is_empty, meaning
from analysis.dataset.forms.receiving.form import Form
from analysis.dataset.forms.receiving.read_sheet import FormRow, SheetAnswers
from analysis.dataset.forms.registered import Registered, Row, is_blank, key_of
from analysis.dataset.forms.sheets import ORIGIN, Sheet


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
    it is not known what was sent, every cell is an answer. Rows that are one answer together all
    count as answered when one of them is. What is only begun (`unfinished`), changes nothing.

    Parameters
    ----------
    form : Form
        The answers.
    registered : Registered
        What there is.
    """
    found = []
    code = form.identity.code
    source = f"skjema fra {registered.names[code] or code if code else 'arbeidsgruppen'}"
    for answers in form.answers:
        held = _Held.of(form, answers, registered)
        changes = [
            _change(form, answers, held.sent.get(key), held.now.get(key), held.given.get(key))
            for key in held.keys
        ]
        sourced = [_with_source(change, source) for change in changes if change is not None]
        found += [change for change in sourced if change is not None]
    return found


def unfinished(form: Form, registered: Registered) -> Iterator[tuple[SheetAnswers, list[FormRow]]]:
    """Yield each sheet where an answer is begun and lacks its value, with the rows that do.

    There are none where rows are one answer together and lack only criteria the form is older than.
    """
    for answers in form.answers:
        held = _Held.of(form, answers, registered)
        if held.unfinished or (answers.sheet.whole and answers.newer and held.begun):
            yield answers, held.unfinished


@dataclass(frozen=True)
class _Held:
    """The rows of a sheet by key: as they were sent, as they are now, and as they are given."""

    answers: SheetAnswers
    sent: Mapping[tuple[str, ...], Row]
    now: Mapping[tuple[str, ...], Row]
    given: Mapping[tuple[str, ...], FormRow]

    @classmethod
    def of(cls, form: Form, answers: SheetAnswers, registered: Registered) -> _Held:
        """Hold the answers of a sheet against what was sent and what there is."""
        sheet = answers.sheet
        rows = registered.rows(sheet, form.identity.code, form.identity.year)
        now, given = _by_key(sheet, rows), _by_key(sheet, answers.rows)
        sent = _by_key(sheet, form.sent[sheet.name]) if sheet.name in form.sent else now
        return cls(answers, sent, now, given)

    @property
    def keys(self) -> list[tuple[str, ...]]:
        """Keys of the rows to hold against each other."""
        if self.answers.sheet.whole and not (self.touched and self._complete):
            return []
        keys = [*self.now, *(key for key in self.given if key not in self.now)]
        begun = [row.row for row in self.unfinished]
        newer = {criterion.casefold() for criterion in self.answers.newer}
        return [
            key
            for key in keys
            if newer.isdisjoint(key) and not (key in self.given and self.given[key].row in begun)
        ]

    @property
    def touched(self) -> list[FormRow]:
        """Rows that say something else than when they were sent."""
        sheet = self.answers.sheet
        return [
            row for key, row in self.given.items() if _differing(sheet, row, self.sent.get(key))
        ]

    @property
    def begun(self) -> bool:
        """Whether something is answered, and not only as it was sent."""
        return bool(self.touched) and not self.answers.empty

    @property
    def unfinished(self) -> list[FormRow]:
        """Rows that lack their value, though they, or the rows they belong to, are answered."""
        sheet = self.answers.sheet
        if not sheet.value or not self.begun:
            return []
        rows = self.answers.rows if sheet.whole else self.touched
        column = sheet.table[sheet.value]
        lacking = [row for row in rows if is_empty(column, row.values[column.name])]
        return [
            row
            for row in lacking
            if column.name not in row.refused and (sheet.whole or not is_blank(sheet, row.values))
        ]

    @property
    def _complete(self) -> bool:
        """Whether every row can be used, or none has anything."""
        answers = self.answers
        refused = any(row.refused for row in answers.rows)
        return answers.empty or not (refused or answers.newer or self.unfinished)


def _change(
    form: Form, answers: SheetAnswers, sent: Row | None, now: Row | None, given: FormRow | None
) -> Change | None:
    sheet = answers.sheet
    if given is None or (is_blank(sheet, given.values) and not sheet.permanent):
        return _removal(form, answers, sent, now)
    # Where the rows are one answer, what stands as it was sent is answered with the others.
    answered = (
        tuple(c.name for c in sheet.inputs) if sheet.whole else _differing(sheet, given, sent)
    )
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
    had = sent is not None and any(meaning(c, sent.values[c.name]) for c in sheet.answers)
    if not had and not sheet.whole:
        return None
    filled = _filled(sheet, now.values)
    return Change(
        form, answers, Kind.REMOVED, now, None, filled, sent, _moved(sheet, sent, now)
    )  # fmt: skip


def _with_source(change: Change, source: str) -> Change | None:
    """Say of an answer in a sheet that may stand empty that it is from the form.

    The municipality may have written where it is from; what stood there when the form was made, is
    no longer so when the answer is another. None where that leaves nothing that changes.
    """
    sheet, given = change.sheet, change.after
    if not sheet.value or given is None or ORIGIN not in given.values:
        return change
    column, others = sheet.table[ORIGIN], tuple(n for n in change.columns if n != ORIGIN)
    said = meaning(column, given.values[ORIGIN])
    was = meaning(column, change.sent.values[ORIGIN]) if change.sent else ""
    if said and (said != was or not others):
        return change
    after = replace(
        given, values={**given.values, ORIGIN: source}, filled=given.filled | {ORIGIN}
    )  # fmt: skip
    same = change.before is not None and meaning(column, change.before.values[ORIGIN]) == source
    columns = others if same else (*others, ORIGIN)
    conflicts = tuple(name for name in change.conflicts if name != ORIGIN)
    return replace(change, after=after, columns=columns, conflicts=conflicts) if columns else None


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
