from dataclasses import replace

import numpy as np
import pytest

from analysis.model.systems.overlap import FAR, NEAR, NEARNESS, by_area, shared_cost
from analysis.report.chapters.systems import converging, nearness, overlap, overlap_matrix
from tests.report import texts


def test_the_heading_names_the_area_that_is_furthest_away(view, changed, dataset):
    assert texts.headings(overlap.chapter(view("")))[0] == (
        "Sak og arkiv er fagområdet som er lengst unna felles systemer"
    )
    without = dataset.applications[dataset.applications["fagområde"] != "sak og arkiv"]
    heading = texts.headings(overlap.chapter(changed("", applications=without)))[0]
    assert heading == "I alle de store fagområdene går mest penger til systemer flere kommuner har"
    unlike = dataset.applications.assign(
        system=dataset.applications["system"] + dataset.applications["kommunenummer"]
    )
    heading = texts.headings(overlap.chapter(changed("", applications=unlike)))[0]
    assert heading.endswith("systemer bare én kommune har")


def test_shares_in_the_text_are_of_the_cost(view, dataset):
    rows = dataset.applications
    text = texts.prose(overlap.chapter(view("")))
    owners = rows.groupby("system")["kommunenummer"].transform("nunique")
    share = rows.loc[owners >= 2, "årskostnad"].sum() / rows["årskostnad"].sum()
    assert f"{share * 100:.0f} prosent av kostnaden ligger i systemer" in text
    assert "Regnet begge veier har paret Hole og Jevnaker mest felles." in text


def test_one_pair_alone_has_not_most_in_common(view, dataset):
    rows = dataset.applications
    two = rows[rows["kommunenummer"].isin(["3310", "3312"])]
    one = view("")
    figures = replace(one.figures, dataset=replace(one.dataset, applications=two))
    few = replace(one, figures=figures)
    assert few.dataset.applications["kommunenummer"].nunique() == 2
    assert overlap_matrix.closest(few) == ""
    assert "mest felles" not in texts.prose(overlap.chapter(few))


def test_where_the_money_lies_is_of_what_one_has_alone(view, dataset):
    text = texts.prose(overlap.chapter(view("")))
    assert (
        "Mest penger der ligger det i sak- og arkivsystem, økonomisystem og lønn og personal."
        in text
    )
    # Three have Gerica and three Visma Profil: all of it is common to some, and none alone.
    assert (
        "I elektronisk pasientjournal er kommunene delt: tre har Gerica og tre har Visma Profil."
        in text
    )
    table = converging.could_converge(view(""), limit=1000)
    assert table is not None
    assert "Elektronisk pasientjournal" not in texts.rows(table.payload())
    # No two have the same system for records.
    records = dataset.applications[dataset.applications["systemtype"] == "sak- og arkivsystem"]
    assert records["system"].is_unique
    total = f"{records['årskostnad'].sum():,.0f}".replace(",", " ")
    assert texts.rows(table.payload())["Sak- og arkivsystem"][-1] == total
    divided = converging.camps(view(""))
    assert divided is not None
    assert texts.rows(divided.payload())["Elektronisk pasientjournal"][0] == (
        "Gerica (3), Visma Profil (3)"
    )
    assert "Digitale læremidler" not in texts.rows(divided.payload())


def test_nothing_alone_and_nobody_divided(changed, dataset):
    rows = dataset.applications.assign(systemtype="")
    shown = changed("", applications=rows)
    text = texts.prose(overlap.chapter(shown))
    assert "Mest penger der" not in text and "delt" not in text
    assert converging.could_converge(shown) is None and converging.camps(shown) is None


def test_the_picture_tells_the_share_that_is_near_in_every_area(view, dataset):
    areas = by_area(dataset.applications)
    figure = nearness.nearness_figure(view(""), areas)
    assert figure is not None
    for area, row in areas.iterrows():
        assert f"{area} {round(row[NEAR] * 100)} prosent" in figure.alt.replace("\u00a0", " ")
    assert nearness.nearness_figure(view(""), areas.assign(kostnad=0.0)) is None


def test_systems_without_a_known_cost_are_counted(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows.index[0], "årskostnad"] = np.nan
    shown = changed("", applications=rows)
    figure = nearness.nearness_figure(shown, by_area(rows))
    assert figure is not None
    assert "Ett system uten kjent kostnad er ikke med" in figure.title


def test_the_matrix_says_its_highest_cell(view, dataset):
    shares = shared_cost(dataset.applications, view("").codes)
    figure = overlap_matrix.matrix_figure(view(""))
    assert figure is not None
    highest = round(np.nanmax(shares.to_numpy()) * 100)
    title = figure.title.replace("\u00a0", " ")
    assert title == f"{highest} prosent av kostnaden i Jevnaker er i systemer Lier også har"
    own = overlap_matrix.matrix_figure(view("3312"))
    assert own is not None and "i Lier er i systemer" in own.title


def test_one_municipality_or_none_has_no_overlap(changed, dataset):
    alone = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    for rows in (alone, alone.iloc[:0]):
        shown = changed("", applications=rows)
        assert texts.everything(overlap.chapter(shown)) == "[]"
        assert overlap_matrix.matrix_figure(shown) is None
        assert overlap_matrix.closest(shown) == ""
        assert overlap.common_systems(shown) is None


def test_shielded_systems_are_named_for_the_working_group_alone(view, dataset):
    rows = dataset.applications
    shielded = set(rows.loc[rows["skjermes"] == "ja", "system"])
    table = overlap.common_systems(replace(view(""), names_shielded=True), limit=None)
    assert table is not None
    assert shielded & {row[0] for row in table.payload()["rows"]}
    table = overlap.common_systems(view(""), limit=None)
    assert table is not None
    assert not shielded & {row[0] for row in table.payload()["rows"]}
    kinds = set(rows.loc[rows["skjermes"] == "ja", "systemtype"]) - {""}
    table = converging.could_converge(view(""), limit=1000)
    assert table is not None
    assert not kinds & {row[0].lower() for row in table.payload()["rows"]}


def test_tables_fit_the_page(view):
    for part in (overlap.vendors(view("")), converging.could_converge(view(""))):
        assert part is not None
        assert len(part.payload()["columns"]) <= 7


@pytest.mark.parametrize("name", NEARNESS)
def test_shares_of_an_area_are_a_whole(dataset, name):
    shares = by_area(dataset.applications)[list(NEARNESS)]
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert shares[name].between(0, 1).all()
    assert shares.loc["sak og arkiv", FAR] == pytest.approx(0.09, abs=0.01)
