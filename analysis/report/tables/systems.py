"""The csv tables that name systems to look into: keys on kommunenummer, and whom to call.

Systems that may not be named are left out.
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.model import join_sources
from analysis.report.view import View

Row = tuple[object, ...]
_ENDS = ["kommunenummer", "alternativ"], ["verdi", "enhet", "kilder"]


def system_tables(view: View) -> dict[str, pd.DataFrame]:
    """Both of them by file name without ``.csv``."""
    return {"kommunenummernokkel": municipality_keys_table(view), "ringeliste": calls_table(view)}


def municipality_keys_table(view: View) -> pd.DataFrame:
    """Every system that keys on kommunenummer: for all together, and municipality by municipality.

    The rows of all together (kommunenummer "") tell how many have it, and how many of them run it
    themselves: what a common database would bring together.
    """
    return _frame(_keys(view), "fagområde", "system", "leverandør", "størrelse")


def _keys(view: View) -> Iterator[Row]:
    rows = view.nameable(view.systems.keyed)
    for (system, area), own in rows.groupby(["system", "fagområde"], sort=True):
        about = area, system, own["leverandør"].iloc[0]
        source = join_sources(own["source"])
        local = float(own.loc[own["driftsform"] == "lokal", "kommunenummer"].nunique())
        owners = float(own["kommunenummer"].nunique())
        yield "", "0", *about, "kommuner", owners, "antall", source
        yield "", "0", *about, "drifter lokalt", local, "antall", source
        cost = float(own["årskostnad"].sum(skipna=False))
        yield "", "0", *about, "kostnad", cost, "1000 kr per år", source
    for _, row in rows.iterrows():
        about = row["fagområde"], row["system"], row["leverandør"]
        source = join_sources(str(row["source"]))
        cost = float(row["årskostnad"])
        yield row["kommunenummer"], "0", *about, "kostnad", cost, "1000 kr per år", source


def calls_table(view: View) -> pd.DataFrame:
    """Contracts that end before a procurement can be done, soonest first in each municipality."""
    about = "fagområde", "system", "leverandør", "avtaleslutt", "anskaffelsesstatus"
    return _frame(_calls(view), *about, "størrelse")


def _calls(view: View) -> Iterator[Row]:
    for code in view.codes:
        rows = view.of_municipality(code).own(view.systems.calls)
        for _, row in view.nameable(rows).iterrows():
            about = row["fagområde"], row["system"], row["leverandør"]
            status = row["avtaleslutt"].isoformat(), row["anskaffelsesstatus"]
            own = code, "0", *about, *status
            source = join_sources(str(row["source"]))
            left = join_sources(source, view.systems.time_source, "utredning.toml")
            yield *own, "måneder igjen", float(row["måneder"]), "måneder", left
            yield *own, "kostnad", float(row["årskostnad"]), "1000 kr per år", source


def _frame(rows: Iterator[Row], *middle: str) -> pd.DataFrame:
    first, last = _ENDS
    return pd.DataFrame(rows, columns=[*first, *middle, *last])
