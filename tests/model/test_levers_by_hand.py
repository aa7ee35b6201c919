"""Each lever on two municipalities, worked by hand. All amounts in 1000 kr."""

from __future__ import annotations

import numpy as np
import pytest
from model.regions import applications, both, bundle, draws, two

from analysis.model.alternative import Company, Outcome, outcome
from analysis.model.forecast import null_alternative
from analysis.model.levers import one_time_profile, phase_profile
from analysis.model.region import Region

FIRST = {"per_dobling": "drift_per_dobling"}
ONE_EACH = ((0.0, 1.0, 0.0, 0.0, 0.0, 0.0),) * 2  # one person-year in drift, none elsewhere


def run(region: Region, alternative, setting, years: int = 3, **values: float) -> Outcome:
    one = draws(**values)
    return outcome(region, null_alternative(region, one, years), one, alternative, setting)


def cost(found: Outcome, part: str) -> list[list[float]]:
    """Component by municipality and year, rounded to whole kroner."""
    return found.components[part][0].round(3).tolist()


def year(found: Outcome, part: str, t: int = 1) -> list[float]:
    return found.components[part][0, :, t].round(3).tolist()


# Felles innkjøp

BUY = bundle("1", tiltak={"innkjop": {"pris": "innkjop_pris"}})


def test_procurement_of_the_same_system_from_the_year_after_the_contract() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "cost": 200, "end": 0},
        {"m": 1, "system": "Arkiv", "cost": 100, "end": 2},
        {"m": 1, "system": "Kart", "cost": 50, "end": 0},
    )
    found = run(two(apps, lisens=(1000, 500)), BUY, both(), innkjop_pris=0.10)
    # A: 200 · 10 % = 20 from year 1. B is bound through year 2: 100 · 10 % = 10 in year 3.
    # Kart has no partner, and the 800 of A that no application explains are untouched.
    assert cost(found, "innkjøp") == [[0, -20, -20, -20], [0, 0, 0, -10]]
    assert found.budget_effect[0].round(3).tolist() == cost(found, "innkjøp")


def test_procurement_of_similar_systems_counts_the_convergeable_share() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "kind": "sak", "cost": 200},
        {"m": 1, "system": "Sak", "kind": "sak", "cost": 100},
        {"m": 1, "system": "Annet", "cost": 100},
    )
    region, values = (
        two(apps, lisens=(1000, 500)),
        {"innkjop_pris": 0.1, "konvergerbar_andel": 0.25},
    )
    converging = BUY.model_copy(update={"konvergens": True})
    # A: 25 % · 200 · 10 % = 5, B: 25 % · 100 · 10 % = 2.5; without systemtype nothing.
    assert year(run(region, converging, both(), **values), "innkjøp") == [-5, -2.5]
    # An alternative that does not bring systems together has only equal systems in scope.
    assert year(run(region, BUY, both(), **values), "innkjøp") == [0, 0]


def test_procurement_of_hosted_systems_is_a_price_change_on_operation() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "cost": 200, "run": "ekstern"},
        {"m": 1, "system": "Arkiv", "cost": 100},
    )
    region = two(apps, drift=(600, 600), lisens=(300, 300))
    found = run(region, BUY, both(), 2, innkjop_pris=0.1, realpris_drift=0.5, realpris_lisens=0.1)
    # A lies in drift, which grows 50 %: 200 · 1.5 · 10 % = 30, then 200 · 2.25 · 10 % = 45.
    # B lies in lisens, which grows 10 %: 100 · 1.1 · 10 % = 11, then 100 · 1.21 · 10 % = 12.1.
    assert cost(found, "innkjøp") == [[0, -30, -45], [0, -11, -12.1]]


def test_procurement_never_touches_more_than_the_budget() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "cost": 400},
        {"m": 0, "system": "Kart", "cost": 200},
        {"m": 1, "system": "Arkiv", "cost": 100},
    )
    # A shares a system listed at 400 against a budget of 300: the whole budget, 300 · 10 % = 30.
    found = run(two(apps, lisens=(300, 500)), BUY, both(), innkjop_pris=0.1)
    assert year(found, "innkjøp") == [-30, -10]


