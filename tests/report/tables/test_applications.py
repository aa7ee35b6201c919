"""The csv tables about systems: columns, sources, and agreement with the model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis.model.systems.purchases import Rules, contracts, members
from analysis.model.systems.windows import windows
from analysis.report.tables import applications as tables
from analysis.report.view import View
from tests.report.computed import Figures

EVERY = (
    tables.common_systems_table,
    tables.overlap_table,
    tables.windows_table,
    tables.contract_ends_table,
    tables.conversion_table,
    tables.name_proposals_table,
)


@pytest.fixture(scope="module")
def view(figures: Figures) -> View:
    return View(figures, "forventet")


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.__name__)
def test_columns_and_sources(view: View, table) -> None:
    frame = table(view)
    assert list(frame.columns[:2]) == ["kommunenummer", "alternativ"]
    assert list(frame.columns[-3:]) == ["verdi", "enhet", "kilder"]
    assert len(frame) and not frame.duplicated(list(frame.columns[:-3])).any()
    assert frame["enhet"].ne("").all()
    assert frame["kilder"].str.contains("applikasjoner.csv:").all()
    assert set(frame["kommunenummer"]) <= {*view.codes, ""}
    assert frame["verdi"].map(lambda value: isinstance(value, float)).all()


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.__name__)
def test_shielded_systems_are_left_out(view: View, table) -> None:
    rows = view.dataset.applications
    shielded = set(rows.loc[rows["skjermes"] == "ja", "system"])
    frame = table(view)
    for column in ("system", "skrivemåte"):
        assert column not in frame or not shielded & set(frame[column])
    kinds = set(rows.loc[rows["skjermes"] == "ja", "systemtype"]) - {""}
    if table is tables.windows_table:
        assert not kinds & set(frame["gruppe"])


def test_the_overlap_is_a_share_of_the_first_municipality(view: View) -> None:
    frame = tables.overlap_table(view).set_index(["kommunenummer", "annen_kommune", "størrelse"])
    rows = view.dataset.applications
    own = rows[rows["kommunenummer"] == "3310"]
    other = set(rows.loc[rows["kommunenummer"] == "3312", "system"])
    share = own.loc[own["system"].isin(other), "årskostnad"].sum() / own["årskostnad"].sum()
    assert frame.at[("3310", "3312", "samme system"), "verdi"] == pytest.approx(share)
    both = frame["verdi"].unstack("størrelse")
    assert (both["samme system eller type"] >= both["samme system"]).all()


def test_windows_are_the_models_with_the_price(view: View) -> None:
    frame = tables.windows_table(view).set_index(["gruppe", "størrelse"])["verdi"]
    rules = Rules(view.dataset.settings.vedtaksdato, 3, 10.0)
    rows = contracts(view.dataset.applications, rules.decision.year)
    found = windows(members(rows, rules)).set_index("gruppe")
    cut = view.dataset.shared.assumptions["innkjop_pris"].value("forventet")
    row = found.loc["sak- og arkivsystem"]
    assert row["år"] > rules.decision.year and row["ukjent_kostnad"] == 0
    assert frame["sak- og arkivsystem", "kostnad"] == row["kostnad"]
    assert frame["sak- og arkivsystem", "å vente koster"] == pytest.approx(row["venter"] * cut)
    assert frame["sak- og arkivsystem", "avtaler som må forlenges"] == row["forlenges"]


def test_a_sum_with_an_unknown_cost_is_missing_and_what_is_known_is_told(view: View) -> None:
    rows = view.dataset.applications.copy()
    gone = (rows["systemtype"] == "kontorstøtte") & (rows["kommunenummer"] == "3310")
    assert gone.sum() == 1
    cost = float(rows.loc[gone, "årskostnad"].iloc[0])
    rows.loc[gone, "årskostnad"] = np.nan
    figures = Figures(replace(view.dataset, applications=rows), view.evaluation)
    before, after = (
        tables.windows_table(each).set_index(["gruppe", "størrelse"])["verdi"]["kontorstøtte"]
        for each in (view, View(figures, "forventet"))
    )
    assert np.isnan(after["kostnad"]) and after["avtaler uten kjent kostnad"] == 1
    assert after["kjent kostnad"] == pytest.approx(before["kostnad"] - cost)


def test_the_plan_adds_up_over_municipalities(view: View) -> None:
    frame = tables.conversion_table(view)
    moved = frame[frame["størrelse"] == "systemer som flyttes"]
    sums = moved[moved["kommunenummer"] != ""].groupby(["alternativ", "år"])["verdi"].sum()
    joint = moved[moved["kommunenummer"] == ""].set_index(["alternativ", "år"])["verdi"]
    # The host moves nothing and has no plan of its own.
    np.testing.assert_allclose(joint.sort_index(), sums.sort_index(), atol=1e-9)
