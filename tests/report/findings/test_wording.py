from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from analysis.report.chapters.answer import front
from analysis.report.findings import wording
from tests.report.chapters.answer.test_decision_points import recommending
from tests.report.computed import concluding, drawing_npv
from tests.report.texts import prose


def spending(view, alternative, effect):
    """Make the budget effect of an alternative this in our municipality, all of it governance."""
    money = spent(view, view.evaluation.money, alternative, effect)
    evaluation = replace(view.evaluation, money=money, money_high=None)
    return replace(view, figures=replace(view.figures, evaluation=evaluation))


def spent(view, money, alternative, effect):
    results = dict(money.results)
    found = results[alternative]
    cost = np.zeros_like(found.outcome.margin)
    cost[view.s, view.r] = effect
    nothing = {"common": {}, "pooled": {}, "overhead": np.zeros_like(found.outcome.overhead)}
    outcome = replace(found.outcome, own={"styring": cost}, **nothing)
    once = np.zeros_like(found.one_time)
    results[alternative] = replace(found, outcome=outcome, one_time=once)
    return replace(money, results=results)


def spending_between(view, alternative, low, high):
    """Make the budget effect these two, with what others lack as low and as high as possible."""
    found = view.evaluation
    ends = [
        spent(view, money, alternative, np.array(effect, dtype=float))
        for money, effect in ((found.money, low), (found.money_high, high))
    ]
    evaluation = replace(found, money=ends[0], money_high=ends[1])
    return replace(view, figures=replace(view.figures, evaluation=evaluation))


def costing_between(view, alternative, low, high):
    """Make the net present value per inhabitant these two, in all scenarios."""
    found, ends = view.evaluation, []
    for money, kroner in ((found.money, low), (found.money_high, high)):
        results = dict(money.results)
        npv = np.full_like(results[alternative].npv, kroner * view.people / 1000.0)
        results[alternative] = replace(results[alternative], npv=npv)
        ends.append(replace(money, results=results))
    evaluation = replace(found, money=ends[0], money_high=ends[1])
    return replace(view, figures=replace(view.figures, evaluation=evaluation))


def plain(text):
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (18.5, -6.3, "koster om lag det samme som å fortsette som i dag"),
        (-26.4, -51.6, "koster til sammen om lag 39 kroner (20–90) mer per innbygger over"),
        (
            202.1,
            179.8,
            "koster til sammen om lag 190 kroner mindre (20 mer til 90 mer) per innbygger over",
        ),
        (-101.0, -102.0, "koster til sammen om lag 100 kroner (20–90) mer per innbygger over"),
    ],
)
def test_a_cost_is_the_expected_with_what_eight_draws_of_ten_lie_between(view, low, high, said):
    one = drawing_npv(costing_between(view("3312"), "2", low, high), -90.0, -20.0)
    assert plain(wording.against_today(one, "2")).startswith(said)
    # The draws are around the central calculation, and say nothing of another.
    assert "(" not in wording.against_today(replace(one, scenario="ugunstig"), "2")


def test_expenditure_in_the_plan_is_the_middle_of_what_is_missing(view):
    low, high = [0, -500, -500, -500, -500, *[0] * 6], [0, 200, 200, 200, 200, *[0] * 6]
    one = spending_between(view("3312"), "2", low, high)
    assert "til sammen om lag 600 000 kroner lavere enn i alternativ 0." in plain(
        wording.cost_and_when(one, "2")
    )


def test_whose_figures_are_missing_is_said_of_our_own_too(view):
    for code in ("", "3310", "3236"):
        assert wording.gaps(view(code)).startswith("Tall som mangler fra Jevnaker, er satt midt")


def test_what_a_draw_is_stands_on_page_one_before_the_first_of_them(view):
    told = prose(front.summary(view("3310"))).replace("\u00a0", " ")
    explained = told.index("ganger med ulike anslag, her kalt trekninger. I parentes står")
    assert told.index("trekninger") == told.index("trekninger", explained)
    today = concluding(recommending(view("3310"), alternative="0"), ("0",))
    assert "I parentes" not in wording.in_brackets(today)
    assert "I parentes" not in wording.in_brackets(view("3310", "ugunstig"))


