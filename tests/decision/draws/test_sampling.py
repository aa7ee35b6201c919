"""Draws hit the stated quantiles, stay inside the closed list's ranges, and come from one seed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from model.regions import (
    alike,
    all_judgements,
    application_rows,
    felles,
    make_dataset,
    unknown,
    with_values,
)
from scipy import stats

from analysis.dataset import Dataset
from analysis.dataset.definitions.assumption_list import ASSUMPTION_LIST, NOT_DRAWN, TIED
from analysis.dataset.definitions.assumptions import Assumption, Bounds, Quantiles
from analysis.dataset.definitions.shared import Shared
from analysis.decision.draws.sampling import BLOCK, Sampler, quantile_function, tied_by

OWN = np.array([[0.5, 0.3, 0.2, 0.0], [0.5, 0.3, 0.2, 0.0], [0.1, 0.1, 0.4, 0.4]])


def small(shared: Shared | None = None, **settings: object) -> Dataset:
    tables = alike("9901", "9902")
    apps = application_rows(("9901", "Arkiv"), ("9902", "Arkiv"))
    judgements = all_judgements()
    return make_dataset(*tables, apps, shared=shared, judgements=judgements, **settings)


def sampler(shared: Shared | None = None, missing: int = 2, **settings: object) -> Sampler:
    return Sampler.build(small(shared, **settings), OWN, missing)


def given_as(anslag: Quantiles | Bounds, name: str = "fravaer") -> Assumption:
    return felles().assumptions[name].model_copy(update={"anslag": anslag})


@pytest.mark.parametrize("name", [n for n in ASSUMPTION_LIST if n not in NOT_DRAWN])
def test_every_assumption_that_ships_is_hit_and_stays_in_range(name: str) -> None:
    assumption = felles().assumptions[name]
    u = np.linspace(0.0, 1.0, 2001)
    values = quantile_function(assumption, u)
    assert (np.diff(values) >= 0).all()
    assert values.min() >= assumption.name.lower and values.max() <= assumption.name.upper
    low, central, high = assumption.anslag.points
    if isinstance(assumption.anslag, Quantiles):
        found = quantile_function(assumption, np.array([0.1, 0.5, 0.9]))
        np.testing.assert_allclose(found, [low, central, high], rtol=1e-12, atol=1e-15)
    else:
        np.testing.assert_allclose(values[[0, -1]], [low, high], atol=1e-4 * (high - low))


@given(
    st.lists(st.integers(0, 1000).map(lambda i: i / 1000), min_size=3, max_size=3).map(sorted),
    st.floats(0.0, 1.0),
)
@examples(2)
def test_any_three_quantiles_are_hit(points: list[float], u: float) -> None:
    low, central, high = points
    assumption = given_as(Quantiles(p10=low, p50=central, p90=high))
    found = quantile_function(assumption, np.array([0.1, 0.5, 0.9, u]))
    np.testing.assert_allclose(found[:3], points, atol=1e-12)
    assert 0.0 <= found[3] <= 1.0


def test_bounds_are_triangular() -> None:
    assumption = given_as(Bounds(min=0.1, sannsynlig=0.2, maks=0.6))
    u = np.linspace(0.01, 0.99, 99)
    known = stats.triang(0.2, loc=0.1, scale=0.5).ppf(u)
    np.testing.assert_allclose(quantile_function(assumption, u), known)
    certain = given_as(Bounds(min=0.3, sannsynlig=0.3, maks=0.3))
    np.testing.assert_array_equal(quantile_function(certain, u), 0.3)


def test_draws_have_the_shape_and_kroner_of_the_model() -> None:
    made = sampler(kroneverdi=2021)
    draws = made.draws(made.values(made.block(0, 500)))
    floors = {f"{n}:minst": a.minst for n, a in felles().assumptions.items() if a.minst}
    assert set(draws) == set(ASSUMPTION_LIST) - set(NOT_DRAWN) | set(floors)
    assert {values.shape for values in draws.values()} == {(500, 1, 1)}
    p10, p50, p90 = felles().assumptions["vaktordning"].anslag.points
    found = np.quantile(draws["vaktordning"], [0.1, 0.5, 0.9])
    # 2022 kroner in 2021 kroner: the test's index is 100 and 105.
    np.testing.assert_allclose(found, np.array([p10, p50, p90]) / 1.05, rtol=0.01)
    np.testing.assert_allclose(np.quantile(draws["fravaer"], 0.5), 0.18, rtol=0.01)
    # The smallest amounts are not drawn, and in the same kroner.
    np.testing.assert_allclose(draws["vaktordning:minst"], floors["vaktordning:minst"] / 1.05)
    np.testing.assert_array_equal(
        draws["felles_stillinger:minst"], floors["felles_stillinger:minst"]
    )


def test_a_delay_is_drawn_and_never_before_its_time() -> None:
    made = sampler()
    delay = made.draws(made.values(made.block(0, 2000)))["forsinkelse"].ravel()
    low, central, high = felles().assumptions["forsinkelse"].anslag.points
    assert low == 0.0 and 0.0 <= delay.min() < 0.05 and high - 0.1 < delay.max() <= high
    assert delay.mean() == pytest.approx((low + central + high) / 3, rel=0.01)
    assert made.central[made.known.index("forsinkelse")] == (low + central + high) / 3
    none = sampler(with_values(felles(), forsinkelse=0.0))
    assert (none.draws(none.values(none.block(0, 20)))["forsinkelse"] == 0.0).all()


def test_unknown_assumptions_are_not_drawn() -> None:
    made = sampler(unknown(felles(), "innkjop_pris", "ukjent_avtaleslutt", "vaktordning"))
    draws = made.draws(made.values(made.block(0, 20)))
    assert (draws["innkjop_pris"] == 0).all() and (draws["vaktordning"] == 0).all()
    assert (draws["ukjent_avtaleslutt"] == np.inf).all()
    assert "innkjop_pris" not in made.known


KINDS = [
    {"etablering_selskap", "omstilling_kommune_stort", "flytting_per_applikasjon", "dobbel_drift"},
    {"innkjop_pris", "drift_per_dobling", "organisasjon_per_dobling", "konsulent_pris"},
    {"realpris_lonn", "volumvekst_lonn", "realpris_lisens", "volumvekst_utstyr"},
]


@pytest.mark.parametrize("rho", [(0.0, 0.0, 0.0), (0.5, 0.3, 0.8), (1.0, 0.0, 1.0)])
def test_what_tends_to_be_misjudged_together_shares_a_factor(rho: tuple[float, ...]) -> None:
    """One-time costs, savings and growth: tied within a kind, and not across kinds."""
    tied = dict(zip(TIED, rho, strict=True))
    made = sampler(with_values(felles(), **tied))
    values = made.values(made.block(0, 4000))
    kind = np.array([-1 if (k := tied_by(name)) is None else k for name in made.known])
    for k, names in enumerate(KINDS):
        assert {made.known[i] for i in np.flatnonzero(kind == k)} >= names
    loose = {made.known[i] for i in np.flatnonzero(kind == -1)}
    assert loose >= {"styring_selskap", "fravaer", "forsinkelse", "avgang_lokal_drift"}
    spearman = stats.spearmanr(values).statistic
    # One that piles up on a value has no ranks there.
    ranked = np.array([len(np.unique(column)) > 3900 for column in values.T])
    assert (~ranked & (kind >= 0)).sum() <= 1
    off = ~np.eye(len(kind), dtype=bool) & ranked & ranked[:, None]
    for k, own in enumerate(rho):
        inside = off & (kind[:, None] == k) & (kind == k)
        # Rank correlation of a normal copula.
        assert np.abs(spearman[inside] - 6 / np.pi * np.arcsin(own / 2)).max() < 0.06
    apart = off & ((kind[:, None] != kind) | (kind == -1))
    assert np.abs(spearman[apart]).max() < 0.07
    for i in np.flatnonzero(kind >= 0):  # and each keeps its own quantiles
        given = made.assumptions[made.known[i]].anslag
        if isinstance(given, Quantiles):
            found = np.quantile(values[:, i], [0.1, 0.5, 0.9])
            low, _, high = given.points
            assert np.abs(found - np.array(given.points)).max() < 0.08 * (high - low)


def test_latin_hypercube_fills_every_layer_once() -> None:
    sample = sampler().block(0, 100)
    for column in (*sample.assumptions.T, *sample.factors.T, *sample.cells.T, *sample.missing.T):
        assert sorted(np.floor(column * 100).astype(int)) == list(range(100))


def test_judgements_move_one_step_with_the_stated_chance() -> None:
    made = sampler(with_values(felles(), vurdering_usikkerhet=0.4))
    steps = made.steps(made.block(0, 1000))
    assert steps.shape == (1000, len(all_judgements()))
    for step, share in ((-1, 0.2), (0, 0.6), (1, 0.2)):
        np.testing.assert_allclose((steps == step).mean(axis=0), share, atol=0.0021)
    certain = sampler(unknown(felles(), "vurdering_usikkerhet"))
    assert not certain.steps(certain.block(0, 50)).any()


def test_weights_are_drawn_around_the_groups_own() -> None:
    made = sampler(with_values(felles(), vekt_konsentrasjon=50.0))
    sets = made.block(0, 4000).weights
    assert sets.shape == (4000, 2, 4)
    drawn = made.by_row(sets)
    np.testing.assert_allclose(drawn.sum(axis=2), 1.0)
    np.testing.assert_array_equal(drawn[:, 0], drawn[:, 1])  # one set, one draw
    np.testing.assert_allclose(drawn.mean(axis=0), OWN, atol=0.005)
    spread = np.sqrt(OWN * (1 - OWN) / 51)
    np.testing.assert_allclose(drawn.std(axis=0), spread, rtol=0.05)
    assert (drawn[:, 0, 3] == 0).all()  # not weighed is never weighed


def test_unknown_concentration_makes_all_weights_as_likely() -> None:
    made = sampler(unknown(felles(), "vekt_konsentrasjon"))
    drawn = made.by_row(made.block(0, 4000).weights)
    np.testing.assert_allclose(drawn[:, 0, :3].mean(axis=0), 1 / 3, atol=0.01)
    assert (drawn[:, 0, 3] == 0).all()
    largest = drawn[:, 0, :3].max(axis=1).mean()
    assert largest == pytest.approx(11 / 18, abs=0.01)


def test_same_seed_same_draws_and_another_seed_others() -> None:
    one, again, other = (sampler(startverdi=seed).block(3, 64) for seed in (7, 7, 8))
    for name in ("assumptions", "factors", "judgements", "cells", "missing", "weights"):
        assert getattr(one, name).tobytes() == getattr(again, name).tobytes()
        assert not np.array_equal(getattr(one, name), getattr(other, name))


def test_blocks_make_up_the_draws_and_more_draws_begin_alike() -> None:
    made = sampler()
    few, more = (list(made.blocks(n)) for n in (BLOCK + 10, 2 * BLOCK))
    assert [len(sample) for sample in few] == [BLOCK, 10]
    np.testing.assert_array_equal(few[0].assumptions, more[0].assumptions)
    assert not np.array_equal(more[0].assumptions, more[1].assumptions)


def test_what_is_missing_does_not_change_the_other_draws() -> None:
    with_none, with_many = sampler(missing=0).block(0, 32), sampler(missing=9).block(0, 32)
    np.testing.assert_array_equal(with_none.assumptions, with_many.assumptions)
    np.testing.assert_array_equal(with_none.judgements, with_many.judgements)
    np.testing.assert_array_equal(with_none.weights, with_many.weights)
    assert with_none.missing.shape == (32, 0)


def test_order_of_the_assumptions_in_the_file_does_not_matter() -> None:
    shared = felles()
    turned = replace(shared, assumptions=dict(reversed(shared.assumptions.items())))
    one, other = sampler(shared), sampler(turned)
    assert one.known == other.known
    np.testing.assert_array_equal(one.values(one.block(0, 9)), other.values(other.block(0, 9)))
