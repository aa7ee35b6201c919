import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.report.chapters.systems import contract_ends, window_rules, windows
from analysis.report.language.numbers import about_kroner
from benchmarks.applications import large_dataset, view_of
from tests.report import texts


def dated(dataset, *ends, options=None):
    """One common journal for the first municipalities, 100 a year each."""
    rows = dataset.applications.drop_duplicates("kommunenummer").head(len(ends))
    days = [None if end is None else dt.date(end, 12, 31) for end in ends]
    until = [
        None if year is None else dt.date(year, 12, 31) for year in options or [None] * len(ends)
    ]
    return rows.assign(
        system="Journal", systemtype="journal", fagområde="helse", årskostnad=100.0,
        avtaleslutt=days, opsjon_til=until, skjermes="nei", anskaffelsesstatus="kontrakt",
    )  # fmt: skip


def test_the_heading_names_the_year_with_most_money(view):
    assert texts.headings(windows.chapter(view("")))[0] == (
        f"I {view('').first_year + 2} kan tre eller flere kommuner gå sammen om 23 innkjøp"
    )


def test_the_note_counts_all_purchases_and_those_it_may_not_name(view):
    shown = view("")
    found = window_rules.planned(shown)
    shielded = int(found["skjermes"].sum())
    assert 0 < shielded < len(found)
    note = texts.tables(windows.chapter(shown))[0]["note"]
    # A tender takes ten months, so that nothing can be bought in the year of the decision.
    first = shown.first_year
    assert f"8 av {len(found)} innkjøp i {first + 1}–{first + 4}." in note
    assert "av dem gjelder skjermede systemer." in note


def test_by_hand(in_2022, dataset):
    shown = in_2022("", applications=dated(dataset, 2023, 2024, 2025, 2027))
    assert texts.headings(windows.chapter(shown)) == [
        "I 2025 kan tre eller flere kommuner gå sammen om ett innkjøp"
    ]
    text = texts.prose(windows.chapter(shown))
    # The two that are free before 2025 pay 200 a year, of which the lower price is a part.
    # It is paid for one in 2023 and for both in 2024.
    cut = shown.price_cut
    most, whole = about_kroner(200 * cut), about_kroner(300 * cut)
    assert f"inntil {most} i ett år og {whole} i alt hvis".replace("\u00a0", " ") in text
    # The fourth is bound to 2027: 100 twice over in 2026 and 2027.
    assert "Én avtale løper lenger." in text
    assert "til sammen om lag 200 000 kroner" in text
    assert "To avtaler er ute før de andre er klare, også med opsjonene, inntil 24 måneder." in text
    assert "krever en ny konkurranse eller en egen hjemmel" in text
    (table,) = texts.tables(windows.chapter(shown))
    assert table["rows"] == [["2025", "Journal", "3", "4 i 2027", "300", "2", f"{200 * cut:.0f}"]]
    assert "Lier og Øvre Eiker har ikke oppgitt systemer og er ikke med." in table["note"]
    names = texts.tables(windows.everything(shown))[0]["rows"][0]
    assert names[2:6] == ["Ringerike, Hole og Jevnaker", "Ringerike og Hole", "Modum (2027)", "–"]
    assert texts.tables(windows.by_year(shown))[0]["rows"] == [
        ["2025", "1", "300", "2", "0", f"{200 * cut:.0f}", "200"]
    ]


def test_options_spare_the_prolongation(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025, options=[2026, 2026, None])
    text = texts.prose(windows.chapter(in_2022("", applications=rows)))
    assert "Ingen avtaler er ute før de andre er klare." in text
    assert "hjemmel" not in text


def test_no_window_is_said_and_not_drawn_as_one(in_2022, dataset):
    shown = in_2022("", applications=dated(dataset, 2023, 2024))
    assert texts.headings(windows.chapter(shown)) == [
        "Ingen avtaler med kjent slutt gir tre eller flere kommuner et felles innkjøpsår i "
        "2022–2026"
    ]
    assert windows.everything(shown) is None and windows.by_year(shown) is None
    assert windows.own(in_2022("3305", applications=dated(dataset, 2023, 2024))) is None


