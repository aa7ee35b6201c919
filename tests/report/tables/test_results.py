"""The csv tables of the example: every number leads back to the cells it rests on."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from model.regions import FELLES, ROOT

from analysis.dataset import Dataset, load
from analysis.decision.evaluation import evaluate
from analysis.report.result_sources import result_sources
from analysis.report.tables.results import output_tables

EXAMPLE = ROOT / "inputs" / "ringeriksregionen"
WITHOUT_LINES = {"utredning.toml", "alternativer.toml", "kriterier.toml"}
WORDS = {"alternativ 0 er sammenligningsgrunnlaget", "ikke vurdert", "like vekter"}


@cache
def example() -> Dataset:
    return load(EXAMPLE, FELLES)


def tables(data: Dataset) -> dict[str, pd.DataFrame]:
    return output_tables(data, evaluate(data), "forventet")


@cache
def shipped() -> dict[str, pd.DataFrame]:
    return tables(example())


@pytest.mark.thorough
def test_every_source_is_there() -> None:
    """A place is a row with content in a file that is read; an assumption is in the list."""
    lines = {
        path.name: path.read_text(encoding="utf-8-sig").splitlines()
        for folder in (EXAMPLE, FELLES)
        for path in folder.glob("*.csv")
    }
    for name, frame in shipped().items():
        if name == "forutsetninger":
            continue
        for piece in {p for text in frame["kilder"].unique() for p in text.split("; ")}:
            file, _, spans = piece.partition(":")
            if re.fullmatch(r"[\d–,]+", spans):
                ends = [int(line) for line in re.findall(r"\d+", spans)]
                assert all(lines[file][line - 1] for line in ends), (name, piece)
            elif piece.startswith("forutsetning:"):
                assert piece.removeprefix("forutsetning:") in example().shared.assumptions
            else:
                assert piece in WITHOUT_LINES | WORDS, (name, piece)


@pytest.mark.parametrize(
    ("criterion", "files", "assumptions"),
    [
        ("saarbarhet", {"bemanning.csv", "alternativer.toml"}, {"fravaer", "arbeidsdager"}),
        (
            "systemharmonisering",
            {"applikasjoner.csv", "systemnavn.csv", "alternativer.toml"},
            {"konvergerbar_andel"},
        ),
        ("ansatte", {"vurderinger.csv"}, set()),
    ],
)
def test_a_criterion_names_what_it_rests_on_and_nothing_else(
    criterion: str, files: set[str], assumptions: set[str]
) -> None:
    frame = shipped()["kriterieverdier"]
    row = frame[
        (frame["kommunenummer"] == "3310")
        & (frame["alternativ"] == "3")
        & (frame["kriterium"] == criterion)
    ].iloc[0]
    pieces = row["kilder"].split("; ")
    used = {p.removeprefix("forutsetning:") for p in pieces if p.startswith("forutsetning:")}
    assert used == assumptions
    assert {p.partition(":")[0] for p in pieces} - {"forutsetning"} == files


def test_a_judgement_is_told_by_its_own_row_and_who_is_outside_by_the_mandate() -> None:
    data = example()
    frame = shipped()["kriterieverdier"].set_index(["kommunenummer", "alternativ", "kriterium"])
    own = data.judgements[data.judgements["kommunenummer"] != ""].iloc[0]
    place = (own["kommunenummer"], own["alternativ"], own["kriterium"])
    assert set(frame.loc[place, "kilder"]) == {own["source"]}
    refused = data.mandate[data.mandate["tillatt"] == "nei"].iloc[0]
    place = (refused["kommunenummer"], refused["alternativ"], "ansatte")
    assert set(frame.loc[place, "kilder"]) == {refused["source"]}


@pytest.mark.thorough
def test_a_judgement_nobody_has_made_is_not_told_as_alternative_0() -> None:
    data = example()
    rows = data.judgements[data.judgements["kriterium"] != "ansatte"]
    frame = tables(replace(data, judgements=rows))["kriterieverdier"]
    gap = frame[(frame["kriterium"] == "ansatte") & (frame["kommunenummer"] == "3310")]
    told = gap.drop_duplicates("alternativ").set_index("alternativ")
    assert told.loc["3", "kilder"] == "ikke vurdert"
    assert np.isnan(told.loc["3", "verdi"])
    assert told.loc["0", "kilder"] == "alternativ 0 er sammenligningsgrunnlaget"


def test_a_mandate_that_says_no_is_a_source_of_what_the_others_pay() -> None:
    data = example()
    refused = data.mandate[data.mandate["tillatt"] == "nei"].iloc[0]
    chosen = data.shared.alternative(refused["alternativ"])
    other = next(c for c in data.municipalities.index if c != refused["kommunenummer"])
    assert refused["source"] in result_sources(data, chosen, other)
    assert "mandat" not in result_sources(data, data.shared.alternative("1"), other)


def test_the_price_index_is_a_source_where_amounts_are_carried_to_another_year() -> None:
    data = example()
    alternative = data.shared.alternative("0")
    assert set(data.budget["år"]) == {data.settings.kroneverdi}
    assert "prisindeks" not in result_sources(data, alternative, "3310")
    older = replace(data, budget=data.budget.assign(år=data.settings.kroneverdi - 1))
    assert "prisindeks.csv:" in result_sources(older, alternative, "3310")


def test_a_share_of_systems_others_have_rests_on_everybodys_rows() -> None:
    frame = shipped()["nokkeltall"].set_index(["kommunenummer", "størrelse"])
    # Hole has a system that got its name from systemnavn.
    everybody = f"applikasjoner.csv:2–{len(example().applications) + 1}; systemnavn.csv:2"
    assert frame.loc[("3310", "felles_andel"), "kilder"] == everybody
    assert frame.loc[("3310", "lokal_andel"), "kilder"] != everybody


@pytest.mark.thorough
def test_a_forecast_that_rests_on_an_unknown_cell_is_empty() -> None:
    """What operation costs is not known, so neither is what of it returns as licences."""
    data = example()
    gap = (data.budget["kommunenummer"] == "3310") & (data.budget["kostnadsgruppe"] == "drift")
    budget = data.budget.assign(beløp=data.budget["beløp"].where(~gap))
    frame = tables(replace(data, budget=budget))["nullalternativ"]
    frame = frame.set_index(["kommunenummer", "kostnadsgruppe", "år"])["verdi"]
    first = data.settings.vedtaksdato.year
    for code in ("3310", ""):
        assert np.isnan(frame[code, "drift", first])
        assert np.isnan(frame[code, "lisens", first + 1])
        assert frame[code, "lisens", first] > 0
    assert frame["3310", "lønn", first + 1] > 0
    assert frame["3316", "lisens", first + 1] > 0


@pytest.mark.thorough
def test_hosts_are_marked_where_somebodys_figures_are_missing() -> None:
    data = example()
    assert set(shipped()["vertskommuner"]["merknad"]) == {
        "midt mellom laveste og høyeste verdi av tall som mangler"
    }
    complete = replace(data, budget=data.budget.assign(beløp=data.budget["beløp"].fillna(1000.0)))
    filled = {
        name: getattr(data, name).fillna(
            {"årskostnad": 1.0, "brukere": 1.0, "årsverk": 1.0, "personer": 1.0}
        )
        for name in ("applications", "staff")
    }
    assert set(tables(replace(complete, **filled))["vertskommuner"]["merknad"]) == {""}


def test_present_values_are_the_middle_of_what_is_missing_and_told_in_incidents() -> None:
    data = example()
    found = evaluate(data)
    frame = shipped()["naaverdi"].set_index(["kommunenummer", "alternativ", "størrelse"])["verdi"]
    assert found.money_high is not None
    ends = [money.results["2"] for money in (found.money, found.money_high)]
    jevnaker = found.codes.index("3236")
    low, high = (end.npv[0, jevnaker] for end in ends)
    assert low != pytest.approx(high)
    assert frame["3236", "2", "netto nåverdi"] == pytest.approx((low + high) / 2)
    worth = frame["", "2", "må være verdt per innbygger per år"]
    cost = data.shared.assumptions["hendelse_kostnad"].value("forventet")
    prices = data.shared.price_index.set_index("år")["indeks"]
    year = data.shared.assumptions["hendelse_kostnad"].kroneverdi
    cost *= prices[data.settings.kroneverdi] / prices[year]
    avoided = frame["", "2", "hendelser hver kommune må slippe"]
    assert avoided == pytest.approx(worth / cost)
    assert frame["", "0", "hendelser hver kommune må slippe"] == 0.0


def test_the_parts_of_a_cost_sum_to_it() -> None:
    frame = shipped()["kostnader"]
    keys = ["kommunenummer", "alternativ", "år"]
    parts = frame[frame["kostnad"] != "sum"].groupby(keys)["verdi"].sum(min_count=1)
    total = frame[frame["kostnad"] == "sum"].set_index(keys)["verdi"].loc[parts.index]
    np.testing.assert_allclose(parts, total, rtol=1e-9, atol=1e-6)
