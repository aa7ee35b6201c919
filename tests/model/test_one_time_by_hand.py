"""One-time cost, remaining cost, phasing-in and forecast by hand. All amounts in 1000 kr."""

from __future__ import annotations

import numpy as np
import pytest
from model.by_hand import FIRST, ONE_EACH, OPERATE, cost, local_pair, run
from model.regions import applications, both, bundle, draws, two

from analysis.model.forecast import null_alternative
from analysis.model.levers import one_time_profile, phase_profile

# Styring, etablering


def test_governance_is_a_fixed_amount_by_the_key_and_one_each_from_year_1() -> None:
    lever = {"fast": "styring_avtale", "per_deltaker": "styring_deltaker_lett"}
    alternative = bundle("1", innfasing=[0.0, 0.5], tiltak={"styring": lever})
    values = {"styring_avtale": 200.0, "styring_deltaker_lett": 60.0}
    found = run(two(), alternative, both((0.25, 0.75)), 2, **values)
    # 200 kr · 2000 users = 400. A 400 · 25 % + 60 = 160, B 300 + 60 = 360, in full although effects
    # are phased in.
    assert cost(found, "styring") == [[0, 160, 160], [0, 360, 360]]


def test_establishment_by_the_key_with_residual_value_in_the_last_year() -> None:
    alternative = bundle(
        "1",
        engangsprofil=[0.4, 0.6],
        tiltak={"etablering": {"kapital": "etablering_avtale", "restverdi": "restverdi_andel"}},
    )
    values = {"etablering_avtale": 500.0, "restverdi_andel": 0.1}
    found = run(two(), alternative, both((0.25, 0.75)), 2, **values)
    # 500 kr · 2000 users = 1000, 250 and 750 by the key.
    assert cost(found, "etablering") == [[100, 150, 0], [300, 450, 0]]
    # 10 % of 250 and of 750 remains: 25 and 75 are deducted in year 2, but not from the budget.
    assert found.extra_cost()[0].round(3).tolist() == [[100, 150, -25], [300, 450, -75]]
    assert found.budget_effect[0].round(3).tolist() == [[100, 150, 0], [300, 450, 0]]


# Omstilling

MOVE = {
    "prosjekt": "omstilling_prosjekt_stort",
    "per_kommune": "omstilling_kommune_stort",
    "per_applikasjon": "flytting_per_applikasjon",
    "per_bruker": "opplaering_per_bruker",
    "dobbel_drift": "dobbel_drift",
}
MOVE_VALUES = {
    "omstilling_prosjekt_stort": 500.0,  # kr per user: 1000 for 2000 users
    "omstilling_kommune_stort": 200.0,
    "flytting_per_applikasjon": 120.0,
    "opplaering_per_bruker": 900.0,
    "dobbel_drift": 3.0,
    "konvergerbar_andel": 0.5,
}


def test_transition_to_a_host_that_moves_nothing() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "kind": "sak", "run": "lokal", "cost": 300, "users": 70},
        {"m": 1, "system": "Kart", "run": "lokal", "cost": 60, "users": 5},
        {"m": 1, "system": "Barn", "run": "lokal", "cost": 60, "users": 5},
        {"m": 1, "system": "Sak", "kind": "sak", "run": "sky", "cost": 80, "users": 40},
        {"m": 1, "system": "Unik", "kind": "egen", "run": "sky", "cost": 40, "users": 40},
    )
    alternative = bundle(
        "3", vert=True, plattformbytte=True, konvergens=True, tiltak={"omstilling": MOVE}
    )
    values = MOVE_VALUES | {"applikasjonsandel_drift": 0.5}
    found = run(two(apps, drift=(900, 800)), alternative, both(host=0), 1, **values)
    # A (host): project 500 and own work 200.
    # B: project 500 and own work 200; applications: 2 local moved and half of Sak converted,
    # 2.5 · 120 = 300; users: all 1000 and half of Sak's 40, 1020 · 900 kr = 918; double running
    # 3/12 of local operation 800 · 50 % = 400 and of half of Sak's 80: 440 / 4 = 110.
    # Project and own work in year 0; 300 + 918 + 110 = 1328 when it is moved, in year 1.
    assert cost(found, "omstilling") == [[700, 0], [700, 1328]]
    assert found.moved[0].tolist() == [0, 2.5]


