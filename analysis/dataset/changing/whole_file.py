"""A file that is written whole or not at all, however the writing ends."""

from __future__ import annotations

import os
import re
import secrets
import shutil
from pathlib import Path

_LEFT = re.compile(r"\..+\.[0-9a-f]{8}\.ny")


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file in one step; a link is replaced, and not followed.

    Parameters
    ----------
    path : Path
        The file; its folder exists.
    content : bytes
        All of it.
    """
    fresh = write_beside(path, content)
    try:
        os.replace(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)


def write_beside(path: Path, content: bytes) -> Path:
    """Write what a file is to hold beside it, under a name of its own; return where.

    It is on the disk afterwards, with the file's own access, and is read by nobody.
    """
    fresh = path.with_name(f".{path.name}.{secrets.token_hex(4)}.ny")
    try:
        with fresh.open("xb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if path.is_file():
            shutil.copymode(path, fresh)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return fresh


def sweep(folder: Path) -> None:
    """Take away what a writing that was killed has left in a folder that nobody writes in now."""
    for path in folder.iterdir():
        if _LEFT.fullmatch(path.name) and not path.is_dir():
            path.unlink(missing_ok=True)
