from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.decision.ranking import rank_interval, regret

ALL = np.ones(3, dtype=bool)


def ranks(low: list[float], high: list[float], eligible: object = ALL) -> list[list[int]]:
    return rank_interval(np.array(low), np.array(high), np.array(eligible)).tolist()


def test_certain_points_have_certain_ranks() -> None:
    assert ranks([30, 50, 40], [30, 50, 40]) == [[3, 3], [1, 1], [2, 2]]


def test_ties_share_the_places_they_span() -> None:
    assert ranks([50, 50, 40], [50, 50, 40]) == [[1, 2], [1, 2], [3, 3]]


def test_overlapping_intervals_claim_no_rank() -> None:
    # The first may lie before or after the second; the third is last in any case.
    assert ranks([40, 45, 10], [60, 50, 20]) == [[1, 2], [1, 2], [3, 3]]
    # Touching ends are not an order.
    assert ranks([40, 50, 10], [50, 60, 20]) == [[1, 2], [1, 2], [3, 3]]


def test_who_is_not_ranked_takes_no_place() -> None:
    found = ranks([90, 50, 40], [90, 50, 40], [False, True, True])
    assert found == [[0, 0], [1, 1], [2, 2]]


POINTS = arrays(float, 5, elements=st.integers(0, 20).map(float))


@given(POINTS, arrays(float, 5, elements=st.integers(0, 5).map(float)), arrays(bool, 5))
def test_every_order_inside_the_intervals_is_inside_the_ranks(
    low: np.ndarray, width: np.ndarray, eligible: np.ndarray
) -> None:
    found = rank_interval(low, low + width, eligible)
    for part in (0.0, 0.5, 1.0):
        points = np.where(np.arange(5) % 2 == 0, low + part * width, low + (1 - part) * width)
        for a in np.flatnonzero(eligible):
            ahead = sum(points[b] > points[a] for b in np.flatnonzero(eligible))
            assert found[a, 0] <= 1 + ahead <= found[a, 1]


@given(POINTS, arrays(bool, 5))
def test_regret_against_a_loop(points: np.ndarray, eligible: np.ndarray) -> None:
    if not eligible.any():
        eligible[0] = True
    best = max(p for p, e in zip(points, eligible, strict=True) if e)
    for p, e, found in zip(points, eligible, regret(points, eligible), strict=True):
        assert np.isnan(found) if not e else found == pytest.approx(best - p)
