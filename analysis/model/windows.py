"""When contracts end, and the years in which several municipalities could buy together.

A year is a window for what one municipality can buy with others: a systemtype, or the system itself
where the type is not known. A contract that ends in a year can be replaced from the year after, as
felles innkjøp counts it. Contracts without a known end are in no window.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

import pandas as pd

from analysis.model.overlap import NO_TYPE

EXPIRED, LATER, UNDATED = "Gått ut", "Senere", "Uten dato"

PURCHASE_COLUMNS = [
    "gruppe", "fagområde", "kommunenummer", "system", "leverandør", "kostnad", "slutt", "til",
    "åpen", "skjermes", "source",
]  # fmt: skip
WINDOW_COLUMNS = [
    "gruppe", "fagområde", "år", "koder", "systemer", "leverandører", "kostnad", "forlenges",
    "forlenges_koder", "venter", "ventet", "senere", "senere_koder", "neste", "dobbelt",
    "ukjent_kostnad", "skjermes", "kilder",
]  # fmt: skip


def contracts(applications: pd.DataFrame, first_year: int) -> pd.DataFrame:
    """Contracts with a known end, and what each is about.

    Parameters
    ----------
    applications : DataFrame
    first_year : int
        Year 0: what ended earlier is open now.

    Returns
    -------
    DataFrame
        ``PURCHASE_COLUMNS``, one row for each: ``slutt`` the year the contract ends, ``til`` the
        last year an option reaches (else ``slutt``), ``åpen`` the year it can be replaced at the
        earliest.
    """
    dated = applications[applications["avtaleslutt"].notna()]
    typed = ~dated["systemtype"].isin(NO_TYPE)
    ends = _years(dated["avtaleslutt"])
    options = _years(dated["opsjon_til"].where(dated["opsjon_til"].notna(), dated["avtaleslutt"]))
    frame = dated.assign(
        gruppe=dated["systemtype"].where(typed, dated["system"]),
        kostnad=dated["årskostnad"],
        slutt=ends,
        til=options.clip(lower=ends),
        åpen=ends.clip(lower=first_year),
    )
    return frame[PURCHASE_COLUMNS].reset_index(drop=True)


def _years(days: pd.Series) -> pd.Series:
    return pd.Series([day.year for day in days], index=days.index, dtype="int64")


def windows(applications: pd.DataFrame, first_year: int, fewest: float) -> pd.DataFrame:
    """The first year in which enough municipalities could buy the same thing together.

    That is the earliest year in which the contracts of ``fewest`` municipalities have ended. Who is
    free before it waits: with an option, or with a prolongation without competition where no option
    reaches so far. Who is bound longer can join when its own contract ends.

    Parameters
    ----------
    applications : DataFrame
    first_year : int
        Year 0.
    fewest : float
        Least number of municipalities.

    Returns
    -------
    DataFrame
        ``WINDOW_COLUMNS``, one row for each group with a window, by year and then the dearest
        first. Amounts in 1000 kr, of what is known:

        - ``koder``, ``systemer``, ``leverandører``, ``kostnad``: who is in, with what today
        - ``forlenges``, ``forlenges_koder``: contracts to be prolonged without competition
        - ``venter``: yearly cost of those who are free before the window
        - ``ventet``: the same times the years they wait
        - ``senere``, ``senere_koder``, ``neste``: contracts bound beyond it, and the year the
          next of them ends
        - ``dobbelt``: what these would pay twice if they joined in the window
    """
    rows = contracts(applications, first_year)
    buyers = rows.groupby(["gruppe", "kommunenummer"])["åpen"].min().sort_values()
    years = pd.Series(buyers.groupby("gruppe").nth(int(fewest) - 1).droplevel("kommunenummer"))
    rows = rows[rows["gruppe"].isin(years.index)]
    year = rows["gruppe"].map(years).astype("int64")
    inside = rows["åpen"] <= year
    cost = rows["kostnad"].fillna(0.0)
    wait = (year - rows["åpen"]).clip(lower=0)
    rows = rows.assign(
        år=year,
        med=rows["kommunenummer"].where(inside),
        system=rows["system"].where(inside),
        leverandør=rows["leverandør"].where(inside & (rows["leverandør"] != "")),
        med_kostnad=cost.where(inside, 0.0),
        forlenget=rows["kommunenummer"].where(inside & (rows["til"] < year)),
        venter=cost.where(wait > 0, 0.0),
        ventet=cost * wait,
        senere=rows["kommunenummer"].where(~inside),
        neste=rows["åpen"].where(~inside),
        dobbelt=cost * (rows["åpen"] - year).clip(lower=0),
        ukjent=rows["kostnad"].isna(),
        skjermet=rows["skjermes"] == "ja",
    )
    table = rows.groupby("gruppe", sort=True).agg(
        fagområde=("fagområde", _commonest),
        år=("år", "first"),
        koder=("med", _codes),
        systemer=("system", "nunique"),
        leverandører=("leverandør", "nunique"),
        kostnad=("med_kostnad", "sum"),
        forlenges=("forlenget", "count"),
        forlenges_koder=("forlenget", _codes),
        venter=("venter", "sum"),
        ventet=("ventet", "sum"),
        senere=("senere", "count"),
        senere_koder=("senere", _codes),
        neste=("neste", "min"),
        dobbelt=("dobbelt", "sum"),
        ukjent_kostnad=("ukjent", "sum"),
        skjermes=("skjermet", "any"),
        kilder=("source", "; ".join),
    )
    return table.reset_index()[WINDOW_COLUMNS].sort_values(
        ["år", "kostnad"], ascending=[True, False], kind="stable", ignore_index=True
    )


def _commonest(areas: pd.Series) -> str:
    """The most used value, the first in the alphabet if several are."""
    return str(min(counts := areas.value_counts().to_dict(), key=lambda a: (-counts[a], a)))


def _codes(codes: pd.Series) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes.dropna()))


def by_year(found: pd.DataFrame) -> pd.DataFrame:
    """What opens in each year, over all windows.

    Parameters
    ----------
    found : DataFrame
        As `windows` gives them.

    Returns
    -------
    DataFrame
        Indexed by år: innkjøp (windows), kostnad, uten_forlengelse (windows in which nothing
        must be prolonged), forlenges (contracts), venter, ventet, dobbelt (1000 kr).
    """
    table = found.assign(innkjøp=1, uten_forlengelse=(found["forlenges"] == 0).astype(int))
    columns = ["innkjøp", "kostnad", "uten_forlengelse", "forlenges", "venter", "ventet", "dobbelt"]
    return table.groupby("år")[columns].sum()


class Ends(NamedTuple):
    """Number of contracts by fagområde (index, most first) and when they end (columns).

    Columns «Gått ut» (before year 0), each year shown, «Senere» and «Uten dato». ``optional``
    counts those of ``every`` that have an option beyond the end.
    """

    every: pd.DataFrame
    optional: pd.DataFrame


def ends_by_area(applications: pd.DataFrame, first_year: int, years: int) -> Ends:
    """Count contracts by fagområde and the year they end.

    Parameters
    ----------
    applications : DataFrame
    first_year : int
        Year 0.
    years : int
        Number of years shown, year 0 with them.
    """
    shown = range(first_year, first_year + years)
    labels = [EXPIRED, *map(str, shown), LATER, UNDATED]
    named = pd.Series(
        [_label(day, shown) for day in applications["avtaleslutt"]],
        index=applications.index,
        dtype="str",
    )
    option = [
        not (pd.isna(until) or pd.isna(day)) and until > day
        for until, day in zip(applications["opsjon_til"], applications["avtaleslutt"], strict=True)
    ]
    every = pd.crosstab(applications["fagområde"], named).reindex(columns=labels, fill_value=0)
    order = every.sum(axis=1).sort_values(ascending=False, kind="stable").index
    optional = pd.crosstab(applications["fagområde"][option], named[option])
    return Ends(every.loc[order], optional.reindex(index=order, columns=labels, fill_value=0))


def _label(end: dt.date | None, shown: range) -> str:
    if end is None or pd.isna(end):
        return UNDATED
    if end.year < shown.start:
        return EXPIRED
    return str(end.year) if end.year in shown else LATER
