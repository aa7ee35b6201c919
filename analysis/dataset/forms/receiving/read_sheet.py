"""One sheet of a form as read back: its rows, and every trouble with its cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from openpyxl.cell.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.forms.cell_values import as_text
from analysis.dataset.forms.receiving.criteria import Criteria
from analysis.dataset.forms.receiving.form_cell import read_form_cell
from analysis.dataset.forms.receiving.form_problems import SheetLog
from analysis.dataset.forms.receiving.headings import Headings, find_headings
from analysis.dataset.forms.registered import is_blank, key_of
from analysis.dataset.forms.sheets import CRITERION, Sheet
from analysis.dataset.notation import one_line, short, to_text
from analysis.dataset.problems import Severity
from analysis.dataset.reading import (
    Context,
    empty_value,
    excel_cell,
    hidden_columns,
    says_sum,
)


@dataclass(frozen=True)
class FormRow:
    """One row of answers.

    Attributes
    ----------
    row : int
        Where it stands in the sheet.
    values : mapping of str to value
        By column; a refused cell is empty.
    filled : frozenset of str
        Columns with something in the cell.
    refused : frozenset of str
        Columns whose cell cannot be used; told already.
    places : mapping of str to int
        Position of each column in the sheet, from 1.
    """

    row: int
    values: Mapping[str, Any]
    filled: frozenset[str]
    refused: frozenset[str]
    places: Mapping[str, int]

    def text(self, column: str, *, iso_dates: bool = False) -> str:
        """Return a cell as it is written in an input file."""
        return as_text(self.values[column], iso_dates=iso_dates) if column in self.filled else ""


@dataclass(frozen=True)
class SheetAnswers:
    """The answers of one sheet.

    Attributes
    ----------
    sheet : Sheet
        What was asked for.
    rows : tuple of FormRow
        Rows whose key could be read, each key once.
    log : SheetLog
        Where more trouble in the sheet is told.
    newer : mapping of str to str
        Names, by id, of the criteria the form has no row for because it is older than they are.
    """

    sheet: Sheet
    rows: tuple[FormRow, ...]
    log: SheetLog
    newer: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing is answered."""
        return all(is_blank(self.sheet, row.values) and not row.refused for row in self.rows)

    def lacks_refused(self, column: str | None) -> bool:
        """Whether a cell of a column, or the key of a row, was refused, so that rows lack it."""
        return any(
            problem.severity is Severity.ERROR
            and problem.sheet == self.log.sheet
            and problem.column in (column, *self.sheet.key)
            for problem in self.log.log.problems
        )


def read_sheet(
    worksheet: Worksheet,
    sheet: Sheet,
    code: str,
    context: Context,
    log: SheetLog,
    criteria: Criteria,
) -> SheetAnswers | None:
    """Read the answers of one sheet; None, with a feil in the log, where it cannot be read.

    Parameters
    ----------
    worksheet : Worksheet
        The sheet, with formulas and not their results.
    sheet : Sheet
        What was asked for.
    code : str
        The municipality.
    context : Context
        Municipality codes and ceiling.
    log : SheetLog
        Where trouble is told.
    criteria : Criteria
        When the form was made, and now.
    """
    headings = find_headings(worksheet, sheet, log)
    if headings is None:
        return None
    if worksheet.sheet_state != "visible":
        message = "Arket er skjult, men svarene tas inn. Vis arket og se over dem"
        log.tell(message, severity=Severity.WARNING)
    _tell_merged(worksheet, headings, log)
    _tell_outside(worksheet, headings, log)
    found = [
        _read_row(cells, sheet, headings, context, log)
        for cells in _rows(worksheet, sheet, headings)
        if not _about_a_former_criterion(cells, sheet, headings, criteria, log)
        and not _is_sum(cells, sheet, headings, log)
    ]
    used = [row for row in found if not _is_spare(sheet, row)]
    _tell_hidden(worksheet, sheet, headings, used, log)
    rows = [row for row in used if _has_key(sheet, row, log)]
    if not sheet.numbered:
        rows = list(each_once(sheet, rows, log))
    newer: dict[str, str] = {}
    if not sheet.free:
        rows, gone = _asked_for(sheet, rows, sheet.rows(code), log)
        if CRITERION in sheet.key:
            about = sheet.key.index(CRITERION)
            lacking = {key[about] for key in gone}
            newer = {i: name for i, name in criteria.newer.items() if i in lacking}
            gone = [key for key in gone if key[about] not in newer]
        if gone and len(rows) == len(used):  # else the row that is wrong has been told
            listed = short(", ".join(f"«{' '.join(key)}»" for key in gone), 200)
            log.tell(f"Finner ikke raden for {listed}. Sett den inn igjen; svaret kan stå tomt")
    return SheetAnswers(sheet, tuple(rows), log, newer)


