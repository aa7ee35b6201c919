"""Who goes together: worked out by hand, missing, refused, and not worth it for anybody."""

from dataclasses import replace

import pytest
from decision.participation.small_cooperations import BUY, CODES, buying, dataset
from model.regions import unknown

from analysis.report.chapters.together import groups
from tests.report.chapters.together import cases as together
from tests.report.computed import concluding
from tests.report.texts import prose, rows, tables


def table(element):
    return rows(tables(element)[0])


@pytest.fixture(scope="module")
def by_hand():
    """180 together in year 1, of which each pays a third of 120: 60, 110 and 10."""
    return together.of(buying(), leaders=("0+",))


def test_all_together_by_hand(by_hand) -> None:
    cells = table(groups.alternatives(by_hand))["0+ prøve"]
    assert cells == ["+180", "alle tre", "+180", "alle tre", "100", "100"]


@pytest.fixture(scope="module")
def one_too_many():
    """The third shares nothing: 50 a year with it, 80 without."""
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 60.0, "styring_deltaker_lett": 30.0},
        systems=(("9901", "Arkiv", 1000), ("9902", "Arkiv", 1000), ("9903", "Kart", 500)),
    )
    return together.of(data, leaders=("0+",))


def test_a_better_group_without_one(one_too_many) -> None:
    pair = "Kommune 1 og Kommune 2"
    assert table(groups.alternatives(one_too_many))["0+ prøve"][:4] == ["+50", pair, "+80", pair]


def test_a_cooperation_that_pays_for_nobody_is_an_answer() -> None:
    view = together.of(buying(fixed=1000.0), leaders=("0+",))
    cells = table(groups.alternatives(view))["0+ prøve"]
    assert cells[1:] == ["ingen", "–", "ingen", "100", "0"]


def test_whoever_says_nei_is_outside_and_named() -> None:
    data = together.refusing(buying(), "0+", ["9903"])
    view = together.of(data, leaders=("0+",))
    note = tables(groups.alternatives(view))[0]["note"]
    assert "Kommune 3 er ikke med i alternativ 0+, fordi mandatet sier nei." in note


def test_nobody_left_to_go_together_with() -> None:
    view = together.of(together.refusing(buying(), "0+", CODES[1:]), leaders=("0+",))
    for told in (groups.alternatives, groups.every_group):
        assert "for få deltakere" in prose(told(together.again(view, "", ("0",))))


def test_an_unknown_cost_leaves_nothing_to_compare() -> None:
    data = buying()
    view = together.of(
        replace(data, shared=unknown(data.shared, "styring_faggrupper")), leaders=("0+",)
    )
    assert "ukjent kostnad" in prose(groups.alternatives(view))


def test_every_group_is_there_the_best_first(view) -> None:
    one = concluding(view(""), ("3",))
    found = one.cooperation("3")
    full = tables(groups.every_group(one))[0]
    low = [found.total(group)[0] for group in found.best_first(2)]
    assert len(full["rows"]) == len(low)
    first = full["rows"][0][1].replace("\u00a0", "").replace("−", "-").split(" til ")[0]
    assert float(first) == pytest.approx(max(low), abs=0.51)
    assert full["rows"][-1][0] == "Alle seks"


def test_amounts_with_two_ends_stand_as_numbers(view) -> None:
    for told in tables(groups.alternatives(view(""))):
        sides = {column["name"]: column["right"] for column in told["columns"]}
        assert all(sides[name] for name in sides if "kr" in name), sides


def test_figures_left_out_are_said_to_be(by_hand) -> None:
    without = by_hand.dataset.applications
    data = replace(by_hand.dataset, applications=without[without["kommunenummer"] != "9903"])
    view = together.of(data, leaders=("0+",))
    note = tables(groups.alternatives(view))[0]["note"]
    assert "Kommune 3 har ikke levert det som trengs for alternativ 0+" in note
