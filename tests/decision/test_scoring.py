from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from model.regions import felles

from analysis.dataset.definitions.criteria import Criterion
from analysis.decision.scoring import (
    criterion_values,
    equal_weights,
    exchange_rates,
    value_function,
    weight_table,
    weighted_sum,
)

CRITERIA = felles().criteria
PRICED = [c for c in CRITERIA if c.priced]
KRONER = st.integers(-20_000, 20_000).map(float)


@given(st.sampled_from(PRICED), KRONER, KRONER, KRONER)
def test_a_krone_weighs_the_same_wherever_it_falls(
    criterion: Criterion, more: float, one: float, other: float
) -> None:
    """What x kroner more change is the same from any amount, past the anchors too."""
    at_one, at_other = (
        float(criterion_values(a + more, criterion) - criterion_values(a, criterion))
        for a in (one, other)
    )
    assert at_one == pytest.approx(at_other, abs=1e-9)
    # x over the swing: 4000 kr is the whole scale of netto nåverdi, which is better the higher.
    sign = 1 if criterion.retning == "høy" else -1
    assert at_one == pytest.approx(sign * more / abs(criterion.best - criterion.verst), abs=1e-9)


def test_kroner_are_what_goes_on_past_the_anchors() -> None:
    assert [c.id for c in PRICED] == ["netto_naaverdi", "engangskostnad"]
    for criterion in CRITERIA:
        far = criterion.best + 2.0 * (criterion.best - criterion.verst)
        assert criterion_values(criterion.verst, criterion) == 0.0
        assert criterion_values(criterion.best, criterion) == 1.0
        assert criterion_values(far, criterion) == (3.0 if criterion.priced else 1.0)


UNIT = st.integers(0, 1000).map(lambda n: n / 1000)
VALUES = arrays(float, (4, 5), elements=UNIT)
WEIGHTS = arrays(float, 5, elements=st.integers(1, 100).map(float))


@given(VALUES, WEIGHTS)
def test_weighted_sum_against_a_loop(values: np.ndarray, weights: np.ndarray) -> None:
    for row, found in zip(values, weighted_sum(values, weights), strict=True):
        total = sum(w * v for w, v in zip(weights, row, strict=True))
        assert found == pytest.approx(total / sum(weights))


@given(VALUES, WEIGHTS, st.floats(1e-3, 1e3))
def test_the_scale_of_weights_never_matters(
    values: np.ndarray, weights: np.ndarray, scale: float
) -> None:
    np.testing.assert_allclose(
        weighted_sum(values, weights * scale), weighted_sum(values, weights), rtol=1e-12
    )


@given(VALUES, WEIGHTS, st.integers(0, 3), st.integers(0, 4), UNIT)
def test_improving_an_alternative_never_lowers_it_and_leaves_the_others(
    values: np.ndarray, weights: np.ndarray, a: int, k: int, better: float
) -> None:
    improved = values.copy()
    improved[a, k] = max(improved[a, k], better)
    before, after = weighted_sum(values, weights), weighted_sum(improved, weights)
    assert after[a] >= before[a]
    assert (np.delete(after, a) == np.delete(before, a)).all()


def test_two_alternatives_by_hand() -> None:
    """(alternatives, criteria) and (criteria,) give (alternatives,), whatever the scale is."""
    found = weighted_sum([[1, 0.5, 0], [0, 1, 1]], [2, 1, 1])
    assert found.shape == (2,)
    assert found.tolist() == [0.625, 0.5]
    assert weighted_sum([[1, 0.5, 0], [0, 1, 1]], [0.5, 0.25, 0.25]).tolist() == [0.625, 0.5]
    # A criterion that is not weighed does not count.
    assert weighted_sum([[1, 0.5, 0], [0, 1, 1]], [1, 0, 0]).tolist() == [1, 0]


def test_draws_are_one_axis_more() -> None:
    values = np.arange(12.0).reshape(2, 3, 2) / 12
    stacked = weighted_sum(values, [1, 3])
    assert stacked.shape == (2, 3)
    np.testing.assert_allclose(stacked[1], weighted_sum(values[1], [1, 3]))


@pytest.mark.parametrize(
    "weights", [[1.0], [1, 1, -1], [0, 0, 0], [1, np.nan, 1], [1, np.inf, 1], [[1, 1, 1]]]
)
def test_impossible_weights_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match=r"Vektene|values"):
        weighted_sum(np.ones((2, 3)), weights)


