from dataclasses import replace

import numpy as np
import pytest

from analysis.report import wording
from analysis.report.chapters import front
from tests.report.chapters.computed import concluding
from tests.report.chapters.told import prose


def spending(view, alternative, effect):
    """Make the budget effect of an alternative this in our municipality, all of it governance."""
    results = dict(view.evaluation.money.results)
    outcome = results[alternative].outcome
    parts = {name: np.zeros_like(values) for name, values in outcome.components.items()}
    parts["styring"][view.s, view.r] = effect
    results[alternative] = replace(results[alternative], outcome=replace(outcome, components=parts))
    money = replace(view.evaluation.money, results=results)
    return replace(
        view, figures=replace(view.figures, evaluation=replace(view.evaluation, money=money))
    )


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
