"""A saving that was cut short: seen by all who read, and mended by the next who writes."""

from __future__ import annotations

import datetime as dt
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from analysis.dataset.changing.inside import FILES, require_inside
from analysis.dataset.changing.whole_file import write_whole
from analysis.dataset.notation import listed
from analysis.dataset.problems import InputProblems, Problem

KEPT = "tidligere"
# Stands in a folder of kept files, with their names, while they are being replaced.
MARK = ".uferdig"
_LONGEST_MARK = 10_000
# A saving that is under way moves its files in less time than this.
_SECONDS, _TRIES = 0.1, 6

Value = TypeVar("Value")


@dataclass(frozen=True)
class Interrupted:
    """A saving that was cut short.

    Attributes
    ----------
    kept : Path
        The folder with the files as they were before it.
    names : tuple of str
        The files it was replacing; some have been, others not.
    """

    kept: Path
    names: tuple[str, ...]


def require_whole(folder: Path) -> None:
    """Refuse an analysis whose files may be a mixture of before and after.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.

    Raises
    ------
    InputProblems
        If a saving has been cut short and not mended.
    """
    for _ in range(_TRIES):
        found = [one for one in interrupted(folder) if one.names]
        if not found:
            return
        time.sleep(_SECONDS)
    raise InputProblems(
        Problem(
            one.kept.as_posix(), None, None,
            f"En lagring ble avbrutt, og {listed(one.names)} kan være en blanding av før og "
            "etter. Kjør kommandoen som ble avbrutt, på nytt (ikt importer, ikt skjema, ikt "
            "kommunedata eller ikt verksted). Da settes filene først tilbake slik de var, og det "
            "som står i dem nå, blir tatt vare på",
        )
        for one in found
    )  # fmt: skip


def read_whole(folder: Path, read: Callable[[], Value]) -> Value:
    """Read an analysis as it was before a saving or is after it, and never some of each.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.
    read : callable
        Called anew where the files were replaced meanwhile; what it raised is then forgotten, for
        a mixture has feil that neither side has.

    Raises
    ------
    InputProblems
        If a saving has been cut short and not mended, or the files are replaced all the time.
    """
    for _ in range(_TRIES):
        # Looked at before the mark: a saving that is seen by neither has not begun.
        before = _standing(folder)
        require_whole(folder)
        try:
            found = read()
        except Exception:
            if _standing(folder) == before:
                raise
        else:
            if _standing(folder) == before:
                return found
    message = "Filene blir endret mens de leses. Vent til ingen andre lagrer her, og prøv igjen"
    raise InputProblems([Problem(folder.as_posix(), None, None, message)])


def _standing(folder: Path) -> list[tuple[str, int, int, int]]:
    """What is another when a file that is changed together with others has been replaced."""
    told = []
    for name in sorted(FILES):
        with suppress(OSError):  # one that is not there
            one = (folder / name).stat()
            told.append((name, one.st_ino, one.st_mtime_ns, one.st_size))
    return told


def interrupted(folder: Path) -> Iterator[Interrupted]:
    """Yield the savings that were cut short, the last one first.

    Raises
    ------
    InputProblems
        If a mark names something else than the analysis's own files, or a link leads out of it.
    """
    parent = folder / KEPT
    if not parent.exists() and not parent.is_symlink():
        return
    require_inside(folder, parent)
    for mark in sorted(parent.glob(f"*/{MARK}"), reverse=True):
        require_inside(folder, mark)
        names = _names(mark)
        kept = mark.parent
        require_inside(folder, *(place / name for name in names for place in (folder, kept)))
        yield Interrupted(kept, names)


def _names(mark: Path) -> tuple[str, ...]:
    """The names in a mark; it is refused where one is no file of an analysis."""
    text = ""
    if mark.is_file():
        with mark.open("rb") as stream:
            text = stream.read(_LONGEST_MARK).decode("utf-8", "replace")
    names = tuple(text.splitlines())
    foreign = [name for name in names if name not in FILES]
    if foreign or not mark.is_file():
        what = f"«{foreign[0]}»" if foreign else "noe"
        message = (
            f"Filen skal ha navnene på filer som var i ferd med å bli skrevet, men nevner {what} "
            f"som ikke er en fil i en utredning. Ingenting er rørt. Slett mappen {mark.parent.name}"
        )
        raise InputProblems([Problem(mark.as_posix(), None, None, message)])
    return names


def recover(folder: Path, now: dt.datetime) -> list[str]:
    """Put back the files of savings that were cut short; return what to tell, line by line.

    What is replaced, is kept: somebody may have edited it since. Only for one who holds the folder.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.
    now : datetime
        Names the folder of what is replaced.
    """
    told = []
    for one in list(interrupted(folder)):
        aside = _keep_replaced(folder, one, now)
        put_back(folder, one.kept, one.names)
        (one.kept / MARK).unlink()
        shutil.rmtree(one.kept)
        if one.names:
            told.append(
                f"Forrige lagring ble avbrutt. Satt tilbake slik det var før den: "
                f"{listed(one.names)}."
                + (f" Det som sto der nå, ligger i {aside.as_posix()}." if aside else "")
            )
    return told


def _keep_replaced(folder: Path, one: Interrupted, now: dt.datetime) -> Path | None:
    """Copy the files that stand otherwise than before the saving; return where, if any do."""
    changed = [
        folder / name
        for name in one.names
        if _content(folder / name) not in (None, _content(one.kept / name))
    ]
    if not changed:
        return None
    aside = new_folder(folder, now, "-avbrutt")
    for path in changed:
        write_whole(aside / path.name, path.read_bytes())
    return aside


def put_back(folder: Path, kept: Path, names: Sequence[str]) -> None:
    """Give files the content that is kept of them; those of which there is none are taken away."""
    for name in names:
        path, earlier = folder / name, _content(kept / name)
        if earlier is None:
            path.unlink(missing_ok=True)
        elif _content(path) != earlier:
            write_whole(path, earlier)


def new_folder(folder: Path, now: dt.datetime, ending: str = "") -> Path:
    """Make a folder for what is kept, named by day and time."""
    parent = folder / KEPT
    require_inside(folder, parent)
    parent.mkdir(exist_ok=True)
    name = now.strftime("%Y-%m-%d-%H%M%S") + ending
    number = 1
    while True:
        made = parent / (name if number == 1 else f"{name}-{number}")
        try:
            made.mkdir()
        except FileExistsError:
            number += 1
        else:
            return made


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
