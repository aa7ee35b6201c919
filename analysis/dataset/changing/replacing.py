"""Write all the files of a change or none, and keep what was."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.dataset.changing.inside import FILES, require_inside
from analysis.dataset.changing.interrupted import MARK, new_folder, put_back
from analysis.dataset.changing.whole_file import write_beside, write_whole
from analysis.dataset.changing.write import csv_bytes
from analysis.dataset.problems import InputProblems, Problem

CHANGES = "endringer.csv"
# What the mark is called when all is in place and only the check is left.
_PLACED = ".kontrolleres"


@dataclass(frozen=True)
class ChangedFile:
    """A file with what stands in it and what is to stand there.

    Attributes
    ----------
    path : Path
        Where it stands.
    before : bytes or None
        What stands there; None for a file that is new.
    after : bytes
        What will stand there.
    """

    path: Path
    before: bytes | None
    after: bytes


def replace_files(
    folder: Path,
    files: Iterable[ChangedFile],
    changes: pd.DataFrame,
    now: dt.datetime,
    check: Callable[[], object] = lambda: None,
) -> Path:
    """Replace the files of an analysis, all or none; return the folder with what was.

    The earlier files are copied to ``tidligere/<day and time>/`` first. New content is written
    beside the old, and moved in when all of it is on the disk. If a move fails, the files that were
    replaced are put back; if the machine stops, ``recover`` does it.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.
    files : iterable of ChangedFile
        Content before and after; only files that are an analysis's own.
    changes : DataFrame
        What is changed, kept with the earlier files.
    now : datetime
        Names the folder.
    check : callable
        Asked when all the files are in place; if it raises, all of them are put back.

    Raises
    ------
    InputProblems
        If a file was changed by someone else since it was read, or is a link out of the analysis;
        nothing is written.
    OSError
        If a file cannot be written; all files are as they were.
    """
    files = sorted(files, key=lambda file: file.path)
    names = [file.path.name for file in files]
    assert FILES.issuperset(names) and {file.path.parent for file in files} <= {folder}, names
    require_inside(folder, *(file.path for file in files))
    _require_unchanged(files)
    kept = new_folder(folder, now)
    fresh: dict[Path, Path] = {}
    try:
        for file in files:
            if file.before is not None:
                write_whole(kept / file.path.name, file.before)
        write_whole(kept / CHANGES, csv_bytes(changes))
        for file in files:
            fresh[file.path] = write_beside(file.path, file.after)
        write_whole(kept / MARK, "\n".join(names).encode())
        for path, new in fresh.items():
            os.replace(new, path)
        os.rename(kept / MARK, kept / _PLACED)
        check()
    except BaseException:
        for new in fresh.values():
            new.unlink(missing_ok=True)
        if (kept / _PLACED).exists():
            os.rename(kept / _PLACED, kept / MARK)
        if (kept / MARK).exists():
            put_back(folder, kept, names)
            (kept / MARK).unlink()  # first, so that half of what was kept is never put back
        shutil.rmtree(kept)
        raise
    (kept / _PLACED).unlink()
    return kept


def _require_unchanged(files: Sequence[ChangedFile]) -> None:
    changed = [
        file for file in files
        if (file.path.read_bytes() if file.path.exists() else None) != file.before
    ]  # fmt: skip
    if changed:
        message = "Filen ble endret av noen andre i mellomtiden. Prøv på nytt"
        raise InputProblems(Problem(f.path.as_posix(), None, None, message) for f in changed)
