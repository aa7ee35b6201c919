from dataclasses import replace

import numpy as np
import pytest

from analysis.decision.conclusion import Conclusion, Strength
from analysis.report import wording
from analysis.report.chapters import front
from tests.report.chapters.told import prose


def concluding(view, leaders, **by_scenario):
    """Make the view conclude with these leaders."""
    strength = Strength.FIRST_IN_ALL if len(leaders) == 1 else Strength.UNDECIDED
    scenarios = by_scenario or dict.fromkeys(("sannsynlig", "ugunstig", "gunstig"), leaders)
    there = replace(view)
    there.__dict__["conclusion"] = Conclusion(strength, leaders, scenarios, {})
    return there


def costing(view, kroner):
    """Make the net present value per inhabitant of every alternative this, in all scenarios."""
    results = {
        name: replace(result, npv=np.full_like(result.npv, kroner * view.people / 1000.0))
        for name, result in view.evaluation.money.results.items()
    }
    money = replace(view.evaluation.money, results=results)
    return replace(view, evaluation=replace(view.evaluation, money=money))


def spending(view, alternative, effect):
    """Make the budget effect of an alternative this in our municipality, all of it governance."""
    results = dict(view.evaluation.money.results)
    outcome = results[alternative].outcome
    parts = {name: np.zeros_like(values) for name, values in outcome.components.items()}
    parts["styring"][view.s, view.r] = effect
    results[alternative] = replace(results[alternative], outcome=replace(outcome, components=parts))
    money = replace(view.evaluation.money, results=results)
    return replace(view, evaluation=replace(view.evaluation, money=money))


@pytest.mark.parametrize(
    ("kroner", "said"),
    [
        (-10.0, "men det koster om lag 10 kroner mer per innbygger"),
        (-9.99, "og det koster om lag det samme som å fortsette som i dag"),
        (9.99, "og det koster om lag det samme som å fortsette som i dag"),
        (10.0, "og det koster om lag 10 kroner mindre per innbygger"),
        (-1234.0, "om lag 1 200 kroner mer"),
    ],
)
def test_the_cost_beside_the_answer_changes_at_a_krone_a_year(view, kroner, said):
    told = wording.answer(concluding(costing(view("3310"), kroner), ("2",)))
    assert said in told.replace("\u00a0", " ")


def test_one_first_is_named_and_several_are_not_decided_between(view):
    one = view("3310")
    assert wording.answer(concluding(one, ("2",))).startswith(
        "For Hole kommer alternativ 2 (felles ressurser) best ut i alle de tre"
    )
    assert wording.answer(concluding(one, ("1", "2", "3"))) == (
        "Tallene avgjør ikke mellom alternativ 1 (felles drift), alternativ 2 (felles ressurser) "
        "og alternativ 3 (vertskommune) for Hole."
    )
    assert "fortsette som i dag" in wording.answer(concluding(one, ("0",)))
    assert wording.headline(concluding(one, ("0",))).startswith("Å fortsette som i dag kommer best")
    assert wording.headline(concluding(one, ("1", "3"))).startswith("Tallene avgjør ikke mellom")


def test_scenarios_with_the_same_first_are_told_together(view):
    told = wording.how_sure(
        concluding(view("3312"), ("2", "3"), sannsynlig=("2",), ugunstig=("2",), gunstig=("3",))
    )
    assert told == (
        "I den sannsynlige og den ugunstige beregningen kommer alternativ 2 først, og i den "
        "gunstige beregningen kommer alternativ 3 først."
    )


def test_missing_figures_are_given_as_the_reason_only_where_they_are(view):
    assert "Noen tall mangler" in wording.how_sure(view("3236"))
    settled = concluding(view("3236"), ("0", "1"))
    assert "mangler" not in wording.how_sure(settled)


def test_distance_to_the_next_is_the_smallest_of_the_three(view):
    one = view("3316")
    if one.conclusion.strength is Strength.FIRST_IN_ALL:
        assert "Nærmest kommer" in wording.how_sure(one)


@pytest.mark.parametrize(
    ("distance", "said"), [(0.0, "under 1 poeng"), (0.99, "under 1 poeng"), (1.0, "1 poeng")]
)
def test_parts_of_a_point_are_not_numbers(distance, said):
    assert wording.points_apart(distance).replace("\u00a0", " ") == said


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        ([0, 100, -50, -50, -50, 0, 0, 0, 0, 0, 0], "Mest er lagt ut ved utgangen av 2023"),
        ([0, 100, -50, -50, -50, 0, 0, 0, 0, 0, 0], "det er spart inn igjen i 2025"),
        ([100] * 11, "Merutgiften fortsetter ut perioden"),
        ([-100] * 11, "legger aldri ut nevneverdig mer"),
        ([500, -10, -10, 0, 0, 0, 0, 0, 0, 0, 0], "gjenstår om lag 480 000 kroner i 2032"),
        ([0, 25, 25, 25, 25, 0, 0, 0, 0, 0, 0], "til sammen om lag 100 000 kroner høyere enn"),
        ([0, -25, -25, -25, -25, 0, 0, 0, 0, 0, 0], "til sammen om lag 100 000 kroner lavere"),
        ([0, 6, 6, 6, 6, 0, 0, 0, 0, 0, 0], "blir utgiftene om lag som i alternativ 0"),
    ],
)
def test_when_it_costs(view, effect, said):
    one = spending(view("3310"), "2", np.array(effect, dtype=float))
    assert said in wording.cost_and_when(one, "2").replace("\u00a0", " ")


def test_what_cannot_be_worked_out_is_said(view):
    assert "utenfor mandatet" in wording.cost_and_when(view("3312"), "5")
    assert "tall fra Jevnaker" in wording.cost_and_when(view("3236"), "3")
    assert "ingen engangskostnad" in wording.cost_and_when(view("3310"), "0")


def test_a_change_in_one_budget_row_changes_the_answer(view, changed):
    budget = view("").dataset.budget.copy()
    own = (budget["kommunenummer"] == "3316") & (budget["kostnadsgruppe"] == "konsulent")
    budget.loc[own, "beløp"] += 4000.0
    before, after = view("3316"), changed("3316", budget=budget)
    assert wording.cost_and_when(before, "2") != wording.cost_and_when(after, "2")


def test_names_are_escaped(view, changed):
    names = view("").dataset.municipalities.assign(navn="*x*<b>")
    other = changed("3310", municipalities=names)
    for told in (wording.answer(other), wording.how_sure(other), wording.cost_and_when(other, "2")):
        assert "<b>" not in told and " *x*" not in told


def test_lists_read_as_sentences():
    assert wording.several(["2"]) == "alternativ 2"
    assert wording.several(["0+", "2", "3"], "eller") == "alternativ 0+, 2 eller 3"


def test_page_one_names_every_cost_that_is_missing(view):
    told = wording.cost_of_leaders(concluding(view("3236"), ("2", "3")))
    assert told == (
        "Kostnaden ved alternativ 2 og 3 kan ikke regnes ut før tall fra Jevnaker er på plass."
    )


def test_page_one_begins_with_the_calculation_where_it_is_not_the_central_one(view):
    for scenario in ("ugunstig", "gunstig"):
        told = prose(front.summary(replace(view("3310"), scenario=scenario)))
        assert told.startswith(f"Beløpene er fra den {scenario}e beregningen")
    assert prose(front.summary(view("3310"))).startswith("**Tallene avgjør ikke")
