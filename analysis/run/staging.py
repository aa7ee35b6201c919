"""A fresh place for a run's files, moved in as one when all of them are there.

The last good reports stand untouched until `Place.move_in`. A run that fails or is killed leaves
at most a hidden folder, which the next run beside it removes.
"""

import contextlib
import ctypes
import errno
import filecmp
import itertools
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from analysis.file_lock import Held, file_lock


class Occupied(Exception):
    """Another process holds the same target; `pid` is its number or what it tells, if known."""

    def __init__(self, target: Path, pid: str) -> None:
        super().__init__(str(target))
        self.target, self.pid = target, pid


class InUse(Exception):
    """Another program holds files that a run would replace; `files` names them."""

    def __init__(self, files: Sequence[Path]) -> None:
        super().__init__(", ".join(map(str, files)))
        self.files = files


@dataclass(frozen=True)
class Place:
    """Where a run writes: `fresh` is moved in at the end, `work` is thrown away.

    Attributes
    ----------
    target : Path
        The folder the reports will stand in.
    fresh, work : Path
        New, empty folders on the same disk as `target`.
    """

    target: Path
    fresh: Path
    work: Path

    def write(self, files: Mapping[str, bytes]) -> None:
        """Write files (content by relative name) among the fresh ones."""
        for name, content in files.items():
            path = self.fresh / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)

    def keep(self, files: Iterable[str]) -> list[str]:
        """Copy files (relative names) from the last run where they exist; return which did."""
        kept = []
        for name in files:
            source, copy = self.target / name, self.fresh / name
            if source.is_file() and not copy.exists():
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(source, copy)
                kept.append(name)
        return kept

    def last_files(self) -> list[str]:
        """Return the relative names of all files that stand in `target` now, sorted."""
        found = self.target.rglob("*") if self.target.is_dir() else ()
        return sorted(p.relative_to(self.target).as_posix() for p in found if p.is_file())

    def keep_whole(self, name: str) -> Path:
        """Copy what stands in `target` beside it; with a number where something else has the name.

        Where the very same files are kept already, nothing is copied.
        """
        names = (name if number == 1 else f"{name}-{number}" for number in itertools.count(1))
        places = map(self.target.with_name, names)
        copy = next(place for place in places if not place.exists() or self._stands_in(place))
        if not copy.exists():
            shutil.copytree(self.target, self.work / copy.name)
            os.rename(self.work / copy.name, copy)
        return copy

    def _stands_in(self, other: Path) -> bool:
        names = self.last_files()
        return replace(self, target=other).last_files() == names and all(
            filecmp.cmp(self.target / name, other / name, shallow=False) for name in names
        )

    def move_in(self) -> None:
        """Put `fresh` where `target` is; on failure `target` is as it was.

        There is a report in `target` at every moment where the system lets two folders trade
        places. Where it does not, there is none between two renames.
        """
        if not self.target.exists():
            _rename(self.fresh, self.target)
        elif not _exchange(self.fresh, self.target):
            self._move_in_by_two_renames()

    def _move_in_by_two_renames(self) -> None:
        aside = _aside(self.target)
        _rename(self.target, aside)
        try:
            _rename(self.fresh, self.target)
        except OSError:
            os.rename(aside, self.target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Let two folders trade places in one step; False where system or disk cannot."""
    trade = _trade()
    if trade is None:
        return False
    if trade(os.fsencode(one), os.fsencode(other)) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))


def _trade() -> Callable[[bytes, bytes], int] | None:
    """Return the system's own call for it; Windows has none."""
    system: Any = None if sys.platform == "win32" else ctypes.CDLL(None, use_errno=True)
    if hasattr(system, "renameat2"):  # Linux
        return lambda one, other: int(system.renameat2(_HERE, one, _HERE, other, _EXCHANGE))
    if hasattr(system, "renamex_np"):  # macOS
        return lambda one, other: int(system.renamex_np(one, other, _EXCHANGE))
    return None


# AT_FDCWD, and RENAME_EXCHANGE of Linux, which macOS calls RENAME_SWAP.
_HERE, _EXCHANGE = -100, 2


def _rename(source: Path, target: Path) -> None:
    """Rename, and try again where a program looks at the new files for a moment (Windows)."""
    for pause in _PAUSES:
        try:
            return os.rename(source, target)
        except PermissionError:
            time.sleep(pause)
    os.rename(source, target)


# Seconds.
_PAUSES = (0.1, 0.4, 1.0) if sys.platform == "win32" else ()


@contextlib.contextmanager
def fresh_place(target: Path) -> Iterator[Place]:
    """Give a run a place of its own beside `target`, and clear it away afterwards.

    Parameters
    ----------
    target : Path
        The folder to be replaced; need not exist.

    Raises
    ------
    Occupied
        When another living process has a place for the same target.
    InUse
        When files there are open in a program that lets nobody replace them.
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists() and not target.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(target))
    with locked(target):
        _recover(target)
        _clear_leftovers(target)
        if held := [path for path in sorted(target.rglob("*")) if _held(path)]:
            raise InUse(held)
        root = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".ny", dir=target.parent))
        try:
            place = Place(target, root / "ferdig", root / "arbeid")
            place.fresh.mkdir()
            place.work.mkdir()
            yield place
        finally:
            shutil.rmtree(root, ignore_errors=True)


def _aside(target: Path) -> Path:
    return target.with_name(f".{target.name}.forrige")


def _recover(target: Path) -> None:
    """Repair what a killed run left. Only called with the lock held, so no such run is alive."""
    aside = _aside(target)
    if aside.exists() and not target.exists():
        os.rename(aside, target)
    shutil.rmtree(aside, ignore_errors=True)


_LEFTOVER = re.compile(r"\.(.+)\.[a-z0-9_]{8}\.ny")


def _clear_leftovers(target: Path) -> None:
    """Remove what killed runs left beside the target, its own and others' that nobody holds."""
    for path in sorted(target.parent.iterdir()):
        if found := _LEFTOVER.fullmatch(path.name):
            own = found[1] == target.name  # and then its lock is ours already
            lock = contextlib.nullcontext() if own else locked(target.with_name(found[1]))
            with contextlib.suppress(Occupied), lock:
                shutil.rmtree(path, ignore_errors=True)


def _held(path: Path) -> bool:
    """Whether a program has the file open so that nobody may move it, as Windows lets it."""
    try:
        if path.is_file():
            os.rename(path, path)
    except PermissionError:
        return True
    return False


@contextlib.contextmanager
def locked(target: Path) -> Iterator[Callable[[str], None]]:
    """Hold the target's lock file. The system lets go of it however the process ends.

    Yields what writes the text others are told instead of the process number.

    Raises
    ------
    Occupied
        When another living process holds it.
    """
    path = target.with_name(f".{target.name}.lock")
    with contextlib.ExitStack() as held:
        try:
            tell = held.enter_context(file_lock(path, str(os.getpid())))
        except Held as other:
            raise Occupied(target, other.text) from None
        yield tell


def workshop_lock(folder: Path) -> Path:
    """What a process holds while the workshop of an analysis is open."""
    return folder / "verksted"
