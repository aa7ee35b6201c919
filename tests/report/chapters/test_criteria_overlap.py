"""Whether two criteria say the same, from the effects of the alternatives."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.report.chapters import criteria_overlap
from tests.report.texts import headings, parts, prose


def valued(view, **values):
    """The view where these criteria alone are weighed, with these values in every municipality.

    The first value is alternative 0's, of which the others are the effects.
    """
    scores = view.evaluation.scores
    ids = list(view.evaluation.criteria)
    found, weights = np.zeros_like(scores.values), np.zeros_like(scores.weights)
    for name, own in values.items():
        found[:, :, :, ids.index(name)] = np.array(own)[None, None, :, None]
        weights[:, ids.index(name)] = 1.0 / len(values)
    eligible = np.ones_like(scores.eligible)
    other = replace(scores, values=found, weights=weights, eligible=eligible)
    figures = replace(view.figures, evaluation=replace(view.evaluation, scores=other))
    return replace(view, figures=figures)


UP = [0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 0.5]
DOWN = [0.5, 0.4, 0.3, 0.2, 0.1, 0.0, 0.5]
APART = [0.1, 0.3, 0.1, 0.2, 0.4, 0.1, 0.2]


def test_criteria_with_the_same_effects_are_told_to_follow_each_other(view):
    one = valued(view(""), ansatte=UP, reversibilitet=UP, saarbarhet=APART)
    told = criteria_overlap.overlap(one)
    assert headings(told) == ["Reversibilitet og ansatte følger hverandre tett"]
    assert prose(told).startswith("Sterkest sammen henger reversibilitet og ansatte (+1,0)")
    assert "telle det samme to ganger" in prose(told)
    (figure,) = (part for part in parts(told) if part["type"] == "figure")
    assert "reversibilitet og ansatte (+1,0)" in figure["alt"]


def test_opposite_effects_are_no_overlap(view):
    told = criteria_overlap.overlap(valued(view(""), ansatte=UP, reversibilitet=DOWN))
    assert headings(told) == ["Ingen kriterier følger hverandre tett"]
    assert "(−1,0)" in prose(told) and "to ganger" not in prose(told)


def test_it_is_the_effect_and_not_the_level_that_is_compared(view):
    one = valued(view(""), ansatte=UP, reversibilitet=[x / 2 for x in UP])
    found = criteria_overlap.correlations(one)
    assert found.loc["Ansatte", "Reversibilitet"] == pytest.approx(1.0)
    # The same where the municipalities start from different places.
    scores = one.evaluation.scores
    lifted = scores.values + np.arange(len(one.codes) + 1)[None, :, None, None, None] / 10
    figures = replace(
        one.figures,
        evaluation=replace(one.evaluation, scores=replace(scores, values=lifted)),
    )
    again = criteria_overlap.correlations(replace(one, figures=figures))
    np.testing.assert_allclose(again, found)


def test_what_never_differs_has_no_overlap_and_nothing_is_claimed(view):
    one = valued(view(""), ansatte=UP, reversibilitet=[0.5] * 7)
    assert criteria_overlap.strongest(criteria_overlap.correlations(one)) == []
    assert headings(criteria_overlap.overlap(one)) == [
        "Om kriteriene måler det samme, kan ikke regnes ut"
    ]


def test_all_that_is_weighed_in_the_example_is_compared(view, drawn):
    one = view("")
    found = criteria_overlap.correlations(one)
    assert list(found) == [c.navn for c in one.criteria if one.weight(c.id).share > 0]
    pairs = criteria_overlap.strongest(found)
    assert abs(pairs[0].correlation) == max(abs(p.correlation) for p in pairs)
    assert pairs[0].first.lower() in prose(criteria_overlap.overlap(one))
