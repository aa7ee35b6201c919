"""Other sharing keys in the draws, against the whole evaluation with that key as its own."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import replace
from unittest.mock import patch

import numpy as np
import pandas as pd
import pytest
from decision.drawn_regions import CODES, certain, model, three, turns, under, with_gap
from model.regions import drawn_at, felles

from analysis.dataset import Dataset
from analysis.decision import evaluation as evaluating
from analysis.decision.conclusion import Strength, conclude
from analysis.decision.draws.robustness import Robustness, assess
from analysis.decision.draws.sensitivity import Model
from analysis.decision.draws.variations import VariationKind
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.keys import Key
from analysis.decision.uncertainty import first_counts

DRAWS = 200
PURE = ("alt etter innbyggere", "alt etter brukere")
# The group's own: with a floor and a cap, and with licences and consultants billed directly.
NAMED = (
    {"navn": "Gulv og tak", "lik": 0.2, "innbyggere": 0.8, "gulv": 0.25, "tak": 0.52},
    {"navn": "Direkte", "brukere": 1.0, "direkte": ["lisens", "konsulent"]},
)
SETTINGS: Mapping[str, object] = {
    "nokkel": NAMED,
    "lonnsfordeling": {"lik": 0.5, "ansatte": 0.5},
    "direkte_kostnader": ["drift"],
}


@pytest.fixture(scope="module")
def example() -> tuple[Dataset, Evaluation, Robustness]:
    data = three(**SETTINGS)
    found = evaluate(data)
    return data, found, assess(data, found, draws=DRAWS, sobol_base=0)


def keyed(data: Dataset, key: Key, **shared: float) -> Evaluation:
    """The whole evaluation with a key as the analysis' own, at other values of assumptions."""
    settings = data.settings.model_copy(
        update={
            "fordeling": key.weights,
            "lonnsfordeling": key.wages,
            "direkte_kostnader": key.direct,
        }
    )
    own = replace(data, settings=settings, shared=drawn_at(data.shared, **shared))
    bounded = key.floor > 0.0 or key.cap < 1.0  # which the settings of the own key cannot say
    with patch.object(evaluating, "own_key", lambda _: key) if bounded else nullcontext():
        return evaluate(own)


def test_the_keys_that_are_tried(example) -> None:
    data, found, result = example
    told = [v.value for v in result.variants if v.kind is VariationKind.KEY]
    assert told == ["Gulv og tak", "Direkte", *PURE]
    floored, direct, people, users = model(data, found).simulator.keys
    assert (floored.floor, floored.cap, direct.direct) == (0.25, 0.52, ("lisens", "konsulent"))
    assert floored.wages == direct.wages == data.settings.lonnsfordeling
    assert (people.weights, people.wages, people.direct) == ({"innbyggere": 1.0},) * 2 + ((),)
    assert (users.weights, users.wages, users.direct) == ({"brukere": 1.0},) * 2 + ((),)


@pytest.mark.parametrize("number", range(4))
def test_points_under_another_key_are_a_whole_evaluation_under_it(example, number) -> None:
    """Draw by draw, with the host as it was chosen."""
    data, found, _ = example
    made = model(data, found)
    key = made.simulator.keys[number]
    sample = made.sampler.block(0, 4)
    drawn = made.sampler.values(sample)
    (chunk,) = made.run(sample, others=True)
    priced = made.simulator.priced
    values = chunk.found.values.copy()
    values[..., priced] += chunk.found.keyed[:, number]
    points = chunk.points + np.einsum(
        "drap,drp->dra", chunk.found.keyed[:, number], chunk.weights[..., priced]
    )
    chosen = {a: r.setting.host for a, r in found.money.results.items()}
    checked = 0
    for draw in range(len(drawn)):
        one = keyed(data, key, **dict(zip(made.sampler.known, drawn[draw], strict=True)))
        alike = [r.setting.host == chosen[a] for a, r in one.money.results.items()]
        expected = one.scores.values[0].mean(axis=-1)[:, alike]
        np.testing.assert_allclose(
            values[draw][:, alike][..., priced], expected[..., priced], atol=1e-12
        )
        whole = chunk.found.values[draw][:, alike].copy()
        whole[..., priced] = expected[..., priced]
        told = np.einsum("rak,rk->ra", whole, chunk.weights[draw])
        np.testing.assert_allclose(points[draw][:, alike], told, atol=1e-12)
        checked += sum(alike)
    assert checked > 20
    assert np.abs(chunk.found.keyed[:, number, :-1]).max() > 0.05


def counted(made: Model) -> np.ndarray:
    return first_counts(made.points(made.sampler.block(0, DRAWS)), made.eligible) / DRAWS


@pytest.mark.parametrize(
    "number", [0, *(pytest.param(n, marks=pytest.mark.thorough) for n in range(1, 4))]
)
def test_how_often_each_is_first_is_the_model_under_that_key(example, number) -> None:
    data, found, result = example
    made = model(data, found)
    other = under(made, number)
    variant = [v for v in result.variants if v.kind is VariationKind.KEY][number]
    np.testing.assert_allclose(variant.first, counted(other), atol=1e-12)
    whole = keyed(data, made.simulator.keys[number])
    points = np.where(made.eligible, whole.scores.points[0].mean(axis=-1), -np.inf)
    np.testing.assert_array_equal(variant.leaders, points.argmax(axis=1))
    np.testing.assert_array_equal(variant.turned, turns(other, variant.leaders))
    assert variant.turned.any()


