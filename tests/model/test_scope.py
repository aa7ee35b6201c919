"""Which applications meet, and which move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model.by_hand import cost, run
from model.regions import applications, both, bundle, draws, two

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


def one_against_five(dearest: float = 100):
    """One with Unit4, five with Visma: all of one type, and a type the one lacks."""
    return applications(
        {"m": 0, "system": "Unit4", "kind": "økonomi", "cost": dearest, "users": 50},
        *({"m": m, "system": "Visma", "kind": "økonomi", "cost": 80} for m in range(1, 6)),
        {"m": 1, "system": "Arkiv A", "kind": "arkiv", "cost": 10},
        {"m": 2, "system": "Arkiv B", "kind": "arkiv", "cost": 10},
    )


SIX = np.ones(6, dtype=bool)


def test_five_that_share_a_system_converge_on_the_hosts() -> None:
    found = match(one_against_five(), SIX, converge=True, host=0)
    # The five share Visma today and move to Unit4, which no longer is the host's alone.
    assert found.same.tolist() == [False] + [True] * 5 + [False] * 2
    assert found.moves.tolist() == [False] + [True] * 5 + [False] * 2
    assert found.similar.tolist() == [True] + [False] * 7


@pytest.mark.parametrize("host", range(1, 6))
def test_with_a_host_among_the_five_only_the_one_moves(host: int) -> None:
    found = match(one_against_five(900), SIX, converge=True, host=host)
    archive = [host == 2, host == 1]
    assert found.moves.tolist() == [True] + [False] * 5 + archive
    assert found.similar.tolist() == [True] + [False] * 5 + [any(archive)] * 2


def test_without_a_host_the_one_converges_on_what_most_have_however_dear_its_own_is() -> None:
    found = match(one_against_five(900), SIX, converge=True)
    assert found.similar.tolist() == [True] + [False] * 5 + [True] * 2
    # Two archives of the same price: the first by name is the target.
    assert found.moves.tolist() == [True] + [False] * 6 + [True]


def test_a_system_the_host_has_too_stays_and_nobody_joins_what_none_moves_to() -> None:
    apps = applications(
        {"m": 0, "system": "Acos", "kind": "sak", "cost": 10},
        {"m": 0, "system": "P360", "kind": "sak", "cost": 500},
        {"m": 1, "system": "Acos", "kind": "sak", "cost": 70},
    )
    found = match(apps, ALL[:2], converge=True, host=0)
    assert found.same.tolist() == [True, False, True]
    assert not found.moves.any() and not found.similar.any()


def test_moving_to_the_host_costs_and_brings_by_the_same_rows() -> None:
    apps = applications(
        {"m": 0, "system": "Unit4", "kind": "økonomi", "cost": 200},
        {"m": 1, "system": "Visma", "kind": "økonomi", "cost": 100},
        {"m": 1, "system": "Kart", "kind": "kart", "cost": 100},
    )
    lever = {"innkjop": {"pris": "innkjop_pris"},
             "omstilling": {"prosjekt": "omstilling_prosjekt_stort",
                            "per_kommune": "omstilling_kommune_stort",
                            "per_applikasjon": "flytting_per_applikasjon",
                            "per_bruker": "opplaering_per_bruker",
                            "dobbel_drift": "dobbel_drift"}}  # fmt: skip
    alternative = bundle("3", vert=True, konvergens=True, tiltak=lever)
    values = {
        "konvergerbar_andel": 0.5, "innkjop_pris": 0.1, "flytting_per_applikasjon": 60.0,
        "dobbel_drift": 6.0,
    }  # fmt: skip
    found = run(two(apps, lisens=(1000, 1000)), alternative, both(host=0), 1, **values)
    # Half of Visma moves: 0.5 · 60 and half a year of half of 100: 30 + 25. Ten per cent of half of
    # each is saved: 10 for A, 5 for B.
    assert cost(found, "omstilling") == [[0, 0], [0, 55]]
    assert cost(found, "innkjøp") == [[0, -10], [0, -5]]
    # Where B has what the host has, all of it is in scope and nothing moves.
    apps = replace(apps, system=apps.system[[0, 0, 2]])
    found = run(two(apps, lisens=(1000, 1000)), alternative, both(host=0), 1, **values)
    assert cost(found, "omstilling") == [[0, 0], [0, 0]]
    assert cost(found, "innkjøp") == [[0, -20], [0, -10]]


@given(
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(0, 4), st.sampled_from(["", "a", "b"]),
                  st.integers(0, 3)),
        min_size=1, max_size=14, unique_by=lambda row: row[:2],
    ),
    st.none() | st.integers(0, 3),
)  # fmt: skip
def test_no_benefit_without_a_move(rows: list[tuple[int, int, str, int]], host: int | None) -> None:
    apps = applications(
        *({"m": m, "system": str(s), "kind": kind, "cost": c} for m, s, kind, c in rows)
    )
    found = match(apps, np.ones(4, dtype=bool), converge=True, host=host)
    assert not (found.similar & found.same).any()
    assert set(apps.kind[found.similar]) <= set(apps.kind[found.moves])
    if host is None:
        assert (found.similar | ~found.moves).all()
        return
    own = apps.municipality == host
    assert not found.moves[own].any()
    kinds, systems = set(apps.kind[own]) - {-1}, set(apps.system[own])
    for row in np.flatnonzero(~own):
        expected = apps.kind[row] in kinds and apps.system[row] not in systems
        assert found.moves[row] == expected


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
