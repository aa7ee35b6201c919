"""What the chapters about common purchases read windows by."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from analysis.model.systems.purchases import UNDER_WAY
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import count, counted, listed
from analysis.report.view import View


def planned(view: View) -> pd.DataFrame:
    """The windows in year 0 and the years of the økonomiplan."""
    found = view.systems.windows
    return found[found["år"].isin(planned_years(view))]


def planned_years(view: View) -> range:
    """Year 0 and the years of the økonomiplan."""
    return range(view.first_year, view.first_year + wording.plan_years(view)[-1] + 1)


def several(view: View) -> str:
    """How many have to be together: «tre eller flere kommuner»."""
    return f"{count(view.dataset.shared.fewest_buyers)} eller flere kommuner"


def at_least(part: str, share: float = 1.0) -> Callable[[Mapping[Hashable, Any]], float | str]:
    """A sum of a row, with contracts whose cost nobody has told: «minst 575», or missing.

    Parameters
    ----------
    part : str
        Column of what is known, 1000 kr; that with ``ukjent_`` before it counts the others.
    share : float
        The share of it that is told.
    """

    def told(row: Mapping[Hashable, Any]) -> float | str:
        known = float(row[part]) * share
        if not row[f"ukjent_{part}"] or np.isnan(known):
            return known
        return f"minst {numbers.thousand(known)}" if known > 0 else np.nan

    return told


def left_out(view: View) -> list[str]:
    """Sentences on what no window can hold: who has no list, and what has no end or is bought."""
    rows = view.dataset.applications
    lacking = view.of_municipality("").without_systems
    undated = rows["avtaleslutt"].isna()
    under_way = int((rows["anskaffelsesstatus"].isin(UNDER_WAY) & ~undated).sum())
    told = []
    if lacking:
        told.append(f"{listed(lacking)} har ikke oppgitt systemer og er ikke med.")
    parts = [
        f"{counted(int(undated.sum()), 'avtale', 'avtaler')} uten sluttdato"
        if undated.any()
        else "",
        f"{counted(under_way, 'avtale', 'avtaler')} der anbud alt er ute eller det forhandles"
        if under_way
        else "",
    ]
    if any(parts):
        told.append(f"Ikke regnet med: {listed([part for part in parts if part])}.")
    return told
