"""What the files of an analysis become when a trial is taken into use."""

from __future__ import annotations

import csv
import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path

import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.changing import (
    CannotEdit,
    ChangedFile,
    CsvDocument,
    TomlDocument,
)
from analysis.dataset.definitions import OWN_ASSUMPTIONS
from analysis.dataset.tables import TABLES, InputColumn, InputTable
from analysis.places import SHARED_FOLDER, WORKSHOP_LOG
from analysis.workshop.edits import ROW_KEYS, SETTINGS, Edit, Reason

_HEAD = f"""\
# Forutsetninger arbeidsgruppen har tatt stilling til. Verktøyet har et forslag til alle, i
# inputs/{SHARED_FOLDER}/{OWN_ASSUMPTIONS}. Det som ikke står her, er bare et forslag.
"""
_ENTRY = "forutsetning"
_LOG = InputTable(
    WORKSHOP_LOG.removesuffix(".csv"),
    "Hva verkstedet har tatt i bruk.",
    tuple(
        InputColumn(name, "tekst", help, "", "")
        for name, help in {
            "tid": "Når det ble tatt i bruk",
            "hvem": "Kommunen eller rollen som tok det i bruk",
            "fil": "Filen det står i",
            "felt": "Hva som ble endret",
            "før": "Hva som sto der",
            "etter": "Hva som står der nå",
            "hvorfor": "Begrunnelsen",
        }.items()
    ),
)


class CannotWrite(Exception):
    """A file cannot take what is to stand in it; the text says which and what to do."""


def changed_files(now: Dataset, edits: Sequence[Edit], reason: Reason) -> list[ChangedFile]:
    """Return the files that change.

    Parameters
    ----------
    now : Dataset
        What is in the files.
    edits : sequence of Edit
        Also those that stand there already.
    reason : Reason

    Raises
    ------
    CannotWrite
        If a table is an xlsx file, or a file cannot be changed by a program.
    """
    files = []
    for name in dict.fromkeys(edit.file for edit in edits if edit.changes):
        about = [edit for edit in edits if edit.file == name]
        path = now.folder / name
        before = path.read_bytes() if path.is_file() else None
        write = _csv if path.suffix == ".csv" else _toml
        after = write(path, before, about, reason)
        files.append(ChangedFile(path, before, after))
    return files


def log_rows(edits: Iterable[Edit], reason: Reason, when: dt.datetime) -> pd.DataFrame:
    """Return the lines of the log: one for each cell that changes."""
    time = when.strftime("%Y-%m-%d %H:%M:%S")
    rows = [
        (time, reason.who, edit.file, edit.name, edit.now, edit.wanted, reason.of(edit.key))
        for edit in edits
        if edit.changes
    ]
    return pd.DataFrame(rows, columns=[column.name for column in _LOG.columns])


def log_file(folder: Path, rows: pd.DataFrame) -> ChangedFile:
    """Return the log with some more lines in it."""
    path = folder / WORKSHOP_LOG
    before = path.read_bytes() if path.is_file() else None
    try:
        document = CsvDocument(before) if before else CsvDocument.new(_LOG)
    except (StopIteration, ValueError, csv.Error):
        raise CannotWrite(
            f"{path.name} kan ikke leses. Flytt den ut av mappen, så blir det laget en ny"
        ) from None
    for column in _LOG.columns:
        if not document.has_column(column.name):
            document.add_column(column.name)
    for row in rows.to_dict("records"):
        document.insert({str(name): str(text) for name, text in row.items()}, None)
    return ChangedFile(path, before, _encoded(path, document))


