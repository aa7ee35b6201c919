"""Hosts and companies that cannot be told apart."""

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.decision.candidates import MOST_TRIED, best_of, undecided

# Ten years and a thousand people: a krone for each of them and each year is 10 (1000 kr).
PEOPLE, YEARS = 1000.0, 10


def hosts(**npv):
    """Candidates by name with their social net present value in the three scenarios."""
    return tuple(
        SimpleNamespace(name=name, result=SimpleNamespace(social_npv=values))
        for name, values in npv.items()
    )


def told(**npv):
    return undecided(hosts(**npv), PEOPLE, YEARS)


def test_the_best_in_all_scenarios_by_more_than_a_trifle_is_decided():
    assert told(a=(0.0, 0.0, 0.0), b=(-11.0, -11.0, -11.0)) == ("a",)


def test_the_best_in_any_scenario_may_be_the_best():
    found = told(a=(-20.0, 0.0, -20.0), b=(0.0, -20.0, 0.0), c=(-11.0, -11.0, -11.0))
    assert found == ("b", "a")  # the best at the central values first


@pytest.mark.parametrize(("short", "found"), [(10.0, ("a", "b")), (10.001, ("a",))])
def test_a_krone_per_inhabitant_and_year_is_about_the_same(short, found):
    assert told(a=(0.0, 0.0, 0.0), b=(-90.0, -short, -90.0)) == found


def test_no_more_than_a_few_are_tried():
    many = {f"k{n}": (-float(n) / 10,) * 3 for n in range(MOST_TRIED + 3)}
    assert told(**many) == tuple(many)[:MOST_TRIED]
    assert undecided((), PEOPLE, YEARS) == ()


@given(st.lists(st.tuples(*[st.integers(-50, 50).map(float)] * 3), min_size=1, max_size=6))
def test_the_chosen_one_is_always_the_first(values):
    found = hosts(**{f"k{n}": own for n, own in enumerate(values)})
    names = undecided(found, PEOPLE, YEARS)
    assert names[0] == best_of(found).name
    assert {best_of(found, s).name for s in range(3)} <= set(names) or len(names) == MOST_TRIED