def test_an_unknown_contract_end_is_set_by_the_assumption() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "cost": 200, "end": np.nan},
        {"m": 1, "system": "Arkiv", "cost": 100, "end": -3},
    )
    found = run(
        two(apps, lisens=(1000, 500)), BUY, both(), innkjop_pris=0.1, ukjent_avtaleslutt=1.0
    )
    # A: taken to end in year 1, in scope from year 2. B expired long ago: from year 1.
    assert cost(found, "innkjøp") == [[0, 0, -20, -20], [0, -10, -10, -10]]


# Felles drift

OPERATE = bundle("1", felles_kasse=["drift"], tiltak={"drift": FIRST})


def local_pair(a: float = 300, b: float = np.nan):
    return applications(
        {"m": 0, "system": "Arkiv", "run": "lokal", "operating": a, "cost": 50, "users": 10},
        {"m": 1, "system": "Arkiv", "run": "lokal", "operating": b, "cost": 60, "users": 60},
        {"m": 1, "system": "Kart", "run": "lokal", "cost": 40, "users": 40},
        {"m": 1, "system": "Barn", "run": "sky", "cost": 100, "users": 900},
    )


def test_operation_saves_per_doubling_on_shared_local_systems_and_is_pooled() -> None:
    found = run(
        two(local_pair(), drift=(1000, 800)),
        OPERATE,
        both(),
        drift_per_dobling=0.1,
        applikasjonsandel_drift=0.5,
    )
    # A: driftskostnad 300. B: 800 · 50 % = 400 spread by users, 60 of 100 local: 240.
    # 2000 users against 1000 is one doubling: −10 %, A −30 and B −24.
    assert year(found, "drift") == [-30, -24]
    # The pool is 270 + 216 = 486, 243 each: A pays 27 less than its own part, B 27 more.
    assert year(found, "fordeling") == [-27, 27]


def test_operation_scope_shrinks_with_what_leaves_and_scale_follows_size() -> None:
    found = run(
        two(local_pair(300, 240), users=(1000, 3000), drift=(1000, 800)),
        OPERATE,
        both(),
        drift_per_dobling=0.1,
        avgang_lokal_drift=0.2,
    )
    # A: 4000 users against 1000 is two doublings: 0.9² = 0.81, −19 % of 300 · 0.8 = −45.6,
    # and of 300 · 0.64 = −36.48 in year 2.
    assert found.components["drift"][0, 0, 1:3].round(3).tolist() == [-45.6, -36.48]
    # B: log2(4000 / 3000) = 0.41504 doublings: 0.9^0.41504 = 0.957217.
    assert year(found, "drift")[1] == pytest.approx(240 * 0.8 * (0.9**0.4150375 - 1), abs=1e-3)


def test_unstated_operating_cost_is_what_the_stated_leave() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "run": "lokal", "operating": 300, "users": 100},
        {"m": 0, "system": "Barn", "run": "lokal", "users": 60},
        {"m": 0, "system": "Kart", "run": "lokal", "users": 40},
        {"m": 1, "system": "Barn", "run": "lokal", "operating": 10, "users": 10},
        {"m": 1, "system": "Arkiv", "run": "lokal", "operating": 10, "users": 10},
    )
    found = run(
        two(apps, drift=(1000, 1000)),
        OPERATE,
        both(),
        drift_per_dobling=0.1,
        applikasjonsandel_drift=0.5,
    )
    # A: half of 1000 follows applications. Arkiv states 300; the 200 left fall on Barn and Kart
    # by users, Barn 120. In scope 420, a tenth saved. B states 20 and has nothing to spread.
    assert year(found, "drift") == [-42, -2]


def test_operation_in_scope_leaves_room_for_what_is_hosted() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "run": "lokal", "operating": 900},
        {"m": 1, "system": "Arkiv", "run": "lokal", "operating": 100},
        {"m": 0, "system": "Barn", "run": "ekstern", "cost": 400},
    )
    found = run(two(apps, drift=(1000, 1000)), OPERATE, both(), drift_per_dobling=0.1)
    # A states 900, but 400 of its 1000 are hosted: 600 · 10 %.
    assert year(found, "drift") == [-60, -10]


