"""Propose what the columns of a file mean, for somebody to look over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz, process, utils

from analysis.dataset.forms.mapped.foreign_file import ForeignFile, ForeignSheet
from analysis.dataset.forms.mapped.mapping import (
    FIRST_ROWS,
    MAPPED,
    SUM,
    UNKNOWN,
    Mapping,
    Target,
)
from analysis.dataset.forms.mapped.municipality import municipality_in
from analysis.dataset.forms.registered import Registered
from analysis.dataset.notation import Cell, one_line, to_text
from analysis.dataset.tables import (
    BUDGET,
    CODE,
    HEADINGS,
    YEAR,
    InputColumn,
    InputTable,
    said_for,
)

# How alike a heading and a word for a column have to be (0–100), and how many headings make a row.
_ALIKE, _FEWEST = 82, 2
_MOST_VALUES = 60
_UNIT = re.compile(
    r"\(?\b(?:i )?(?:hele )?(1\s?000|tusen|mill(?:ioner)?|kr|kroner|nok|tkr|kkr)\b.*$", re.I
)
_YEAR = re.compile(r"20[0-9]{2}")


def propose_mapping(
    file: ForeignFile, registered: Registered
) -> tuple[ForeignSheet, int, Mapping] | None:
    """Return the sheet, the record of the headings and what they may mean; None where none do.

    Parameters
    ----------
    file : ForeignFile
    registered : Registered
        The analysis: names of municipalities are known by it.
    """
    best: tuple[float, ForeignSheet, int, InputTable] | None = None
    for sheet in file.sheets:
        for position in range(min(FIRST_ROWS, len(sheet.records))):
            for table in MAPPED:
                found = _columns(sheet.headings(position), table, registered)
                score = sum(likeness for _, likeness in found.values())
                if len(found) >= _FEWEST and (best is None or score > best[0]):
                    best = score, sheet, position, table
    if best is None:
        return None
    _, sheet, position, table = best
    headings = sheet.headings(position)
    found = _columns(headings, table, registered)
    rows = [cells for _, cells in sheet.records[position + 1 :]]
    found |= _by_content(headings, found, rows, table)
    columns = {name: str(found[name][0]) if name in found else "" for name in headings}
    columns = {
        name: text
        for at, (name, text) in enumerate(columns.items())
        if text or any(row[at] != "" for row in rows)
    }
    above = _unit(sheet.text_above(position))
    units = {
        name: above if (unit := _unit(name)) == UNKNOWN else unit
        for name, (target, _) in found.items()
        if table[target.column].amount
    }
    given = {target.column for target, _ in found.values()}
    fixed = {"kvalitet": "rapportert"} if "kvalitet" not in given else {}
    values = dict(_values(headings, found, rows, table, registered))
    return sheet, position, Mapping(table, columns, units, fixed, values)


def _columns(
    headings: Sequence[str], table: InputTable, registered: Registered
) -> dict[str, tuple[Target, float]]:
    """What each heading may mean, and how sure; each meaning once."""
    wide = _wide(headings, table, registered)
    ranked = sorted(
        (
            (likeness, -at, name, column.name)
            for at, name in enumerate(headings)
            if name not in wide
            for column in table.columns
            if (likeness := _likeness(name, column)) >= _ALIKE
        ),
        reverse=True,
    )
    found: dict[str, tuple[Target, float]] = {n: (target, 100.0) for n, target in wide.items()}
    taken = {target.column for target in wide.values()}
    for likeness, _, name, column in ranked:
        if name not in found and column not in taken:
            found[name] = Target(column), likeness
            taken.add(column)
    return found


def _wide(headings: Sequence[str], table: InputTable, registered: Registered) -> dict[str, Target]:
    """Amounts that stand beside each other: a column for each municipality, group or year."""
    if table is not BUDGET:
        return {}
    kinds: list[dict[str, Target]] = [{}, {}, {}]
    for name in headings:
        if code := municipality_in(name, registered):
            kinds[0][name] = Target("beløp", ((CODE.name, code),))
        if group := _category(_bare(name), BUDGET["kostnadsgruppe"]):
            kinds[1][name] = Target("beløp", (("kostnadsgruppe", group),))
        if _YEAR.fullmatch(_bare(name)):
            kinds[2][name] = Target("beløp", ((YEAR.name, _bare(name)),))
    many = max(kinds, key=len)
    return many if len(many) >= _FEWEST else {}


def _by_content(
    headings: Sequence[str],
    found: dict[str, tuple[Target, float]],
    rows: Sequence[Sequence[Cell]],
    table: InputTable,
) -> dict[str, tuple[Target, float]]:
    """What headings nobody knows may mean, by the words below them: at least half are known."""
    taken = {name for target, _ in found.values() for name in (target.column, *dict(target.fixed))}
    free = [column for column in table.columns if column.key and column.categories]
    more: dict[str, tuple[Target, float]] = {}
    for column in free:
        for at, name in enumerate(headings):
            if column.name in taken or name in found or name in more:
                continue
            words = {text for row in rows if (text := one_line(to_text(row[at])))}
            known = [word for word in words if _category(word, column)]
            if len(known) >= _FEWEST and 2 * len(known) >= len(words):
                more[name] = Target(column.name), 0.0
                taken.add(column.name)
    return more


def _bare(heading: str) -> str:
    """A heading without its unit."""
    return one_line(_UNIT.sub("", heading)).strip(" ,(-") or heading


def _likeness(heading: str, column: InputColumn) -> float:
    """How alike a heading is to what a column is called, 0–100."""
    words = (column.name.replace("_", " "), *HEADINGS.get(column.name, ()))
    spelled = [utils.default_process(_bare(heading))]
    found = process.extractOne(
        spelled[0], [utils.default_process(word) for word in words], scorer=fuzz.ratio
    )
    return float(found[1]) if found and spelled[0] else 0.0


def _unit(heading: str) -> str:
    """The unit a heading tells; unknown where it tells none."""
    text = heading.casefold().replace("\u00a0", " ")
    if re.search(r"\bmill", text):
        return "mill. kr"
    if re.search(r"1\s?000|tusen|\btkr\b|\bkkr\b", text):
        return "1000 kr"
    return "kr" if re.search(r"\b(kr|kroner|nok)\b", text) else UNKNOWN


def _values(
    headings: Sequence[str],
    found: dict[str, tuple[Target, float]],
    rows: Iterable[Sequence[Cell]],
    table: InputTable,
    registered: Registered,
) -> Iterable[tuple[str, dict[str, str]]]:
    """What the words in columns with categories may be called here; a question where none is."""
    for name, (target, _) in found.items():
        column = table[target.column]
        if not column.categories:
            continue
        at = headings.index(name)
        words = dict.fromkeys(one_line(to_text(row[at])) for row in rows)
        known = {one.casefold() for one in column.categories}
        unknown = [w for w in words if w and w.casefold() not in known and not SUM.match(w)]
        if unknown:
            yield column.name, {w: _category(w, column) or UNKNOWN for w in unknown[:_MOST_VALUES]}


def _category(word: str, column: InputColumn) -> str:
    """The category a word most likely is; empty where none is near."""
    words = {utils.default_process(text): one for text, one in said_for(column).items()}
    found = process.extractOne(utils.default_process(word), words.keys(), scorer=fuzz.ratio)
    return words[found[0]] if found and found[1] >= _ALIKE else ""
