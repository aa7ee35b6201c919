"""What no key, scale or formula may do to an alternative: the rules the figures are held to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from model.regions import (
    SmallDataset,
    alike,
    application_rows,
    applications,
    both,
    draws,
    felles,
    make_dataset,
    regions,
    results,
    two,
    with_values,
)

from analysis.dataset import Dataset
from analysis.dataset.definitions.alternatives import Alternative
from analysis.dataset.definitions.assumption_list import ASSUMPTION_LIST, growth_names
from analysis.dataset.definitions.shared import Shared
from analysis.dataset.tables.categories import COST_GROUPS
from analysis.decision.keys import Key
from analysis.model.alternative import outcome
from analysis.model.assumptions import scenario_draws
from analysis.model.forecast import null_alternative
from analysis.model.outcome import COMPONENTS, ONE_TIME, Company, Outcome
from analysis.model.region import Region, region_from

few = examples(0.3)
ALL = ("0+", "1", "2", "3", "4", "5")
COMPANY = Company("Prøve IKS", 5000.0, 1000.0, (4.0,) * 6)
GROWTH = (*growth_names("realpris"), *growth_names("volumvekst"))


def region_of(data: Dataset) -> Region:
    tables = (data.municipalities, data.budget, data.staff, data.applications)
    index = data.shared.price_index
    return region_from(*tables, price_index=index, price_year=2022, decision_year=2022)


def expected(shared: Shared) -> dict[str, np.ndarray]:
    return scenario_draws(shared.assumptions, shared.price_index, 2022, ["forventet"])


def of(name: str) -> Alternative:
    return felles().alternative(name)


def outcomes(
    region: Region, drawn: Mapping[str, np.ndarray], key: Key, years: int = 10
) -> dict[str, Outcome]:
    """Every alternative that ships, with all and the first as host."""
    forecast, everyone = null_alternative(region, drawn, years), np.ones(region.size, dtype=bool)
    found = {}
    for name in ALL:
        host = 0 if of(name).vert else None
        company = COMPANY if of(name).selskap else None
        setting = key.setting(region, everyone, host=host, company=company)
        found[name] = outcome(region, forecast, drawn, of(name), setting)
    return found


EQUAL = Key("likt", {"lik": 1.0}, {"lik": 1.0})


# Nobody's key


KEYS = (
    EQUAL,
    Key("innbyggere", {"innbyggere": 1.0}, {"brukere": 1.0}),
    Key("blandet", {"lik": 0.25, "brukere": 0.5, "ansatte": 0.25}, {"ansatte": 1.0}),
    Key("gulv", {"brukere": 1.0}, {"brukere": 1.0}, floor=0.1),
    Key("tak", {"innbyggere": 1.0}, {"lik": 1.0}, cap=0.5),
    Key("direkte", {"brukere": 1.0}, {"brukere": 1.0}, direct=("lisens", "konsulent")),
    Key("alt direkte", {"lik": 1.0}, {"lik": 1.0}, direct=tuple(COST_GROUPS)),
)


@pytest.mark.thorough
@given(regions())
@few
def test_the_sum_depends_on_no_key_bound_direct_group_or_key_for_salaries(
    data: SmallDataset,
) -> None:
    region, drawn = region_of(data), expected(felles())
    found = [outcomes(region, drawn, key) for key in KEYS]
    for name in ALL:
        first, *rest = (each[name] for each in found)
        if of(name).tiltak.volum:
            assert first.components["volum"].sum() > 0
        for other in rest:
            for one, same in (
                (first.budget_effect, other.budget_effect),
                (first.extra_cost(), other.extra_cost()),
                (first.extra_cost(better=False), other.extra_cost(better=False)),
                *((first.components[p], other.components[p]) for p in COMPONENTS),
            ):
                np.testing.assert_allclose(
                    same.sum(axis=1), one.sum(axis=1), rtol=1e-9, atol=1e-6, err_msg=name
                )
            assert other.setting.shares.sum() == pytest.approx(1.0)
        for each in (first, *rest):
            total = sum(each.components.values())
            np.testing.assert_allclose(total, each.budget_effect, rtol=1e-9, atol=1e-6)
            for part in ("fordeling", "lønnsfordeling"):
                np.testing.assert_allclose(each.components[part].sum(axis=1), 0.0, atol=1e-6)


SETTINGS = (
    {"fordeling": {"lik": 1.0}, "lonnsfordeling": {"ansatte": 1.0}},
    {"fordeling": {"brukere": 1.0}, "direkte_kostnader": ("lisens", "drift", "konsulent")},
)


@given(regions())
@few
def test_no_host_or_value_for_all_depends_on_the_analysis_key(data: SmallDataset) -> None:
    first, *rest = (
        results(replace(data, settings=data.settings.model_copy(update=change)))
        for change in ({}, *SETTINGS)
    )
    for name, result in first.items():
        for other in (each[name] for each in rest):
            assert other.setting.host == result.setting.host
            for value, same in (
                (result.npv.sum(axis=1), other.npv.sum(axis=1)),
                (result.social_npv, other.social_npv),
                (result.social_npv_today, other.social_npv_today),
            ):
                np.testing.assert_allclose(same, value, rtol=1e-9, atol=1e-5, err_msg=name)


@given(regions(), st.sampled_from(KEYS))
@few
def test_each_pays_its_own_less_what_it_hands_plus_its_share(data: SmallDataset, key: Key) -> None:
    """The account is one amount: another key moves each by the change in share, times that."""
    region, drawn = region_of(data), expected(felles())
    for name, found in outcomes(region, drawn, key).items():
        equal = outcomes(region, drawn, replace(EQUAL, wages=key.wages, direct=key.direct))[name]
        shift = (found.setting.shares - equal.setting.shares)[:, None] * found.account
        np.testing.assert_allclose(
            found.budget_effect - equal.budget_effect, shift, rtol=1e-9, atol=1e-6
        )
        weights = 1.04 ** -np.arange(11.0)
        present = found.summed(weights)
        np.testing.assert_allclose(present.budget_effect[..., 0], found.budget_effect @ weights)


def test_what_is_billed_directly_stays_with_the_user() -> None:
    """Consultants 400 and 200, half in scope, a fifth saved: 160 and 80 go through the account."""
    region = two(konsulent=(400.0, 200.0), drift=(100.0, 100.0))
    drawn = draws(konsulentandel=0.5, konsulent_pris=0.2)
    forecast = null_alternative(region, drawn, 1)
    paid = [
        outcome(region, forecast, drawn, of("5"), both((0.5, 0.5), direct=direct)).components
        for direct in ((), ("konsulent",))
    ]
    full = of("5").innfasing[1]
    assert (paid[0]["fordeling"][0, :, 1] / full).tolist() == pytest.approx([-40, 40])
    assert paid[1]["fordeling"][0, :, 1].tolist() == [0, 0]
    for found in paid:
        assert (found["ressurser"][0, :, 1] / full).tolist() == pytest.approx([-40, -20])


# Common resources pool nothing of today's


def three() -> Dataset:
    codes = ("9901", "9902", "9903")
    municipalities, budget, staff = alike(*codes)
    municipalities["ikt_brukere"] = [400.0, 900.0, 2500.0]
    staff.loc[(staff["kommunenummer"] == "9902") & (staff["funksjon"] == "drift"), "vakt"] = "ja"
    apps = application_rows(*((code, system) for code in codes for system in ("Arkiv", "Barn")))
    apps["driftsform"] = ["lokal", "sky"] * 3
    return make_dataset(municipalities, budget, staff, apps)


def rich() -> Region:
    return region_of(three())


@pytest.mark.parametrize("richest", [0, 1, 2])
def test_in_common_resources_nobody_pays_for_the_others_present_salaries(richest: int) -> None:
    data = three()
    code = data.municipalities.index[richest]
    salary = (data.budget["kommunenummer"] == code) & (data.budget["kostnadsgruppe"] == "lønn")
    richer = data.budget.assign(beløp=data.budget["beløp"] * np.where(salary, 2.0, 1.0))
    before, after = results(data)["2"], results(replace(data, budget=richer))["2"]
    np.testing.assert_array_equal(after.budget_effect, before.budget_effect)
    assert (before.budget_effect[:, :, 1:] != 0).all()
    # Where all are employed together, the richer brings more.
    whole = results(data)["5"], results(replace(data, budget=richer))["5"]
    assert not np.allclose(whole[0].npv, whole[1].npv)


# One-time cost is what is paid once


RUNNING = (
    *("innkjop_pris", "drift_per_dobling", "organisasjon_per_dobling", "konsulent_pris"),
    *("styring_faggrupper", "styring_avtale", "styring_vertskommune", "styring_selskap"),
    *("styring_deltaker_lett", "styring_deltaker_tung", "felles_stillinger", "vaktordning"),
    *("vakt_i_dag", "bestiller_arsverk", "volum_felles", "vertspaaslag", "lonn_per_arsverk"),
    *("felleskostnad_lonn", "utstyr_unngaatt", "pris_folger_drift", "restverdi_andel"),
)


@pytest.mark.parametrize("name", RUNNING)
def test_no_running_effect_is_in_the_one_time_cost(name: str) -> None:
    value = felles().assumptions[name].value("forventet")
    high, low = (
        outcomes(rich(), expected(with_values(felles(), **{name: v})), KEYS[1])
        for v in (value + 0.2, value - 0.05)
    )
    assert any(not np.allclose(high[a].extra_cost(), low[a].extra_cost()) for a in ALL)
    for alternative, found in high.items():
        np.testing.assert_array_equal(found.one_time(), low[alternative].one_time())


def test_one_time_cost_is_establishment_transition_and_what_remains_undiscounted() -> None:
    found = results(three())
    for name, result in found.items():
        parts = result.outcome.components
        total = sum(parts[p] for p in ("etablering", "omstilling", "gjenværende")).sum(axis=-1)
        np.testing.assert_allclose(result.one_time, total, atol=1e-9)
        assert (total > 0).any() == (name not in ("0", "0+")), name
    assert ONE_TIME == ("etablering", "omstilling", "gjenværende")


# What others run is ordered, and follows what there is to run


@pytest.mark.parametrize(
    ("users", "posts"),
    [
        ((2000.0, 1000.0), (0.8, 0.4)),  # 0.4 per thousand users
        ((2000.0, 100.0), (0.8, 0.3)),  # 0.04, but at least 0.3
    ],
)
def test_who_orders_is_the_same_with_a_host_a_bought_service_and_a_company(
    users: tuple[float, float], posts: tuple[float, float]
) -> None:
    region = two(users=users)
    drawn = draws({"bestiller_arsverk": 0.3}, bestiller_arsverk=0.4, lonn_per_arsverk=900.0)
    found = outcomes(region, drawn, EQUAL, years=4)
    for name, result in found.items():
        full = result.components["bestillerfunksjon"][0, :, -1].tolist()
        expects = [900.0 * p for p in posts] if name in ("3", "4", "5") else [0.0, 0.0]
        if name == "3":
            expects[0] = 0.0  # the host
        assert full == pytest.approx(expects), name


@pytest.mark.parametrize(("follows", "fallen"), [(1.0, 0.19), (0.5, 0.095), (0.0, 0.0)])
def test_a_companys_price_falls_with_what_leaves_as_far_as_told(
    follows: float, fallen: float
) -> None:
    """All of operation runs own systems; a tenth leaves each year, 19 % in two."""
    apps = applications(
        *({"m": m, "system": "Arkiv", "run": "lokal", "operating": 1000} for m in (0, 1))
    )
    region = two(apps, drift=(1000.0, 1000.0))
    values = {"avgang_lokal_drift": 0.1, "pris_folger_drift": follows, "selskapsmargin": 1.0}
    drawn = draws(**values)
    # Without staff of their own, what a company takes over is operation alone.
    found = outcomes(region, drawn, EQUAL, years=2)["4"]
    bill = 5000.0 * (1.0 - fallen)
    assert found.margin[0, :, 2].tolist() == pytest.approx([bill] * 2)
    assert found.components["tjenestepris"][0, :, 2].tolist() == pytest.approx([bill - 810] * 2)


# What is not paid any longer


def changed(name: str) -> dict[str, dict[str, np.ndarray]]:
    """Component by component, what doubling an assumption changes in each alternative."""
    value = felles().assumptions[name].value("forventet")
    assert value > 0
    single, double = (
        outcomes(rich(), expected(with_values(felles(), **{name: v})), EQUAL)
        for v in (value, 2.0 * value)
    )
    differences = {
        alternative: {
            part: double[alternative].components[part] - cost
            for part, cost in found.components.items()
        }
        for alternative, found in single.items()
    }
    return {
        alternative: {part: d for part, d in parts.items() if not np.allclose(d, 0.0, atol=1e-9)}
        for alternative, parts in differences.items()
    }


@pytest.mark.parametrize(
    ("name", "part", "alternatives"),
    [
        ("vakt_i_dag", "vakt", ("2", "3", "5")),
        ("felleskostnad_lonn", "felleskostnader", ("3", "4", "5")),
        ("utstyr_unngaatt", "utstyr", ("3", "4", "5")),
    ],
)
def test_a_credit_lowers_its_own_component_alone(
    name: str, part: str, alternatives: tuple[str, ...]
) -> None:
    for alternative, parts in changed(name).items():
        assert set(parts) == ({part} if alternative in alternatives else set()), alternative
        for difference in parts.values():
            assert (difference <= 0).all()


def test_own_duty_is_saved_by_those_who_have_one() -> None:
    for alternative in ("2", "3", "5"):
        saved = changed("vakt_i_dag")[alternative]["vakt"][0, :, -1]
        # 9902 alone has one, which follows the real wage.
        value = felles().assumptions["vakt_i_dag"].value("forventet")
        wages = expected(felles())["realpris_lonn"][0, 0, 0]
        assert saved.tolist() == pytest.approx([0.0, -value * (1 + wages) ** 10, 0.0])


def test_the_host_keeps_its_overhead_and_nobody_moves_in_the_others() -> None:
    assert (changed("felleskostnad_lonn")["3"]["felleskostnader"][:, 0] == 0).all()


# One base for local operation


@given(
    stated=st.floats(0, 1000),
    other=st.floats(0, 300),
    hosted=st.floats(0, 500),
    follows=st.floats(0, 1),
)
def test_one_share_of_operation_leaves_moves_is_shared_and_is_taken_over(
    stated: float, other: float, hosted: float, follows: float
) -> None:
    apps = applications(
        {"m": 1, "system": "Arkiv", "run": "lokal", "operating": stated, "cost": 900},
        {"m": 1, "system": "Barn", "run": "lokal", "cost": 10, "users": 30},
        {"m": 1, "system": "Kart", "run": "ekstern", "cost": hosted},
        {"m": 1, "system": "Post", "run": "sky", "cost": 80, "operating": other},
    )
    region = two(apps, drift=(500.0, 1000.0))
    drawn = draws(
        applikasjonsandel_drift=0.6,
        avgang_lokal_drift=0.2,
        drift_per_dobling=0.5,
        selskapsmargin=0.0,
    )
    # Arkiv as stated, Barn what that leaves of 60 %, and no more than what is not hosted.
    local = min(stated + max(0.0, 600.0 - stated), 1000.0 - hosted)
    forecast = null_alternative(region, drawn, 3)
    # A fifth of it leaves in year 1.
    assert 1000.0 - forecast.cost[0, 1, COST_GROUPS.index("drift"), 1] == pytest.approx(0.2 * local)
    full = {name: of(name).model_copy(update={"innfasing": (0.0, 1.0)}) for name in ("3", "4", "5")}
    hosted_by_a = outcome(region, forecast, drawn, full["3"], both(host=0))
    # 80 % of it is left to move in year 1, and one doubling saves half of that.
    assert hosted_by_a.conversion.operation[0, 1, 1] == pytest.approx(0.8 * local)
    assert hosted_by_a.components["drift"][0, 1, 1] == pytest.approx(-0.5 * 0.8 * local)
    assert hosted_by_a.pooled["drift"][0, 1, 1] == pytest.approx(0.5 * 0.8 * local)
    company = outcome(region, forecast, drawn, full["5"], both())
    assert company.components["drift"][0, 1, 1] == pytest.approx(-0.5 * 0.8 * local)
    # A company is paid 5000 and takes over what neither has left nor is hosted.
    bought = outcome(region, forecast, drawn, full["4"], both(company=COMPANY))
    taken = 1000.0 - 0.2 * local - hosted
    assert bought.components["tjenestepris"][0, 1, 1] == pytest.approx(5000.0 - taken)
    assert bought.conversion.operation[0, 1, 1] == pytest.approx(0.8 * local)


# Begun late


MOVED_LATER = ("flytting_per_applikasjon", "opplaering_per_bruker", "dobbel_drift")
NOT_DELAYED = ("styring", "etablering", "omstilling")


def test_a_year_late_every_running_effect_is_that_of_the_year_before() -> None:
    # No growth, nothing leaves, and nothing waits for a contract.
    still = dict.fromkeys((*GROWTH, "avgang_lokal_drift", "ukjent_avtaleslutt"), 0.0)
    shared = with_values(felles(), **still, **dict.fromkeys(MOVED_LATER, 0.0))
    on_time, late = (
        outcomes(rich(), expected(with_values(shared, forsinkelse=delay)), KEYS[1])
        for delay in (0.0, 1.0)
    )
    for name in ALL:
        before, after = on_time[name].components, late[name].components
        for part in COMPONENTS:
            if part in NOT_DELAYED:  # governance and the project begin when it is decided
                np.testing.assert_array_equal(after[part], before[part], err_msg=part)
            else:
                np.testing.assert_allclose(
                    after[part][..., 1:], before[part][..., :-1], rtol=1e-9, atol=1e-9, err_msg=part
                )
        moving = [p for p in COMPONENTS if p not in NOT_DELAYED and before[p].any()]
        assert moving, name
        np.testing.assert_allclose(
            late[name].margin[..., 1:], on_time[name].margin[..., :-1], rtol=1e-9
        )


def test_what_moves_does_so_a_year_later_too_and_costs_the_same() -> None:
    still = dict.fromkeys((*GROWTH, "avgang_lokal_drift", "ukjent_avtaleslutt"), 0.0)
    shared = with_values(felles(), **still)
    on_time, late = (
        outcomes(rich(), expected(with_values(shared, forsinkelse=delay)), EQUAL)
        for delay in (0.0, 1.0)
    )
    for name in ("1", "3", "4", "5"):
        before, after = on_time[name].conversion.operation, late[name].conversion.operation
        np.testing.assert_allclose(after[..., 1:], before[..., :-1], rtol=1e-9, atol=1e-9)
        assert before.any()
        np.testing.assert_allclose(late[name].moved, on_time[name].moved)


# Sizes


GROWS = {
    "felles_stillinger": ("2", "stillinger"),
    "vaktordning": ("2", "vakt"),
    "styring_faggrupper": ("0+", "styring"),
    "styring_avtale": ("1", "styring"),
    "styring_vertskommune": ("3", "styring"),
    "styring_selskap": ("5", "styring"),
    "etablering_avtale": ("2", "etablering"),
    "etablering_felles_drift": ("3", "etablering"),
    "etablering_selskap": ("5", "etablering"),
    "omstilling_prosjekt_lite": ("1", "omstilling"),
    "omstilling_prosjekt_stort": ("5", "omstilling"),
}


def common(name: str, users: float, floor: float, amount: float = 50.0) -> float:
    """What all pay together of one common amount, over the years."""
    alternative, part = GROWS[name]
    region = two(users=(0.4 * users, 0.6 * users))
    drawn = draws({name: floor}, **{name: amount}, lonn_per_arsverk=1.0)
    found = outcomes(region, drawn, EQUAL, years=4)[alternative]
    return float(found.components[part].sum())


@pytest.mark.parametrize("name", GROWS)
def test_a_tenth_of_the_users_pay_a_tenth_down_to_the_floor(name: str) -> None:
    whole = common(name, 10_000.0, 100.0)
    # 50 · 10 = 500 in each year it is paid; a tenth is 50, which is under the floor of 100.
    assert common(name, 1000.0, 0.0) == pytest.approx(whole / 10)
    assert common(name, 1000.0, 100.0) == pytest.approx(whole / 5)
    assert common(name, 100.0, 100.0) == pytest.approx(whole / 5)
    # Half of the users, with a floor that does not bind.
    assert common(name, 5000.0, 100.0) == pytest.approx(whole / 2)


def test_what_ships_grows_with_users_and_has_a_floor() -> None:
    """Every common amount: none of them is the same whatever the size."""
    common_amounts = {
        name
        for name in ASSUMPTION_LIST
        if name.startswith(("styring_", "etablering_", "omstilling_prosjekt"))
        and not name.startswith("styring_deltaker")
    } | {"felles_stillinger", "vaktordning", "bestiller_arsverk"}
    assert common_amounts == {*GROWS, "bestiller_arsverk"}
    for name in common_amounts:
        assumption = felles().assumptions[name]
        assert "bruker" in assumption.enhet and assumption.minst > 0, name


def test_the_smallest_amount_follows_the_price_index() -> None:
    """100 in 2021 and 105 in 2022; person-years are no kroner."""
    shared = felles()
    drawn = scenario_draws(shared.assumptions, shared.price_index, 2021)
    for name, factor in (("vaktordning", 1 / 1.05), ("bestiller_arsverk", 1.0)):
        least = shared.assumptions[name].minst * factor
        assert drawn[f"{name}:minst"].ravel().tolist() == pytest.approx([least] * 3)
    assert "lonn_per_arsverk:minst" not in drawn
