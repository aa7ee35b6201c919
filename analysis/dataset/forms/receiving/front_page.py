"""The front page of a form as read back: whose it is, and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.definitions.settings import FILE
from analysis.dataset.forms.receiving.form_problems import SheetLog
from analysis.dataset.forms.registered import Registered
from analysis.dataset.forms.sheets import (
    ANALYSIS,
    FINGERPRINT,
    FORM_VERSION,
    FORM_YEAR,
    FRONT,
    GROUP,
    MUNICIPALITY,
    REVIEWED,
    SHEET,
    SHEETS,
    VERSION,
)
from analysis.dataset.notation import Cell, listed, one_line, to_text
from analysis.dataset.problems import Severity
from analysis.dataset.reading import excel_cell, read_cell
from analysis.dataset.tables import CODE, YEAR
from analysis.places import did_you_mean

# The front page is looked through this far, wherever its parts have been moved.
_LAST_ROW, _LAST_COLUMN = 300, 30
_NEW_FORM = "Lag et nytt skjema med ikt skjema, og kopier svarene dit"


@dataclass(frozen=True)
class Identity:
    """Whose form it is, and what it was made from.

    Attributes
    ----------
    code : str
        The municipality's current kommunenummer; empty for the working group.
    year : int
        The year it asks for.
    fingerprints : mapping of str to str
        For each sheet, what stood there from before when the form was made.
    reviewed : frozenset of str
        Sheets the municipality says it has gone through.
    """

    code: str
    year: int
    fingerprints: Mapping[str, str]
    reviewed: frozenset[str]


def read_identity(book: Workbook, registered: Registered, log: SheetLog) -> Identity | None:
    """Return whose form it is; None, with a feil in the log, where it cannot be used.

    Parameters
    ----------
    book : Workbook
        The form.
    registered : Registered
        The analysis it should belong to.
    log : SheetLog
        Where trouble on the front page is told.
    """
    if FRONT not in book.sheetnames:
        names = did_you_mean(FRONT, book.sheetnames)
        log.tell(f"Arket mangler, og da er det ikke kjent hvem skjemaet er fra{names}. {_NEW_FORM}")
        return None
    sheet = book[FRONT]
    facts = _facts(sheet)
    labels = (VERSION, ANALYSIS, MUNICIPALITY, FORM_YEAR)
    missing = [label for label in labels if label not in facts]
    if missing:
        log.tell(f"Finner ikke {listed(missing)} på forsiden. {_NEW_FORM}")
        return None
    if not _is_ours(facts, registered, log):
        return None
    of_group = to_text(facts[MUNICIPALITY][1]).casefold() == GROUP
    code = "" if of_group else _value(facts, MUNICIPALITY, registered, log)
    year = _value(facts, FORM_YEAR, registered, log)
    if not (code or of_group) or not year:
        return None
    if code and code not in registered.names:
        known = ", ".join(registered.who(other) for other in registered.names)
        row, _ = facts[MUNICIPALITY]
        log.tell(
            f"«{code}» er ikke med i utredningen. Kommunene er: {known}", row=row, column=2,
            name=CODE.name,
        )  # fmt: skip
        return None
    if code and code not in registered.taking_part:
        log.tell(
            f"{registered.who(str(code))} er tatt ut med uten i {FILE}. Svarene tas inn, men "
            "rapportene bruker dem ikke",
            severity=Severity.WARNING,
        )
    fingerprints, reviewed = _sheet_list(sheet)
    return Identity(str(code), int(year), fingerprints, reviewed)


def _facts(sheet: Worksheet) -> dict[str, tuple[int, Cell]]:
    """Row and neighbour of each label in the first column."""
    labels = {ANALYSIS, MUNICIPALITY, FORM_YEAR, VERSION}
    found: dict[str, tuple[int, Cell]] = {}
    for row in sheet.iter_rows(max_row=_LAST_ROW, max_col=2):
        label = one_line(str(row[0].value or ""))
        if label in labels and label not in found and len(row) > 1:
            found[label] = row[1].row, excel_cell(row[1].value, row[1].data_type)
    return found


def _is_ours(facts: Mapping[str, tuple[int, Cell]], registered: Registered, log: SheetLog) -> bool:
    row, version = facts[VERSION]
    if to_text(version) != str(FORM_VERSION):
        log.tell(
            f"Skjemaet har versjon {to_text(version) or 'tom'}, og versjonen nå er {FORM_VERSION}. "
            f"{_NEW_FORM}",
            row=row, column=2,
        )  # fmt: skip
        return False
    row, name = facts[ANALYSIS]
    if to_text(name) != registered.name:
        log.tell(
            f"Skjemaet er laget for utredningen «{to_text(name)}», ikke «{registered.name}». "
            "Velg et annet skjema, eller ta det inn i den utredningen",
            row=row, column=2,
        )  # fmt: skip
        return False
    return True


def _value(
    facts: Mapping[str, tuple[int, Cell]], label: str, registered: Registered, log: SheetLog
) -> str | int | None:
    column = {MUNICIPALITY: CODE, FORM_YEAR: YEAR}[label]
    row, cell = facts[label]
    if cell == "":
        log.tell(f"Cellen er tom. {column.advice}", row=row, column=2, name=column.name)
        return None
    outcome = read_cell(column, cell, registered.context)
    if outcome.error:
        log.tell(outcome.error, row=row, column=2, name=column.name)
        return None
    return outcome.value


def _sheet_list(sheet: Worksheet) -> tuple[dict[str, str], frozenset[str]]:
    """Return what the front page says of each sheet; what has been changed there is left out."""
    fingerprints: dict[str, str] = {}
    reviewed: set[str] = set()
    places: dict[str, int] = {}
    names = {asked.name for asked in SHEETS}
    for row in sheet.iter_rows(max_row=_LAST_ROW, max_col=_LAST_COLUMN):
        texts = [one_line(str(cell.value or "")) for cell in row]
        if SHEET in texts and FINGERPRINT in texts:
            places = {text: position for position, text in enumerate(texts) if text}
        elif places and texts[places[SHEET]] in names - fingerprints.keys():
            name = texts[places[SHEET]]
            fingerprints[name] = texts[places[FINGERPRINT]]
            if texts[places.get(REVIEWED, places[SHEET])].casefold() == "ja":
                reviewed.add(name)
    return fingerprints, frozenset(reviewed)
