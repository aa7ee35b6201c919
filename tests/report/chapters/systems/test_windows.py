import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.report.chapters.systems import windows
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


def test_the_note_counts_the_purchases_it_may_name(view):
    shown = view("")
    found = windows.planned(shown)
    shielded = int(found["skjermes"].sum())
    assert 0 < shielded < len(found)
    note = texts.tables(windows.chapter(shown))[0]["note"]
    assert note.startswith(f"8 av {len(found) - shielded} innkjøp.")
    assert note.endswith("Skjermede systemer er utelatt.")
    undated = shown.dataset.applications["avtaleslutt"].isna().sum()
    assert f"Avtaler uten sluttdato ({undated})" in note


def test_by_hand(in_2022, dataset):
    shown = in_2022("", applications=dated(dataset, 2023, 2024, 2025, 2027))
    assert texts.headings(windows.chapter(shown)) == [
        "I 2025 kan tre eller flere kommuner gå sammen om ett innkjøp"
    ]
    text = texts.prose(windows.chapter(shown))
    # The fourth is bound to 2027.
    assert "Én avtale løper lenger." in text
    assert "To avtaler er ute før de andre er klare, også med opsjonene." in text
    assert "krever en ny konkurranse eller en egen hjemmel" in text
    (table,) = texts.tables(windows.chapter(shown))
    # The two that are free before 2025 pay 200 a year, of which the lower price is a part.
    waiting = f"{200 * shown.price_cut:.0f}"
    who = "Ringerike, Hole og Jevnaker"
    assert table["rows"] == [
        ["2025", "Journal", who, "Ringerike og Hole", "4 i 2027", "300", waiting]
    ]
    assert "Lier og Øvre Eiker har ikke oppgitt systemer og er ikke med." in table["note"]
    assert texts.tables(windows.everything(shown))[0]["rows"] == table["rows"]


def test_options_spare_the_prolongation(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025, options=[2026, 2026, None])
    text = texts.prose(windows.chapter(in_2022("", applications=rows)))
    assert "er ute før" not in text and "hjemmel" not in text


def test_no_window_is_said_and_not_drawn_as_one(in_2022, dataset):
    shown = in_2022("", applications=dated(dataset, 2023, 2024))
    assert texts.headings(windows.chapter(shown)) == ["Når avtalene om fagsystemene går ut"]
    assert texts.prose(windows.chapter(shown)) == "" and windows.everything(shown) is None
    assert windows.own(in_2022("3305", applications=dated(dataset, 2023, 2024))) is None


def test_what_waiting_costs_follows_the_assumption(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025)
    assumptions = dict(dataset.shared.assumptions)
    assumptions["innkjop_pris"] = assumptions["innkjop_pris"].model_copy(
        update={"anslag": "ukjent"}
    )
    shared = replace(dataset.shared, assumptions=assumptions)
    unknown = in_2022("", applications=rows, shared=shared)
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


def test_what_is_bought_alone_is_left_out_and_said(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025, 2025)
    rows["anskaffelsesstatus"] = ["anbud ute", "kontrakt", "ukjent", "ikke startet"]
    shown = in_2022("", applications=rows)
    (table,) = texts.tables(windows.chapter(shown))
    assert table["rows"][0][:4] == ["2025", "Journal", "Hole, Jevnaker og Modum", "Hole"]
    assert "der anbud er ute eller det forhandles (1)" in table["note"]
    assert windows.own(in_2022("3305", applications=rows)) is None


def test_a_window_waits_for_a_competition_to_be_done(in_2022, dataset):
    shown = in_2022("", applications=dated(dataset, 2022, 2022, 2022, 2023))
    assert texts.headings(windows.chapter(shown)) == [
        "I 2023 kan tre eller flere kommuner gå sammen om ett innkjøp"
    ]
    assert "Tre avtaler er ute før de andre er klare" in texts.prose(windows.chapter(shown))
    # Nobody waits for the others before a competition can be done.
    assert texts.tables(windows.chapter(shown))[0]["rows"][0][-1] == "0"


def test_who_has_an_expired_contract_is_not_told_to_prolong_it(in_2022, dataset):
    rows = dated(dataset, 2020, 2021, 2023)
    text = texts.prose(windows.chapter(in_2022("", applications=rows)))
    assert "To avtaler er ute før de andre er klare" in text and "hjemmel" in text
    table = windows.own(in_2022("3310", applications=rows))
    assert table is not None
    assert table.payload()["rows"][0][-2:] == ["til 2021", "gått ut, kan ikke forlenges"]


def test_an_unknown_price_is_not_none(in_2022, dataset):
    rows = dated(dataset, 2023, 2024, 2025, 2027)
    rows["årskostnad"] = [np.nan, 100.0, 100.0, np.nan]
    shown = in_2022("", applications=rows)
    (table,) = texts.tables(windows.chapter(shown))
    assert table["rows"][0][5:] == ["minst 200", f"minst {100 * shown.price_cut:.0f}"]
    rows["årskostnad"] = np.nan
    shown = in_2022("", applications=rows)
    (table,) = texts.tables(windows.chapter(shown))
    assert table["rows"][0][5:] == ["mangler", "mangler"]


def test_without_any_known_end_nothing_is_claimed_of_ends(in_2022, dataset):
    rows = dataset.applications.assign(
        avtaleslutt=pd.Series(None, index=dataset.applications.index, dtype=object),
        opsjon_til=pd.Series(None, index=dataset.applications.index, dtype=object),
    )
    shown = in_2022("", applications=rows)
    assert texts.headings(windows.chapter(shown)) == ["Når avtalene om fagsystemene går ut"]
    assert "Flest avtaler" not in texts.everything(windows.chapter(shown))
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
    assert "er ute før" in text and "løper lenger" not in text
    assert {row[-1] for row in texts.tables(windows.chapter(shown))[0]["rows"]} == {"0"}


def test_a_municipality_without_a_list_is_named(changed, dataset):
    rows = dataset.applications[dataset.applications["kommunenummer"] != "3310"]
    (table,) = texts.tables(windows.chapter(changed("", applications=rows)))
    assert "Hole har ikke oppgitt systemer og er ikke med." in table["note"]


@pytest.mark.thorough
def test_two_municipalities_are_fewer_than_three(dataset):
    shown = view_of(large_dataset(dataset, 2, 60, 30))
    assert texts.headings(windows.chapter(shown)) == ["Når avtalene om fagsystemene går ut"]
    assert windows.everything(shown) is None


@pytest.mark.thorough
def test_twenty_municipalities_fit(dataset):
    shown = view_of(large_dataset(dataset, 20, 2000, 200))
    (table,) = texts.tables(windows.chapter(shown))
    assert len(table["columns"]) == 7
    for names, later in [(row[2], row[4]) for row in table["rows"]]:
        number = len(names.replace(" og ", ", ").split(", "))
        assert number >= 3 and (later == "–" or int(later.split()[0]) > number)


@pytest.mark.parametrize("scenario", ["ugunstig", "gunstig"])
def test_every_scenario_can_be_told(view, scenario):
    assert texts.tables(windows.chapter(view("", scenario)))
