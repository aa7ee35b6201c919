"""The whole analysis checked with the answers in it, before anything is written."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from analysis.dataset.forms.receiving.answer_changes import Change
from analysis.dataset.forms.receiving.caused_problems import tell_cause
from analysis.dataset.forms.receiving.form import Form
from analysis.dataset.forms.receiving.merge import MergedFile
from analysis.dataset.forms.registered import Registered
from analysis.dataset.loading import load
from analysis.dataset.problems import InputProblems, Problem, ProblemLog, Severity
from analysis.dataset.reading import LINE, texts
from analysis.dataset.tables import CODE
from analysis.places import leads_out

_OTHER_LINE = re.compile("på linje [0-9]+")
_NUMBER = re.compile(r"[0-9][0-9 ,\u00a0]*")


def check_merged(
    registered: Registered,
    forms: Sequence[Form],
    changes: Sequence[Change],
    merged: Mapping[str, MergedFile],
) -> tuple[Problem, ...]:
    """Return what ``load`` would say of the analysis with the answers in it.

    Every feil is told, and else only what was not there before the answers. A problem in a row that
    a form wrote is told with the form's cell; one that an answer makes elsewhere, with the answer
    that makes it. What a cell has been refused for already, is not told again.

    Parameters
    ----------
    registered : Registered
        What there is.
    forms : sequence of Form
        The forms that are taken in.
    changes : sequence of Change
        What they change.
    merged : mapping of str to MergedFile
        The files that change, by table.
    """
    if not merged:
        return ()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place).resolve() / registered.name
        _copy(registered.folder, folder)
        for file in merged.values():
            (folder / file.path.name).write_bytes(file.after)
        problems = _load(folder, registered.shared_folder)
    own = {form.identity.code: form for form in forms if form.identity.code}
    trial = _Trial(registered, folder, merged, own)
    known = {trial.before(p) for p in _load(registered.folder, registered.shared_folder)}
    log = ProblemLog()
    for problem in problems:
        _tell(problem, trial, known, changes, log)
    return log.problems


def _copy(folder: Path, trial: Path) -> None:
    """Copy what ``load`` reads: files, and texts; what a spreadsheet has open, is left."""

    def left(place: str, names: list[str]) -> list[str]:
        return [name for name in names if not _is_read(Path(place) / name, folder)]

    shutil.copytree(folder, trial, ignore=left)


def _is_read(path: Path, folder: Path) -> bool:
    if path.name.startswith((".", "~")) or leads_out(path, folder):
        return False
    return path.is_file() or (path.is_dir() and texts.FOLDER in path.relative_to(folder).parts)


def _load(folder: Path, shared_folder: Path) -> Sequence[Problem]:
    try:
        return load(folder, shared_folder).problems
    except InputProblems as found:
        return found.problems


@dataclass(frozen=True)
class _Trial:
    """Where a problem in the analysis with the answers stands in the analysis there is."""

    registered: Registered
    folder: Path
    merged: Mapping[str, MergedFile]
    forms: Mapping[str, Form]

    def table(self, problem: Problem) -> str:
        """Name of the table that a problem of the trial stands in; empty for another file."""
        path = PurePosixPath(problem.file)
        return path.stem if path.parent == PurePosixPath(self.folder.as_posix()) else ""

    def origin(self, problem: Problem) -> Change | None:
        """The change that wrote the line."""
        file = self.merged.get(self.table(problem))
        return file.origins.get(problem.line or 0) if file else None

    def moved_back(self, problem: Problem) -> Problem:
        """The problem as it would stand in the files there are."""
        file = self.merged.get(self.table(problem))
        line = file.kept.get(problem.line or 0) if file else problem.line
        shown = problem.file.replace(self.folder.as_posix(), self.registered.folder.as_posix(), 1)
        return replace(problem, file=shown, line=line)

    def before(self, problem: Problem) -> tuple[object, ...]:
        """What tells whether a problem, as it stands in the files there are, is the same.

        Others' figures move with a median; that is no new question about them.
        """
        text = _OTHER_LINE.sub("", problem.message)
        if self.municipality(problem) not in self.forms:
            text = _NUMBER.sub("#", text)
        return problem.file, problem.line, problem.column, problem.severity, text

    def municipality(self, problem: Problem) -> str:
        """Whose a problem is, as it stands in the files there are; empty for nobody's."""
        whose = self._whose.get((problem.file, problem.line or 0))
        code = problem.message.partition(" ")[0]
        return whose or (code if code in self.registered.names else "")

    @cached_property
    def _whose(self) -> dict[tuple[str, int], str]:
        found: dict[tuple[str, int], str] = {}
        for data in self.registered.tables.values():
            rows = zip(data.frame[LINE], data.frame[CODE.name], strict=True)
            found |= {(data.file, int(line)): str(code) for line, code in rows}
        return found


def _tell(
    problem: Problem, trial: _Trial, known: set[tuple[object, ...]], changes: Sequence[Change],
    log: ProblemLog,
) -> None:  # fmt: skip
    change = trial.origin(problem)
    there = trial.moved_back(problem)
    if change is not None:
        _tell_in_form(problem, change, log)
    elif problem.severity is Severity.ERROR:
        log.add(there)
    elif trial.before(there) not in known:
        code = trial.municipality(there)
        table = trial.table(problem)
        form = trial.forms.get(code) if table in trial.registered.tables else None
        if form and problem.severity is Severity.MISSING and any(
            a.lacks_refused(problem.column) for a in form.answers if a.sheet.table.name == table
        ):  # fmt: skip
            return  # what was refused is not also missing
        if form:
            own = [change for change in changes if change.form is form]
            tell_cause(there, trial.registered, form, own, log)
        else:
            # The line is another one when the answers have been written.
            who = f"{trial.registered.who(code)}: " if code and there.line else ""
            log.add(replace(there, line=None, message=f"{who}{there.message}"))


def _tell_in_form(problem: Problem, change: Change, log: ProblemLog) -> None:
    row = change.after
    assert row is not None  # a removed row is on no line
    # A refused cell is empty here; what that makes of its row is not the municipality's matter.
    if problem.column in row.refused or (row.refused and problem.severity is not Severity.ERROR):
        return
    places = row.places
    if problem.severity is Severity.MISSING and problem.column and problem.column not in places:
        return  # the file has no such column, which is told once
    told = change.sheet.per_year and problem.severity is Severity.MISSING and problem.column
    if told and change.sheet.table[told].amount:
        return  # told for every empty amount, also in rows that are not written
    # What the form does not ask for row by row, such as the year, is told at the key.
    column = places.get(problem.column or "", places[change.sheet.key[0]])
    here = replace(change.answers.log, log=log)
    # Other rows are known by their line in the file.
    file = f"{change.sheet.table.name}.csv"
    here.tell(
        _OTHER_LINE.sub(rf"\g<0> i {file}", problem.message),
        row=row.row, column=column, name=problem.column, severity=problem.severity,
    )  # fmt: skip