def test_transition_without_a_change_of_platform_moves_only_shared_local_systems() -> None:
    alternative = bundle("1", engangsprofil=[0.3, 0.7], tiltak={"drift": FIRST, "omstilling": MOVE})
    region = two(local_pair(300, 240), drift=(1000, 800))
    found = run(region, alternative, both(), 1, **MOVE_VALUES)
    # Each: project 500, own work 200 and Arkiv moved 120; nobody changes system, nobody is trained.
    # Double running 3/12 of operation in scope: A 300 / 4 = 75, B 240 / 4 = 60.
    # Year 0: 700 · 30 % = 210; year 1: 700 · 70 % = 490 and 195 or 180 for what is moved.
    assert cost(found, "omstilling") == [[210, 685], [210, 670]]


def test_a_system_moves_when_its_contract_has_ended_and_its_share_is_phased_in() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "kind": "sak", "cost": 300, "users": 70},
        {"m": 1, "system": "Sak", "kind": "sak", "cost": 80, "users": 40, "end": 2},
        {"m": 1, "system": "Post", "kind": "sak", "cost": 60, "users": 20, "end": np.nan},
        {"m": 1, "system": "Skjema", "kind": "sak", "cost": 40, "users": 10, "end": 9},
    )
    alternative = bundle(
        "1",
        konvergens=True,
        innfasing=[0.0, 0.25, 0.5, 0.75, 1.0],
        tiltak={"omstilling": MOVE},
    )
    values = MOVE_VALUES | {"ukjent_avtaleslutt": 1.0}
    found = run(two(apps), alternative, both(), 4, **values)
    # B converges on Arkiv, half of what it could. Sak is bound through year 2: in year 3 three
    # quarters of its effect have come, the last quarter in year 4: 0.5 · (0.75, 0.25).
    # Post is taken to end in year 1: half in year 2, then a quarter and a quarter: 0.5 · (0.5,
    # 0.25, 0.25). Skjema is bound beyond the period and never moves.
    assert found.conversion.applications[0].tolist() == [
        [0, 0, 0, 0, 0],
        [0, 0, 0.25, 0.5, 0.25],
    ]
    # Year 2: 0.25 · 120 = 30, training 0.25 · 20 · 900 kr = 4.5, double 3/12 · 0.25 · 60 = 3.75.
    # Year 3: 0.5 · 120 = 60; users 0.375 · 40 + 0.125 · 20 = 17.5, 15.75;
    # licences 0.375 · 80 + 0.125 · 60 = 37.5, 9.375.
    # Year 4: 30; users 0.125 · 60 = 7.5, 6.75; licences 0.125 · 140 = 17.5, 4.375.
    # Project 500 and own work 200 in year 0.
    assert cost(found, "omstilling") == [[700, 0, 0, 0, 0], [700, 0, 38.25, 85.125, 41.125]]


def test_what_has_left_local_operation_before_its_turn_is_not_moved() -> None:
    apps = applications(
        *({"m": m, "system": s, "run": "lokal", "operating": 50} for m in (0, 1) for s in "AB")
    )
    alternative = bundle(
        "1", innfasing=[0.0, 0.5, 1.0], tiltak={"drift": FIRST, "omstilling": MOVE}
    )
    region = two(apps, drift=(1000, 1000))
    found = run(region, alternative, both(), 2, avgang_lokal_drift=0.2, dobbel_drift=12.0)
    # Two systems each: half of them move in year 1, of which 80 % are left, and half in year 2,
    # of which 64 % are. Their operation of 100 runs twice for a year while it moves.
    assert found.conversion.applications[0].round(6).tolist() == [[0, 0.8, 0.64]] * 2
    assert cost(found, "omstilling") == [[0, 40, 32]] * 2