def test_value_function_by_hand() -> None:
    # From −2000 to 2000 kr: the middle is 0.5, 1000 is 0.75, and 5000 is 3000 past the best.
    kroner = [-3000, -2000, 0, 1000, 5000]
    assert value_function(kroner, -2000, 2000, bounded=False).tolist() == [
        -0.25,
        0,
        0.5,
        0.75,
        1.75,
    ]
    # Where the anchors are the ends of the scale, nothing lies past them.
    assert value_function(kroner, -2000, 2000).tolist() == [0, 0, 0.5, 0.75, 1]
    # Where less is better the best anchor is the smaller number.
    assert value_function([0, 30, 150, 200], 150, 0).tolist() == [1, 0.8, 0, 0]
    for bounded in (True, False):
        assert np.isnan(value_function([np.nan], 0, 1, bounded=bounded)).all()


@given(st.floats(-1e4, 1e4), st.floats(0, 1e3), st.booleans(), st.booleans())
def test_value_function_is_monotone(x: float, step: float, falling: bool, bounded: bool) -> None:
    worst, best = (500.0, -500.0) if falling else (-500.0, 500.0)
    sign = -1 if falling else 1
    more, less = (value_function(v, worst, best, bounded=bounded) for v in (x + sign * step, x))
    assert more >= less


def test_what_a_step_of_each_criterion_is_worth_in_kroner() -> None:
    """4000 kr between the anchors of netto nåverdi weigh 30, so that 1 weighs 133 kr."""
    weights = np.array([{"netto_naaverdi": 30.0, "engangskostnad": 15.0, "saarbarhet": 23.0,
                         "systemharmonisering": 5.0, "ansatte": 4.0}.get(c.id, 0.0)
                        for c in CRITERIA])  # fmt: skip
    found = dict(zip((c.id for c in CRITERIA), exchange_rates(weights, CRITERIA), strict=True))
    # 100 kr of itself; 100 of 1500 kr at 15; 1 of 230 days at 23; a tenth at 5; 1 of 8 steps at 4.
    assert found["netto_naaverdi"] == pytest.approx(100.0)
    assert found["engangskostnad"] == pytest.approx(15 * 100 / 1500 * 4000 / 30)
    assert found["saarbarhet"] == pytest.approx(23 / 230 * 4000 / 30)
    assert found["systemharmonisering"] == pytest.approx(0.5 * 4000 / 30)
    assert found["ansatte"] == pytest.approx(4 / 8 * 4000 / 30)
    assert found["lokal_styring"] == 0.0
    # Where netto nåverdi is not weighed, nothing can be counted in kroner.
    weights[0] = 0.0
    assert np.isnan(exchange_rates(weights, CRITERIA)).all()
    # One row for each set of weights.
    assert exchange_rates(np.stack([weights, weights]), CRITERIA).shape == (2, len(CRITERIA))


def weights_of(*rows: tuple[str, str, float]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["kommunenummer", "kriterium", "vekt"])


def test_without_weights_the_groups_weigh_the_same() -> None:
    found = equal_weights(CRITERIA)
    by_group = pd.Series(found).groupby([c.gruppe for c in CRITERIA]).sum()
    assert by_group.round(12).tolist() == [0.2] * 5
    assert found[0] == pytest.approx(0.1)  # two criteria in økonomi
    assert found[2] == pytest.approx(0.1)  # two in robusthet
    assert found[4] == pytest.approx(0.2 / 3)  # three in tjenester
    table = weight_table(weights_of(), CRITERIA, ["A", "B"])
    np.testing.assert_allclose(table, [found] * 3)


def test_own_weights_replace_the_common_set_whole() -> None:
    rows = weights_of(
        ("", "netto_naaverdi", 30),
        ("", "saarbarhet", 10),
        ("B", "informasjonssikkerhet", 2),
        ("B", "ansatte", 6),
    )
    table = pd.DataFrame(
        weight_table(rows, CRITERIA, ["A", "B"]), ["A", "B", ""], [c.id for c in CRITERIA]
    )
    common = {"netto_naaverdi": 0.75, "saarbarhet": 0.25}
    for who, expected in (
        ("A", common),
        ("", common),
        ("B", {"informasjonssikkerhet": 0.25, "ansatte": 0.75}),
    ):
        weighed = table.loc[who]
        assert weighed[weighed > 0].to_dict() == expected


@given(st.floats(1e-3, 1e3))
def test_weight_scale_in_the_table_never_matters(scale: float) -> None:
    rows = weights_of(("", "netto_naaverdi", 3.0), ("", "saarbarhet", 1.0))
    scaled = rows.assign(vekt=rows["vekt"] * scale)
    np.testing.assert_allclose(
        weight_table(scaled, CRITERIA, ["A"]), weight_table(rows, CRITERIA, ["A"])
    )
