"""Rows that are no rows of the table: titles above it, headings again, sums and notes below.

Each is one mistake and is told as one; left in, it would be told cell by cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analysis.dataset.notation import Cell, listed, number_runs, one_line, to_text
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading.raw_table import RawTable
from analysis.dataset.tables import InputColumn, InputTable
from analysis.places import nearest

SEARCHED = 30  # so many rows may hold titles before the headings
_SAVE_AS_CSV = "Bruk semikolon. Lagre den fra Excel som «CSV UTF-8 (semikolondelt)»"
# What may stand between fields that are not parted; a semicolon parts those of a csv file.
_SEPARATORS = {
    ",": ("Filen har komma mellom feltene", _SAVE_AS_CSV),
    "\t": ("Filen har tabulator mellom feltene", _SAVE_AS_CSV),
    "|": ("Filen har loddrett strek mellom feltene", _SAVE_AS_CSV),
    ";": ("Alle feltene står i én kolonne", "Del dem i Excel med Data og Tekst til kolonner"),
}
_SUM = re.compile(
    r"(?:(?:del|slutt|hoved|total|mellom)?sum(?:men)?|totalt?|sum totalt?|totalt? sum|i alt|"
    r"sum i alt|til sammen|tilsammen|samlet)(?: [0-9]{4})?"
)
_CODE = re.compile(r"[0-9]{3,4}")


def heading_at(rows: Sequence[Sequence[Cell]], table: InputTable) -> int | None:
    """Position of the first row with at least half of the headings a table cannot do without."""
    needed = {column.name.casefold() for column in table.columns if not column.optional}
    for position, row in enumerate(rows[:SEARCHED]):
        if 2 * len(needed & set(map(_plain, row))) >= len(needed):
            return position
    return None


def only_rows(raw: RawTable, table: InputTable, log: ProblemLog) -> RawTable | None:
    """Return a table without the rows that are none of its rows, each told.

    None, with one feil in the log, where there are no headings to read it by.

    Parameters
    ----------
    raw : RawTable
        With whatever stands first as its headings.
    table : InputTable
        What the headings have to be.
    log : ProblemLog
        Where trouble is told.
    """
    below = _below_titles(raw, table, log)
    if below is None:
        return None
    once = _without_repeats(below, log)
    return _without_notes(_without_sums(once, table, log), table, log)


def _below_titles(raw: RawTable, table: InputTable, log: ProblemLog) -> RawTable | None:
    rows: list[list[Cell]] = [list(raw.header), *raw.rows]
    place = heading_at(rows, table)
    if place is None:
        return None if _tell_no_headings(raw, rows, table, log) else raw
    if place == 0:
        return raw
    line = raw.lines[place - 1]
    log.error(
        raw.file,
        raw.header_line,
        None,
        f"Overskriftene ser ut til å stå på linje {line}. Slett linjene over",
    )
    header = tuple(to_text(cell).strip() for cell in rows[place])
    return replace(
        raw, header=header, header_line=line, rows=raw.rows[place:], lines=raw.lines[place:]
    )


def _tell_no_headings(
    raw: RawTable, rows: list[list[Cell]], table: InputTable, log: ProblemLog
) -> bool:
    """Tell a table whose fields are not parted, or none of whose headings can be guessed."""
    names = [column.name for column in table.columns]
    message = next(filter(None, (_not_parted(row, names) for row in rows[:SEARCHED])), "")
    if not message and not any(nearest(one_line(heading), names) for heading in raw.header):
        needed = listed([column.name for column in table.columns if not column.optional])
        message = f"Fant ingen av overskriftene. Skriv dem på den første linjen: {needed}"
    if message:
        log.error(raw.file, raw.header_line, None, message)
    return bool(message)


def _not_parted(row: Sequence[Cell], names: Sequence[str]) -> str:
    """Say what stands between fields that are all in one cell, if they are headings."""
    filled = [to_text(cell) for cell in row if cell != ""]
    if len(filled) != 1:
        return ""
    for mark, (what, advice) in _SEPARATORS.items():
        parts = [_plain(part) for part in filled[0].split(mark)]
        if len(parts) > 1 and set(parts) & {name.casefold() for name in names}:
            return f"{what}. {advice}"
    return ""


def _without_repeats(raw: RawTable, log: ProblemLog) -> RawTable:
    """Drop rows that say the headings again, as when tables are pasted below each other."""
    headings = [_plain(heading) for heading in raw.header]
    least = max(2, sum(map(bool, headings)) // 2)

    def repeats(row: Sequence[Cell]) -> bool:
        pairs = zip(map(_plain, row), headings, strict=False)
        return sum(cell == heading != "" for cell, heading in pairs) >= least

    again = {line for row, line in zip(raw.rows, raw.lines, strict=True) if repeats(row)}
    if again:
        what = "gjentar overskriftene. Slett" + (" den" if len(again) == 1 else " dem")
        which = "Rad" if len(again) == 1 else "Radene"
        log.error(raw.file, min(again), None, f"{which} {number_runs(again)} {what}")
    return _without(raw, again)


def _without_sums(raw: RawTable, table: InputTable, log: ProblemLog) -> RawTable:
    """Drop rows that sum up the others; counted with them they would be counted twice."""
    kinds = {column.name.casefold(): column for column in table.columns}
    columns = [kinds.get(_plain(heading)) for heading in raw.header]
    sums = {
        line
        for row, line in zip(raw.rows, raw.lines, strict=True)
        if _is_sum(list(zip(columns, row, strict=False)))
    }
    for line in sums:
        log.error(raw.file, line, None, f"Rad {line} ser ut som en sum. Slett den")
    return _without(raw, sums)


def _without_notes(raw: RawTable, table: InputTable, log: ProblemLog) -> RawTable:
    """Drop rows with nothing but a remark where a code or a category should stand."""
    coded = {c.name.casefold() for c in table.columns if c.kind in ("kommunenummer", "kategori")}
    places = {at for at, heading in enumerate(raw.header) if _plain(heading) in coded}
    notes = set()
    for row, line in zip(raw.rows, raw.lines, strict=True):
        filled = [at for at, cell in enumerate(row) if cell != ""]
        if len(filled) == 1 and filled[0] in places and _is_remark(to_text(row[filled[0]])):
            notes.add(line)
    for line in notes:
        log.error(raw.file, line, None, f"Rad {line} ser ut som en merknad. Slett den")
    return _without(raw, notes)


def _is_remark(text: str) -> bool:
    """Whether a text is more than a name beside a number: «* foreløpige tall», «Kilde: KOSTRA»."""
    if re.match(r"\W*[0-9]{3,4}\b", text):
        return False
    return bool(re.match(r"\*|\w+:", text)) or len(text.split()) > 2


def _is_sum(cells: Sequence[tuple[InputColumn | None, Cell]]) -> bool:
    """Whether a row is headed «Sum» where a code or a category should stand.

    Without a code that is enough wherever it stands; with one, a system may be called «Total».
    """
    has_code = any(
        column is not None and column.kind == "kommunenummer" and _CODE.fullmatch(to_text(cell))
        for column, cell in cells
    )
    coded = any(column is not None and column.kind == "kommunenummer" for column, _ in cells)
    return any(
        says_sum(cell)
        for column, cell in cells
        if column is not None
        and (column.kind in ("kommunenummer", "kategori") or (coded and not has_code))
    )


def says_sum(cell: Cell) -> bool:
    """Whether a cell says that its row sums up others, such as «Sum 2025:».

    Parameters
    ----------
    cell : Cell
        What stands there.
    """
    return bool(_SUM.fullmatch(_plain(cell).rstrip(" :.")))


def _without(raw: RawTable, lines: set[int]) -> RawTable:
    if not lines:
        return raw
    kept = [n for n, line in enumerate(raw.lines) if line not in lines]
    return replace(raw, rows=[raw.rows[n] for n in kept], lines=[raw.lines[n] for n in kept])


def _plain(cell: Cell) -> str:
    return one_line(to_text(cell)).casefold()
