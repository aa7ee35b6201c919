"""The invariants every alternative must keep, on generated regions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from model.regions import (
    DECISION_YEAR,
    EFFECTS,
    ONE_TIME_AND_GOVERNANCE,
    OTHER_COSTS,
    alike,
    application_rows,
    both,
    bundle,
    company_table,
    draws,
    felles,
    make_dataset,
    regions,
    results,
    two,
    with_values,
)

from analysis.dataset import Dataset
from analysis.dataset.definitions.assumptions import Bounds
from analysis.decision.evaluation import evaluate
from analysis.decision.results import Result
from analysis.decision.sharing import shares
from analysis.model.alternative import outcome
from analysis.model.assumptions import scenario_draws
from analysis.model.economy import annuity_factor
from analysis.model.forecast import null_alternative
from analysis.model.levers import scale_factor
from analysis.model.region import region_from
from analysis.model.scope import match, operation_scope, purchase_scope

pytestmark = pytest.mark.filterwarnings("error")
slow = examples(0.4)
COOPERATION = ("0+", "1", "2", "3", "4", "5")


def region_of(dataset: Dataset):
    return region_from(
        dataset.municipalities,
        dataset.budget,
        dataset.staff,
        dataset.applications,
        price_index=dataset.shared.price_index,
        price_year=2022,
        decision_year=DECISION_YEAR,
    )


def assert_same(
    one: Mapping[str, Result], other: Mapping[str, Result], order: Sequence[int], scale: float = 1.0
) -> None:
    """Money of one evaluation times scale is that of the other, cell by cell."""
    for name, result in one.items():
        twin = other[name]
        for part, cost in result.outcome.components.items():
            found = twin.outcome.components[part][:, order]
            np.testing.assert_allclose(found, cost * scale, rtol=1e-9, atol=1e-6 * scale)
        for value, again in (
            (result.npv, twin.npv[:, order]),
            (result.social_npv, twin.social_npv),
        ):
            np.testing.assert_allclose(again, value * scale, rtol=1e-9, atol=1e-5 * scale)


@given(regions())
@slow
def test_alternative_0_differs_from_itself_by_exactly_0(dataset: Dataset) -> None:
    result = results(dataset)["0"]
    assert all((cost == 0).all() for cost in result.outcome.components.values())
    for value in (result.npv, result.social_npv, result.one_time, result.break_even):
        assert (value == 0).all()


@given(regions())
@slow
def test_without_effects_only_governance_establishment_and_transition_cost(
    dataset: Dataset,
) -> None:
    # The host's salary level is a fact of the budgets and not an effect: give all the same one.
    fte = dataset.staff.groupby("kommunenummer")["årsverk"].sum()
    budget = dataset.budget.copy()
    salary = budget["kostnadsgruppe"] == "lønn"
    budget.loc[salary, "beløp"] = budget.loc[salary, "kommunenummer"].map(fte) * 800.0
    shared = with_values(felles(), **dict.fromkeys((*EFFECTS, *OTHER_COSTS), 0.0))
    found = results(replace(dataset, shared=shared, budget=budget))
    for name in ("0+", "1", "2", "3", "5"):
        parts = found[name].outcome.components
        for part, cost in parts.items():
            if part in ("fordeling", "lønnsfordeling"):
                np.testing.assert_allclose(cost.sum(axis=1), 0.0, atol=1e-6)
            elif part not in ONE_TIME_AND_GOVERNANCE:
                np.testing.assert_allclose(cost, 0.0, atol=1e-9, err_msg=f"{name} {part}")
        total = sum(parts[part].sum(axis=1) for part in ONE_TIME_AND_GOVERNANCE)
        np.testing.assert_allclose(
            found[name].budget_effect.sum(axis=1), total, rtol=1e-9, atol=1e-6
        )


def test_host_with_other_wages_costs_that_difference_and_nothing_more() -> None:
    """What the zero-effect invariant leaves out of alternative 3, by hand.

    A and B have 1 person-year in the pool each; A pays 800, B 1000. With A as host B's pooled
    salary falls by 200 a year, with B as host A's rises by 200.
    """
    fte = ((0, 1.0, 0, 0, 0, 0), (0, 1.0, 0, 0, 0, 0))
    region = two(fte=fte, lønn=(800.0, 1000.0))
    alternative = bundle(
        "3",
        vert=True,
        funksjoner=["drift"],
        felles_kasse=["lønn"],
        tiltak={"organisasjon": {"per_dobling": "organisasjon_per_dobling"}},
    )
    none = draws()
    forecast = null_alternative(region, none, 1)
    for host, change in ((0, -200.0), (1, 200.0)):
        found = outcome(region, forecast, none, alternative, both(host=host))
        assert found.budget_effect[0, :, 1].sum() == pytest.approx(change)


@given(regions(), st.floats(-0.5, 0.5))
@slow
def test_one_participant_alone_has_no_scale_effect(dataset: Dataset, saving: float) -> None:
    first, *others = dataset.municipalities.index
    mandate = pd.DataFrame(
        [(code, a, "nei") for code in others for a in COOPERATION],
        columns=["kommunenummer", "alternativ", "tillatt"],
    )
    found = results(replace(dataset, mandate=mandate))
    for name in ("0+", "1", "2", "3", "5"):
        assert (found[name].budget_effect == 0).all()
    users = dataset.municipalities["ikt_brukere"].to_numpy()
    alone = np.where(dataset.municipalities.index == first, users, 0.0)
    assert (scale_factor(np.full((1, 1, 1), saving), users, alone) == 1.0).all()


@given(regions(), st.randoms(use_true_random=False))
@slow
def test_the_order_of_rows_never_matters(dataset: Dataset, random) -> None:
    def shuffled(frame: pd.DataFrame) -> pd.DataFrame:
        order = list(range(len(frame)))
        random.shuffle(order)
        return frame.iloc[order]

    other = replace(
        dataset,
        **{
            name: shuffled(getattr(dataset, name))
            for name in ("municipalities", "budget", "staff", "applications", "judgements")
        },
    )
    one, two = evaluate(dataset), evaluate(other)
    order = [two.codes.index(code) for code in one.codes]
    assert_same(one.money.results, two.money.results, order)
    rows = [two.row(code) for code in (*one.codes, "")]
    np.testing.assert_allclose(two.scores.points[:, rows], one.scores.points, atol=1e-6)


def test_a_tie_between_systems_or_hosts_is_not_settled_by_the_order_of_rows() -> None:
    tables = alike("9901", "9902")
    for apps in (application_rows(), application_rows(("9901", "Arkiv"), ("9902", "Barn"))):
        data = make_dataset(*tables, apps)
        turned = replace(data, municipalities=tables[0].iloc[::-1], applications=apps.iloc[::-1])
        one, other = results(data), results(turned)
        assert_same(one, other, [1, 0])
        assert other["3"].setting.host == 1 - one["3"].setting.host


@given(regions())
@slow
def test_kroner_and_thousand_kroner_give_one_answer(dataset: Dataset) -> None:
    scaled = dict(dataset.shared.assumptions)
    for name, assumption in scaled.items():
        if assumption.name.has_kroner:
            low, high = sorted(1000.0 * assumption.value(s) for s in ("gunstig", "ugunstig"))
            # The third that gives this mean: the scales of the list are in kroner.
            third = 3.0 * 1000.0 * assumption.value("forventet") - low - high
            anslag = Bounds(min=low, sannsynlig=third, maks=high)
            least = 1000.0 * assumption.minst
            scaled[name] = assumption.model_copy(update={"anslag": anslag, "minst": least})
    other = replace(
        dataset,
        budget=dataset.budget.assign(beløp=dataset.budget["beløp"] * 1000.0),
        applications=dataset.applications.assign(
            årskostnad=dataset.applications["årskostnad"] * 1000.0,
            driftskostnad=dataset.applications["driftskostnad"] * 1000.0,
        ),
        companies=company_table(price=5000.0 * 1000.0, entry=1000.0 * 1000.0),
        shared=replace(dataset.shared, assumptions=scaled),
    )
    one, two = results(dataset), results(other)
    assert_same(one, two, range(len(dataset.municipalities)), scale=1000.0)


@given(regions())
@slow
def test_a_municipality_whose_mandate_says_nei_is_untouched(dataset: Dataset) -> None:
    code = dataset.municipalities.index[-1]
    mandate = pd.DataFrame(
        [(code, a, "nei") for a in COOPERATION],
        columns=["kommunenummer", "alternativ", "tillatt"],
    )
    found = results(replace(dataset, mandate=mandate))
    for name in COOPERATION:
        result = found[name]
        assert (result.budget_effect[:, -1] == 0).all(), name
        assert (result.npv[:, -1] == 0).all()
        assert result.setting.shares[-1] == 0.0
        before = found["0"]
        np.testing.assert_array_equal(result.vulnerability[:, -1], before.vulnerability[:, -1])
        np.testing.assert_array_equal(result.harmonisation[:, -1], before.harmonisation[:, -1])


@given(regions(), st.integers(0, 11), st.sampled_from(["sky", "lokal", "ekstern"]))
@slow
def test_one_more_common_system_never_lowers_the_scope(
    dataset: Dataset, number: int, run: str
) -> None:
    apps = dataset.applications
    if apps.empty:
        return
    model = apps.iloc[number % len(apps)]
    lacking = [
        code
        for code in dataset.municipalities.index
        if not ((apps["kommunenummer"] == code) & (apps["system"] == model["system"])).any()
    ]
    if not lacking:
        return
    added = pd.DataFrame([model]).assign(kommunenummer=lacking[0], driftsform=run)
    more = replace(dataset, applications=pd.concat([apps, added], ignore_index=True))
    found = []
    for data in (dataset, more):
        region = region_of(data)
        values = scenario_draws(data.shared.assumptions, data.shared.price_index, 2022)
        everyone = np.ones(region.size, dtype=bool)
        matches = match(region.applications, everyone, converge=True)
        scope = purchase_scope(region, matches, values, 10)
        found.append((scope.licence, scope.operation, operation_scope(region, matches, values)))
    for before, after in zip(*(f[: 2 if run == "ekstern" else 3] for f in found), strict=True):
        # One more hosted system leaves less room for what is run locally in the same budget.
        assert (after >= before - 1e-9).all()


@given(regions(), st.integers(0, 11), st.integers(1, 6))
@slow
def test_a_later_contract_end_never_brings_a_saving_forward(
    dataset: Dataset, number: int, later: int
) -> None:
    apps = dataset.applications
    known = apps["avtaleslutt"].notna()
    if not known.any():
        return
    row = apps.index[known][number % int(known.sum())]
    moved = apps.copy()
    moved.at[row, "avtaleslutt"] = dt.date(apps.at[row, "avtaleslutt"].year + later, 12, 31)
    shared = with_values(felles(), innkjop_pris=0.05)
    before, after = (
        results(replace(dataset, applications=frame, shared=shared))["0+"]
        for frame in (apps, moved)
    )
    saved = [-np.cumsum(r.outcome.components["innkjøp"], axis=-1) for r in (before, after)]
    assert (saved[1] <= saved[0] + 1e-9).all()


def test_annuities() -> None:
    for years, factor in ((5, 4.4518), (8, 6.7327), (10, 8.1109), (15, 11.1184)):
        assert round(annuity_factor(0.04, years), 4) == factor


def test_esunnmore_2017() -> None:
    people = pd.Series(
        {
            "Ålesund": 47199,
            "Ørskog": 2296,
            "Norddal": 1663,
            "Skodje": 4667,
            "Sula": 9007,
            "Giske": 8176,
            "Haram": 9312,
            "Sandøy": 1246,
        }
    )
    published = [43.287, 5.673, 5.143, 7.659, 11.295, 10.599, 11.550, 4.794]
    found = shares({"lik": 0.3, "innbyggere": 0.7}, people.to_frame("innbyggere"))
    assert (found * 100).round(3).tolist() == published
