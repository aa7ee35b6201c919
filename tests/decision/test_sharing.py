from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.decision.sharing import bounded_shares, shares, to_the_ore

TWO = pd.DataFrame(
    {"innbyggere": [1000.0, 3000.0], "ikt_brukere": [100.0, 100.0], "årsverk_totalt": [80.0, 20.0]},
    index=["A", "B"],
)


def test_a_mix_by_hand() -> None:
    # Half equal, a quarter by inhabitants and a quarter by person-years:
    # A 0.25 + 0.0625 + 0.2, B the rest.
    found = shares({"lik": 0.5, "innbyggere": 0.25, "ansatte": 0.25}, TWO)
    assert found.to_dict() == pytest.approx({"A": 0.5125, "B": 0.4875})


@pytest.mark.parametrize("key", [{"lik": 1.0}, {"lik": 0.3, "innbyggere": 0.7}, {"brukere": 1.0}])
def test_shares_sum_to_1_in_the_order_of_the_participants(key: dict[str, float]) -> None:
    found = shares(key, TWO)
    assert found.sum() == pytest.approx(1.0, abs=1e-12)
    assert found.index.tolist() == ["A", "B"]
    turned = shares(key, TWO.iloc[::-1])
    assert turned.index.tolist() == ["B", "A"]
    assert turned[found.index].tolist() == pytest.approx(found.tolist())


