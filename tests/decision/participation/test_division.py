"""Who pays what: by hand in kroner, and which keys keep a group together."""

from __future__ import annotations

import numpy as np
import pytest
from decision.participation.small_cooperations import (
    BUY,
    POOL,
    A,
    B,
    C,
    assessed,
    buying,
    dataset,
    only,
    pooling,
    staffing,
)
from examples import examples
from hypothesis import given
from model.regions import regions

from analysis.dataset import Dataset
from analysis.decision.evaluation import evaluate
from analysis.decision.keys import Method, keys_of
from analysis.decision.participation.assess import assess_participation
from analysis.decision.participation.division import Division

slow = examples(0.16)


def gain(division: Division, name: str) -> list[float]:
    return division.gain[0, 0, division.key(name)].round(6).tolist()


def payment(division: Division, name: str) -> list[float]:
    return division.payment[0, 0, division.key(name)].round(6).tolist()


def test_three_keys_by_hand() -> None:
    """4920 on the account: consultants 800, 1000 and 3000, licences 0, 60 and 60."""
    data = pooling(inhabitants=(10_000.0, 10_000.0, 20_000.0))
    found = only(data).division
    assert payment(found, "utredningens nøkkel") == [1640, 1640, 1640]
    assert gain(found, "utredningens nøkkel") == [800 - 1640, 1060 - 1640, 3060 - 1640]
    assert payment(found, "innbyggere") == [1230, 1230, 2460]
    assert gain(found, "innbyggere") == [-430, -170, 600]
    # One year without discounting: a year's payment is all of it.
    np.testing.assert_allclose(found.yearly_payment, found.payment)
    np.testing.assert_allclose(found.yearly_gain, found.gain)
    own = found.key("utredningens nøkkel")
    assert found.losers[0, own].tolist() == [True, True, False]
    assert found.winners[0, own].tolist() == [False, False, True]
    assert found.effect[0, 0, own].round(6).tolist() == [[0, 840], [0, 580], [0, -1420]]


def test_a_direct_line_follows_the_one_who_uses_it() -> None:
    key = {"navn": "Lisenser hver for seg", "lik": 1.0, "direkte": ["lisens"]}
    found = only(pooling(nokkel=[key])).division
    # Only consultants are pooled: 4800 by three; B and C pay their own 60.
    assert payment(found, "Lisenser hver for seg") == [1600, 1600, 1600]
    assert gain(found, "Lisenser hver for seg") == [-800, -600, 1400]
    # The same where the analysis' own key says so, and for the simple keys with it.
    own = only(pooling(direkte_kostnader=["lisens"], fordeling={"brukere": 1.0})).division
    for name in ("utredningens nøkkel", "likt"):
        assert payment(own, name) == [1600, 1600, 1600]
        assert gain(own, name) == [-800, -600, 1400]


def test_salaries_follow_their_own_key_whatever_the_other() -> None:
    """4800 by users 1 : 1 : 3 is 960, 960 and 2880, under every key."""
    found = only(staffing(inhabitants=(10_000.0, 10_000.0, 80_000.0))).division
    for key in found.keys:
        if key.method is Method.SHARES:
            assert gain(found, key.name) == [-160, 40, 120]
            assert payment(found, key.name) == [0, 0, 0]
    equal = only(staffing(lonnsfordeling={"lik": 1.0})).division
    assert gain(equal, "brukere") == [800 - 1600, 1000 - 1600, 3000 - 1600]


def test_a_floor_and_a_cap() -> None:
    keys = [
        {"navn": "Tak", "innbyggere": 1.0, "tak": 0.5},
        {"navn": "Gulv", "innbyggere": 1.0, "gulv": 0.2},
        {"navn": "For lavt tak", "innbyggere": 1.0, "tak": 0.3},
    ]
    people = (10_000.0, 10_000.0, 80_000.0)
    found = only(buying(inhabitants=people, nokkel=keys)).division
    assert payment(found, "Tak") == [30, 30, 60]
    assert payment(found, "Gulv") == [24, 24, 72]
    assert found.share[0, found.key("Gulv")].round(9).tolist() == [0.2, 0.2, 0.6]
    place = found.key("For lavt tak")
    assert "Hev taket" in found.unusable[place]
    assert np.isnan(found.gain[:, :, place]).all()
    assert not found.stable[:, place].any()
    assert found.blocking[0, 0, place] == -1


def test_shapley_and_nucleolus_by_hand() -> None:
    """v(AB) = 80, v(ABC) = 180 and nothing else.

    Shapley: A and B (80 + 2 · 180) / 6, C (2 · 100) / 6. Nucleolus: the least of x_C and
    100 − x_C is largest at 50, and A and B share the rest.
    """
    found = only(buying()).division
    assert gain(found, "Shapley-verdien") == pytest.approx([440 / 6, 440 / 6, 200 / 6])
    assert gain(found, "nukleolus") == pytest.approx([65, 65, 50])
    # Before anybody pays A has 100, B 150 and C 50, so the payments are what is left of it.
    assert payment(found, "nukleolus") == pytest.approx([35, 85, 0])
    assert found.payment[0, 0].sum(axis=1) == pytest.approx(120)
    assert found.least_core[0, 0] == pytest.approx(-50)
    assert found.stable[0].all()


