"""Who goes together in what is recommended, and what it costs each."""

from dataclasses import replace

import pytest
from decision.participation.small_cooperations import buying

from analysis.report.chapters.together import joining
from tests.report.chapters.together import cases as together
from tests.report.computed import recommending
from tests.report.texts import headings, prose, rows, tables


def number(cell: str) -> float:
    return float(cell.replace(" ", "").replace("−", "-").replace(",", "."))


def test_what_each_pays_sums_to_the_bill(view) -> None:
    one = recommending(view("3310"), "2")
    (shown,) = tables(joining.chapter(one))
    cells = rows(shown)
    assert shown["rows"][shown["highlight"]][0] == "Hole"
    *each, whole = cells.values()
    for place, room in ((0, 0.3), (1, 3.0), (2, 3.0)):
        assert sum(number(row[place]) for row in each) == pytest.approx(
            number(whole[place]), abs=room
        )


def test_a_no_from_the_largest_is_told_in_kroner(view) -> None:
    for code in ("", "3310", "3236"):
        said = prose(joining.chapter(recommending(view(code), "2")))
        assert "Ringerike betaler mest av de andre" in said
        assert "Sier Ringerike nei, " in said
    assert "Sier Ringerike nei" not in prose(joining.chapter(recommending(view("3305"), "2")))


def test_whoever_stands_outside_sees_the_others(view) -> None:
    one = recommending(view("3312"), "5")
    (shown, *_) = tables(joining.chapter(one))
    assert "Lier" not in rows(shown) and shown["highlight"] is None
    assert "Lier er ikke med i alternativ 5" in shown["note"]


def test_a_price_straight_to_a_company_has_no_share(view) -> None:
    (shown, *_) = tables(joining.chapter(recommending(view("3310"), "4")))
    assert len(shown["columns"]) == 3


def test_going_on_as_today_needs_nobody(view) -> None:
    assert headings(joining.chapter(recommending(view("3310"), "0"))) == []


def test_names_are_text_and_not_markup() -> None:
    data = buying()
    named = data.municipalities.assign(navn=["Ho*le*", "[x](y)", "#c"])
    there = together.of(replace(data, municipalities=named), "9903", ("0+",))
    (_, _, text, *_) = joining.chapter(recommending(there, "0+")).payload()["elements"]
    assert r"Ho\*le\*" in text["markdown"] or r"\[x\]\(y\)" in text["markdown"]
