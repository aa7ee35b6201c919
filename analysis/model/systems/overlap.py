"""Where the municipalities' systems and vendors meet, and how near the others are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
import pandas as pd

# How far a system is from being common: another municipality has it, has another of the same type,
# or neither.
NEAR, POSSIBLE, FAR = "samme system", "samme type", "ingen felles"
NEARNESS = (NEAR, POSSIBLE, FAR)
# Types that say nothing about what the system does.
NO_TYPE = ("", "annet")


def nearness(applications: pd.DataFrame) -> pd.Series:
    """Tell for each application how far it is from being common.

    The same as scope is read from: ``NEAR`` where another municipality has the same system,
    ``POSSIBLE`` where one has another system of the same systemtype.
    """
    near = _owners(applications, "system") >= 2
    possible = _typed(applications) & (_owners(applications, "systemtype") >= 2)
    found = np.select([near, possible], [NEAR, POSSIBLE], FAR)
    return pd.Series(found, index=applications.index, dtype="str")


def _owners(applications: pd.DataFrame, column: str) -> pd.Series:
    return applications.groupby(column)["kommunenummer"].transform("nunique")


def _typed(applications: pd.DataFrame) -> pd.Series:
    return ~applications["systemtype"].isin(NO_TYPE)


def by_area(applications: pd.DataFrame) -> pd.DataFrame:
    """How near convergence is, for each fagområde.

    Shares are of the cost that is known; an area without any known cost has none.

    Returns
    -------
    DataFrame
        Indexed by fagområde, dearest first: kostnad (1000 kr, known), and a share for each of
        ``NEARNESS``.
    """
    rows = applications.assign(nærhet=nearness(applications))
    areas = {str(area): _area(own) for area, own in rows.groupby("fagområde", sort=True)}
    table = pd.DataFrame.from_dict(areas, orient="index", columns=["kostnad", *NEARNESS])
    return table.sort_values("kostnad", ascending=False, kind="stable")


def _area(rows: pd.DataFrame) -> list[float]:
    cost = rows["årskostnad"].fillna(0.0)
    total = float(cost.sum())
    shares = [
        float(cost[rows["nærhet"] == name].sum()) / total if total > 0 else np.nan
        for name in NEARNESS
    ]
    return [total, *shares]


def shared_cost(
    applications: pd.DataFrame,
    codes: Sequence[str],
    *,
    by: Literal["system", "systemtype"] = "system",
) -> pd.DataFrame:
    """How much of a municipality's application cost lies in systems that another also has.

        O[a, b] = Σ_{i in a, b has i's system} cost_i / Σ_{i in a} cost_i

    Rows are read one by one: what two municipalities share can be much for the small one and little
    for the large one. With ``by="systemtype"`` a system counts where b has one of its type, too.

    Parameters
    ----------
    codes : sequence of str
        Municipalities, in the order wanted.

    Returns
    -------
    DataFrame
        (M, M), from a (index) to b (columns), 0–1 of the cost that is known; NaN on the diagonal,
        where a has no known cost and where either has listed nothing.
    """
    codes = list(codes)
    rows = applications[applications["kommunenummer"].isin(codes)]
    cost = rows["årskostnad"].fillna(0.0).to_numpy()
    meets = _owned(rows, "system", codes)
    if by == "systemtype":
        meets |= _owned(rows, by, codes) & _typed(rows).to_numpy()[:, None]
    place = pd.Index(codes).get_indexer(pd.Index(rows["kommunenummer"]))
    shared = np.zeros((len(codes), len(codes)))
    np.add.at(shared, place, cost[:, None] * meets)
    total = np.bincount(place, cost, minlength=len(codes))
    found = np.divide(
        shared, total[:, None], out=np.full_like(shared, np.nan), where=total[:, None] > 0
    )
    found[:, ~np.isin(np.arange(len(codes)), place)] = np.nan
    np.fill_diagonal(found, np.nan)
    return pd.DataFrame(found, index=codes, columns=codes)


def _owned(rows: pd.DataFrame, column: str, codes: list[str]) -> np.ndarray:
    """Whether each municipality has the thing each row is about (rows, M)."""
    owners = pd.crosstab(rows[column], rows["kommunenummer"]).reindex(columns=codes, fill_value=0)
    return np.asarray(owners.reindex(rows[column]).to_numpy() > 0)


def common_systems(applications: pd.DataFrame) -> pd.DataFrame:
    """Systems that at least two municipalities have, those most have first, then the dearest.

    Returns
    -------
    DataFrame
        Columns system, fagområde, leverandør, kommuner, kostnad (NaN where one is unknown),
        skjermes (whether any row is), kilder.
    """
    rows = applications[_owners(applications, "system") >= 2]
    systems = rows.groupby("system", sort=True).agg(
        fagområde=("fagområde", "first"),
        leverandør=("leverandør", "first"),
        kommuner=("kommunenummer", "nunique"),
        kostnad=("årskostnad", lambda values: values.sum(skipna=False)),
        skjermes=("skjermes", lambda values: (values == "ja").any()),
        kilder=("source", "; ".join),
    )
    order = ["kommuner", "kostnad"]
    return systems.sort_values(order, ascending=False, kind="stable").reset_index()


def converging_types(applications: pd.DataFrame) -> pd.DataFrame:
    """Systemtyper where municipalities have different systems, most to converge first.

    ``alene`` is the known cost (1000 kr a year) of what is ``POSSIBLE``: systems of the type that
    only one municipality has. ``utenfor`` is that of all but the largest, the system most have
    (then the dearest).

    Returns
    -------
    DataFrame
        Columns systemtype, kommuner, systemer, største, har_største, kostnad, alene, utenfor,
        ukjent_alene and ukjent_utenfor (rows of these without a known cost), skjermes.
    """
    alone = nearness(applications) == POSSIBLE
    unknown = applications["årskostnad"].isna()
    rows = applications.assign(
        alene=applications["årskostnad"].where(alone, 0.0),
        ukjent=unknown,
        ukjent_alene=unknown & alone,
        skjermet=applications["skjermes"] == "ja",
    )
    rows = rows[_typed(rows)]
    systems = rows.groupby(["systemtype", "system"], sort=True).agg(
        kommuner=("kommunenummer", "nunique"),
        kostnad=("årskostnad", "sum"),
        ukjent=("ukjent", "sum"),
    )
    ordered = systems.sort_values(["kommuner", "kostnad"], ascending=False, kind="stable")
    largest = ordered.reset_index("system").groupby("systemtype", sort=True).first()
    kinds = rows.groupby("systemtype", sort=True)
    table = kinds.agg(
        kommuner=("kommunenummer", "nunique"),
        systemer=("system", "nunique"),
        kostnad=("årskostnad", "sum"),
        alene=("alene", "sum"),
        ukjent=("ukjent", "sum"),
        ukjent_alene=("ukjent_alene", "sum"),
        skjermes=("skjermet", "any"),
    ).assign(største=largest["system"], har_største=largest["kommuner"])
    table["utenfor"] = table["kostnad"] - largest["kostnad"]
    table["ukjent_utenfor"] = table["ukjent"] - largest["ukjent"]
    table = table[(table["kommuner"] >= 2) & (table["systemer"] >= 2)].reset_index()
    order = ["alene", "utenfor"]
    return table.sort_values(order, ascending=False, kind="stable", ignore_index=True)[
        _TYPE_COLUMNS
    ]


_TYPE_COLUMNS = [
    "systemtype", "kommuner", "systemer", "største", "har_største", "kostnad", "alene", "utenfor",
    "ukjent_alene", "ukjent_utenfor", "skjermes",
]  # fmt: skip
