"""What it means that somebody leaves or comes late: by hand in kroner, and in the example."""

import re
from dataclasses import replace

import numpy as np
import pytest
from decision.participation.small_cooperations import CODES, buying

from analysis.report.chapters.together import group_words, late_entry, withdrawal
from analysis.report.language import span
from analysis.report.press import Stack
from tests.report.chapters.together import cases as together
from tests.report.computed import concluding
from tests.report.texts import headings, prose, rows, tables

# Notice is given in year 1 and runs for one year: out from year 3 of 4.
NEXT_YEAR = {"varsel": 1, "oppsigelsestid": [1], "innmelding": 2}
TWO_NOTICES = {"varsel": 1, "oppsigelsestid": [1, 2], "innmelding": 2}


def table(element, place=0):
    return rows(tables(element)[place])


@pytest.fixture(scope="module")
def by_hand():
    """A, B and C save 100, 150 and 50 a year and pay 40 each; without A they save 0, 50 and 50."""
    return together.of(buying(analyseperiode=4, uttreden=NEXT_YEAR), leaders=("0+",))


def test_what_is_left_with_the_others_by_hand(by_hand) -> None:
    chapter = withdrawal.chapter(by_hand)
    cells = table(chapter)
    # Without A the two lose 100 a year and pay 120 for 80, for two years; with all they gain. Had
    # A never been in, they would have saved 100 and paid 120 for each of four years.
    assert cells["Kommune 1"] == ["+280", "nei", "ja", "−80"]
    assert cells["Kommune 3"] == ["+180", "ja", "ja", "+320"]
    gone = table(chapter, 1)
    assert gone["Kommune 1"] == ["40", "−120"]
    assert gone["Kommune 3"] == ["40", "−20"]
    first = headings(chapter)[0].replace("\u00a0", " ")
    assert first.startswith("Går Kommune 2 ut av alternativ 0+ (prøve) med ett års oppsigelse, ")
    assert first.endswith("kroner i dagens verdi igjen hos de andre")
    assert "Går Kommune 1 eller Kommune 2 ut, lønner det seg for de andre å gå ut også." in prose(
        chapter
    )


def own_page(view, alternative):
    return withdrawal.in_brief(view, view.cooperation(alternative))


def test_our_own_page_by_hand(by_hand) -> None:
    chapter = own_page(together.again(by_hand, "9901", ("0+",)), "0+")
    assert headings(chapter) == [
        "Det koster Kommune 1 penger å gå ut igjen av alternativ 0+ (prøve)"
    ]
    said = prose(chapter)
    assert "Går vi ut med ett års oppsigelse, taper vi om lag 120 000 kroner i" in said
    assert "De andre sitter igjen med om lag 280 000 kroner, og da lønner det seg i kroner" in said
    assert not tables(chapter)


def test_notice_that_outlasts_the_period_leaves_nothing_to_tell() -> None:
    view = together.of(buying(analyseperiode=2, uttreden=NEXT_YEAR), leaders=("0+",))
    assert withdrawal.chapter(view).payload() == {"type": "stack", "elements": []}


def test_coming_late_by_hand(by_hand) -> None:
    cells = table(withdrawal.chapter(by_hand), 2)
    # With A the two save 100 more and pay 40 less each year for two years; it gains 60 a year.
    assert cells["Kommune 1"] == ["+280", "0", "+120", "0", "ja"]
    assert "taper ikke på at noen kommer senere" in headings(withdrawal.chapter(by_hand))[1]


@pytest.mark.parametrize(
    ("price", "said"),
    [(0.0, "taper ikke på"), (0.0005, "taper ikke på"), (15.0, "taper lite eller ingenting på")],
)
def test_a_small_loss_for_the_others_is_not_told_as_none(view, price, said) -> None:
    joint = concluding(view(""), ("2",))
    found = joint.participation.cooperations["2"]
    paid = [
        replace(one, entry_price=np.full_like(one.entry_price, price)) for one in found.joinings
    ]
    figures = replace(joint.figures)
    figures.__dict__["participation"] = replace(
        joint.participation,
        cooperations={**joint.participation.cooperations, "2": replace(found, joinings=paid)},
    )
    there = concluding(replace(joint, figures=figures), ("2",))
    assert said in headings(Stack(*late_entry.section(there, there.cooperation("2"))))[0]
    own = concluding(replace(there, code="3312"), ("2",))
    sentence = late_entry.own_price(own, own.cooperation("2"))
    assert said.replace("taper", "taper de andre") in sentence


