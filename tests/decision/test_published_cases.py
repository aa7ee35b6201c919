"""Cases from the literature, as the test suites of other libraries quote them.

The weighted sum between fixed anchors is SPOTIS turned round, and the last step of AHP; TOPSIS and
PROMETHEE II are those of the cross-check.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from pymcdm.methods import SPOTIS, TOPSIS, WSM

from analysis.decision.crosscheck import promethee_ii, topsis
from analysis.decision.scoring import value_function, weighted_sum
from analysis.decision.uncertainty import rank_acceptability


def points(matrix: object, worst: object, best: object, weights: object) -> np.ndarray:
    """The weighted sum of values between these anchors."""
    columns = zip(np.asarray(matrix, dtype=float).T, worst, best, strict=True)  # type: ignore[call-overload]
    values = np.column_stack([value_function(x, low, high) for x, low, high in columns])
    return weighted_sum(values, weights)


# SPOTIS: the weighted mean distance to the ideal, relative to the distance between the bounds


def test_spotis_first_example() -> None:
    """Dezert, Tchamova, Han & Tacnet, FUSION 2020, first example; pymcdm and scikit-criteria.

    The second alternative is 0.3705 when worked out (and in pymcdm), 0.3707 as printed.
    """
    matrix = [[10.5, -3.1, 1.7], [-4.7, 0, 3.4], [8.1, 0.3, 1.3], [3.2, 7.3, -5.3]]
    worst, best, weights = [-5, 10, -8], [12, -6, 5], [0.2, 0.3, 0.5]
    found = 1 - points(matrix, worst, best, weights)
    assert found.round(4).tolist() == [0.1989, 0.3705, 0.3063, 0.7491]
    # A fifth alternative takes the third place and does not move the others.
    more = 1 - points([*matrix, [-3, 2, 4.2]], worst, best, weights)
    assert (more[:4] == found).all()
    assert more[4] == pytest.approx(0.3572, abs=5e-5)
    assert (np.argsort(more) == [0, 2, 4, 1, 3]).all()


def test_spotis_choice_of_a_car() -> None:
    """Dezert, Tchamova, Han & Tacnet, FUSION 2020, second example; scikit-criteria and JMcDM.

    The importance of the criteria is given as 5, 4, 4, 1, 3: the scale does not matter.
    """
    matrix = [
        [15000, 4.3, 99, 42, 737],
        [15290, 5.0, 116, 42, 892],
        [15350, 5.0, 114, 45, 952],
        [15490, 5.3, 123, 45, 1120],
    ]
    worst, best = [16000, 8, 140, 35, 650], [14000, 3, 80, 60, 1300]
    found = 1 - points(matrix, worst, best, [5, 4, 4, 1, 3])
    np.testing.assert_allclose(found, [0.4779, 0.5781, 0.5558, 0.5801], atol=1e-4)
    assert (np.argsort(found) == [0, 2, 1, 3]).all()


@given(
    hnp.arrays(float, (4, 3), elements=st.integers(0, 100).map(float)),
    hnp.arrays(float, 3, elements=st.integers(1, 9).map(float)),
    hnp.arrays(bool, 3),
)
def test_spotis_for_any_matrix(matrix: np.ndarray, weights: np.ndarray, cost: np.ndarray) -> None:
    bounds = np.array([[0.0, 100.0], [-20.0, 110.0], [0.0, 250.0]])
    types, normal = np.where(cost, -1, 1), weights / weights.sum()
    expected = SPOTIS(bounds)(matrix, normal, types, validation=False)
    ends = np.where(cost[:, None], bounds[:, ::-1], bounds)
    found = 1 - points(matrix, ends[:, 0], ends[:, 1], weights)
    np.testing.assert_allclose(found, expected, atol=1e-12)


# AHP: priorities from comparisons in pairs, put together by a weighted sum


def priorities(*above_diagonal: float) -> np.ndarray:
    """Saaty's priorities: the principal eigenvector of the reciprocal matrix, summing to 1."""
    size = int((1 + (1 + 8 * len(above_diagonal)) ** 0.5) / 2)
    matrix = np.ones((size, size))
    upper = np.triu_indices(size, 1)
    matrix[upper] = above_diagonal
    matrix.T[upper] = 1.0 / np.asarray(above_diagonal)
    lengths, vectors = np.linalg.eig(matrix)
    principal = np.abs(vectors[:, lengths.real.argmax()].real)
    return principal / principal.sum()


