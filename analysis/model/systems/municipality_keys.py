"""Systems that use kommunenummer as a key, and what sharing a database would mean for them."""

from __future__ import annotations

import pandas as pd

from analysis.model.systems.overlap import NEAR, nearness

KEYED = "ja"


def by_area(applications: pd.DataFrame, code: str = "") -> pd.DataFrame:
    """Applications that key on kommunenummer, for each fagområde.

    Parameters
    ----------
    applications : DataFrame
        Of all municipalities: what is common is read from the others, too.
    code : str
        The municipality counted; "" for all together.

    Returns
    -------
    DataFrame
        Indexed by fagområde, most first: rader (applications with the key), systemer (different
        ones), felles_rader and felles_systemer (those that another municipality has, too: in a
        common database these would hold several numbers), lokale_rader, ukjent (applications for
        which it is not known).
    """
    key = applications["kommunenummer_nøkkel"]
    near = nearness(applications) == NEAR
    keyed, local = key == KEYED, applications["driftsform"] == "lokal"
    system = applications["system"]
    rows = applications.assign(
        rader=keyed,
        systemer=system.where(keyed),
        felles_rader=keyed & near,
        felles_systemer=system.where(keyed & near),
        lokale_rader=keyed & local,
        ukjent=key == "",
    )
    rows = rows[rows["kommunenummer"] == code] if code else rows
    table = rows.groupby("fagområde", sort=True).agg(
        rader=("rader", "sum"),
        systemer=("systemer", "nunique"),
        felles_rader=("felles_rader", "sum"),
        felles_systemer=("felles_systemer", "nunique"),
        lokale_rader=("lokale_rader", "sum"),
        ukjent=("ukjent", "sum"),
    )
    return table.sort_values("rader", ascending=False, kind="stable").astype("int64")


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
