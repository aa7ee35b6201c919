"""Each lever on two municipalities, worked by hand. All amounts in 1000 kr."""

from __future__ import annotations

import numpy as np
import pytest
from model.by_hand import ONE_EACH, OPERATE, cost, local_pair, run, year
from model.regions import applications, both, bundle, two

from analysis.dataset.definitions.alternatives import Alternative, Resources
from analysis.model.outcome import BETTER_OFFER, Company, Setting

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
    "vakt_i_dag": "vakt_i_dag",
}
SHARING = Resources.model_validate(RESOURCES)
SHARE_POSTS = bundle("2", funksjoner=["drift"], tiltak={"ressurser": RESOURCES})


def test_resources_cut_consultants_and_cost_posts_and_one_duty_scheme() -> None:
    found = run(
        two(fte=ONE_EACH, konsulent=(400, 200), lønn=(1000, 600)),
        SHARE_POSTS,
        both((0.25, 0.75)),
        konsulentandel=0.5,
        konsulent_pris=0.2,
        felles_stillinger=0.75,
        lonn_per_arsverk=900,
        vaktordning=300,
    )
    # A: 400 · 50 % · 20 % = 40, B: 20.
    assert year(found, "ressurser") == [-40, -20]
    # 2000 users: 0.75 · 2 = 1.5 posts at 900 are 1350, and 300 kr · 2000 = 600. By the key.
    assert year(found, "stillinger") == [337.5, 1012.5]
    assert year(found, "vakt") == [150, 450]
    # Nothing of today's is pooled, so that nothing of it is divided.
    assert year(found, "fordeling") == year(found, "lønnsfordeling") == [0, 0]


def test_pooled_consultants_are_divided_by_the_key() -> None:
    found = run(
        two(konsulent=(400, 200)),
        SHARE_POSTS.model_copy(update={"felles_kasse": ("lønn", "konsulent")}),
        both((0.25, 0.75)),
        konsulentandel=0.5,
        konsulent_pris=0.2,
    )
    # In the account 160 + 80 = 240, 60 and 180 by the key: A pays 100 less than its own.
    assert year(found, "fordeling") == [-100, 100]
    # Salaries are pooled only by a common organisation.
    assert year(found, "lønnsfordeling") == [0, 0]


def test_new_posts_and_duty_follow_the_real_wage_and_not_the_volume() -> None:
    found = run(
        two(on_duty=(True, False)),
        SHARE_POSTS,
        both(),
        felles_stillinger=0.5,
        lonn_per_arsverk=1000,
        vaktordning=100,
        vakt_i_dag=50,
        realpris_lonn=0.02,
        volumvekst_lonn=0.5,
    )
    # 0.5 · 2 · 1000 · 1.02 = 1020 and 1000 · 1.02² = 1040.4, half each.
    assert cost(found, "stillinger")[0] == [0, 510, 520.2, 530.604]
    # Duty 100 kr · 2000 = 200, 100 each; A has no duty of its own any longer: 100 − 50.
    assert cost(found, "vakt") == [[0, 51, 52.02, 53.06], [0, 102, 104.04, 106.121]]


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
        # Pooled salaries 2850, 1425 each.
        (0, [42.5, 292.5], [-475, 475]),
        # Host B: A 2000 · 0.95 · 800/1000 = 1520, B 760; overhead 228, 114 each.
        # A −480 + 114, B −40 + 114. Pooled 2280, 1140 each.
        (1, [-366, 74], [-380, 380]),
    ],
)
def test_organisation_pays_the_hosts_wage_divided_by_the_key_for_salaries(
    host: int, organisation: list[float], division: list[float]
) -> None:
    found = run(
        two(fte=FTE, lønn=(4000, 1600)),
        ORGANISE,
        both((0.25, 0.75), host=host, wages=(0.5, 0.5)),
        organisasjon_per_dobling=0.05,
        vertspaaslag=0.1,
    )
    assert year(found, "organisasjon") == organisation
    assert year(found, "lønnsfordeling") == division
    assert year(found, "fordeling") == [0, 0]  # no other group is pooled


