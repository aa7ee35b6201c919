"""Write one sheet of questions: headings, help, what is known, and room for answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isnan
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from analysis.dataset.forms.cell_values import as_text, is_empty
from analysis.dataset.forms.sending.cell_formats import (
    A3,
    A4,
    AS_TYPED,
    SHARE,
    TEXT,
    CellFormats,
    height,
    number_format,
    prepare_print,
    validation,
    width,
)
from analysis.dataset.forms.sending.member_columns import member_rule, write_spread
from analysis.dataset.forms.sending.prefill import FilledRow, block_starts
from analysis.dataset.forms.sheets import Note, Sheet
from analysis.dataset.tables import InputColumn

# Answers can be typed as far down as this in a sheet where rows can be added.
_LAST_ROW = 1999
_LAST_COLUMN = 16383
_WIDEST_ON_A4 = 250  # characters


def write_answer_sheet(
    page: Worksheet,
    sheet: Sheet,
    rows: Sequence[FilledRow],
    title: str,
    origin: Sequence[str],
    formats: CellFormats,
    ceiling: float,
    suggestions: Mapping[str, str],
) -> None:
    """Write a sheet of questions.

    Parameters
    ----------
    page : xlsxwriter Worksheet
        Empty.
    sheet : Sheet
        What is asked for.
    rows : sequence of FilledRow
        What stands there from before.
    title : str
        Municipality and year.
    origin : sequence of str
        Lines that say where the answers that stand there come from.
    formats : CellFormats
        The formats of the workbook.
    ceiling : float
        Upper bound of an amount (1000 kr).
    suggestions : mapping of str to str
        Where the texts suggested for a column stand.
    """
    slots = _slots(sheet)
    intro = [*sheet.intro, *origin]
    heading = len(intro) + 2 + sheet.whole
    first = heading + 2
    last = _LAST_ROW if sheet.free else first + len(rows) - 1
    _set_columns(page, slots, formats, free=sheet.free)
    _write_top(page, f"{sheet.name}: {title}", intro, slots, formats)
    _write_headings(page, heading, slots, formats)
    begins = block_starts(sheet, rows)
    for number, row in enumerate(rows):
        _write_row(page, first + number, row, slots, formats, begins=number in begins)
    if sheet.whole:
        _write_sums(page, heading - 1, rows, slots, formats, sheet)
    write_spread(page, first, rows, [slot.note for slot in slots], formats, begins)
    for position, slot in enumerate(slots):
        if slot.asked and slot.column:
            asked_for = suggestions.get(slot.column.name, "")
            rule = validation(slot.column, ceiling, asked_for, list(slot.words.values()))
            page.data_validation(first, position, last, position, rule)
        elif slot.note and slot.note.member:
            page.data_validation(first, position, last, position, member_rule(sheet, slot.heading))
    _protect(page, free=sheet.free)
    page.freeze_panes(first, len(sheet.key) + len(sheet.hidden))
    answer = next(position for position, slot in enumerate(slots) if slot.asked)
    page.set_selection(first, answer, first, answer)
    end = f"{xl_col_to_name(len(slots) - 1)}{last + 1}"
    page.ignore_errors({"number_stored_as_text": f"A1:{end}"})
    page.repeat_rows(heading, heading + 1)
    paper = A3 if sum(slot.wide for slot in slots) > _WIDEST_ON_A4 else A4
    prepare_print(page, paper, landscape=True)


@dataclass(frozen=True)
class _Slot:
    """One column of the sheet: a column of the table, or a note."""

    heading: str
    help: str
    wide: float
    number_format: str
    column: InputColumn | None = None
    note: Note | None = None
    asked: bool = False
    words: Mapping[int, str] = field(default_factory=dict)
    hidden: bool = False

    @property
    def is_open(self) -> bool:
        """Whether something may be written there."""
        return self.asked or bool(self.note and self.note.member)

    def shows(self, row: FilledRow) -> Any:
        """Return what stands in the cell of a row."""
        if self.note:
            return row.notes[self.note]
        value = row.values[self.heading]
        return self.words[int(value)] if self.words and as_text(value) else value


def _slots(sheet: Sheet) -> list[_Slot]:
    """The sheet's columns from left to right: key, what is shown, notes, answers."""
    names = [*sheet.key, *sheet.shown]
    first = [sheet.table[name] for name in names]
    rest = [column for column in sheet.columns if column.name not in names]
    slots = [_slot(column, sheet) for column in first]
    slots += [_note(note, sheet) for note in sheet.notes if not note.after]
    for column in rest:
        slots.append(_slot(column, sheet))
        slots += [_note(note, sheet) for note in sheet.notes if note.after == column.name]
    return slots


def _slot(column: InputColumn, sheet: Sheet) -> _Slot:
    is_value = column.name == sheet.value
    words = sheet.words if is_value else {}
    looks = (TEXT if words else AS_TYPED) if is_value else number_format(column)
    wide = width(column)
    if sheet.value:  # there is more to read beside the answers
        wide = max([min(wide, 40), *(len(text) + 3 for text in words.values())])
    return _Slot(
        column.name,
        column.help,
        wide,
        looks,
        column=column,
        asked=column in sheet.inputs,
        words=words,
        hidden=column.name in sheet.hidden,
    )


def _note(note: Note, sheet: Sheet) -> _Slot:
    looks = number_format(sheet.table[note.of]) if note.of else SHARE if note.share else TEXT
    looks = AS_TYPED if note.member or note.spread else looks
    return _Slot(note.heading, note.help, note.wide, looks, note=note)


