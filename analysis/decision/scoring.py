"""Value functions between fixed anchors, weights and the weighted sum."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.dataset.definitions import Criterion
from analysis.model import Bools, Floats


def value_function(x: ArrayLike, worst: float, best: float) -> Floats:
    """Linear value between anchors: (x − worst) / (best − worst), clipped to 0…1; NaN stays.

    Parameters
    ----------
    x : array_like
        Criterion values in the criterion's unit.
    worst, best : float
        The anchors; best may be the smaller number.

    Examples
    --------
    >>> value_function([22, 15, 5], worst=20, best=10).tolist()
    [0.0, 0.5, 1.0]
    """
    with np.errstate(invalid="ignore"):
        return np.clip((np.asarray(x, dtype=float) - worst) / (best - worst), 0.0, 1.0)


def outside_anchors(x: ArrayLike, worst: float, best: float) -> Bools:
    """Where a value lies outside the anchors, so that its points are those of the anchor."""
    low, high = min(worst, best), max(worst, best)
    values = np.asarray(x, dtype=float)
    with np.errstate(invalid="ignore"):
        return (values < low) | (values > high)


def weighted_sum(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted sum Σ_k w_k v_k / Σ_k w_k.

    Parameters
    ----------
    values : array_like (…, alternatives, criteria)
        Values in 0…1.
    weights : array_like (criteria,)
        Weights of 0 or more on any positive scale.

    Returns
    -------
    ndarray (…, alternatives)

    Raises
    ------
    ValueError
        If a weight is negative or not finite, all are 0, or the shapes do not match.

    Examples
    --------
    The first criterion weighs three times the second.

    >>> weighted_sum([[1.0, 0.0], [0.4, 0.8]], [3, 1]).round(3).tolist()
    [0.75, 0.5]
    """
    v, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if v.ndim < 1 or w.ndim != 1 or v.shape[-1] != len(w):
        raise ValueError("values må ha like mange kriterier som weights.")
    if not np.isfinite(w).all() or (w < 0).any() or w.sum() <= 0:
        raise ValueError("Vektene må være 0 eller mer, og minst én større enn 0.")
    return v @ (w / w.sum())


def equal_weights(criteria: Sequence[Criterion]) -> Floats:
    """Equal weight to each group of criteria, then equal within the group (criteria,)."""
    groups = pd.Series([criterion.gruppe for criterion in criteria])
    within = groups.map(groups.value_counts()).to_numpy(float)
    return 1.0 / (within * groups.nunique())


def weight_table(
    weights: pd.DataFrame, criteria: Sequence[Criterion], codes: Sequence[str]
) -> Floats:
    """Normalised weights per municipality, the common set last (municipalities + 1, criteria).

    A municipality with rows of its own replaces the common set whole; a criterion without a
    row is not weighed; without any common row all groups weigh the same.

    Parameters
    ----------
    weights : DataFrame
        Columns kommunenummer (empty: common), kriterium, vekt.
    criteria : sequence of Criterion
    codes : sequence of str
        Kommunenummer in order.
    """
    ids = [criterion.id for criterion in criteria]
    common = _weight_set(weights, "", ids)
    rows = [_weight_set(weights, code, ids) for code in codes]
    fallback = common if common is not None else equal_weights(criteria)
    return np.array([row if row is not None else fallback for row in (*rows, common)])


def _weight_set(weights: pd.DataFrame, code: str, ids: Sequence[str]) -> Floats | None:
    own = weights[weights["kommunenummer"] == code]
    if own.empty:
        return None
    values = own.set_index("kriterium")["vekt"].reindex(list(ids)).fillna(0.0).to_numpy(float)
    return values / values.sum()