def test_the_heads_of_who_goes_on_stand_alone(view) -> None:
    one = concluding(view(""), ("2",))
    both = {"De andre fortsetter", "De andre fortsetter også om ingen går"}
    heads = [{c["name"] for c in shown["columns"]} for shown in tables(withdrawal.chapter(one))]
    assert any(both <= own for own in heads)


def test_a_price_for_coming_late_is_told_to_whoever_pays_it(view) -> None:
    one = concluding(view("3312", "gunstig"), ("2",))
    found = one.cooperation("2")
    (late,) = (latecomer for latecomer in found.latecomers if latecomer.code == "3312")
    assert late.price[0] > 0
    told = prose(own_page(one, "2")).replace("\u00a0", " ")
    assert f"må vi betale {span(*late.price)} for at de andre ikke".replace("\u00a0", " ") in told


def test_the_largest_payer_of_the_others_is_told(view) -> None:
    for code in ("3305", "3310"):
        one = concluding(view(code), ("3",))
        found = one.cooperation("3")
        paid = found.figures.division.payment[:, found.s, 0].mean(axis=0)
        payer = withdrawal.largest_payer(one, found)
        others = [c for c in one.codes if c != code]
        assert payer == max(others, key=lambda c: float(paid[one.codes.index(c)]))
        assert f"Går {one.names[payer]} ut, " in prose(own_page(one, "3"))


def test_a_host_that_leaves_is_followed_by_another(view) -> None:
    one = concluding(view("3310", "gunstig"), ("3",))
    found = one.cooperation("3")
    host = found.figures.runs_whole
    gone = found.alone[host].figures
    assert gone.new_host
    assert f"{one.names[gone.new_host]} blir ny vert" in prose(own_page(one, "3"))
    joint = table(withdrawal.chapter(concluding(view("", "gunstig"), ("3",))))
    assert f"{one.names[gone.new_host]} ny vert" in joint[one.names[host]][-3]


def test_unknown_cells_leave_two_ends(view) -> None:
    assert re.search(r"mellom .* kroner i dagens verdi", prose(own_page(view("3236"), "3")))
    joint = table(withdrawal.chapter(concluding(view(""), ("3",))), 1)
    assert "mangler" not in joint["Jevnaker"]


def test_whoever_goes_pays_while_notice_runs_and_to_move_out(view) -> None:
    one = concluding(view(""), ("3",))
    found = one.cooperation("3")
    gone = found.alone["3310"].figures
    paid = (gone.notice_payment + gone.moving_out)[:, found.s, :, 1]
    assert gone.moving_out[:, found.s, :, 1].min() > 1000
    cells = table(withdrawal.chapter(one), 1)["Hole"]
    for notice, cell in enumerate(cells[:3]):
        low, high = cell.split(" til ")
        ends = paid[:, notice].min(), paid[:, notice].max()
        assert (number(low), number(high)) == pytest.approx(ends, abs=0.51)
    note = tables(withdrawal.chapter(one))[1]["note"].replace("\u00a0", " ")
    assert "Å flytte ut er satt til 100 prosent av det omstillingen inn kostet" in note


def test_what_pays_anyway_is_not_told_as_a_consequence(view) -> None:
    """In the alternative in front it pays to move out before anybody has left."""
    one = concluding(view(""), ("2",))
    found = one.cooperation("2")
    assert all(gone.stops_anyway for gone in found.exits)
    said = prose(withdrawal.chapter(one))
    assert "men det gjør det også om ingen går" in said
    cells = table(withdrawal.chapter(one))
    assert {(row[3], row[4]) for row in cells.values()} == {("nei", "nei")}
    own = prose(own_page(view("3310"), "2"))
    assert "lønner det seg i kroner for de andre å gå ut også, men det gjør det også" in own


def test_the_worst_pair_is_told(view) -> None:
    one = concluding(view(""), ("3",))
    found = one.cooperation("3")
    pairs = [gone for gone in found.exits if len(gone.leavers) == 2]
    worst = max(pairs, key=lambda gone: gone.left()[0][0])
    who = group_words.names(one, worst.leavers)
    assert f"Går to samtidig, blir mest igjen etter {who}: " in prose(withdrawal.chapter(one))


def number(cell: str) -> float:
    return float(cell.replace(" ", "").replace("−", "-"))


def test_two_who_go_together_end_it_when_one_leaves() -> None:
    data = together.refusing(buying(analyseperiode=4, uttreden=NEXT_YEAR), "0+", [CODES[2]])
    view = together.of(data, leaders=("0+",))
    assert {cells[1] for cells in table(withdrawal.chapter(view)).values()} == {"for få igjen"}
    own = own_page(together.again(view, "9901", ("0+",)), "0+")
    assert "er det for få igjen, og samarbeidet opphører" in prose(own)
