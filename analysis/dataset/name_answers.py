"""The proposals of `name_proposals` as a file to answer in, and the answers into ``systemnavn``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dataset.changing import ChangedFile, CsvDocument
from analysis.dataset.checks import check_duplicates, propose_system_names
from analysis.dataset.dataset import Dataset, reading_context
from analysis.dataset.notation import name_key
from analysis.dataset.problems import InputProblems, Problem, ProblemLog
from analysis.dataset.reading import LINE, TableData, read_table
from analysis.dataset.tables import NAME_ANSWERS, SYSTEM_NAMES, InputTable
from analysis.places import FORMS

YES, NO = "ja", "nei"
_CHANGES = ("tabell", "rad", "endring", "kolonne", "fra", "til")
_WRITTEN, _SYSTEM = "skrivemåte", "system"


def proposals_file(folder: Path) -> Path:
    """Return where the proposals of an analysis are written."""
    return folder / FORMS / f"{NAME_ANSWERS.name}.csv"


def are_name_answers(path: Path) -> bool:
    """Whether a file is called what the proposals are, perhaps with more behind."""
    named = path.stem.casefold().startswith(NAME_ANSWERS.name)
    return named and path.suffix.casefold() in (".csv", ".xlsx")


def propose(dataset: Dataset, *, with_answers: bool = True) -> pd.DataFrame:
    """Return the proposals there are, as the file has them, with the answers already in it.

    Parameters
    ----------
    dataset : Dataset
    with_answers : bool
        Whether the file is looked at, if it is there.

    Raises
    ------
    InputProblems
        If the file is there and cannot be read.
    """
    found = propose_system_names(
        dataset.applications, dataset.system_names, dataset.shared.name_similarity
    )
    path = proposals_file(dataset.folder)
    before = _read(path).rows(_WRITTEN, _SYSTEM, "svar") if with_answers and path.exists() else ()
    given = {(name_key(written), name_key(system)): answer for written, system, answer in before}
    keys = zip(found[_WRITTEN].map(name_key), found[_SYSTEM].map(name_key), strict=True)
    answered = found.assign(svar=[given.get(key, "") for key in keys])
    return answered[[column.name for column in NAME_ANSWERS.columns]]


@dataclass(frozen=True)
class NamePlan:
    """What taking in the answers would do.

    Attributes
    ----------
    file : ChangedFile or None
        ``systemnavn`` with the answers; None where it stays as it is.
    lines : tuple of str
        What is settled, one line each.
    changes : DataFrame
        The same, to be kept.
    unanswered : int
        Proposals without an answer.
    """

    file: ChangedFile | None
    lines: tuple[str, ...]
    changes: pd.DataFrame
    unanswered: int


def plan_names(folder: Path, answers: Path) -> NamePlan:
    """Work out what the answers in a file do to ``systemnavn``.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.
    answers : Path
        The proposals with ja or nei.

    Raises
    ------
    InputProblems
        If one of the files cannot be read.
    """
    proposals = _read(answers)
    rows = [row for row in proposals.rows(_WRITTEN, _SYSTEM, "svar") if row[2]]
    names = _Names(folder)
    for written, system, answer in rows:
        if answer == YES:
            names.join(written, system)
        else:
            names.keep_apart(written, system)
    lines = tuple(
        f"«{written}» {'er' if answer == YES else 'er ikke'} «{system}»"
        for written, system, answer in rows
    )
    changes = pd.DataFrame(names.changes, columns=list(_CHANGES))
    return NamePlan(names.file(), lines, changes, len(proposals) - len(rows))


class _Names:
    """``systemnavn`` while answers are put into it; every other row stays as it is."""

    def __init__(self, folder: Path) -> None:
        data = _table(folder, SYSTEM_NAMES)
        self._path = folder / f"{SYSTEM_NAMES.name}.csv"
        if data.found and Path(data.file) != self._path:
            raise InputProblems([Problem(data.file, None, None, _ONLY_CSV)])
        self._before = self._path.read_bytes() if data.found else None
        self._document = (
            CsvDocument.new(SYSTEM_NAMES) if self._before is None else CsvDocument(self._before)
        )
        self._lines = {name_key(w): (w, s, line) for w, s, line in _rows(data)}
        self._new: dict[str, tuple[str, str]] = {}
        self.changes: list[tuple[str, ...]] = []

    def join(self, written: str, system: str) -> None:
        """Let a spelling be the system; what was a spelling of it follows."""
        self._set(written, system)
        for earlier, target, _ in list(self._lines.values()):
            if name_key(target) == name_key(written):
                self._set(earlier, system)

    def keep_apart(self, *names: str) -> None:
        """Say of names without a row that each is right as it stands."""
        for name in names:
            if name_key(name) not in self._lines:
                self._new.setdefault(name_key(name), (name, name))

    def file(self) -> ChangedFile | None:
        """Return the file with the answers; None where nothing is new."""
        for written, system in self._new.values():
            self._document.insert({_WRITTEN: written, _SYSTEM: system}, after=None)
            self.changes.append((SYSTEM_NAMES.name, written, "lagt til", _SYSTEM, "", system))
        if not self.changes:
            return None
        return ChangedFile(self._path, self._before, self._document.encode())

    def _set(self, written: str, system: str) -> None:
        known = self._lines.get(name_key(written))
        if known is None:
            self._new[name_key(written)] = (written, system)
        elif known[1] != system:
            self._document.change(known[2], {_SYSTEM: system})
            self._lines[name_key(written)] = (known[0], system, known[2])
            self.changes.append((SYSTEM_NAMES.name, known[0], "endret", _SYSTEM, known[1], system))


_ONLY_CSV = (
    "Svarene kan bare tas inn i en csv-fil. Lagre arket fra Excel som «CSV UTF-8 "
    f"(semikolondelt)» med navnet {SYSTEM_NAMES.name}.csv, og flytt xlsx-filen ut av mappen"
)


def _rows(data: TableData) -> Iterator[tuple[Any, ...]]:
    return data.rows(_WRITTEN, _SYSTEM, LINE)


def _read(path: Path) -> TableData:
    """Read a file with proposals, whatever it is called."""
    return _table(path.parent, replace(NAME_ANSWERS, name=path.stem))


def _table(folder: Path, table: InputTable) -> TableData:
    log = ProblemLog()
    data = read_table(folder, table, reading_context(None, None), log)
    check_duplicates(data, log)
    log.raise_if_errors()
    return data
