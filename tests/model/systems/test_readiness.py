"""Statuses in the survey's categories, and what cannot wait."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest
from hypothesis import given
from model.systems.small_applications import table, tables

from analysis.model.systems.readiness import (
    IN_CONTROL,
    NOT_KNOWN,
    NOT_READY,
    SOME_CONTRACTS,
    SURVEY_ANSWERED,
    SURVEY_ANSWERS,
    SURVEY_AREAS,
    by_area,
    category,
    urgent,
)

DECISION = dt.date(2022, 6, 30)


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        # «kontroll på alle fagsystemer, eller med ett fagsystem der de er i forhandlinger»
        (["kontrakt", "kontrakt"], IN_CONTROL),
        (["kontrakt", "forhandling"], IN_CONTROL),
        (["forhandling"], IN_CONTROL),
        # «kontrakt for noen, mens de er i forhandlinger med leverandør for flere systemer»
        (["kontrakt", "forhandling", "forhandling"], SOME_CONTRACTS),
        # «minst ett fagsystem der anbud er ute, eller arbeid ikke er startet»
        (["kontrakt", "anbud ute"], NOT_READY),
        (["ikke startet", "kontrakt", "forhandling", "forhandling"], NOT_READY),
        # What nobody knows hides control, but not what is worse.
        (["kontrakt", "ukjent"], NOT_KNOWN),
        (["kontrakt", ""], NOT_KNOWN),
        (["ukjent", "forhandling", "forhandling"], SOME_CONTRACTS),
        (["ukjent", "anbud ute"], NOT_READY),
    ],
)
def test_categories(statuses: list[str], expected: str) -> None:
    assert category(pd.Series(statuses)) == expected


def test_the_survey_leaves_seven_answers_unexplained() -> None:
    assert tuple(SURVEY_ANSWERS) == (IN_CONTROL, SOME_CONTRACTS, NOT_READY)
    assert SURVEY_ANSWERED - sum(SURVEY_ANSWERS.values()) == 7


def test_areas_are_told_each_and_together() -> None:
    frame = table(
        {"kommunenummer": "A", "system": "1"},
        {"kommunenummer": "A", "system": "2", "fagområde": "økonomi",
         "anskaffelsesstatus": "forhandling"},
        {"kommunenummer": "A", "system": "3", "fagområde": "personal",
         "anskaffelsesstatus": "forhandling"},
        # «felles» was not asked about.
        {"kommunenummer": "A", "system": "4", "fagområde": "felles",
         "anskaffelsesstatus": "ikke startet"},
        {"kommunenummer": "B", "system": "5", "fagområde": "felles"},
    )  # fmt: skip
    found = by_area(frame, ["A", "B", "C"])
    assert list(found.columns) == [*SURVEY_AREAS, "samlet"]
    assert found.loc["A", ["helse", "økonomi", "personal", "oppvekst", "samlet"]].tolist() == [
        IN_CONTROL, IN_CONTROL, IN_CONTROL, "", SOME_CONTRACTS,
    ]  # fmt: skip
    assert (found.loc[["B", "C"]] == "").all(axis=None)
    assert (by_area(table(), ["A"]) == "").all(axis=None)


def test_urgent_is_what_has_not_begun_and_ends_too_soon() -> None:
    frame = table(
        {"system": "Utløpt", "anskaffelsesstatus": "ukjent", "avtaleslutt": dt.date(2021, 12, 31)},
        {"system": "Snart", "anskaffelsesstatus": "ikke startet",
         "avtaleslutt": dt.date(2023, 3, 31)},
        {"system": "Knapt", "anskaffelsesstatus": "ikke startet",
         "avtaleslutt": dt.date(2023, 9, 30)},
        {"system": "Senere", "anskaffelsesstatus": "ikke startet",
         "avtaleslutt": dt.date(2024, 6, 30)},
        {"system": "I gang", "anskaffelsesstatus": "anbud ute",
         "avtaleslutt": dt.date(2022, 7, 31)},
        {"system": "Uten dato", "anskaffelsesstatus": "ikke startet"},
    )  # fmt: skip
    found = urgent(frame, DECISION, 10.0, 18.0)
    assert found["system"].tolist() == ["Utløpt", "Snart", "Knapt"]
    assert found["for_kort"].tolist() == [True, True, False]
    assert found["måneder"].round(1).tolist() == [-5.9, 9.0, 15.0]
    # When nobody knows how long a procurement takes, nothing can be said to be too late.
    assert urgent(frame, DECISION, float("nan"), float("nan")).empty


@given(tables())
def test_a_status_that_gets_better_never_makes_the_category_worse(frame: pd.DataFrame) -> None:
    order = [IN_CONTROL, NOT_KNOWN, SOME_CONTRACTS, NOT_READY]
    better = frame.copy()
    better.loc[0, "anskaffelsesstatus"] = "kontrakt"
    codes = sorted(set(frame["kommunenummer"]))
    before, after = (by_area(each, codes)["samlet"] for each in (frame, better))
    for one, other in zip(before, after, strict=True):
        assert (one == "") == (other == "")
        assert not one or order.index(other) <= order.index(one)
