import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.dataset.problems import Problem, Severity
from analysis.model import cost_by_quality
from analysis.report.chapters.basis import comparisons, data_quality, gaps
from analysis.report.chapters.today import mapping
from analysis.report.press import Stack
from analysis.report.tables.quality import quality_table
from analysis.report.view import View
from tests.report import texts
from tests.report.computed import Figures

# The year of the example's budget.
YEAR = 2025
# FGK1b gross in table 12362, 1000 kr.
ADMINISTRATION_2023 = {"3310": 45262, "3236": 43973}
MIXED = {"lønn": "regnskap", "lisens": "regnskap", "drift": "rapportert", "konsulent": "anslag"}


@pytest.fixture
def given(dataset: Any, evaluation: Any) -> Callable[..., View]:
    """View of the example with some tables replaced; nothing here is computed from them."""

    def of(code: str = "", **tables: Any) -> View:
        return View(Figures(replace(dataset, **tables), evaluation), "forventet", code)

    return of


def hole(dataset: Any) -> pd.Series:
    """What Hole spends, by cost group."""
    own = dataset.budget[dataset.budget["kommunenummer"] == "3310"]
    return own.set_index("kostnadsgruppe")["beløp"]


def with_quality(dataset: Any, code: str, **qualities: str) -> pd.DataFrame:
    budget = dataset.budget.copy()
    for group, quality in qualities.items():
        row = (budget["kommunenummer"] == code) & (budget["kostnadsgruppe"] == group)
        budget.loc[row, "kvalitet"] = quality
    return budget


def test_what_the_cost_rests_on_is_told_in_shares(given, dataset):
    shown = data_quality.summary(given("", budget=with_quality(dataset, "3310", **MIXED)))
    cost = hole(dataset)
    parts = (cost["lønn"] + cost["lisens"], cost["drift"], cost["konsulent"], cost["utstyr"])
    told = [f"{100 * part / cost.sum():.0f}" for part in parts]
    assert texts.rows(texts.tables(shown)[0])["Hole"] == [*told, "0"]


@pytest.mark.parametrize("quality", ["regnskap", "anslag", "rapportert", "illustrativ"])
def test_a_quality_nobody_has_has_no_column(given, dataset, quality):
    shown = data_quality.summary(given("", budget=dataset.budget.assign(kvalitet=quality)))
    (table,) = texts.tables(shown)
    assert len(table["columns"]) == 3
    assert texts.rows(table)["Hole"] == ["100", "0"]


def test_all_together_are_weighed_by_amount(given, dataset):
    budget = dataset.budget.assign(kvalitet="regnskap")
    budget.loc[budget["kommunenummer"] == "3305", "kvalitet"] = "anslag"
    view = given("", budget=budget)
    amounts = cost_by_quality(view.dataset.budget, view.codes)
    ringerike = dataset.budget.loc[dataset.budget["kommunenummer"] == "3305", "beløp"].sum()
    assert amounts["anslag"][""] == ringerike
    assert amounts.loc[""].drop("mangler").sum() == dataset.budget["beløp"].sum()
    rows = texts.rows(texts.tables(data_quality.summary(view))[0])
    assert rows["Ringerike"][:2] == ["0", "100"]
    share = round(100 * ringerike / dataset.budget["beløp"].sum())
    assert rows["Alle samlet"][:2] == [str(100 - share), str(share)]


def test_unknown_amounts_are_counted_and_an_unknown_budget_is_not_guessed(given, dataset):
    shown = data_quality.summary(given(""))
    assert texts.rows(texts.tables(shown)[0])["Jevnaker"] == ["100", "1"]
    budget = dataset.budget[dataset.budget["kommunenummer"] != "3310"]
    shown = data_quality.summary(given("", budget=budget))
    assert texts.rows(texts.tables(shown)[0])["Hole"] == ["mangler", "5"]
    assert "KOSTRA" not in texts.prose(shown)


def test_questions_are_counted_and_said_to_change_nothing(given, view):
    asked = len(gaps.remarks(view(""), Severity.WARNING))
    assert f"Tallene gir {asked} spørsmål til dem" in texts.prose(data_quality.summary(view("")))
    none = texts.prose(data_quality.summary(given("", problems=())))
    assert "Tallene gir ingen spørsmål" in none and "Ingen tall er rettet" in none


def in_year(dataset: Any, year: int, *codes: str) -> pd.DataFrame:
    """The example's budget with the amounts of all, or of some, given for a year."""
    there = dataset.budget["kommunenummer"].isin(codes or list(dataset.municipalities.index))
    return dataset.budget.assign(år=dataset.budget["år"].mask(there, year))


