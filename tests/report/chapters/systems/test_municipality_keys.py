from analysis.report.chapters.systems import municipality_keys
from tests.report import texts


def keyed(dataset):
    return dataset.applications[dataset.applications["kommunenummer_nøkkel"] == "ja"]


def test_the_working_group_gets_all_of_them_by_area_too(view, dataset):
    areas, systems = texts.tables(municipality_keys.in_full(view("")))
    assert texts.rows(areas)["Helse"][0] == str((keyed(dataset)["fagområde"] == "helse").sum())
    assert len(systems["rows"]) == 35
    # Two of Hole's systems for the whole municipality key on the number, and others have both.
    areas, _ = texts.tables(municipality_keys.in_full(view("3310")))
    assert texts.rows(areas)["Felles"] == ["2", "2", "2", "0"]
