"""Rank acceptability, central weights and weight stability: how sure a ranking is.

Points are weighted sums of values between fixed anchors. Everything runs over chunks of draws,
so that memory does not grow with their number.

References
----------
Lahdelma & Salminen, SMAA-2, Operations Research 49 (2001): acceptability and central weights.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import ArrayLike

from analysis.decision.ranking import TIE
from analysis.model import Bools, Floats

CHUNK = 4096
# Ranks are compared on a scale of 0–1, ``TIE`` on one of 0–100.
TOLERANCE = TIE / 100.0
MISSING = "Verdiene har tomme eller uendelige tall. Fyll dem ut eller trekk dem før rangeringen."


def rank_acceptability(
    values: ArrayLike,
    weights: ArrayLike,
    *,
    eligible: ArrayLike | None = None,
    chunk: int = CHUNK,
) -> Floats:
    """Share of the draws in which each alternative takes each rank.

    Parameters
    ----------
    values : array_like (draws, alternatives, criteria) or (alternatives, criteria)
        Values in 0…1, drawn or fixed.
    weights : array_like (draws, criteria)
        Weights of 0 or more on any positive scale.
    eligible : array_like of bool (alternatives,), optional
        Alternatives that are ranked; the others get 0 in all ranks and take no place.
    chunk : int
        Draws held in memory at a time.

    Returns
    -------
    ndarray (alternatives, ranks)
        Column 0 is best. Alternatives that tie divide their ranks equally, so that rows and
        columns sum to 1.

    Raises
    ------
    ValueError
        If a value is missing, a weight is negative, a draw has no weight, or shapes differ.

    Examples
    --------
    Two alternatives, each best on one criterion, in four draws; in the last they tie.

    >>> weights = [[3, 1], [3, 1], [1, 3], [1, 1]]
    >>> rank_acceptability([[1, 0], [0, 1]], weights).tolist()
    [[0.625, 0.375], [0.375, 0.625]]
    """
    v, w = _checked(values, weights)
    chosen = np.ones(v.shape[-2], dtype=bool) if eligible is None else np.asarray(eligible, bool)
    total = np.zeros((len(chosen), len(chosen)))
    for points, _ in _points(v, w, chunk):
        total += rank_counts(points, chosen)
    return total / len(w)


def central_weights(values: ArrayLike, weights: ArrayLike, *, chunk: int = CHUNK) -> Floats:
    """Mean of the normalised weights in the draws where each alternative is first.

    A draw with several first counts for each of them by its share. The row is NaN for an
    alternative that is never first.

    Parameters
    ----------
    values, weights, chunk
        As for `rank_acceptability`.

    Returns
    -------
    ndarray (alternatives, criteria)

    Examples
    --------
    The first is first with the weights 0,75 and 0,25 in two draws, and half first at 0,5 and 0,5.

    >>> weights = [[3, 1], [3, 1], [1, 3], [1, 1]]
    >>> central_weights([[1, 0], [0, 1]], weights).round(3).tolist()
    [[0.7, 0.3], [0.333, 0.667]]
    """
    v, w = _checked(values, weights)
    total, first = np.zeros(v.shape[-2:]), np.zeros(v.shape[-2])
    for points, normal in _points(v, w, chunk):
        share = first_share(points, np.ones(points.shape[1], dtype=bool))
        total += share.T @ normal
        first += share.sum(axis=0)
    return np.divide(
        total, first[:, None], out=np.full_like(total, np.nan), where=first[:, None] > 0
    )


def weight_stability(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Interval of each normalised weight inside which the winner stays first.

    With weight x on criterion k and the others scaled by (1 − x) / (1 − w_k), alternative a has
    x v_ak + (1 − x) S_a, where S_a is its weighted sum over the other criteria. The lead of the
    winner over a is linear in x, c₀ + x (c₁ − c₀), and ends at x = c₀ / (c₀ − c₁).

    Parameters
    ----------
    values : array_like (alternatives, criteria)
    weights : array_like (criteria,)
        Weights of 0 or more on any positive scale.

    Returns
    -------
    ndarray (criteria, 2)
        0…1 where nothing changes the winner. A criterion with all the weight has only the
        weight 1: there is nothing to scale.

    Examples
    --------
    Each alternative is best on one criterion: the weight decides at one half.

    >>> weight_stability([[1, 0], [0, 1]], [3, 1]).tolist()
    [[0.5, 1.0], [0.0, 0.5]]
    """
    v, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if v.ndim != 2 or w.ndim != 1:
        raise ValueError("values må være (alternativer, kriterier) og weights (kriterier,).")
    checked, given = _checked(v, w[None])
    if not np.isfinite(checked).all():
        raise ValueError(MISSING)
    w = _normalised(given)[0]
    winner = int((checked @ w).argmax())
    rest = 1.0 - w
    alone = rest <= TOLERANCE
    others = (checked @ w)[:, None] - checked * w
    at_zero = others / np.where(alone, 1.0, rest)
    c0, c1 = (_no_noise(x[winner] - x) for x in (at_zero, checked))
    end = np.divide(c0, c0 - c1, out=np.zeros_like(c0), where=c0 != c1)
    low = np.where(c0 < 0, end, 0.0).max(axis=0)
    high = np.where(c1 < 0, end, 1.0).min(axis=0)
    # The winner is first at its own weight, whatever the last decimal says.
    interval = np.stack([np.minimum(low, w), np.maximum(high, w)], axis=1)
    interval[alone] = 1.0
    return interval


