import datetime as dt

import pandas as pd
import pytest

from analysis.report.chapters.systems import applications, overlap
from benchmarks.applications import large_dataset, view_of
from tests.report import texts
from tests.report.computed import recommending


def test_heading_follows_what_the_others_have(view, changed, dataset):
    assert texts.headings(applications.overview(view("3310"))) == [
        "Hole har 63 fagsystemer, og de fleste pengene går til systemer andre også har"
    ]
    own = dataset.applications["kommunenummer"] == "3310"
    unlike = dataset.applications.copy()
    unlike.loc[own, "system"] = "Bare her: " + unlike.loc[own, "system"]
    heading = texts.headings(applications.overview(changed("3310", applications=unlike)))[0]
    assert heading.endswith("systemer ingen andre har")


def test_totals_of_the_table_are_the_rows(view, dataset):
    own = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    cells = texts.rows(texts.tables(applications.overview(view("3310")))[0])["I alt"]
    local = own.loc[own["driftsform"] == "lokal", "årskostnad"].sum() / own["årskostnad"].sum()
    assert cells[0] == str(len(own))
    assert cells[2] == f"{local * 100:.0f}"
    assert cells[5] == str((own["kommunenummer_nøkkel"] == "ja").sum())


def test_a_municipality_gets_what_it_can_buy_and_what_it_must_move(view):
    two = [
        "Fagsystemene etter fagområde i Hole",
        "De dyreste systemene Hole kan kjøpe sammen med andre",
    ]
    moved = [
        "Systemene Hole har felles med hver av de andre",
        "Systemer som flyttes, og arbeidet mot det som kan settes av",
    ]
    for alternative, titles in (("2", two), ("3", [*two, *moved])):
        chapter = applications.chapter(recommending(view("3310"), alternative))
        assert [table["title"] for table in texts.tables(chapter)] == titles
    assert "Mest felles har Hole med Lier: 70 prosent av kostnaden." in texts.prose(chapter)


def test_every_part_holds_without_ends_keys_or_known_status(changed, dataset):
    rows = dataset.applications
    nothing = pd.Series(None, index=rows.index, dtype=object)
    bare = rows.assign(
        avtaleslutt=nothing, opsjon_til=nothing, kommunenummer_nøkkel="nei",
        anskaffelsesstatus="kontrakt",
    )  # fmt: skip
    for code in ("", "3310"):
        chapter = applications.chapter(changed(code, applications=bare))
        assert "nan" not in texts.everything(chapter)
        assert "0 av " not in texts.prose(chapter)


def test_every_part_holds_when_all_has_expired(changed, dataset):
    past = pd.Series(dt.date(2021, 12, 31), index=dataset.applications.index, dtype=object)
    rows = dataset.applications.assign(avtaleslutt=past, opsjon_til=past)
    for code in ("", "3310"):
        chapter = applications.chapter(changed(code, applications=rows))
        assert "nan" not in texts.everything(chapter)


@pytest.mark.thorough
@pytest.mark.parametrize("number", [2, 20])
def test_few_and_many_municipalities(dataset, number):
    shown = view_of(large_dataset(dataset, number, 20 * number, 60))
    for code in ("", "9000"):
        chapter = applications.chapter(shown.of_municipality(code))
        assert "nan" not in texts.everything(chapter)
        assert all(len(table["columns"]) <= 7 for table in texts.tables(chapter))


def test_the_others_hold_without_one_municipalitys_list(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    assert texts.headings(applications.chapter(changed("3310", applications=rows))) == [
        "Fagsystemene i Hole er ikke kartlagt"
    ]
    assert "nan" not in texts.everything(applications.chapter(changed("", applications=rows)))


def test_shielded_systems_are_never_named_in_a_council_report(view, dataset):
    rows = dataset.applications
    shielded = set(rows.loc[rows["skjermes"] == "ja", "system"])
    for code in ("", "3310", "3312"):
        shown = texts.everything(applications.chapter(view(code)))
        assert not [name for name in shielded if f"'{name}'" in shown or f" {name}," in shown]


def test_a_system_shielded_in_one_municipality_is_not_named_for_another(changed, dataset):
    rows = dataset.applications.copy()
    common = rows["system"] == "Microsoft 365"
    rows.loc[common & (rows["kommunenummer"] == "3305"), "skjermes"] = "ja"
    for code in ("", "3310"):
        shown = changed(code, applications=rows)
        assert "Microsoft 365" not in texts.everything(applications.chapter(shown))
        assert "Microsoft 365" not in texts.everything(overlap.chapter(shown))


def test_municipality_without_applications(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    shown = changed("3310", applications=rows)
    assert texts.headings(applications.overview(shown)) == ["Fagsystemene i Hole er ikke kartlagt"]


def test_unknown_cost_makes_shares_missing(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows["kommunenummer"] == "3310", "årskostnad"] = float("nan")
    shown = applications.overview(changed("3310", applications=rows))
    assert texts.rows(texts.tables(shown)[0])["I alt"][1:4] == ["mangler"] * 3
    assert texts.headings(shown) == ["Hole har 63 fagsystemer"]


def test_hostile_system_names_stand_as_they_are(changed, dataset):
    hostile = "<b>x</b> #include"
    rows = dataset.applications.replace({"system": {"Microsoft 365": hostile}})
    shown = applications.overview(changed("3310", applications=rows))
    text = next(part["markdown"] for part in texts.parts(shown) if part["type"] == "prose")
    assert r"\<b\>x\<\/b\> \#include" in text
