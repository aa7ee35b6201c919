"""The cross-checks against their definitions, their invariances and the awkward cases."""

from __future__ import annotations

import pickle
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from model.regions import FELLES, ROOT, alike, all_judgements, application_rows, make_dataset
from pymcdm.methods import PROMETHEE_II, TOPSIS

from analysis.dataset import load
from analysis.dataset.tables.categories import SCENARIOS
from analysis.decision.crosscheck import (
    STEP,
    CrossCheck,
    Method,
    cross_check,
    promethee_ii,
    topsis,
)
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.scoring import weighted_sum

# Exact in binary, with ties and with differences on both sides of a step.
GRID = st.integers(0, 16).map(lambda i: i / 16)
WEIGHT = st.integers(0, 4).map(float)


@st.composite
def problems(draw: st.DrawFn) -> tuple[np.ndarray, np.ndarray]:
    size, criteria = draw(st.integers(2, 6)), draw(st.integers(1, 5))
    values = draw(hnp.arrays(float, (size, criteria), elements=GRID))
    weights = draw(hnp.arrays(float, criteria, elements=WEIGHT))
    if weights.sum() == 0:
        weights[0] = 1.0
    return values, weights


def slow_topsis(values: np.ndarray, weights: np.ndarray) -> list[float]:
    found = []
    for row in values:
        down = sum((w * v) ** 2 for w, v in zip(weights, row, strict=True)) ** 0.5
        up = sum((w * (1 - v)) ** 2 for w, v in zip(weights, row, strict=True)) ** 0.5
        found.append(down / (down + up))
    return found


def slow_flow(values: np.ndarray, weights: np.ndarray, step: float) -> list[float]:
    def preference(a: np.ndarray, b: np.ndarray) -> float:
        parts = (min(1.0, max(0.0, x - y) / step) for x, y in zip(a, b, strict=True))
        return sum(w * p for w, p in zip(weights, parts, strict=True)) / sum(weights)

    return [
        sum(preference(a, b) - preference(b, a) for b in values) / (len(values) - 1) for a in values
    ]


@given(problems())
def test_both_equal_their_definitions(problem: tuple[np.ndarray, np.ndarray]) -> None:
    values, weights = problem
    np.testing.assert_allclose(topsis(values, weights), slow_topsis(values, weights), atol=1e-12)
    flow = slow_flow(values, weights, STEP)
    np.testing.assert_allclose(promethee_ii(values, weights), flow, atol=1e-12)


@given(problems(), st.integers(0, 5), st.integers(0, 4))
def test_invariances(problem: tuple[np.ndarray, np.ndarray], place: int, k: int) -> None:
    values, weights = problem
    a, k = place % len(values), k % len(weights)
    order = np.roll(np.arange(len(values)), place)
    better = values.copy()
    better[a, k] = min(1.0, better[a, k] + 0.25)
    for method in (topsis, promethee_ii):
        found = method(values, weights)
        assert np.isfinite(found).all()
        np.testing.assert_allclose(method(values, weights * 7.0), found, atol=1e-12)
        np.testing.assert_allclose(method(values[order], weights), found[order], atol=1e-12)
        assert method(better, weights)[a] >= found[a] - 1e-12
        unweighed = np.column_stack([values, values[::-1, 0]])
        np.testing.assert_allclose(method(unweighed, [*weights, 0.0]), found, atol=1e-12)
    assert ((topsis(values, weights) >= 0) & (topsis(values, weights) <= 1)).all()
    assert promethee_ii(values, weights).sum() == pytest.approx(0.0, abs=1e-12)
    gone = np.delete(values, a, axis=0)
    rest = np.delete(topsis(values, weights), a)
    np.testing.assert_allclose(topsis(gone, weights), rest, atol=1e-12)


@given(problems())
def test_a_step_as_wide_as_the_anchors_would_check_nothing(
    problem: tuple[np.ndarray, np.ndarray],
) -> None:
    """Then the net flow is n / (n − 1) times the points less their mean."""
    values, weights = problem
    points, size = weighted_sum(values, weights), len(values)
    expected = size / (size - 1) * (points - points.mean())
    np.testing.assert_allclose(promethee_ii(values, weights, step=1.0), expected, atol=1e-12)


@given(problems())
def test_a_step_no_wider_than_any_difference_is_the_usual_criterion(
    problem: tuple[np.ndarray, np.ndarray],
) -> None:
    values, weights = problem
    usual = PROMETHEE_II("usual")(
        values, weights / weights.sum(), np.ones(len(weights)), validation=False
    )
    np.testing.assert_allclose(promethee_ii(values, weights, step=1 / 16), usual, atol=1e-12)


