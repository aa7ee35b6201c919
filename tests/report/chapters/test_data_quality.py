import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.dataset.problems import Problem, Severity
from analysis.model import cost_by_quality
from analysis.report.chapters import (
    data_quality,
    gaps,
    mapping,
    official_figures,
    outliers,
)
from analysis.report.tables.quality import quality_table
from analysis.report.view import View
from tests.report import texts
from tests.report.computed import Figures

MIXED = {"lønn": "regnskap", "lisens": "regnskap", "drift": "rapportert", "konsulent": "anslag"}


@pytest.fixture
def given(dataset: Any, evaluation: Any) -> Callable[..., View]:
    """View of the example with some tables replaced; nothing here is computed from them."""

    def of(code: str = "", **tables: Any) -> View:
        return View(Figures(replace(dataset, **tables), evaluation), "forventet", code)

    return of


def with_quality(dataset: Any, code: str, **qualities: str) -> pd.DataFrame:
    budget = dataset.budget.copy()
    for group, quality in qualities.items():
        row = (budget["kommunenummer"] == code) & (budget["kostnadsgruppe"] == group)
        budget.loc[row, "kvalitet"] = quality
    return budget


def test_what_the_cost_rests_on_is_said_in_shares(given, dataset):
    shown = data_quality.summary(given("3310", budget=with_quality(dataset, "3310", **MIXED)))
    # 3195 + 5650, 2350, 850 and 2050 of 14095
    assert texts.headings(shown) == ["Det meste av IKT-kostnaden i Hole er fra regnskapet"]
    assert texts.rows(texts.tables(shown)[0])["Hole"] == ["63", "17", "6", "15", "0"]
    assert (
        "Av den kjente IKT-kostnaden i Hole er 63 prosent fra regnskapet, 17 prosent rapportert "
        "av kommunen, 6 prosent anslått og 15 prosent laget for å vise metoden."
        in texts.prose(shown)
    )


@pytest.mark.parametrize(
    ("quality", "finding"),
    [
        ("regnskap", "IKT-kostnaden i Hole er fra regnskapet"),
        ("anslag", "IKT-kostnaden i Hole er anslått"),
        ("rapportert", "IKT-kostnaden i Hole er rapportert av kommunen"),
        ("illustrativ", "IKT-kostnaden i Hole er laget for å vise metoden"),
    ],
)
def test_one_quality_is_said_plainly_and_the_others_not_at_all(given, dataset, quality, finding):
    groups = dict.fromkeys(("lønn", "lisens", "drift", "konsulent", "utstyr"), quality)
    shown = data_quality.summary(given("3310", budget=with_quality(dataset, "3310", **groups)))
    assert texts.headings(shown) == [finding]
    assert "Av den kjente" not in texts.prose(shown)


def test_no_quality_in_the_lead_is_said_neutrally(given, dataset):
    budget = with_quality(dataset, "3310", lønn="anslag", drift="regnskap", utstyr="rapportert")
    shown = data_quality.summary(given("3310", budget=budget))
    assert texts.headings(shown) == ["IKT-kostnaden i Hole bygger på tall av ulikt slag"]


def test_all_together_are_weighed_by_amount(given, dataset):
    budget = dataset.budget.assign(kvalitet="regnskap")
    budget.loc[budget["kommunenummer"] == "3305", "kvalitet"] = "anslag"
    view = given("", budget=budget)
    amounts = cost_by_quality(view.dataset.budget, view.codes)
    assert amounts["anslag"][""] == 47000
    assert amounts.loc[""].drop("mangler").sum() == dataset.budget["beløp"].sum()
    rows = texts.rows(texts.tables(data_quality.summary(view))[0])
    assert rows["Ringerike"][:2] == ["0", "100"]
    assert rows["Alle samlet"][:2] == ["73", "27"]