def test_what_waiting_costs_follows_the_assumption(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025)
    worse = in_2022("", "ugunstig", applications=rows)
    assert "gir felles innkjøp ikke lavere pris" in texts.prose(windows.chapter(worse))
    assumptions = dict(dataset.shared.assumptions)
    assumptions["innkjop_pris"] = assumptions["innkjop_pris"].model_copy(
        update={"anslag": "ukjent"}
    )
    shared = replace(dataset.shared, assumptions=assumptions)
    unknown = in_2022("", applications=rows, shared=shared)
    assert "er ikke tallfestet" in texts.prose(windows.chapter(unknown))
    assert texts.tables(windows.chapter(unknown))[0]["rows"][0][-1] == "mangler"


def test_our_own_contracts_say_what_the_window_means_for_us(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025, 2027, options=[None, 2025, None, None])
    expected = {
        "3305": ["til 2023", "er ute 24 måneder før"],
        "3310": ["til 2024, opsjon 2025", "er klar"],
        "3236": ["til 2025", "er klar"],
        "3316": ["til 2027", "kan slutte seg til i 2027"],
    }
    for code, cells in expected.items():
        table = windows.own(in_2022(code, applications=rows))
        assert table is not None
        assert table.payload()["rows"][0][-2:] == cells


def test_shielded_purchases_are_counted_and_never_named(view, dataset):
    rows = dataset.applications
    kinds = set(rows.loc[rows["skjermes"] == "ja", "systemtype"]) - {""}
    shown = texts.everything(windows.chapter(view(""))).lower()
    assert not [kind for kind in kinds if f"'{kind}'" in shown]
    everything = windows.everything(view(""))
    named = windows.everything(replace(view(""), names_shielded=True))
    assert everything is not None and named is not None
    assert len(named.payload()["rows"]) > len(everything.payload()["rows"])


def test_the_figure_counts_every_contract(view, dataset):
    figure = contract_ends.ends_figure(view(""))
    rows = dataset.applications
    years = [day.year for day in rows["avtaleslutt"] if day is not None]
    most = view("").first_year + 2
    assert f"{most}: {years.count(most)}" in figure.alt
    assert f"{years.count(most)} av {len(rows)}" in figure.title.replace("\u00a0", " ")


def test_what_is_bought_alone_is_left_out_and_said(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025, 2025)
    rows["anskaffelsesstatus"] = ["anbud ute", "kontrakt", "ukjent", "ikke startet"]
    shown = in_2022("", applications=rows)
    (table,) = texts.tables(windows.chapter(shown))
    assert table["rows"][0][:4] == ["2025", "Journal", "3", "–"]
    assert "én avtale der anbud alt er ute eller det forhandles" in table["note"]
    names = texts.tables(windows.everything(shown))[0]["rows"][0]
    assert names[2:6] == ["Hole, Jevnaker og Modum", "Hole", "–", "Ringerike"]
    assert windows.own(in_2022("3305", applications=rows)) is None


def test_a_window_waits_for_a_competition_to_be_done(in_2022, dataset):
    shown = in_2022("", applications=dated(dataset, 2022, 2022, 2022, 2023))
    assert texts.headings(windows.chapter(shown)) == [
        "I 2023 kan tre eller flere kommuner gå sammen om ett innkjøp"
    ]
    text = texts.prose(windows.chapter(shown))
    usual = dataset.shared.assumptions["anskaffelsestid"].value("forventet")
    assert f"regnet til {usual:.0f} måneder, så det tidligste året er 2023" in text
    assert "Ingen må vente på de andre." in text
    assert (
        "Tre avtaler er ute før de andre er klare, også med opsjonene, inntil tolv måneder." in text
    )


def test_who_has_an_expired_contract_is_not_told_to_prolong_it(in_2022, dataset):
    rows = dated(dataset, 2020, 2021, 2023)
    text = texts.prose(windows.chapter(in_2022("", applications=rows)))
    assert "To avtaler var gått ut før vedtaket og kan ikke forlenges." in text
    assert "hjemmel" in text and "er ute før" not in text
    table = windows.own(in_2022("3310", applications=rows))
    assert table is not None
    assert table.payload()["rows"][0][-2:] == ["til 2021", "gått ut, kan ikke forlenges"]