def test_topsis_in_the_units_of_the_criteria() -> None:
    """Min–max over the alternatives and the anchors, in their own units, is the same."""
    raw = np.array([[-500.0, 90.0, 2.0], [800.0, 30.0, 5.0], [1500.0, 120.0, 3.0]])
    worst, best = np.array([-2000.0, 150.0, 0.0]), np.array([2000.0, 0.0, 6.0])
    weights = np.array([0.5, 0.2, 0.3])
    everyone = np.vstack([raw, worst, best])
    expected = TOPSIS()(everyone, weights, np.array([1, -1, 1]), validation=False)[:3]
    found = topsis((raw - worst) / (best - worst), weights)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_topsis_holds_kroner_past_an_anchor_against_the_farthest_of_them() -> None:
    # On the first criterion 1.5 is the best there is and −0.5 the worst; on the second 1 and 0.
    values, weights = [[1.5, 0.0], [0.5, 1.0], [-0.5, 0.5]], [1.0, 1.0]
    # To the best: 1; 1; √(2² + 0.5²). To the worst: 2; √2; 0.5.
    up, down = [1.0, 1.0, 4.25**0.5], [2.0, 2.0**0.5, 0.5]
    expected = [d / (d + u) for d, u in zip(down, up, strict=True)]
    np.testing.assert_allclose(topsis(values, weights), expected, rtol=1e-12)
    # A krone more is better there too.
    more, less = topsis([[1.5, 0.0], [1.4, 0.0]], weights)
    assert more > less


def test_a_poor_alternative_flips_min_max_but_not_fixed_anchors() -> None:
    """Why the default of pymcdm is not used: its ideals follow the alternatives."""
    two = np.array([[0.9, 0.5], [0.6, 0.7]])
    three, weights = np.vstack([two, [0.6, 0.0]]), np.array([0.45, 0.55])

    def default(values: np.ndarray) -> list[int]:
        found = TOPSIS()(values, weights, np.ones(2), validation=False)
        return np.argsort(-found).tolist()

    assert (default(two), default(three)) == ([1, 0], [0, 1, 2])
    np.testing.assert_array_equal(topsis(three, weights)[:2], topsis(two, weights))


def test_extremes() -> None:
    assert topsis([[1, 1], [0, 0], [0.5, 0.5]], [3, 1]).tolist() == [1, 0, 0.5]
    assert promethee_ii([[1, 1], [0, 0]], [3, 1]).tolist() == [1, -1]
    # Nothing to compare with, and nothing that tells two apart.
    assert promethee_ii([[0.3, 0.4]], [1, 1]).tolist() == [0]
    assert promethee_ii([[0.3, 0.4]] * 3, [1, 1]).tolist() == [0, 0, 0]
    assert np.ptp(topsis([[0.3, 0.4]] * 3, [1, 1])) == 0
    # One criterion leaves one order.
    np.testing.assert_allclose(topsis([[0.2], [0.7]], [5]), [0.2, 0.7])


@pytest.mark.parametrize(
    ("values", "weights", "message"),
    [
        ([[np.nan, 1.0]], [1.0, 1.0], "endelige tall"),
        ([[np.inf, 1.0]], [1.0, 1.0], "endelige tall"),
        ([1.0, 1.0], [1.0, 1.0], "alternativer, kriterier"),
        ([[1.0, 1.0]], [1.0], "like mange kriterier"),
        ([[1.0, 1.0]], [0.0, 0.0], "minst én større enn 0"),
        ([[1.0, 1.0]], [-1.0, 2.0], "0 eller mer"),
    ],
)
def test_what_cannot_be_compared_is_refused(values: object, weights: object, message: str) -> None:
    for method in (topsis, promethee_ii):
        with pytest.raises(ValueError, match=message):
            method(values, weights)


# An evaluation


@cache
def small() -> Evaluation:
    """Three alike municipalities; one has ruled out alternative 5."""
    codes = ("9901", "9902", "9903")
    municipalities, budget, staff = alike(*codes)
    apps = application_rows(*((code, "Arkiv") for code in codes))
    mandate = pd.DataFrame(
        [("9901", "5", "nei")], columns=["kommunenummer", "alternativ", "tillatt"]
    )
    tables = {"judgements": all_judgements(), "mandate": mandate}
    return evaluate(make_dataset(municipalities, budget, staff, apps, **tables))


def given_values(low: object, high: object | None = None, weights: object = None) -> CrossCheck:
    """The check where all rows and scenarios have these values of the first criteria."""
    found = small()
    ends = np.stack([np.asarray(low, float), np.asarray(low if high is None else high, float)], -1)
    values, own = np.zeros_like(found.scores.values), np.zeros_like(found.scores.weights)
    values[:, :, : ends.shape[0], : ends.shape[1]] = ends
    own[:, : ends.shape[1]] = 1.0 if weights is None else weights
    eligible = np.zeros_like(found.scores.eligible)
    eligible[:, : ends.shape[0]] = True
    changed = replace(found.scores, values=values, weights=own, eligible=eligible)
    return cross_check(replace(found, scores=changed))


def test_who_is_outside_the_mandate_is_left_out() -> None:
    found = cross_check(small())
    assert [row.code for row in found.rows] == ["9901", "9902", "9903", ""]
    assert "5" not in found.row("9901").alternatives
    assert "5" in found.row("9902").alternatives and "5" in found.row("").alternatives
    for row in found.rows:
        for method in Method:
            assert len(row.ranks[method]) == len(row.scores[method]) == len(row.alternatives)
            assert np.isfinite(row.scores[method]).all()


