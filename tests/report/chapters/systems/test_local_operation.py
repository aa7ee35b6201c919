import re

import pytest

from analysis.report.chapters.systems import local_operation


def test_forecast_goes_from_todays_share_to_what_stays(view, dataset):
    rows = dataset.applications
    cost, local = rows["årskostnad"], rows["driftsform"] == "lokal"
    gone = dataset.shared.assumptions["avgang_lokal_drift"].value("forventet")
    figure = local_operation.local_forecast(view(""))
    assert figure is not None
    first, last = map(int, re.findall(r"(\d+) prosent i", figure.title))
    today = 100 * cost[local].sum() / cost.sum()
    assert first == round(today)
    assert last == pytest.approx(today * (1.0 - gone) ** 10, abs=0.51)
    low, high = map(int, re.search(r"(\d+)–(\d+) prosent", figure.alt).groups())
    assert low <= last <= high


def test_nothing_local_or_unknown_has_no_figure(changed, dataset):
    rows = dataset.applications
    for given in (
        rows.assign(driftsform="sky"),
        rows.assign(årskostnad=float("nan")),
        rows.assign(årskostnad=0.0),
    ):
        assert local_operation.local_forecast(changed("", applications=given)) is None


def test_a_municipality_without_a_list_is_named(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    figure = local_operation.local_forecast(changed("", applications=rows))
    assert figure is not None and "Hole har ikke oppgitt systemer" in figure.title
