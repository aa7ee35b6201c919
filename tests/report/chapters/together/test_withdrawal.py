"""What it means that somebody leaves or comes late: by hand in kroner, and in the example."""

import re

import pytest
from decision.participation.small_cooperations import CODES, buying

from analysis.report.chapters.together import group_words, withdrawal
from analysis.report.language import span
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
    cells = table(withdrawal.table(by_hand))
    # Without A the two lose 100 a year and pay 120 for 80, for two years; with all they gain.
    assert cells["Kommune 1"] == ["40", "−120", "+280", "nei"]
    assert cells["Kommune 3"] == ["40", "−20", "+180", "ja"]


def test_the_heading_names_whoever_leaves_most(by_hand) -> None:
    (heading,) = headings(own_page(by_hand, "0+"))
    told = heading.replace("\u00a0", " ")
    assert told.startswith("Går Kommune 2 ut av alternativ 0+ (prøve) med ett års oppsigelse, ")
    assert "betaler de andre om lag" in told and told.endswith("i dagens verdi")


def own_page(view, alternative):
    return withdrawal.in_brief(view, view.cooperation(alternative))


def test_our_own_page_by_hand(by_hand) -> None:
    chapter = own_page(together.again(by_hand, "9901", ("0+",)), "0+")
    assert [one.replace("\u00a0", " ") for one in headings(chapter)] == [
        "Går Kommune 1 ut igjen av alternativ 0+ (prøve) med ett års oppsigelse, betaler kommunen "
        "om lag 120 000 kroner mer i dagens verdi"
    ]
    said = prose(chapter)
    assert "Da betaler de andre om lag 280 000 kroner mer i dagens verdi." in said
    assert "Det lønner seg i kroner for dem å gå ut også." in said
    assert not tables(chapter)


def test_notice_that_outlasts_the_period_leaves_nothing_to_tell() -> None:
    view = together.of(buying(analyseperiode=2, uttreden=NEXT_YEAR), leaders=("0+",))
    assert own_page(view, "0+").payload() == {"type": "stack", "elements": []}
    assert not tables(withdrawal.table(view))


def test_coming_late_by_hand(by_hand) -> None:
    cells = table(withdrawal.latecomers(by_hand))
    # With A the two save 100 more and pay 40 less each year for two years; it gains 60 a year.
    assert cells["Kommune 1"] == ["0", "+120", "ja"]


def test_a_small_price_for_coming_late_is_not_told_as_an_amount(view) -> None:
    one = concluding(view("3310"), ("2",))
    (late,) = (comer for comer in one.cooperation("2").latecomers if comer.code == "3310")
    assert late.price == (0.0, 0.0)
    assert "taper de andre lite eller ingenting på det." in prose(own_page(one, "2"))


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
        payer = group_words.largest_payer(one, found)
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
    joint = table(withdrawal.table(concluding(view("", "gunstig"), ("3",))))
    assert f"{one.names[gone.new_host]} ny vert" in joint[one.names[host]][-1]


def test_unknown_cells_leave_two_ends(view) -> None:
    assert re.search(r"mellom .* kroner i dagens verdi", headings(own_page(view("3236"), "3"))[0])
    joint = table(withdrawal.table(concluding(view(""), ("3",))))
    assert "mangler" not in joint["Jevnaker"]


def test_whoever_goes_pays_while_notice_runs_and_to_move_out(view) -> None:
    one = concluding(view(""), ("3",))
    found = one.cooperation("3")
    gone = found.alone["3310"].figures
    paid = (gone.notice_payment + gone.moving_out)[:, found.s, :, 1]
    assert gone.moving_out[:, found.s, :, 1].min() > 1000
    low, high = table(withdrawal.table(one))["Hole"][0].split(" til ")
    ends = paid[:, 0].min(), paid[:, 0].max()
    assert (number(low), number(high)) == pytest.approx(ends, abs=0.51)


def test_what_pays_anyway_is_not_told_as_a_consequence(view) -> None:
    """In the alternative in front it pays to move out before anybody has left."""
    one = concluding(view(""), ("2",))
    found = one.cooperation("2")
    assert all(gone.stops_anyway for gone in found.exits)
    assert {cells[-1] for cells in table(withdrawal.table(one)).values()} == {"nei, uansett"}
    own = prose(own_page(view("3310"), "2"))
    assert "lønner seg i kroner for dem å gå ut også, men det gjør det også om ingen går" in own


def number(cell: str) -> float:
    return float(cell.replace(" ", "").replace("−", "-"))


def test_two_who_go_together_end_it_when_one_leaves() -> None:
    data = together.refusing(buying(analyseperiode=4, uttreden=NEXT_YEAR), "0+", [CODES[2]])
    view = together.of(data, leaders=("0+",))
    assert {cells[-1] for cells in table(withdrawal.table(view)).values()} == {"for få igjen"}
    own = own_page(together.again(view, "9901", ("0+",)), "0+")
    assert "Det er for få igjen, og samarbeidet opphører." in prose(own)
