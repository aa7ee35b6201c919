"""Which contracts a common purchase could replace, and what that asks of each of them.

What can be bought together is a systemtype, or the system itself where the type is not known. Its
window is the first year in which enough municipalities are free, and which a competition begun at
the decision can reach. A common agreement can run from the year after.
"""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.model.systems.overlap import NO_TYPE

# The assumption that tells how many months a procurement takes.
TIME = "anskaffelsestid"
# The municipality is getting a new contract on its own, and is not free when the old one ends.
UNDER_WAY = ("forhandling", "anbud ute")
DAYS_PER_MONTH = 365.25 / 12.0

PURCHASE_COLUMNS = [
    "gruppe", "fagområde", "kommunenummer", "system", "leverandør", "kostnad", "slutt", "til",
    "åpen", "siste", "underveis", "skjermes", "source",
]  # fmt: skip


class Rules(NamedTuple):
    """What decides whether a year is a window.

    ``decision`` is the day procurement can begin, ``fewest`` the least number of municipalities,
    and ``months`` how long a competition takes (NaN: not known, and no year is too soon).
    """

    decision: dt.date
    fewest: float
    months: float = 0.0

    @property
    def earliest(self) -> int:
        """First year in the course of which a competition can be done."""
        months = 0.0 if np.isnan(self.months) else self.months
        return (self.decision + dt.timedelta(days=round(months * DAYS_PER_MONTH))).year


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
        earliest, ``siste`` the last day it or its option runs, ``underveis`` whether the
        municipality is already buying on its own.
    """
    dated = applications[applications["avtaleslutt"].notna()]
    typed = ~dated["systemtype"].isin(NO_TYPE)
    options = dated["opsjon_til"].where(dated["opsjon_til"].notna(), dated["avtaleslutt"])
    last = [max(days) for days in zip(dated["avtaleslutt"], options, strict=True)]
    ends = _years(dated["avtaleslutt"])
    frame = dated.assign(
        gruppe=dated["systemtype"].where(typed, dated["system"]),
        kostnad=dated["årskostnad"],
        slutt=ends,
        til=[day.year for day in last],
        åpen=ends.clip(lower=first_year),
        siste=pd.Series(last, index=dated.index, dtype=object),
        underveis=dated["anskaffelsesstatus"].isin(UNDER_WAY),
    ).astype({"til": "int64"})
    return frame[PURCHASE_COLUMNS].reset_index(drop=True)


def _years(days: pd.Series) -> pd.Series:
    return pd.Series([day.year for day in days], index=days.index, dtype="int64")


def members(rows: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Every contract about something that has a window, and what the window means for it.

    Parameters
    ----------
    rows : DataFrame
        As `contracts` gives them.

    Returns
    -------
    DataFrame
        As `contracts`, with

        - ``år``: the window
        - ``med``: the contract has ended by then, and can be replaced with the others'
        - ``utgått``: one of these that had ended before the decision, options with it, and so
          cannot be prolonged
        - ``måneder``: how long it has to be prolonged without competition, to reach the end of the
          window's year (0: not at all)
        - ``fra``: the first year the municipality could have bought without waiting for the others
    """
    free = rows[~rows["underveis"]]
    buyers = free.groupby(["gruppe", "kommunenummer"])["åpen"].min().sort_values()
    years = pd.Series(buyers.groupby("gruppe").nth(int(rules.fewest) - 1))
    years = years.droplevel("kommunenummer").clip(lower=rules.earliest)
    rows = rows[rows["gruppe"].isin(years.index)]
    year = rows["gruppe"].map(years).astype("int64")
    inside = ~rows["underveis"] & (rows["åpen"] <= year)
    ended = np.array([day < rules.decision for day in rows["siste"]], dtype=bool)
    months = [months_left(day, int(y)) for day, y in zip(rows["siste"], year, strict=True)]
    return rows.assign(
        år=year,
        med=inside,
        utgått=inside & ended,
        måneder=np.where(inside & ~ended, np.array(months, dtype=int), 0),
        fra=rows["åpen"].clip(lower=rules.earliest),
    )


def months_left(day: dt.date, year: int) -> int:
    """Months from the day to the end of the year, a begun one whole; 0 if there are none."""
    month_is_out = day.day == calendar.monthrange(day.year, day.month)[1]
    return max(0, (year - day.year) * 12 + 12 - day.month + (not month_is_out))
