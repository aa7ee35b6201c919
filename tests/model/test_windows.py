"""Windows for buying together, counted on paper."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st
from model.small_applications import FIRST_YEAR, ends, table, tables

from analysis.model.windows import by_year, contracts, ends_by_area, windows


def journals(*terms: dict[str, object], **same: object) -> pd.DataFrame:
    """One journal system for each of A, B, C …, 100 a year each."""
    return table(
        *(
            {"kommunenummer": code, "systemtype": "journal", **same, **term}
            for code, term in zip("ABCDEF", terms, strict=False)
        )
    )


def one(frame: pd.DataFrame, fewest: int = 3) -> pd.Series:
    found = windows(frame, FIRST_YEAR, fewest)
    assert len(found) == 1
    return found.iloc[0]


def test_the_window_is_the_first_year_three_are_free() -> None:
    window = one(journals(ends(2023), ends(2025), ends(2024), ends(2028)))
    # A is free from 2023, C from 2024, B from 2025: three in 2025. D is bound to 2028.
    assert (window["år"], window["koder"]) == (2025, ("A", "B", "C"))
    # A waits two years and C one, and neither has an option that reaches so far.
    assert (window["forlenges"], window["forlenges_koder"]) == (2, ("A", "C"))
    assert (window["venter"], window["ventet"]) == (200.0, 300.0)
    # D would pay twice in 2026, 2027 and 2028.
    assert (window["senere"], window["neste"], window["dobbelt"]) == (1, 2028, 300.0)
    assert window["kostnad"] == 300.0


def test_an_option_that_reaches_the_window_spares_a_prolongation() -> None:
    window = one(journals(ends(2023, option=2025), ends(2024, option=2024), ends(2025)))
    assert (window["år"], window["forlenges"], window["forlenges_koder"]) == (2025, 1, ("B",))
    # With or without an option, the better price waits.
    assert (window["venter"], window["ventet"]) == (200.0, 300.0)


def test_an_expired_contract_is_open_now_and_has_to_be_prolonged() -> None:
    window = one(journals(ends(2019), ends(2022), ends(2022)))
    assert (window["år"], window["forlenges_koder"]) == (2022, ("A",))
    assert (window["venter"], window["ventet"]) == (0.0, 0.0)


def test_two_contracts_of_one_municipality_are_one_buyer() -> None:
    frame = journals(ends(2023), ends(2025), ends(2024))
    second = {"kommunenummer": "A", "system": "Ekstra", "systemtype": "journal", **ends(2024)}
    more = pd.concat([frame, table(second)], ignore_index=True)
    window = one(more)
    assert (window["år"], window["koder"], window["systemer"]) == (2025, ("A", "B", "C"), 2)
    assert len(windows(more, FIRST_YEAR, 4)) == 0


def test_without_a_type_only_the_same_system_is_bought_together() -> None:
    frame = journals(ends(2023), ends(2023), ends(2023), systemtype="annet")
    frame["system"] = ["Acos", "Acos", "P360"]
    assert windows(frame, FIRST_YEAR, 3).empty
    window = one(frame, 2)
    assert (window["gruppe"], window["koder"]) == ("Acos", ("A", "B"))


def test_contracts_without_an_end_are_in_no_window() -> None:
    assert windows(journals({}, ends(2023), ends(2023)), FIRST_YEAR, 3).empty
    assert contracts(journals({}, ends(2023)), FIRST_YEAR)["kommunenummer"].tolist() == ["B"]


def test_years_are_summed_over_windows() -> None:
    frame = pd.concat(
        [
            journals(ends(2023), ends(2024), ends(2024)),
            journals(ends(2024), ends(2024), ends(2024), systemtype="sak", fagområde="felles"),
            journals(ends(2026), ends(2026), ends(2030), systemtype="kart"),
        ],
        ignore_index=True,
    )
    found = by_year(windows(frame, FIRST_YEAR, 3))
    assert found.index.tolist() == [2024, 2030]
    assert found.loc[2024].tolist() == [2, 600.0, 1, 1, 100.0, 100.0, 0.0]
    assert found.loc[2030].tolist() == [1, 300.0, 0, 2, 200.0, 800.0, 0.0]


def test_an_unknown_cost_is_counted_and_not_summed() -> None:
    frame = journals(ends(2023), ends(2024), ends(2024))
    frame.loc[0, "årskostnad"] = np.nan
    window = one(frame)
    assert (window["kostnad"], window["venter"], window["ukjent_kostnad"]) == (200.0, 0.0, 1)


def test_ends_by_area() -> None:
    frame = table(
        {"system": "1", **ends(2021)},
        {"system": "2", **ends(2022, option=2023)},
        {"system": "3", "avtaleslutt": dt.date(2022, 1, 31), "opsjon_til": dt.date(2022, 1, 31)},
        {"system": "4", **ends(2024)},
        {"system": "5"},
        {"system": "6", "fagområde": "felles", **ends(2030, option=2031)},
    )
    found = ends_by_area(frame, FIRST_YEAR, 2)
    columns = ["Gått ut", "2022", "2023", "Senere", "Uten dato"]
    assert list(found.every.columns) == columns
    assert found.every.index.tolist() == ["helse", "felles"]
    assert found.every.loc["helse"].tolist() == [1, 2, 0, 1, 1]
    assert found.optional.loc["helse"].tolist() == [0, 1, 0, 0, 0]
    assert found.optional.loc["felles"].tolist() == [0, 0, 0, 1, 0]
    assert ends_by_area(table(), FIRST_YEAR, 2).every.empty


@given(tables(), st.integers(0, 13), st.integers(1, 5))
def test_a_later_contract_end_never_brings_a_window_forward(
    frame: pd.DataFrame, number: int, later: int
) -> None:
    row = number % len(frame)
    end = frame.at[row, "avtaleslutt"]
    if end is None:
        return
    moved = frame.copy()
    moved.at[row, "avtaleslutt"] = dt.date(end.year + later, 12, 31)
    before, after = (
        windows(each, FIRST_YEAR, 2).set_index("gruppe")["år"] for each in (frame, moved)
    )
    assert list(before.index.sort_values()) == list(after.index.sort_values())
    assert (after.reindex(before.index) >= before).all()


@given(tables())
def test_one_more_municipality_never_puts_a_window_off(frame: pd.DataFrame) -> None:
    added = frame.iloc[:1].assign(kommunenummer="E")
    more = pd.concat([frame, added], ignore_index=True)
    before, after = (
        windows(each, FIRST_YEAR, 2).set_index("gruppe")["år"] for each in (frame, more)
    )
    assert set(before.index) <= set(after.index)
    assert (after.reindex(before.index) <= before).all()


@given(tables(), st.integers(2, 4))
def test_windows_against_the_definition(frame: pd.DataFrame, fewest: int) -> None:
    """Year by year: who is free, who needs a prolongation, what is waited for and paid twice."""
    for _, window in windows(frame, FIRST_YEAR, fewest).iterrows():
        rows = contracts(frame, FIRST_YEAR)
        rows = rows[rows["gruppe"] == window["gruppe"]]
        for year in range(FIRST_YEAR, window["år"] + 1):
            free = rows[rows["slutt"] <= year]["kommunenummer"].nunique()
            assert (free >= fewest) == (year == window["år"])
        waited = twice = prolonged = 0.0
        for _, row in rows.iterrows():
            cost = 0.0 if np.isnan(row["kostnad"]) else row["kostnad"]
            start = max(row["slutt"], FIRST_YEAR)
            waited += cost * max(0, window["år"] - start)
            twice += cost * max(0, start - window["år"])
            prolonged += start <= window["år"] and max(row["slutt"], row["til"]) < window["år"]
        found = (window["ventet"], window["dobbelt"], window["forlenges"])
        assert found == (waited, twice, prolonged)