def _about_a_former_criterion(
    cells: tuple[SheetCell, ...],
    sheet: Sheet,
    headings: Headings,
    criteria: Criteria,
    log: SheetLog,
) -> bool:
    """Whether a row is about a criterion there no longer is; an answer in it is told."""
    if CRITERION not in sheet.key:
        return False
    about = one_line(str(cells[headings.places[CRITERION] - 1].value)).casefold()
    if about not in criteria.former:
        return False
    answered = [headings.places[c.name] for c in sheet.inputs if c.name in headings.places]
    filled = next((cells[at - 1] for at in answered if cells[at - 1].value not in (None, "")), None)
    if filled is not None:
        log.tell(
            f"«{criteria.former[about]}» er ikke lenger et kriterium i utredningen. Svaret tas "
            "ikke inn",
            row=filled.row, column=filled.column, severity=Severity.WARNING,
        )  # fmt: skip
    return True


def _is_sum(cells: tuple[SheetCell, ...], sheet: Sheet, headings: Headings, log: SheetLog) -> bool:
    """Whether a row sums up the others, told; a system may be called «Total»."""
    key = [cells[headings.places[name] - 1] for name in sheet.key if name in headings.places]
    first = next((cell for cell in key if cell.value not in (None, "")), None)
    if first is None or not says_sum(excel_cell(first.value, first.data_type)):
        return False
    log.tell("Raden ser ut som en sum. Tøm den", row=first.row, column=first.column)
    return True


def _rows(
    worksheet: Worksheet, sheet: Sheet, headings: Headings
) -> Iterator[tuple[SheetCell, ...]]:
    """Yield the rows below the headings that have something in one of the columns."""
    help_text = sheet.columns[0].help
    help_place = headings.places[sheet.columns[0].name]
    for cells in worksheet.iter_rows(min_row=headings.row + 1):
        filled = any(cells[at - 1].value not in (None, "") for at in headings.places.values())
        if filled and one_line(str(cells[help_place - 1].value)) != help_text:
            yield cells


def _read_row(
    cells: tuple[SheetCell, ...], sheet: Sheet, headings: Headings, context: Context, log: SheetLog
) -> FormRow:
    values: dict[str, Any] = {}
    filled: set[str] = set()
    refused: set[str] = set()
    row = cells[0].row
    for column in sheet.columns:
        if column.name in sheet.shown:
            continue
        at = headings.places.get(column.name)
        if at is None:  # optional, and not in this form
            values[column.name] = empty_value(column)
            continue
        in_words = bool(sheet.words) and column.name == sheet.value
        outcome, is_filled = read_form_cell(column, cells[at - 1], context, in_words=in_words)
        values[column.name] = outcome.value
        if is_filled:
            filled.add(column.name)
        if outcome.error:
            refused.add(column.name)
            log.tell(outcome.error, row=row, column=at, name=column.name)
    return FormRow(row, values, frozenset(filled), frozenset(refused), headings.places)


def _is_spare(sheet: Sheet, row: FormRow) -> bool:
    """Whether nobody has used the row."""
    unused = is_blank(sheet, row.values) and not row.refused
    return unused and (row.filled.isdisjoint(sheet.key) or (sheet.free and not sheet.numbered))


def _has_key(sheet: Sheet, row: FormRow, log: SheetLog) -> bool:
    """Whether the key can be read; an empty one is told."""
    for name in sheet.key:
        if name not in row.filled:
            log.tell(
                f"Cellen er tom, men raden har svar. {sheet.table[name].advice}",
                row=row.row, column=row.places[name], name=name,
            )  # fmt: skip
    return row.filled.issuperset(sheet.key) and row.refused.isdisjoint(sheet.key)


