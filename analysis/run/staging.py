"""A fresh place for a run's files, moved in as one when all of them are there.

The last good reports stand untouched until `Place.move_in`. A run that fails or is killed leaves
at most a hidden folder, which the next run of the same analysis removes.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from analysis.file_lock import Held, file_lock


class Occupied(Exception):
    """Another process holds the same target; `pid` is its number or what it tells, if known."""

    def __init__(self, target: Path, pid: str) -> None:
        super().__init__(str(target))
        self.target, self.pid = target, pid


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

    def keep_whole(self, name: str) -> Path | None:
        """Copy what stands in `target` to another name beside it; None where that is taken."""
        copy = self.target.with_name(name)
        if copy.exists():
            return None
        shutil.copytree(self.target, self.work / name)
        os.rename(self.work / name, copy)
        return copy

    def move_in(self) -> None:
        """Put `fresh` where `target` is, by renaming; on failure `target` is as it was."""
        aside = _aside(self.target)
        if self.target.exists():
            os.rename(self.target, aside)
        try:
            os.rename(self.fresh, self.target)
        except OSError:
            if aside.exists():
                os.rename(aside, self.target)
            raise
        shutil.rmtree(aside, ignore_errors=True)


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
    """
    target = target.resolve()
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target):
        _recover(target)
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
    stale = re.compile(rf"\.{re.escape(target.name)}\.[a-z0-9_]{{8}}\.ny")
    for path in target.parent.iterdir():
        if stale.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)


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
