"""Temporary files of one process, which hold text of reports: gone with it, however it ends."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from multiprocessing.util import Finalize
from pathlib import Path

_PREFIX = "ikt-arbeid-"
_LONGEST = 24 * 3600.0  # seconds; longer than any run


def own_temporary_files() -> Path:
    """Let all temporary files of this process lie in a folder of its own, gone when it ends.

    What processes that were killed left a day ago or more is removed too; the system lets nobody
    but their owner do that.
    """
    own = _begin()
    Finalize(None, clear, (own,), exitpriority=1)
    return own


@contextmanager
def own_temporary_files_meanwhile() -> Iterator[None]:
    """As `own_temporary_files`, in a process that does other work too: gone when this is done."""
    before = tempfile.tempdir
    own = _begin()
    try:
        yield
    finally:
        tempfile.tempdir = before
        clear(own)


def _begin() -> Path:
    for old in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if time.time() - old.stat().st_mtime > _LONGEST:
                shutil.rmtree(old, ignore_errors=True)
    tempfile.tempdir = tempfile.mkdtemp(prefix=_PREFIX)
    return Path(tempfile.tempdir)


def clear(own: Path) -> None:
    """Remove them, where a process ends without being asked to."""
    shutil.rmtree(own, ignore_errors=True)