def test_the_ends_told_are_those_of_the_criterion(view):
    for code in ("3312", "3305", ""):
        for alternative in ("0+", "2", "3"):
            least, most = view(code).criterion_value(alternative, "netto_naaverdi")
            assert wording.cost_ends(view(code), alternative) == pytest.approx((-most, -least))


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ([0, 100, -50, -50, -50, 0, 0, 0, 0, 0, 0], "Mest er lagt ut ved utgangen av {1}"),
        ([0, 100, -50, -50, -50, 0, 0, 0, 0, 0, 0], "det er spart inn igjen i {3}"),
        ([100] * 11, "Merutgiften fortsetter ut perioden"),
        ([-100] * 11, "legger aldri ut nevneverdig mer"),
        ([500, -10, -10, 0, 0, 0, 0, 0, 0, 0, 0], "gjenstår om lag 480 000 kroner i {10}"),
        ([0, 25, 25, 25, 25, 0, 0, 0, 0, 0, 0], "til sammen om lag 100 000 kroner høyere enn"),
        ([0, -25, -25, -25, -25, 0, 0, 0, 0, 0, 0], "til sammen om lag 100 000 kroner lavere"),
        ([0, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0], "blir utgiftene om lag som i alternativ 0"),
    ],
)
def test_when_it_costs(view, effect, said):
    one = spending(view("3310"), "2", np.array(effect, dtype=float))
    years = range(one.first_year, one.first_year + len(effect))
    assert said.format(*years) in wording.cost_and_when(one, "2").replace("\u00a0", " ")


def test_what_cannot_be_worked_out_is_said(view):
    assert "utenfor mandatet" in wording.cost_and_when(view("3312"), "5")
    assert "ingen engangskostnad" in wording.cost_and_when(view("3310"), "0")


def test_a_change_in_one_budget_row_changes_the_answer(view, changed):
    budget = view("").dataset.budget.copy()
    own = (budget["kommunenummer"] == "3316") & (budget["kostnadsgruppe"] == "konsulent")
    budget.loc[own, "beløp"] += 4000.0
    before, after = view("3316"), changed("3316", budget=budget)
    assert wording.cost_and_when(before, "2") != wording.cost_and_when(after, "2")


def test_lists_read_as_sentences():
    assert wording.several(["2"]) == "alternativ 2"
    assert wording.several(["0+", "2", "3"], "eller") == "alternativ 0+, 2 eller 3"


def test_page_one_begins_with_the_calculation_where_it_is_not_the_central_one(view):
    for scenario in ("ugunstig", "gunstig"):
        told = prose(front.summary(replace(view("3310"), scenario=scenario)))
        assert told.startswith(f"Beløpene er fra den {scenario}e beregningen")
    assert prose(front.summary(view("3310"))).startswith("**")


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ({"lik": 0.3, "innbyggere": 0.7}, "30 % likt og 70 % etter innbyggere"),
        ({"lik": 1.0, "innbyggere": 0.0}, "likt"),
        ({"brukere": 1.0}, "etter IKT-brukere"),
    ],
)
def test_keys_by_how_they_divide(weights: dict[str, float], said: str) -> None:
    assert wording.divided(weights).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("number", "within", "said"),
    [
        (2, 20, "Nr. 1 og Nr. 2"),
        (8, 8, "Nr. 1, Nr. 2, Nr. 3, Nr. 4, Nr. 5, Nr. 6, Nr. 7 og Nr. 8"),
        (9, 20, "Nr. 1, Nr. 2, Nr. 3 og seks til"),
        (16, 20, "Nr. 1, Nr. 2, Nr. 3 og 13 til"),
        (18, 20, "alle uten Nr. 19 og Nr. 20"),
        (20, 20, "alle 20 kommunene"),
    ],
)
def test_many_municipalities_are_told_by_who_is_left_out_or_how_many_more(number, within, said):
    codes = [str(1000 + n) for n in range(1, within + 1)]
    names = {code: f"Nr. {int(code) - 1000}" for code in codes}
    region = SimpleNamespace(codes=codes, names=names, joint=True)
    assert wording.who(region, codes[:number]) == said
    own = SimpleNamespace(codes=codes, names=names, joint=False, code="1001")
    assert wording.who(own, codes[:number]) == said


def test_a_municipality_is_not_told_that_it_is_left_out_of_the_others():
    codes = [str(1000 + n) for n in range(1, 21)]
    own = SimpleNamespace(
        codes=codes, names={code: code for code in codes}, joint=False, code="1001"
    )
    assert wording.who(own, codes[1:]) == "de 19 andre kommunene"
