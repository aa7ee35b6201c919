"""Whose each gap and question in the inputs is, and what row it is about."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

import pandas as pd

from analysis.dataset import Dataset, Problem

# What a row is about, beside whose it is.
_SUBJECT = {
    "budsjett": ("kostnadsgruppe", "år"),
    "bemanning": ("funksjon",),
    "applikasjoner": ("system",),
    "organisering": ("tema",),
    "vurderinger": ("alternativ", "kriterium"),
    "selskaper": ("selskap",),
    "kommunedata": ("størrelse", "år"),
}
Rows = Mapping[str, Mapping[Hashable, Any]]
# A row there decides on a spelling, and is nobody's.
_NOBODYS = "system_names"


@dataclass(frozen=True)
class OwnedProblem:
    """A problem, and who can answer.

    Attributes
    ----------
    code : str
        Kommunenummer of the municipality that can answer, "" for all of them.
    message : str
        The problem's, without the code it begins with where it stands in no row.
    subject : str
        What the row is about; "" without one.
    in_row, shielded : bool
        Whether it stands in a row that was kept, and whether that row may not be told alone.
    names : bool
        Whether the message names a system that may not be named.
    """

    problem: Problem
    code: str
    message: str
    subject: str = ""
    in_row: bool = True
    shielded: bool = False
    names: bool = False


def owned_problems(dataset: Dataset) -> tuple[OwnedProblem, ...]:
    """Find whose each problem of a data set is."""
    frames = [
        frame
        for name in (field.name for field in fields(dataset))
        if name != _NOBODYS and isinstance(frame := getattr(dataset, name), pd.DataFrame)
    ]
    # A system that got its name from systemnavn has that file as a second source.
    rows = {
        str(source): row
        for frame in frames
        for source, row in zip(
            frame["source"].str.split("; ").str[0],
            frame.reset_index().to_dict("records"),
            strict=True,
        )
    }
    codes = set(dataset.municipalities.index)
    return tuple(
        replace(
            _owned(problem, rows, codes),
            shielded=_place(problem) in dataset.hidden_rows,
            names=dataset.names_hidden(problem.message),
        )
        for problem in dataset.problems
    )


def _place(problem: Problem) -> str:
    return f"{problem.file.rsplit('/', 1)[-1]}:{problem.line}"


def _owned(
    problem: Problem, rows: Mapping[str, Mapping[Hashable, Any]], codes: set[str]
) -> OwnedProblem:
    file = problem.file.rsplit("/", 1)[-1]
    row = rows.get(_place(problem))
    if row is None:
        code, _, rest = problem.message.partition(" ")
        if code in codes:
            return OwnedProblem(problem, code, rest, in_row=False)
        return OwnedProblem(problem, "", problem.message, in_row=False)
    parts = [str(row[name]) for name in _SUBJECT.get(file.rsplit(".", 1)[0], ())]
    return OwnedProblem(
        problem,
        str(row.get("kommunenummer", "")),
        problem.message,
        ", ".join(filter(None, parts)),
    )