def test_by_hand() -> None:
    # Points 0.55, 0.5 and 0.45. In pairs the first wins one criterion and loses the other by more
    # than a step to each; the second beats the third by 0.05 of the needed 0.125 on both.
    row = given_values([[1.0, 0.1], [0.5, 0.5], [0.45, 0.45]]).row("")
    assert row.ranks[Method.WEIGHTED_SUM].tolist() == [1, 2, 3]
    np.testing.assert_allclose(
        row.scores[Method.TOPSIS], [1.01**0.5 / (1.01**0.5 + 0.9), 0.5, 0.45], rtol=1e-12
    )
    assert row.ranks[Method.TOPSIS].tolist() == [1, 2, 3]
    np.testing.assert_allclose(row.scores[Method.PROMETHEE_II], [0.0, 0.2, -0.2], atol=1e-12)
    assert row.ranks[Method.PROMETHEE_II].tolist() == [2, 1, 3]
    assert row.first(Method.PROMETHEE_II) == ("0+",)
    assert row.agreement[Method.TOPSIS] == pytest.approx(1.0)
    # Two of three pairs in the same order: (2 − 1) / 3.
    assert row.agreement[Method.PROMETHEE_II] == pytest.approx(1 / 3)


def test_ties_share_the_best_place() -> None:
    row = given_values([[0.6, 0.2], [0.2, 0.6], [0.1, 0.1]]).row("")
    for method in Method:
        assert row.ranks[method].tolist() == [1, 1, 3]
        assert row.first(method) == ("0", "0+")
    # Tau-b counts the tied pair as neither for nor against, in both orders.
    assert all(tau == pytest.approx(1.0) for tau in row.agreement.values())


def test_a_tie_in_one_method_is_not_the_same_first() -> None:
    # Equal points, but the even alternative is nearer the best.
    row = given_values([[0.6, 0.6], [1.0, 0.2], [0.1, 0.1]], weights=[1.0, 1.0]).row("")
    assert row.first(Method.WEIGHTED_SUM) == ("0", "0+")
    assert row.first(Method.TOPSIS) == ("0",)
    # One of three pairs is tied in one order only: 2 / √(2 · 3).
    assert row.agreement[Method.TOPSIS] == pytest.approx(2 / 6**0.5)


def test_no_order_at_all_has_no_correlation() -> None:
    row = given_values([[0.3, 0.4]] * 4).row("")
    assert set(row.agreement.values()) == {None}
    assert all(row.ranks[method].tolist() == [1] * 4 for method in Method)


def test_one_alternative_is_not_compared() -> None:
    row = given_values([[0.3, 0.4]]).row("9901")
    assert (row.alternatives, dict(row.agreement)) == (("0",), {})
    assert all(row.first(method) == ("0",) for method in Method)


def test_the_middle_of_an_interval_is_used() -> None:
    low = [[0.2, 0.5, 0.0], [0.4, 0.5, 0.1], [0.6, 0.5, 0.2]]
    high = [[0.2, 0.5, 1.0], [0.4, 0.5, 0.1], [0.6, 0.5, 0.4]]
    found = given_values(low, high, weights=[1.0, 2.0, 1.0]).row("")
    assert found.criteria == ("netto_naaverdi", "engangskostnad", "saarbarhet")
    at_middle = [[0.2, 0.5, 0.5], [0.4, 0.5, 0.1], [0.6, 0.5, 0.3]]
    fixed = given_values(at_middle, weights=[1.0, 2.0, 1.0]).row("")
    for method in Method:
        np.testing.assert_allclose(found.scores[method], fixed.scores[method], atol=1e-12)
    # What nobody weighs is not used.
    without = given_values(low, high, weights=[1.0, 2.0, 0.0]).row("")
    assert without.criteria == ("netto_naaverdi", "engangskostnad")


# The example analysis


@pytest.fixture(scope="module")
def example() -> Evaluation:
    return evaluate(load(ROOT / "inputs" / "ringeriksregionen", FELLES))


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_weighted_sum_is_that_of_the_evaluation(example: Evaluation, scenario: str) -> None:
    found, at = cross_check(example, scenario), SCENARIOS.index(scenario)
    for r, row in enumerate(found.rows):
        eligible = example.scores.eligible[r]
        points = example.scores.points[at, r].mean(axis=-1)[eligible]
        np.testing.assert_allclose(100 * row.scores[Method.WEIGHTED_SUM], points, atol=1e-9)
        leaders = example.scores.regret[at, r][eligible] <= 1e-9
        assert (leaders == (row.ranks[Method.WEIGHTED_SUM] == 1)).all()
        assert set(row.agreement) == {Method.TOPSIS, Method.PROMETHEE_II}
        assert all(tau is not None and -1 <= tau <= 1 for tau in row.agreement.values())


def test_the_same_bytes_twice_and_through_a_pickle(example: Evaluation) -> None:
    found = cross_check(example)
    assert pickle.dumps(found) == pickle.dumps(cross_check(example))
    again = pickle.loads(pickle.dumps(found))
    assert again.row("").ranks.keys() == found.row("").ranks.keys()
    assert str(again) == str(found)
