"""A toml file of entries with an id: each is checked alone and told by the line it starts on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import (
    line_of_entry,
    line_of_key,
    nearest_text,
    problem_texts,
    read_toml,
)

Entry = TypeVar("Entry", bound=BaseModel)

_FORMS = (
    "Verdien har feil form. Skriv { p10 = 1, p50 = 2, p90 = 3 }, "
    '{ min = 1, sannsynlig = 2, maks = 3 } eller "ukjent"'
)


class EntryFile:
    """One toml file of lists: its entries, each with the line it starts on."""

    def __init__(self, folder: Path, name: str, tables: tuple[str, ...], log: ProblemLog) -> None:
        self.shown, self.log = (folder / name).as_posix(), log
        content = read_toml(folder / name, self.shown, log)
        self.readable = content is not None
        self.data, self.text = content if content is not None else ({}, "")
        self.refused: set[str] = set()  # ids of entries with a mistake: told once, not as missing
        for key in self.data:
            if key not in tables:
                self.error(
                    line_of_key(self.text, key),
                    key,
                    f"Nøkkelen er ukjent{nearest_text(key, tables)}",
                )

    def error(self, line: int | None, key: str | None, message: str) -> None:
        """Log one problem in this file."""
        self.log.error(self.shown, line, key, message)

    def entries(self, table: str, model: type[Entry]) -> dict[str, tuple[int | None, Entry]]:
        """All valid entries of ``[[table]]`` by id; the others are logged."""
        found: dict[str, tuple[int | None, Entry]] = {}
        rows = self.data.get(table, [])
        if self.readable and not (isinstance(rows, list) and rows):
            self.error(None, table, f"Filen har ingen [[{table}]]. Legg til minst én")
            return found
        for position, row in enumerate(rows):
            line = line_of_entry(self.text, table, position)
            entry = self.entry(row, model, line)
            if entry is None:
                continue
            entry_id: str = entry.id  # type: ignore[attr-defined]
            if entry_id in found:
                self.error(line, "id", f"«{entry_id}» står to ganger. Slett den ene")
            found[entry_id] = (line, entry)
        return found

    def entry(self, row: Mapping[str, Any], model: type[Entry], line: int | None) -> Entry | None:
        """One entry; None, with every mistake in it logged, where it cannot be used."""
        try:
            return model.model_validate(row)
        except ValidationError as failure:
            name = row.get("id", "uten id") if isinstance(row, Mapping) else "uten id"
            self.refused.add(str(name))
            for location, message in problem_texts(failure, model):
                key = ".".join(str(part) for part in location)
                if location[:1] == ("anslag",):  # one of three forms: say which, not why each fails
                    key, message = "anslag", _FORMS
                self.error(line, ".".join(filter(None, [str(name), key])), message)
            return None
