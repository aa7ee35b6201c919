"""Everything read, before it is held together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from analysis.dataset.definitions import Shared
from analysis.dataset.definitions.settings import (
    FILE,
    Settings,
    line_of_setting,
    read_withdrawn,
)
from analysis.dataset.reading import SOURCE, TableData
from analysis.dataset.tables import CODE


@dataclass(frozen=True)
class Inputs:
    """Everything read, before it is held together.

    Attributes
    ----------
    tables : mapping of str to TableData
        By table name.
    settings : Settings or None
        None where they could not be read.
    shared : Shared or None
        None where they could not be read.
    price_file : str
        The price index as the user knows it.
    folder : Path
        The analysis.
    """

    tables: Mapping[str, TableData]
    settings: Settings | None
    shared: Shared | None
    price_file: str
    folder: Path

    def rows(self, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
        """Iterate over the rows of a table, as the values of the named columns."""
        return self.tables[name].rows(*columns)

    def columns(self, name: str) -> Mapping[str, list[Any]]:
        """Return the values of a table's columns."""
        return self.tables[name].columns

    def file(self, name: str) -> str:
        """Return the file of a table as the user knows it."""
        return self.tables[name].file

    def setting(self, key: str) -> tuple[str, int | None, str]:
        """Return where a setting stands: file, line and key."""
        line = line_of_setting(self.folder, key) if self.settings else None
        return (self.folder / FILE).as_posix(), line, key

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the municipalities by code, in the order of the file."""
        return {code: name for code, name in self.rows("kommuner", "kommunenummer", "navn") if code}

    @cached_property
    def withdrawn(self) -> tuple[str, ...]:
        """Those who have left for good."""
        return self.settings.uten if self.settings else read_withdrawn(self.folder)

    @cached_property
    def of_those_in(self) -> Inputs:
        """What was read, without the rows of those who have left."""
        gone = self.withdrawn
        return replace(self, tables={name: t.without(gone) for name, t in self.tables.items()})

    @property
    def called_withdrawn(self) -> list[str]:
        """What messages call those who have left, «3312 Lier»."""
        return [f"{code} {self.names.get(code, '')}".strip() for code in self.withdrawn]

    @property
    def rows_of_withdrawn(self) -> Iterator[str]:
        """Where the rows of those who have left stand («budsjett.csv:12»)."""
        for data in self.tables.values():
            if CODE.name in data.columns:
                rows = data.rows(CODE.name, SOURCE)
                yield from (source for code, source in rows if code in self.withdrawn)


def by_municipality(
    inputs: Inputs, table: str, *columns: str
) -> Iterator[tuple[str, str, list[tuple[Any, ...]]]]:
    """Yield code, «0301 Oslo» and rows of each municipality, in the order of ``kommuner``.

    Parameters
    ----------
    inputs : Inputs
        What was read.
    table : str
        Its name.
    *columns : str
        The columns that the rows are to have.
    """
    groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for code, *row in inputs.rows(table, "kommunenummer", *columns):
        groups[code].append(tuple(row))
    for code, name in inputs.names.items():
        yield code, f"{code} {name}".strip(), groups[code]
