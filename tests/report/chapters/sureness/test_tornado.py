"""What each assumption alone does to the first place: finding, figure and axis."""

import re
from dataclasses import replace

import numpy as np
import pytest

from analysis.decision.draws.certainty import Swing
from analysis.decision.draws.robustness import Flip
from analysis.report.chapters.sureness import tornado as moves
from analysis.report.language.words import count
from analysis.report.press import Figure, Stack
from analysis.report.view import View
from tests.report.computed import concluding
from tests.report.texts import headings, prose


def moving(view, tornado, margin, break_evens=None):
    """The view with these changes of the lead, one row for each of the first assumptions."""
    found = view.robustness
    change = np.zeros_like(found.tornado)
    change[view.r, : len(tornado)] = tornado
    turns = np.full_like(found.break_evens, np.nan)
    for n in break_evens or ():
        turns[view.r, n] = found.ends[n, 0]
    leads = found.margin.copy()
    leads[view.r] = margin
    other = replace(found, tornado=change, margin=leads, break_evens=turns)
    figures = replace(view.figures)
    figures.__dict__.update(robustness=other, crosscheck=view.figures.crosscheck)
    return concluding(View(figures, view.scenario, view.code), ("2",))


def figure(view):
    return next(part for part in moves.tornado(view) if isinstance(part, Figure))


@pytest.mark.parametrize(
    ("steps", "digits"),
    [((0, 1, 2), 0), ((-1, -0.5, 0), 1), ((0, 0.25), 2), ((0, 2.5, 5), 1), ((0, 50), 0),
     ((0, 0.1, 0.2), 1), ((-0.05, 0), 2)],
)  # fmt: skip
def test_an_axis_has_the_decimals_its_steps_need(steps, digits):
    assert moves.decimals(np.array(steps)) == digits


def test_half_steps_are_written_as_half_steps(view, drawn):
    one = moving(view("3310"), [(-1.0, 1.3)], 5.8)
    found = re.findall(r"<!-- ([+−]\d,\d) -->", figure(one).svg)
    assert "+0,5" in found and "−0,5" in found
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("change", "margin", "lost"),
    [
        ([[-1.2, 1.0]], 1.2, True),
        ([[-1.2, 1.0]], 2.2, True),
        ([[-1.2, 1.0]], 2.4, False),
        ([[-0.03, -0.1]], 2.8, False),
        ([[0.1, 0.2]], 0.1, True),
    ],
)
def test_the_axis_has_zero_inside_a_least_length_and_the_line_only_where_it_is_near(
    change, margin, lost
):
    swings = [Swing("", 0.0, 1.0, 2.0, *ends, np.nan) for ends in change]
    low, high, drawn = moves.reach(swings, margin)
    assert low < 0 < high and high - low >= 1.0
    assert drawn == lost == (low < -margin)


def test_the_axis_measures_the_lead_over_the_second(view):
    one = moving(view("3310"), [(-1.0, 1.3)], 5.8)
    second = one.certainty.second
    assert f"Forspranget foran alternativ {second}, endring i poeng" in figure(one).svg


def test_the_line_is_mentioned_only_when_it_is_drawn(view, drawn):
    near, far = moving(view("3310"), [(-1.0, 1.0)], 0.9), moving(view("3310"), [(-1.0, 1.0)], 9.0)
    told = [
        "stiplede" in "".join(re.findall(r"<!-- (.*?) -->", figure(v).svg)) for v in (near, far)
    ]
    assert told == [True, False]
    # Its colour is in the drawing where it is, and nowhere else.
    assert ["#c2571a" in figure(v).svg for v in (near, far)] == [True, False]


@pytest.mark.parametrize("code", ["", "3310", "3312"])
def test_the_finding_counts_all_that_turn_it_and_those_that_are_seen(view, code):
    one = view(code)
    turning = sum(swing.turns for swing in one.certainty.tornado)
    finding = headings(Stack(*moves.tornado(one)))[0]
    if not turning:
        assert "Ingen forutsetning snur" in finding
    elif turning > 1:
        assert finding.lower().startswith(count(turning))


def test_those_that_turn_it_but_are_not_seen_are_counted(view):
    many = [(-2.0 - 0.1 * n, 1.0) for n in range(9)]
    joint = moving(view(""), many, 1.0, range(9))
    assert headings(Stack(*moves.tornado(joint)))[0] == (
        "Ni forutsetninger kan snu rekkefølgen hver for seg; seks er vist"
    )
    own = moving(view("3310"), many, 1.0, range(3))
    # The four widest are the last four; none of the first three.
    assert headings(Stack(*moves.tornado(own)))[0].endswith("; ingen er vist")
    one = moving(view("3310"), many[:1], 1.0, range(1))
    assert headings(Stack(*moves.tornado(one)))[0].startswith("Bare «")
    none = moving(view("3310"), many, 9.0)
    assert headings(Stack(*moves.tornado(none)))[0].startswith("Ingen forutsetning snur")


def test_what_turns_it_by_a_hair_is_drawn(view):
    assert moves.tornado(moving(view("3310"), [(-0.05, 0.0)], 0.04, range(1)))
    assert moves.tornado(moving(view("3310"), [(-0.05, 0.0)], 0.2)) == []


def test_a_nearest_that_brings_another_forward_is_said_not_to_be_seen(view):
    one = moving(view("3310"), [(-1.0, 1.0)], 5.0)
    second = one.certainty.second
    name = one.robustness.assumptions[-1]
    for taker in {"1", "4"} - {second}:
        other = concluding(one, ("2",), assumption=Flip(name, 1.0, 9.0, 0.0, 2.0, taker))
        told = prose(Stack(*moves.tornado(other)))
        assert f"avstanden til alternativ {second}, som er nummer to" in told
        assert f"fører alternativ {taker} fram" in told
    same = concluding(one, ("2",), assumption=Flip(name, 1.0, 9.0, 0.0, 2.0, second))
    assert prose(Stack(*moves.tornado(same))) == ""


def test_nothing_is_claimed_where_the_leaders_rest_on_what_is_missing(view):
    one = concluding(view("3236"), ("2", "3"))
    one.__dict__["conclusion"] = replace(one.conclusion, on_missing=True, missing=("3236",))
    (told,) = moves.tornado(one)
    assert "er ikke vist før tall fra Jevnaker er på plass" in told.markdown