def test_an_unknown_price_is_not_none(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025, 2027)
    rows["årskostnad"] = [np.nan, 100.0, 100.0, np.nan]
    shown = in_2022("", applications=rows)
    (table,) = texts.tables(windows.chapter(shown))
    assert table["rows"][0][4:] == ["minst 200", "2", f"minst {100 * shown.price_cut:.0f}"]
    assert "Minst: én eller flere avtaler mangler kostnad." in table["note"]
    text = texts.prose(windows.chapter(shown))
    least = f"minst {about_kroner(100 * shown.price_cut)}".replace("\u00a0", " ")
    assert f"lavere prisen: {least} i ett år og {least}" in text
    assert "Å kjøpe nytt før de er ute betyr dobbel kostnad. Da" in text
    rows["årskostnad"] = np.nan
    shown = in_2022("", applications=rows)
    (table,) = texts.tables(windows.chapter(shown))
    assert table["rows"][0][4:] == ["mangler", "2", "mangler"]
    assert "er ikke kjent: avtalene det gjelder, mangler kostnad" in texts.prose(
        windows.chapter(shown)
    )


def test_a_dear_purchase_does_not_vanish_with_its_price(changed, dataset):
    rows = dataset.applications.copy()
    rows.loc[rows["systemtype"] == "kontorstøtte", "årskostnad"] = np.nan
    (table,) = texts.tables(windows.chapter(changed("", applications=rows)))
    assert "Ett innkjøp som ikke vises, har avtaler uten kostnad og kan være" in table["note"]


def test_without_any_known_end_nothing_is_claimed_of_ends(in_2022, dataset):
    rows = dataset.applications.assign(
        avtaleslutt=pd.Series(None, index=dataset.applications.index, dtype=object),
        opsjon_til=pd.Series(None, index=dataset.applications.index, dtype=object),
    )
    shown = in_2022("", applications=rows)
    assert texts.headings(windows.chapter(shown)) == ["Når avtalene går ut, er ikke kartlagt"]
    everything = texts.everything(windows.chapter(shown))
    assert "har en kjent sluttdato" in everything and "Flest avtaler" not in everything
    assert texts.tables(windows.chapter(shown)) == []
    assert (
        windows.everything(shown) is None
        and windows.own(in_2022("3310", applications=rows)) is None
    )


def test_with_every_contract_expired(in_2022, dataset):
    days = pd.Series(dt.date(2021, 12, 31), index=dataset.applications.index, dtype=object)
    rows = dataset.applications.assign(avtaleslutt=days, opsjon_til=days)
    shown = in_2022("", applications=rows)
    assert texts.headings(windows.chapter(shown))[0].startswith("I 2023 kan tre eller flere")
    text = texts.prose(windows.chapter(shown))
    assert "Ingen må vente på de andre." in text and "er ute før" not in text
    assert "var gått ut før vedtaket" in text and "løper lenger" not in text


def test_a_municipality_without_a_list_is_named(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    (table,) = texts.tables(windows.chapter(changed("", applications=rows)))
    assert "Hole har ikke oppgitt systemer og er ikke med." in table["note"]


@pytest.mark.thorough
def test_two_municipalities_are_fewer_than_three(dataset):
    shown = view_of(large_dataset(dataset, 2, 60, 30))
    assert texts.headings(windows.chapter(shown)) == ["Når avtalene om fagsystemene går ut"]
    assert "minst tre kommuner er med, og utredningen har to" in texts.prose(windows.chapter(shown))
    assert windows.everything(shown) is None and windows.by_year(shown) is None


@pytest.mark.thorough
def test_twenty_municipalities_fit(dataset):
    shown = view_of(large_dataset(dataset, 20, 2000, 200))
    (table,) = texts.tables(windows.chapter(shown))
    assert len(table["columns"]) == 7
    for number, later in [(int(row[2]), row[3]) for row in table["rows"]]:
        assert number >= 3 and (later == "–" or int(later.split()[0]) > number)


@pytest.mark.parametrize("scenario", ["ugunstig", "gunstig"])
def test_every_scenario_can_be_told(view, scenario):
    assert texts.tables(windows.chapter(view("", scenario)))
