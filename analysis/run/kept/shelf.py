"""A folder of the user's own, where something is found again by its key or is not there."""

import contextlib
import hashlib
import os
import shutil
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import platformdirs

from analysis.places import PACKAGE

# How much is kept, and how long what nobody asks for is.
MOST_BYTES = 200_000_000
MOST_DAYS = 60
_DAY = 24 * 60 * 60
_LONGEST_PUT = 60 * 60  # seconds; one is done in less than one
_DIGEST = hashlib.sha256().digest_size
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True)
class Shelf:
    """Content by key, in a folder that others can neither read nor write.

    What cannot be kept or read is as if it were not there: a full disk, or a home folder that
    nobody may write in, stops no report.
    """

    folder: Path

    @classmethod
    def of_user(cls) -> Self:
        """Return the shelf of whoever runs the program."""
        return cls(platformdirs.user_cache_path(PACKAGE, appauthor=False) / "kept")

    def get(self, key: str) -> bytes | None:
        """Return what was put there, if it is whole and our own."""
        path = self._path(key)
        try:
            if not _private(self.folder.lstat()):
                return None
            with open(os.open(path, os.O_RDONLY | _NO_LINK), "rb") as file:
                if not _private(os.fstat(file.fileno())):
                    return None
                digest, content = file.read(_DIGEST), file.read(MOST_BYTES)
            if digest != _digest(key, content):
                return None
            os.utime(path)
        except OSError:
            return None
        return content

    def put(self, key: str, content: bytes) -> None:
        """Keep the content, and throw away what is old or too much."""
        with contextlib.suppress(OSError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _private(self.folder.lstat()):
                return
            with tempfile.TemporaryDirectory(dir=self.folder) as aside:
                whole = Path(aside, "whole")
                whole.touch(mode=0o600)
                whole.write_bytes(_digest(key, content) + content)
                whole.replace(self._path(key))
            self._tidy()

    def _path(self, key: str) -> Path:
        return self.folder / hashlib.sha256(key.encode()).hexdigest()

    def _tidy(self) -> None:
        """Throw away what was last asked for longest ago, and what a put that was killed left."""
        for aside in self.folder.glob("*/"):
            if aside.stat().st_mtime < time.time() - _LONGEST_PUT:
                shutil.rmtree(aside, ignore_errors=True)
        found = [(path.stat(), path) for path in self.folder.iterdir() if path.is_file()]
        oldest, room = time.time() - MOST_DAYS * _DAY, MOST_BYTES
        for told, path in sorted(found, key=lambda one: one[0].st_mtime, reverse=True):
            room -= told.st_size
            if room < 0 or told.st_mtime < oldest:
                path.unlink(missing_ok=True)


# A link could lead to a file that somebody else decides over.
_NO_LINK: int = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


def _digest(key: str, content: bytes) -> bytes:
    """What tells that content is whole, and stands under the key it was put under."""
    return hashlib.sha256(key.encode() + b"\0" + content).digest()


def _private(told: os.stat_result) -> bool:
    """Whether a file or folder is ours alone; on Windows the profile folder sees to that."""
    if os.name == "nt":
        return True
    own = told.st_uid == os.getuid() and not told.st_mode & _OTHERS
    return own and (stat.S_ISDIR(told.st_mode) or stat.S_ISREG(told.st_mode))
