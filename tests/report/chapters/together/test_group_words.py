"""Groups, amounts and shares of the draws in words."""

import numpy as np
import pytest
from decision.participation.small_cooperations import CODES, buying

from analysis.decision.participation.members import UNKNOWN, Ends
from analysis.report.chapters.together import group_words
from analysis.report.language.spans import span
from tests.report.chapters.together import cases as together
from tests.report.computed import concluding

PEOPLE = 10_000.0


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (190.2, 190.9, "om lag 190 000 kroner"),
        (101.0, 193.0, "mellom 100 000 og 190 000 kroner"),
        (2813.0, 2890.0, "mellom 2,8 og 2,9 millioner kroner"),
        (1000.0, 1100.0, "mellom 1 og 1,1 millioner kroner"),
        (820.0, 1900.0, "mellom 820 000 og 1,9 millioner kroner"),
    ],
)
def test_amounts(low: float, high: float, said: str) -> None:
    assert plain(span(low, high)) == said


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((50.0, 50.0), "sparer om lag 50 000 kroner i året"),
        ((-50.0, -50.0), "betaler om lag 50 000 kroner mer i året"),
        ((-60.0, -50.0), "betaler mellom 50 000 og 60 000 kroner mer i året"),
        ((-9.0, 9.0), "betaler om lag det samme"),
        ((-0.4, 40.0), "sparer mellom 0 og 40 000 kroner i året"),
        ((-40.0, 0.4), "betaler mellom 0 og 40 000 kroner mer i året"),
        (
            (-9.0, 40.0),
            "kan betale inntil om lag 9 000 kroner mer eller spare inntil om lag 40 000 kroner "
            "i året, etter hva tallene som mangler, viser",
        ),
        (
            (-40.0, 30.0),
            "kan betale inntil om lag 40 000 kroner mer eller spare inntil om lag 30 000 kroner "
            "i året, etter hva tallene som mangler, viser",
        ),
        (
            UNKNOWN,
            "får et beløp som ikke kan regnes ut før tallene som mangler, er på plass",
        ),
    ],
)
def test_gain_and_loss(ends: Ends, said: str) -> None:
    assert plain(group_words.does(ends, PEOPLE)) == said


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        ((50.0, 50.0), "sparer vi om lag 50 000 kroner i året"),
        ((-9.0, 9.0), "betaler vi om lag det samme"),
        (
            (-40.0, 30.0),
            "kan vi betale inntil om lag 40 000 kroner mer eller spare inntil om lag 30 000",
        ),
        (UNKNOWN, "får vi et beløp som ikke kan regnes ut"),
    ],
)
def test_gain_and_loss_after_something_else_in_the_sentence(ends: Ends, said: str) -> None:
    assert plain(group_words.then(ends, PEOPLE, "vi")).startswith(said)


def test_cells_are_numbers_where_the_ends_print_the_same() -> None:
    assert group_words.cell((12.2, 12.4)) == 12.2
    assert plain(str(group_words.cell((-1200.0, 12.0)))) == "−1 200 til +12"
    assert np.isnan(group_words.cell(UNKNOWN))  # type: ignore[arg-type]


def test_groups_are_named_by_whoever_are_fewest() -> None:
    view = together.of(buying(), leaders=("0+",))
    found = view.cooperation("0+")
    named = {
        group: group_words.named_group(view, found, group) for group in (0b001, 0b011, 0b110, 0b111)
    }
    assert named == {
        0b001: "Kommune 1",
        0b011: "Kommune 1 og Kommune 2",
        0b110: "Kommune 2 og Kommune 3",
        0b111: "alle tre",
    }
    assert group_words.everyone(2) == "begge"
    assert group_words.some_of(view, 3, CODES) == "alle tre"
    assert group_words.some_of(view, 3, ()) == "ingen"


def told_of(view, alternative=""):
    found = group_words.chosen(view, alternative)
    return found and found.alternative


def test_the_one_in_front_is_told_of(view) -> None:
    assert told_of(concluding(view("3310"), ("2", "3"), share=0.6)) == "2"
    # Alternative 0 needs nobody: then the first of the others stands in.
    assert told_of(concluding(view("3310"), ("0",), share=0.9)) == "0+"
    assert told_of(concluding(view("3310"), ("2",)), "5") == "5"
    assert told_of(concluding(view("3310"), ("2",)), "9") is None