# Felles ressurser

RESOURCES = {
    "konsulent": "konsulent_pris",
    "stillinger": "felles_stillinger",
    "vakt": "vaktordning",
}
SHARE_POSTS = bundle(
    "2", funksjoner=["drift"], felles_kasse=["lønn", "konsulent"], tiltak={"ressurser": RESOURCES}
)


def test_resources_cut_consultants_and_cost_posts_and_one_duty_scheme() -> None:
    found = run(
        two(fte=ONE_EACH, konsulent=(400, 200), lønn=(1000, 600)),
        SHARE_POSTS,
        both((0.25, 0.75)),
        konsulentandel=0.5,
        konsulent_pris=0.2,
        felles_stillinger=1.5,
        lonn_per_arsverk=900,
        vaktordning=600,
    )
    # A: 400 · 50 % · 20 % = 40, B: 20. Posts 1.5 · 900 = 1350 and duty 600: 1950 by the key,
    # 487.5 and 1462.5.
    assert year(found, "ressurser") == [447.5, 1442.5]
    # Pool: consultants 160 + 80 and salaries 1000 + 600 are 1840, 460 and 1380 by the key.
    # A's own part is 1160 and B's 680.
    assert year(found, "fordeling") == [-700, 700]


def test_new_posts_follow_the_real_wage_and_not_the_volume() -> None:
    found = run(
        two(),
        SHARE_POSTS,
        both(),
        felles_stillinger=1.0,
        lonn_per_arsverk=1000,
        realpris_lonn=0.02,
        volumvekst_lonn=0.5,
    )
    # 1000 · 1.02 = 1020 and 1000 · 1.02² = 1040.4, half each.
    assert cost(found, "ressurser")[0] == [0, 510, 520.2, 530.604]


# Felles organisasjon

FTE = ((1.0, 2.0, 1.0, 0.0, 0.0, 0.0), (1.0, 1.0, 0.0, 0.0, 0.0, 0.0))
ORGANISE = bundle(
    "3",
    vert=True,
    funksjoner=["drift"],
    felles_kasse=["lønn"],
    tiltak={
        "organisasjon": {"per_dobling": "organisasjon_per_dobling", "vertspaaslag": "vertspaaslag"},
        "volum": {"vekst": "volum_felles"},
    },
)


@pytest.mark.parametrize(
    ("host", "organisation", "division"),
    [
        # Salaries in scope: A 4000 · 2/4 = 2000 (1000 a person-year), B 1600 · 1/2 = 800 (800).
        # One doubling saves 5 %. Host A: A 2000 · 0.95 = 1900, B 800 · 0.95 · 1000/800 = 950.
        # Overhead 10 % of 2850 = 285, 142.5 each: A −100 + 142.5, B +150 + 142.5.
        # Pool 2850, 1425 each.
        (0, [42.5, 292.5], [-475, 475]),
        # Host B: A 2000 · 0.95 · 800/1000 = 1520, B 760; overhead 228, 114 each.
        # A −480 + 114, B −40 + 114. Pool 2280, 1140 each.
        (1, [-366, 74], [-380, 380]),
    ],
)
def test_organisation_pays_the_hosts_wage(
    host: int, organisation: list[float], division: list[float]
) -> None:
    found = run(
        two(fte=FTE, lønn=(4000, 1600)),
        ORGANISE,
        both(host=host),
        organisasjon_per_dobling=0.05,
        vertspaaslag=0.1,
    )
    assert year(found, "organisasjon") == organisation
    assert year(found, "fordeling") == division


def test_without_a_host_everyone_keeps_the_wage_level_and_there_is_no_overhead() -> None:
    found = run(
        two(fte=FTE, lønn=(4000, 1600)),
        ORGANISE.model_copy(update={"vert": False}),
        both(),
        organisasjon_per_dobling=0.05,
        vertspaaslag=0.1,
    )
    assert year(found, "organisasjon") == [-100, -40]


