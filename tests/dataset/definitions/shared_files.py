"""The shared toml files, copied, changed and read."""

from __future__ import annotations

import re
from pathlib import Path

from analysis.dataset.definitions.shared import Shared
from analysis.dataset.definitions.shared_loader import load_shared_definitions
from analysis.dataset.problems import Problem, ProblemLog

FELLES = Path(__file__).parents[3] / "inputs" / "felles"
ALT, CRIT, ASSUME = "alternativer.toml", "kriterier.toml", "forutsetninger.toml"
EXPLAIN = "forklaringer.toml"


def load(folder: Path) -> tuple[Shared | None, list[Problem]]:
    log = ProblemLog()
    return load_shared_definitions(folder, log), list(log.problems)


def entry_line(text: str, table: str, entry: str) -> int:
    """Line of the [[table]] heading of the entry with this id."""
    found = re.search(rf'\[\[{table}\]\]\nid = "{re.escape(entry)}"', text)
    assert found, entry
    return text[: found.start()].count("\n") + 1


def change(folder: Path, file: str, table: str, entry: str, old: str, new: str) -> int:
    """Replace a pattern inside one entry; return the line the entry starts on."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    line = entry_line(text, table, entry)
    start = text.index(f'[[{table}]]\nid = "{entry}"')
    end = text.find("\n[[", start + 1)
    end = len(text) if end < 0 else end
    changed, count = re.subn(old, new, text[start:end], count=1, flags=re.M)
    assert count == 1, old
    path.write_text(text[:start] + changed + text[end:], encoding="utf-8")
    return line