def standard_error(share: ArrayLike, draws: int) -> Floats:
    """Monte Carlo standard error √(p (1 − p) / n) of a share p found in n draws.

    Stratified draws come closer than this says; at 0 and 1 the formula gives 0.
    """
    p = np.asarray(share, dtype=float)
    return np.sqrt(np.maximum(0.0, p * (1.0 - p)) / draws)


def rank_counts(points: Floats, eligible: Bools) -> Floats:
    """Number of draws in which each alternative takes each rank (alternatives, ranks).

    Parameters
    ----------
    points : ndarray (draws, alternatives)
        On a scale of 0–1.
    eligible : ndarray of bool (alternatives,)
    """
    size, chosen = len(eligible), np.flatnonzero(eligible)
    columns = np.ascontiguousarray(points.T[chosen])
    count = len(chosen)
    above = np.zeros(columns.shape, dtype=np.int64)
    for i in range(count):
        for j in range(i):
            lead = columns[i] - columns[j]
            above[j] += lead > TOLERANCE
            above[i] += lead < -TOLERANCE
    tied = above.sum(axis=0) < count * (count - 1) // 2
    counts = np.zeros((size, size))
    cells = above[:, ~tied] + size * chosen[:, None]
    counts += np.bincount(cells.ravel(), minlength=size * size).reshape(size, size)
    if tied.any():
        counts[chosen, :count] += _tied_counts(columns[:, tied].T)
    return counts


def _tied_counts(points: Floats) -> Floats:
    """Rank counts where some tie: those less than ``TOLERANCE`` apart share their ranks."""
    size = points.shape[1]
    order = np.argsort(-points, axis=1, kind="stable")
    ordered = np.take_along_axis(points, order, axis=1)
    group = np.cumsum(np.diff(ordered, axis=1, prepend=ordered[:, :1]) < -TOLERANCE, axis=1)
    same = (group[:, :, None] == group[:, None, :]).astype(float)
    mass = same / same.sum(axis=2, keepdims=True)
    cells = order[:, :, None] * size + np.arange(size)
    counts = np.bincount(cells.ravel(), mass.ravel(), size * size)
    return counts.astype(float).reshape(size, size)


def first_share(points: Floats, eligible: Bools) -> Floats:
    """1 where an alternative alone is first in a draw, 1/n where n are (draws, alternatives)."""
    allowed = np.where(eligible, points, -np.inf)
    first = allowed >= allowed.max(axis=-1, keepdims=True) - TOLERANCE
    return np.asarray(first / first.sum(axis=-1, keepdims=True))


def first_counts(points: Floats, eligible: Bools) -> Floats:
    """In how many draws each alternative is first, ties shared.

    Parameters
    ----------
    points : ndarray (draws, rows, alternatives)
    eligible : ndarray of bool (rows, alternatives)

    Returns
    -------
    ndarray (rows, alternatives)
    """
    # With the draws last, the few alternatives are compared a whole row at a time.
    own = np.ascontiguousarray(np.moveaxis(points, 0, -1))
    if not eligible.all():
        own = np.where(eligible[..., None], own, -np.inf)
    first = own >= own.max(axis=-2, keepdims=True) - TOLERANCE
    counts = first.sum(axis=-1, dtype=float)
    if counts.sum() > len(points) * len(eligible):  # somewhere several are level
        counts = (first / first.sum(axis=-2, keepdims=True)).sum(axis=-1)
    return counts


def _points(values: Floats, weights: Floats, chunk: int) -> Iterator[tuple[Floats, Floats]]:
    """Weighted sums (draws, alternatives) and normalised weights, a chunk at a time."""
    for start in range(0, len(weights), chunk):
        normal = _normalised(weights[start : start + chunk])
        if values.ndim == 2:
            points = normal @ values.T
        else:
            points = np.einsum("dak,dk->da", values[start : start + chunk], normal)
        # A missing value makes the sum missing, whatever its weight.
        if not np.isfinite(points).all():
            raise ValueError(MISSING)
        yield points, normal


def _checked(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    v, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if v.ndim not in (2, 3) or w.ndim != 2 or v.shape[-1] != w.shape[1] or not len(w):
        raise ValueError("values må ha like mange kriterier som weights, og minst én trekning.")
    if v.ndim == 3 and len(v) != len(w):
        raise ValueError("values og weights må ha like mange trekninger.")
    return v, w


def _normalised(weights: Floats) -> Floats:
    total = weights.sum(axis=1, keepdims=True)
    if not np.isfinite(total).all() or (weights < 0).any() or (total <= 0).any():
        raise ValueError("Vektene må være 0 eller mer, og minst én større enn 0 i hver trekning.")
    return weights / total


def _no_noise(difference: Floats) -> Floats:
    return np.where(np.abs(difference) <= TOLERANCE, 0.0, difference)