def test_unknown_amounts_are_counted_and_an_unknown_budget_is_not_guessed(given, dataset):
    shown = data_quality.summary(given("3236"))
    assert texts.rows(texts.tables(shown)[0])["Jevnaker"] == ["100", "1"]
    assert "Ett beløp mangler og regnes som ukjent, ikke som null." in texts.prose(shown)
    budget = dataset.budget[dataset.budget["kommunenummer"] != "3310"]
    shown = data_quality.summary(given("3310", budget=budget))
    assert texts.headings(shown) == [
        "Hvor tallene for IKT-kostnaden i Hole er hentet fra, er ikke kjent"
    ]
    assert texts.rows(texts.tables(shown)[0])["Hole"] == ["mangler", "5"]
    assert "KOSTRA" not in texts.prose(shown)


def test_questions_are_counted_and_said_to_change_nothing(given, view):
    text = texts.prose(data_quality.summary(view("3310")))
    assert "Tallene for Hole gir fire spørsmål til dem som har levert dem. Ingen tall er" in text
    assert "Tallene for Hole skiller seg ikke ut" in texts.prose(
        data_quality.summary(given("3310", problems=()))
    )
    rows = texts.rows(texts.tables(data_quality.summary(view("")))[0])
    assert int(rows["Alle samlet"][-1]) >= sum(int(rows[n][-1]) for n in ("Hole", "Lier"))


def test_the_share_of_administration_is_that_of_the_same_year(view):
    assert "IKT-kostnaden svarer til 35 prosent av det kommunen brukte på administrasjon i 2022" \
        in texts.prose(data_quality.summary(view("3310")))  # fmt: skip
    assert "svarer til minst 29 prosent" in texts.prose(data_quality.summary(view("3236")))
    assert "KOSTRA" not in texts.prose(data_quality.summary(view("3316")))  # only until 2019
    assert "Den svarer til 35 prosent i Hole og minst 29 prosent i Jevnaker." in texts.prose(
        data_quality.summary(view(""))
    )


def test_kroner_per_inhabitant_are_those_statistics_norway_published(view):
    frame = official_figures.administration(view(""))
    assert round(frame["per_innbygger"]["3310"]) == 5824  # 12362 for Hole 2022
    assert frame["andel"]["3310"] == pytest.approx(14095 / 40117)
    assert np.isnan(frame["andel"]["3305"])
    table = texts.tables(official_figures.comparison(view("3310")))[0]
    assert texts.rows(table)["Hole"] == ["2022", "14 095", "40 117", "35", "5 824"]
    assert texts.rows(table)["Jevnaker"][1:4] == ["minst 12 200", "41 798", "minst 29"]
    assert texts.rows(table)["Lier"][2:] == ["mangler"] * 3
    assert "SSB tabell 12362 (CC BY 4.0)" in table["note"] and "hentet 21.11.2026" in table["note"]
    assert "kommunedata.csv linje" in table["source"]


def a_later_budget(dataset: Any, *codes: str) -> pd.DataFrame:
    """The example's budget with the same amounts for 2024, for some."""
    own = dataset.budget[dataset.budget["kommunenummer"].isin(codes)]
    return pd.concat([dataset.budget, own.assign(år=2024)], ignore_index=True)


def test_a_newer_budget_is_held_against_the_last_accounts(given, dataset):
    budget = a_later_budget(dataset, *dataset.municipalities.index)
    view = given("3310", budget=budget, settings=dated(dataset, dt.date(2024, 11, 1)))
    base = 45262 * 116.08 / 111.29  # FGK1b of 2023 in 2024 kroner
    frame = official_figures.administration(view)
    assert frame.loc["3310", ["år", "regnskapsår"]].tolist() == [2024, 2023]
    assert frame["andel"]["3310"] == pytest.approx(14095 / base)
    assert round(frame["per_innbygger"]["3310"]) == round(base * 1000 / 6989)
    text = texts.prose(data_quality.summary(view))
    assert (
        "IKT-kostnaden i 2024 svarer til 30 prosent av det kommunen brukte på administrasjon i "
        "2023 (KOSTRA, regnet om til 2024-kroner). Regnskapet for 2024 kommer fra SSB i mars 2025."
    ) in text
    shown = official_figures.comparison(view)
    (table,) = texts.tables(shown)
    assert texts.rows(table)["Hole"][:2] == ["2024", "2023"]
    assert "i kroner fra budsjettåret" in table["title"]
    assert "prisindeks.csv" in table["source"]
    later = given("3310", budget=budget, settings=dated(dataset, dt.date(2025, 4, 1)))
    assert "kommer fra SSB" not in texts.prose(data_quality.summary(later))


