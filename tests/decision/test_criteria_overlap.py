"""Whether two criteria say the same, from the effects of the alternatives."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.decision.criteria_overlap import correlations, strongest

UP = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 0.5]
DOWN = [0.5, 0.4, 0.3, 0.2, 0.1, 0.0, 0.5]


def found(evaluation, *, lift=0.0, **values):
    """Between criteria with these values, the first being alternative 0's, in all municipalities.

    Everything stands `lift` higher in each municipality than in the one before.
    """
    scores = evaluation.scores
    given = np.zeros_like(scores.values)
    for name, own in values.items():
        given[:, :, :, evaluation.criteria.index(name)] = np.array(own)[None, None, :, None]
    given += lift * np.arange(given.shape[1])[None, :, None, None, None]
    other = replace(scores, values=given, eligible=np.ones_like(scores.eligible))
    return correlations(replace(evaluation, scores=other), "forventet", list(values))


def test_it_is_the_effect_and_not_the_level_that_is_compared(figures):
    half = [x / 2 for x in UP]
    once = found(figures.evaluation, ansatte=UP, reversibilitet=half)
    assert once.loc["ansatte", "reversibilitet"] == pytest.approx(1.0)
    lifted = found(figures.evaluation, ansatte=UP, reversibilitet=half, lift=0.1)
    np.testing.assert_allclose(lifted, once)


def test_the_strongest_pair_is_first_whichever_way(figures):
    apart = [0.1, 0.3, 0.1, 0.2, 0.4, 0.1, 0.2]
    pairs = strongest(found(figures.evaluation, ansatte=UP, saarbarhet=apart, reversibilitet=DOWN))
    assert pairs[0][:2] == ("ansatte", "reversibilitet")
    assert pairs[0].correlation == pytest.approx(-1.0)
    assert len(pairs) == 3


def test_what_never_differs_is_in_no_pair(figures):
    assert strongest(found(figures.evaluation, ansatte=UP, reversibilitet=[0.5] * 7)) == []