def test_the_level_is_told_of_those_known_whole(given, view, dataset):
    share = comparisons.administration(view(""))["andel"]["3310"]
    assert f"I Hole svarer IKT-kostnaden til {100 * share:.0f}\u00a0prosent" in comparisons.level(
        view("")
    )
    ringerike = dataset.budget.loc[dataset.budget["kommunenummer"] == "3305", "beløp"].sum()
    official = add(dataset.official, "3305", 2 * ringerike)
    told = comparisons.level(given("", official=official))
    assert f"I Ringerike og Hole svarer IKT-kostnaden til {100 * share:.0f}–50\u00a0prosent" in told
    for code in ("3316", "3312"):
        official = add(official, code, 100_000.0)
    told = comparisons.level(given("", official=official))
    assert told.startswith("I fire av seks kommuner svarer IKT-kostnaden til")
    only = dataset.official[dataset.official["kommunenummer"] == "3236"]
    assert comparisons.level(given("", official=only)) == ""


def test_kroner_per_inhabitant_are_those_statistics_norway_published(given, dataset):
    budget, administration = in_year(dataset, 2023), ADMINISTRATION_2023["3310"]
    frame = comparisons.administration(given("", budget=budget))
    assert round(frame["per_innbygger"]["3310"]) == 6476  # 12362 for Hole 2023
    assert frame["andel"]["3310"] == pytest.approx(hole(dataset).sum() / administration)
    assert np.isnan(frame["andel"]["3305"])
    table = texts.tables(comparisons.against_official(given("", budget=budget)))[0]
    cost, share = hole(dataset).sum(), round(100 * hole(dataset).sum() / administration)
    assert texts.rows(table)["Hole"] == [
        "2023", "2023", thousands(cost), thousands(administration), str(share), "6 476", "endelig",
    ]  # fmt: skip
    assert texts.rows(table)["Jevnaker"][2].startswith("minst ")
    assert texts.rows(table)["Jevnaker"][3] == thousands(ADMINISTRATION_2023["3236"])
    assert texts.rows(table)["Lier"][3:] == ["mangler"] * 3 + ["–"]
    assert "SSBs tall for kommunene" in table["source"]


def thousands(amount: float) -> str:
    return f"{amount:,.0f}".replace(",", " ")


def test_a_newer_budget_is_held_against_the_last_accounts(given, dataset):
    budget = in_year(dataset, 2024)
    view = given("3310", budget=budget, settings=dated(dataset, dt.date(2024, 11, 1)))
    base = ADMINISTRATION_2023["3310"] * 116.08 / 111.29  # in 2024 kroner
    frame = comparisons.administration(view)
    assert frame.loc["3310", ["år", "regnskapsår"]].tolist() == [2024, 2023]
    assert frame["andel"]["3310"] == pytest.approx(hole(dataset).sum() / base)
    assert round(frame["per_innbygger"]["3310"]) == round(base * 1000 / 6989)
    (table,) = texts.tables(comparisons.against_official(view))
    assert texts.rows(table)["Hole"][:2] == ["2024", "2023"]
    assert "prisindeks" in table["source"]


def dated(dataset: Any, day: dt.date) -> Any:
    return dataset.settings.model_copy(update={"dato": day})


def test_costs_of_an_older_year_are_said_to_be(given, view, dataset):
    budget = in_year(dataset, 2022, "3310")
    note = (
        f"Tallene fra Hole (2022) er eldre enn de andres, som er fra {YEAR}. Prisstigningen er "
        "regnet med, men ikke det som ellers er endret siden."
    )
    assert note in texts.prose(mapping.comparison(given("", budget=budget)))
    shown = comparisons.against_others(given("", budget=budget)).payload()
    assert "prisindeks" in shown["source"]
    assert "er eldre enn" not in texts.prose(mapping.comparison(view("")))


def add(official: pd.DataFrame, code: str, value: float, **changed: Any) -> pd.DataFrame:
    """The official figures with the administration cost of one more, for the year of the budget."""
    row = (
        official[official["størrelse"] == "administrasjon_brutto"]
        .iloc[[0]]
        .assign(kommunenummer=code, år=YEAR, verdi=value, **changed)
    )
    return pd.concat([official, row], ignore_index=True)


def test_unrevised_figures_are_said_to_be(given, dataset):
    official = add(dataset.official, "3305", 94000.0, status="urevidert")
    table = texts.rows(comparisons.against_official(given("", official=official)).payload())
    assert table["Ringerike"][-1] == "urevidert"


