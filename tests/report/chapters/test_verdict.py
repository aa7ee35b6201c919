from dataclasses import replace

import numpy as np
import pytest

from analysis.decision.conclusion import Strength
from analysis.decision.robustness import Flip
from analysis.report import verdict, wording
from tests.report.chapters.computed import concluding


def plain(text):
    return text.replace("\u00a0", " ")


def costing(view, kroner):
    """Make the net present value per inhabitant of every alternative this, in all scenarios."""
    results = {
        name: replace(result, npv=np.full_like(result.npv, kroner * view.people / 1000.0))
        for name, result in view.evaluation.money.results.items()
    }
    money = replace(view.evaluation.money, results=results)
    figures = replace(view.figures, evaluation=replace(view.evaluation, money=money))
    return replace(view, figures=figures)


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
    assert said in plain(verdict.answer(concluding(costing(view("3310"), kroner), ("2",))))


@pytest.mark.parametrize(
    ("strength", "said", "heading"),
    [
        (
            Strength.CLEAR,
            "For Hole kommer alternativ 2 (felles ressurser) klart best ut, ",
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
    assert plain(verdict.of_draws(share)) == said


def test_a_conclusion_that_always_holds_is_not_told_as_a_share(view):
    one = concluding(view("3310"), ("2",), share=1.0)
    assert verdict.how_sure(one).startswith("Konklusjonen holder i alle trekningene.")


def test_what_turns_it_is_told_with_the_interval_and_who_takes_over(view):
    inside = Flip("felles_stillinger", 2.0, 2.126, 1.0, 3.0, "3")
    weight = Flip("saarbarhet", 0.22, 0.2206, 0.15, 0.3, "3")
    one = concluding(view("3310"), ("2",), share=0.74, assumption=inside, weight=weight)
    assert plain(verdict.how_sure(one)) == (
        "Konklusjonen holder i 7 av 10 trekninger. Den endres dersom «Nye felles stillinger» blir "
        "2,1 årsverk eller dersom sårbarhet teller 22,1 % og ikke 22 %."
    )
    assert plain(verdict.what_changes_it(one)) == (
        "Den endres dersom «Nye felles stillinger» blir 2,1 årsverk (antatt 2, fra 1 til 3): da "
        "kommer alternativ 3 først. Den endres også dersom sårbarhet teller 22,1 % og ikke 22 % "
        "(trukket fra 15 % til 30 %)."
    )


def test_a_turn_outside_the_interval_is_said_to_be_so(view):
    far = Flip("organisasjon_per_dobling", 0.02, 0.182, -0.03, 0.06, "3")
    one = concluding(view("3310"), ("2",), assumption=far)
    assert plain(verdict.what_changes_it(one)) == (
        "Ingen enkelt forutsetning endrer den innenfor spennet sitt. Nærmest er «Innsparing i "
        "felles organisasjon per dobling av brukere», som måtte bli 18,2 prosent (antatt 2, fra "
        "−3 til 6)."
    )
    assert plain(verdict.how_sure(one)) == (
        "Konklusjonen holder i 95 av 100 trekninger. Ingen enkelt forutsetning endrer den "
        "innenfor spennet sitt."
    )
    none = concluding(view("3310"), ("2",))
    assert verdict.what_changes_it(none).startswith("Ingen enkelt forutsetning endrer den")


def test_the_shares_of_those_not_decided_between_are_told(view):
    one = concluding(view("3310"), ("2", "3"), share=0.47)
    told = plain(verdict.how_sure(one))
    assert told.startswith("Alternativ 2 er først i 5 av 10 trekninger, alternativ 3 i ")


def test_missing_figures_are_given_as_the_reason_only_where_they_are(view):
    assert "Noen tall mangler" in verdict.how_sure(concluding(view("3236"), ("2", "3")))
    assert "mangler" not in verdict.how_sure(concluding(view("3236"), ("0", "1")))


def test_what_is_worth_knowing_is_told_most_first(view):
    told = verdict.worth_knowing(view(""))
    assert [value for _, value in told] == sorted((v for _, v in told), reverse=True)
    assert any("vurderingene" in name for name, _ in told)


def test_names_are_escaped(view, changed):
    names = view("").dataset.municipalities.assign(navn="*x*<b>")
    other = changed("3310", municipalities=names)
    for told in (verdict.answer(other), verdict.how_sure(other), wording.cost_and_when(other, "2")):
        assert "<b>" not in told and " *x*" not in told
