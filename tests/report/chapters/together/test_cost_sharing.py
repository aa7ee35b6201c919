"""Who pays what: kroner by hand under each key, and who would rather go."""

import re
from dataclasses import replace

import numpy as np
import pytest
from decision.participation.small_cooperations import BUY, CODES, buying, dataset, pooling

from analysis.decision.keys import NUCLEOLUS, SHAPLEY
from analysis.report.chapters.together import (
    cost_sharing,
    groups,
    joining,
    keys,
    stability,
    withdrawal,
)
from tests.report.chapters.together import cases as together
from tests.report.computed import recommending
from tests.report.texts import headings, parts, prose, rows, tables

TOLD = (groups.alternatives, cost_sharing.chapter, stability.table, withdrawal.table)
CELL = re.compile(r"^(−?[\d ]+) \(([+−]?[\d ]+)\)$")


def table(element):
    return rows(tables(element)[0])


def column(shown, name):
    place = [one["name"] for one in shown["columns"]].index(name)
    return [row[place].replace("\u00a0", " ") for row in shown["rows"]]


@pytest.fixture(scope="module")
def by_hand():
    """4920 on the account; 800, 1060 and 3060 handed to it; twice the people in the third."""
    return together.of(pooling(inhabitants=(10_000.0, 10_000.0, 20_000.0)), leaders=("2",))


def test_kroner_under_each_key_by_hand(by_hand) -> None:
    shown = tables(cost_sharing.chapter(recommending(by_hand, "2")))[0]
    assert column(shown, "Utredningens nøkkel")[:4] == [
        "1 640 (+840)", "1 640 (+580)", "1 640 (−1 420)", "4 920 (0)"
    ]  # fmt: skip
    assert column(shown, "Innbyggere")[:3] == ["1 230 (+430)", "1 230 (+170)", "2 460 (−600)"]
    assert column(shown, "Etter hva hver tilfører")[:3] == ["800 (0)", "1 060 (0)", "3 060 (0)"]


def heading(view):
    return headings(cost_sharing.chapter(recommending(view, "2")))[0]


def test_the_heading_says_whom_the_key_decides_for(view, by_hand) -> None:
    same = "I den forventede beregningen er det de samme som betaler mer enn i dag i alternativ 2 "
    assert heading(view("")).startswith(same)
    assert heading(by_hand).startswith("Hva nøkkelen betyr for kommunene i alternativ 2")
    turning = pooling(inhabitants=(1_000.0, 10_000.0, 20_000.0))
    assert "avgjør nøkkelen om Kommune 1 og Kommune 3 betaler mer eller mindre" in heading(
        together.of(turning, leaders=("2",))
    )


def test_nothing_to_divide_is_told_as_that(view) -> None:
    assert tables(cost_sharing.chapter(recommending(view(""), "4"))) == []


@pytest.mark.thorough
def test_so_many_that_not_every_group_is_tried() -> None:
    codes = tuple(f"99{n:02}" for n in range(1, 14))
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 130.0},
        systems=tuple((code, "Arkiv", 1000) for code in codes),
        codes=codes,
        inhabitants=(10_000.0,) * 13,
    )
    view = together.of(data, leaders=("0+",))
    note = tables(cost_sharing.chapter(recommending(view, "0+")))[-1]["note"]
    assert "er et anslag fra" in note
    assert "det finnes for mange til å prøve alle" in note


def test_a_key_that_cannot_be_used_is_named_with_why() -> None:
    keys = [{"navn": "For lavt tak", "innbyggere": 1.0, "tak": 0.3}]
    view = together.of(buying(nokkel=keys), leaders=("0+",))
    made = tables(cost_sharing.chapter(recommending(view, "0+")))[0]
    assert "«For lavt tak» kan ikke brukes." in made["note"]
    assert "For lavt tak" not in rows(made)


def test_a_named_key_is_told_with_its_rule() -> None:
    keys = [
        {"navn": "Avtalt", "lik": 0.4, "innbyggere": 0.6, "gulv": 0.125, "tak": 0.5,
         "direkte": ["lisens", "drift"]},
        {"navn": "Kommune", "brukere": 1.0},
        {"navn": "Likt", "brukere": 1.0, "tak": 0.4},
    ]  # fmt: skip
    view = together.of(buying(nokkel=keys), leaders=("0+",))
    (made,) = tables(cost_sharing.chapter(recommending(view, "0+")))
    note = made["note"].replace("\u00a0", " ")
    assert (
        "«Avtalt» deler 40 % likt og 60 % etter innbyggere, men hver betaler minst 12,5 % og høyst "
        "50 %." in note
    )
    assert "Lisenser og drift er ikke med i «Avtalt»: der betaler hver for det den selv" in note
    assert "«Kommune» deler etter IKT-brukere." in note
    heads = [one["name"] for one in made["columns"]]
    assert len(heads) == len(set(heads)) == 7
    assert heads[-2:] == ["Etter hva hver tilfører", "Minst grunn til å gå"]
    assert "ikke plass til «innbyggere», «brukere» og «årsverk»" in note


