"""The appendix on who pays what: every alternative, and sums that hold."""

import re

import pytest
from decision.participation.small_cooperations import BUY, CODES, buying, dataset

from analysis.report.chapters.together import every_alternative
from tests.report.chapters.together import cases as together
from tests.report.computed import concluding
from tests.report.texts import headings, parts, prose, tables

CELL = re.compile(r"^(−?[\d ]+) \(([+−]?[\d ]+)\)$")


def amounts(cell: str) -> tuple[float, float]:
    found = CELL.match(cell.replace("\u00a0", " "))
    assert found, cell
    paid, gained = (float(one.replace(" ", "").replace("−", "-")) for one in found.groups())
    return paid, gained


def test_every_alternative_that_needs_partners_is_there(view) -> None:
    one = view("")
    titles = [made["title"] for made in tables(every_alternative.tables(one))]
    assert [title.split()[0] for title in titles] == ["0+", "1", "2", "3", "4", "5"]


def test_the_one_the_chapters_show_is_left_out_of_the_appendix(view) -> None:
    one = concluding(view(""), ("2",))
    chapter = every_alternative.appendix(one)
    assert headings(chapter) == ["Hvem betaler hva i hvert alternativ"]
    assert [made["title"].split()[0] for made in tables(chapter)] == ["0+", "1", "3", "4", "5"]
    assert "Alternativ 2 står foran i rapporten." in prose(chapter)
    # Without an account the chapter has no such table.
    four = every_alternative.appendix(concluding(view(""), ("4",)))
    assert len(tables(four)) == 6


def test_columns_sum(view) -> None:
    for made in tables(every_alternative.tables(view(""))):
        for place in range(1, len(made["columns"])):
            cells = {row[0]: row[place] for row in made["rows"]}
            whole = amounts(cells.pop("Sum"))
            cells.pop("Holder")
            if "mangler" in cells.values():
                continue
            for part in (0, 1):
                each = [amounts(cell)[part] for cell in cells.values()]
                assert sum(each) == pytest.approx(whole[part], abs=0.5 * len(each))


def test_who_is_left_out_and_why_is_told(view) -> None:
    made = tables(every_alternative.tables(view("")))[-1]
    assert "Lier" not in [row[0] for row in made["rows"]]
    assert "Lier er ikke med i alternativ 5" in made["note"]


def test_a_price_outside_the_common_account_is_not_read_as_free(view) -> None:
    note = {
        made["title"].split()[0]: made["note"]
        for made in tables(every_alternative.tables(view("")))
    }
    assert [a for a, told in note.items() if "Prisen betales rett til selskapet" in told] == ["4"]


def test_the_key_that_divides_the_gain_is_there_where_there_is_one() -> None:
    view = together.of(buying(), leaders=("0+",))
    (made,) = tables(every_alternative.tables(view))
    assert made["columns"][-1]["name"] == "Minst grunn til å gå"
    assert "Alle nøklene holder gruppen sammen." in made["note"]
    # One year in all: notice outlasts it, and nothing is left with anybody.
    assert "ikke igjen med ekstra kostnader" in made["note"]


def test_two_who_lose_and_a_key_that_cannot_be_used() -> None:
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 500.0},
        systems=tuple((code, "Arkiv", 1000) for code in CODES[:2]),
        codes=CODES[:2],
        inhabitants=(10_000.0,) * 2,
        nokkel=[{"navn": "For lavt tak", "innbyggere": 1.0, "tak": 0.3}],
    )
    (made,) = tables(every_alternative.tables(together.of(data, leaders=("0+",))))
    assert "Gruppen taper samlet, så ingen nøkkel kan få alle til å tjene." in made["note"]
    assert "«For lavt tak» kan ikke brukes." in made["note"]
    assert made["rows"][-2][1].replace("\u00a0", " ") == "500 (−300)"


def test_nothing_to_work_out_is_told() -> None:
    data = together.refusing(buying(), "0+", CODES)
    view = together.of(data, leaders=("0",))
    assert list(parts(every_alternative.appendix(view))) == []
    assert "kan regnes ut" in prose(every_alternative.tables(view))


def test_a_municipality_sees_its_own_row(view) -> None:
    for made in tables(every_alternative.tables(view("3310"))):
        assert made["rows"][made["highlight"]][0] == "Hole"
    outside = tables(every_alternative.tables(view("3312")))[-1]
    assert outside["rows"][outside["highlight"]][0] == "Sum"
