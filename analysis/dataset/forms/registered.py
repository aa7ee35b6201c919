"""What an analysis knows already: the rows that forms are filled with and held against."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from analysis.dataset.changing import read_whole
from analysis.dataset.checks import check_duplicates, doubtful_names
from analysis.dataset.dataset import reading_context
from analysis.dataset.definitions import Shared, load_shared_definitions, with_levels
from analysis.dataset.definitions.settings import Settings, read_settings
from analysis.dataset.forms.cell_values import as_text, is_empty
from analysis.dataset.forms.sheets import SHEETS, Sheet
from analysis.dataset.kommunenummer import SHIPPED, History, read_history
from analysis.dataset.notation import name_key
from analysis.dataset.problems import InputProblems, ProblemLog
from analysis.dataset.reading import LINE, Context, TableData, read_table
from analysis.dataset.shielding import hidden_systems
from analysis.dataset.tables import APPLICATIONS, CODE, PRICE_INDEX, SYSTEM_NAMES, YEAR, InputTable
from analysis.places import find_shared


@dataclass(frozen=True)
class Row:
    """One row of a table.

    Attributes
    ----------
    values : mapping of str to value
        By column, as ``read_cell`` gives them.
    line : int
        Where it starts in the file.
    """

    values: Mapping[str, Any]
    line: int


@dataclass(frozen=True)
class Registered:
    """What stands in the tables that forms ask for.

    Attributes
    ----------
    folder : Path
        The analysis, as the user gave it.
    shared_folder : Path
        ``inputs/felles``.
    tables : mapping of str to TableData
        By table name.
    history : History
        Municipality codes.
    settings : Settings
        ``utredning.toml``.
    shared : Shared
        Names of alternatives and criteria, and the ceiling for amounts.
    aliases : mapping of str to str
        ``systemnavn``: the name of a system by its spelling, as `name_key` has it.
    price_file : str
        The price index as the user knows it.
    price_years : frozenset of int
        The years it has, and those the group has estimated.
    """

    folder: Path
    shared_folder: Path
    tables: Mapping[str, TableData]
    history: History
    settings: Settings
    shared: Shared
    aliases: Mapping[str, str]
    price_file: str
    price_years: frozenset[int]

    @property
    def name(self) -> str:
        """Name of the analysis."""
        return self.folder.resolve().name

    @property
    def context(self) -> Context:
        """What cells are held against."""
        return reading_context(self.history, self.shared)

    @property
    def names(self) -> dict[str, str]:
        """Names of the municipalities by code, in the order of the file."""
        frame = self.tables["kommuner"].frame
        return dict(zip(frame["kommunenummer"], frame["navn"], strict=True))

    @property
    def taking_part(self) -> dict[str, str]:
        """The same, without those who have left for good."""
        gone = self.settings.uten
        return {code: name for code, name in self.names.items() if code not in gone}

    @property
    def withdrawn(self) -> list[str]:
        """Those who have left for good, as «3312 Lier»."""
        return [self.who(code) for code in self.names if code not in self.taking_part]

    def who(self, code: str) -> str:
        """Return «0301 Oslo»; the working group for what counts for all."""
        if not code:
            return "Arbeidsgruppen"
        return f"{code} {self.names.get(code, '')}".strip()

    @property
    def newest_year(self) -> int | None:
        """The newest year any municipality has a budget for."""
        years = self.tables["budsjett"].frame[YEAR.name]
        return None if years.empty else int(years.max())

    @property
    def year_asked_for(self) -> int:
        """The year that forms ask for when nothing else is said."""
        return self.newest_year or self.settings.kroneverdi

    def rows(self, sheet: Sheet, code: str, year: int) -> list[Row]:
        """Return the rows that a municipality's form for a year shows in a sheet.

        Parameters
        ----------
        sheet : Sheet
            The sheet.
        code : str
            The municipality; empty for rows that count for all.
        year : int
            The year of the form.
        """
        frame = self.tables[sheet.table.name].frame
        frame = frame[frame[CODE.name] == code]
        if sheet.per_year:
            frame = frame[frame[YEAR.name] == year]
        wanted = None if sheet.free else set(sheet.rows(code))
        names = [column.name for column in sheet.columns]
        rows = [
            Row(dict(zip(names, values, strict=True)), int(line))
            for values, line in zip(
                frame[names].astype(object).to_numpy().tolist(), frame[LINE], strict=True
            )
        ]
        return [row for row in rows if wanted is None or key_of(sheet, row.values) in wanted]

    def fingerprint(self, sheet: Sheet, code: str, year: int) -> str:
        """Return what changes when the rows of a sheet do, as 12 hexadecimal digits."""
        return fingerprint_of(sheet, self.texts(sheet, code, year))

    def texts(self, sheet: Sheet, code: str, year: int) -> list[dict[str, str]]:
        """Return the rows of a form's sheet as texts by column, without the empty cells."""
        rows = [row.values for row in self.rows(sheet, code, year)]
        cells = [{c.name: as_text(values[c.name]) for c in sheet.columns} for values in rows]
        return [{name: text for name, text in row.items() if text} for row in cells]

    def suggestions(self, column: str) -> list[str]:
        """Return what the region's applications have in a column, as systems are to be named.

        What stands only in rows about systems that are shielded is left out.
        """
        frame = self.tables[APPLICATIONS.name].frame
        names = pd.DataFrame(self.aliases.items(), columns=["skrivemåte", "system"])
        hidden = hidden_systems(frame, names)
        known = set(frame.loc[~frame["system"].isin(hidden), column]) - {""}
        if column == "system":
            known = {self.aliases.get(name_key(name), name) for name in known}
        # Two spellings of one name are suggested once.
        return sorted({name_key(n): n for n in sorted(known)}.values(), key=str.casefold)


