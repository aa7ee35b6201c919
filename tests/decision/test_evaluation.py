from __future__ import annotations

import pickle
from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import example as case
from hypothesis import given
from hypothesis import strategies as st
from model.regions import (
    FELLES,
    ROOT,
    SmallDataset,
    alike,
    all_judgements,
    application_rows,
    felles,
    make_dataset,
    regions,
    with_values,
)

from analysis.dataset import Dataset, load
from analysis.dataset.tables.categories import JUDGED_CRITERIA
from analysis.decision.conclusion import Conclusion, Strength, conclude
from analysis.decision.criteria import judged_values, judgements_by_place
from analysis.decision.draws.robustness import assess
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.gates import Gate
from analysis.model.levers import phase_profile

few = examples(0.3)


@cache
def example() -> tuple[Dataset, Evaluation]:
    data = load(ROOT / "inputs" / "ringeriksregionen", FELLES)
    return data, evaluate(data)


def concluded(data: Dataset, found: Evaluation, code: str) -> Conclusion:
    return conclude(found, assess(data, found, draws=50, sobol_base=0), code)


@cache
def complete() -> Dataset:
    """Three municipalities of different size with everything told."""
    codes = ("9901", "9902", "9903")
    municipalities, budget, staff = alike(*codes)
    municipalities["innbyggere"] = [4000.0, 9000.0, 20_000.0]
    municipalities["ikt_brukere"] = [300.0, 800.0, 1500.0]
    apps = application_rows(*((code, system) for code in codes for system in ("Arkiv", "Barn")))
    return make_dataset(municipalities, budget, staff, apps, judgements=all_judgements())


# In kr per user, and in 1000 kr for each municipality.
ONCE = (("5", "etablering_selskap"), ("1", "omstilling_kommune_lite"))


@few
@given(
    st.sampled_from(ONCE),
    st.tuples(*[st.integers(0, 400_000).map(float)] * 2),
    st.integers(1, 50_000).map(float),
)
@case(ONCE[0], (0.0, 400_000.0), 1000.0)
@case(ONCE[1], (0.0, 400_000.0), 1000.0)
def test_a_one_time_cost_costs_the_same_points_wherever_it_falls(
    once: tuple[str, str], levels: tuple[float, float], more: float
) -> None:
    """Both in a cheap alternative and in one that is far past the worst anchor."""
    (alternative, name), data = once, complete()
    shift = []
    for level in levels:
        low, high = (
            evaluate(replace(data, shared=with_values(felles(), **{name: value}))).scores
            for value in (level, level + more)
        )
        a = [x.id for x in felles().alternatives].index(alternative)
        shift.append(high.points[:, :, a] - low.points[:, :, a])
        others = [i for i in range(7) if i != a]
        np.testing.assert_array_equal(high.points[:, :, others], low.points[:, :, others])
    assert (shift[0] < 0).all()
    np.testing.assert_allclose(shift[0], shift[1], rtol=1e-6, atol=1e-6)


@pytest.mark.thorough
@few
@given(regions(), st.sampled_from(["0+", "1", "2", "3", "4", "5"]))
def test_removing_an_alternative_never_moves_the_others(data: SmallDataset, gone: str) -> None:
    fewer = tuple(a for a in felles().alternatives if a.id != gone)
    before = evaluate(data)
    after = evaluate(replace(data, shared=replace(felles(), alternatives=fewer)))
    stays = [before.alternatives.index(a) for a in after.alternatives]
    np.testing.assert_array_equal(after.scores.values, before.scores.values[:, :, stays])
    np.testing.assert_array_equal(after.scores.points, before.scores.points[:, :, stays])


@few
@given(regions(), st.sampled_from(JUDGED_CRITERIA), st.sampled_from(["1", "3"]))
def test_a_better_judgement_never_lowers_an_alternative(
    data: SmallDataset, criterion: str, alternative: str
) -> None:
    rows = data.judgements
    chosen = (rows["kriterium"] == criterion) & (rows["alternativ"] == alternative)
    better = replace(data, judgements=rows.assign(omfang=rows["omfang"].where(~chosen, 3.0)))
    before, after = evaluate(data).scores, evaluate(better).scores
    a = [x.id for x in felles().alternatives].index(alternative)
    assert (after.points[:, :, a] >= before.points[:, :, a]).all()
    assert (after.ranks[:, :, a] <= before.ranks[:, :, a]).all()
    others = [i for i in range(7) if i != a]
    np.testing.assert_array_equal(after.points[:, :, others], before.points[:, :, others])


def test_own_judgement_goes_before_the_common_one() -> None:
    rows = pd.DataFrame(
        [("1", "ansatte", "", 1.0), ("1", "ansatte", "B", -2.0), ("2", "ansatte", "B", np.nan)],
        columns=["alternativ", "kriterium", "kommunenummer", "omfang"],
    )
    judged = judgements_by_place(rows)
    found = judged_values(judged, ["A", "B"], ["0", "1", "2"], "ansatte")
    np.testing.assert_array_equal(found, [[0, 1, np.nan], [0, -2, np.nan]])
    nothing = judged_values({}, ["A", "B"], ["0", "1"], "ansatte")
    np.testing.assert_array_equal(nothing, [[0, np.nan]] * 2)


