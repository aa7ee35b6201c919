"""Systems that use kommunenummer as a key, and what sharing a database would mean for them."""

from __future__ import annotations

import pandas as pd

KEYED = "ja"


def by_system(keyed: pd.DataFrame) -> pd.DataFrame:
    """Some applications that key on kommunenummer as systems, dearest first.

    Returns
    -------
    DataFrame
        system, fagområde, leverandør, kommuner (that have it), lokale (those that run it
        themselves), kostnad (1000 kr, NaN where one is unknown), kilder.
    """
    runs_it = keyed["kommunenummer"].where(keyed["driftsform"] == "lokal")
    table = (
        keyed.assign(lokal=runs_it)
        .groupby("system", sort=True)
        .agg(
            fagområde=("fagområde", "first"),
            leverandør=("leverandør", "first"),
            kommuner=("kommunenummer", "nunique"),
            lokale=("lokal", "nunique"),
            kostnad=("årskostnad", lambda values: values.sum(skipna=False)),
            kilder=("source", "; ".join),
        )
    )
    return table.sort_values("kostnad", ascending=False, kind="stable").reset_index()
