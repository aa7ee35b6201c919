"""What a move asks of the staff, and what is moved when, whatever the region."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from model.by_hand import FIRST, run
from model.regions import (
    alike,
    application_rows,
    applications,
    both,
    bundle,
    draws,
    make_dataset,
    regions,
    results,
    two,
)

from analysis.dataset import Dataset
from analysis.model.conversion import Conversion
from analysis.model.systems.moving import capacity, effort, overloaded, years_needed

slow = examples(0.4)
MOVING = ("1", "3", "4", "5")


def test_effort_is_moving_integration_and_training() -> None:
    moved = Conversion(
        applications=np.array([[[0.0, 4.0, 2.0]]]),
        users=np.array([[[0.0, 300.0, 0.0]]]),
        licence=np.zeros((1, 1, 3)),
        operation=np.zeros((1, 1, 3)),
    )
    one = draws(flytting_arsverk=0.1, integrasjon_arsverk=0.05, opplaering_arsverk=0.02)
    # Year 1: 4 · 0.15 = 0.6 and 300 users · 0.02 per hundred = 0.06. Year 2: 0.3.
    assert effort(moved, one)[0, 0].round(6).tolist() == [0.0, 0.66, 0.3]


def test_capacity_is_a_share_of_the_staff_of_those_who_take_part() -> None:
    region = two(fte=((1.0, 2.0, 0.0, 0.0, 0.0, 0.5), (4.0, 0.0, 0.0, 0.0, 0.0, 0.0)))
    one = draws(flyttekapasitet=0.1)
    assert capacity(region, np.array([True, True]), one)[0].round(6).tolist() == [0.35, 0.4]
    assert capacity(region, np.array([True, False]), one)[0].round(6).tolist() == [0.35, 0.0]


def test_a_plan_that_asks_for_more_than_there_is() -> None:
    needed = np.array([[0.0, 0.66, 0.3], [0.0, 0.35, 0.0], [0.0, 0.0, 0.0]])
    available = np.array([0.35, 0.35, 0.0])
    assert overloaded(needed, available).tolist() == [
        [False, True, False],
        [False, False, False],
        [False, False, False],
    ]
    # 0.96 person-years at 0.35 a year.
    assert years_needed(needed, available).round(4).tolist() == [round(0.96 / 0.35, 4), 1.0, 0.0]
    assert years_needed(needed[:1], np.array([0.0])).tolist() == [np.inf]


def test_a_move_by_hand_from_applications_to_years_of_work() -> None:
    apps = applications(
        *({"m": m, "system": s, "run": "lokal", "operating": 50} for m in (0, 1) for s in "ABC")
    )
    alternative = bundle("1", innfasing=[0.0, 0.5, 1.0], tiltak={"drift": FIRST})
    found = run(two(apps, drift=(1000, 1000)), alternative, both(), 3)
    assert found.conversion.applications[0].tolist() == [[0, 1.5, 1.5, 0]] * 2
    assert found.moved[0].tolist() == [3.0, 3.0]
    one = draws(flytting_arsverk=0.2, flyttekapasitet=0.05)
    needed = effort(found.conversion, one)[0]
    available = capacity(two(), np.array([True, True]), one)[0]
    # 0.3 person-years in each of two years against 5 % of six: two years are enough.
    assert needed.round(6).tolist() == [[0, 0.3, 0.3, 0]] * 2
    assert available.round(6).tolist() == [0.3, 0.3]
    assert not overloaded(needed, available).any()
    assert years_needed(needed, available).round(6).tolist() == [2.0, 2.0]


def test_an_alternative_without_common_systems_moves_nothing() -> None:
    tables = alike("9901", "9902")
    found = results(make_dataset(*tables, application_rows(("9901", "Arkiv"))))
    assert (found["1"].outcome.moved == 0).all()
    assert (found["0"].outcome.conversion.applications == 0).all()


@given(regions())
@slow
def test_no_more_is_moved_than_there_is_and_the_host_moves_nothing(dataset: Dataset) -> None:
    found = results(dataset)
    codes = list(dataset.municipalities.index)
    count = dataset.applications["kommunenummer"].value_counts().reindex(codes, fill_value=0)
    for name in MOVING:
        outcome = found[name].outcome
        for part in (outcome.conversion.applications, outcome.conversion.users):
            assert (part >= -1e-9).all()
            assert (part[..., 0] == 0).all()
        assert (outcome.moved <= count.to_numpy() + 1e-9).all()
        host = found[name].setting.host
        if host is not None:
            assert (outcome.moved[:, host] == 0).all()
            assert (outcome.conversion.users[:, host] == 0).all()


@given(regions(), st.integers(0, 11), st.integers(1, 6))
@slow
def test_a_later_contract_end_never_brings_a_move_forward(
    dataset: Dataset, number: int, later: int
) -> None:
    apps = dataset.applications
    known = apps["avtaleslutt"].notna()
    if not known.any():
        return
    row = apps.index[known][number % int(known.sum())]
    moved = apps.copy()
    moved.at[row, "avtaleslutt"] = dt.date(apps.at[row, "avtaleslutt"].year + later, 12, 31)
    before, after = (results(replace(dataset, applications=frame)) for frame in (apps, moved))
    for name in ("1", "5"):
        one, other = (
            np.cumsum(found[name].outcome.conversion.applications, axis=-1)
            for found in (before, after)
        )
        assert (other <= one + 1e-9).all()


@given(regions())
@slow
def test_options_change_nothing_in_the_model(dataset: Dataset) -> None:
    """An option is the municipality's own choice; the model lets it buy when the contract ends."""
    apps = dataset.applications.assign(opsjon_til=pd.Series([dt.date(2040, 1, 1)], dtype=object)[0])
    before, after = results(dataset), results(replace(dataset, applications=apps))
    for name, result in before.items():
        np.testing.assert_array_equal(result.budget_effect, after[name].budget_effect)
