"""The answers of forms put into the csv files, each other row left byte for byte as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analysis.dataset.changing import ChangedFile, CsvDocument, Record
from analysis.dataset.forms.cell_values import is_empty
from analysis.dataset.forms.receiving.answer_changes import Change, Kind
from analysis.dataset.forms.registered import Registered
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE
from analysis.dataset.tables import CODE, YEAR


@dataclass(frozen=True)
class MergedFile(ChangedFile):
    """One csv file with the answers in it.

    Attributes
    ----------
    origins : mapping of int to Change
        For each line that a form wrote, what it came from.
    kept : mapping of int to int
        For each other line, where it stood before.
    """

    origins: Mapping[int, Change]
    kept: Mapping[int, int] = field(default_factory=dict)


def merge(
    changes: Sequence[Change], registered: Registered, log: ProblemLog
) -> dict[str, MergedFile]:
    """Return the files that change, by table.

    Parameters
    ----------
    changes : sequence of Change
        Of any number of forms.
    registered : Registered
        What there is.
    log : ProblemLog
        Told where a table is not a csv file, or cannot hold a letter.
    """
    merged = {}
    for table in dict.fromkeys(change.sheet.table.name for change in changes):
        data = registered.tables[table]
        path = Path(data.file)
        if path.suffix != ".csv":
            log.error(
                data.file, None, None,
                "Svarene kan bare tas inn i csv-filer. Lagre arket fra Excel som «CSV UTF-8 "
                f"(semikolondelt)» med navnet {table}.csv, og flytt xlsx-filen ut av mappen",
            )  # fmt: skip
            continue
        chosen = [change for change in changes if change.sheet.table.name == table]
        file = _merge_file(path, chosen, registered, log)
        if file is not None:
            merged[table] = file
    return merged


def _merge_file(
    path: Path, changes: Sequence[Change], registered: Registered, log: ProblemLog
) -> MergedFile | None:
    before = path.read_bytes() if registered.tables[path.stem].found else None
    document = (
        CsvDocument(before) if before is not None else CsvDocument.new(changes[0].sheet.table)
    )
    written: list[tuple[Record, Change]] = []
    for change in sorted(changes, key=lambda change: change.kind is Kind.REMOVED):
        record = _apply(document, change, registered)
        if record is not None:
            written.append((record, change))
    try:
        after = document.encode()
    except UnicodeEncodeError as trouble:
        letter = trouble.object[trouble.start]
        log.error(
            path.as_posix(), None, None,
            f"Filen er lagret i Windows-tegnsettet, som ikke har «{letter}». Lagre den fra Excel "
            "som «CSV UTF-8 (semikolondelt)»",
        )  # fmt: skip
        return None
    lines = {id(record): line for record, line in document.lines()}
    origins = {lines[id(record)]: change for record, change in written}
    kept = {
        line: record.line
        for record, line in document.lines()
        if record.line is not None and line not in origins
    }
    return MergedFile(path, before, after, origins, kept)


def _apply(document: CsvDocument, change: Change, registered: Registered) -> Record | None:
    """Write one change; return the row it is written in."""
    if change.before is not None and change.after is None:
        document.remove(change.before.line)
        return None
    cells = _cells(document, change)
    if change.before is not None:
        return document.change(change.before.line, cells)
    cells[CODE.name] = change.form.identity.code
    if change.sheet.per_year:
        cells[YEAR.name] = str(change.form.identity.year)
    return document.insert(cells, after=_last_line(change, registered))


def _cells(document: CsvDocument, change: Change) -> dict[str, str]:
    """Text by column; an optional column that the file lacks is added when it is needed."""
    row = change.after
    assert row is not None  # a removed row is not written
    cells = {}
    for column in change.sheet.columns:
        written = change.columns if change.before else row.filled
        if column.name not in written:
            continue
        if not document.has_column(column.name):
            if is_empty(column, row.values[column.name]):
                continue
            document.add_column(column.name)
        iso_dates = column.kind == "dato" and document.has_iso_dates(column.name)
        cells[column.name] = row.text(column.name, iso_dates=iso_dates)
    return cells


def _last_line(change: Change, registered: Registered) -> int | None:
    """Where the municipality's last row stands in the file."""
    frame = registered.tables[change.sheet.table.name].frame
    lines = frame.loc[frame[CODE.name] == change.form.identity.code, LINE]
    return None if lines.empty else int(lines.max())
