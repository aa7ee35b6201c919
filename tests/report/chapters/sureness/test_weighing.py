"""Weights and other methods."""

from dataclasses import replace

import numpy as np

from analysis.decision.crosscheck import Method
from analysis.report.chapters.alternatives import assessment
from analysis.report.chapters.sureness import weighing
from analysis.report.view import View
from tests.report.texts import headings, prose, rows, tables


def plain(text):
    return text.replace("\u00a0", " ")


def ranking(view, **firsts):
    """The view with each method putting this alternative first, all others after it."""
    check = view.crosscheck
    methods = dict(zip(("own", "topsis", "promethee"), Method, strict=True))
    ranks = {
        methods[name]: np.where(np.array(check.alternatives) == first, 1, 2)
        for name, first in firsts.items()
    }
    row = replace(check, ranks=ranks)
    others = [r for r in view.figures.crosscheck.rows if r.code != view.code]
    figures = replace(view.figures)
    figures.__dict__["robustness"] = view.robustness
    figures.__dict__["crosscheck"] = replace(view.figures.crosscheck, rows=(*others, row))
    return View(figures, view.scenario, view.code)


def test_who_would_choose_what_is_read_from_the_draws(view):
    (table,) = weighing.choosers(view("3310"))
    for name, (share, _) in rows(table.payload()).items():
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
    assert weighing._notable(told, other) == f"mer på {names[2]}, mindre på {names[0]}"
    assert weighing._notable(told, same) == ""


def test_where_all_weigh_alike_there_is_no_table_of_it(view):
    one = view("3316")
    found = one.robustness
    alike = np.broadcast_to(one.evaluation.scores.weights[:, None], found.central_weights.shape)
    figures = replace(one.figures)
    figures.__dict__["robustness"] = replace(found, central_weights=alike)
    (told,) = weighing.choosers(View(figures, one.scenario, one.code))
    assert "Vektene skiller lite her" in told.markdown


def test_weights_hold_inside_their_interval(view):
    for cells in rows(tables(weighing.intervals(view("")))[0]).values():
        own, low, high, _ = (float(c.replace(",", ".")) for c in cells)
        assert low - 0.051 <= own <= high + 0.051


def test_a_step_of_each_criterion_is_told_in_kroner_beside_its_weight(view):
    one = view("3310")
    given = {c.navn: c for c in one.criteria}
    money = one.dataset.shared.criterion("netto_naaverdi")
    krone = one.weight(money.id).share / abs(money.best - money.verst)
    table = rows(tables(weighing.intervals(one))[0])
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
    assert {cells[-1] for cells in rows(tables(weighing.intervals(free))[0]).values()} == {"–"}
    assert "veier like mye som" not in prose(assessment.chapter(free))


def test_other_methods_that_disagree_are_said_to(view):
    one = view("")
    finding = headings(weighing.methods(one))[0]
    same = all(a.same_first for a in one.crosscheck.agreement.values())
    assert ("To andre metoder setter samme alternativ først" in finding) == same
    assert finding.endswith("for kommunene samlet")
