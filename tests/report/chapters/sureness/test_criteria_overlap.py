"""Whether two criteria say the same, from the effects of the alternatives."""

from dataclasses import replace

import numpy as np

from analysis.report.chapters.sureness import criteria_overlap
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


def test_what_never_differs_has_no_overlap_and_nothing_is_claimed(view):
    one = valued(view(""), ansatte=UP, reversibilitet=[0.5] * 7)
    assert headings(criteria_overlap.overlap(one)) == [
        "Om kriteriene måler det samme, kan ikke regnes ut"
    ]


def test_all_that_is_weighed_in_the_example_is_compared(view):
    one = view("")
    (figure,) = (p for p in parts(criteria_overlap.overlap(one)) if p["type"] == "figure")
    weighed = [c for c in one.criteria if one.weight(c.id).share > 0]
    assert f"mellom {len(weighed)} kriterier" in figure["alt"]
