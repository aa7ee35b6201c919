"""What is common, cost-weighted and counted on paper, and the same as scope is read from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from model.systems.small_applications import table, tables

from analysis.model.region import region_from
from analysis.model.scope import match
from analysis.model.systems.overlap import (
    FAR,
    NEAR,
    NEARNESS,
    POSSIBLE,
    by_area,
    common_systems,
    converging_types,
    nearness,
    shared_cost,
)


def three() -> pd.DataFrame:
    """A has 400: Journal 100, Sak 300; B 200: Journal 150, Arkiv 50; C 100: P360 60, Kart 40."""
    return table(
        {"kommunenummer": "A", "system": "Journal", "årskostnad": 100.0},
        {"kommunenummer": "A", "system": "Sak", "systemtype": "sak", "årskostnad": 300.0,
         "leverandør": "To", "fagområde": "felles"},
        {"kommunenummer": "B", "system": "Journal", "årskostnad": 150.0},
        {"kommunenummer": "B", "system": "Arkiv", "årskostnad": 50.0, "systemtype": "annet"},
        {"kommunenummer": "C", "system": "P360", "systemtype": "sak", "årskostnad": 60.0,
         "leverandør": "To", "fagområde": "felles"},
        {"kommunenummer": "C", "system": "Kart", "årskostnad": 40.0, "systemtype": "annet"},
    )  # fmt: skip


def test_near_is_the_same_system_and_possible_the_same_type() -> None:
    # «annet» says nothing about what a system does, so Arkiv and Kart are far apart.
    assert nearness(three()).tolist() == [NEAR, POSSIBLE, NEAR, FAR, POSSIBLE, FAR]


def test_shared_cost_by_hand() -> None:
    found = shared_cost(three(), ["A", "B", "C"])
    # A has 100 of 400 in Journal, which B has; B 150 of 200. C shares nothing.
    expected = [[np.nan, 0.25, 0.0], [0.75, np.nan, 0.0], [0.0, 0.0, np.nan]]
    np.testing.assert_allclose(found.to_numpy(), expected)
    kinds = shared_cost(three(), ["A", "B", "C"], by="systemtype")
    # A's Sak (300 of 400) and C's P360 (60 of 100) are of one type.
    expected = [[np.nan, 0.25, 0.75], [0.75, np.nan, 0.0], [0.6, 0.0, np.nan]]
    np.testing.assert_allclose(kinds.to_numpy(), expected)


def test_who_has_listed_nothing_is_unknown_both_ways() -> None:
    found = shared_cost(three(), ["A", "D", "B"])
    assert found.loc["D"].isna().all()
    assert found["D"].isna().all()
    assert found.loc["A", "B"] == 0.25


def test_an_unknown_cost_is_left_out_of_the_weights() -> None:
    frame = three()
    frame.loc[1, "årskostnad"] = np.nan
    assert shared_cost(frame, ["A", "B"]).loc["A", "B"] == 1.0
    assert by_area(frame).loc["felles", "kostnad"] == 60.0
    frame.loc[0, "årskostnad"] = np.nan
    assert np.isnan(shared_cost(frame, ["A", "B"]).loc["A", "B"])


def test_areas_by_hand() -> None:
    found = by_area(three())
    assert list(found.index) == ["felles", "helse"]  # 360 against 340
    felles, helse = found.loc["felles"], found.loc["helse"]
    assert felles[list(NEARNESS)].tolist() == [0.0, 1.0, 0.0]
    np.testing.assert_allclose(list(helse[list(NEARNESS)]), [250 / 340, 0.0, 90 / 340])


def test_common_systems_and_types_that_could_converge() -> None:
    common = common_systems(three())
    assert common[["system", "kommuner", "kostnad"]].to_numpy().tolist() == [["Journal", 2, 250.0]]
    assert common["kilder"].tolist() == ["applikasjoner.csv:2; applikasjoner.csv:4"]
    types = converging_types(three())
    assert types["systemtype"].tolist() == ["sak"]
    row = types.iloc[0]
    # One municipality each; Sak is the dearest, so P360's 60 is what could change.
    assert (row["største"], row["har_største"], row["kostnad"], row["utenfor"]) == (
        "Sak", 1, 360.0, 60.0,
    )  # fmt: skip


def test_what_is_alone_and_outside_by_hand() -> None:
    def epj(code: str, system: str, cost: float) -> dict[str, object]:
        return {"kommunenummer": code, "system": system, "systemtype": "epj", "årskostnad": cost}

    camps = table(epj("A", "G", 10.0), epj("B", "G", 20.0), epj("C", "P", 30.0), epj("D", "P", 5.0))
    row = converging_types(camps).iloc[0]
    # Two have each, so the dearest pair is the largest, and nobody is alone.
    assert (row["alene"], row["utenfor"], row["har_største"]) == (0.0, 30.0, 2)
    alone = pd.concat([camps, table(epj("E", "X", 7.0))], ignore_index=True)
    row = converging_types(alone).iloc[0]
    assert (row["alene"], row["utenfor"]) == (7.0, 37.0)


@given(tables())
def test_what_is_alone_is_the_possible_rows_of_the_type(frame: pd.DataFrame) -> None:
    near = nearness(frame)
    for _, row in converging_types(frame).iterrows():
        own = frame["systemtype"] == row["systemtype"]
        expected = frame.loc[own & (near == POSSIBLE), "årskostnad"].sum()
        assert row["alene"] == pytest.approx(expected)
        assert row["alene"] <= row["kostnad"] + 1e-9


def test_nothing_listed() -> None:
    nothing = table()
    assert shared_cost(nothing, ["A", "B"]).isna().all(axis=None)
    for found in (by_area(nothing), common_systems(nothing), converging_types(nothing)):
        assert found.empty


@given(tables())
def test_nearness_is_what_scope_is_read_from(frame: pd.DataFrame) -> None:
    codes = ("A", "B", "C", "D")
    sizes = pd.DataFrame(
        {"innbyggere": 100.0, "ikt_brukere": 10.0, "årsverk_totalt": 10.0}, index=list(codes)
    )
    budget = pd.DataFrame(columns=["kommunenummer", "år", "kostnadsgruppe", "beløp"])
    staff = pd.DataFrame(columns=["kommunenummer", "funksjon", "årsverk", "personer", "vakt"])
    index = pd.DataFrame({"år": [2022], "indeks": [100.0]})
    region = region_from(
        sizes, budget, staff, frame, price_index=index, price_year=2022, decision_year=2022
    )
    found = match(region.applications, np.ones(4, dtype=bool), converge=True)
    near = nearness(frame)
    assert (near == NEAR).tolist() == found.same.tolist()
    assert (near == POSSIBLE).tolist() == found.similar.tolist()


@given(tables())
def test_the_matrix_against_the_definition_row_by_row(frame: pd.DataFrame) -> None:
    codes = list("ABCD")
    found = shared_cost(frame, codes)
    for a in codes:
        own = frame[frame["kommunenummer"] == a]
        total = own["årskostnad"].sum()
        for b in codes:
            other = set(frame.loc[frame["kommunenummer"] == b, "system"])
            if a == b or total == 0 or not other:
                assert np.isnan(found.loc[a, b])
                continue
            common = own.loc[own["system"].isin(other), "årskostnad"].sum()
            assert found.loc[a, b] == pytest.approx(common / total)


@given(tables())
def test_one_more_common_system_never_lowers_what_is_shared(frame: pd.DataFrame) -> None:
    model = frame.iloc[0]
    lacking = [c for c in "ABCD" if c not in set(frame["kommunenummer"])]
    if not lacking:
        return
    more = pd.concat([frame, frame.iloc[:1].assign(kommunenummer=lacking[0])], ignore_index=True)
    owner = str(model["kommunenummer"])
    before, after = shared_cost(frame, list("ABCD")), shared_cost(more, list("ABCD"))
    known = before.loc[owner].drop(labels=lacking[0]).fillna(0.0)
    assert (after.loc[owner].drop(labels=lacking[0]).fillna(0.0) >= known - 1e-12).all()
    # Nor does any system that was there get farther from being common.
    far = {NEAR: 0, POSSIBLE: 1, FAR: 2}
    distance = [nearness(each).map(far).to_numpy()[: len(frame)] for each in (more, frame)]
    assert (distance[0] <= distance[1]).all()


@given(tables())
def test_the_order_of_rows_never_matters(frame: pd.DataFrame) -> None:
    turned = frame.iloc[::-1].reset_index(drop=True)
    pd.testing.assert_frame_equal(
        shared_cost(frame, list("ABCD")), shared_cost(turned, list("ABCD"))
    )
    columns = ["systemtype", "største", "utenfor"]
    pd.testing.assert_frame_equal(
        converging_types(frame)[columns], converging_types(turned)[columns]
    )
    pd.testing.assert_frame_equal(by_area(frame).sort_index(), by_area(turned).sort_index())
