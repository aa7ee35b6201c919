"""The model over draws: the same as the evaluation one draw at a time, and what may change it."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from model.regions import (
    alike,
    all_judgements,
    application_rows,
    felles,
    make_dataset,
    unknown,
    with_values,
)

from analysis.dataset import Dataset
from analysis.dataset.categories import JUDGED_CRITERIA
from analysis.dataset.shared import Bounds, Shared
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.robustness import Robustness, assess
from analysis.decision.sampling import Sampler
from analysis.decision.scoring import weighted_sum
from analysis.decision.sensitivity import Model, first_crossing, leaders, margin, sobol_total
from analysis.decision.simulation import Simulator

CODES = ("9901", "9902", "9903")


def judgements() -> pd.DataFrame:
    """Common judgements that differ, one municipality's own, and one cell that is missing."""
    table = all_judgements()
    table["omfang"] = [float((5 * i) % 7 - 3) for i in range(len(table))]
    own = pd.DataFrame(
        [("2", JUDGED_CRITERIA[0], "9902", 4.0), ("3", JUDGED_CRITERIA[1], "9903", np.nan)],
        columns=table.columns,
    )
    return pd.concat([table, own], ignore_index=True)


def three(shared: Shared | None = None, **changes: object) -> Dataset:
    municipalities, budget, staff = alike(*CODES)
    municipalities["innbyggere"] = [4000.0, 9000.0, 20_000.0]
    municipalities["ikt_brukere"] = [300.0, 800.0, 1500.0]
    apps = application_rows(*((code, system) for code in CODES for system in ("Arkiv", "Barn")))
    apps["driftsform"] = "lokal"
    mandate = pd.DataFrame(
        [("9901", "5", "nei")], columns=["kommunenummer", "alternativ", "tillatt"]
    )
    tables = {"judgements": judgements(), "mandate": mandate} | changes
    return make_dataset(municipalities, budget, staff, apps, shared=shared, **tables)


def certain(shared: Shared, *free: str) -> Shared:
    """Every assumption at its central value, but for those named; nothing else is drawn."""
    fixed = {n: a.value("sannsynlig") for n, a in shared.assumptions.items() if n not in free}
    fixed |= {"vurdering_usikkerhet": 0.0, "vekt_konsentrasjon": 1e5}
    return with_values(shared, **fixed)


def model(data: Dataset, found: Evaluation, chunk: int = 50) -> Model:
    simulator = Simulator.build(data, found)
    missing = int(simulator.missing.sum())
    sampler = Sampler.build(data, found.scores.weights, missing)
    return Model(simulator, sampler, found.scores.eligible, chunk)


def same(one: Robustness, other: Robustness, **tolerance: float) -> None:
    for part in fields(Robustness):
        a, b = getattr(one, part.name), getattr(other, part.name)
        if isinstance(a, np.ndarray):
            np.testing.assert_allclose(a, b, err_msg=part.name, **tolerance)


@pytest.fixture(scope="module")
def example() -> tuple[Dataset, Evaluation, Robustness]:
    data = three()
    found = evaluate(data)
    return data, found, assess(data, found, draws=300, sobol_base=16)


def test_the_central_draw_is_the_evaluation() -> None:
    data = three()
    budget = data.budget.copy()
    budget.loc[0, "beløp"] = np.nan  # leaves intervals for the others, and NaN for its own
    for dataset in (data, replace(data, budget=budget)):
        found = evaluate(dataset)
        made = model(dataset, found)
        run = next(made.central_runs(made.sampler.central[None]))
        scores = found.scores
        np.testing.assert_allclose(run.values[0], scores.values[0].mean(axis=-1), atol=1e-12)
        money = scores.criteria[0, :, :, 0].mean(axis=-1)
        np.testing.assert_allclose(run.npv[0], money, rtol=1e-9, atol=1e-9)
        points = 100.0 * made.at(made.sampler.central[None])[0]
        np.testing.assert_allclose(points, scores.points[0].mean(axis=-1), atol=1e-9)


def test_draws_equal_one_evaluation_per_draw() -> None:
    data = three()
    found = evaluate(data)
    made = model(data, found)
    sample = made.sampler.block(0, 6)
    values, steps = made.sampler.values(sample), made.sampler.steps(sample)
    together = np.concatenate([run.values for _, run in made.run(sample)])
    points = made.points(sample)
    for draw in range(6):
        given = dict(zip(made.sampler.known, values[draw], strict=True))
        order = ["kriterium", "alternativ", "kommunenummer"]
        table = data.judgements.sort_values(order)
        table["omfang"] = np.clip(table["omfang"] + steps[draw], -4, 4)
        one = evaluate(replace(data, shared=with_values(data.shared, **given), judgements=table))
        settings = [(r.setting.host, r.setting.company) for r in one.money.results.values()]
        chosen = [(r.setting.host, r.setting.company) for r in found.money.results.values()]
        expected = one.scores.values[0].mean(axis=-1)
        expected[made.simulator.missing] = sample.missing[draw]
        alike = [a == b for a, b in zip(settings, chosen, strict=True)]
        assert sum(alike) >= 6  # the host is fixed as it was chosen, whatever is drawn
        np.testing.assert_allclose(together[draw][:, alike], expected[:, alike], atol=1e-12)
        for row, own in enumerate(sample.weights[draw]):
            alone = weighted_sum(together[draw, row], own)
            np.testing.assert_allclose(points[draw, row], alone)