def test_a_key_moves_money_between_the_municipalities_and_not_the_sum(example) -> None:
    data, found, result = example
    made = model(data, found)
    (chunk,) = made.run(made.sampler.block(0, 50), others=True)
    np.testing.assert_allclose(chunk.found.keyed[:, :, -1], 0.0, atol=1e-12)
    assert np.abs(chunk.found.keyed[:, :, :-1]).max() > 0.05
    for variant in result.variants:
        if variant.kind is VariationKind.KEY:
            np.testing.assert_array_equal(variant.first[-1], result.first[-1])
            assert variant.leaders[-1] == result.leaders[-1, 0]
    assert any(
        (variant.first[:-1] != result.first[:-1]).any()
        for variant in result.variants
        if variant.kind is VariationKind.KEY
    )


def test_unknown_cells_are_divided_by_the_other_key_too(example) -> None:
    """With budgets missing for two, each at an end of its own."""
    data = with_gap(example[0], 0, 7)
    found = evaluate(data)
    made = model(data, found)
    assert len(made.simulator.sides) == 3
    sample = made.sampler.block(0, 30)
    (chunk,) = made.run(sample, others=True)
    weights = chunk.weights[..., made.simulator.priced]
    for number in range(len(made.simulator.keys)):
        other = under(made, number)
        change = np.einsum("drap,drp->dra", chunk.found.keyed[:, number], weights)
        np.testing.assert_allclose(other.points(sample), chunk.points + change, atol=1e-12)


ALL_IN = pd.DataFrame(columns=["kommunenummer", "alternativ", "tillatt"])


def tried(**given: object) -> list[str | float]:
    data = three(**({"mandate": ALL_IN} | given))
    result = assess(data, evaluate(data), draws=10, sobol_base=0)
    return [v.value for v in result.variants if v.kind is VariationKind.KEY]


def test_no_other_key_is_tried_where_it_is_settled() -> None:
    assert tried(nokkel=NAMED, nokkel_bestemt=True) == []
    assert tried() == [*PURE]


def test_a_key_that_is_the_analysis_own_is_not_another() -> None:
    """In all it says: with other salaries or direct costs it is another."""
    own = {"fordeling": {"brukere": 1.0}, "lonnsfordeling": {"brukere": 1.0, "lik": 0.0}}
    assert tried(**own) == [PURE[0]]
    assert tried(**own, direkte_kostnader=["drift"]) == [*PURE]
    assert tried(fordeling={"brukere": 1.0}, lonnsfordeling={"lik": 1.0}) == [*PURE]


@pytest.mark.parametrize(("cap", "there"), [(0.34, True), (0.33, False)])
def test_a_cap_that_leaves_what_nobody_pays_is_left_out(cap: float, there: bool) -> None:
    """Three who pay at most 33 per cent each pay 99 per cent."""
    told = tried(nokkel=[{"navn": "Tak", "innbyggere": 1.0, "tak": cap}])
    assert told == [*(["Tak"] if there else []), *PURE]


def test_a_cap_is_judged_by_those_who_take_part() -> None:
    """Two of the three are in alternative 5: half each is the least a cap can be."""
    mandate = pd.DataFrame(
        [(CODES[0], "5", "nei")], columns=["kommunenummer", "alternativ", "tillatt"]
    )
    for cap, there in ((0.5, True), (0.4, False)):
        key = {"navn": "Tak", "innbyggere": 1.0, "tak": cap}
        assert ("Tak" in tried(nokkel=[key], mandate=mandate)) == there


def test_the_weakest_wording_over_the_keys_counts() -> None:
    """The largest pays for the others under one key, so that its first place is another."""
    data = three(certain(felles()), fordeling={"lik": 1.0}, lonnsfordeling={"lik": 1.0})
    weights = pd.DataFrame(
        [("", "netto_naaverdi", 1.0)], columns=["kommunenummer", "kriterium", "vekt"]
    )
    data = replace(data, weights=weights)
    found = evaluate(data)
    result = assess(data, found, draws=300, sobol_base=0)
    turned = 0
    for row, code in enumerate(found.codes):
        answer = conclude(found, result, code)
        alone = conclude(found, replace(result, variants=()), code)
        others = [v for v in answer.variations if v.kind is VariationKind.KEY]
        assert [v.value for v in others] == [*PURE]
        if any(v.leader != answer.most_often for v in others):
            turned += 1
            assert alone.strength.decided and alone.weakened_by is None
            assert answer.strength is Strength.UNDECIDED
            assert answer.weakened_by is not None
            assert answer.weakened_by.kind is VariationKind.KEY
            # Who leads under the key is one of those not decided between.
            assert {v.leader for v in others} <= set(answer.leaders)
        first = [variant.first[row] for variant in result.variants if variant.kind.unsettled]
        assert len(first) >= len(others)
    assert turned
    whole = conclude(found, result, "")
    assert whole.weakened_by is None or whole.weakened_by.kind is not VariationKind.KEY
