from dataclasses import replace

import numpy as np
import pytest

from analysis.decision.conclusion import Strength, Variation
from analysis.decision.draws.variations import VariationKind
from analysis.report.findings import advice, verdict, wording
from analysis.report.language.shares import of_draws, together
from analysis.report.view import View
from tests.report.computed import concluding, drawing_npv


def plain(text):
    return text.replace("\u00a0", " ")


def costing(view, kroner):
    """Make the net present value per inhabitant of every alternative this, however it is drawn."""
    results = {
        name: replace(result, npv=np.full_like(result.npv, kroner * view.people / 1000.0))
        for name, result in view.evaluation.money.results.items()
    }
    money = replace(view.evaluation.money, results=results)
    evaluation = replace(view.evaluation, money=money, money_high=None)
    return drawing_npv(replace(view, figures=replace(view.figures, evaluation=evaluation)), kroner)


@pytest.mark.parametrize(
    ("kroner", "said"),
    [
        (-10.0, "koster til sammen om lag 10 kroner mer per innbygger over"),
        (-9.99, "koster om lag det samme som å fortsette som i dag"),
        (9.99, "koster om lag det samme som å fortsette som i dag"),
        (10.0, "koster til sammen om lag 10 kroner mindre per innbygger over"),
        (-1234.0, "om lag 1 200 kroner mer"),
    ],
)
def test_what_it_costs_against_today_changes_at_a_krone_a_year(view, kroner, said):
    assert said in plain(wording.against_today(costing(view("3310"), kroner), "2"))


@pytest.mark.parametrize(
    ("strength", "said", "heading"),
    [
        (
            Strength.CLEAR,
            "For Hole kommer alternativ 2 (felles ressurser) klart best ut.",
            "Alternativ 2 (felles ressurser) kommer klart best ut for Hole",
        ),
        (
            Strength.BEST,
            "For Hole kommer alternativ 2 (felles ressurser) best ut, men det avhenger av ",
            "Alternativ 2 (felles ressurser) kommer best ut for Hole",
        ),
        (
            Strength.AHEAD,
            "For Hole ligger alternativ 2 (felles ressurser) noe foran, men forskjellen er "
            "usikker.",
            "Alternativ 2 (felles ressurser) ligger noe foran for Hole, men forskjellen er usikker",
        ),
    ],
)
def test_the_sentence_changes_with_the_strength(view, strength, said, heading):
    one = concluding(view("3310"), ("2",), strength)
    assert verdict.answer(one).startswith(said)
    assert verdict.headline(one) == heading


def test_several_are_not_decided_between(view):
    one = concluding(view("3310"), ("1", "2", "3"))
    assert verdict.answer(one) == (
        "Tallene avgjør ikke mellom alternativ 1 (felles drift), alternativ 2 (felles ressurser) "
        "og alternativ 3 (vertskommune) for Hole."
    )
    assert verdict.headline(one).startswith("Tallene avgjør ikke mellom")


@pytest.mark.parametrize("strength", [Strength.CLEAR, Strength.BEST, Strength.AHEAD])
def test_today_is_a_way_on_not_a_number(view, strength):
    one = concluding(view("3310"), ("0",), strength)
    assert "fortsette som i dag" in verdict.answer(one)
    assert verdict.headline(one).startswith(f"Å fortsette som i dag {strength} for Hole")


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0.0, "ingen"),
        (0.004, "færre enn 1 av 100"),
        (0.05, "5 av 100"),
        (0.1, "1 av 10"),
        (0.5, "5 av 10"),
        (0.74, "7 av 10"),
        (0.8999, "9 av 10"),
        (0.9, "90 av 100"),
        (0.9949, "99 av 100"),
        (0.9951, "mer enn 99 av 100"),
    ],
)
def test_shares_are_told_in_tens_and_at_the_ends_in_hundreds(share, said):
    assert plain(of_draws(share)) == said


def test_a_conclusion_that_always_holds_is_not_told_as_a_share(view):
    one = concluding(view("3310"), ("2",), share=1.0)
    assert verdict.how_sure(one).startswith("Konklusjonen holder i alle trekningene.")


