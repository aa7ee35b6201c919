"""What went into a run, so that anyone can see what a report rests on.

The manifest holds no time and no machine path: the same inputs give the same bytes.
"""

import datetime as dt
import functools
import hashlib
import json
import platform
import re
import subprocess
from collections.abc import Iterable, Mapping
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from analysis.places import MANIFEST, PACKAGE, ROOT

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.decision.owned_problems import OwnedProblem

# What the manifest says of each file, and of a message about what is shielded.
PUBLISHABLE = "kan offentliggjøres"
SHIELDED = "Gjelder noe som er skjermet"
_CODE = ("analysis", "notebooks", "inputs/felles", "pyproject.toml", "uv.lock")


def manifest(
    dataset: "Dataset",
    scenario: str,
    identity: str,
    written: Iterable[str],
    kept: Mapping[str, Any],
    problems: Iterable["OwnedProblem"],
) -> dict[str, Any]:
    """Return the manifest of a run.

    Parameters
    ----------
    dataset : Dataset
        The inputs.
    scenario, identity : str
        The scenario the reports tell about, and what the figures follow from.
    written : iterable of str
        Files of this run, relative to the reports folder.
    kept : mapping
        Files left from an earlier run, each with what that run's manifest said of it.
    problems : iterable of OwnedProblem
        What was found in the inputs.
    """
    shared = {k: v for k, v in dataset.hashes.items() if k.startswith("felles/")}
    this = {"kjoring": identity, "scenario": scenario}
    return {
        "utredning": dataset.name,
        # The hash of a file gives away what is shielded in it to those who know all the rest.
        PUBLISHABLE: "nei",
        "dato": dataset.settings.dato.isoformat(),
        "kjoring": identity,
        "scenario": scenario,
        "uten": list(dataset.withdrawn),
        "startverdi": dataset.settings.startverdi,
        "inndata": {k: v for k, v in sorted(dataset.hashes.items()) if k not in shared},
        "felles": dict(sorted(shared.items())),
        "forutsetninger": {
            name: assumption.model_dump(mode="json")
            for name, assumption in sorted(dataset.shared.assumptions.items())
        },
        "versjoner": versions(),
        "git": git_state(),
        "meldinger": [_message(owned, dataset.folder) for owned in problems],
        "filer": {
            name: {**(entry or {}), PUBLISHABLE: "ja" if publishable(name) else "nei"}
            for name, entry in sorted({**dict.fromkeys(written, this), **kept}.items())
        },
    }


def publishable(name: str) -> bool:
    """Whether a file of a run tells nothing that is shielded: the reports, and the tables.

    Parameters
    ----------
    name : str
        Relative to the reports folder.
    """
    *folder, file = PurePosixPath(name).parts
    suffixes = {"": (".pdf", ".docx", ".html"), "tables": (".csv",)}
    return PurePosixPath(file).suffix in suffixes.get("/".join(folder), ())


def write_manifest(folder: Path, content: Mapping[str, Any]) -> None:
    """Write `manifest.json` in the folder."""
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def read_files(folder: Path) -> dict[str, Any]:
    """Return what the manifest in the folder says of its files; empty where there is none."""
    files = _read(folder).get("filer")
    known = files.items() if isinstance(files, dict) else ()
    return {name: told for name, told in known if told is None or isinstance(told, dict)}


def read_subject(folder: Path) -> tuple[str, str, list[str]] | None:
    """Return what the reports in the folder are of; None where it is not told."""
    try:
        found = subject(_read(folder))
        dt.date.fromisoformat(found[0])  # it becomes part of a name
    except (ValueError, KeyError, TypeError):
        return None
    return found


def subject(content: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    """Return date, scenario and who is left out: reports of something else are no later draft."""
    return content["dato"], content["scenario"], content["uten"]


def _read(folder: Path) -> dict[str, Any]:
    """The manifest in the folder; empty where there is none that can be used."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return content if isinstance(content, dict) else {}


@functools.cache
def versions() -> dict[str, str]:
    """Return the version of Python, of this package and of what it depends on directly."""
    needed = [r for r in metadata.requires(PACKAGE) or () if "extra ==" not in r]
    names = [re.split(r"[^\w.-]", r, maxsplit=1)[0] for r in needed]
    found = {name: metadata.version(name) for name in sorted(names)}
    return {"python": platform.python_version(), PACKAGE: metadata.version(PACKAGE), **found}


@functools.cache
def code_version(package: Path = ROOT / "analysis") -> str:
    """Return this package's version and a hash of its files, «0.1.0+3f2a…».

    Reports kept from a run with other code are thereby known as older, also between releases.
    """
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            digest.update(f"{path.relative_to(package).as_posix()}\n".encode())
            digest.update(path.read_bytes())
    return f"{metadata.version(PACKAGE)}+{digest.hexdigest()[:16]}"


def git_state(root: Path = ROOT) -> dict[str, Any] | None:
    """Return the commit and whether code or shared assumptions are changed since; None outside git.

    The analysis's own inputs do not count as a change: their hashes stand in the manifest.
    """
    commit, top = _git(root, "rev-parse", "HEAD"), _git(root, "rev-parse", "--show-toplevel")
    if not commit or not top or Path(top).resolve() != root.resolve():
        return None
    return {"commit": commit, "endret": bool(_git(root, "status", "--porcelain", "--", *_CODE))}


def _git(root: Path, *arguments: str) -> str | None:
    command = ["git", "--no-optional-locks", "-C", str(root), *arguments]
    try:
        # git writes UTF-8, also where the machine has another code page.
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=20)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def _message(owned: "OwnedProblem", folder: Path) -> dict[str, Any]:
    problem = owned.problem
    # Messages show files the way the user wrote the folder, which may be a path on this machine.
    inside = f"{folder.as_posix()}/"
    shared = f"felles/{PurePosixPath(problem.file).name}"
    file = problem.file.removeprefix(inside) if problem.file.startswith(inside) else shared
    return {
        "fil": file,
        "linje": None if owned.shielded or owned.names else problem.line,
        "kolonne": problem.column,
        "alvor": str(problem.severity),
        "melding": SHIELDED if owned.shielded or owned.names else problem.message,
    }
