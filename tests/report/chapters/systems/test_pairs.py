import pytest

from analysis.report.chapters.systems import pairs
from benchmarks.applications import large_dataset, view_of
from tests.report import texts


def test_each_of_the_others_by_hand(view, dataset):
    rows = dataset.applications
    own, lier = (rows[rows["kommunenummer"] == code] for code in ("3310", "3312"))
    table = pairs.nearest_others(view("3310"))
    assert table is not None
    cells = texts.rows(table.payload())
    assert len(cells) == 5 and "Hole" not in cells
    common = set(own["system"]) & set(lier["system"])
    shares = [
        part.loc[part["system"].isin(common), "årskostnad"].sum() / part["årskostnad"].sum() * 100
        for part in (own, lier)
    ]
    assert cells["Lier"][0] == str(len(common))
    assert [int(cells["Lier"][i]) for i in (1, 3)] == [round(share) for share in shares]
    assert int(cells["Lier"][2]) >= int(cells["Lier"][1])
    order = [int(row[2]) for row in table.payload()["rows"]]
    assert order == sorted(order, reverse=True)


def test_together_each_stands_with_its_nearest(view):
    table = pairs.nearest_others(view(""))
    assert table is not None
    cells = texts.rows(table.payload())
    assert list(cells) == [view("").names[code] for code in view("").codes]
    for code in view("").codes:
        own = pairs.nearest_others(view(code))
        assert own is not None
        assert cells[view("").names[code]] == [
            cell.replace("\u00a0", " ") for cell in own.payload()["rows"][0]
        ]


def test_many_others_are_cut_and_counted(dataset):
    shown = view_of(large_dataset(dataset, 20, 400, 60)).of_municipality("9000")
    table = pairs.nearest_others(shown)
    assert table is not None
    assert len(table.payload()["rows"]) == 6
    assert table.note == "6 av 19 kommuner."


@pytest.mark.parametrize("code", ["", "3310"])
def test_who_has_listed_nothing_is_compared_with_nobody(changed, dataset, code):
    rows = dataset.applications
    without = changed(code, applications=rows[rows["kommunenummer"] != "3310"])
    table = pairs.nearest_others(without)
    assert "Hole" not in texts.rows(table.payload()) if table else code == "3310"
    alone = changed(code, applications=rows[rows["kommunenummer"] == "3310"])
    assert pairs.nearest_others(alone) is None


def test_nothing_in_common_is_not_called_most(changed, dataset):
    rows = dataset.applications.copy()
    rows["system"] += " " + rows["kommunenummer"]
    assert pairs.nearest(changed("3310", applications=rows)) == ""
    assert pairs.nearest_others(changed("", applications=rows)) is None
