"""Ranks and regret from points that may be intervals."""

from __future__ import annotations

import numpy as np

from analysis.model import Bools, Floats, Ints

TIE = 1e-9


def rank_interval(low: Floats, high: Floats, eligible: Bools) -> Ints:
    """Best and worst rank an alternative can have, given points between ``low`` and ``high``.

    Best is 1 + the number of others that are surely ahead, worst 1 + the number that may be
    ahead or level; the two are equal only where a rank can be claimed. Alternatives that are
    not eligible get rank 0 and take no place from the others.

    Parameters
    ----------
    low, high : ndarray (…, alternatives)
        Points.
    eligible : ndarray of bool (…, alternatives)

    Returns
    -------
    ndarray of int (…, alternatives, 2)
    """
    compared = eligible[..., None, :] & ~np.eye(low.shape[-1], dtype=bool)
    surely = (low[..., None, :] > high[..., :, None] + TIE) & compared
    possibly = (high[..., None, :] >= low[..., :, None] - TIE) & compared
    ranks = 1 + np.stack([surely.sum(axis=-1), possibly.sum(axis=-1)], axis=-1)
    return np.where(eligible[..., None], ranks, 0)


def regret(points: Floats, eligible: Bools) -> Floats:
    """Points lost by an alternative against the best eligible one, NaN where not eligible.

    regret_a = max_b points_b − points_a, over the last axis.
    """
    allowed = np.where(eligible, points, -np.inf)
    best = allowed.max(axis=-1, keepdims=True)
    return np.where(eligible, best - points, np.nan)