def test_without_a_host_everyone_keeps_the_wage_level_and_there_is_no_overhead() -> None:
    found = run(
        two(fte=FTE, lønn=(4000, 1600)),
        ORGANISE.model_copy(update={"vert": False}),
        both(),
        organisasjon_per_dobling=0.05,
        vertspaaslag=0.1,
    )
    assert year(found, "organisasjon") == [-100, -40]


def test_volume_is_a_share_of_what_is_delivered() -> None:
    values = {"felles_stillinger": 0.5, "lonn_per_arsverk": 900.0, "vaktordning": 50.0}
    found = run(
        two(fte=FTE, lønn=(4000, 1600)),
        ORGANISE.model_copy(
            update={"tiltak": ORGANISE.tiltak.model_copy(update={"ressurser": SHARING})}
        ),
        both((0.25, 0.75), host=0, wages=(0.5, 0.5)),
        organisasjon_per_dobling=0.05,
        vertspaaslag=0.1,
        volum_felles=0.04,
        **values,
    )
    # Salaries 1900 + 950, overhead 285, a post of 900 and duty of 100: 4135 · 4 % = 165.4,
    # by the key of the account 41.35 and 124.05.
    assert year(found, "volum") == [41.35, 124.05]


def test_what_pays_for_a_better_offer_is_left_out_of_the_present_value_on_demand() -> None:
    found = run(
        two(fte=FTE, lønn=(4000, 1600), on_duty=(True, False)),
        ORGANISE.model_copy(
            update={"tiltak": ORGANISE.tiltak.model_copy(update={"ressurser": SHARING})}
        ),
        both((0.25, 0.75), host=0),
        felles_stillinger=0.5,
        lonn_per_arsverk=900.0,
        vaktordning=50.0,
        vakt_i_dag=30.0,
        volum_felles=0.04,
    )
    # A post of 900 by the key, duty of 100 less A's own 30, and 4 % of what is delivered:
    # salaries at the host's wage 2000 + 1000, the post and the duty are 4000, 160.
    whole = found.extra_cost()
    better = whole - found.extra_cost(better=False)
    assert better[0, :, 1].round(3).tolist() == [225 + 25 - 30 + 40, 675 + 75 + 120]
    np.testing.assert_allclose(whole, found.budget_effect)  # nothing remains of any capital
    assert set(BETTER_OFFER) == {"stillinger", "vakt", "volum"}


# Felleskostnader, utstyr


def test_overhead_of_salaries_leaves_with_those_who_move() -> None:
    alternative = bundle(
        "3",
        vert=True,
        funksjoner=["drift"],
        tiltak={"felleskostnader": {"andel": "felleskostnad_lonn"}},
    )
    found = run(two(fte=FTE, lønn=(4000, 1600)), alternative, both(host=0), felleskostnad_lonn=0.08)
    # The host keeps its own. B: 8 % of the 800 in scope.
    assert year(found, "felleskostnader") == [0, -64]
    without_host = run(
        two(fte=FTE, lønn=(4000, 1600)), alternative, both(), felleskostnad_lonn=0.08
    )
    assert year(without_host, "felleskostnader") == [-160, -64]


def test_equipment_that_is_not_bought_again() -> None:
    alternative = bundle("5", tiltak={"utstyr": {"andel": "utstyr_unngaatt"}})
    found = run(
        two(utstyr=(500, 300)), alternative, both(), 2, utstyr_unngaatt=0.3, realpris_utstyr=0.1
    )
    # 30 % of 550 and 605, and of 330 and 363.
    assert cost(found, "utstyr") == [[0, -165, -181.5], [0, -99, -108.9]]


# Tjenestepris, bestillerfunksjon

COMPANY = Company("Prøve IKS", price=5000.0, entry=500.0, persons=(4.0,) * 6)
SERVICE = bundle(
    "4",
    selskap=True,
    funksjoner=["drift"],
    engangsprofil=[0.4, 0.6],
    tiltak={"tjenestepris": {"margin": "selskapsmargin", "folger_drift": "pris_folger_drift"}},
)


