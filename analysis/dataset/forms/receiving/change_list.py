"""What an import changes, told row by row: on the screen and in a table that is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from analysis.dataset.forms.cell_values import as_text
from analysis.dataset.forms.receiving.answer_changes import Change, Kind
from analysis.dataset.forms.receiving.import_plan import Import
from analysis.dataset.forms.receiving.read_sheet import FormRow
from analysis.dataset.forms.registered import Row
from analysis.dataset.notation import MINUS, short
from analysis.dataset.tables import CODE, InputColumn

# The column with the year of the form, and what is said of a form that changes nothing.
YEAR_ASKED, _UNCHANGED = "skjemaår", "uendret"
_WIDTH = 60


def change_lines(plan: Import) -> list[str]:
    """Return every change as lines for the screen, by municipality and table."""
    lines: list[str] = []
    for form in plan.forms:
        own = [change for change in plan.changes if change.form is form]
        who = plan.registered.who(form.identity.code)
        lines.append(f"{who} ({form.file}): {count_changes(own) or 'ingen endringer'}")
        for table in dict.fromkeys(change.sheet.table.name for change in own):
            lines.append(f"  {table}.csv")
            rows = [change for change in own if change.sheet.table.name == table]
            lines += [f"    {change.kind:8}  {_told(change)}" for change in rows]
    return lines


def count_changes(changes: Sequence[Change]) -> str:
    """Return «2 rader endret, 1 lagt til»; empty where there are none."""
    counts = Counter(change.kind for change in changes)
    parts = [f"{counts[kind]} {kind}" for kind in Kind if counts[kind]]
    if not parts:
        return ""
    first, *rest = parts
    number, word = first.split(" ", 1)
    rows = "rad" if number == "1" else "rader"
    return ", ".join([f"{number} {rows} {word}", *rest])


def changes_table(plan: Import) -> pd.DataFrame:
    """Return every change, one row for each cell: what it was and what it became."""
    headings = [
        CODE.name, YEAR_ASKED, "tabell", "rad", "endring", "kolonne", "fra", "til", "skjema",
    ]  # fmt: skip
    rows = [
        (
            change.form.identity.code,
            change.form.identity.year,
            change.sheet.table.name,
            _key(change),
            str(change.kind),
            name,
            _before(change, change.sheet.table[name]),
            _after(change, change.sheet.table[name]),
            change.form.file,
        )
        for change in plan.changes
        for name in change.columns
    ]
    changed = {row[0] for row in rows}
    rows += [
        (form.identity.code, form.identity.year, "", "", _UNCHANGED, "", "", "", form.file)
        for form in plan.forms
        if form.identity.code not in changed
    ]
    return pd.DataFrame(rows, columns=headings)


def _told(change: Change) -> str:
    parts = []
    for name in change.columns:
        column = change.sheet.table[name]
        before, after = _shown(_before(change, column)), _shown(_after(change, column))
        match change.kind:
            case Kind.CHANGED:
                parts.append(f"{name} {before} → {after}")
            case Kind.ADDED:
                parts.append(f"{name} {after}")
            case Kind.REMOVED:
                parts.append(f"{name} {before}")
    return f"{_key(change)}: {', '.join(parts)}" if parts else _key(change)


def _key(change: Change) -> str:
    parts = [*change.key]
    if change.sheet.per_year:
        parts.append(str(change.form.identity.year))
    return ", ".join(parts)


def _before(change: Change, column: InputColumn) -> str:
    return _readable(change.before, column)


def _after(change: Change, column: InputColumn) -> str:
    return _readable(change.after, column)


def _readable(row: Row | FormRow | None, column: InputColumn) -> str:
    text = as_text(row.values[column.name]) if row else ""
    return text.replace("-", MINUS) if column.kind == "tall" else text


def _shown(text: str) -> str:
    return f"«{short(text, _WIDTH)}»" if " " in text else text or "tom"
