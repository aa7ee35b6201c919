import pytest

from analysis.report.chapters.systems import own_overlap
from benchmarks.applications import large_dataset, view_of
from tests.report import texts


def test_each_of_the_others_by_hand(view, dataset):
    rows = dataset.applications
    own, lier = (rows[rows["kommunenummer"] == code] for code in ("3310", "3312"))
    table = own_overlap.with_each(view("3310"))
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


def test_many_others_are_cut_and_counted(dataset):
    shown = view_of(large_dataset(dataset, 20, 400, 60)).of_municipality("9000")
    table = own_overlap.with_each(shown)
    assert table is not None
    assert len(table.payload()["rows"]) == 6
    assert table.note == "6 av 19 kommuner."


@pytest.mark.parametrize("code", ["", "3310"])
def test_nobody_to_compare_with(view, changed, dataset, code):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    assert own_overlap.with_each(changed(code, applications=rows)) is None


def test_nothing_in_common_is_not_called_most(changed, dataset):
    rows = dataset.applications.copy()
    rows["system"] += " " + rows["kommunenummer"]
    assert own_overlap.nearest(changed("3310", applications=rows)) == ""
