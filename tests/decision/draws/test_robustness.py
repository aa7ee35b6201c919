"""The model over draws: the same as the evaluation one draw at a time, and what may change it."""

from __future__ import annotations

import pickle
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from decision.drawn_regions import CODES, certain, model, three, with_gap
from model.regions import all_judgements, drawn_at, felles, unknown, with_values

from analysis.dataset import Dataset
from analysis.dataset.definitions.assumptions import Bounds
from analysis.decision.draws.footing import Flip
from analysis.decision.draws.robustness import Robustness, assess
from analysis.decision.draws.sampling import Sampler
from analysis.decision.draws.sensitivity import first_crossing, leaders, margin
from analysis.decision.draws.totals import kept_of
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.scoring import weighted_sum


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


@pytest.mark.parametrize(
    ("draws", "rows", "kept"),
    [
        (300, 4, 300),
        (20_000, 7, 10_000),
        (20_000, 10, 10_000),
        (20_000, 61, 1639),
        (20_000, 400, 1000),
        (500, 400, 500),
    ],
)
def test_quantiles_rest_on_fewer_draws_with_many_rows(draws: int, rows: int, kept: int) -> None:
    assert kept_of(draws, rows) == kept


def test_the_central_draw_is_the_evaluation() -> None:
    data = three()
    for dataset in (data, with_gap(data, 0)):  # intervals for the others, NaN for its own
        found = evaluate(dataset)
        made = model(dataset, found)
        run = next(made.central_runs(made.sampler.central[None]))
        scores = found.scores
        known = ~np.isnan(scores.criteria[0]).any(axis=-1)
        assert (~known).any()
        high = found.money_high or found.money
        for a, name in enumerate(found.alternatives):  # the host stays, whatever the cells hold
            chosen = (money.results[name].setting.host for money in (found.money, high))
            known[:, a] &= len(set(chosen)) == 1
        middle = scores.values[0].mean(axis=-1)
        np.testing.assert_allclose(run.values[0][known], middle[known], atol=1e-12)
        money = scores.criteria[0, :, :, 0].mean(axis=-1)
        own = known[..., 0]
        np.testing.assert_allclose(run.npv[0][own], money[own], rtol=1e-9, atol=1e-9)
        assert (np.isnan(run.npv[0]) == np.isnan(money)).all()
        points = 100.0 * made.at(made.sampler.central[None])[0]
        whole = known.all(axis=-1)
        told = scores.points[0].mean(axis=-1)
        np.testing.assert_allclose(points[whole], told[whole], atol=1e-9)


def budgets(found: Evaluation) -> np.ndarray:
    """Budget effect (R, A, T+1) in the central scenario, all together last."""
    own = np.stack([r.budget_effect[0] for r in found.money.results.values()], axis=1)
    return np.concatenate([own, own.sum(axis=0, keepdims=True)])


def test_draws_equal_one_evaluation_per_draw() -> None:
    data = three()
    found = evaluate(data)
    made = model(data, found)
    sample = made.sampler.block(0, 6)
    values = made.sampler.values(sample)
    (chunk,) = made.run(sample, yearly=True)
    for draw in range(6):
        given = dict(zip(made.sampler.known, values[draw], strict=True))
        order = ["kriterium", "alternativ", "kommunenummer"]
        table = data.judgements.sort_values(order).assign(omfang=chunk.marks[draw])
        one = evaluate(replace(data, shared=drawn_at(data.shared, **given), judgements=table))
        settings = [(r.setting.host, r.setting.company) for r in one.money.results.values()]
        chosen = [(r.setting.host, r.setting.company) for r in found.money.results.values()]
        alike = [a == b for a, b in zip(settings, chosen, strict=True)]
        assert sum(alike) >= 6  # the host is fixed as it was chosen, whatever is drawn
        expected = one.scores.values[0].mean(axis=-1)
        got = chunk.found
        np.testing.assert_allclose(got.values[draw][:, alike], expected[:, alike], atol=1e-12)
        money = one.scores.criteria[0, :, :, 0, 0]
        np.testing.assert_allclose(got.npv[draw][:, alike], money[:, alike], rtol=1e-9, atol=1e-9)
        effect = budgets(one)[:, alike]
        np.testing.assert_allclose(got.budget[draw][:, alike], effect, rtol=1e-9, atol=1e-9)
        for row, own in enumerate(chunk.weights[draw]):
            alone = weighted_sum(got.values[draw, row], own)
            np.testing.assert_allclose(chunk.points[draw, row], alone)


