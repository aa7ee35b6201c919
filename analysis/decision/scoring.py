"""Value functions between fixed anchors, weights and the weighted sum."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analysis.dataset.definitions import Criterion
from analysis.model import Floats


def value_function(x: ArrayLike, worst: float, best: float, *, bounded: bool = True) -> Floats:
    """Linear value between anchors: (x − worst) / (best − worst); NaN stays.

    Parameters
    ----------
    x : array_like
        Criterion values in the criterion's unit.
    worst, best : float
        The anchors; best may be the smaller number.
    bounded : bool
        Whether the anchors are the ends of the scale, so that a value past one is that end. Where
        they are not, as in kroner, the line goes on: a krone weighs the same wherever it falls.

    Examples
    --------
    >>> value_function([22, 15, 5], worst=20, best=10).tolist()
    [0.0, 0.5, 1.0]
    >>> value_function([22, 15, 5], worst=20, best=10, bounded=False).tolist()
    [-0.2, 0.5, 1.5]
    """
    with np.errstate(invalid="ignore"):
        value = (np.asarray(x, dtype=float) - worst) / (best - worst)
        return np.clip(value, 0.0, 1.0) if bounded else value


def criterion_values(x: ArrayLike, criterion: Criterion) -> Floats:
    """Values of one criterion, 0 at its worst anchor and 1 at its best."""
    return value_function(x, criterion.verst, criterion.best, bounded=not criterion.priced)


def exchange_rates(weights: Floats, criteria: Sequence[Criterion]) -> Floats:
    """What one step of each criterion weighs, in kroner per inhabitant of net present value.

    w_k · |step / (best_k − worst_k)| over w_npv / (best_npv − worst_npv), where a step is one unit
    of the criterion, a tenth of the scale of a share, and a hundred kroner; NaN where net present
    value is not weighed.

    Parameters
    ----------
    weights : ndarray (…, criteria)
    criteria : sequence of Criterion
    """
    swings = np.array([abs(c.best - c.verst) for c in criteria])
    money = [c.id for c in criteria].index("netto_naaverdi")
    per_krone = weights[..., money, None] / swings[money]
    steps = weights * np.array([c.step for c in criteria]) / swings
    return np.divide(steps, per_krone, out=np.full(steps.shape, np.nan), where=per_krone > 0)


def weighted_sum(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Weighted sum Σ_k w_k v_k / Σ_k w_k.

    Parameters
    ----------
    values : array_like (…, alternatives, criteria)
        Values, 0 at the worst anchor and 1 at the best.
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
    sets: dict[str, dict[str, float]] = {}
    columns = (weights[name] for name in ("kommunenummer", "kriterium", "vekt"))
    for code, criterion, weight in zip(*columns, strict=True):
        sets.setdefault(code, {})[criterion] = 0.0 if weight != weight else float(weight)
    common = _weight_set(sets.get(""), ids)
    rows = [_weight_set(sets.get(code), ids) for code in codes]
    fallback = common if common is not None else equal_weights(criteria)
    return np.array([row if row is not None else fallback for row in (*rows, common)])


def _weight_set(own: Mapping[str, float] | None, ids: Sequence[str]) -> Floats | None:
    if own is None:
        return None
    values = np.array([own.get(name, 0.0) for name in ids])
    return values / values.sum()
