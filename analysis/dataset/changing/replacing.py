"""Write all the files of a change or none, and keep what was."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analysis.dataset.changing.write import write_csv
from analysis.dataset.problems import InputProblems, Problem

KEPT = "tidligere"
CHANGES = "endringer.csv"
# Stands in a folder of kept files while they are being replaced.
_UNFINISHED = ".uferdig"
_NEW = ".ny"


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
        Content before and after.
    changes : DataFrame
        What is changed, kept with the earlier files.
    now : datetime
        Names the folder.
    check : callable
        Asked when all the files are in place; if it raises, all of them are put back.

    Raises
    ------
    InputProblems
        If a file was changed by someone else since it was read; nothing is written.
    OSError
        If a file cannot be written; all files are as they were.
    """
    files = sorted(files, key=lambda file: file.path)
    _require_unchanged(files)
    kept = _new_folder(folder / KEPT, now)
    for file in files:
        if file.before is not None:
            _write(kept / file.path.name, file.before)
    write_csv(changes, kept / CHANGES)
    _write(kept / _UNFINISHED, "\n".join(file.path.name for file in files).encode())
    try:
        for file in files:
            _write_beside(file)
        for file in files:
            os.replace(_beside(file.path), file.path.resolve())
        check()
    except BaseException:
        _put_back(folder, kept)
        _forget(kept)
        raise
    (kept / _UNFINISHED).unlink()
    return kept


def recover(folder: Path) -> list[str]:
    """Put back the files of an import that was cut short; return their names."""
    names: list[str] = []
    for mark in sorted((folder / KEPT).glob(f"*/{_UNFINISHED}")):
        names += _put_back(folder, mark.parent)
        _forget(mark.parent)
    return names


def _forget(kept: Path) -> None:
    """Take away what was kept; the mark first, so that half of it is never put back."""
    (kept / _UNFINISHED).unlink()
    shutil.rmtree(kept)


def _put_back(folder: Path, kept: Path) -> list[str]:
    # The mark is empty where it was all that was written.
    names = (kept / _UNFINISHED).read_text(encoding="utf-8").splitlines()
    for name in names:
        path, earlier = folder / name, kept / name
        _beside(path).unlink(missing_ok=True)
        if not earlier.exists():
            path.unlink(missing_ok=True)
        elif path.read_bytes() != earlier.read_bytes():
            shutil.copyfile(earlier, _beside(path))
            os.replace(_beside(path), path.resolve())
    return names


def _require_unchanged(files: Sequence[ChangedFile]) -> None:
    changed = [
        file for file in files
        if (file.path.read_bytes() if file.path.exists() else None) != file.before
    ]  # fmt: skip
    if changed:
        message = "Filen ble endret av noen andre i mellomtiden. Prøv på nytt"
        raise InputProblems(Problem(f.path.as_posix(), None, None, message) for f in changed)


def _new_folder(parent: Path, now: dt.datetime) -> Path:
    parent.mkdir(exist_ok=True)
    name = now.strftime("%Y-%m-%d-%H%M%S")
    number = 1
    while True:
        folder = parent / (name if number == 1 else f"{name}-{number}")
        try:
            folder.mkdir()
        except FileExistsError:
            number += 1
        else:
            return folder


def _beside(path: Path) -> Path:
    """Where new content of a file stands until it is moved in; read by nobody."""
    real = path.resolve()
    return real.with_name(f".{real.name}{_NEW}")


def _write_beside(file: ChangedFile) -> None:
    beside = _beside(file.path)
    _write(beside, file.after)
    if file.path.exists():
        shutil.copymode(file.path, beside)


def _write(path: Path, content: bytes) -> None:
    """Write a file, and wait until it is on the disk."""
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