def test_a_key_that_somebody_leaves_is_named() -> None:
    # A has nine of ten inhabitants and pays 108 of 120 for a saving of 100.
    found = only(buying(inhabitants=(90_000.0, 5_000.0, 5_000.0))).division
    key = found.key("innbyggere")
    assert gain(found, "innbyggere") == [-8, 144, 44]
    assert found.blocking[0, 0, key] == A
    assert found.excess[0, 0, key] == pytest.approx(8)
    assert not found.stable[0, key]
    assert found.stable[0, found.key("utredningens nøkkel")]


def test_the_group_that_gains_most_by_going_is_named() -> None:
    # A and B pay 840 and 580 too much for C's consultants: together they have most to win.
    found = only(pooling()).division
    assert found.blocking[0, 0, 0] == A | B
    assert found.excess[0, 0, 0] == pytest.approx(1420)
    # C adds nothing on Arkiv but pays a third of 60: nobody but C has a reason to go.
    data = dataset(
        BUY,
        values={"innkjop_pris": 0.1, "styring_faggrupper": 60.0},
        systems=(("9901", "Arkiv", 1000), ("9902", "Arkiv", 1000), ("9903", "Kart", 50)),
    )
    division = only(data).division
    assert division.blocking[0, 0, 0] == C
    assert division.excess[0, 0, 0] == pytest.approx(20)


def test_a_group_that_loses_shares_the_loss_and_has_no_nucleolus() -> None:
    """Together they lose 20; apart in pairs 0, −200 and −100 … with everything counted."""
    found = only(buying(fixed=320.0)).division
    assert gain(found, "utredningens nøkkel") == pytest.approx([100 - 320 / 3, 150 - 320 / 3,
                                                                50 - 320 / 3])  # fmt: skip
    # Pairs: AB −120, AC −320, BC −220; all −20. Shapley: A (−120 − 320 + 2 · 200) / 6 …
    expected = [(-120 - 320 + 2 * 200) / 6, (-120 - 220 + 2 * 300) / 6, (-320 - 220 + 2 * 100) / 6]
    assert gain(found, "Shapley-verdien") == pytest.approx(expected)
    assert sum(expected) == pytest.approx(-20)
    assert np.isnan(gain(found, "nukleolus")).all()
    assert np.isnan(found.least_core).all()
    assert not found.stable.any()


def test_the_keys_that_are_compared() -> None:
    assert [key.name for key in keys_of(buying().settings)] == [
        "utredningens nøkkel", "innbyggere", "brukere", "årsverk", "Shapley-verdien", "nukleolus",
    ]  # fmt: skip
    mixed = buying(fordeling={"lik": 0.3, "innbyggere": 0.7, "brukere": 0.0})
    own, *others = keys_of(mixed.settings)
    assert own.weights == {"lik": 0.3, "innbyggere": 0.7}
    assert own.own
    assert "likt" in [key.name for key in others]


@given(regions(most=4))
@slow
def test_gains_sum_to_the_total_under_every_key(data: Dataset) -> None:
    found = assess_participation(data, evaluate(data), draws=0)
    for one in found.cooperations.values():
        total = one.total[:, :, one.place(one.group)]
        sums = one.division.gain.sum(axis=-1)
        known = np.isfinite(sums)
        expected = np.broadcast_to(total[..., None], sums.shape)
        np.testing.assert_allclose(sums[known], expected[known], rtol=1e-9, atol=1e-6)
        assert known[:, :, 0].all()
        # Nobody's share of an account depends on the scenario, and all of it is paid.
        share = one.division.share.sum(axis=-1)
        np.testing.assert_allclose(share[np.isfinite(share)], 1.0, atol=1e-9)


@given(regions(most=4))
@slow
def test_yearly_effects_have_the_present_value_of_the_gain(data: Dataset) -> None:
    """Under every key, also where a gain is divided: the same total falls on the years."""
    found = assess_participation(data, evaluate(data), draws=0)
    factors = 1.04 ** -np.arange(data.settings.analyseperiode + 1.0)
    for name in ("0+", "4"):  # without capital and its residual value
        if name in found.closed:
            continue
        division = found.cooperations[name].division
        value = -(division.effect @ factors)
        known = np.isfinite(division.gain)
        np.testing.assert_allclose(value[known], division.gain[known], rtol=1e-7, atol=1e-5)


def test_two_alternatives_are_told_apart() -> None:
    data = dataset(
        BUY, POOL, values={"innkjop_pris": 0.1, "konsulentandel": 1.0},
        budget={"konsulent": (1, 2, 3)}, direkte_kostnader=["lisens"],
    )  # fmt: skip
    found = assessed(data).cooperations
    assert list(found) == ["0+", "2"]
    assert found["0+"].total[0, 0, -1] == pytest.approx(300)
    assert found["2"].total[0, 0, -1] == pytest.approx(0)
    assert found["2"].gain[0, 0, found["2"].place(B | C)].round(6).tolist() == [0, -0.5, 0.5]
