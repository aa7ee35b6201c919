"""Rank acceptability, central weights and weight stability against known answers and a loop."""

from __future__ import annotations

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pymcdm.methods import WSM

from analysis.decision.uncertainty import (
    central_weights,
    rank_acceptability,
    standard_error,
    weight_stability,
)

# Coarse, so that ties are common, and exact in binary, so that they are ties.
GRID = st.integers(0, 4).map(lambda i: i / 4)
WEIGHT = st.integers(0, 4).map(float)


def slowly(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The definition, one draw at a time; ties share their ranks."""
    size = values.shape[-2]
    mass = np.zeros((size, size))
    for draw, w in enumerate(weights):
        v = values if values.ndim == 2 else values[draw]
        points = [sum(a * b for a, b in zip(row, w, strict=True)) / sum(w) for row in v]
        for a, own in enumerate(points):
            better = sum(p > own + 1e-11 for p in points)
            level = sum(abs(p - own) <= 1e-11 for p in points)
            mass[a, better : better + level] += 1 / level
    return mass / len(weights)


@st.composite
def problems(draw: st.DrawFn, fixed: bool = False) -> tuple[np.ndarray, np.ndarray]:
    draws, size, criteria = (draw(st.integers(1, n)) for n in (6, 5, 4))
    shape = (size, criteria) if fixed or draw(st.booleans()) else (draws, size, criteria)
    values = draw(hnp.arrays(float, shape, elements=GRID))
    weights = draw(hnp.arrays(float, (draws, criteria), elements=WEIGHT))
    weights[weights.sum(axis=1) == 0] = 1.0
    return values, weights


def between(count: int) -> np.ndarray:
    """Every weight between two criteria, as the middle of ``count`` equal parts of 0…1."""
    x = (np.arange(count) + 0.5) / count
    return np.stack([x, 1.0 - x], axis=1)


def test_three_alternatives_whose_acceptability_is_known() -> None:
    values = [[1.0, 0.0], [0.0, 1.0], [0.4, 0.4]]
    # The compromise is never first, and last where no weight is above 0.6.
    expected = [[0.5, 0.1, 0.4], [0.5, 0.1, 0.4], [0.0, 0.8, 0.2]]
    found = rank_acceptability(values, between(1000))
    np.testing.assert_allclose(found, expected, atol=1e-12)
    central = central_weights(values, between(1000))
    np.testing.assert_allclose(central[:2], [[0.75, 0.25], [0.25, 0.75]], atol=1e-12)
    assert np.isnan(central[2]).all()


def test_uniform_weights_over_three_criteria() -> None:
    weights = np.random.default_rng(1).dirichlet(np.ones(3), 60_000)
    found = rank_acceptability(np.eye(3), weights)
    error = standard_error(1 / 3, len(weights))
    assert np.abs(found - 1 / 3).max() < 4 * error
    # E of the largest of three uniform weights is (1 + 1/2 + 1/3) / 3.
    central = central_weights(np.eye(3), weights)
    np.testing.assert_allclose(np.diag(central), 11 / 18, atol=0.005)


def test_ties_share_their_ranks() -> None:
    values = [[0.5, 0.5], [0.5, 0.5], [0.0, 0.0]]
    expected = [[0.5, 0.5, 0.0], [0.5, 0.5, 0.0], [0.0, 0.0, 1.0]]
    np.testing.assert_array_equal(rank_acceptability(values, between(7)), expected)
    constant = np.full((4, 3), 0.3)
    weights = np.random.default_rng(2).random((50, 3))
    np.testing.assert_allclose(rank_acceptability(constant, weights), 0.25)


@given(problems())
@examples(4)
def test_equals_a_loop_over_the_draws(problem: tuple[np.ndarray, np.ndarray]) -> None:
    values, weights = problem
    np.testing.assert_allclose(rank_acceptability(values, weights), slowly(values, weights))


@given(problems(), st.randoms(use_true_random=False), st.integers(1, 4))
@examples(2)
def test_invariances(problem: tuple[np.ndarray, np.ndarray], pick: object, chunk: int) -> None:
    values, weights = problem
    found = rank_acceptability(values, weights)
    np.testing.assert_allclose(found.sum(axis=0), 1.0)
    np.testing.assert_allclose(found.sum(axis=1), 1.0)
    np.testing.assert_allclose(rank_acceptability(values, weights * 7.0), found)
    np.testing.assert_allclose(rank_acceptability(values, weights, chunk=chunk), found)
    order = list(range(values.shape[-2]))
    pick.shuffle(order)  # type: ignore[attr-defined]
    np.testing.assert_allclose(rank_acceptability(values[..., order, :], weights), found[order])
    better = values.copy()
    better[..., 0, :] = np.minimum(1.0, better[..., 0, :] + 0.25)
    assert rank_acceptability(better, weights)[0, 0] >= found[0, 0] - 1e-12


@given(problems())
@examples(1)
def test_central_weights_average_to_the_mean_weight(
    problem: tuple[np.ndarray, np.ndarray],
) -> None:
    values, weights = problem
    first = rank_acceptability(values, weights)[:, 0]
    central = central_weights(values, weights)
    assert (np.isnan(central).all(axis=1) == (first == 0)).all()
    mean = (weights / weights.sum(axis=1, keepdims=True)).mean(axis=0)
    np.testing.assert_allclose(first @ np.nan_to_num(central), mean, atol=1e-12)


def test_ranks_equal_those_of_an_independent_library() -> None:
    stream = np.random.default_rng(3)
    values, weights = stream.random((400, 7, 10)), stream.dirichlet(np.ones(10), 400)
    counts = np.zeros((7, 7))
    method = WSM(normalization_function=lambda x, cost=False: x)
    for v, w in zip(values, weights, strict=True):
        ranks = method.rank(method(v, w, np.ones(10)))
        counts[np.arange(7), ranks.astype(int) - 1] += 1
    np.testing.assert_allclose(rank_acceptability(values, weights), counts / 400)


def test_only_eligible_alternatives_are_ranked() -> None:
    values, weights = np.array([[1.0, 1.0], [0.2, 0.8], [0.6, 0.4]]), between(100)
    found = rank_acceptability(values, weights, eligible=[False, True, True])
    assert not found[0].any() and not found[:, 2].any()
    np.testing.assert_allclose(found[1:, :2], rank_acceptability(values[1:], weights))


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([[np.nan, 1.0]], [[1.0, 1.0]], "tomme"),
        ([[[np.nan, 1.0]]], [[0.0, 1.0]], "tomme"),
        ([[1.0, 1.0]], [[-1.0, 2.0]], "0 eller mer"),
        ([[1.0, 1.0]], [[0.0, 0.0]], "minst én større enn 0"),
        ([[1.0, 1.0]], [[np.nan, 1.0]], "0 eller mer"),
        ([[1.0, 1.0]], [[1.0, 1.0, 1.0]], "like mange kriterier"),
        ([[1.0, 1.0]], np.zeros((0, 2)), "minst én trekning"),
        (np.zeros((2, 1, 2)), [[1.0, 1.0]], "like mange trekninger"),
    ],
)
def test_what_cannot_be_ranked_is_refused(values: object, weights: object, message: str) -> None:
    for function in (rank_acceptability, central_weights):
        with pytest.raises(ValueError, match=message):
            function(values, weights)


def test_weight_interval_solved_by_hand() -> None:
    # First leads while 0.9 x + 0.2 (1 − x) > 0.3 x + 0.6 (1 − x), that is x > 0.4.
    values = [[0.9, 0.2], [0.3, 0.6]]
    np.testing.assert_allclose(weight_stability(values, [3.0, 2.0]), [[0.4, 1.0], [0.0, 0.6]])
    # A third alternative, best in the middle, is the winner between its two rivals.
    three = [[1.0, 0.0], [0.0, 1.0], [0.6, 0.6]]
    np.testing.assert_allclose(weight_stability(three, [1.0, 1.0]), [[0.4, 0.6], [0.4, 0.6]])


def test_weights_that_change_nothing() -> None:
    dominant = [[1.0, 0.5, 0.2], [0.5, 0.5, 0.1]]
    np.testing.assert_array_equal(weight_stability(dominant, [1, 1, 1]), [[0.0, 1.0]] * 3)
    alike = np.full((3, 2), 0.4)
    np.testing.assert_array_equal(weight_stability(alike, [1.0, 2.0]), [[0.0, 1.0]] * 2)
    all_on_one = weight_stability([[1.0, 0.0], [0.0, 1.0]], [1.0, 0.0])
    np.testing.assert_allclose(all_on_one, [[1.0, 1.0], [0.0, 0.5]])
    with pytest.raises(ValueError, match="tomme"):
        weight_stability([[np.nan, 0.0]], [1.0, 1.0])


@given(problems(fixed=True), st.integers(0, 3), st.floats(0.0, 1.0))
@examples(4)
def test_the_winner_stays_inside_its_interval_and_loses_outside(
    problem: tuple[np.ndarray, np.ndarray], place: int, x: float
) -> None:
    values, weights = problem
    w = weights[0] / weights[0].sum()
    k = place % len(w)
    if w[k] > 1 - 1e-9:
        return
    winner = int((values @ w).argmax())
    low, high = weight_stability(values, weights[0])[k]
    assert low <= w[k] <= high
    scaled = w * (1 - x) / (1 - w[k])
    scaled[k] = x
    points = values @ scaled
    if low <= x <= high:
        assert points[winner] >= points.max() - 1e-9
    elif x < low - 1e-6 or x > high + 1e-6:
        assert points[winner] < points.max()


def test_standard_error() -> None:
    assert standard_error(0.5, 10_000) == pytest.approx(0.005)
    np.testing.assert_array_equal(standard_error([0.0, 1.0], 10), [0.0, 0.0])
    # The share of means that fall within two standard errors of what is known to be 0.3.
    stream = np.random.default_rng(4)
    shares = (stream.random((2000, 500)) < 0.3).mean(axis=1)
    assert np.std(shares) == pytest.approx(float(standard_error(0.3, 500)), rel=0.05)
