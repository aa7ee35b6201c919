"""Windows for buying together, counted on paper."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model.systems.small_applications import FIRST_YEAR, ends, table, tables

from analysis.model.systems import purchases
from analysis.model.systems import windows as model
from analysis.model.systems.purchases import Rules, contracts, months_left
from analysis.model.systems.windows import ends_by_year

DECISION = dt.date(FIRST_YEAR, 6, 30)


def rules(fewest: int = 3, months: float = 0.0) -> Rules:
    return Rules(DECISION, fewest, months)


def members(applications: pd.DataFrame, limits: Rules) -> pd.DataFrame:
    return purchases.members(contracts(applications, limits.decision.year), limits)


def windows(applications: pd.DataFrame, limits: Rules) -> pd.DataFrame:
    return model.windows(members(applications, limits))


def journals(*terms: dict[str, object], **same: object) -> pd.DataFrame:
    """One journal system for each of A, B, C …, 100 a year each."""
    return table(
        *(
            {"kommunenummer": code, "systemtype": "journal", **same, **term}
            for code, term in zip("ABCDEF", terms, strict=False)
        )
    )


def one(frame: pd.DataFrame, fewest: int = 3, months: float = 0.0) -> pd.Series:
    found = windows(frame, rules(fewest, months))
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
    assert (window["senere"], window["dobbelt"]) == (1, 300.0)
    assert window["kostnad"] == 300.0


def test_an_option_that_reaches_the_window_spares_a_prolongation() -> None:
    window = one(journals(ends(2023, option=2025), ends(2024, option=2024), ends(2025)))
    assert (window["år"], window["forlenges"], window["forlenges_koder"]) == (2025, 1, ("B",))
    # With or without an option, the better price waits.
    assert (window["venter"], window["ventet"]) == (200.0, 300.0)


def test_who_joins_later_is_counted_with_the_year_all_are_in() -> None:
    window = one(journals(ends(2023), ends(2025), ends(2024), ends(2028), ends(2026)))
    assert (window["koder"], window["alle"], window["alle_år"]) == (("A", "B", "C"), 5, 2028)
    window = one(journals(ends(2023), ends(2024), ends(2025)))
    assert (window["alle"], window["alle_år"]) == (3, 2025)


def test_an_expired_contract_is_open_now_and_cannot_be_prolonged() -> None:
    before, after = dt.date(2022, 6, 29), dt.date(2022, 6, 30)
    window = one(
        journals(
            ends(2019),
            {"avtaleslutt": before},
            {"avtaleslutt": after},
            # The option may have been used: this one can still run.
            ends(2021, option=2022),
            ends(2022),
        )
    )
    assert window["år"] == 2022
    assert window["utgått_koder"] == ("A", "B")
    assert (window["forlenges_koder"], window["måneder"]) == (("C",), 6)
    assert (window["venter"], window["ventet"]) == (0.0, 0.0)


def test_a_contract_that_ends_within_the_year_needs_a_bridge_to_the_end_of_it() -> None:
    june, middle = dt.date(2023, 6, 30), dt.date(2023, 11, 15)
    frame = journals({"avtaleslutt": june}, {"avtaleslutt": middle}, ends(2023))
    rows = members(frame, rules()).set_index("kommunenummer")
    assert rows["måneder"].to_dict() == {"A": 6, "B": 2, "C": 0}
    window = one(frame)
    assert (window["forlenges_koder"], window["måneder"]) == (("A", "B"), 6)
    # An option to the last day of the year is enough, one to the day before is not.
    frame["opsjon_til"] = [dt.date(2023, 12, 31), dt.date(2023, 12, 30), None]
    assert one(frame)["forlenges_koder"] == ("B",)


def test_months_left() -> None:
    assert [months_left(dt.date(2024, month, 29), 2024) for month in (1, 2, 12)] == [12, 10, 1]
    assert months_left(dt.date(2023, 2, 28), 2024) == 22
    assert months_left(dt.date(2025, 1, 31), 2024) == 0


def test_a_procurement_under_way_is_not_bought_together() -> None:
    frame = journals(ends(2023), ends(2023), ends(2023), ends(2025), ends(2024))
    frame["anskaffelsesstatus"] = [
        "kontrakt", "anbud ute", "forhandling", "ikke startet", "ukjent",
    ]  # fmt: skip
    window = one(frame)
    # B and C are getting contracts of their own; the third who is free is D.
    assert (window["år"], window["koder"]) == (2025, ("A", "D", "E"))
    assert window["underveis"] == 2
    assert (window["kostnad"], window["senere"], window["alle"]) == (300.0, 0, 3)
    assert (window["forlenges_koder"], window["ventet"]) == (("A", "E"), 300.0)
    assert windows(frame.iloc[:4], rules()).empty
    # B has another system of the type, and is in with that.
    second = {"kommunenummer": "B", "system": "Ekstra", "systemtype": "journal", **ends(2024)}
    more = pd.concat([frame, table(second)], ignore_index=True)
    window = one(more)
    assert (window["år"], window["koder"]) == (2024, ("A", "E", "B"))


def test_a_window_is_never_sooner_than_a_competition_can_be_done() -> None:
    assert [rules(months=m).earliest for m in (0, 5, 7, 10, 18, 19)] == [
        2022, 2022, 2023, 2023, 2023, 2024,
    ]  # fmt: skip
    assert rules(months=float("nan")).earliest == 2022
    frame = journals(ends(2022), ends(2022), ends(2022), ends(2023), ends(2024))
    assert one(frame)["år"] == 2022
    window = one(frame, months=10.0)
    # The fourth is free, too, by then; and nobody waits for the others in 2022.
    assert (window["år"], window["koder"]) == (2023, ("A", "B", "C", "D"))
    assert (window["venter"], window["forlenges"], window["måneder"]) == (0.0, 3, 12)


def test_two_contracts_of_one_municipality_are_one_buyer() -> None:
    frame = journals(ends(2023), ends(2025), ends(2024))
    second = {"kommunenummer": "A", "system": "Ekstra", "systemtype": "journal", **ends(2024)}
    more = pd.concat([frame, table(second)], ignore_index=True)
    window = one(more)
    assert (window["år"], window["koder"], window["systemer"]) == (2025, ("A", "B", "C"), 2)
    assert len(windows(more, rules(4))) == 0


def test_without_a_type_only_the_same_system_is_bought_together() -> None:
    frame = journals(ends(2023), ends(2023), ends(2023), systemtype="annet")
    frame["system"] = ["Acos", "Acos", "P360"]
    assert windows(frame, rules()).empty
    window = one(frame, 2)
    assert (window["gruppe"], window["koder"]) == ("Acos", ("A", "B"))


def test_contracts_without_an_end_are_in_no_window() -> None:
    assert windows(journals({}, ends(2023), ends(2023)), rules()).empty
    assert contracts(journals({}, ends(2023)), FIRST_YEAR)["kommunenummer"].tolist() == ["B"]


def test_an_unknown_cost_is_counted_and_not_summed() -> None:
    frame = journals(ends(2023), ends(2024), ends(2024), ends(2026))
    unknown = ["ukjent_kostnad", "ukjent_venter", "ukjent_dobbelt"]
    assert one(frame)[unknown].tolist() == [0, 0, 0]
    frame.loc[0, "årskostnad"] = np.nan
    window = one(frame)
    assert (window["kostnad"], window["venter"], window["dobbelt"]) == (200.0, 0.0, 200.0)
    assert window[unknown].tolist() == [1, 1, 0]
    frame.loc[3, "årskostnad"] = np.nan
    assert one(frame)[unknown].tolist() == [1, 1, 1]


def test_ends_by_year() -> None:
    frame = table(
        {"system": "1", **ends(2021)},
        {"system": "2", **ends(2022, option=2023)},
        {"system": "3", "avtaleslutt": dt.date(2022, 1, 31), "opsjon_til": dt.date(2022, 1, 31)},
        {"system": "4", **ends(2024)},
        {"system": "5"},
        {"system": "6", "fagområde": "felles", **ends(2030, option=2031)},
    )
    found = ends_by_year(frame, FIRST_YEAR, 2)
    assert found.index.tolist() == ["Før 2022", "2022", "2023", "Senere", "Uten dato"]
    assert found["alle"].tolist() == [1, 2, 0, 2, 1]
    assert found["opsjon"].tolist() == [0, 1, 0, 1, 0]
    assert (ends_by_year(table(), FIRST_YEAR, 2) == 0).all(axis=None)


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
    before, after = (windows(each, rules(2)).set_index("gruppe")["år"] for each in (frame, moved))
    assert list(before.index.sort_values()) == list(after.index.sort_values())
    assert (after.reindex(before.index) >= before).all()


@pytest.mark.thorough
@given(tables())
def test_one_more_municipality_never_puts_a_window_off(frame: pd.DataFrame) -> None:
    added = frame.iloc[:1].assign(kommunenummer="E")
    more = pd.concat([frame, added], ignore_index=True)
    before, after = (windows(each, rules(2)).set_index("gruppe")["år"] for each in (frame, more))
    assert set(before.index) <= set(after.index)
    assert (after.reindex(before.index) <= before).all()


@given(tables(), st.integers(2, 4), st.sampled_from([0.0, 10.0, 30.0]))
def test_windows_against_the_definition(frame: pd.DataFrame, fewest: int, months: float) -> None:
    """Year by year: who is free, who needs a prolongation, what is waited for and paid twice."""
    one_rule = rules(fewest, months)
    for _, window in windows(frame, one_rule).iterrows():
        rows = contracts(frame, FIRST_YEAR)
        rows = rows[(rows["gruppe"] == window["gruppe"]) & ~rows["underveis"]]
        for year in range(FIRST_YEAR, window["år"] + 1):
            free = rows[rows["slutt"] <= year]["kommunenummer"].nunique()
            open_ = free >= fewest and year >= one_rule.earliest
            assert open_ == (year == window["år"])
        waited = twice = prolonged = ended = 0.0
        for _, row in rows.iterrows():
            cost = 0.0 if np.isnan(row["kostnad"]) else row["kostnad"]
            start = max(row["slutt"], FIRST_YEAR)
            waited += cost * max(0, window["år"] - max(start, one_rule.earliest))
            twice += cost * max(0, start - window["år"])
            inside = start <= window["år"]
            ended += inside and row["siste"] < DECISION
            prolonged += inside and DECISION <= row["siste"] < dt.date(window["år"], 12, 31)
        found = (window["ventet"], window["dobbelt"], window["forlenges"], window["utgått"])
        assert found == (waited, twice, prolonged, ended)
        assert window["alle"] == rows["kommunenummer"].nunique() >= len(window["koder"])


@pytest.mark.thorough
@given(tables(), st.integers(2, 4))
def test_what_is_under_way_is_in_nothing_but_its_own_count(
    frame: pd.DataFrame, fewest: int
) -> None:
    busy = frame["anskaffelsesstatus"].isin(["forhandling", "anbud ute"])
    columns = ["gruppe", "år", "koder", "kostnad", "venter", "dobbelt", "forlenges", "alle"]
    every, rest = (windows(each, rules(fewest)) for each in (frame, frame[~busy]))
    pd.testing.assert_frame_equal(every[columns], rest[columns])