# Gjenværende kostnader


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        # 20 % of 1000. Half is replaced in year 1 and half in year 2, and each half stays n years.
        (2.0, [0, 100, 200, 100, 0]),
        (1.5, [0, 100, 150, 50, 0]),
        (0.0, [0, 0, 0, 0, 0]),
        (4.0, [0, 100, 200, 200, 200]),
    ],
)
def test_remaining_cost_stays_n_years_after_what_is_replaced(
    years: float, expected: list[float]
) -> None:
    alternative = bundle(
        "3",
        vert=True,
        funksjoner=["drift"],
        innfasing=[0.0, 0.5, 1.0],
        tiltak={"gjenvaerende": {"andel": "gjenvaerende_andel", "aar": "gjenvaerende_aar"}},
    )
    found = run(
        two(fte=ONE_EACH, lønn=(700, 1000)),
        alternative,
        both(host=0),
        4,
        gjenvaerende_andel=0.2,
        gjenvaerende_aar=years,
    )
    assert cost(found, "gjenværende") == [[0] * 5, expected]  # the host keeps none


# Innfasing


def test_profiles() -> None:
    late = np.array([[[0.0]], [[1.0]], [[0.5]], [[9.0]]])
    # On time; a year late; half a year late, between two years in a straight line; after the end.
    assert phase_profile((0.0, 0.5, 1.0), 4, late)[:, 0].tolist() == [
        [0, 0.5, 1, 1, 1],
        [0, 0, 0.5, 1, 1],
        [0, 0.25, 0.75, 1, 1],
        [0, 0, 0, 0, 0],
    ]
    assert phase_profile((0.0, 0.5, 1.0), 1, late[:1])[0, 0].tolist() == [0, 0.5]
    assert one_time_profile((0.2, 0.4, 0.4), 4).tolist() == [0.2, 0.4, 0.4, 0, 0]
    # What falls after the period is paid in its last year.
    assert one_time_profile((0.2, 0.4, 0.4), 1).tolist() == [0.2, 0.8]


def test_half_phased_in_half_of_everything_is_pooled() -> None:
    alternative = OPERATE.model_copy(update={"innfasing": (0.0, 0.5, 1.0)})
    found = run(
        two(local_pair(300, 240), drift=(1000, 800)), alternative, both(), 2, drift_per_dobling=0.1
    )
    assert cost(found, "drift") == [[0, -15, -30], [0, -12, -24]]
    assert cost(found, "fordeling") == [[0, -13.5, -27], [0, 13.5, 27]]


# Nullalternativet


def test_the_null_alternative_is_a_forecast() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "run": "lokal", "operating": 450, "cost": 60},
        {"m": 0, "system": "Post", "run": "lokal", "cost": 10, "users": 20},
        {"m": 0, "system": "Barn", "run": "sky", "cost": 40},
    )
    region = two(apps, drift=(1000, 500), lisens=(200, 100), lønn=(800, 0))
    one = draws(
        realpris_drift=0.1,
        volumvekst_drift=0.2,
        volumvekst_lonn=0.05,
        avgang_lokal_drift=0.25,
        lisens_av_avgang=0.8,
        applikasjonsandel_drift=0.6,
    )
    found = null_alternative(region, one, 2)
    # A: 60 % of operation runs own systems, Arkiv 450 and Post the 150 that are left.
    # Year 1: operation 1000 · 1.1 · 1.2 = 1320; 60 % is local and a quarter of that leaves:
    # 1320 · 0.6 · 0.25 = 198 away, 80 % of it = 158.4 back as licences.
    # Year 2: 1742.4 · 0.6 · (1 − 0.75²) = 457.38 away, 365.904 back.
    lonn, lisens, drift = found.cost[0, 0, :3].round(3).tolist()
    assert drift == [1000, 1122, 1285.02]
    assert lisens == [200, 358.4, 565.904]
    assert lonn == [800, 840, 882]
    # B has no applications listed, so nothing is known to run locally.
    assert found.cost[0, 1, 2].round(3).tolist() == [500, 660, 871.2]
