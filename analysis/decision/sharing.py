"""Cost-sharing keys: how a common pool is divided among those who take part."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from analysis.dataset.categories import KEY_COLUMNS


def shares(key: Mapping[str, float], municipalities: pd.DataFrame) -> pd.Series:
    """Each municipality's share of a common pool.

    share_m = Σ_k weight_k · x_{k,m} / Σ_m x_{k,m}, where ``lik`` has x = 1 for all.

    Parameters
    ----------
    key : mapping of str to float
        Weights of lik, innbyggere, brukere and ansatte, summing to 1,
        for example {"lik": 0.3, "innbyggere": 0.7}.
    municipalities : DataFrame
        The participants with columns innbyggere, ikt_brukere, årsverk_totalt, indexed by
        kommunenummer (only the columns the key uses are needed).

    Returns
    -------
    Series
        Shares that sum to 1, in the order of the participants.

    Raises
    ------
    ValueError
        If a part is unknown, a weight is negative, the weights do not sum to 1, or a column the
        key needs is missing or sums to 0.

    References
    ----------
    eKommune Sunnmøre 2017: 30 % equal, 70 % inhabitants (esunnmore.no/aktuelt/119).
    """
    if abs(sum(key.values()) - 1.0) > 1e-9:
        raise ValueError("Fordelingsnøkkelens andeler må til sammen bli 1.")
    total = pd.Series(0.0, index=municipalities.index)
    for part, weight in key.items():
        if weight < 0:
            raise ValueError(f"Fordelingsnøkkelen har en negativ andel: {part}.")
        if weight:
            total = total + weight * _part(part, municipalities)
    return total


def _part(part: str, municipalities: pd.DataFrame) -> pd.Series:
    if part == "lik":
        return pd.Series(1.0 / len(municipalities), index=municipalities.index)
    column = KEY_COLUMNS.get(part)
    if column is None:
        raise ValueError(f"Fordelingsnøkkelen kjenner ikke «{part}».")
    if column not in municipalities or municipalities[column].isna().any():
        raise ValueError(f"Fordelingsnøkkelen trenger {column} for alle deltakerne.")
    amounts = municipalities[column].astype(float)
    if amounts.sum() <= 0:
        raise ValueError(f"Fordelingsnøkkelen kan ikke bruke {column}: summen er 0.")
    return amounts / amounts.sum()
