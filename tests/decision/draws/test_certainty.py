"""One municipality's part of what the draws show, by name, against the arrays."""

from pathlib import Path

import numpy as np
import pytest

from analysis.dataset import load
from analysis.decision.draws.certainty import Certainty, Swing, Weight
from analysis.decision.draws.robustness import assess
from analysis.decision.evaluation import evaluate

EXAMPLE = Path(__file__).parents[3] / "inputs" / "ringeriksregionen"


@pytest.fixture(scope="module")
def found():
    data = load(EXAMPLE)
    return assess(data, evaluate(data), draws=100, sobol_base=4)


@pytest.mark.parametrize("code", ["3310", "3312", ""])
def test_names_stand_for_places_in_the_arrays(found, code):
    one, row = Certainty(found, code), found.row(code)
    for a, name in enumerate(found.alternatives):
        assert (name in one.ranked) == found.eligible[row, a]
        assert one.share(name) == found.first[row, a]
        assert one.share(name, 2) == found.acceptability[row, a, 1]
        np.testing.assert_equal(one.npv(name), found.npv[row, a])
        np.testing.assert_equal(one.budget(name)[4], found.budget[row, a, 4])
    assert [one.first, one.second] == [found.alternatives[a] for a in found.leaders[row]]
    for n, swing in enumerate(one.tornado):
        assert swing.assumption == found.assumptions[n]
        assert (swing.at_low, swing.at_high) == tuple(found.tornado[row, n])
    assert list(one.mean_weights) == list(found.criteria)
    assert sum(one.mean_weights.values()) == pytest.approx(1.0)


@pytest.mark.parametrize(("break_even", "turns"), [(1.0, True), (3.1, False), (np.nan, False)])
def test_an_assumption_turns_the_first_place_inside_its_interval(break_even, turns):
    swing = Swing("x", 1.0, 2.0, 3.0, -0.4, 0.1, break_even)
    assert swing.turns is turns and swing.widest == 0.4


def test_the_room_of_a_weight_is_to_its_nearest_end():
    assert Weight(0.2, 0.1, 0.5).room == pytest.approx(0.1 / 0.4)
    assert Weight(0.2, 0.0, 0.5).room == pytest.approx(0.3 / 0.4)
    assert Weight(0.2, 0.0, 1.0).room == np.inf and not Weight(0.2, 0.0, 1.0).turns
    assert not Weight(0.0, 0.1, 0.5).turns
