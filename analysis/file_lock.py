"""A file that one process holds at a time: the system lets go of it however the process ends."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# Seconds between tries.
_PAUSE = 0.05
# A link would have another file emptied, and a pipe would be waited for; Windows has neither flag.
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)

# The operating system's own locks: they are gone when a process is killed, so none gets stale.
if sys.platform == "win32":
    import msvcrt

    _TAKEN: tuple[type[OSError], ...] = (OSError,)
    # What is locked cannot be read by others, and the holder's text is to be read.
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


class Held(Exception):
    """Another process holds the file; ``text`` is what it tells."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


@contextmanager
def file_lock(path: Path, text: str, *, wait: float = 0.0) -> Iterator[Callable[[str], None]]:
    """Hold a file, and tell others a text meanwhile.

    Yields what tells them another text.

    Parameters
    ----------
    path : Path
        Made where it is not there, and gone afterwards; on Windows it stays, empty.
    text : str
    wait : float
        Seconds to go on trying.

    Raises
    ------
    Held
        If another process has it all the time.
    """
    file = _opened(path, wait)

    def tell(text: str) -> None:
        os.ftruncate(file, 0)
        os.lseek(file, 0, os.SEEK_SET)
        os.write(file, text.encode())

    try:
        tell(text)
        yield tell
    finally:
        _give_back(file, path)
        os.close(file)


def _opened(path: Path, wait: float) -> int:
    last = time.monotonic() + wait
    while True:
        file = os.open(path, _OPEN, 0o666)
        if not stat.S_ISREG(os.fstat(file).st_mode):
            os.close(file)
            raise PermissionError(errno.EACCES, "ikke en vanlig fil", str(path))
        try:
            _take(file, path)
        except _TAKEN:
            os.close(file)
        else:
            return file
        if time.monotonic() >= last:
            raise Held(_told(path))
        time.sleep(_PAUSE)


def _told(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
