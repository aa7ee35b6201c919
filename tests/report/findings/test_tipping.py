"""What would take the first place: intervals, who takes over, and how far outside it lies."""

from dataclasses import replace

import pytest

from analysis.decision.draws.footing import Flip
from analysis.report.findings import tipping, verdict
from tests.report.computed import concluding

INSIDE = Flip("felles_stillinger", 2.0, 2.126, 1.0, 3.0, "3")
FAR = Flip("organisasjon_per_dobling", 0.02, 0.182, -0.03, 0.06, "3")
WEIGHT = Flip("saarbarhet", 0.22, 0.2206, 0.15, 0.3, "3")


def plain(text):
    return text.replace("\u00a0", " ").replace("\\", "")


def test_both_that_turn_it_are_told_with_the_one_who_takes_over(view):
    one = concluding(view("3310"), ("2",), share=0.74, assumption=INSIDE, weight=WEIGHT)
    assert plain(tipping.turns(one)) == (
        "«Nye felles stillinger» kan sette alternativ 3 først, innenfor det som er antatt. En "
        "liten endring i vekten på sårbarhet setter alternativ 3 først."
    )
    assert verdict.how_sure(one) == (
        f"Konklusjonen holder i 7 av\u00a010 trekninger. {tipping.turns(one)}"
    )


def test_a_turn_outside_the_interval_is_none(view):
    told = "Ingen enkelt forutsetning endrer rekkefølgen innenfor det som er antatt."
    for one in (concluding(view("3310"), ("2",), assumption=FAR), concluding(view("3310"), ("2",))):
        assert plain(tipping.turns(one)) == told
        assert tipping.cell(one) == "ingenting som er prøvd"


@pytest.mark.parametrize(
    ("value", "size"),
    [
        (0.21, "En liten endring"),
        (0.165, "En liten endring"),
        (0.13, "En endring"),
        (0.27, "En endring"),
        (0.28, "Bare en stor endring"),
        (0.05, "Bare en stor endring"),
    ],
)
def test_how_large_a_change_of_weight_it_takes(view, value, size):
    flip = Flip("netto_naaverdi", 0.2, value, 0.13, 0.27, "0+")
    one = concluding(view("3310"), ("2",), weight=flip)
    assert f"{size} i vekten på netto nåverdi setter alternativ 0+ først." in plain(
        tipping.turns(one)
    )
    assert tipping.cell(one) == f"{size} i vekten på netto nåverdi"


def test_an_undecided_answer_says_who_is_first_at_the_expected_values(view):
    one = concluding(view("3310"), ("2", "3"), share=0.47, assumption=INSIDE, weight=WEIGHT)
    first = one.certainty.first
    told = tipping.turns(one)
    assert told.startswith(f"Med den forventede verdien av alt er alternativ {first} først.")


def test_nothing_is_said_to_turn_what_rests_on_missing_numbers(view):
    one = concluding(view("3236"), ("2", "3"), assumption=INSIDE, weight=WEIGHT)
    one.__dict__["conclusion"] = replace(one.conclusion, on_missing=True)
    assert tipping.turns(one) == ""
    assert tipping.cell(one) == "ikke regnet, tall mangler"