def test_service_price_replaces_local_operation_and_salaries_in_scope() -> None:
    apps = applications(
        {"m": 0, "system": "Arkiv", "run": "lokal", "operating": 1800},
        {"m": 0, "system": "Barn", "run": "sky", "cost": 40},
    )
    region = two(apps, users=(1000, 400), fte=FTE, drift=(3000, 500), lønn=(4000, 1600))
    found = run(region, SERVICE, both(company=COMPANY), selskapsmargin=0.05, avgang_lokal_drift=0.1)
    # A: 1000 users · 5000 kr = 5000. Replaced: 1800 of operation runs own systems, and a tenth of
    # that has left in year 1: 3000 − 180 = 2820, and salaries 2000. 5000 − 4820 = 180.
    # B: 400 · 5000 kr = 2000, operation 500 and salaries 800: 700.
    assert year(found, "tjenestepris") == [180, 700]
    # Year 2: 19 % of the 1800 has left, 3000 − 342 = 2658: 5000 − 4658.
    assert year(found, "tjenestepris", 2) == [342, 700]
    assert found.margin[0, :, 1].round(3).tolist() == [250, 100]
    # Entry price 500 each, 40 % in year 0 and 60 % in year 1.
    assert cost(found, "etablering") == [[200, 300, 0, 0]] * 2


@pytest.mark.parametrize(
    ("follows", "bill"),
    [
        # What is replaced falls from 3000 + 2000 = 5000 to 2820 + 2000 = 4820, 3.6 %, and to 4658,
        # 6.84 %. The bill of 5000 falls by that, by half of it, or not at all.
        (1.0, [5000, 4820, 4658]),
        (0.5, [5000, 4910, 4829]),
        (0.0, [5000, 5000, 5000]),
    ],
)
def test_the_price_of_a_company_follows_local_operation_as_it_leaves(
    follows: float, bill: list[float]
) -> None:
    apps = applications({"m": 0, "system": "Arkiv", "run": "lokal", "operating": 1800})
    region = two(apps, users=(1000, 0), fte=FTE, drift=(3000, 0), lønn=(4000, 0))
    found = run(
        region,
        SERVICE,
        both(company=COMPANY),
        2,
        selskapsmargin=0.1,
        avgang_lokal_drift=0.1,
        pris_folger_drift=follows,
    )
    assert year(found, "tjenestepris")[0] == pytest.approx(bill[1] - 4820)
    assert year(found, "tjenestepris", 2)[0] == pytest.approx(bill[2] - 4658)
    # The margin is a tenth of what is paid.
    assert found.margin[0, 0].round(3).tolist() == [0, bill[1] / 10, bill[2] / 10]


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


ORDERING = {"bestillerfunksjon": {"arsverk": "bestiller_arsverk"}}


def test_purchaser_function_grows_with_users_from_a_floor() -> None:
    alternative = bundle("4", innfasing=[0.0, 0.5, 1.0], tiltak=ORDERING)
    found = run(
        two(users=(2000, 300)),
        alternative,
        both(),
        2,
        floors={"bestiller_arsverk": 0.5},
        bestiller_arsverk=0.75,
        lonn_per_arsverk=900,
    )
    # A: 0.75 · 2 = 1.5 person-years, 1350, half of it in the first year. B: 0.225, but at least
    # 0.5: 450.
    assert cost(found, "bestillerfunksjon") == [[0, 675, 1350], [0, 225, 450]]


@pytest.mark.parametrize(
    ("alternative", "setting", "host"),
    [
        (bundle("3", vert=True, tiltak=ORDERING), both(host=0), 0),
        (bundle("4", selskap=True, tiltak=ORDERING), both(company=COMPANY), None),
        (bundle("5", tiltak=ORDERING), both(), None),
    ],
)
def test_who_lets_others_run_it_orders_alike_and_the_host_does_not(
    alternative: Alternative, setting: Setting, host: int | None
) -> None:
    found = run(two(), alternative, setting, bestiller_arsverk=0.4, lonn_per_arsverk=900)
    assert year(found, "bestillerfunksjon") == [0 if m == host else 360 for m in (0, 1)]
