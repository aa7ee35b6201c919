"""Which applications meet, and which move."""

from __future__ import annotations

import numpy as np
import pytest
from model.regions import applications, draws, two

from analysis.model.scope import common_share, match

ALL = np.array([True, True, True])


def three(**changes: object):
    rows = [
        {"m": 0, "system": "Acos", "kind": "sak", "cost": 100},
        {"m": 1, "system": "Elements", "kind": "sak", "cost": 300},
        {"m": 2, "system": "P360", "kind": "sak", "cost": 200},
        {"m": 0, "system": "Kart", "cost": 50},
        {"m": 1, "system": "Kart", "cost": 50},
        {"m": 2, "system": "Barn", "kind": "barn", "cost": 10},
    ]
    return applications(*(row | changes for row in rows))


def test_same_and_similar_are_apart_and_the_dearest_is_the_target() -> None:
    found = match(three(), ALL, converge=True)
    assert found.same.tolist() == [False, False, False, True, True, False]
    assert found.similar.tolist() == [True, True, True, False, False, False]
    assert found.moves.tolist() == [True, False, True, False, False, False]


@pytest.mark.parametrize(("host", "moving"), [(0, [1, 2]), (1, [0, 2]), (2, [0, 1])])
def test_the_hosts_system_is_the_target(host: int, moving: list[int]) -> None:
    assert np.flatnonzero(match(three(), ALL, converge=True, host=host).moves).tolist() == moving


def test_a_type_the_host_lacks_does_not_converge() -> None:
    apps = applications(
        {"m": 0, "system": "Acos", "kind": "sak"},
        {"m": 1, "system": "Elements", "kind": "sak"},
        {"m": 2, "system": "Barn", "kind": "barn"},
    )
    found = match(apps, ALL, converge=True, host=2)
    assert not found.similar.any()
    assert not found.moves.any()


def test_who_stands_outside_shares_nothing() -> None:
    inside = np.array([True, False, True])
    found = match(three(), inside, converge=True)
    assert not found.same.any()
    assert found.similar.tolist() == [True, False, True, False, False, False]


def test_two_systems_of_one_type_in_one_municipality_do_not_converge() -> None:
    apps = applications(
        {"m": 0, "system": "Acos", "kind": "sak"}, {"m": 0, "system": "P360", "kind": "sak"}
    )
    assert not match(apps, ALL, converge=True).similar.any()


def test_common_share_counts_the_convergeable_part() -> None:
    apps = applications(
        {"m": 0, "system": "Kart", "cost": 60},
        {"m": 0, "system": "Acos", "kind": "sak", "cost": 40},
        {"m": 1, "system": "Kart", "cost": 10},
        {"m": 1, "system": "P360", "kind": "sak", "cost": 10},
    )
    region = two(apps)
    matches = match(apps, ALL[:2], converge=True)
    # A: 60 % common and a quarter of 40 %; B: half and a quarter of half.
    shares = common_share(region, matches, draws(konvergerbar_andel=0.25))
    assert shares[0].tolist() == [0.7, 0.625]
    assert common_share(two(), match(applications(), ALL[:2], converge=True), draws())[
        0
    ].tolist() == [0, 0]