def test_shares_sum_to_one_over_those_who_can_be_ranked(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    _, found, result = example
    eligible = found.scores.eligible
    assert not eligible[0, 6] and eligible[1, 6]
    np.testing.assert_allclose(result.acceptability.sum(axis=2), eligible)
    places = np.arange(7) < eligible.sum(axis=1)[:, None]
    np.testing.assert_allclose(result.acceptability.sum(axis=1), places)
    mean = np.einsum("ra,rak->rk", result.first, np.nan_to_num(result.central_weights))
    np.testing.assert_allclose(mean.sum(axis=1), 1.0)
    assert np.isnan(result.npv[0, 6]).all() and np.isnan(result.budget[0, 6]).all()
    ordered = result.npv[eligible]
    known = ~np.isnan(ordered).any(axis=1)
    assert (np.diff(ordered[known], axis=1) >= 0).all()
    assert (result.budget[:, 0] == 0).all()
    assert result.row("") == 3 and result.first.shape == (4, 7)


def test_same_seed_same_bytes_and_chunks_do_not_matter(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    data, found, result = example
    again = assess(data, found, draws=300, sobol_base=16)
    assert pickle.dumps(again) == pickle.dumps(result)
    same(assess(data, found, draws=300, sobol_base=16, chunk=37), result, rtol=1e-6, atol=1e-9)
    seeded = replace(data, settings=data.settings.model_copy(update={"startverdi": 99}))
    other = assess(seeded, found, draws=300, sobol_base=0)
    assert not np.array_equal(other.first, result.first)


def test_order_of_rows_does_not_matter(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    data, _, result = example
    turned = replace(
        data,
        judgements=data.judgements.iloc[::-1],
        applications=data.applications.iloc[::-1],
        budget=data.budget.iloc[::-1],
    )
    same(assess(turned, evaluate(turned), draws=300, sobol_base=0), result, rtol=1e-6, atol=1e-9)


def test_nothing_uncertain_gives_the_evaluation() -> None:
    data = three(certain(felles()), judgements=all_judgements(2.0))
    found = evaluate(data)
    result = assess(data, found, draws=50, sobol_base=4)
    points = found.scores.points[0].mean(axis=-1)
    eligible = found.scores.eligible
    np.testing.assert_allclose(result.points[eligible][:, 1], points[eligible], atol=0.5)
    npv = found.scores.criteria[0, :, :, 0, 0]
    for quantile in range(3):
        np.testing.assert_allclose(result.npv[eligible][:, quantile], npv[eligible])
    best = np.where(eligible, points, -1).argmax(axis=1)
    clear = result.margin > 2
    assert clear.any()
    np.testing.assert_allclose(result.first[np.arange(4), best][clear], 1.0)
    assert result.nearest_assumption == (None,) * 4
    assert not result.tornado.any()


def test_the_median_is_the_central_value_where_the_model_is_linear() -> None:
    # Net present value is linear in a one-time cost.
    data = three(certain(felles(), "etablering_selskap"))
    found = evaluate(data)
    result = assess(data, found, draws=1000, sobol_base=0)
    npv = found.scores.criteria[0, :, :, 0, 0]
    p10, p50, p90 = felles().assumptions["etablering_selskap"].anslag.points
    joint = result.npv[-1, 6]
    assert abs(joint[1] - npv[-1, 6]) < 0.01 * (joint[2] - joint[0])
    np.testing.assert_allclose(
        (joint[1] - joint[0]) / (joint[2] - joint[1]), (p90 - p50) / (p50 - p10), rtol=0.05
    )


def test_a_break_even_does_what_it_says(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    data, found, result = example
    seen = 0
    for row, flip in enumerate(result.nearest_assumption):
        if flip is None:
            continue
        seen += 1
        made = model(data, found)
        column = made.sampler.known.index(flip.name)
        gap = flip.value - flip.central
        values = np.tile(made.sampler.central, (2, 1))
        values[:, column] = flip.central + gap * np.array([0.999, 1.001])
        points = np.where(found.scores.eligible[row], made.at(values)[:, row], -np.inf)
        assert points[0].argmax() == result.leaders[row, 0], (row, flip)
        assert found.alternatives[int(points[1].argmax())] == flip.taker
        assert flip.inside == (flip.low <= flip.value <= flip.high)
    assert seen


def test_a_weight_break_even_does_what_it_says(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    _, found, result = example
    seen = 0
    for row, flip in enumerate(result.nearest_weight):
        if flip is None:
            continue
        seen += 1
        k = found.criteria.index(flip.name)
        values, own = found.scores.values[0, row].mean(axis=-1), found.scores.weights[row]
        assert flip.central == pytest.approx(own[k])
        for factor, expected in ((0.999, result.leaders[row, 0]), (1.001, None)):
            x = own[k] + factor * (flip.value - own[k])
            scaled = own * (1 - x) / (1 - own[k])
            scaled[k] = x
            points = np.where(found.scores.eligible[row], values @ scaled, -np.inf)
            first = int(points.argmax())
            assert first == (found.alternatives.index(flip.taker) if expected is None else expected)
    assert seen


def test_tornado_is_the_difference_between_two_evaluations(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    data, found, result = example
    name = "innkjop_pris"
    column = result.assumptions.index(name)
    first, second = result.leaders[-1]

    def lead(dataset: Dataset) -> float:
        points = evaluate(dataset).scores.points[0, -1].mean(axis=-1)
        return float(points[first] - points[second])

    for side, value in enumerate(result.ends[column, [0, 2]]):
        changed = replace(data, shared=with_values(data.shared, **{name: float(value)}))
        expected = lead(changed) - lead(data)
        assert result.tornado[-1, column, side] == pytest.approx(expected, abs=1e-9)
    assert result.margin[-1] == pytest.approx(lead(data))
    assert not result.tornado[:, result.assumptions.index("realpris_utstyr")].any()


def test_an_unknown_effect_is_told_how_large_it_must_be() -> None:
    data = three(unknown(felles(), "innkjop_pris"))
    found = evaluate(data)
    result = assess(data, found, draws=20, sobol_base=0)
    assert "innkjop_pris" not in result.assumptions
    assert set(result.unknown_break_evens) == {"innkjop_pris"}
    flips = result.unknown_break_evens["innkjop_pris"]
    assert flips.shape == (4,)
    for row in np.flatnonzero(~np.isnan(flips)):
        past = with_values(data.shared, innkjop_pris=float(flips[row]) * 1.1)
        points = evaluate(replace(data, shared=past)).scores.points[0, row].mean(axis=-1)
        allowed = np.where(found.scores.eligible[row], points, -np.inf)
        assert allowed.argmax() != result.leaders[row, 0]


def test_sobol_finds_the_only_thing_that_varies() -> None:
    shared = with_values(certain(felles()), samvariasjon_kostnad=0.0)
    wide = Bounds(min=0.02, sannsynlig=0.3, maks=0.8)
    absence = shared.assumptions["fravaer"].model_copy(update={"anslag": wide})
    shared = replace(shared, assumptions={**shared.assumptions, "fravaer": absence})
    data = three(shared, judgements=all_judgements(1.0))
    found = evaluate(data)
    made = model(data, found)
    winner = leaders(made.at(made.sampler.central[None])[0], made.eligible)[:, 0]
    indices = sobol_total(made, winner, 4096)
    assert set(indices) == {"fravaer", "vekter"}
    assert indices["fravaer"][-1] == pytest.approx(1.0, abs=0.1)
    assert indices["vekter"][-1] < 0.1


def test_one_alternative_alone_has_nothing_to_lose_to() -> None:
    ids = [a.id for a in felles().alternatives if a.id != "0"]
    rows = [(code, a, "nei") for code in CODES for a in ids]
    mandate = pd.DataFrame(rows, columns=["kommunenummer", "alternativ", "tillatt"])
    data = three(mandate=mandate)
    result = assess(data, evaluate(data), draws=20, sobol_base=4)
    np.testing.assert_array_equal(result.first[:, 0], 1.0)
    assert (result.leaders == [0, -1]).all()
    assert np.isnan(result.margin).all() and np.isnan(result.tornado).all()
    assert result.nearest_assumption == result.nearest_weight == (None,) * 4
    assert all(np.isnan(values).all() for values in result.sobol.values())


def test_first_crossing() -> None:
    tried = np.array([0.0, 1.0, 2.0, 3.0])
    lead = np.array([[3.0, 1.0, -1.0, -3.0], [1.0, 1.0, 1.0, 0.0], [0.0, -1.0, 1.0, 1.0]])
    expected = [[1.5, 1.0, 2.0], [np.nan] * 3, [0.0, 0.0, 1.0]]
    np.testing.assert_allclose(first_crossing(tried, lead), expected)


def test_margin_and_leaders() -> None:
    points = np.array([[[0.5, 0.9, 0.7]]])
    eligible = np.array([[True, False, True]])
    assert leaders(points[0], eligible).tolist() == [[2, 0]]
    np.testing.assert_allclose(margin(points, eligible, np.array([2])), [[0.2]])


def test_bounds_and_quantiles_are_both_ends_of_the_tornado() -> None:
    point = Bounds(min=1.0, sannsynlig=1.0, maks=2.0)
    shared = felles()
    changed = shared.assumptions["dobbel_drift"].model_copy(update={"anslag": point})
    shared = replace(shared, assumptions={**shared.assumptions, "dobbel_drift": changed})
    made = Sampler.build(three(shared), np.full((1, 2), 0.5), 0)
    np.testing.assert_array_equal(made.ends[made.known.index("dobbel_drift")], [1.0, 1.0, 2.0])
