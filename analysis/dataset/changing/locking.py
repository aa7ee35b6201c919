"""One at a time in a folder: a lock that ends with the process that holds it."""

from __future__ import annotations

import datetime as dt
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LOCK = ".opptatt"
# Seconds between tries.
_PAUSE = 0.05

# The operating system's own locks: they are gone when a process is killed, so none gets stale.
if sys.platform == "win32":
    import msvcrt

    _TAKEN: tuple[type[OSError], ...] = (OSError,)
    # What is locked cannot be read by others, and the holder's name is to be read.
    _FAR_OUT = 1 << 20

    def _take(file: int, path: Path) -> None:
        os.lseek(file, _FAR_OUT, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

    def _give_back(file: int, path: Path) -> None:
        """Leave the file there, empty: nobody can take away one that is open."""
        os.ftruncate(file, 0)
        os.lseek(file, _FAR_OUT, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    _TAKEN = (BlockingIOError, FileNotFoundError)

    def _take(file: int, path: Path) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.path.samestat(os.fstat(file), path.stat()):
            raise BlockingIOError  # another file by now: the one before took this one away

    def _give_back(file: int, path: Path) -> None:
        path.unlink(missing_ok=True)


class FolderBusy(Exception):
    """Somebody else is writing in the folder; the text says who."""


@contextmanager
def folder_lock(folder: Path, who: str, *, wait: float = 10.0) -> Iterator[None]:
    """Keep others out of a folder while something is read and written there.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``.
    who : str
        Told to those who wait in vain: «Hole», «ikt importer».
    wait : float
        Seconds to go on trying.

    Raises
    ------
    FolderBusy
        If somebody else has it all the time.
    """
    path = folder / LOCK
    file = _opened(path, wait)
    try:
        os.write(file, f"{who} (fra kl. {dt.datetime.now():%H.%M}, prosess {os.getpid()})".encode())
        yield
    finally:
        _give_back(file, path)
        os.close(file)


def _opened(path: Path, wait: float) -> int:
    last = time.monotonic() + wait
    while True:
        file = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            _take(file, path)
        except _TAKEN:
            os.close(file)
        else:
            os.ftruncate(file, 0)
            os.lseek(file, 0, os.SEEK_SET)
            return file
        if time.monotonic() >= last:
            raise FolderBusy(_busy(path))
        time.sleep(_PAUSE)


def _busy(path: Path) -> str:
    try:
        holder = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        holder = ""
    return f"{holder or 'Noen andre'} skriver i {path.parent.as_posix()} nå. Vent, og prøv igjen."