def _set_columns(
    page: Worksheet, slots: Sequence[_Slot], formats: CellFormats, *, free: bool
) -> None:
    """Set widths; where rows can be added, the column itself is open for answers."""
    for position, slot in enumerate(slots):
        look = formats.of("open", slot.number_format) if free else None
        page.set_column(position, position, slot.wide, look, {"hidden": slot.hidden})
    if free:
        # A row can be deleted only if no cell in it is locked. The columns to the right share what
        # says so, for it takes long to make one for each of the 16 000.
        page.set_column(_LAST_COLUMN, _LAST_COLUMN, None, formats["outside"])
        outside = page.col_info[_LAST_COLUMN]
        page.col_info.update(dict.fromkeys(range(len(slots), _LAST_COLUMN), outside))


def _write_top(
    page: Worksheet, title: str, intro: Sequence[str], slots: Sequence[_Slot], formats: CellFormats
) -> None:
    columns, left = len(slots), next(at for at, slot in enumerate(slots) if not slot.hidden)
    for row, text in enumerate(["", *intro, ""]):
        for position in range(columns):
            page.write_blank(row, position, None, formats["intro"])
        if text:
            page.write_string(row, left, text, formats["intro"])
    page.write_string(0, left, title, formats["title"])
    page.set_row(0, 24)
    page.set_row(len(intro) + 1, 6)


def _write_headings(
    page: Worksheet, row: int, slots: Sequence[_Slot], formats: CellFormats
) -> None:
    for position, slot in enumerate(slots):
        page.write_string(row, position, slot.heading, formats["heading"])
        page.write_string(row + 1, position, slot.help, formats["help"])
    page.set_row(row, 18)
    page.set_row(row + 1, height(((slot.help, slot.wide) for slot in slots), small=True))


def _write_row(
    page: Worksheet,
    at: int,
    row: FilledRow,
    slots: Sequence[_Slot],
    formats: CellFormats,
    *,
    begins: bool,
) -> None:
    texts = []
    for position, slot in enumerate(slots):
        value = slot.shows(row)
        look = "fact"
        if slot.is_open:
            known = not slot.column or row.known or not is_empty(slot.column, value)
            look = "known" if known and as_text(value) else "open"
        shown = None if look == "open" else value
        _write(page, at, position, shown, formats.of(look, slot.number_format, begins=begins))
        if isinstance(shown, str):
            texts.append((shown, slot.wide))
    page.set_row(at, height(texts))


def _write_sums(
    page: Worksheet,
    above: int,
    rows: Sequence[FilledRow],
    slots: Sequence[_Slot],
    formats: CellFormats,
    sheet: Sheet,
) -> None:
    """Show how far a set of answers has come, their sum and the share of each; none is read."""
    name = sheet.value
    at = next(position for position, slot in enumerate(slots) if slot.heading == name)
    first, letter = above + 3, xl_col_to_name(at)
    area = f"${letter}${first + 1}:${letter}${first + len(rows)}"
    values = [row.values[name] for row in rows if not isnan(row.values[name])]
    missing, whole = len(rows) - len(values), sum(values)
    how_far = f"Mangler {missing} av {len(rows)}" if missing else "Alle er fylt ut"
    members = [position for position, slot in enumerate(slots) if slot.note and slot.note.member]
    told = f". Sum (skal bli {sheet.total:g}):" if sheet.total else ". Sum:"
    page.write_formula(
        above, min([at, *members]) - 1,
        f'=IF(COUNT({area})=0,"Ikke fylt ut",IF(COUNT({area})<{len(rows)},"Mangler "&'
        f'({len(rows)}-COUNT({area}))&" av {len(rows)}","Alle er fylt ut"))&"{told}"',
        formats["sum"], f"{how_far if values else 'Ikke fylt ut'}{told}",
    )  # fmt: skip
    page.write_formula(above, at, f"=SUM({area})", formats.of("sum", AS_TYPED), whole)
    page.set_row(above, 18)
    for position in members:
        own = [row.notes[note] for row in rows if (note := slots[position].note)]
        column = xl_col_to_name(position)
        page.write_formula(
            above, position, f"=SUM({column}{first + 1}:{column}{first + len(rows)})",
            formats.of("sum", AS_TYPED), sum(value for value in own if value is not None),
        )  # fmt: skip
    shares = [p for p, slot in enumerate(slots) if slot.note and slot.note.share]
    for share in shares[:1]:
        _write_shares(page, share, first, rows, area, formats, name)


def _write_shares(
    page: Worksheet,
    own: int,
    first: int,
    rows: Sequence[FilledRow],
    area: str,
    formats: CellFormats,
    name: str,
) -> None:
    """Show the part of the whole that each answer is."""
    letter = area[1:].partition("$")[0]
    whole = sum(row.values[name] for row in rows if not isnan(row.values[name]))
    for row, filled in enumerate(rows, first):
        cell, value = f"{letter}{row + 1}", filled.values[name]
        page.write_formula(
            row, own, f'=IF(AND(ISNUMBER({cell}),SUM({area})>0),{cell}/SUM({area}),"")',
            formats.of("fact", SHARE), value / whole if whole and not isnan(value) else "",
        )  # fmt: skip


def _write(page: Worksheet, row: int, column: int, value: Any, look: Format) -> None:
    if not as_text(value):
        page.write_blank(row, column, None, look)
    elif isinstance(value, str):
        page.write_string(row, column, value, look)
    elif isinstance(value, dt.date):
        page.write_datetime(row, column, value, look)
    else:
        page.write_number(row, column, value, look)


def _protect(page: Worksheet, *, free: bool) -> None:
    """Lock what is not asked for; without a password, so that nobody is locked out."""
    allowed = {"format_columns": True, "format_rows": True}
    page.protect("", allowed | ({"insert_rows": True, "delete_rows": True} if free else {}))