def each_once(sheet: Sheet, rows: Iterable[FormRow], log: SheetLog) -> Iterator[FormRow]:
    """Yield the first row of each key; another is told."""
    first: dict[tuple[str, ...], int] = {}
    for row in rows:
        key = tuple(part.casefold() for part in key_of(sheet, row.values))
        if key not in first:
            first[key] = row.row
            yield row
            continue
        log.tell(
            f"«{', '.join(key_of(sheet, row.values))}» står også i rad {first[key]}. "
            "Slå sammen de to radene, eller rett den som er feil",
            row=row.row, column=row.places[sheet.key[0]], name=sheet.key[0],
        )  # fmt: skip


def _asked_for(
    sheet: Sheet, rows: Iterable[FormRow], wanted: list[tuple[str, ...]], log: SheetLog
) -> tuple[list[FormRow], list[tuple[str, ...]]]:
    """Return the rows that were asked for, and the keys that are gone; other rows are told."""
    lacking = dict.fromkeys(wanted)
    found, unexpected = [], []
    for row in rows:
        key = key_of(sheet, row.values)
        if key in lacking:
            del lacking[key]
            found.append(row)
            continue
        unexpected.append(row)
    for row in unexpected:
        advice = f"Skal det stå «{', '.join(next(iter(lacking)))}»?" if lacking else "Slett raden"
        log.tell(
            f"Det er ikke spurt om «{', '.join(key_of(sheet, row.values))}» her. {advice}",
            row=row.row, column=row.places[sheet.key[0]], name=sheet.key[0],
        )  # fmt: skip
    return found, list(lacking)


def _tell_hidden(
    worksheet: Worksheet, sheet: Sheet, headings: Headings, used: Sequence[FormRow], log: SheetLog
) -> None:
    """Tell rows and columns that are read though nobody sees them, each in one line."""
    hidden = [row.row for row in used if worksheet.row_dimensions[row.row].hidden]
    if hidden:
        some = f"rad {short(', '.join(map(str, hidden)), 60)}"
        what = "1 rad er skjult" if len(hidden) == 1 else f"{len(hidden)} rader er skjult"
        log.tell(
            f"{what} eller filtrert bort ({some}), men svarene tas inn. Vis alle radene, og se "
            "over svarene",
            row=hidden[0], severity=Severity.WARNING,
        )  # fmt: skip
    unseen = hidden_columns(worksheet)
    names = [
        name
        for name, at in headings.places.items()
        if at in unseen and name not in sheet.hidden and any(name in row.filled for row in used)
    ]
    if names:
        log.tell(
            f"Skjulte kolonner tas også inn: {', '.join(names)}. Vis dem, og se over svarene",
            row=headings.row, severity=Severity.WARNING,
        )  # fmt: skip


def _tell_merged(worksheet: Worksheet, headings: Headings, log: SheetLog) -> None:
    for area in worksheet.merged_cells.ranges:
        columns = range(area.min_col, area.max_col + 1)
        if area.max_row > headings.row and not headings.known.isdisjoint(columns):
            log.tell(
                "Cellene er slått sammen, og bare den første har et svar. Del dem, og fyll ut hver "
                "celle",
                row=area.min_row, column=area.min_col, cell=area.coord,
            )  # fmt: skip


def _tell_outside(worksheet: Worksheet, headings: Headings, log: SheetLog) -> None:
    """Tell what stands beside the columns of the form, once for each column."""
    told: set[int] = set()
    for cells in worksheet.iter_rows(min_row=headings.row + 1):
        for cell in cells:
            if cell.value in (None, "") or cell.column in headings.known | told:
                continue
            told.add(cell.column)
            shown = to_text(excel_cell(cell.value, cell.data_type))
            log.tell(
                f"«{short(shown)}» står utenfor skjemaet og tas ikke inn",
                row=cell.row, column=cell.column, severity=Severity.WARNING,
            )  # fmt: skip
