from dataclasses import replace

import numpy as np
import pytest

from analysis.model.systems.overlap import FAR, NEAR, NEARNESS, by_area
from analysis.report.chapters.systems import nearness, overlap
from tests.report import texts


def test_the_heading_names_the_area_that_is_furthest_away(view, changed, dataset):
    assert texts.headings(overlap.chapter(view("")))[0] == (
        "Sak og arkiv er fagområdet som er lengst unna felles systemer"
    )
    unlike = dataset.applications.assign(
        system=dataset.applications["system"] + dataset.applications["kommunenummer"]
    )
    # All of them are equally far away.
    heading = texts.headings(overlap.chapter(changed("", applications=unlike)))[0]
    assert heading == "Hvor nær kommunene er å ha felles systemer"


def test_shares_in_the_text_are_of_the_cost(view, dataset):
    rows = dataset.applications
    text = texts.prose(overlap.chapter(view("")))
    owners = rows.groupby("system")["kommunenummer"].transform("nunique")
    share = rows.loc[owners >= 2, "årskostnad"].sum() / rows["årskostnad"].sum()
    assert f"{share * 100:.0f} prosent av kostnaden ligger i systemer" in text
    assert "Mest penger der ligger det i sak- og arkivsystem, økonomisystem" in text


def test_where_they_could_gather_by_hand(view, dataset):
    table = overlap.converging(view(""), limit=1000)
    assert table is not None
    cells = texts.rows(table.payload())
    # No two have the same system for records, and the dearest is left out of what is outside.
    records = dataset.applications[dataset.applications["systemtype"] == "sak- og arkivsystem"]
    assert records["system"].is_unique
    cost = records["årskostnad"]
    assert cells["Sak- og arkivsystem"][-2:] == [
        f"{amount:,.0f}".replace(",", " ") for amount in (cost.sum() - cost.max(), cost.sum())
    ]
    # Three have Gerica and three Visma Profil: all of it is common to some, and none alone.
    assert cells["Elektronisk pasientjournal"][-1] == "0"
    # All six have Salaby, and some have others beside it.
    assert "Digitale læremidler" not in cells
    outside = [float(row[-2].replace(" ", "")) for row in cells.values()]
    assert outside == sorted(outside, reverse=True)


def test_nothing_to_gather_about(changed, dataset):
    shown = changed("", applications=dataset.applications.assign(systemtype=""))
    assert "Mest penger der" not in texts.prose(overlap.chapter(shown))
    assert overlap.converging(shown) is None


def test_the_picture_tells_the_share_that_is_near_in_every_area(view, changed, dataset):
    figure = nearness.nearness_figure(view(""))
    assert figure is not None
    for area, row in by_area(dataset.applications).iterrows():
        assert f"{area} {round(row[NEAR] * 100)} prosent" in figure.alt.replace("\u00a0", " ")
    rows = dataset.applications.assign(årskostnad=np.nan)
    unknown = changed("", applications=rows)
    assert nearness.nearness_figure(unknown) is None
    assert "er ikke kjent" in texts.prose(overlap.chapter(unknown))


def test_one_municipality_or_none_has_no_overlap(changed, dataset):
    alone = dataset.applications[dataset.applications["kommunenummer"] == "3310"]
    for rows in (alone, alone.iloc[:0]):
        shown = changed("", applications=rows)
        assert texts.everything(overlap.chapter(shown)) == "[]"
        assert overlap.common_systems(shown) is None
        assert overlap.keyed_systems(shown) is None


def test_shielded_systems_are_named_for_the_working_group_alone(view, dataset):
    rows = dataset.applications
    shielded = set(rows.loc[rows["skjermes"] == "ja", "system"])
    council, group = view(""), replace(view(""), names_shielded=True)
    named = {row[0] for row in overlap.common_systems(group).payload()["rows"]}
    assert shielded & named
    assert not shielded & {row[0] for row in overlap.common_systems(council).payload()["rows"]}
    assert not shielded & {row[0] for row in overlap.keyed_systems(council).payload()["rows"]}
    kinds = set(rows.loc[rows["skjermes"] == "ja", "systemtype"]) - {""}
    table = overlap.converging(council, limit=1000)
    assert table is not None
    assert not kinds & {row[0].lower() for row in table.payload()["rows"]}


def test_keyed_systems_are_those_others_have_too(view, dataset):
    rows = dataset.applications
    keyed = rows[rows["kommunenummer_nøkkel"] == "ja"]
    cells = texts.rows(overlap.keyed_systems(replace(view(""), names_shielded=True)).payload())
    owners = rows.groupby("system")["kommunenummer"].nunique()
    assert set(cells) == {name for name in keyed["system"].unique() if owners[name] >= 2}
    own = keyed[keyed["system"] == "Gerica"]
    assert cells["Gerica"][2:4] == [str(len(own)), str((own["driftsform"] == "lokal").sum())]


@pytest.mark.parametrize("name", NEARNESS)
def test_shares_of_an_area_are_a_whole(dataset, name):
    shares = by_area(dataset.applications)[list(NEARNESS)]
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    assert shares[name].between(0, 1).all()
    assert shares.loc["sak og arkiv", FAR] == pytest.approx(0.09, abs=0.01)
