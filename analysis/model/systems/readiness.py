"""Which contracts cannot wait for the next procurement to begin.

A status of ``kontrakt`` says that the municipality has a contract and needs no other before it
ends, so it is free to buy with others from the year after (`purchases`).
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from analysis.model.systems.purchases import DAYS_PER_MONTH

# Nothing is under way, as far as is known.
NOT_BEGUN = ("ikke startet", "ukjent")


def urgent(applications: pd.DataFrame, decision: dt.date, months: float) -> pd.DataFrame:
    """Applications whose contract ends before a procurement that has not begun can be done.

    Parameters
    ----------
    applications : DataFrame
    decision : date
        Counted from.
    months : float
        How long a procurement takes at most.

    Returns
    -------
    DataFrame
        The rows with ``måneder`` left (negative: ended), soonest first.
    """
    rows = applications[
        applications["anskaffelsesstatus"].isin(NOT_BEGUN) & applications["avtaleslutt"].notna()
    ]
    left = pd.Series(
        [(end - decision).days / DAYS_PER_MONTH for end in rows["avtaleslutt"]],
        index=rows.index,
        dtype="float",
    )
    found = rows.assign(måneder=left)
    found = found[found["måneder"] < months]
    return found.sort_values(["måneder", "system", "kommunenummer"], kind="stable")
