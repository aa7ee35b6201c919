"""Who goes together: worked out by hand, missing, refused, and not worth it for anybody."""

from dataclasses import replace

import numpy as np
import pytest
from decision.participation.small_cooperations import BUY, CODES, buying, dataset
from model.regions import unknown

from analysis.report.chapters.together import group_tables
from analysis.report.chapters.together import groups as joining_in
from tests.report.chapters.together import cases as together
from tests.report.computed import concluding
from tests.report.texts import headings, prose, rows, tables


def table(element):
    return rows(tables(element)[0])


@pytest.fixture(scope="module")
def by_hand():
    """180 together in year 1, of which each pays a third of 120: 60, 110 and 10."""
    return together.of(buying(), leaders=("0+",))


def test_all_together_by_hand(by_hand) -> None:
    chapter = joining_in.chapter(by_hand)
    assert headings(chapter) == ["I kroner lønner bare alternativ 0+ seg"]
    said = prose(chapter)
    assert "(prøve), tjener kommunene samlet om lag 180 000 kroner i året." in said
    assert "Ingen mindre gruppe tjener mer." in said
    assert "En gruppe tjener på alternativ 0+ i 100 av 100 trekninger." in said
    assert table(chapter)["0+ prøve"] == ["+180", "alle tre", "+180", "ingen", "alle tre", "100"]


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
    chapter = joining_in.chapter(one_too_many)
    pair = "Kommune 1 og Kommune 2"
    assert f"{pair} tjener om lag 80 000 kroner i året samlet" in prose(chapter)
    assert table(chapter)["0+ prøve"][1:5] == [pair, "+80", "ingen", pair]


def test_a_cooperation_that_pays_for_nobody_is_an_answer() -> None:
    view = together.of(buying(fixed=1000.0), leaders=("0+",))
    chapter = joining_in.chapter(view)
    assert headings(chapter) == ["I kroner lønner samarbeid seg ikke for noen gruppe"]
    told = prose(chapter)
    assert "Ingen mindre gruppe tjener på det heller." in told
    assert "Tapet er prisen for virkningene uten pris." in told
    assert "Svaret er det samme i alle de tre beregningene." in told
    assert "Hvert av alternativene lønner seg for en gruppe i færre enn 10 av 100" in told
    assert table(chapter)["0+ prøve"][1:5] == ["ingen", "–", "–", "ingen"]


def test_whoever_says_nei_is_outside_and_named() -> None:
    data = together.refusing(buying(), "0+", ["9903"])
    view = together.of(data, leaders=("0+",))
    note = tables(joining_in.chapter(view))[0]["note"]
    assert "Kommune 3 er ikke med i alternativ 0+, fordi mandatet sier nei." in note


def test_nobody_left_to_go_together_with() -> None:
    view = together.of(together.refusing(buying(), "0+", CODES[1:]), leaders=("0+",))
    chapter = joining_in.chapter(together.again(view, "", ("0",)))
    assert "er ikke regnet ut" in headings(chapter)[0]
    assert "for få deltakere" in prose(chapter)
    assert not tables(chapter)


def test_an_unknown_cost_leaves_nothing_to_compare() -> None:
    data = buying()
    view = together.of(
        replace(data, shared=unknown(data.shared, "styring_faggrupper")), leaders=("0+",)
    )
    assert "ukjent kostnad" in prose(joining_in.chapter(view))


def test_every_group_is_there_the_best_first(view) -> None:
    one = concluding(view(""), ("3",))
    found = one.cooperation("3")
    full = tables(group_tables.every_group(one))[0]
    low = [found.total(group)[0] for group in found.best_first(2)]
    assert len(full["rows"]) == len(low)
    first = full["rows"][0][1].replace("\u00a0", "").replace("−", "-").split(" til ")[0]
    assert float(first) == pytest.approx(max(low), abs=0.51)
    assert full["rows"][-1][0] == "Alle seks"


def test_amounts_with_two_ends_stand_as_numbers(view) -> None:
    for told in tables(joining_in.chapter(view(""))):
        sides = {column["name"]: column["right"] for column in told["columns"]}
        assert all(sides[name] for name in sides if "kr" in name), sides


@pytest.mark.parametrize(
    ("shares", "heading"),
    [
        ((0.95, 0.05), "I kroner lønner bare alternativ 0+ seg"),
        ((0.75, 0.05), "I kroner lønner trolig bare alternativ 0+ seg"),
        ((0.95, 0.4), "I kroner lønner alternativ 0+ seg for minst én gruppe"),
        ((0.6, 0.05), "Tallene avgjør ikke om alternativ 0+ lønner seg i kroner"),
    ],
)
def test_the_finding_is_worded_by_how_often_it_holds(view, shares, heading) -> None:
    one = view("")
    assert headings(joining_in.chapter(drawn(one, *shares))) == [heading]


def drawn(view, first, others):
    """The same figures where 0+ pays in this share of the draws, and the others in that."""
    given = {}
    for a, found in view.participation.cooperations.items():
        share = first if a == "0+" else others
        best, gains = found.chances.best.copy(), np.full_like(found.chances.gains, share)
        best[0] = 1.0 - share
        chances = replace(found.chances, best=best, gains=gains)
        given[a] = replace(found, chances=chances)
    return cooperating(view, given)


def cooperating(view, given):
    """The same figures with other cooperations."""
    there = replace(view, figures=replace(view.figures))
    there.figures.__dict__.update(
        view.figures.__dict__, participation=replace(view.participation, cooperations=given)
    )
    return there


def test_names_are_text_and_not_markup(one_too_many) -> None:
    data = one_too_many.dataset
    named = data.municipalities.assign(navn=["Ho*le*", "[x](y)", "#c"])
    chapter = joining_in.chapter(together.of(replace(data, municipalities=named), leaders=("0+",)))
    markdown = chapter.payload()["elements"][1]["markdown"]
    assert r"Ho\*le\*" in markdown
    assert r"\[x\]\(y\)" in markdown
    assert table(chapter)["0+ prøve"][1] == "Ho*le* og [x](y)"


def test_figures_left_out_are_said_to_be(by_hand) -> None:
    without = by_hand.dataset.applications
    data = replace(by_hand.dataset, applications=without[without["kommunenummer"] != "9903"])
    view = together.of(data, leaders=("0+",))
    note = tables(joining_in.chapter(view))[0]["note"]
    assert "Kommune 3 har ikke levert det som trengs for alternativ 0+" in note
