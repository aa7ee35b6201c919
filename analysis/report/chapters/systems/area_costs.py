"""What the systems cost, by area and municipality."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.language import numbers
from analysis.report.language.words import capital
from analysis.report.press import Table
from analysis.report.view import View

_MUNICIPALITIES_PER_TABLE = 6


def by_area(view: View) -> list[Table]:
    """Kroner per inhabitant by area and municipality, at most six municipalities a table."""
    rows = view.dataset.applications
    areas = list(dict.fromkeys(rows["fagområde"]))
    mapped = set(rows["kommunenummer"])
    sums = rows.groupby(["kommunenummer", "fagområde"])["årskostnad"].agg(
        lambda values: values.sum(skipna=False)
    )
    cost = {
        code: [sums.get((code, area), 0.0) if code in mapped else np.nan for area in areas]
        for code in view.codes
    }
    people = view.dataset.municipalities["innbyggere"].reindex(list(view.codes))
    table = pd.DataFrame(cost, index=areas) * 1000.0 / people
    table = table.loc[table.sum(axis=1).sort_values(ascending=False, kind="stable").index]
    table.loc["I alt"] = table.sum(skipna=False)
    starts = range(0, len(view.codes), _MUNICIPALITIES_PER_TABLE)
    return [
        _area_part(view, table.iloc[:, start : start + _MUNICIPALITIES_PER_TABLE])
        for start in starts
    ]


def _area_part(view: View, part: pd.DataFrame) -> Table:
    frame = part.rename(columns=_headings(view, list(part.columns)))
    names = list(frame.columns)
    frame.insert(0, "Fagområde", [capital(str(area)) for area in part.index])
    return Table(
        frame,
        "Hva fagsystemene koster, kroner per innbygger i året",
        formats=dict.fromkeys(names, numbers.whole),
        source=view.cite(
            view.dataset.municipalities["source"], view.dataset.applications["source"]
        ),
        highlight="I alt",
    )


def _headings(view: View, codes: list[str]) -> dict[str, str]:
    """Names as column headings; with the code where two municipalities share a name."""
    names = [view.names[code] for code in codes]
    return {
        code: name if names.count(name) == 1 and name != "Fagområde" else f"{name} {code}"
        for code, name in zip(codes, names, strict=True)
    }
