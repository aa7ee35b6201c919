"""The csv tables that name systems: columns, sources, and the rows they come from."""

from __future__ import annotations

import pytest

from analysis.report.tables import systems as tables
from analysis.report.view import View
from tests.report.computed import Figures

EVERY = tables.municipality_keys_table, tables.calls_table


@pytest.fixture(scope="module")
def view(figures: Figures) -> View:
    return View(figures, "forventet")


@pytest.mark.parametrize("table", EVERY, ids=lambda table: table.__name__)
def test_columns_sources_and_shielding(view: View, table) -> None:
    frame = table(view)
    assert list(frame.columns[:2]) == ["kommunenummer", "alternativ"]
    assert list(frame.columns[-3:]) == ["verdi", "enhet", "kilder"]
    assert len(frame) and not frame.duplicated(list(frame.columns[:-3])).any()
    assert frame["kilder"].str.contains("applikasjoner.csv:").all()
    assert frame["verdi"].map(lambda value: isinstance(value, float)).all()
    rows = view.dataset.applications
    assert not set(rows.loc[rows["skjermes"] == "ja", "system"]) & set(frame["system"])


def test_the_keys_are_the_rows(view: View) -> None:
    frame = tables.municipality_keys_table(view)
    rows = view.dataset.applications
    shielded = set(rows.loc[rows["skjermes"] == "ja", "system"])
    keyed = rows[(rows["kommunenummer_nøkkel"] == "ja") & ~rows["system"].isin(shielded)]
    own = frame[frame["kommunenummer"] != ""]
    assert len(own) == len(keyed)
    assert own["verdi"].sum() == pytest.approx(keyed["årskostnad"].sum())
    joint = frame[frame["kommunenummer"] == ""].set_index(["system", "størrelse"])["verdi"]
    gerica = keyed[keyed["system"] == "Gerica"]
    assert joint["Gerica", "kommuner"] == gerica["kommunenummer"].nunique()
    assert joint["Gerica", "drifter lokalt"] == (gerica["driftsform"] == "lokal").sum()


def test_the_calls_are_what_has_not_begun_and_is_soon_over(view: View) -> None:
    frame = tables.calls_table(view)
    assert set(frame["anskaffelsesstatus"]) <= {"ikke startet", "ukjent"}
    left = frame[frame["størrelse"] == "måneder igjen"]
    assert (left["verdi"] < 18).all()
    for _, own in left.groupby("kommunenummer", sort=False):
        assert own["verdi"].is_monotonic_increasing
    assert left["kilder"].str.contains("forutsetning:anskaffelsestid").all()