@few
@given(regions())
def test_who_stands_outside_is_not_touched_by_judgements_either(data: SmallDataset) -> None:
    code = data.municipalities.index[0]
    mandate = pd.DataFrame([(code, "3", "nei")], columns=["kommunenummer", "alternativ", "tillatt"])
    found = evaluate(replace(data, mandate=mandate))
    a = found.alternatives.index("3")
    people = data.municipalities["innbyggere"]
    inside = 1.0 - people[code] / people.sum()
    for name in JUDGED_CRITERIA:  # judged 1 for all who take part
        k = found.criteria.index(name)
        assert found.scores.criteria[0, 0, a, k].tolist() == [0, 0]
        assert found.scores.criteria[0, -1, a, k, 0] == pytest.approx(inside)
    assert found.gates.status.loc[code, "3"] == Gate.MANDATE
    assert (found.scores.ranks[:, 0, a] == 0).all()


def test_nothing_is_decided_between_equals() -> None:
    """All but 0 judged alike, and nobody weighs what the model computes."""
    data, _ = example()
    rows = [(a, k, "", 1.0) for a in ("1", "2") for k in JUDGED_CRITERIA]
    weights = pd.DataFrame([("", "ansatte", 1.0)], columns=["kommunenummer", "kriterium", "vekt"])
    judged = pd.DataFrame(rows, columns=["alternativ", "kriterium", "kommunenummer", "omfang"])
    few_left = tuple(a for a in data.shared.alternatives if a.id in ("0", "1", "2"))
    data = replace(
        data,
        judgements=judged,
        weights=weights,
        shared=replace(data.shared, alternatives=few_left),
    )
    answer = concluded(data, evaluate(data), "")
    assert answer.strength is Strength.UNDECIDED
    assert answer.leaders == ("1", "2")


# The example analysis


def test_hosts_differ_and_by_which_rows() -> None:
    """Two hosts give different costs: by wages, by systems and by users, and by nothing else."""
    data, found = example()
    hosts = {h.name: h.result.outcome for h in found.money.hosts}
    assert len({round(float(h.result.social_npv[0])) for h in found.money.hosts}) == len(hosts)
    first, second, *_ = hosts
    differs = {
        part
        for part, cost in hosts[first].components.items()
        if not np.allclose(cost, hosts[second].components[part])
    }
    assert differs == {
        *("innkjøp", "organisasjon", "felleskostnader", "bestillerfunksjon", "volum"),
        *("omstilling", "gjenværende", "lønnsfordeling"),
    }
    # Wages: rows lønn in budsjett over the rows of bemanning. With one level for all, what is
    # paid for pooled salaries is the same whoever is host.
    fte = data.staff.groupby("kommunenummer")["årsverk"].sum()
    salary = data.budget["kostnadsgruppe"] == "lønn"
    level = data.budget["kommunenummer"].map(fte) * 900.0
    alike = replace(
        data, budget=data.budget.assign(beløp=data.budget["beløp"].where(~salary, level))
    )
    paid = [
        h.result.outcome.components["organisasjon"][0].sum() for h in evaluate(alike).money.hosts
    ]
    assert np.ptp(paid) == pytest.approx(0.0, abs=1e-3)
    before = [o.components["organisasjon"][0].sum() for o in hosts.values()]
    assert np.ptp(before) > 1.0
    # Systems and users: rows local in applikasjoner and ikt_brukere in kommuner. The host moves
    # nothing and trains nobody.
    apps = data.applications
    delay = np.full((1, 1, 1), data.shared.assumptions["forsinkelse"].value("forventet"))
    phase = phase_profile(data.shared.alternative("3").innfasing, 10, delay)[0, 0]
    steps = np.diff(phase, prepend=0.0)
    # What has left local operation before its turn is not moved.
    still = float((steps * example()[1].money.forecast.staying_local[0, 0]).sum())
    for position, (code, outcome) in enumerate(hosts.items()):
        assert outcome.moved[0, position] == 0
        own = (apps["kommunenummer"] == code) & (apps["driftsform"] == "lokal")
        for other in hosts:
            if other != code:
                assert hosts[other].moved[0, position] >= own.sum() * still - 1e-9
        kept = outcome.components["omstilling"][0, position].sum()
        assert all(
            kept < hosts[other].components["omstilling"][0, position].sum()
            for other in hosts
            if other != code
        )
        assert (outcome.components["gjenværende"][:, position] == 0).all()


