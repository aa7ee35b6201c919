"""Bring the official figures of a year: every table for itself, so that one can fail alone."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

import pandas as pd

from analysis.dataset.kommunenummer import Change, History
from analysis.dataset.ssb.figures import Found, codes_through, figures_of, years_of
from analysis.dataset.ssb.jsonstat import Cube, read_cube
from analysis.dataset.ssb.kept_answers import Answer, Question, Source
from analysis.dataset.ssb.klass import changes_question, read_changes, unknown_changes
from analysis.dataset.ssb.queries import QUERIES, Plan, TableQuery, plan
from analysis.dataset.ssb.source_fault import SourceFault

_OPTIONS = "lang=no&outputFormat=json-stat2"


@dataclass
class TableResult:
    """What came of one table.

    Attributes
    ----------
    query : TableQuery
    found : Found
    cube : Cube or None
        The answer with figures.
    fault : str
        Why there are no figures; empty where there are.
    years : list of int
        The years there are figures for.
    absent : list of int
        Years asked for that the table does not have yet.
    """

    query: TableQuery
    found: Found = field(default_factory=Found)
    cube: Cube | None = None
    fault: str = ""
    years: list[int] = field(default_factory=list)
    absent: list[int] = field(default_factory=list)


@dataclass
class CodeResult:
    """What came of the changes of kommunenummer."""

    changes: tuple[Change, ...] = ()
    fault: str = ""


def fetch_changes(source: Source, year: int, history: History, answers: list[Answer]) -> CodeResult:
    """Return the changes of kommunenummer that the history lacks; the answer is added.

    Parameters
    ----------
    source : Source
    year : int
    history : History
    answers : list of Answer
        Takes what came.
    """
    try:
        answer = source.ask(changes_question(year))
        changes = unknown_changes(read_changes(answer.content), history)
    except SourceFault as fault:
        return CodeResult(fault=str(fault))
    answers.append(answer)
    return CodeResult(changes)


def fetch_tables(
    source: Source,
    year: int,
    count: int,
    codes: Sequence[str],
    history: History,
    answers: list[Answer],
) -> list[TableResult]:
    """Return what came of each table; the answers that could be used are added.

    Parameters
    ----------
    source : Source
    year : int
        1 January of it is the last day inhabitants are fetched for.
    count : int
        Years.
    codes : sequence of str
        The municipalities, by today's codes.
    history : History
    answers : list of Answer
        Takes what came.
    """
    results = []
    for query in QUERIES:
        result = TableResult(query)
        try:
            answers += _fetch_table(source, result, years_of(query, year, count), codes, history)
        except SourceFault as fault:
            result.fault = str(fault)
        results.append(result)
    return results


def _fetch_table(
    source: Source,
    result: TableResult,
    years: Sequence[int],
    codes: Sequence[str],
    history: History,
) -> list[Answer]:
    query = result.query
    described = source.ask(
        Question(
            f"{query.table}-metadata",
            "statistikkbanken",
            f"tables/{query.table}/metadata?{_OPTIONS}",
        )
    )
    regions = codes_through(query, codes, years, history)
    chosen = plan(query, read_cube(described.content), regions, years)
    answer = source.ask(
        Question(
            query.table,
            "statistikkbanken",
            f"tables/{query.table}/data?{_OPTIONS}",
            chosen.question(),
        )
    )
    cube = read_cube(answer.content)
    result.found = figures_of(
        chosen, _cells(chosen, cube), codes, history, cube.updated.date(), answer.fetched.date()
    )
    result.cube = cube
    result.years = [int(year) for year in chosen.selection[chosen.time]]
    result.absent = [year for year in years if year not in result.years]
    return [described, answer]


def _cells(plan: Plan, cube: Cube) -> pd.DataFrame:
    """Return the figures, if they are those that were asked for."""
    got = {id: set(dimension.codes) for id, dimension in cube.dimensions.items()}
    wanted = {id: set(codes) for id, codes in plan.selection.items()}
    extra: list[Hashable] = [
        id for id, codes in got.items() if id not in wanted and len(codes) == 1
    ]
    if got != wanted | {id: codes for id, codes in got.items() if id in extra}:
        raise SourceFault(
            f"SSB svarte på noe annet enn det som ble spurt om i tabell {plan.query.table}, og "
            "svaret er ikke brukt. Prøv igjen."
        )
    return cube.figures().droplevel(extra) if extra else cube.figures()
