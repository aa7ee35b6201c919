import datetime as dt

import pandas as pd
import pytest

from analysis.report.chapters.systems import contract_timeline
from benchmarks.applications import large_dataset, view_of
from tests.report import texts


def test_the_joint_one_has_every_municipality_in_the_dearest_areas(view, dataset):
    figure = contract_timeline.across(view(""))
    assert figure is not None
    rows = dataset.applications
    for area in ("felles", "helse", "oppvekst"):
        for name in view("").names.values():
            assert f"{name} i {area}: " in figure.alt
    here = rows[rows["fagområde"].isin(["felles", "helse", "oppvekst"])]
    dated = here["avtaleslutt"].dropna()
    last = view("").first_year + 2
    over = sum(day.year <= last for day in dated)
    title = figure.title.replace("\u00a0", " ")
    assert f"{over} av {len(dated)} avtaler er ute ved utgangen av {last}" in title
    assert f"{len(here) - len(dated)} avtaler uten sluttdato er ikke med" in title


def test_counts_by_year_are_the_rows(view, dataset):
    rows = dataset.applications
    own = rows[(rows["kommunenummer"] == "3310") & (rows["fagområde"] == "helse")]
    years = pd.Series([day.year for day in own["avtaleslutt"].dropna()]).value_counts()
    figure, first = contract_timeline.own(view("3310")), view("3310").first_year
    assert figure is not None
    told_helse = figure.alt.split("Helse: ")[1].split(".")[0]
    for year, number in years.items():
        assert (f"{year}: {number}" in told_helse) == (year >= first)
    assert f"Før {first}" in told_helse or (years.index >= first).all()


def test_an_option_is_drawn_beyond_the_end_and_never_before_it(changed, dataset, drawn):
    row = dataset.applications[dataset.applications["kommunenummer"] == "3310"].iloc[:1]
    row = row.assign(avtaleslutt=[dt.date(2023, 12, 31)])
    lines = []
    for until in (None, dt.date(2023, 12, 31), dt.date(2025, 6, 30)):
        figure = contract_timeline.own(changed("3310", applications=row.assign(opsjon_til=[until])))
        assert figure is not None
        lines.append(figure.svg.count("<path"))
        assert ("ingen har opsjon" in figure.title) == (until != dt.date(2025, 6, 30))
    assert lines[0] == lines[1] < lines[2]


def test_all_areas_are_in_the_working_groups(view, dataset):
    shown = texts.everything(contract_timeline.every_area(view("")))
    for area in dataset.applications["fagområde"].unique():
        assert f" i {area}: " in shown


def test_no_ends_no_figure(changed, dataset):
    rows = dataset.applications
    nothing = pd.Series(None, index=rows.index, dtype=object)
    rows = rows.assign(avtaleslutt=nothing, opsjon_til=nothing)
    assert contract_timeline.across(changed("", applications=rows)) is None
    assert contract_timeline.own(changed("3310", applications=rows)) is None
    assert texts.everything(contract_timeline.every_area(changed("", applications=rows))) == "[]"


@pytest.mark.thorough
@pytest.mark.parametrize(("number", "rows"), [(2, 6), (20, 18)])
def test_rows_fit_half_a_page(dataset, number, rows):
    figure = contract_timeline.across(view_of(large_dataset(dataset, number, 20 * number, 60)))
    assert figure is not None
    assert figure.alt.count(" i ") == rows
    assert ("De 18 med høyest kostnad er vist" in figure.title) == (number == 20)