def _csv(path: Path, before: bytes | None, edits: Sequence[Edit], reason: Reason) -> bytes:
    if path.with_suffix(".xlsx").is_file():
        raise CannotWrite(
            f"{path.stem}.xlsx kan ikke endres herfra. Lagre arket fra Excel som «CSV UTF-8 "
            f"(semikolondelt)» med navnet {path.name}, og flytt xlsx-filen ut av mappen"
        )
    table = next(table for table in TABLES if table.name == path.stem)
    document = CsvDocument.new(table) if before is None else CsvDocument(before)
    signed = {"begrunnelse": reason.why} if table.name == "vekter" else {}
    signed |= {"kilde": reason.source} if table.name != "mandat" else {}
    for row in _changed_rows(table.name, edits):
        line, cells = row[0].line, {edit.column: edit.wanted for edit in row}
        if not any(cells.values()):
            if line is not None:
                document.remove(line)
            continue
        cells |= signed
        for column in cells:
            if not document.has_column(column):
                document.add_column(column)
        if line is not None:
            document.change(line, cells)
        else:
            key = dict(zip(ROW_KEYS[table.name], row[0].key, strict=True))
            document.insert(key | cells, _last_alike(edits, row[0].key))
    return _encoded(path, document)


def _changed_rows(table: str, edits: Sequence[Edit]) -> list[list[Edit]]:
    """Return the rows that are written; where one weight of a set changes, the whole set is."""
    rows: dict[tuple[str, ...], list[Edit]] = {}
    for edit in edits:
        rows.setdefault(edit.key, []).append(edit)
    unit = 1 if table == "vekter" else len(ROW_KEYS[table])
    changed = {edit.key[:unit] for edit in edits if edit.changes}
    return [row for key, row in rows.items() if key[:unit] in changed]


def _last_alike(edits: Sequence[Edit], key: tuple[str, ...]) -> int | None:
    """Return where the last row of the same municipality stands, among those that are kept."""
    lines = [e.line for e in edits if e.key[0] == key[0] and e.line is not None and e.wanted]
    return max(lines, default=None)


def _encoded(path: Path, document: CsvDocument) -> bytes:
    try:
        return document.encode()
    except UnicodeEncodeError as trouble:
        letter = trouble.object[trouble.start]
        raise CannotWrite(
            f"{path.name} er lagret i Windows-tegnsettet, som ikke har «{letter}». Lagre den fra "
            "Excel som «CSV UTF-8 (semikolondelt)», eller skriv begrunnelsen uten tegnet"
        ) from None


def _toml(path: Path, before: bytes | None, edits: Sequence[Edit], reason: Reason) -> bytes:
    document = TomlDocument(_HEAD.encode() if before is None else before)
    write = _write_setting if path.name == SETTINGS else _write_assumption
    try:
        for edit in edits:
            if edit.changes:
                write(document, edit, reason)
        return document.encode()
    except CannotEdit:
        raise CannotWrite(
            f"{path.name} er skrevet på en måte som ikke kan endres herfra. Skriv verdiene inn i "
            "filen selv, eller skriv den slik docs/inndata.md viser"
        ) from None


def _write_setting(document: TomlDocument, edit: Edit, reason: Reason) -> None:
    place = (*edit.key, edit.column)
    if edit.value is None:
        document.remove(place)
    else:
        document.set(place, edit.value)


def _write_assumption(document: TomlDocument, edit: Edit, reason: Reason) -> None:
    """Write the interval, and what a number of one's own has to say; the rest is the proposal's.

    The ends are still those of the earlier sources, which are kept.
    """
    wanted, source = edit.value, f"{reason.source}: {reason.why}"
    values = {"anslag": wanted.anslag.model_dump()}
    values |= {"kroneverdi": wanted.kroneverdi} if wanted.kroneverdi else {}
    values |= {"kvalitet": "anslag", "eier": reason.who}
    entries = document.content.get(_ENTRY, [])
    place = next((n for n, entry in enumerate(entries) if entry.get("id") == wanted.id), None)
    if place is None:
        first = {"id": wanted.id, "bekreftet": True}
        document.add_entry(_ENTRY, first | values | {"kilder": [source, *wanted.kilder]})
        return
    entry = entries[place]
    for name, value in values.items():
        if entry.get(name) != value:
            document.set((_ENTRY, place, name), value)
    if "kilder" in entry:
        document.put_first((_ENTRY, place, "kilder"), source)
    else:
        document.set((_ENTRY, place, "kilder"), [source, *wanted.kilder])