def test_volume_is_a_share_of_the_pool_and_left_out_of_the_present_value_on_demand() -> None:
    found = run(
        two(fte=FTE, lønn=(4000, 1600)),
        ORGANISE,
        both((0.25, 0.75), host=0),
        organisasjon_per_dobling=0.05,
        vertspaaslag=0.1,
        volum_felles=0.04,
    )
    # Pool 1900 + 950 and overhead 285: 3135 · 4 % = 125.4, by the key 31.35 and 94.05.
    assert year(found, "volum") == [31.35, 94.05]
    difference = found.extra_cost(volume=True) - found.extra_cost(volume=False)
    np.testing.assert_allclose(difference, found.components["volum"])
    np.testing.assert_allclose(found.budget_effect, found.extra_cost(volume=True))


# Tjenestepris, bestillerfunksjon

COMPANY = Company("Prøve IKS", price=5000.0, entry=500.0, persons=(4.0,) * 6)
SERVICE = bundle(
    "4",
    selskap=True,
    funksjoner=["drift"],
    engangsprofil=[0.4, 0.6],
    tiltak={"tjenestepris": {"margin": "selskapsmargin"}},
)


def test_service_price_replaces_local_operation_and_salaries_in_scope() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "run": "lokal", "cost": 60},
        {"m": 0, "system": "Barn", "run": "sky", "cost": 40},
    )
    region = two(apps, users=(1000, 400), fte=FTE, drift=(3000, 500), lønn=(4000, 1600))
    found = run(region, SERVICE, both(company=COMPANY), selskapsmargin=0.05, avgang_lokal_drift=0.1)
    # A: 1000 users · 5000 kr = 5000. Replaced: of operation 60 % runs locally, and a tenth of that
    # has left in year 1: 3000 · 0.94 = 2820, and salaries 2000. 5000 − 4820 = 180.
    # B: 400 · 5000 kr = 2000, operation 500 and salaries 800: 700.
    assert year(found, "tjenestepris") == [180, 700]
    # Year 2: 19 % of the local part has left, 3000 · 0.886 = 2658: 5000 − 4658.
    assert year(found, "tjenestepris", 2) == [342, 700]
    assert found.margin[0, :, 1].round(3).tolist() == [250, 100]
    # Entry price 500 each, 40 % in year 0 and 60 % in year 1.
    assert cost(found, "etablering") == [[200, 300, 0, 0]] * 2


def test_hosted_applications_are_not_replaced_by_the_service_price() -> None:
    apps = applications({"m": 0, "system": "Arkiv", "run": "ekstern", "cost": 700})
    found = run(two(apps, drift=(1000, 500)), SERVICE, both(company=COMPANY))
    # A: 5000 − (1000 − 700), B: 5000 − 500.
    assert year(found, "tjenestepris") == [4700, 4500]


def test_the_service_bill_grows_with_the_price_of_operation_and_not_with_volume() -> None:
    found = run(
        two(users=(1000, 0)),
        SERVICE,
        both(company=COMPANY),
        realpris_drift=0.1,
        volumvekst_drift=0.2,
        selskapsmargin=0.1,
    )
    # 5000 · 1.1 = 5500, then 6050; 10 % of it is margin.
    assert cost(found, "tjenestepris") == [[0, 5500, 6050, 6655], [0, 0, 0, 0]]
    assert found.margin[0, 0].round(3).tolist() == [0, 550, 605, 665.5]


def test_purchaser_function_stays_in_each_municipality() -> None:
    alternative = bundle(
        "4",
        innfasing=[0.0, 0.5, 1.0],
        tiltak={"bestillerfunksjon": {"arsverk": "bestiller_arsverk"}},
    )
    found = run(two(), alternative, both(), 2, bestiller_arsverk=1.5, lonn_per_arsverk=900)
    # 1.5 · 900 = 1350, half of it in the first year.
    assert cost(found, "bestillerfunksjon") == [[0, 675, 1350]] * 2


# Styring, etablering


