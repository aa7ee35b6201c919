"""The expected value of an assumption is the mean of what is drawn, also where its range clips."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model.regions import felles

from analysis.dataset.definitions.assumptions import Assumption, Bounds, Quantiles
from analysis.decision.draws.sampling import quantile_function

# The middle of each of many equally likely parts.
GRID = (np.arange(200_000) + 0.5) / 200_000


def drawn_mean(assumption: Assumption) -> float:
    return float(quantile_function(assumption, GRID).mean())


def with_estimate(name: str, estimate: Quantiles | Bounds) -> Assumption:
    return felles().assumptions[name].model_copy(update={"anslag": estimate})


def test_skewed_by_hand() -> None:
    # σ = 180 / 1.28155 above and 20 / 1.28155 below the median; each half adds 0.398942 σ:
    # 120 + (180 − 20) / 1.28155 · 0.398942 = 169.81. Below 0 lies nothing that counts.
    found = with_estimate("omstilling_prosjekt_lite", Quantiles(p10=100.0, p50=120.0, p90=300.0))
    assert found.value("forventet") == pytest.approx(120 + 160 / 1.2815516 * 0.3989423)
    assert found.value("forventet") == pytest.approx(drawn_mean(found), rel=1e-4)


def test_clipped_by_hand() -> None:
    """A share from 0 to 0.1 and no higher: what would fall below 0 is drawn as 0.

    σ = 0.1 / 1.28155 = 0.0780304, and 0 lies 1.28155 σ below the median. So the mean falls by
    σ (φ(0) − φ(1.28155)) + 0.1 · 10 % = 0.0780304 (0.3989423 − 0.1754983) + 0.01 = 0.0274354.
    """
    found = with_estimate("fravaer", Quantiles(p10=0.0, p50=0.1, p90=0.1))
    assert found.value("forventet") == pytest.approx(0.1 - 0.0274354, abs=1e-6)
    assert found.value("forventet") == pytest.approx(drawn_mean(found), rel=1e-4)


def test_the_triangle_by_hand() -> None:
    found = with_estimate("dobbel_drift", Bounds(min=1.0, sannsynlig=4.0, maks=13.0))
    assert found.value("forventet") == pytest.approx(6.0)
    assert drawn_mean(found) == pytest.approx(6.0, rel=1e-4)


def test_no_spread_is_the_value_itself() -> None:
    for estimate in (
        Quantiles(p10=0.2, p50=0.2, p90=0.2),
        Bounds(min=0.2, sannsynlig=0.2, maks=0.2),
    ):
        assert with_estimate("fravaer", estimate).value("forventet") == pytest.approx(0.2)


RANGED = [n for n, a in felles().assumptions.items() if a.name.upper - a.name.lower <= 2.0]


@given(st.sampled_from(RANGED), st.lists(st.floats(0, 1), min_size=3, max_size=3), st.booleans())
def test_it_is_the_mean_of_what_is_drawn(name: str, places: list[float], triangle: bool) -> None:
    entry = felles().assumptions[name].name
    low, middle, high = (
        entry.lower + place * (entry.upper - entry.lower) for place in sorted(places)
    )
    estimate = (
        Bounds(min=low, sannsynlig=middle, maks=high)
        if triangle
        else Quantiles(p10=low, p50=middle, p90=high)
    )
    found = with_estimate(name, estimate)
    scale = entry.upper - entry.lower
    assert found.value("forventet") == pytest.approx(drawn_mean(found), abs=2e-4 * scale)


def test_so_is_every_one_that_ships() -> None:
    for name, assumption in felles().assumptions.items():
        spread = max(assumption.anslag.points) - min(assumption.anslag.points)
        assert abs(assumption.value("forventet") - drawn_mean(assumption)) <= 1e-3 * spread, name
