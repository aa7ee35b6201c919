"""What would take the first place: intervals, who takes over, and how far outside it lies."""

from dataclasses import replace

import pytest

from analysis.decision.draws.robustness import Flip
from analysis.report.findings import tipping, verdict
from tests.report.computed import concluding

INSIDE = Flip("felles_stillinger", 2.0, 2.126, 1.0, 3.0, "3")
FAR = Flip("organisasjon_per_dobling", 0.02, 0.182, -0.03, 0.06, "3")
WEIGHT = Flip("saarbarhet", 0.22, 0.2206, 0.15, 0.3, "3")


def plain(text):
    return text.replace("\u00a0", " ")


def test_both_that_turn_it_are_told_with_the_one_who_takes_over(view):
    one = concluding(view("3310"), ("2",), share=0.74, assumption=INSIDE, weight=WEIGHT)
    assert plain(tipping.turns(one)) == (
        "Konklusjonen endres dersom «Nye felles stillinger» blir 2,1 årsverk per 1000 brukere "
        "(antatt 2, fra 1 til 3); da kommer alternativ 3 først. Konklusjonen endres også dersom "
        "sårbarhet teller 22,1 % og ikke 22 %, innenfor det som oftest er trukket (15 til 30 %); "
        "da kommer alternativ 3 først."
    )
    assert verdict.how_sure(one) == (
        f"Konklusjonen holder i 7 av\u00a010 trekninger. {tipping.turns(one)}"
    )


def test_a_turn_outside_the_interval_is_said_to_be_so(view):
    one = concluding(view("3310"), ("2",), assumption=FAR)
    assert tipping.turns(one) == (
        "Ingen enkelt forutsetning endrer konklusjonen innenfor spennet sitt."
    )
    assert plain(tipping.assumption_cell(one)).endswith(": 18,2 prosent (−3 til 6), langt utenfor")
    none = concluding(view("3310"), ("2",))
    assert tipping.turns(none).startswith("Ingen enkelt forutsetning endrer konklusjonen, så")


@pytest.mark.parametrize(
    ("value", "where"),
    [
        (0.13, "innenfor"),
        (0.27, "innenfor"),
        (0.28, "utenfor"),
        (0.335, "utenfor"),
        (0.345, "langt utenfor"),
        (0.05, "langt utenfor"),
    ],
)
def test_how_far_a_weight_lies_from_what_is_drawn(view, value, where):
    flip = Flip("netto_naaverdi", 0.2, value, 0.13, 0.27, "0+")
    one = concluding(view("3310"), ("2",), weight=flip)
    said = (
        f" og ikke 20 %, {where} det som oftest er trukket (13 til 27 %); da kommer alternativ 0+"
    )
    assert said in plain(tipping.turns(one))
    assert plain(tipping.weight_cell(one)).endswith(f"(13 til 27 %), {where}")


def test_a_weight_that_must_be_next_to_nothing_is_not_told_as_nothing(view):
    flip = Flip("engangskostnad", 0.05, 0.0012, 0.01, 0.09, "4")
    one = concluding(view("3310"), ("2",), weight=flip)
    assert "engangskostnad teller 0,1 % og ikke 5 %" in plain(tipping.turns(one))


def test_an_undecided_answer_says_what_changes_who_is_first(view):
    one = concluding(view("3310"), ("2", "3"), share=0.47, assumption=INSIDE, weight=WEIGHT)
    first = one.certainty.first
    told = tipping.turns(one)
    assert told.startswith(f"Med den forventede verdien av alt er alternativ {first} først.")
    assert "Det endres dersom" in told and "konklusjonen" not in told.lower()


def test_nothing_is_said_to_turn_what_rests_on_missing_numbers(view):
    one = concluding(view("3236"), ("2", "3"), assumption=INSIDE, weight=WEIGHT)
    one.__dict__["conclusion"] = replace(one.conclusion, on_missing=True)
    assert tipping.turns(one) == ""
    assert tipping.assumption_cell(one) == tipping.weight_cell(one) == "ikke regnet, tall mangler"
