"""Cost-sharing keys: how a common pool is divided among those who take part, to the øre."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.dataset.tables import KEY_COLUMNS
from analysis.model import Floats

SUM_TOLERANCE = 1e-9


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

    Examples
    --------
    Half equally, half by inhabitants: 0,25 + 0,375 and 0,25 + 0,125.

    >>> people = pd.DataFrame({"innbyggere": [3000, 1000]}, index=["3310", "3236"])
    >>> shares({"lik": 0.5, "innbyggere": 0.5}, people).to_dict()
    {'3310': 0.625, '3236': 0.375}
    """
    sizes = {str(name): column.to_numpy(float) for name, column in municipalities.items()}
    return pd.Series(shares_of(key, sizes, len(municipalities)), index=municipalities.index)


def shares_of(key: Mapping[str, float], sizes: Mapping[str, Floats], members: int) -> Floats:
    """As `shares`, of arrays: sizes (members,) by column of ``kommuner.csv``, to (members,)."""
    if abs(sum(key.values()) - 1.0) > SUM_TOLERANCE:
        raise ValueError("Fordelingsnøkkelens andeler må til sammen bli 1.")
    total = np.zeros(members)
    for part, weight in key.items():
        if weight < 0:
            raise ValueError(f"Fordelingsnøkkelen har en negativ andel: {part}.")
        if weight:
            total += weight * _part(part, sizes, members)
    return total


def bounded_shares(
    shares: pd.Series, floor: float | pd.Series = 0.0, cap: float | pd.Series = 1.0
) -> pd.Series:
    """Shares with a floor and a cap, what is left divided in the proportions they had.

    Those who hit a bound pay the bound, and the others are scaled by the one factor λ for which
    Σ_m min(max(λ · share_m, floor_m), cap_m) = 1.

    Parameters
    ----------
    shares : Series
        Shares of 0 or more that sum to 1, indexed by participant.
    floor, cap : float or Series
        Least and largest share, the same for all or one for each participant.

    Returns
    -------
    Series
        Shares that sum to 1, in the order of the participants.

    Raises
    ------
    ValueError
        If a share is negative or they do not sum to 1, a bound is missing, a floor is negative or
        above its cap, the floors sum to more than 1, or the caps leave a part nobody can pay.
    """
    parts = shares.to_numpy(dtype=float)
    low = _bounds(floor, shares.index, "gulv")
    high = np.minimum(_bounds(cap, shares.index, "tak"), 1.0)
    _check_shares(parts)
    if (low < 0).any() or (low > high).any():
        raise ValueError("Gulvet i fordelingsnøkkelen må være minst 0 og ikke over taket.")
    if low.sum() > 1.0 + SUM_TOLERANCE:
        raise ValueError(
            f"Gulvene i fordelingsnøkkelen er til sammen {_per_cent(low.sum())} prosent. "
            "De kan ikke være mer enn 100."
        )
    most = np.where(parts > 0, high, low).sum()
    if most < 1.0 - SUM_TOLERANCE:
        raise ValueError(
            f"Med taket i fordelingsnøkkelen betales bare {_per_cent(most)} prosent av kostnaden. "
            "Hev taket, eller sett et gulv for dem som ellers ikke betaler noe."
        )
    return pd.Series(np.clip(_scale(parts, low, high) * parts, low, high), index=shares.index)


def to_the_ore(total_kroner: float, shares: pd.Series) -> pd.Series:
    """Each participant's part of an amount in whole øre, so that the parts sum to it exactly.

    Every part is rounded down, and the øre left over go one each to the largest remainders. Equal
    remainders are taken in the order of the index, so that the order of the rows never matters.

    Parameters
    ----------
    total_kroner : float
        Amount in kroner, itself rounded to the nearest øre; a saving is negative.
    shares : Series
        Shares that sum to 1, indexed by participant. A share may be negative.

    Returns
    -------
    Series of int
        Øre, summing to 100 · ``total_kroner``, in the order of the participants.

    Raises
    ------
    ValueError
        If the amount or a share is not a finite number, or the shares do not sum to 1.

    Examples
    --------
    100 kroner in three: the øre left over goes to one of them.

    >>> thirds = pd.Series(1 / 3, index=["3236", "3310", "3312"])
    >>> to_the_ore(100.0, thirds).to_dict()
    {'3236': 3334, '3310': 3333, '3312': 3333}
    """
    parts = shares.to_numpy(dtype=float)
    if not np.isfinite(total_kroner):
        raise ValueError("Beløpet som skal fordeles, mangler.")
    if not np.isfinite(parts).all() or abs(parts.sum() - 1.0) > SUM_TOLERANCE:
        raise ValueError("Andelene må være tall som til sammen blir 1.")
    total = round(abs(float(total_kroner)) * 100)
    # Beyond four decimals of an øre there is only rounding of the shares.
    exact = np.round(total * parts / parts.sum(), 4)
    whole = np.floor(exact)
    by_name = np.argsort(np.argsort(shares.index))
    order = np.lexsort((by_name, whole - exact))
    whole[order[: total - int(whole.sum())]] += 1
    return pd.Series(np.sign(total_kroner) * whole, index=shares.index).astype("int64")


def _bounds(bound: float | pd.Series, index: pd.Index, name: str) -> np.ndarray:
    """One bound for each participant."""
    same = bound if isinstance(bound, pd.Series) else pd.Series(bound, index=index)
    values = same.reindex(index).to_numpy(dtype=float)
    if np.isnan(values).any():
        raise ValueError(f"Fordelingsnøkkelen mangler {name} for minst én deltaker.")
    return values


def _check_shares(parts: np.ndarray) -> None:
    if not np.isfinite(parts).all() or (parts < 0).any():
        raise ValueError("Andelene i fordelingsnøkkelen må være tall som er 0 eller mer.")
    if abs(parts.sum() - 1.0) > SUM_TOLERANCE:
        raise ValueError("Andelene i fordelingsnøkkelen må til sammen bli 1.")


def _scale(parts: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """The factor λ: the sum is piecewise linear in it and bends where someone meets a bound."""
    paying = parts > 0
    bends = np.concatenate(([0.0], low[paying] / parts[paying], high[paying] / parts[paying]))
    bends.sort()
    sums = np.clip(bends[:, None] * parts, low, high).sum(axis=1)
    after = min(int(np.searchsorted(sums, 1.0 - SUM_TOLERANCE)), len(sums) - 1)
    if after == 0:
        return 0.0
    rise = min(1.0, (1.0 - sums[after - 1]) / (sums[after] - sums[after - 1]))
    return float(bends[after - 1] + rise * (bends[after] - bends[after - 1]))


def _per_cent(share: float) -> str:
    return f"{100 * share:.1f}".replace(".", ",")


def _part(part: str, sizes: Mapping[str, Floats], members: int) -> Floats:
    if part == "lik":
        return np.full(members, 1.0 / members)
    column = KEY_COLUMNS.get(part)
    if column is None:
        raise ValueError(f"Fordelingsnøkkelen kjenner ikke «{part}».")
    if column not in sizes or np.isnan(sizes[column]).any():
        raise ValueError(f"Fordelingsnøkkelen trenger {column} for alle deltakerne.")
    amounts = sizes[column]
    if amounts.sum() <= 0:
        raise ValueError(f"Fordelingsnøkkelen kan ikke bruke {column}: summen er 0.")
    return amounts / amounts.sum()
