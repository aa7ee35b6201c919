"""Weights: who would choose what, how far they go, and criteria that follow each other."""

from dataclasses import replace

import numpy as np

from analysis.report.chapters.alternatives import assessment
from analysis.report.chapters.sureness import weighing
from analysis.report.view import View
from tests.report.texts import prose, rows


def test_who_would_choose_what_is_read_from_the_draws(view):
    for name, (share, *_) in rows(weighing.choosers(view("3310")).payload()).items():
        found = view("3310").conclusion.shares[name.split(" ")[0]]
        assert abs(float(share) - found * 100) <= 0.51


def test_more_and_less_are_against_the_mean_of_the_draws(view):
    one = view("3310")
    mean = np.full(len(one.criteria), 1.0 / len(one.criteria))
    names = [c.navn.lower() for c in one.criteria]
    central = mean.copy()
    central[2], central[0], central[5] = mean[2] * 1.11, mean[0] * 0.89, mean[5] * 1.09
    found = one.robustness
    weights = np.full_like(found.central_weights, np.nan)
    weights[one.r, :2] = mean, central
    first = np.zeros_like(found.first)
    first[one.r, 0] = 1.0
    figures = replace(one.figures)
    figures.__dict__["robustness"] = replace(found, central_weights=weights, first=first)
    told = View(figures, one.scenario, one.code)
    same, other = found.alternatives[:2]
    assert weighing._notable(told, other, 1.0) == names[2].capitalize()
    assert weighing._notable(told, other, -1.0) == names[0].capitalize()
    assert weighing._notable(told, same, 1.0) is weighing._notable(told, same, -1.0) is None


def test_weights_hold_inside_their_interval(view):
    for cells in rows(weighing.intervals(view("")).payload()).values():
        own, low, high, _ = (float(c.replace(",", ".")) for c in cells)
        assert low - 0.051 <= own <= high + 0.051


def test_a_step_of_each_criterion_is_told_in_kroner_beside_its_weight(view):
    one = view("3310")
    given = {c.navn: c for c in one.criteria}
    money = one.dataset.shared.criterion("netto_naaverdi")
    krone = one.weight(money.id).share / abs(money.best - money.verst)
    table = rows(weighing.intervals(one).payload())
    for name, cells in table.items():
        c = given[name]
        step = one.weight(c.id).share * c.step / abs(c.best - c.verst)
        assert float(cells[-1]) == round(step / krone), name
    assert table[money.navn][-1] == "100"


def test_without_a_weight_on_money_no_step_has_a_price(view):
    one = view("3310")
    scores = one.evaluation.scores
    weights = scores.weights.copy()
    weights[:, one.evaluation.criteria.index("netto_naaverdi")] = 0.0
    evaluation = replace(one.evaluation, scores=replace(scores, weights=weights))
    figures = replace(one.figures, evaluation=evaluation)
    figures.__dict__["robustness"] = one.robustness
    free = replace(one, figures=figures)
    assert {cells[-1] for cells in rows(weighing.intervals(free).payload()).values()} == {"–"}
    assert "veier like mye som" not in prose(assessment.chapter(free))


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
    first, *others = weighing.overlap(one).payload()["rows"]
    assert first == ["Reversibilitet", "Ansatte", "+1,0", "ja"]
    assert len(others) == 2 and {row[-1] for row in others} == {"nei"}


def test_opposite_effects_are_no_overlap(view):
    (pair,) = weighing.overlap(valued(view(""), ansatte=UP, reversibilitet=DOWN)).payload()["rows"]
    assert pair[2:] == ["−1,0", "nei"]


def test_what_never_differs_has_no_overlap_and_nothing_is_claimed(view):
    told = weighing.overlap(valued(view(""), ansatte=UP, reversibilitet=[0.5] * 7))
    assert "minst to kriterier" in told.markdown
