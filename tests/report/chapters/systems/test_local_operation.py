import re

import pytest

from analysis.report.chapters.systems import local_operation
from tests.report import texts


def left(view):
    """What is left of today's local operation year by year, (1 − κ)^t by the expected κ."""
    gone = view.dataset.shared.assumptions["avgang_lokal_drift"].value("forventet")
    return [(1.0 - gone) ** t for t in range(11)]


def test_forecast_goes_from_todays_share_to_what_stays(view):
    one = view("3310")
    figure = local_operation.local_forecast(one)
    assert figure is not None
    first, last = map(
        int, re.search(r"fra (\d+) prosent i 2026 til (\d+) pro", figure.title).groups()
    )
    assert last == pytest.approx(first * left(one)[-1], abs=1.0)
    assert re.search(r"(\d+)–(\d+) prosent", figure.alt)


def test_what_is_left_in_years_3_5_and_8(view):
    table = local_operation.left_to_gain(view(""))
    assert table is not None
    rows = table.payload()["rows"]
    assert [row[0] for row in rows] == ["2026", "2029", "2031", "2034"]
    remaining = left(view(""))
    assert [row[1] for row in rows] == [f"{100 * remaining[t]:.0f}" for t in (0, 3, 5, 8)]
    money = view("").evaluation.money
    saved = money.results["1"].outcome.components["drift"][0, :, 3].sum()
    assert rows[1][3].replace("\u00a0", "") == f"−{abs(round(saved))}"
    assert texts.headings(local_operation.chapter(view("")))[0] == (
        f"{100 - 100 * remaining[8]:.0f} prosent av den lokale driften kan være borte i 2034"
    )


def test_a_short_period_leaves_out_the_later_years(changed, dataset):
    settings = dataset.settings.model_copy(update={"analyseperiode": 4})
    table = local_operation.left_to_gain(changed("", settings=settings))
    assert table is not None
    first = settings.vedtaksdato.year
    assert [row[0] for row in table.payload()["rows"]] == [str(first), str(first + 3)]


def test_an_alternative_outside_the_mandate_is_not_applicable(view):
    table = local_operation.left_to_gain(view("3312"))
    assert table is not None
    assert [row[-1] for row in table.payload()["rows"]] == ["–"] * 4


def test_nothing_local(changed, dataset):
    rows = dataset.applications.assign(driftsform="sky")
    shown = changed("", applications=rows)
    assert texts.everything(local_operation.chapter(shown)) == "[]"
    assert local_operation.left_to_gain(shown) is None


def test_the_share_is_told_with_what_is_known(changed, view, dataset):
    text = local_operation.sentence(view("3310")).replace("\u00a0", " ")
    assert text.startswith("I dag går 40 prosent av kostnaden")
    rows = dataset.applications.copy()
    rows.loc[rows["kommunenummer"] == "3310", "årskostnad"] = float("nan")
    assert local_operation.sentence(changed("3310", applications=rows)) == ""
    settings = dataset.settings.model_copy(update={"analyseperiode": 2})
    assert local_operation.sentence(changed("3310", settings=settings)).endswith("driftes lokalt.")


def test_a_municipality_without_a_list_is_unknown_and_not_without_local_operation(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    shown = changed("", applications=rows)
    table = local_operation.left_to_gain(shown)
    assert table is not None
    assert {cell for row in table.payload()["rows"] for cell in row[2:]} == {"mangler"}
    assert table.note.endswith("Hole har ikke oppgitt systemene sine.")
    figure = local_operation.local_forecast(shown)
    assert figure is not None and "Hole har ikke oppgitt systemene sine" in figure.title
