import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis.dataset.problems import Problem, Severity
from analysis.model import cost_by_quality
from analysis.report.chapters.basis import data_quality, gaps, official_figures, outliers
from analysis.report.chapters.today import mapping
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


def test_what_the_cost_rests_on_is_said_in_shares(given, dataset):
    shown = data_quality.summary(given("3310", budget=with_quality(dataset, "3310", **MIXED)))
    assert texts.headings(shown) == ["Det meste av IKT-kostnaden i Hole er fra regnskapet"]
    cost = hole(dataset)
    parts = (cost["lønn"] + cost["lisens"], cost["drift"], cost["konsulent"], cost["utstyr"])
    told = [f"{100 * part / cost.sum():.0f}" for part in parts]
    assert texts.rows(texts.tables(shown)[0])["Hole"] == [*told, "0"]
    assert (
        f"Av den kjente IKT-kostnaden i Hole er {told[0]} prosent fra regnskapet, {told[1]} "
        f"prosent rapportert av kommunen, {told[2]} prosent anslått og {told[3]} prosent laget for "
        "å vise metoden." in texts.prose(shown)
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
    ringerike = dataset.budget.loc[dataset.budget["kommunenummer"] == "3305", "beløp"].sum()
    assert amounts["anslag"][""] == ringerike
    assert amounts.loc[""].drop("mangler").sum() == dataset.budget["beløp"].sum()
    rows = texts.rows(texts.tables(data_quality.summary(view))[0])
    assert rows["Ringerike"][:2] == ["0", "100"]
    share = round(100 * ringerike / dataset.budget["beløp"].sum())
    assert rows["Alle samlet"][:2] == [str(100 - share), str(share)]


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


def in_year(dataset: Any, year: int, *codes: str) -> pd.DataFrame:
    """The example's budget with the amounts of all, or of some, given for a year."""
    there = dataset.budget["kommunenummer"].isin(codes or list(dataset.municipalities.index))
    return dataset.budget.assign(år=dataset.budget["år"].mask(there, year))


def test_the_share_of_administration_is_that_of_the_same_year(given, dataset):
    budget = in_year(dataset, 2023)
    whole, least = (
        round(100 * budget.loc[budget["kommunenummer"] == code, "beløp"].sum() / administration)
        for code, administration in ADMINISTRATION_2023.items()
    )

    def told(code: str) -> str:
        return texts.prose(data_quality.summary(given(code, budget=budget)))

    assert (
        f"IKT-kostnaden svarer til {whole} prosent av det kommunen brukte på administrasjon i 2023"
    ) in told("3310")
    assert f"svarer til minst {least} prosent" in told("3236")
    assert "KOSTRA" not in told("3316")  # only until 2019
    assert f"Den svarer til {whole} prosent i Hole og minst {least} prosent i Jevnaker." in told("")


def test_kroner_per_inhabitant_are_those_statistics_norway_published(given, dataset):
    budget, administration = in_year(dataset, 2023), ADMINISTRATION_2023["3310"]
    frame = official_figures.administration(given("", budget=budget))
    assert round(frame["per_innbygger"]["3310"]) == 6476  # 12362 for Hole 2023
    assert frame["andel"]["3310"] == pytest.approx(hole(dataset).sum() / administration)
    assert np.isnan(frame["andel"]["3305"])
    table = texts.tables(official_figures.comparison(given("3310", budget=budget)))[0]
    cost, share = hole(dataset).sum(), round(100 * hole(dataset).sum() / administration)
    assert texts.rows(table)["Hole"] == [
        "2023", thousands(cost), thousands(administration), str(share), "6 476",
    ]  # fmt: skip
    assert texts.rows(table)["Jevnaker"][1].startswith("minst ")
    assert texts.rows(table)["Jevnaker"][2] == thousands(ADMINISTRATION_2023["3236"])
    assert texts.rows(table)["Lier"][2:] == ["mangler"] * 3
    assert "SSBs tall for kommunene" in table["source"]


def thousands(amount: float) -> str:
    return f"{amount:,.0f}".replace(",", " ")


def test_official_figures_are_told_by_their_years_and_not_by_the_day_they_were_fetched(
    given, view, dataset
):
    years = dataset.official.loc[dataset.official["størrelse"] == "administrasjon_brutto", "år"]
    table = texts.tables(official_figures.comparison(view("")))[0]
    assert "SSB tabell 12362 (CC BY 4.0)" in table["note"]
    assert f"tall for {years.min()}–{years.max()}" in table["note"]
    assert "hentet" not in table["note"] and "oppdatert" not in table["note"]
    own = dataset.official[dataset.official["størrelse"] == "administrasjon_brutto"]
    last = own[own["år"] == years.max()].assign(oppdatert=dt.date(2024, 6, 15))
    table = texts.tables(official_figures.comparison(given("", official=last)))[0]
    assert f"tall for {years.max()}, oppdatert av SSB 15.06.2024." in table["note"]


def test_a_newer_budget_is_held_against_the_last_accounts(given, dataset):
    budget = in_year(dataset, 2024)
    view = given("3310", budget=budget, settings=dated(dataset, dt.date(2024, 11, 1)))
    base = ADMINISTRATION_2023["3310"] * 116.08 / 111.29  # in 2024 kroner
    frame = official_figures.administration(view)
    assert frame.loc["3310", ["år", "regnskapsår"]].tolist() == [2024, 2023]
    assert frame["andel"]["3310"] == pytest.approx(hole(dataset).sum() / base)
    assert round(frame["per_innbygger"]["3310"]) == round(base * 1000 / 6989)
    text = texts.prose(data_quality.summary(view))
    assert (
        f"IKT-kostnaden i 2024 svarer til {round(100 * hole(dataset).sum() / base)} prosent av det "
        "kommunen brukte på administrasjon i 2023 (KOSTRA, regnet om til 2024-kroner). Regnskapet "
        "for 2024 kommer fra SSB i mars 2025."
    ) in text
    shown = official_figures.comparison(view)
    (table,) = texts.tables(shown)
    assert texts.rows(table)["Hole"][:2] == ["2024", "2023"]
    assert "i kroner fra budsjettåret" in table["title"]
    assert "prisindeks" in table["source"]
    later = given("3310", budget=budget, settings=dated(dataset, dt.date(2025, 4, 1)))
    assert "kommer fra SSB" not in texts.prose(data_quality.summary(later))


def dated(dataset: Any, day: dt.date) -> Any:
    return dataset.settings.model_copy(update={"dato": day})


def test_costs_of_an_older_year_are_said_to_be(given, view, dataset):
    budget = in_year(dataset, 2022, "3310")
    note = (
        f"Tallene fra Hole (2022) er eldre enn de andres, som er fra {YEAR}. Prisstigningen er "
        "regnet med, men ikke det som ellers er endret siden."
    )
    assert note in texts.prose(mapping.comparison(given("", budget=budget)))
    shown = outliers.against_others(given("", budget=budget))
    assert note in texts.prose(shown)
    (picture,) = [part for part in texts.parts(shown) if part["type"] == "figure"]
    assert "prisindeks" in picture["source"]
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
    text = texts.prose(official_figures.comparison(given("", official=official)))
    assert "Tallene fra KOSTRA for Ringerike er ureviderte og kan bli rettet." in text
    assert "ureviderte" not in texts.prose(official_figures.comparison(given("")))


def test_the_finding_is_the_spread_of_those_known_whole(given, view, dataset):
    share = official_figures.administration(view(""))["andel"]["3310"]
    assert texts.headings(official_figures.comparison(view(""))) == [
        f"IKT-kostnaden i Hole svarer til {100 * share:.0f}\u00a0prosent av "
        "administrasjonsutgiftene"
    ]
    ringerike = dataset.budget.loc[dataset.budget["kommunenummer"] == "3305", "beløp"].sum()
    official = add(dataset.official, "3305", 2 * ringerike)
    assert texts.headings(official_figures.comparison(given("", official=official))) == [
        f"IKT-kostnaden svarer til {100 * share:.0f}–50\u00a0prosent av administrasjonsutgiftene"
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
    (found,) = re.findall(r"Konsulenter per bruker: fra (\S+) \(Ringerike\) til (\S+) \(Hole\)",
                          picture["alt"])  # fmt: skip
    frame = outliers.ratios(given("", budget=budget))["Konsulenter per bruker"]
    ends = (frame["3305"], frame["3310"])
    assert found == tuple(f"{end:.1f}".replace(".", ",") for end in ends)
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
    """The budget with the same real cost for Hole the year before, changed by a factor."""
    own = dataset.budget[dataset.budget["kommunenummer"] == "3310"]
    prices = dataset.shared.price_index.set_index("år")["indeks"]
    factor *= prices[YEAR - 1] / prices[YEAR]
    before = own.assign(år=YEAR - 1, beløp=own["beløp"] * factor, source="budsjett.csv:99")
    return pd.concat([dataset.budget, before], ignore_index=True)


def test_last_year_is_compared_in_kroner_of_one_value(given, dataset):
    shown = outliers.against_last_year(given(""))
    assert texts.headings(shown) == ["Kostnadene kan ikke holdes mot året før"]
    shown = outliers.against_last_year(given("", budget=with_year_before(dataset, 1.0)))
    assert texts.headings(shown) == ["IKT-kostnadene er om lag som året før"]
    shown = outliers.against_last_year(given("", budget=with_year_before(dataset, 0.5)))
    assert texts.headings(shown) == ["Hole har gått mest opp, med 100 prosent"]
    assert texts.rows(texts.tables(shown)[0])["Hole"] == [
        f"{YEAR - 1} og {YEAR}", thousands(hole(dataset).sum() / 2), thousands(hole(dataset).sum()),
        "+100", "Lisenser",
    ]  # fmt: skip


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
    shown = texts.tables(gaps.questions(given("3310", problems=problems)))[0]
    assert [row[0] for row in shown["rows"]] == [
        f"lisens, {YEAR}: lisenskostnaden per bruker er 3,2 ganger medianen for kommunene. "
        "Stemmer det? Ett til av samme slag.",
        f"lønn, {YEAR}: lønnskostnaden er 2000 tusen kroner per IKT-årsverk i bemanning. Hører "
        "lønn og årsverk sammen?",
    ]
