"""The whole analysis checked with the answers in it, before anything is written."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from analysis.dataset.dataset import load
from analysis.dataset.forms.receiving.compare import Change
from analysis.dataset.forms.receiving.keeping import KEPT
from analysis.dataset.forms.receiving.merge import MergedFile
from analysis.dataset.forms.registered import Registered
from analysis.dataset.problems import InputProblems, Problem, ProblemLog, Severity


def check_merged(registered: Registered, merged: Mapping[str, MergedFile]) -> tuple[Problem, ...]:
    """Return what ``load`` would say of the analysis with the answers in it.

    A problem in a row that a form wrote is told with the form's cell; what a cell has been refused
    for already, is not told again. Every feil is told, and else only what the answers brought.

    Parameters
    ----------
    registered : Registered
        What there is.
    merged : mapping of str to MergedFile
        The files that change, by table.
    """
    if not merged:
        return ()
    with tempfile.TemporaryDirectory() as place:
        trial = Path(place).resolve() / registered.name
        _copy(registered.folder, trial)
        for file in merged.values():
            (trial / file.path.name).write_bytes(file.after)
        problems = _load(trial, registered.shared_folder)
    return tuple(_translated(problems, trial, registered, merged))


def _copy(folder: Path, trial: Path) -> None:
    """Copy the analysis, but not earlier files and what a spreadsheet has open."""
    shutil.copytree(folder, trial, ignore=shutil.ignore_patterns(KEPT, ".*", "~*"))


def _load(folder: Path, shared_folder: Path) -> Sequence[Problem]:
    try:
        return load(folder, shared_folder).problems
    except InputProblems as found:
        return found.problems


def _translated(
    problems: Sequence[Problem], trial: Path, registered: Registered,
    merged: Mapping[str, MergedFile],
) -> Sequence[Problem]:  # fmt: skip
    log = ProblemLog()
    for problem in problems:
        path = PurePosixPath(problem.file)
        change = None
        if path.parent == PurePosixPath(trial.as_posix()) and path.stem in merged:
            change = merged[path.stem].origins.get(problem.line or 0)
        if change is not None:
            _tell_in_form(problem, change, log)
        elif problem.severity is Severity.ERROR:
            shown = problem.file.replace(trial.as_posix(), registered.folder.as_posix(), 1)
            log.add(replace(problem, file=shown))
    return log.problems


def _tell_in_form(problem: Problem, change: Change, log: ProblemLog) -> None:
    row = change.after
    assert row is not None  # a removed row is on no line
    # A refused cell is empty here; what that makes of its row is not the municipality's matter.
    if problem.column in row.refused or (row.refused and problem.severity is not Severity.ERROR):
        return
    # What the form does not ask for row by row, such as the year, is told at the key.
    places = row.places
    column = places.get(problem.column or "", places[change.sheet.key[0]])
    here = replace(change.answers.log, log=log)
    # Other rows are known by their line in the file.
    file = f"{change.sheet.table.name}.csv"
    here.tell(
        re.sub("(på linje [0-9]+)", rf"\1 i {file}", problem.message),
        row=row.row, column=column, name=problem.column, severity=problem.severity,
    )  # fmt: skip
