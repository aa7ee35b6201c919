"""What was asked for, and what was written for it, so that asking again can be answered at once.

Nothing heavy is imported here: that nothing is to be done must be found out in a moment.
"""

import functools
import hashlib
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from analysis.places import ROOT, WORKSHOP_LOG, find_shared, notebooks_folder
from analysis.run.kept.shelf import Shelf
from analysis.run.manifest import code_version, versions


@dataclass(frozen=True)
class Receipt:
    """What a run wrote.

    Attributes
    ----------
    folder : str
        The reports' folder, absolute.
    files : mapping of str to str
        sha256 of each file of the run, by its name below the folder.
    closing : str
        What was told of the inputs when all was written; may be empty.
    """

    folder: str
    files: Mapping[str, str]
    closing: str

    @classmethod
    def of(cls, folder: Path, names: Iterable[str], closing: str) -> Self:
        """Return the receipt of the files as they stand."""
        files = {name: _digest(folder / name) for name in sorted(names)}
        return cls(os.path.abspath(folder), files, closing)

    def as_written(self) -> set[str]:
        """Return the names of the files that are as they were written."""
        folder = Path(self.folder)
        return {name for name, digest in self.files.items() if _digest(folder / name) == digest}


@dataclass(frozen=True)
class Request:
    """One way to ask for reports.

    Attributes
    ----------
    folder : Path
        The analysis.
    scenario : str
    out : Path
        The folder to write, or the one it is written below.
    municipalities, leaving : sequence of str
        Who gets reports, and who is left out.
    earlier : str
        What tells the report to compare with from others; empty where there is none.
    """

    folder: Path
    scenario: str
    out: Path
    municipalities: Sequence[str] = ()
    leaving: Sequence[str] = ()
    earlier: str = ""

    def receipt(self, shelf: Shelf) -> Receipt | None:
        """Return what was written last time the very same was asked for; None if never."""
        try:
            content: dict[str, Any] = json.loads(shelf.get(self.key) or b"")
            return Receipt(**content)
        except (ValueError, TypeError, OSError):
            return None

    def keep(self, receipt: Receipt, shelf: Shelf) -> None:
        """Keep what was written, unless something it follows from is changed meanwhile."""
        if replace(self).key == self.key:
            shelf.put(self.key, json.dumps(asdict(receipt)).encode())

    @functools.cached_property
    def key(self) -> str:
        """All that the reports follow from: inputs, code, fonts, notebooks, libraries, choices."""
        told = {
            "code": code_version(),
            "libraries": [versions(), _digest(ROOT / "uv.lock")],
            "inputs": [_contents(self.folder), _contents(find_shared(self.folder))],
            "notebooks": _contents(notebooks_folder()),
            "places": [os.path.abspath(self.folder), os.path.abspath(self.out)],
            "asked": [self.scenario, list(self.municipalities), list(self.leaving), self.earlier],
        }
        return json.dumps(told)


def _contents(folder: Path) -> dict[str, str]:
    """Return sha256 of each file in a folder that may be read, by its name."""
    names = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
    return {
        name.as_posix(): _digest(folder / name)
        for name in names
        if name.name != WORKSHOP_LOG and not any(p.startswith((".", "~")) for p in name.parts)
    }


def _digest(path: Path) -> str:
    """Return sha256 of a file, empty where there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""