def test_without_official_figures_all_are_missing_and_nothing_is_claimed(given, dataset):
    without = given("", official=dataset.official.iloc[:0])
    for cells in texts.rows(comparisons.against_official(without).payload()).values():
        assert cells[1] == "mangler" and cells[3:] == ["mangler"] * 3 + ["–"]
    assert "KOSTRA" not in texts.prose(data_quality.summary(without))


def changed_cost(dataset: Any, code: str, group: str, amount: float) -> pd.DataFrame:
    budget = dataset.budget.copy()
    row = (budget["kommunenummer"] == code) & (budget["kostnadsgruppe"] == group)
    budget.loc[row, "beløp"] = amount
    return budget


def test_who_lies_far_from_the_others_is_named(given, view, dataset):
    table = texts.rows(comparisons.against_others(view("")).payload())
    assert {cells[-1] for cells in table.values()} == {"–"}
    budget = changed_cost(dataset, "3310", "konsulent", 8500.0)
    budget = budget.assign(
        beløp=budget["beløp"].mask(
            (budget["kommunenummer"] == "3312") & (budget["kostnadsgruppe"] == "drift"), 0.0
        )
    )
    other = given("", budget=budget)
    frame = comparisons.ratios(other)["Konsulenter per bruker"]
    table = texts.rows(comparisons.against_others(other).payload())
    low, high, limit, asked = table["Konsulenter per bruker"]
    assert low == f"{frame['3305']:.1f} (Ringerike)".replace(".", ",")
    assert high == f"{frame['3310']:.1f} (Hole)".replace(".", ",")
    assert (float(limit.replace(",", ".")), asked) == (dataset.shared.outlier_ratio, "Hole")
    assert table["Drift per bruker"][0::3] == ["0,0 (Lier)", "Lier"]


def test_the_limits_are_the_assumptions_and_the_median_is_of_all(view, dataset):
    frame = comparisons.ratios(view(""))
    assert frame.median().round(12).eq(1.0).all()
    for name in frame.columns:
        wages = name == "Lønn per IKT-årsverk"
        own = dataset.shared.limits.lonn_per_arsverk if wages else dataset.shared.outlier_ratio
        assert comparisons.limit(view(""), name) == own


def test_too_few_municipalities_are_not_compared(given, dataset):
    some = dataset.municipalities.copy()
    some["ikt_brukere"] = some["ikt_brukere"].where(some.index.isin(["3305", "3310"]))
    staff = dataset.staff.assign(årsverk=float("nan"))
    shown = comparisons.against_others(given("", municipalities=some, staff=staff))
    assert "minst tre kommuner" in texts.prose(shown)


def test_the_csv_table_adds_up_and_has_sources(view, dataset):
    table = quality_table(view(""))
    assert list(table.columns) == [
        "kommunenummer", "alternativ", "størrelse", "verdi", "enhet", "kilder",
    ]  # fmt: skip
    own = table[table["kommunenummer"] == "3310"].set_index("størrelse")
    cost = hole(dataset).sum()
    assert own.loc["kostnad_illustrativ", "verdi"] == cost
    prices = dataset.shared.price_index.set_index("år")["indeks"]
    base = ADMINISTRATION_2023["3310"] * prices[YEAR] / prices[2023]
    assert own.loc["andel_av_administrasjon", "verdi"] == pytest.approx(cost / base, abs=1e-4)
    assert "kommunedata.csv:" in own.loc["andel_av_administrasjon", "kilder"]
    assert own.loc["ukjente_kostnadsgrupper", "verdi"] == 0
    assert table["kilder"].str.len().gt(0).all()


def test_questions_of_different_sorts_are_not_counted_together(given):
    asked = [
        "lisenskostnaden per bruker er 3,2 ganger medianen for kommunene. Stemmer det?",
        "driftskostnaden per bruker er 4 ganger medianen for kommunene. Stemmer det?",
        "lønnskostnaden er 2000 tusen kroner per IKT-årsverk i bemanning. Hører lønn og årsverk "
        "sammen?",
    ]
    lines = (8, 9, 7)
    problems = tuple(
        Problem("x/budsjett.csv", line, "beløp", text, Severity.WARNING)
        for line, text in zip(lines, asked, strict=True)
    )
    told = texts.prose(Stack(*gaps.to_answer(given("3310", problems=problems))))
    assert [line.removeprefix("- ") for line in told.splitlines()] == [
        f"lisens, {YEAR}: lisenskostnaden per bruker er 3,2 ganger medianen for kommunene. "
        "Stemmer det? Ett til av samme slag.",
        f"lønn, {YEAR}: lønnskostnaden er 2000 tusen kroner per IKT-årsverk i bemanning. Hører "
        "lønn og årsverk sammen?",
    ]