def test_the_shares_of_those_not_decided_between_are_told(view):
    one = concluding(view("3310"), ("2", "3"), share=0.47)
    told = plain(verdict.how_sure(one))
    assert told.startswith("Alternativ 2 er først i 47 av 100 trekninger, alternativ 3 i 9 av 100.")
    one.conclusion.shares["3"] = 0.41
    told = plain(verdict.how_sure(one))
    assert told.startswith("Alternativ 2 er først i 5 av 10 trekninger, alternativ 3 i 4 av 10.")


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ([0.75, 0.2], ["8 av 10", "2 av 10"]),
        ([0.75, 0.08], ["75 av 100", "8 av 100"]),
        ([0.9, 0.1], ["90 av 100", "10 av 100"]),
        ([0.55, 0.001], ["55 av 100", "færre enn 1 av 100"]),
    ],
)
def test_shares_told_together_are_on_one_scale(shares, said):
    assert [plain(text) for text in together(shares)] == said


def test_missing_figures_are_named_where_the_draws_say_that_they_decide(view):
    one = concluding(view("3310"), ("2", "3"))
    assert verdict.missing_decides(one) == ""
    one.__dict__["conclusion"] = replace(one.conclusion, missing=("3236", "3316"))
    told = "Tall fra Jevnaker og Modum mangler, og kan avgjøre rekkefølgen."
    assert verdict.missing_decides(one) == told
    assert told in advice.in_short(one)
    judged = replace(one.conclusion, missing=("3236",), missing_judgements=("ansatte",))
    one.__dict__["conclusion"] = judged
    told = "Tall fra Jevnaker og vurderinger av ansatte mangler, og kan avgjøre rekkefølgen."
    assert verdict.missing_decides(one) == told


def test_another_host_that_weakens_it_is_what_it_depends_on(view):
    other = Variation(VariationKind.HOST, "3314", "2", 0.78, Strength.BEST)
    one = concluding(view("3314"), ("2",), Strength.BEST, share=0.95)
    changed = replace(one.conclusion, variations=(other,), weakened_by=other)
    one.__dict__["conclusion"] = changed
    assert verdict.answer(one).endswith("best ut, men det avhenger av hvem som blir vert.")
    host = one.result("3").setting.host
    chosen = one.names[one.codes[host]]
    assert plain(verdict.how_sure(one)).startswith(
        f"Konklusjonen holder i 95 av 100 trekninger med {chosen} som vert, og i 78 av 100 med "
        "Øvre Eiker som vert."
    )
    key = Variation(VariationKind.KEY, "alt etter innbyggere", "2", 0.78, Strength.BEST)
    one.__dict__["conclusion"] = replace(changed, weakened_by=key)
    assert verdict.answer(one).endswith(
        "avhenger av hvordan utgiftene fordeles (nøkkelen «alt etter innbyggere» svekker svaret)."
    )
    turned = replace(key, leader="3", strength=Strength.UNDECIDED)
    undecided = replace(changed, strength=Strength.UNDECIDED, leaders=("2", "3"))
    one.__dict__["conclusion"] = replace(undecided, weakened_by=turned)
    assert verdict.answer(one).endswith(
        "det avhenger av hvordan utgiftene fordeles (nøkkelen «alt etter innbyggere» snur svaret)."
    )
    company = Variation(VariationKind.COMPANY, "A*S", "2", 0.78, Strength.BEST)
    one.__dict__["conclusion"] = replace(changed, weakened_by=company)
    assert verdict.depends_on(one) == "hvilket selskap det blir"
    assert "A\\*S som selskap" in verdict.how_sure(one)


def test_it_depends_on_what_can_be_found_out_and_not_on_the_weights(view):
    one = concluding(view("3310"), ("2",), Strength.BEST, share=0.8)
    index = np.zeros(len(one.codes) + 1)
    figures = replace(one.figures)
    found = {"vekter": index + 0.9, "innkjop_pris": index + 0.2, "fravaer": index + 0.1}
    figures.__dict__["robustness"] = replace(one.robustness, sobol=found)
    there = concluding(View(figures, one.scenario, one.code), ("2",), Strength.BEST, share=0.8)
    assert verdict.depends_on(there) == "«Prisreduksjon ved felles innkjøp»"
    figures.__dict__["robustness"] = replace(one.robustness, sobol={"vekter": index + 0.9})
    assert verdict.depends_on(there) == "hvor mye hvert kriterium skal telle"


def test_names_are_escaped(view, changed):
    names = view("").dataset.municipalities.assign(navn="*x*<b>")
    other = changed("3310", municipalities=names)
    for told in (verdict.answer(other), verdict.how_sure(other), wording.cost_and_when(other, "2")):
        assert "<b>" not in told and " *x*" not in told