def test_governance_is_a_fixed_amount_by_the_key_and_one_each_from_year_1() -> None:
    lever = {"fast": "styring_avtale", "per_deltaker": "styring_deltaker_lett"}
    alternative = bundle("1", innfasing=[0.0, 0.5], tiltak={"styring": lever})
    values = {"styring_avtale": 400.0, "styring_deltaker_lett": 60.0}
    found = run(two(), alternative, both((0.25, 0.75)), 2, **values)
    # A 400 · 25 % + 60 = 160, B 300 + 60 = 360, in full although effects are phased in.
    assert cost(found, "styring") == [[0, 160, 160], [0, 360, 360]]


def test_establishment_by_the_key_with_residual_value_in_the_last_year() -> None:
    alternative = bundle(
        "1",
        engangsprofil=[0.4, 0.6],
        tiltak={"etablering": {"kapital": "etablering_avtale", "restverdi": "restverdi_andel"}},
    )
    values = {"etablering_avtale": 1000.0, "restverdi_andel": 0.1}
    found = run(two(), alternative, both((0.25, 0.75)), 2, **values)
    assert cost(found, "etablering") == [[100, 150, 0], [300, 450, 0]]
    # 10 % of 250 and of 750 remains: 25 and 75 are deducted in year 2, but not from the budget.
    assert found.extra_cost(volume=True)[0].round(3).tolist() == [[100, 150, -25], [300, 450, -75]]
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
    "omstilling_prosjekt_stort": 1000.0,
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
    found = run(two(apps, drift=(900, 800)), alternative, both(host=0), 1, **MOVE_VALUES)
    # A (host): project 500 and own work 200.
    # B: project 500 and own work 200; applications: 2 local moved and half of Sak converted,
    # 2.5 · 120 = 300; users: all 1000 and half of Sak's 40, 1020 · 900 kr = 918; double running
    # 3/12 of local operation 800 · 120/240 = 400 and of half of Sak's 80: 440 / 4 = 110.
    # Sum 500 + 200 + 300 + 918 + 110 = 2028.
    assert cost(found, "omstilling") == [[700, 0], [2028, 0]]
    assert found.moved[0].tolist() == [0, 2.5]


def test_transition_without_a_change_of_platform_moves_only_shared_local_systems() -> None:
    alternative = bundle("1", engangsprofil=[0.3, 0.7], tiltak={"drift": FIRST, "omstilling": MOVE})
    region = two(local_pair(300, 240), drift=(1000, 800))
    found = run(region, alternative, both(), 1, **MOVE_VALUES)
    # Each: project 500, own work 200 and Arkiv moved 120; nobody changes system, nobody is trained.
    # Double running 3/12 of operation in scope: A 300 / 4 = 75, B 240 / 4 = 60.
    assert cost(found, "omstilling") == [[268.5, 626.5], [264, 616]]


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
    assert phase_profile((0.0, 0.5, 1.0), 4).tolist() == [0, 0.5, 1, 1, 1]
    assert phase_profile((0.0, 0.5, 1.0), 1).tolist() == [0, 0.5]
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
        {"m": 0, "system": "Arkiv", "run": "lokal", "cost": 60},
        {"m": 0, "system": "Barn", "run": "sky", "cost": 40},
    )
    region = two(apps, drift=(1000, 500), lisens=(200, 100), lønn=(800, 0))
    one = draws(
        realpris_drift=0.1,
        volumvekst_drift=0.2,
        volumvekst_lonn=0.05,
        avgang_lokal_drift=0.25,
        lisens_av_avgang=0.8,
    )
    found = null_alternative(region, one, 2)
    # A, year 1: operation 1000 · 1.1 · 1.2 = 1320; 60 % is local and a quarter of that leaves:
    # 1320 · 0.6 · 0.25 = 198 away, 80 % of it = 158.4 back as licences.
    # Year 2: 1742.4 · 0.6 · (1 − 0.75²) = 457.38 away, 365.904 back.
    lonn, lisens, drift = found.cost[0, 0, :3].round(3).tolist()
    assert drift == [1000, 1122, 1285.02]
    assert lisens == [200, 358.4, 565.904]
    assert lonn == [800, 840, 882]
    # B has no applications listed, so nothing is known to run locally.
    assert found.cost[0, 1, 2].round(3).tolist() == [500, 660, 871.2]
