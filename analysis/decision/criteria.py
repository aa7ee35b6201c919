"""Criterion values: what the model computes and what the working group has judged."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import FUNCTIONS
from analysis.model import (
    Bools,
    Draws,
    Floats,
    Outcome,
    Region,
    Setting,
    common_share,
    days_without_staff,
)


def judged_values(
    judgements: pd.DataFrame, codes: Sequence[str], alternatives: Sequence[str], criterion: str
) -> Floats:
    """Judged effect against alternative 0 (municipalities, alternatives), NaN where missing.

    A municipality's own row goes before the common one; alternative 0 is 0 by definition.
    """
    rows = judgements[judgements["kriterium"] == criterion]
    table = rows.set_index(["kommunenummer", "alternativ"])["omfang"]
    values = np.full((len(codes), len(alternatives)), np.nan)
    for column, alternative in enumerate(alternatives):
        values[:, column] = 0.0 if alternative == "0" else table.get(("", alternative), np.nan)
        for row, code in enumerate(codes):
            if (code, alternative) in table.index:
                values[row, column] = table[(code, alternative)]
    return values


def pooled_staff(
    region: Region, alternative: Alternative, setting: Setting
) -> tuple[Floats, Floats]:
    """Persons and person-years that cover each function (M, F), pooled where functions are.

    Pooled functions count everyone in them among the participants; with a company the
    company's persons, taken as full-time, replace the municipality's own.
    """
    persons, fte = region.staff_persons.copy(), region.staff_fte.copy()
    inside = setting.participants
    pooled = [FUNCTIONS.index(name) for name in alternative.funksjoner]
    if inside.sum() < (2 if alternative.needs_partners else 1):
        return persons, fte
    for column in pooled:
        if setting.company is not None:
            persons[inside, column] = fte[inside, column] = setting.company.persons[column]
        else:
            persons[inside, column] = persons[inside, column].sum()
            fte[inside, column] = fte[inside, column].sum()
    return persons, fte


def vulnerability(
    region: Region, alternative: Alternative, setting: Setting, draws: Draws
) -> Floats:
    """Days a year without staff by function (D, M, F)."""
    persons, fte = pooled_staff(region, alternative, setting)
    return days_without_staff(persons[None], fte[None], draws["fravaer"], draws["arbeidsdager"])


def competence(region: Region, alternative: Alternative, setting: Setting) -> Floats:
    """Number of functions with at least two persons (M,), NaN where persons are not known."""
    persons = pooled_staff(region, alternative, setting)[0]
    enough = np.where(np.isnan(persons), np.nan, persons >= 2)
    return np.asarray(enough.sum(axis=1), dtype=float)


def harmonisation(
    region: Region, outcome: Outcome, today: Floats, participants: Bools, draws: Draws
) -> Floats:
    """Share of licence cost in common systems (D, M); today's share for those outside."""
    with_alternative = common_share(region, outcome.matches, draws)
    return np.where(participants, np.maximum(with_alternative, today), today)
