"""How far the procurements have come, in the categories of Kartverket's survey of 2019.

A status of ``kontrakt`` says that the municipality has a contract and needs no other before it
ends. So it is in control, and free to buy with others from the year after (`purchases`). A contract
that is negotiated or out to tender is on its way, and the municipality is not free.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from analysis.model.systems.purchases import DAYS_PER_MONTH

IN_CONTROL = "kontroll"
SOME_CONTRACTS = "kontrakt for noen"
NOT_READY = "anbud ute eller ikke startet"
NOT_KNOWN = "ukjent"
# The areas the survey asked about; our list has two more, «felles» and «annet».
SURVEY_AREAS = ("oppvekst", "helse", "sak og arkiv", "økonomi", "personal", "teknisk og geodata")
# What the 41 of 43 new municipalities that answered said. The text names no category for the rest.
SURVEY_ANSWERS = {IN_CONTROL: 14, SOME_CONTRACTS: 7, NOT_READY: 13}
SURVEY_ANSWERED, SURVEY_ASKED = 41, 43

# Nothing is under way, as far as is known.
NOT_BEGUN = ("ikke startet", "ukjent")


def category(statuses: pd.Series) -> str:
    """Category of some applications from their ``anskaffelsesstatus``.

    In control: a contract for all, or all but one that is being negotiated. Some contracts: two or
    more negotiated. Not ready: at least one that is out to tender or not started. An unknown status
    hides whether there is control, but not what is worse.
    """
    if statuses.isin(["anbud ute", "ikke startet"]).any():
        return NOT_READY
    if (statuses == "forhandling").sum() >= 2:
        return SOME_CONTRACTS
    return NOT_KNOWN if (~statuses.isin(["kontrakt", "forhandling"])).any() else IN_CONTROL


def by_area(applications: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Category by municipality (index) and the survey's areas; "" where nothing is listed.

    The last column, ``samlet``, is all these areas together, as the survey told it.
    """
    rows = applications[applications["fagområde"].isin(SURVEY_AREAS)]
    cells = rows.groupby(["kommunenummer", "fagområde"])["anskaffelsesstatus"].agg(category)
    table = cells.unstack("fagområde") if len(cells) else pd.DataFrame()
    table = table.reindex(index=list(codes), columns=list(SURVEY_AREAS))
    table["samlet"] = rows.groupby("kommunenummer")["anskaffelsesstatus"].agg(category)
    return table.astype("object").where(table.notna(), "")


def urgent(
    applications: pd.DataFrame, decision: dt.date, months: float, most_months: float
) -> pd.DataFrame:
    """Applications whose contract ends before a procurement that has not begun can be done.

    Parameters
    ----------
    applications : DataFrame
    decision : date
        Counted from.
    months, most_months : float
        How long a procurement takes, and how long it takes at most.

    Returns
    -------
    DataFrame
        The rows with ``måneder`` left (negative: ended) and ``for_kort``, whether that is less than
        ``months``; soonest first.
    """
    rows = applications[
        applications["anskaffelsesstatus"].isin(NOT_BEGUN) & applications["avtaleslutt"].notna()
    ]
    left = pd.Series(
        [(end - decision).days / DAYS_PER_MONTH for end in rows["avtaleslutt"]],
        index=rows.index,
        dtype="float",
    )
    found = rows.assign(måneder=left, for_kort=left < months)
    found = found[found["måneder"] < most_months]
    return found.sort_values(["måneder", "system", "kommunenummer"], kind="stable")
