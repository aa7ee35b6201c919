from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.model.economy import (
    break_even,
    discount_factors,
    net_present_value,
    social_net_present_value,
)

FLOWS = arrays(float, st.integers(1, 12), elements=st.integers(-(10**6), 10**6))


@given(FLOWS, st.floats(0, 0.2))
def test_net_present_value_against_a_loop(flows: np.ndarray, rate: float) -> None:
    expected, factor = 0.0, 1.0
    for cost in flows:
        expected -= cost / factor
        factor *= 1.0 + rate
    assert net_present_value(flows, rate) == pytest.approx(expected, rel=1e-9, abs=1e-3)


def test_social_value_by_hand() -> None:
    # 100 a year in years 1 and 2, of which 10 is margin; rate 0. Resources 180, and 20 % of
    # the 200 that must be financed by taxes: −220.
    cost, margin = np.array([0.0, 100.0, 100.0]), np.array([0.0, 10.0, 10.0])
    assert social_net_present_value(cost, margin, 0.0, 0.2) == pytest.approx(-220.0)
    # Without margin it is the municipal value and a fifth, for a saving, too.
    assert social_net_present_value(-cost, 0 * margin, 0.0, 0.2) == pytest.approx(240.0)


def test_break_even_by_hand() -> None:
    # 8.1109 million kroner lost over ten years at 4 % on 1000 inhabitants: 1000 kr each a year.
    assert break_even(np.array(-8110.8958), 1000.0, 0.04, 10) == pytest.approx(1000.0, abs=1e-4)
    assert break_even(np.array(5.0), 1000.0, 0.04, 10) == 0.0


def test_year_0_is_not_discounted() -> None:
    assert discount_factors(0.04, 2).round(6).tolist() == [1.0, 0.961538, 0.924556]