def dated(dataset: Any, day: dt.date) -> Any:
    return dataset.settings.model_copy(update={"dato": day})


def test_costs_of_an_older_year_are_said_to_be(given, dataset):
    budget = a_later_budget(dataset, *dataset.municipalities.index.drop("3310"))
    note = (
        "Hole har tall fra 2022, de andre fra 2024. Prisstigningen er regnet med, men ikke det som "
        "ellers er endret siden."
    )
    assert note in texts.prose(mapping.comparison(given("", budget=budget)))
    assert "Hole (tall fra 2022) har den høyeste kostnaden per innbygger, og" in texts.prose(
        mapping.comparison(given("", budget=budget))
    )
    (heading,) = texts.headings(mapping.comparison(given("3310", budget=budget)))
    assert heading.startswith("Hole (tall fra 2022) har høyest IKT-kostnad per innbygger")
    shown = outliers.against_others(given("", budget=budget))
    assert note in texts.prose(shown)
    (picture,) = [part for part in texts.parts(shown) if part["type"] == "figure"]
    assert "prisindeks.csv" in picture["source"]
    assert "tall fra" not in texts.prose(mapping.comparison(given("")))


def test_many_with_older_costs_are_counted(given, dataset):
    budget = a_later_budget(dataset, "3305")
    middle = dataset.budget[dataset.budget["kommunenummer"] == "3310"].assign(år=2023)
    budget = pd.concat([budget, middle], ignore_index=True)
    assert "Fire kommuner har tall fra 2022, Hole fra 2023, de andre fra 2024." in texts.prose(
        mapping.comparison(given("", budget=budget))
    )


def add(official: pd.DataFrame, code: str, value: float, **changed: Any) -> pd.DataFrame:
    row = (
        official[official["størrelse"] == "administrasjon_brutto"]
        .iloc[[0]]
        .assign(kommunenummer=code, år=2022, verdi=value, **changed)
    )
    return pd.concat([official, row], ignore_index=True)


def test_unrevised_figures_are_said_to_be(given, dataset):
    official = add(dataset.official, "3305", 94000.0, status="urevidert")
    text = texts.prose(official_figures.comparison(given("", official=official)))
    assert "Tallene fra KOSTRA for Ringerike er ureviderte og kan bli rettet." in text
    assert "ureviderte" not in texts.prose(official_figures.comparison(given("")))


def test_the_finding_is_the_spread_of_those_known_whole(given, dataset):
    assert texts.headings(official_figures.comparison(given(""))) == [
        "IKT-kostnaden i Hole svarer til 35\u00a0prosent av administrasjonsutgiftene"
    ]
    official = add(dataset.official, "3305", 94000.0)
    assert texts.headings(official_figures.comparison(given("", official=official))) == [
        "IKT-kostnaden svarer til 35–50\u00a0prosent av administrasjonsutgiftene"
    ]
    only = dataset.official[dataset.official["kommunenummer"] == "3236"]
    assert texts.headings(official_figures.comparison(given("", official=only))) == [
        "IKT-kostnaden kan bare delvis holdes mot offisielle tall"
    ]


def test_without_official_figures_it_is_said_how_to_get_them(given, dataset):
    shown = official_figures.comparison(given("", official=dataset.official.iloc[:0]))
    assert texts.headings(shown) == ["IKT-kostnaden er ikke holdt mot offisielle tall"]
    assert "`.venv/bin/ikt kommunedata`" in texts.prose(shown)
    assert texts.tables(shown) == []
    assert "KOSTRA" not in texts.prose(
        data_quality.summary(given("", official=dataset.official.iloc[:0]))
    )


def changed_cost(dataset: Any, code: str, group: str, amount: float) -> pd.DataFrame:
    budget = dataset.budget.copy()
    row = (budget["kommunenummer"] == code) & (budget["kostnadsgruppe"] == group)
    budget.loc[row, "beløp"] = amount
    return budget


