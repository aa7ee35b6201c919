"""A form as read back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.forms.group_sheets import sheets_of
from analysis.dataset.forms.receiving.criteria import Criteria
from analysis.dataset.forms.receiving.find_forms import other_format
from analysis.dataset.forms.receiving.form_problems import SheetLog
from analysis.dataset.forms.receiving.front_page import Identity, read_identity
from analysis.dataset.forms.receiving.headings import likeness
from analysis.dataset.forms.receiving.hidden_sheet import Sent, read_basis
from analysis.dataset.forms.receiving.open_file import lock_file, open_form
from analysis.dataset.forms.receiving.read_sheet import SheetAnswers, read_sheet
from analysis.dataset.forms.registered import Registered
from analysis.dataset.forms.sheets import BASIS, FRONT, Sheet
from analysis.dataset.notation import one_line
from analysis.dataset.problems import ProblemLog, Severity
from analysis.dataset.reading import NotReadable
from analysis.places import nearest


@dataclass(frozen=True)
class Form:
    """What a municipality has answered.

    Attributes
    ----------
    file : str
        The form as the user knows it.
    identity : Identity
        Whose it is.
    answers : tuple of SheetAnswers
        One for each sheet that could be read.
    sent : mapping of str to sequence of Row
        What stood in each sheet when the form was made, by its name, where that is known.
    """

    file: str
    identity: Identity
    answers: tuple[SheetAnswers, ...]
    sent: Sent


def read_form(path: Path, file: str, registered: Registered, log: ProblemLog) -> Form | None:
    """Read a form; None, with a feil in the log, where it is not known whose it is.

    Parameters
    ----------
    path : Path
        The file.
    file : str
        What it is called in messages.
    registered : Registered
        The analysis it should belong to.
    log : ProblemLog
        Where every trouble is told.
    """
    if refusal := other_format(path):
        log.error(file, None, None, refusal)
        return None
    try:
        book = open_form(path)
    except NotReadable as refused:
        log.error(file, None, None, str(refused))
        return None
    if lock_file(path):
        message = "Skjemaet er åpent i Excel eller LibreOffice. Det som ikke er lagret, er ikke med"
        log.warning(file, None, None, message)
    front = SheetLog(file, FRONT, 0, log)
    identity = read_identity(book, registered, front)
    if identity is None:
        return None
    sheets = sheets_of(registered.taking_part, identity.code)
    basis = read_basis(book, identity.fingerprints)
    criteria = Criteria(basis.criteria, {c.id: c.navn for c in registered.shared.criteria})
    found = _sheets(book, sheets, file, identity, log)
    answers = [
        read_sheet(
            found[sheet.name], sheet, identity.code, registered.context,
            SheetLog(file, found[sheet.name].title, position, log), criteria,
        )
        for position, sheet in enumerate(sheets, 1)
        if sheet.name in found
    ]  # fmt: skip
    return Form(file, identity, tuple(filter(None, answers)), basis.rows)


def _sheets(
    book: Workbook, sheets: Sequence[Sheet], file: str, identity: Identity, log: ProblemLog
) -> Mapping[str, Worksheet]:
    """Return the sheets by the name they should have; missing and unknown ones are told.

    A form from before a sheet that may stand empty came, is read as if it stands empty.
    """
    present = {one_line(sheet.title).casefold(): sheet for sheet in book.worksheets}
    wanted = {sheet.name.casefold(): sheet.name for sheet in sheets}
    unknown = [
        sheet
        for title, sheet in present.items()
        if title not in wanted and title not in (FRONT.casefold(), BASIS.casefold())
    ]
    renamed: set[str] = set()
    younger = {s.name for s in sheets if s.value and s.name not in identity.fingerprints}
    for position, sheet in enumerate(sheets, 1):
        if sheet.name.casefold() in present:
            continue
        near = _renamed(sheet, [page for page in unknown if page.title not in renamed])
        if near:
            renamed.add(near)
        elif sheet.name in younger:
            continue
        advice = f"Gi arket «{near}» navnet {sheet.name}" if near else "Bruk et nytt skjema"
        SheetLog(file, sheet.name, position, log).tell(f"Arket mangler. {advice}")
    for page in unknown:
        if page.title not in renamed and page.max_row > 1:
            SheetLog(file, page.title, len(sheets) + 1, log).tell(
                "Arket hører ikke til skjemaet og tas ikke inn", severity=Severity.WARNING
            )
    return {name: present[title] for title, name in wanted.items() if title in present}


def _renamed(sheet: Sheet, pages: Sequence[Worksheet]) -> str | None:
    """Title of the page that has the headings of a sheet, else of one with nearly its name."""
    best = max(pages, key=lambda page: likeness(page, sheet), default=None)
    if best is not None and likeness(best, sheet):
        return best.title
    return nearest(sheet.name, [page.title for page in pages])
