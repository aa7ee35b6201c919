"""All that has moved between two reports as one csv table in long form."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from analysis.decision.change.changes import Changes
from analysis.decision.change.input_changes import Cell, Kind, RowChange
from analysis.decision.change.main_results import COST, INDEX, NPV, PLAN, POINTS, UNITS
from analysis.decision.change.row_pairs import Value
from analysis.decision.change.splitting import BEFORE, CHANGE, NOW, REMAINDER
from analysis.decision.change.swapping import MEMBERS, causes_of
from analysis.model import join_sources
from analysis.report.findings.changes import CAUSES, answer, facts, rank, row_name, summary, written

COLUMNS = (
    "kommunenummer",
    "alternativ",
    "del",
    "størrelse",
    "rad",
    "fra",
    "til",
    "verdi",
    "enhet",
    "kilder",
)
# Where each result stands in the tables of both reports, with its own sources.
_TABLES = {
    COST: "nokkeltall.csv",
    NPV: "naaverdi.csv",
    PLAN: "kostnader.csv",
    POINTS: "poeng.csv",
}
_RANKS, _CONCLUSIONS = "rangering.csv", "trekninger"
Row = tuple[object, ...]


def changes_table(changes: Changes) -> pd.DataFrame:
    """Return one row for each thing that has moved, with its sources.

    ``del`` says what the row is: merknad, inndata, resultat, årsak, plass or svar. ``verdi`` is
    the difference, or a cause's part of it; ``fra`` and ``til`` are as they were and are, numbers
    where they are numbers. Of a row that is not told alone it only says that it has moved.

    Parameters
    ----------
    changes : Changes
    """
    rows = [*_notes(changes), *_inputs(changes), *_results(changes)]
    rows += [*_ranks(changes), *_answers(changes)]
    return pd.DataFrame(rows, columns=list(COLUMNS)).astype(object)


def _notes(changes: Changes) -> Iterator[Row]:
    for fact in facts(changes):
        yield "", "", "merknad", "", fact, "", "", np.nan, "", ""


def _inputs(changes: Changes) -> Iterator[Row]:
    for change in changes.inputs:
        place = ": ".join(filter(None, [change.file, row_name(change)]))
        source = _sources(change)
        if change.kind is Kind.CHANGED and change.cells and not change.shielded:
            for cell in change.cells:
                yield change.code, "", "inndata", *_cell(change, cell, place), "", source
        else:
            text = summary(change)
            then, now = (text, "") if change.kind is Kind.REMOVED else ("", text)
            yield change.code, "", "inndata", str(change.kind), place, then, now, np.nan, "", source


def _cell(change: RowChange, cell: Cell, place: str) -> Row:
    difference = np.nan
    if _number(cell.before) and _number(cell.after):
        difference = float(cell.after) - float(cell.before)  # type: ignore[arg-type]
    return cell.column, place, _plain(cell.before), _plain(cell.after), difference


def _number(value: Value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _plain(value: Value) -> object:
    """A number as a number, the rest as text; empty where it is missing."""
    return value if _number(value) else "" if value is None else written(value)


def _sources(change: RowChange) -> str:
    then, now = change.sources
    if then in ("", change.file) and now in ("", change.file):
        return change.file
    told = [f"før: {then}" if then else "", f"nå: {now}" if now else ""]
    return "; ".join(filter(None, told))


def _results(changes: Changes) -> Iterator[Row]:
    rests_on = {cause: _cause_sources(changes, cause) for cause in changes.causes}
    for row in changes.results.reset_index().to_dict(orient="records"):
        code, alternative, measure = (row[name] for name in INDEX)
        unit, table = UNITS[measure], _TABLES[measure]
        told = row[BEFORE], row[NOW], row[CHANGE]
        yield code, alternative, "resultat", measure, "", *told, unit, table
        if np.isnan(row[CHANGE]):
            continue
        for cause in (*changes.causes, REMAINDER):
            source, name = rests_on.get(cause) or table, CAUSES.get(cause, cause)
            if row[cause] != 0.0:
                yield code, alternative, "årsak", measure, name, "", "", row[cause], unit, source


def _cause_sources(changes: Changes, cause: str) -> str:
    """Where the rows of a cause stand now, or stood before where they are gone."""
    moved = {*changes.joined, *changes.left}
    own = [
        change
        for change in changes.inputs
        if (cause == MEMBERS if change.code in moved else cause in causes_of(change))
    ]
    return join_sources([change.sources[1] or change.sources[0] for change in own])


def _ranks(changes: Changes) -> Iterator[Row]:
    for row in changes.ranks.reset_index().to_dict(orient="records"):
        then, now = (rank(row[f"best_{s}"], row[f"verst_{s}"]) for s in (BEFORE, NOW))
        reasons = [row[f"merknad_{side}"] for side in (BEFORE, NOW)]
        note = "; ".join(dict.fromkeys(r for r in reasons if isinstance(r, str) and r))
        code, alternative = (row[name] for name in INDEX[:2])
        yield code, alternative, "plass", "plass", note, then, now, np.nan, "plass", _RANKS


def _answers(changes: Changes) -> Iterator[Row]:
    for code, (then, now) in changes.conclusions.items():
        yield code, "", "svar", "svar", "", answer(then), answer(now), np.nan, "", _CONCLUSIONS
