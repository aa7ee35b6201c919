"""How strongly a first place is worded, at the edges of the thresholds."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from analysis.dataset import load
from analysis.decision.conclusion import (
    AHEAD_SHARE,
    BEST_SHARE,
    CLEAR_SHARE,
    Strength,
    conclude,
    strength,
)
from analysis.decision.evaluation import evaluate
from analysis.decision.robustness import Flip, assess

EXAMPLE = Path(__file__).parents[2] / "inputs" / "ringeriksregionen"
BELOW = 1e-9


@pytest.mark.parametrize(
    ("share", "turned", "said"),
    [
        (1.0, False, Strength.CLEAR),
        (CLEAR_SHARE, False, Strength.CLEAR),
        (CLEAR_SHARE, True, Strength.BEST),
        (1.0, True, Strength.BEST),
        (CLEAR_SHARE - BELOW, False, Strength.BEST),
        (BEST_SHARE, False, Strength.BEST),
        (BEST_SHARE, True, Strength.BEST),
        (BEST_SHARE - BELOW, False, Strength.AHEAD),
        (AHEAD_SHARE, False, Strength.AHEAD),
        (AHEAD_SHARE - BELOW, False, Strength.UNDECIDED),
        (0.2, True, Strength.UNDECIDED),
    ],
)
def test_strength_at_the_edges(share, turned, said):
    assert strength(share, turned) is said


@pytest.fixture(scope="module")
def found():
    data = load(EXAMPLE)
    evaluation = evaluate(data)
    return evaluation, assess(data, evaluation, draws=200, sobol_base=0)


def with_first(robustness, shares, leader, flip=None):
    """The robustness with these shares of first places in the joint row, by position."""
    acceptability = robustness.acceptability.copy()
    acceptability[-1, :, 0] = 0.0
    for a, share in shares.items():
        acceptability[-1, a, 0] = share
    leaders = robustness.leaders.copy()
    leaders[-1, 0] = leader
    return replace(
        robustness,
        acceptability=acceptability,
        leaders=leaders,
        nearest_assumption=(*robustness.nearest_assumption[:-1], flip),
    )


def test_a_clear_first_is_named_alone(found):
    evaluation, robustness = found
    answer = conclude(evaluation, with_first(robustness, {3: 0.92, 4: 0.08}, 3), "")
    assert (answer.strength, answer.leaders) == (Strength.CLEAR, ("2",))
    assert answer.considered == ("2",)
    assert list(answer.shares.items())[:2] == [("2", 0.92), ("3", 0.08)]


@pytest.mark.parametrize(("value", "said"), [(3.0, Strength.BEST), (3.1, Strength.CLEAR)])
def test_an_assumption_that_turns_it_inside_its_interval_makes_it_depend(found, value, said):
    evaluation, robustness = found
    flip = Flip("fravaer", 1.0, value, 0.0, 3.0, "3")
    one = with_first(robustness, {3: 0.92, 4: 0.08}, 3, flip)
    assert conclude(evaluation, one, "").strength is said


def test_a_narrow_first_takes_the_others_along_in_what_is_considered(found):
    evaluation, robustness = found
    one = with_first(robustness, {3: 0.6, 4: 0.3, 6: 0.1}, 3)
    answer = conclude(evaluation, one, "")
    assert (answer.strength, answer.leaders) == (Strength.AHEAD, ("2",))
    assert answer.considered == ("2", "3", "5")


def test_below_half_nobody_is_named_and_the_rare_ones_are_left_out(found):
    evaluation, robustness = found
    one = with_first(robustness, {3: 0.49, 4: 0.45, 6: 0.06}, 3)
    answer = conclude(evaluation, one, "")
    assert (answer.strength, answer.leaders) == (Strength.UNDECIDED, ("2", "3"))


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [(0.5, 0.5, Strength.UNDECIDED), (0.55, 0.45, Strength.UNDECIDED), (0.6, 0.4, Strength.AHEAD)],
)
def test_a_lead_within_chance_is_no_lead(found, first, second, said):
    """Two standard errors of the difference in 200 draws are 0.14."""
    evaluation, robustness = found
    one = with_first(robustness, {3: first, 4: second}, 3)
    assert conclude(evaluation, one, "").strength is said


def test_draws_and_central_values_that_disagree_name_nobody(found):
    evaluation, robustness = found
    answer = conclude(evaluation, with_first(robustness, {3: 0.93, 4: 0.07}, 4), "")
    assert (answer.strength, answer.leaders) == (Strength.UNDECIDED, ("2", "3"))


def test_what_is_not_ranked_has_no_share(found):
    evaluation, robustness = found
    for code in (*evaluation.codes, ""):
        answer = conclude(evaluation, robustness, code)
        assert not set(answer.shares) & set(answer.not_ranked)
        assert sum(answer.shares.values()) == pytest.approx(1.0)
        assert np.all(np.diff(list(answer.shares.values())) <= 1e-12)
