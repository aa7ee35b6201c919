import datetime as dt
from dataclasses import replace

import pytest

from analysis.model.windows import contracts
from analysis.report.chapters.systems import contract_ends, windows
from tests.report.chapters import told


def dated(dataset, *ends, options=None):
    """One common journal for the first municipalities, 100 a year each."""
    rows = dataset.applications.drop_duplicates("kommunenummer").head(len(ends))
    days = [None if end is None else dt.date(end, 12, 31) for end in ends]
    until = [
        None if year is None else dt.date(year, 12, 31) for year in options or [None] * len(ends)
    ]
    return rows.assign(
        system="Journal", systemtype="journal", fagområde="helse", årskostnad=100.0,
        avtaleslutt=days, opsjon_til=until, skjermes="nei",
    )  # fmt: skip


def test_the_heading_names_the_year_with_most_money(view):
    assert told.headings(windows.chapter(view("")))[0] == (
        "I 2024 kan tre eller flere kommuner gå sammen om 23 innkjøp"
    )


def test_by_hand(changed, dataset):
    shown = changed("", applications=dated(dataset, 2023, 2024, 2025, 2027))
    assert told.headings(windows.chapter(shown)) == [
        "I 2025 kan tre eller flere kommuner gå sammen om ett innkjøp"
    ]
    text = told.prose(windows.chapter(shown))
    # The two that are free before 2025 pay 200 a year, of which 3 per cent is 6 000 kroner.
    assert "til sammen om lag 6 000 kroner i året hvis felles innkjøp gir 3 prosent" in text
    # The fourth is bound to 2027: 100 twice over in 2026 and 2027.
    assert "Én avtale løper lenger." in text
    assert "til sammen om lag 200 000 kroner" in text
    assert "To avtaler må forlenges lenger enn opsjonene rekker." in text
    assert "intensjonskunngjøring etter gjeldende regler (Kartverket 2018–2019" in text
    (table,) = told.tables(windows.chapter(shown))
    assert table["rows"] == [["2025", "Journal", "3", "1", "300", "2", "6"]]
    names = told.tables(windows.everything(shown))[0]["rows"][0]
    assert names[2:5] == ["Ringerike, Hole og Jevnaker", "Ringerike og Hole", "Modum"]
    assert told.tables(windows.by_year(shown))[0]["rows"] == [
        ["2025", "1", "0", "300", "2", "6", "200"]
    ]


def test_options_spare_the_prolongation(changed, dataset):
    rows = dated(dataset, 2023, 2024, 2025, options=[2026, 2026, None])
    text = told.prose(windows.chapter(changed("", applications=rows)))
    assert "Ingen avtaler må forlenges utover opsjonene" in text
    assert "intensjonskunngjøring" not in text


def test_no_window_is_said_and_not_drawn_as_one(changed, dataset):
    shown = changed("", applications=dated(dataset, 2023, 2024))
    assert told.headings(windows.chapter(shown)) == [
        "Ingen avtaler om det samme gir tre eller flere kommuner et felles innkjøpsår nå"
    ]
    assert windows.everything(shown) is None and windows.by_year(shown) is None
    assert windows.own(changed("3305", applications=dated(dataset, 2023, 2024))) is None


def test_what_waiting_costs_follows_the_assumption(changed, dataset):
    rows = dated(dataset, 2023, 2024, 2025)
    worse = changed("", "ugunstig", applications=rows)
    assert "gir felles innkjøp ikke lavere pris" in told.prose(windows.chapter(worse))
    assumptions = dict(dataset.shared.assumptions)
    assumptions["innkjop_pris"] = assumptions["innkjop_pris"].model_copy(
        update={"anslag": "ukjent"}
    )
    shared = replace(dataset.shared, assumptions=assumptions)
    unknown = changed("", applications=rows, shared=shared)
    assert "er ikke tallfestet" in told.prose(windows.chapter(unknown))
    assert told.tables(windows.chapter(unknown))[0]["rows"][0][-1] == "mangler"


def test_our_own_contracts_say_what_the_window_means_for_us(changed, dataset):
    rows = dated(dataset, 2023, 2024, 2025, 2027, options=[None, 2025, None, None])
    expected = {
        "3305": ["til 2023", "må forlenges til 2025"],
        "3310": ["til 2024, opsjon 2025", "er klar"],
        "3236": ["til 2025", "er klar"],
        "3316": ["til 2027", "kan slutte seg til i 2027"],
    }
    for code, cells in expected.items():
        table = windows.own(changed(code, applications=rows))
        assert table is not None
        assert table.payload()["rows"][0][-2:] == cells


def test_shielded_purchases_are_counted_and_never_named(view, dataset):
    rows = dataset.applications
    kinds = set(rows.loc[rows["skjermes"] == "ja", "systemtype"]) - {""}
    shown = told.everything(windows.chapter(view(""))).lower()
    assert not [kind for kind in kinds if f"'{kind}'" in shown]
    everything = windows.everything(view(""))
    named = windows.everything(replace(view(""), names_shielded=True))
    assert everything is not None and named is not None
    assert len(named.payload()["rows"]) > len(everything.payload()["rows"])
    for area in ("felles", "teknisk og geodata"):
        figure = contract_ends.timeline(view(""), area)
        assert figure is not None
        assert not [kind for kind in kinds if f" {kind} i 20" in figure.alt.lower()]


def test_the_figure_counts_every_contract(view, dataset):
    found = windows.found_windows(view(""))
    figure = contract_ends.ends_figure(view(""), found)
    rows = dataset.applications
    years = [day.year for day in rows["avtaleslutt"] if day is not None]
    assert f"2024: {years.count(2024)}" in figure.alt
    assert f"{years.count(2024)} av {len(rows)}" in figure.title.replace("\u00a0", " ")


def test_a_timeline_says_what_is_left_out(view, changed, dataset):
    figure = contract_ends.timeline(view(""), "helse")
    assert figure is not None
    groups = contracts(dataset.applications, 2022)
    number = groups.loc[groups["fagområde"] == "helse", "gruppe"].nunique()
    assert number > 15 and "til er utelatt" in figure.title
    assert contract_ends.timeline(changed("", applications=dated(dataset, None)), "helse") is None


@pytest.mark.parametrize("scenario", ["ugunstig", "gunstig"])
def test_every_scenario_can_be_told(view, scenario):
    assert told.tables(windows.chapter(view("", scenario)))