def fingerprint_of(sheet: Sheet, rows: Iterable[Mapping[str, str]]) -> str:
    """Return what changes when rows do, as 12 hexadecimal digits.

    Empty cells are left out, so that a new column does not make a form look old.
    """
    names = [column.name for column in sheet.columns]
    lines = ["\t".join(f"{n}={row[n]}" for n in names if row.get(n)) for row in rows]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]


def key_of(sheet: Sheet, values: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what tells a row apart from the municipality's others."""
    return tuple(str(values[name]) for name in sheet.key)


def is_blank(sheet: Sheet, values: Mapping[str, Any]) -> bool:
    """Whether no answer is given in a row."""
    return all(is_empty(column, values[column.name]) for column in sheet.answers)


def previous_year(registered: Registered, code: str, year: int) -> int | None:
    """Return the last year before ``year`` for which the municipality has a budget."""
    frame = registered.tables["budsjett"].frame
    years = frame.loc[(frame[CODE.name] == code) & (frame[YEAR.name] < year), YEAR.name]
    return None if years.empty else int(years.max())


def read_registered(folder: Path, *, to_send: bool = False) -> Registered:
    """Read what an analysis knows.

    The analysis need not be complete: forms are what completes it.

    Parameters
    ----------
    folder : Path
        ``inputs/<analysis>``; exists.
    to_send : bool
        Whether forms are to be made of it, so that every name must go with its number.

    Raises
    ------
    InputProblems
        With every feil, where it cannot be used.
    """
    return read_whole(folder, lambda: _read(folder, find_shared(folder), to_send=to_send))


def _read(folder: Path, shared_folder: Path, *, to_send: bool) -> Registered:
    log = ProblemLog()
    shared = load_shared_definitions(shared_folder, log)
    history = _history(shared_folder, log)
    settings = read_settings(folder, log)
    context = reading_context(history, shared)
    tables = _tables([*(sheet.table for sheet in SHEETS), SYSTEM_NAMES], folder, context, log)
    _check_municipalities(tables["kommuner"], history if to_send else None, log)
    if log.has_errors() or shared is None or history is None or settings is None:
        raise InputProblems(log.problems)
    names = tables.pop(SYSTEM_NAMES.name).frame
    spellings = (name_key(name) for name in names["skrivemåte"])
    prices = with_levels(
        read_table(shared_folder, PRICE_INDEX, context, ProblemLog()), ProblemLog()
    )
    return Registered(
        folder=folder,
        shared_folder=shared_folder,
        tables=tables,
        history=history,
        settings=settings,
        shared=shared,
        aliases=dict(zip(spellings, names["system"], strict=True)),
        price_file=prices.file,
        price_years=frozenset(map(int, [*prices.frame[YEAR.name], *settings.prisanslag])),
    )


def _check_municipalities(data: TableData, history: History | None, log: ProblemLog) -> None:
    """Tell that there are none, and where names have to be right, those that are not."""
    if data.found and data.frame.empty and not log.has_errors(data.file):
        message = "Filen har ingen kommuner. Skriv inn nummeret og navnet til hver kommune først"
        log.error(data.file, None, None, message)
    for line, doubt in doubtful_names(data, history) if history else ():
        log.error(data.file, line, "navn", f"{doubt} Rett det før skjemaene lages")


def _tables(
    wanted: Sequence[InputTable], folder: Path, context: Context, log: ProblemLog
) -> dict[str, TableData]:
    """Read the tables; only a feil is told, because forms are there to fill the gaps."""
    inner = ProblemLog()
    tables = {table.name: read_table(folder, table, context, inner) for table in wanted}
    for data in tables.values():
        check_duplicates(data, inner)
    for problem in inner.problems:
        if problem.severity == "feil":
            log.add(problem)
    return tables


def _history(shared_folder: Path, log: ProblemLog) -> History | None:
    path = shared_folder / SHIPPED.name
    try:
        return read_history(path)
    except (OSError, ValueError):
        message = "Filen kan ikke leses. Hent den på nytt; den følger med programmet"
        log.error(path.as_posix(), None, None, message)
        return None
