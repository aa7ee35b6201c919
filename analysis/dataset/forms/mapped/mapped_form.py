"""The rows of a mapped file as the answers of each municipality's form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import fsum
from pathlib import Path

from analysis.dataset.forms.mapped.foreign_file import ForeignFile
from analysis.dataset.forms.mapped.foreign_rows import ForeignRow, Reader
from analysis.dataset.forms.mapped.mapping import Mapping
from analysis.dataset.forms.receiving import (
    Form,
    FormRow,
    Identity,
    SheetAnswers,
    SheetLog,
    each_once,
)
from analysis.dataset.forms.registered import Registered, key_of
from analysis.dataset.notation import listed
from analysis.dataset.problems import ProblemLog, Severity

_AMOUNT = "beløp"


@dataclass(frozen=True)
class FileChoice:
    """What the file itself does not say.

    Attributes
    ----------
    code : str
        The municipality; "" where the file or its name tells.
    year : int
        The year of a budget; 0 where a column tells.
    """

    code: str = ""
    year: int = 0


def read_mapped(
    file: ForeignFile,
    mapping: Mapping,
    kept: Path,
    registered: Registered,
    choice: FileChoice,
    log: ProblemLog,
) -> list[Form]:
    """Return what a file says, as one form for each municipality in it.

    Parameters
    ----------
    file : ForeignFile
        A file the mapping fits.
    mapping : Mapping
        What its columns mean.
    kept : Path
        Where the mapping lies.
    registered : Registered
        What there is.
    choice : FileChoice
        Whose the file is and of which year, where it does not say.
    log : ProblemLog
        Where every trouble is told, with its cell.
    """
    place = mapping.place(file)
    assert place is not None  # or else it would not fit
    sheet, position = place
    here = SheetLog(file.path.name, sheet.title, 1, log)
    reader = Reader(file, sheet, position, mapping, kept, registered, here)
    rows = list(reader.rows())
    reader.tell()
    code = choice.code or reader.owner()
    if not code and any(not row.code for row in rows):
        here.tell(
            "Filen sier ikke hvilken kommune den er fra. Legg til --kommune og kommunenummeret"
        )
        return []
    rows = [replace(row, code=row.code or code) for row in rows]
    rows = [row for row in rows if choice.code in ("", row.code)]
    year = _year(rows, mapping, registered, choice, here)
    if year is None:
        return []
    grouped: dict[str, list[FormRow]] = defaultdict(list)
    for row in rows:
        if row.year in (0, year):
            grouped[row.code].append(row.answer)
    return [_form(code, year, grouped[code], mapping, registered, here) for code in registered.names
            if code in grouped]  # fmt: skip


def _year(
    rows: Sequence[ForeignRow], mapping: Mapping, registered: Registered, choice: FileChoice,
    log: SheetLog,
) -> int | None:  # fmt: skip
    """The year the answers are of; None, with a feil, where it has to be said."""
    if not mapping.sheet.per_year:
        return choice.year or registered.year_asked_for
    years = sorted({row.year for row in rows} - {0})
    if choice.year:
        if years and choice.year not in years:
            told = listed([str(year) for year in years])
            log.tell(f"Filen har ikke tall for {choice.year}, bare for {told}")
            return None
        return choice.year
    if len(years) == 1:
        return years[0]
    if years:
        log.tell(f"Filen har tall for {listed([str(y) for y in years])}. Velg ett med --år")
    else:
        log.tell("Filen sier ikke hvilket år tallene gjelder. Legg til --år og årstallet")
    return None


def _form(
    code: str,
    year: int,
    rows: Sequence[FormRow],
    mapping: Mapping,
    registered: Registered,
    log: SheetLog,
) -> Form:
    sheet = mapping.sheet
    now = registered.rows(sheet, code, year)
    if sheet.free:
        answers = list(each_once(sheet, rows, log))
    else:
        answers = _added_up(rows, mapping, log)
        given = {key_of(sheet, row.values) for row in answers}
        # What the file says nothing of, stays.
        answers += [
            FormRow(0, row.values, frozenset(), frozenset(), {})
            for row in now
            if key_of(sheet, row.values) not in given
        ]
    identity = Identity(
        code, year, {sheet.name: registered.fingerprint(sheet, code, year)}, frozenset({sheet.name})
    )
    return Form(log.file, identity, (SheetAnswers(sheet, tuple(answers), log),), {})


def _added_up(rows: Sequence[FormRow], mapping: Mapping, log: SheetLog) -> list[FormRow]:
    """Join rows of the same group: accounts are often kept finer than the groups."""
    groups: dict[tuple[str, ...], list[FormRow]] = defaultdict(list)
    for row in rows:
        groups[key_of(mapping.sheet, row.values)].append(row)
    joined = []
    for own in groups.values():
        empty = next((row for row in own if _AMOUNT not in row.filled), None)
        amount = round(fsum(row.values[_AMOUNT] for row in own), 6)
        # A sum of what is not known is not known, and is told where it is empty.
        first = empty or own[0]
        joined.append(replace(first, values={**first.values, _AMOUNT: amount}))
    several = [", ".join(key) for key, own in groups.items() if len(own) > 1]
    if several:
        log.tell(f"Flere rader er lagt sammen til {listed(several)}", severity=Severity.WARNING)
    return joined