def test_one_alone_carries_the_whole_pool() -> None:
    assert shares({"lik": 0.3, "innbyggere": 0.7}, TWO.loc[["B"]]).to_dict() == {"B": 1.0}


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ({"lik": 0.9}, "til sammen bli 1"),
        ({"lik": 1.5, "innbyggere": -0.5}, "negativ"),
        ({"areal": 1.0}, "kjenner ikke «areal»"),
    ],
)
def test_a_wrong_key_is_refused(key: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        shares(key, TWO)


def test_a_key_cannot_use_what_is_unknown_or_zero() -> None:
    with pytest.raises(ValueError, match="ikt_brukere"):
        shares({"brukere": 1.0}, TWO.assign(ikt_brukere=[100.0, np.nan]))
    with pytest.raises(ValueError, match="summen er 0"):
        shares({"brukere": 1.0}, TWO.assign(ikt_brukere=0.0))
    # A column the key gives no weight is not needed.
    assert shares({"lik": 1.0, "brukere": 0.0}, TWO[["innbyggere"]]).tolist() == [0.5, 0.5]


# Floor and cap.

THREE = pd.Series({"A": 0.6, "B": 0.3, "C": 0.1})


@st.composite
def keys(draw: st.DrawFn) -> pd.Series:
    """Shares that sum to 1, some of them 0."""
    parts = draw(st.lists(st.integers(0, 9), min_size=1, max_size=6).filter(any))
    names = [f"{3000 + i}" for i in range(len(parts))]
    return pd.Series([part / sum(parts) for part in parts], index=names)


@pytest.mark.parametrize(
    ("floor", "cap", "expected"),
    [
        (0.0, 1.0, [0.6, 0.3, 0.1]),
        # A pays half; B and C keep their three to one.
        (0.0, 0.5, [0.5, 0.375, 0.125]),
        # C pays a fifth; A and B keep their two to one.
        (0.2, 1.0, [0.8 * 2 / 3, 0.8 / 3, 0.2]),
        # A at the cap sends B to its own.
        (0.0, 0.4, [0.4, 0.4, 0.2]),
        # Both: B takes what is left.
        (0.25, 0.45, [0.45, 0.3, 0.25]),
        # A floor lifts C, and what that frees takes A below the cap it was above.
        (0.3, 0.45, [0.4, 0.3, 0.3]),
        (1 / 3, 1 / 3, [1 / 3, 1 / 3, 1 / 3]),
    ],
)
def test_bounds_by_hand(floor: float, cap: float, expected: list[float]) -> None:
    found = bounded_shares(THREE, floor, cap)
    assert found.index.tolist() == ["A", "B", "C"]
    assert found.tolist() == pytest.approx(expected, abs=1e-12)


def test_each_can_have_a_bound_of_its_own() -> None:
    found = bounded_shares(THREE, cap=pd.Series({"C": 1.0, "B": 1.0, "A": 0.2}))
    assert found.to_dict() == pytest.approx({"A": 0.2, "B": 0.6, "C": 0.2})


@given(keys(), st.integers(0, 10), st.integers(0, 10))
def test_bounds_hold_and_the_rest_keep_their_proportions(
    key: pd.Series, low: int, high: int
) -> None:
    least, most = low / 10 / len(key), high / 10 + (1 - high / 10) / len(key)
    paying = (key > 0).sum()
    if most * paying + least * (len(key) - paying) < 1 - 1e-9:
        with pytest.raises(ValueError, match="Hev taket"):
            bounded_shares(key, least, most)
        return
    found = bounded_shares(key, least, most)
    assert found.sum() == pytest.approx(1.0, abs=1e-8)
    assert found.between(least - 1e-9, most + 1e-9).all()
    free = found.between(least + 1e-9, most - 1e-9)
    if free.any():
        factors = found[free] / key[free]
        assert factors.tolist() == pytest.approx([factors.iloc[0]] * free.sum(), abs=1e-8)
        # Those at a bound would be past it at the same factor.
        scaled = factors.iloc[0] * key
        assert (scaled[found <= least + 1e-9] <= least + 1e-8).all()
        assert (scaled[found >= most - 1e-9] >= most - 1e-8).all()


@given(keys())
def test_bounds_nobody_meets_change_nothing(key: pd.Series) -> None:
    assert bounded_shares(key).tolist() == pytest.approx(key.tolist(), abs=1e-12)


@pytest.mark.parametrize(
    ("key", "floor", "cap", "message"),
    [
        (THREE, 0.34, 1.0, "til sammen 102,0 prosent"),
        (THREE, 0.0, 0.3, "bare 90,0 prosent"),
        # Two who pay nothing cannot be scaled up to take what the cap leaves.
        (pd.Series({"A": 1.0, "B": 0.0}), 0.0, 0.6, "bare 60,0 prosent"),
        (THREE, 0.3, 0.2, "ikke over taket"),
        (THREE, -0.1, 1.0, "minst 0"),
        (pd.Series({"A": 1.2, "B": -0.2}), 0.0, 1.0, "0 eller mer"),
        (pd.Series({"A": 0.5, "B": np.nan}), 0.0, 1.0, "0 eller mer"),
        (THREE * 0.9, 0.0, 1.0, "til sammen bli 1"),
        (THREE, pd.Series({"A": 0.1, "B": 0.1}), 1.0, "mangler gulv"),
        (THREE, 0.0, np.nan, "mangler tak"),
    ],
)
def test_bounds_that_cannot_be_met_are_refused(
    key: pd.Series, floor: float, cap: float, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        bounded_shares(key, floor, cap)


# To the øre.


def test_the_last_ore_goes_to_the_largest_remainder() -> None:
    # 1 krone by 0.6, 0.3, 0.1 is whole øre; 1.01 leaves 0.6, 0.3 and 0.1 of one.
    assert to_the_ore(1.00, THREE).tolist() == [60, 30, 10]
    assert to_the_ore(1.01, THREE).tolist() == [61, 30, 10]


def test_equal_remainders_are_taken_in_the_order_of_the_names() -> None:
    third = pd.Series(1 / 3, index=["3312", "3310", "3316"])
    assert to_the_ore(1.00, third).to_dict() == {"3312": 33, "3310": 34, "3316": 33}
    assert to_the_ore(1.00, third.iloc[::-1]).to_dict() == {"3312": 33, "3310": 34, "3316": 33}
    assert to_the_ore(2.00, third).to_dict() == {"3312": 67, "3310": 67, "3316": 66}


def test_rounding_in_the_shares_decides_nothing() -> None:
    # 0.1 + 0.2 is a hair above 0.3, and both have half an øre left.
    key = pd.Series({"3316": 0.1 + 0.2, "3310": 0.3, "3312": 0.4})
    assert to_the_ore(0.05, key).to_dict() == {"3316": 1, "3310": 2, "3312": 2}
    # Ten billion kroner times a sum that is a hair above 1.
    assert to_the_ore(1e10, THREE * (1 + 5e-10)).sum() == 10**12


@given(keys(), st.integers(-(10**13), 10**13))
def test_parts_sum_to_the_ore_and_lie_within_one_of_their_share(key: pd.Series, total: int) -> None:
    found = to_the_ore(total / 100, key)
    assert found.sum() == total
    assert found.dtype == np.int64
    assert (found - total * key).abs().max() < 1 + 1e-3
    assert to_the_ore(-total / 100, key).tolist() == (-found).tolist()
    turned = to_the_ore(total / 100, key.iloc[::-1])
    assert turned[key.index].tolist() == found.tolist()


def test_a_share_of_a_gain_may_be_negative() -> None:
    found = to_the_ore(10.00, pd.Series({"A": 1.2345, "B": -0.2345}))
    assert found.to_dict() == {"A": 1235, "B": -235}


@pytest.mark.parametrize(
    ("total", "key", "message"),
    [
        (np.nan, THREE, "mangler"),
        (np.inf, THREE, "mangler"),
        (1.0, THREE * 1.1, "til sammen blir 1"),
        (1.0, pd.Series({"A": np.nan, "B": 1.0}), "må være tall"),
    ],
)
def test_what_cannot_be_divided_is_refused(total: float, key: pd.Series, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        to_the_ore(total, key)
