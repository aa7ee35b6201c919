import datetime as dt

import pandas as pd
import pytest

from analysis.report.chapters.systems import contracts
from benchmarks.applications import chapters
from tests.report import texts


def test_contracts_are_sorted_by_years_from_the_decision(in_2022, dataset):
    rows = dataset.applications.iloc[:6].assign(
        avtaleslutt=[
            dt.date(2022, 6, 29),
            dt.date(2022, 6, 30),
            dt.date(2023, 7, 1),
            dt.date(2025, 6, 30),
            dt.date(2025, 7, 1),
            None,
        ]
    )
    shown = in_2022("", applications=rows)
    assert list(shown.applications["ender"]) == [
        "Gått ut", "Innen 1 år", "1–2 år", "2–3 år", "Senere", "Uten dato",
    ]  # fmt: skip
    assert contracts.sentence(shown) == (
        "Tre avtaler går ut i de tre årene etter 30.06.2022. Før den datoen var én avtale gått ut, "
        "og én avtale mangler sluttdato."
    )


def test_the_figure_counts_every_contract(view, changed, dataset):
    rows = dataset.applications
    figure = contracts.ends_figure(view(""))
    years = [day.year for day in rows["avtaleslutt"] if day is not None]
    most = max(set(years), key=years.count)
    assert f"{most} {years.count(most)}" in figure.alt
    assert figure.title == (f"Flest avtaler går ut i {most}: {years.count(most)} av {len(rows)}")
    undated = rows.assign(
        avtaleslutt=pd.Series(None, index=rows.index, dtype=object),
        opsjon_til=pd.Series(None, index=rows.index, dtype=object),
    )
    figure = contracts.ends_figure(changed("", applications=undated))
    assert figure.title == "Når avtalene går ut"
    assert f"uten dato {len(rows)}" in figure.alt


def test_every_contract_has_its_status(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows.index[0], "anskaffelsesstatus"] = ""
    rows = rows[rows["kommunenummer"] != "3310"]
    cells = texts.rows(contracts.procurement_status(changed("", applications=rows)).payload())
    assert cells.pop("Hole") == ["mangler"] * 5
    counted = rows.groupby("kommunenummer").size()
    names = dataset.municipalities["navn"]
    for code, number in counted.items():
        assert sum(map(int, cells[names[code]])) == number
    first = rows[rows["kommunenummer"] == rows["kommunenummer"].iloc[0]]
    unknown = first["anskaffelsesstatus"].isin(["", "ukjent"]).sum()
    assert cells[names[first["kommunenummer"].iloc[0]]][-1] == str(unknown)


@pytest.mark.parametrize(
    ("known", "unknown", "told"), [(575.0, 0, 575.0), (575.0, 1, "minst 575"), (0.0, 0, 0.0)]
)
def test_an_unknown_cost_is_not_none(known, unknown, told):
    assert contracts.at_least("kostnad")({"kostnad": known, "ukjent_kostnad": unknown}) == told


def test_only_unknown_costs_are_missing():
    assert pd.isna(contracts.at_least("kostnad")({"kostnad": 0.0, "ukjent_kostnad": 2}))


@pytest.mark.parametrize("kept", [[], ["3310"]])
def test_the_notebook_can_be_told_with_no_lists_or_one(changed, dataset, kept):
    rows = dataset.applications
    shown = changed("", applications=rows[rows["kommunenummer"].isin(kept)])
    for element in chapters(shown):
        assert element is None or "nan" not in texts.everything(element)