def test_spans_are_the_quantiles_of_the_draws(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    data, found, result = example
    made = model(data, found)
    chunks = list(made.run(made.sampler.block(0, 300), yearly=True))
    for name in ("npv", "budget"):
        drawn = np.concatenate([getattr(chunk.found, name) for chunk in chunks])
        expected = np.moveaxis(np.quantile(drawn, [0.1, 0.5, 0.9], axis=0), 0, -1)
        got = getattr(result, name)
        own = result.eligible
        np.testing.assert_allclose(got[own], expected[own], rtol=1e-5, atol=1e-2, err_msg=name)
    k = found.criteria.index("engangskostnad")
    criterion = data.shared.criteria[k]
    value = np.concatenate([chunk.found.values[..., k] for chunk in chunks])
    cost = criterion.verst + value * (criterion.best - criterion.verst)
    frame = np.quantile(cost, 0.85, axis=0)
    np.testing.assert_allclose(result.one_time_frame[own], frame[own], rtol=1e-5, atol=1e-2)
    assert np.isnan(result.one_time_frame[~own]).all()
    points = 100.0 * np.concatenate([chunk.points for chunk in chunks])
    middle = np.quantile(points, 0.5, axis=0)
    np.testing.assert_allclose(result.points[..., 1][own], middle[own], rtol=1e-5)


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


@pytest.mark.thorough
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
    judged = all_judgements(-2.0)
    judged.loc[judged["alternativ"] == "2", "omfang"] = 4.0
    data = three(certain(felles()), judgements=judged)
    found = evaluate(data)
    result = assess(data, found, draws=50, sobol_base=4)
    points = found.scores.points[0].mean(axis=-1)
    eligible = found.scores.eligible
    np.testing.assert_allclose(result.points[eligible][:, 1], points[eligible], atol=0.5)
    npv = found.scores.criteria[0, :, :, 0, 0]
    for quantile in range(3):
        np.testing.assert_allclose(result.npv[eligible][:, quantile], npv[eligible])
    best = np.where(eligible, points, -np.inf).argmax(axis=1)
    clear = result.margin > 2
    assert clear.any()
    np.testing.assert_allclose(result.first[np.arange(4), best][clear], 1.0)
    assert result.nearest_assumption == (None,) * 4
    assert not result.tornado.any()


@pytest.mark.thorough
def test_the_mean_is_the_central_value_where_the_model_is_linear() -> None:
    # Net present value is linear in a one-time cost without a floor, and the cost is skewed.
    name = "omstilling_kommune_stort"
    data = three(certain(felles(), name))
    found = evaluate(data)
    result = assess(data, found, draws=2000, sobol_base=0)
    p10, p50, p90 = felles().assumptions[name].anslag.points
    assert p90 - p50 > 1.2 * (p50 - p10)
    joint = result.npv[-1, 6]
    wide = joint[2] - joint[0]
    made = model(data, found)
    drawn = np.concatenate([c.found.npv[:, -1, 6] for c in made.run(made.sampler.block(0, 2000))])
    assert abs(drawn.mean() - found.scores.criteria[0, -1, 6, 0, 0]) < 0.02 * wide
    middle = evaluate(replace(data, shared=with_values(data.shared, **{name: p50})))
    assert abs(joint[1] - middle.scores.criteria[0, -1, 6, 0, 0]) < 0.01 * wide
    np.testing.assert_allclose(
        (joint[1] - joint[0]) / (joint[2] - joint[1]), (p90 - p50) / (p50 - p10), rtol=0.05
    )


def test_every_break_even_does_what_it_says(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    data, found, result = example
    made = model(data, found)
    assert sum(map(len, result.flips)) > 10
    for row, flips in enumerate(result.flips):
        assert len(flips) == np.count_nonzero(~np.isnan(result.break_evens[row]))
        for flip in flips:
            column = made.sampler.known.index(flip.name)
            assert flip.value == result.break_evens[row, column]
            gap = flip.value - flip.central
            values = np.tile(made.sampler.central, (2, 1))
            values[:, column] = flip.central + gap * np.array([0.995, 1.005])
            points = np.where(found.scores.eligible[row], made.at(values)[:, row], -np.inf)
            assert points[0].argmax() == result.leaders[row, 0], (row, flip)
            assert found.alternatives[int(points[1].argmax())] == flip.taker, (row, flip)
            assert flip.inside == (flip.low <= flip.value <= flip.high)


def test_the_nearest_break_even_is_the_one_the_fewest_half_widths_away(
    example: tuple[Dataset, Evaluation, Robustness],
) -> None:
    _, _, result = example
    low, central, high = result.ends.T
    for row, nearest in enumerate(result.nearest_assumption):
        value = result.break_evens[row]
        with np.errstate(invalid="ignore", divide="ignore"):
            half = np.where(value < central, central - low, high - central)
            away = np.abs(value - central) / np.where(half > 0, half, (high - low) / 2)
        if nearest is None:
            assert np.isnan(away).all()
            continue
        assert nearest.name == result.assumptions[int(np.nanargmin(away))]
        assert nearest.distance == pytest.approx(np.nanmin(away))
    many = (~np.isnan(result.break_evens)).sum(axis=1) >= 2
    assert many.sum() >= 2


def test_distance_is_in_half_widths_on_the_side_of_the_break_even() -> None:
    def away(value: float, low: float, high: float) -> float:
        return Flip("fravaer", 1.0, value, low, high, "2").distance

    assert away(2.0, 0.5, 3.0) == pytest.approx(0.5)
    assert away(0.0, 0.5, 3.0) == pytest.approx(2.0)
    assert away(2.0, 0.0, 1.0) == pytest.approx(2.0)  # no width above: half of the whole
    assert away(2.0, 1.0, 1.0) == np.inf


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
    # What returns in licences when local operation leaves is the same in every alternative.
    assert not result.tornado[:, result.assumptions.index("lisens_av_avgang")].any()


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
    # In the middle stands the mean of the triangle, (1 + 1 + 2) / 3.
    np.testing.assert_allclose(made.ends[made.known.index("dobbel_drift")], [1.0, 4 / 3, 2.0])