def test_the_figure_names_who_lies_far_from_the_others(given, view, dataset):
    shown = outliers.against_others(view(""))
    assert texts.headings(shown) == ["Ingen kommune skiller seg så mye ut at det gir spørsmål"]
    budget = changed_cost(dataset, "3310", "konsulent", 8500.0)
    shown = outliers.against_others(given("", budget=budget))
    assert texts.headings(shown) == ["Hole har ett tall langt fra de andre"]
    (picture,) = [part for part in texts.parts(shown) if part["type"] == "figure"]
    assert "Konsulenter per bruker: fra 0,9 (Ringerike) til 14,2 (Hole)" in picture["alt"]
    budget = budget.assign(
        beløp=budget["beløp"].mask(
            (budget["kommunenummer"] == "3312") & (budget["kostnadsgruppe"] == "drift"), 0.0
        )
    )
    shown = outliers.against_others(given("", budget=budget))
    assert texts.headings(shown) == ["To tall fra to kommuner ligger langt fra de andre"]


def test_the_limits_are_the_assumptions_and_the_median_is_of_all(view, dataset):
    frame = outliers.ratios(view(""))
    bounds = outliers.limits(view(""), frame)
    assert frame.median().round(12).eq(1.0).all()
    assert bounds["Lønn per IKT-årsverk"] == dataset.shared.limits.lonn_per_arsverk
    assert set(bounds.drop("Lønn per IKT-årsverk")) == {dataset.shared.outlier_ratio}


def test_too_few_municipalities_are_not_compared(given, dataset):
    some = dataset.municipalities.copy()
    some["ikt_brukere"] = some["ikt_brukere"].where(some.index.isin(["3305", "3310"]))
    staff = dataset.staff.assign(årsverk=float("nan"))
    shown = outliers.against_others(given("", municipalities=some, staff=staff))
    assert texts.headings(shown) == ["Kommunene kan ikke holdes mot hverandre"]


def with_year_before(dataset: Any, factor: float) -> pd.DataFrame:
    own = dataset.budget[dataset.budget["kommunenummer"] == "3310"]
    before = own.assign(år=2021, beløp=own["beløp"] * factor, source="budsjett.csv:99")
    return pd.concat([dataset.budget, before], ignore_index=True)


def test_last_year_is_compared_in_kroner_of_one_value(given, dataset):
    shown = outliers.against_last_year(given(""))
    assert texts.headings(shown) == ["Kostnadene kan ikke holdes mot året før"]
    shown = outliers.against_last_year(given("", budget=with_year_before(dataset, 1 / 1.067)))
    assert texts.headings(shown) == ["IKT-kostnadene er om lag som året før"]
    shown = outliers.against_last_year(given("", budget=with_year_before(dataset, 0.5 / 1.067)))
    assert texts.headings(shown) == ["Hole har gått mest opp, med 100 prosent"]
    assert texts.rows(texts.tables(shown)[0])["Hole"] == [
        "2021 og 2022", "7 048", "14 095", "+100", "Lisenser",
    ]  # fmt: skip


def test_the_csv_table_adds_up_and_has_sources(view):
    table = quality_table(view(""))
    assert list(table.columns) == [
        "kommunenummer", "alternativ", "størrelse", "verdi", "enhet", "kilder",
    ]  # fmt: skip
    hole = table[table["kommunenummer"] == "3310"].set_index("størrelse")
    assert hole.loc["kostnad_illustrativ", "verdi"] == 14095
    assert hole.loc["andel_av_administrasjon", "verdi"] == pytest.approx(0.3513, abs=1e-4)
    assert "kommunedata.csv:" in hole.loc["andel_av_administrasjon", "kilder"]
    assert hole.loc["ukjente_kostnadsgrupper", "verdi"] == 0
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
    shown = texts.tables(gaps.questions(given("3310", problems=problems)))[0]
    assert [row[0] for row in shown["rows"]] == [
        "lisens, 2022: lisenskostnaden per bruker er 3,2 ganger medianen for kommunene. Stemmer "
        "det? Ett til av samme slag.",
        "lønn, 2022: lønnskostnaden er 2000 tusen kroner per IKT-årsverk i bemanning. Hører lønn "
        "og årsverk sammen?",
    ]