def test_ahp_priorities() -> None:
    """Saaty, International Journal of Services Sciences 1 (2008) 83–98, tables 2, 3 and 4.

    Drinks (as AHPy's tests quote them), the criteria of the best job, and its three kinds of
    flexibility. Table 2 prints tea against wine as 2, but the other way round as 1/3: with 3 the
    published priorities come out.
    """
    drinks = priorities(
        *(9, 5, 2, 1, 1, 1 / 2, 1 / 3, 1 / 9, 1 / 9, 1 / 9, 1 / 9),  # coffee, wine
        *(1 / 3, 1 / 4, 1 / 3, 1 / 9, 1 / 2, 1, 1 / 3, 2, 1 / 2, 1 / 3),  # tea, beer, soda, milk
    )
    assert drinks.round(3).tolist() == pytest.approx(
        [0.177, 0.019, 0.042, 0.116, 0.190, 0.129, 0.327], abs=1e-3
    )
    job = priorities(1 / 4, 1 / 6, 1 / 4, 1 / 8, 1 / 3, 3, 1 / 7, 4, 1 / 2, 1 / 7)
    np.testing.assert_allclose(job, [0.036, 0.122, 0.262, 0.075, 0.506], atol=5e-4)
    flexibility = priorities(1 / 3, 1 / 6, 1 / 4)
    np.testing.assert_allclose(flexibility, [0.091, 0.218, 0.691], atol=5e-4)
    # As weights of ours: whoever is best at one criterion and worst at the others gets its
    # priority, though the printed ones sum to 1.001.
    printed = [0.036, 0.122, 0.262, 0.075, 0.506]
    np.testing.assert_allclose(weighted_sum(np.eye(5), printed), job, atol=1e-3)


def test_ahp_synthesis() -> None:
    """Saaty, Theory and Applications of the Analytic Network Process (2005); AHPy.

    Where to live: local priorities of Bethesda, Boston, Pittsburgh and Santa Fe under culture,
    family, housing, jobs and transportation.
    """
    weights = priorities(1 / 5, 3, 1 / 2, 5, 7, 1, 7, 1 / 4, 3, 7)
    local = np.column_stack(
        [
            priorities(1 / 2, 1, 1 / 2, 2.5, 1, 1 / 2.5),  # culture
            priorities(2, 1 / 3, 4, 1 / 8, 2, 9),  # family
            priorities(5, 1 / 2, 2.5, 1 / 9, 1 / 4, 7),  # housing
            priorities(1 / 2, 3, 4, 6, 8, 1),  # jobs
            priorities(1.5, 1 / 2, 4, 1 / 3.5, 2.5, 9),  # transportation
        ]
    )
    found = weighted_sum(local, weights)
    assert found.round(4).tolist() == [0.2291, 0.2748, 0.3852, 0.1110]


# TOPSIS


def test_topsis_of_the_textbook() -> None:
    """Tzeng & Huang, Multiple Attribute Decision Making (2011); scikit-criteria.

    Vector normalisation, and ideals from the alternatives. With these ideals as anchors, and the
    weight of each criterion times the distance between them, ours is the same.
    """
    matrix = np.array([[5, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]], dtype=float)
    scaled = matrix / np.sqrt((matrix**2).sum(axis=0))
    worst, best = scaled.min(axis=0), scaled.max(axis=0)
    swings = np.array([0.3, 0.4, 0.3]) * (best - worst)
    found = topsis((scaled - worst) / (best - worst), swings)
    np.testing.assert_allclose(found, [0.5037, 0.6581, 0.7482, 0.3340], atol=1e-4)
    library = TOPSIS("vector")(matrix, np.array([0.3, 0.4, 0.3]), np.ones(3), validation=False)
    np.testing.assert_allclose(found, library, rtol=1e-12)


def test_topsis_of_the_mountain_climber() -> None:
    """Opricovic & Tzeng, European Journal of Operational Research 156 (2004) 445–455; pymcdm.

    Risk from 1 to 5 and height from 3000 to 4500 metres: the anchors are the ends.
    """
    risk, height = [1.0, 2.0, 5.0], [3000.0, 3750.0, 4500.0]
    values = np.column_stack([value_function(risk, 5, 1), value_function(height, 3000, 4500)])
    assert topsis(values, [0.5, 0.5]).round(3).tolist() == [0.5, 0.617, 0.5]


# PROMETHEE II


def test_promethee_with_whole_steps() -> None:
    """Zhao, Peng & Li, Procedia Computer Science 17 (2013) 181–188; pymcdm.

    The criteria are whole numbers and any difference counts in full, as on a scale of nine steps.
    """
    matrix = np.array([[4, 3, 2], [3, 2, 4], [5, 1, 3]])
    values = value_function(matrix, 0, 8)
    found = promethee_ii(values, [0.5, 0.3, 0.2])
    np.testing.assert_allclose(found, [0.1, -0.3, 0.2], atol=1e-12)


# Rank acceptability


def test_mean_ranks_with_ties_equal_those_of_an_independent_library() -> None:
    """With the same draws, one at a time, where ties share their ranks."""
    stream = np.random.default_rng(5)
    # Exact in binary and few, so that nearly every draw has a tie.
    values = stream.integers(0, 3, (300, 5, 3)) / 2
    weights = stream.integers(0, 3, (300, 3)) + np.array([1.0, 0.0, 0.0])
    method = WSM(normalization_function=lambda x, cost=False: x)
    ranks = np.array(
        [
            method.rank(method(v, w, np.ones(3), validation=False))
            for v, w in zip(values, weights, strict=True)
        ]
    )
    assert (ranks % 1 != 0).any(axis=1).mean() > 0.2
    found = rank_acceptability(values, weights)
    np.testing.assert_allclose(found @ np.arange(1, 6), ranks.mean(axis=0), rtol=1e-12)
