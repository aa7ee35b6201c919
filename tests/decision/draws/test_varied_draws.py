"""The same draws with one thing different, against the whole model run so."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from decision.drawn_regions import model, three
from model.regions import felles, unknown, with_values

from analysis.dataset import Dataset
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
        other = replace(made, simulator=made.simulator.choosing(number))
        host = other.simulator.sides[0].settings[place].host
        assert found.codes[host] == variant.value
        sample = made.sampler.block(0, DRAWS)
        counted = first_counts(other.points(sample), made.eligible) / DRAWS
        np.testing.assert_allclose(variant.first, counted, atol=1e-12)
        central = other.at(made.sampler.central[None])[0]
        allowed = np.where(made.eligible, central, -np.inf)
        np.testing.assert_array_equal(variant.leaders, allowed.argmax(axis=1))
    chosen = found.money.results["3"].setting.host
    assert found.codes[chosen] not in {variant.value for variant in hosts}


@pytest.mark.parametrize("end", [0, 1])
def test_another_chance_of_a_step_is_the_same_draws_with_that_chance(example, end) -> None:
    data, found, result = example
    chance = data.shared.assumptions["vurdering_usikkerhet"].anslag.points[2 * end]
    variant = of_kind(result, VariationKind.JUDGEMENT_CHANCE)[end]
    assert variant.value == chance
    other = replace(data, shared=with_values(data.shared, vurdering_usikkerhet=chance))
    whole = assess(other, found, draws=DRAWS, sobol_base=0)
    np.testing.assert_allclose(variant.first, whole.first, atol=1e-12)


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


def test_settings_that_are_certain_or_unknown_are_not_varied() -> None:
    fixed = with_values(felles(), vurdering_usikkerhet=0.5)
    data = three(unknown(fixed, "vekt_konsentrasjon"))
    result = assess(data, evaluate(data), draws=20, sobol_base=0)
    assert {variant.kind for variant in result.variants} <= {
        VariationKind.HOST,
        VariationKind.COMPANY,
    }