@pytest.mark.parametrize("scenario", ["forventet", "gunstig"])
def test_a_methods_name_stands_in_notes_alone(view, scenario) -> None:
    """A council member meets no game theory in what stands on the page."""
    for code in ("", *view("").codes):
        one = view(code, scenario)
        for chapter in TOLD if not code else (joining.chapter, keys.chapter):
            shown = [
                {k: v for k, v in part.items() if k not in ("note", "svg")}
                for part in parts(chapter(one))
            ]
            text = repr(shown)
            for name in (SHAPLEY.name, NUCLEOLUS.name, "shapley", "koalisjon", "kjerne"):
                assert name.lower() not in text.lower(), (code, chapter.__module__, name)


def test_what_is_estimated_is_said_with_its_error(view) -> None:
    one = view("")
    found = one.cooperation("2")
    division = found.figures.division
    orders = np.full_like(division.orders, 120)
    error = np.full_like(division.error, 100.0)
    estimate = replace(found.figures, division=replace(division, orders=orders, error=error))
    drawn = replace(found, figures=estimate)
    said = cost_sharing._estimated(drawn).replace("\u00a0", " ")
    assert "anslag fra 120 rekkefølger" in said
    # 196 in present value is 24 a year over ten years at 4 percent.
    assert "bomme med om lag 24 000 kroner i året" in said
    assert cost_sharing._estimated(found) == ""


def test_every_page_names_its_sources(view) -> None:
    for chapter in (*TOLD, joining.chapter):
        for part in tables(chapter(view(""))):
            assert "kommunenes kartlegging" in part["source"]
            assert "Illustrative tall" in part["source"]


# Every alternative ---------------------------------------------------------------------------


def amounts(cell: str) -> tuple[float, float]:
    found = CELL.match(cell.replace("\u00a0", " "))
    assert found, cell
    paid, gained = (float(one.replace(" ", "").replace("−", "-")) for one in found.groups())
    return paid, gained


def test_every_alternative_that_needs_partners_is_there(view) -> None:
    one = view("")
    titles = [made["title"] for made in tables(cost_sharing.tables(one))]
    assert [title.split()[0] for title in titles] == ["0+", "1", "2", "3", "4", "5"]


def test_the_one_the_chapters_show_is_left_out_of_the_appendix(view) -> None:
    chapter = cost_sharing.appendix(recommending(view(""), "2"))
    assert headings(chapter) == ["Hvem betaler hva i hvert alternativ"]
    assert [made["title"].split()[0] for made in tables(chapter)] == ["0+", "1", "3", "4", "5"]
    assert "Alternativ 2 står foran i rapporten." in prose(chapter)
    # Without an account the chapter has no such table.
    four = cost_sharing.appendix(recommending(view(""), "4"))
    assert len(tables(four)) == 6


def test_columns_sum(view) -> None:
    for made in tables(cost_sharing.tables(view(""))):
        for place in range(1, len(made["columns"])):
            cells = {row[0]: row[place] for row in made["rows"]}
            whole = amounts(cells.pop("Sum"))
            cells.pop("Holder")
            if "mangler" in cells.values():
                continue
            for part in (0, 1):
                each = [amounts(cell)[part] for cell in cells.values()]
                assert sum(each) == pytest.approx(whole[part], abs=0.5 * len(each))


def test_the_appendix_tells_what_it_costs_that_one_goes(view) -> None:
    for made in tables(cost_sharing.appendix(recommending(view(""), "2"))):
        assert re.search(r"Går \S+ ut av .*, (betaler|sparer)", made["note"])


def test_who_is_left_out_and_why_is_told(view) -> None:
    made = tables(cost_sharing.tables(view("")))[-1]
    assert "Lier" not in [row[0] for row in made["rows"]]
    assert "Lier er ikke med i alternativ 5" in made["note"]


def test_a_price_outside_the_common_account_is_not_read_as_free(view) -> None:
    note = {
        made["title"].split()[0]: made["note"] for made in tables(cost_sharing.tables(view("")))
    }
    assert [a for a, told in note.items() if "Prisen betales rett til selskapet" in told] == ["4"]


def test_the_key_that_divides_the_gain_is_there_where_there_is_one() -> None:
    view = together.of(buying(), leaders=("0+",))
    (made,) = tables(cost_sharing.tables(view))
    assert made["columns"][-1]["name"] == "Minst grunn til å gå"


def test_two_who_lose_and_a_key_that_cannot_be_used() -> None:
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 500.0},
        systems=tuple((code, "Arkiv", 1000) for code in CODES[:2]),
        codes=CODES[:2],
        inhabitants=(10_000.0,) * 2,
        nokkel=[{"navn": "For lavt tak", "innbyggere": 1.0, "tak": 0.3}],
    )
    (made,) = tables(cost_sharing.tables(together.of(data, leaders=("0+",))))
    assert "«For lavt tak» kan ikke brukes." in made["note"]
    assert made["rows"][-2][1].replace("\u00a0", " ") == "500 (+300)"


def test_nothing_to_work_out_is_told() -> None:
    data = together.refusing(buying(), "0+", CODES)
    view = together.of(data, leaders=("0",))
    assert list(parts(cost_sharing.appendix(view))) == []
    assert "kan ingen grupper regnes ut" in prose(cost_sharing.tables(view))


def test_a_municipality_sees_its_own_row(view) -> None:
    for made in tables(cost_sharing.tables(view("3310"))):
        assert made["rows"][made["highlight"]][0] == "Hole"
    outside = tables(cost_sharing.tables(view("3312")))[-1]
    assert outside["rows"][outside["highlight"]][0] == "Sum"
