"""Take a trial into use: write it into the files of the analysis, all of it or nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from analysis.dataset import Dataset, Trial, load, tried
from analysis.dataset.changing import folder_lock, replace_files
from analysis.dataset.notation import one_line
from analysis.report.language.words import long_date
from analysis.workshop.changed_files import CannotWrite, changed_files, log_file, log_rows
from analysis.workshop.edits import Edit, Reason, edits_of


class CannotSave(ValueError):
    """What cannot be saved, every reason at once; ``reasons`` has them one by one."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


class Conflicts(Exception):
    """Somebody has written something else since it was shown; ``conflicts`` has each cell."""

    def __init__(self, conflicts: Sequence[Edit]) -> None:
        super().__init__("\n".join(map(str, conflicts)))
        self.conflicts = tuple(conflicts)


@dataclass(frozen=True)
class Saved:
    """What was saved.

    Attributes
    ----------
    dataset : Dataset
        As loaded from the files afterwards: what to show next.
    edits : tuple of Edit
        The cells and settings that were changed; none where all of it stood there already.
    kept : Path or None
        The folder with the files as they were.
    """

    dataset: Dataset
    edits: tuple[Edit, ...]
    kept: Path | None


def ready(folder: Path) -> Dataset:
    """Return the inputs of a folder, after mending what a saving that was stopped has left."""
    with _held(folder, "verkstedet"):
        return load(folder)


@contextmanager
def _held(folder: Path, who: str) -> Iterator[None]:
    """Keep others out; what had to be mended first is told where the workshop was started."""
    with folder_lock(folder, who) as mended:
        for line in mended:
            print(line, flush=True)
        yield


def save(
    folder: Path,
    shown: Dataset,
    trial: Trial,
    *,
    who: str,
    why: str,
    when: dt.datetime,
    reasons: Mapping[tuple[str, str, str], str] | None = None,
    accept: Collection[Edit] = (),
) -> Saved:
    """Write a trial into the files of an analysis.

    A set of weights is one unit: a municipality's own or the common one, all its rows. A judgement
    is the municipality's own row or the common one. A set or a judgement that is to be no more,
    loses its rows. One who is left out has left for good, and keeps its rows. An assumption
    becomes the analysis's own, with another middle; a key that is taken into use, is settled.
    Every other byte stays, what stood there is kept under ``tidligere/``, and
    ``verkstedlogg.csv`` has a line for each cell.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.
    shown : Dataset
        The inputs that were shown when it was decided, without the trial.
    trial : Trial
    who : str
        A municipality, by kommunenummer or name, or a role in small letters («arbeidsgruppen»);
        never the name of a person.
    why : str
        Stands as the begrunnelse of each row, and among the sources of an assumption.
    when : datetime
        Its day is cited: «verksted 12. juni 2026».
    reasons : mapping of tuple to str, optional
        The begrunnelse of single judgements, by kommunenummer, alternative and criterion; where all
        that is saved has one, ``why`` may be empty.
    accept : collection of Edit
        The conflicts that have been seen, and are to be written over.

    Raises
    ------
    CannotSave
        If something cannot be saved as it is; nothing is written.
    CannotTry
        If it cannot be tried on what is in the files now; nothing is written.
    Conflicts
        If somebody has written something else since it was shown, that is not in ``accept``;
        nothing is written.
    FolderBusy
        If somebody else is writing there all the time; nothing is written.
    InputProblems
        If the files have a feil, before or after; nothing is written, or all is put back.
    """
    own: dict[tuple[str, ...], str] = {k: _told(text) for k, text in (reasons or {}).items()}
    reason = Reason(_signed(who, shown), _told(why), f"verksted {long_date(when)}", own)
    if refusals := list(_refusals(shown, trial, reason)):
        raise CannotSave(refusals)
    try:
        with _held(folder, reason.who):
            return _save(load(folder), shown, trial, reason, when, accept)
    except CannotWrite as refused:
        raise CannotSave([f"{refused}."]) from None
    except OSError as trouble:
        name = Path(trouble.filename2 or folder).name
        raise CannotSave(
            [f"{name} kan ikke skrives. Lukk filen i Excel og sjekk tilgangen, og lagre på nytt."]
        ) from trouble


def _save(
    now: Dataset,
    shown: Dataset,
    trial: Trial,
    reason: Reason,
    when: dt.datetime,
    accept: Collection[Edit],
) -> Saved:
    tried(now, trial)
    edits = edits_of(shown, now, trial, reason)
    conflicts = [edit for edit in edits if edit.conflicts and edit not in accept]
    if conflicts:
        raise Conflicts(conflicts)
    files = changed_files(now, edits, reason)
    if not files:
        return Saved(now, (), None)
    lines = log_rows(edits, reason, when)
    files.append(log_file(now.folder, lines))
    after: list[Dataset] = []
    kept = replace_files(
        now.folder, files, lines, when, check=lambda: after.append(load(now.folder))
    )
    return Saved(after[0], tuple(edit for edit in edits if edit.changes), kept)


def _signed(who: str, shown: Dataset) -> str:
    names = shown.municipalities["navn"]
    return str(names[who]) if who in names.index else one_line(who)


def _told(why: str) -> str:
    return one_line(why)


def _refusals(shown: Dataset, trial: Trial, reason: Reason) -> Iterator[str]:
    role = reason.who[:1].islower() or reason.who[:2].isupper()  # «IKT-lederne»
    if not role and reason.who not in set(shown.municipalities["navn"]):
        yield (
            "Skriv hvem som bestemmer: en kommune eller en rolle med liten forbokstav, for "
            "eksempel arbeidsgruppen. Navn på personer lagres ikke."
        )
    unsaid = {place: one for place, one in trial.judgements.items() if not reason.of(place)}
    if not reason.why and replace(trial, judgements=unsaid):
        yield "Skriv hvorfor. Begrunnelsen står i filene og i rapportene."
    if any(value is not None and value % 1 for value in trial.judgements.values()):
        yield "En vurdering lagres som et helt tall fra −4 til +4."
