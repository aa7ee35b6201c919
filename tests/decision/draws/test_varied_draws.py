"""The same draws with one thing different, against the whole model run so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from decision.drawn_regions import choosing, model, three, turns
from model.regions import company_table, felles, unknown, with_values

from analysis.dataset import Dataset
from analysis.dataset.tables.categories import JUDGED_CRITERIA
from analysis.decision.draws.judged import SCALE
from analysis.decision.draws.robustness import Robustness, assess
from analysis.decision.draws.variations import Variant, VariationKind
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.uncertainty import first_counts

DRAWS = 200


@pytest.fixture(scope="module")
def example() -> tuple[Dataset, Evaluation, Robustness]:
    data = three()
    found = evaluate(data)
    return data, found, assess(data, found, draws=DRAWS, sobol_base=0)


def of_kind(result: Robustness, kind: VariationKind) -> list[Variant]:
    return [variant for variant in result.variants if variant.kind is kind]


def test_every_host_that_may_be_best_is_the_model_with_that_host(example) -> None:
    data, found, result = example
    made = model(data, found)
    hosts = of_kind(result, VariationKind.HOST)
    assert hosts
    place = found.alternatives.index("3")
    for number, variant in enumerate(hosts):
        other = choosing(made, number)
        host = other.simulator.sides[0].settings[place].host
        assert found.codes[host] == variant.value
        sample = made.sampler.block(0, DRAWS)
        counted = first_counts(other.points(sample), made.eligible) / DRAWS
        np.testing.assert_allclose(variant.first, counted, atol=1e-12)
        central = other.at(made.sampler.central[None])[0]
        allowed = np.where(made.eligible, central, -np.inf)
        np.testing.assert_array_equal(variant.leaders, allowed.argmax(axis=1))
        np.testing.assert_array_equal(variant.turned, turns(other, variant.leaders))
        alone = {c.name: c.result for c in found.money.hosts}[variant.value]
        run = next(other.central_runs(other.sampler.central[None]))
        own = 1000.0 * alone.npv[0] / found.money.region.inhabitants
        np.testing.assert_allclose(run.npv[0, :-1, place], own, rtol=1e-9)
    chosen = found.money.results["3"].setting.host
    assert found.codes[chosen] not in {variant.value for variant in hosts}


def settled(data: Dataset, **chosen: str) -> Dataset:
    return replace(data, settings=data.settings.model_copy(update=chosen))


def test_a_host_that_is_settled_is_the_only_one_reckoned_with(example) -> None:
    data, found, result = example
    for variant in of_kind(result, VariationKind.HOST):
        own = settled(data, vert=variant.value)
        alone = evaluate(own)
        assert [host.name for host in alone.money.hosts] == [variant.value]
        setting = alone.money.results["3"].setting
        assert alone.codes[setting.host] == variant.value
        whole = assess(own, alone, draws=DRAWS, sobol_base=0)
        assert not of_kind(whole, VariationKind.HOST)
        np.testing.assert_allclose(whole.first, variant.first, atol=1e-12)


def test_a_company_that_is_settled_is_the_only_one_reckoned_with() -> None:
    one, other = company_table(5000.0), company_table(5020.0, persons=2.0)
    both = pd.concat([one, other.assign(selskap="Annet IKS")], ignore_index=True)
    found = evaluate(settled(three(companies=both), selskap="Annet IKS"))
    assert [company.name for company in found.money.companies] == ["Annet IKS"]
    assert found.money.results["4"].setting.company.name == "Annet IKS"


@pytest.mark.thorough
def test_every_company_that_may_be_best_is_an_evaluation_with_that_company_alone() -> None:
    one, other = company_table(5000.0), company_table(5020.0, persons=2.0)
    both = pd.concat([one, other.assign(selskap="Annet IKS")], ignore_index=True)
    data = three(companies=both)
    found = evaluate(data)
    (variant,) = of_kind(assess(data, found, draws=DRAWS, sobol_base=0), VariationKind.COMPANY)
    names = set(both["selskap"])
    assert {variant.value, found.money.results["4"].setting.company.name} == names
    bare = replace(data, companies=both[both["selskap"] == variant.value].reset_index(drop=True))
    alone = evaluate(bare)
    whole = assess(bare, alone, draws=DRAWS, sobol_base=0)
    np.testing.assert_allclose(variant.first, whole.first, atol=1e-12)
    points = np.where(alone.scores.eligible, alone.scores.points[0].mean(axis=-1), -np.inf)
    np.testing.assert_array_equal(variant.leaders, points.argmax(axis=1))


@pytest.mark.thorough
@pytest.mark.parametrize("end", [0, 1])
def test_another_chance_of_a_step_is_the_same_draws_with_that_chance(example, end) -> None:
    data, found, result = example
    chance = data.shared.assumptions["vurdering_usikkerhet"].anslag.points[2 * end]
    variant = of_kind(result, VariationKind.JUDGEMENT_CHANCE)[end]
    assert variant.value == chance
    other = replace(data, shared=with_values(data.shared, vurdering_usikkerhet=chance))
    whole = assess(other, found, draws=DRAWS, sobol_base=0)
    np.testing.assert_allclose(variant.first, whole.first, atol=1e-12)


@pytest.mark.thorough
@pytest.mark.parametrize("end", [0, 1, None])
def test_another_spread_of_the_weights_is_the_same_draws_with_that_spread(example, end) -> None:
    data, found, result = example
    given = data.shared.assumptions["vekt_konsentrasjon"].anslag.points
    if end is None:
        (variant,) = of_kind(result, VariationKind.ALL_WEIGHTS)
        shared = unknown(data.shared, "vekt_konsentrasjon")
    else:
        variant = of_kind(result, VariationKind.WEIGHT_SPREAD)[end]
        assert variant.value == given[2 * end]
        shared = with_values(data.shared, vekt_konsentrasjon=given[2 * end])
    whole = assess(replace(data, shared=shared), found, draws=DRAWS, sobol_base=0)
    np.testing.assert_allclose(variant.first, whole.first, atol=1e-12)
    np.testing.assert_array_equal(variant.leaders, result.leaders[:, 0])


def test_shares_sum_to_one_in_every_variation(example) -> None:
    _, found, result = example
    for variant in result.variants:
        np.testing.assert_allclose(variant.first.sum(axis=1), 1.0)
        assert not variant.first[~found.scores.eligible].any()


@pytest.mark.thorough
@pytest.mark.parametrize(("chance", "tied"), [(0.5, True), (0.0, False)])
def test_settings_that_are_certain_or_unknown_are_not_varied(chance, tied) -> None:
    """That like alternatives are misjudged together does not hang on how sure the chance is."""
    fixed = with_values(felles(), vurdering_usikkerhet=chance)
    data = three(unknown(fixed, "vekt_konsentrasjon"))
    result = assess(data, evaluate(data), draws=20, sobol_base=0)
    kinds = {variant.kind for variant in result.variants}
    told = {VariationKind.TIED} if tied else set()
    assert {kind for kind in kinds if not kind.unsettled} == told


def test_like_alternatives_are_misjudged_together(example) -> None:
    """All the judgements of one criterion of 3, 4 and 5 move by one step; 0+, 1 and 2 likewise."""
    data, found, result = example
    made = model(data, found)
    sample = made.sampler.block(0, DRAWS)
    marks = made.marks(sample, tied=True)
    judged = made.simulator.judged.given
    given = data.judgements.sort_values(["kriterium", "alternativ", "kommunenummer"])
    rows = given.reset_index(drop=True)
    assert judged[: len(rows)].tolist() == pytest.approx(rows["omfang"].tolist(), nan_ok=True)
    step = np.where(np.abs(judged) < SCALE, marks - judged, np.nan)[:, : len(rows)]
    kind = rows["alternativ"].isin(["3", "4", "5"])
    apart = 0
    for criterion in JUDGED_CRITERIA:
        moved = {}
        for new_platform in (True, False):
            own = np.flatnonzero((rows["kriterium"] == criterion) & (kind == new_platform))
            steps = step[:, own][:, ~np.isnan(step[:, own]).all(axis=0)]
            assert steps.shape[1] >= 2 and set(np.unique(steps)) == {-1.0, 0.0, 1.0}
            np.testing.assert_array_equal(steps, np.repeat(steps[:, :1], steps.shape[1], axis=1))
            moved[new_platform] = steps[:, 0]
        apart += (moved[True] != moved[False]).any()
    assert apart == len(JUDGED_CRITERIA)
    alone = made.marks(sample)
    assert (alone != marks).any()
    # Beyond that the draws are the same: the one they follow moves as it does alone.
    first = np.unique(made.simulator.judged.like)
    np.testing.assert_array_equal(alone[:, first], marks[:, first])
    (variant,) = of_kind(result, VariationKind.TIED)
    points = []
    for chunk in made.run(sample):
        values = chunk.found.values.copy()
        for k in made.simulator.judged_criteria:
            values[..., k] = made.simulator.judge(marks[chunk.part], k)
        points.append(np.einsum("drak,drk->dra", values, chunk.weights))
    counts = first_counts(np.concatenate(points), made.eligible)
    np.testing.assert_allclose(variant.first, counts / DRAWS, atol=1e-12)
    np.testing.assert_array_equal(variant.leaders, result.leaders[:, 0])