def test_the_chosen_host_has_the_highest_social_value() -> None:
    _, found = example()
    values = {h.name: h.result.social_npv[0] for h in found.money.hosts}
    chosen = found.codes[found.money.results["3"].setting.host]
    assert values[chosen] == max(values.values())
    companies = {c.name: c.result.social_npv[0] for c in found.money.companies}
    assert companies[found.money.results["4"].setting.company.name] == max(companies.values())


def test_a_municipality_outside_the_mandate_is_shown_so() -> None:
    data, found = example()
    ruled_out = data.mandate[data.mandate["tillatt"] == "nei"]
    assert len(ruled_out)
    for code, alternative in ruled_out[["kommunenummer", "alternativ"]].to_numpy():
        assert found.gates.status.loc[code, alternative] == Gate.MANDATE
        row = found.row(code)
        assert (found.money.results[alternative].npv[:, row] == 0).all()


def test_magnitudes_a_municipal_economist_would_recognise() -> None:
    data, found = example()
    region = found.money.region
    per_inhabitant = region.budget.sum(axis=1) * 1000 / region.inhabitants
    assert ((per_inhabitant > 800) & (per_inhabitant < 3500)).all()
    yearly = region.budget.sum()
    for name, result in found.money.results.items():
        change = result.budget_effect[0].sum(axis=0)[-1] / yearly
        assert -0.15 < change < 0.25, name
        assert result.budget_effect.shape == (3, region.size, data.settings.analyseperiode + 1)


def test_joint_values_are_of_all_together() -> None:
    _, found = example()
    people = found.money.region.inhabitants.sum()
    for a, result in enumerate(found.money.results.values()):
        joint = found.scores.criteria[:, -1, a, 0]
        inside = result.social_npv / people * 1000
        assert ((joint[:, 0] - 1e-6 <= inside) & (inside <= joint[:, 1] + 1e-6)).all()
        np.testing.assert_allclose(
            result.break_even, np.maximum(0, -result.social_npv) * 1000 / (8.110896 * people), 1e-6
        )


def only(data: Dataset, *codes: str) -> Dataset:
    """The data set with these municipalities alone."""
    tables = {
        name: frame[frame["kommunenummer"].isin([*codes, ""])]
        for name in ("budget", "staff", "applications", "mandate", "judgements", "weights")
        for frame in [getattr(data, name)]
    }
    return replace(data, municipalities=data.municipalities.loc[list(codes)], **tables)


def test_a_period_of_one_year() -> None:
    data, _ = example()
    found = evaluate(replace(data, settings=data.settings.model_copy(update={"analyseperiode": 1})))
    for name, result in found.money.results.items():
        assert result.budget_effect.shape == (3, len(found.codes), 2), name
        plain = result.outcome.extra_cost()
        np.testing.assert_allclose(result.npv, -(plain[..., 0] + plain[..., 1] / 1.04))
    # All capital falls inside the period, however long it was meant to be spread. What is moved
    # later, with effects that come later, does not.
    short, long = (each.money.results["3"].outcome for each in (found, example()[1]))
    one_time, ten_years = (each.components["etablering"] for each in (short, long))
    np.testing.assert_allclose(one_time.sum(axis=-1), ten_years.sum(axis=-1))
    np.testing.assert_allclose(short.conversion.applications, long.conversion.applications[..., :2])


def test_one_municipality_alone_can_only_go_on_or_buy() -> None:
    data = only(example()[0], "3310")
    found = evaluate(data)
    status = found.gates.status
    for alternative in ("0+", "1", "2", "3", "5"):
        assert (status[alternative] == Gate.PARTNERS).all()
        assert (found.money.results[alternative].budget_effect == 0).all()
    assert (status[["0", "4"]] == Gate.OPEN).all(axis=None)
    assert set(concluded(data, found, "").leaders) <= {"0", "4"}
    assert (found.money.results["4"].setting.shares == [1.0]).all()


@pytest.mark.thorough
@pytest.mark.parametrize("left", [0, 1])
def test_when_every_mandate_says_no_only_today_is_left(left: int) -> None:
    data, _ = example()
    codes = data.municipalities.index[left:]
    rows = [(code, a.id, "nei") for code in codes for a in data.shared.alternatives]
    mandate = pd.DataFrame(rows, columns=["kommunenummer", "alternativ", "tillatt"])
    other = replace(data, mandate=mandate)
    found = evaluate(other)
    assert (found.gates.status.loc[codes].drop(columns="0") == Gate.MANDATE).all(axis=None)
    for alternative, result in found.money.results.items():
        if alternative != "4" or not left:  # the one left may still buy from a company
            assert (result.budget_effect == 0).all(), alternative
    robustness = assess(other, found, draws=50, sobol_base=0)
    for code in codes:
        answer = conclude(found, robustness, code)
        assert (answer.leaders, answer.strength) == (("0",), Strength.ALONE)


def test_an_evaluation_can_be_pickled() -> None:
    _, found = example()
    again = pickle.loads(pickle.dumps(found))
    np.testing.assert_array_equal(again.scores.points, found.scores.points)
