"""What a late comer must pay, by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from decision.participation.small_cooperations import (
    BUY,
    CAPITAL,
    HOSTED,
    NEXT_YEAR,
    A,
    B,
    C,
    buying,
    dataset,
    only,
    per_user,
    pooling,
)
from examples import examples
from hypothesis import given
from model.regions import regions

from analysis.dataset import Dataset
from analysis.dataset.definitions.cooperation_settings import Leaving
from analysis.dataset.tables import SCENARIOS
from analysis.decision.evaluation import evaluate
from analysis.decision.participation.assess import assess_participation
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.late_entry import Joining

slow = examples(0.16)


def test_a_late_comer_that_helps_pays_nothing() -> None:
    found = only(buying(analyseperiode=4, uttreden=NEXT_YEAR))
    late = next(one for one in found.joinings if one.joiner == A)
    # B and C gain 140 a year when A comes, in years 3 and 4; A gains 60 in each.
    assert late.last_year == 2
    assert late.others_extra[0, 0] == pytest.approx(-280)
    assert late.entry_price[0, 0] == 0
    assert late.gain[0, 0] == pytest.approx(120)
    assert late.comes[0, 0]


def test_a_late_comer_that_others_pay_for_pays_it_back() -> None:
    """C brings 3060 to an account that A and B pay two thirds of: 1420 a year for two years."""
    found = only(pooling(analyseperiode=4, uttreden=NEXT_YEAR))
    late = next(one for one in found.joinings if one.joiner == C)
    assert late.others_extra[0, 0] == pytest.approx(2 * 1420)
    assert late.entry_price[0, 0] == pytest.approx(2 * 1420)
    assert late.gain[0, 0] == pytest.approx(2 * 1420)
    # What it gains is what the others lose, so with the price there is nothing left to come for.
    assert not late.comes[0, 0]


def test_a_late_comer_pays_its_own_transition_when_it_comes() -> None:
    data = dataset(
        HOSTED,
        values={"omstilling_kommune_stort": 100.0},
        budget={"lønn": (800.0, 800.0, 800.0)},
        analyseperiode=4,
        uttreden=NEXT_YEAR,
        kalkulasjonsrente=0.1,
    )
    late = next(one for one in only(data).joinings if one.joiner == C)
    assert late.gain[0, 0] == pytest.approx(-100 / 1.1**2)
    assert late.others_extra[0, 0] == pytest.approx(0)


def test_a_late_comer_takes_over_its_part_of_what_remains_of_the_capital() -> None:
    """300 in capital, half of it left: 150 shared by two without A, by three with it."""
    data = dataset(
        CAPITAL,
        values={"etablering_avtale": 300.0, "restverdi_andel": 0.5},
        analyseperiode=4,
        uttreden=NEXT_YEAR,
        kalkulasjonsrente=0.1,
    )
    late = next(one for one in only(data).joinings if one.joiner == A)
    assert late.others_extra[0, 0] == pytest.approx(50 / 1.1**4)
    assert late.entry_price[0, 0] == pytest.approx(50 / 1.1**4)
    assert late.gain[0, 0] == pytest.approx(50 / 1.1**4)
    assert late.start_share[0, 0] == pytest.approx(100)
    assert not late.comes[0, 0]


def test_a_late_comer_that_needs_more_capital_is_paid_for_when_it_comes() -> None:
    """Two of 400 users have paid 200; with A it is 300, and all three pay a third of the 100 more.

    Half of it all is left: 50 each of 100 for two, 50 each of 150 for three.
    """
    data = dataset(
        CAPITAL, values={"restverdi_andel": 0.5}, analyseperiode=4, uttreden=NEXT_YEAR,
        kalkulasjonsrente=0.1,
    )  # fmt: skip
    found = only(per_user(data, "etablering_avtale", 250.0))
    late = next(one for one in found.joinings if one.joiner == A)
    more = 100 / 1.1**2
    assert late.others_extra[0, 0] == pytest.approx(2 * more / 3)
    assert late.gain[0, 0] == pytest.approx(50 / 1.1**4 - more / 3)
    assert late.start_share[0, 0] == pytest.approx(100)


def check_late_comer(one: Cooperation, late: Joining, spared: np.ndarray) -> None:
    """One who comes before anything runs has, with the start-up it is spared, what it always had.

    So do the others. It holds where all that is paid once is on the common account.
    """
    before, whole = one.place(one.group & ~late.joiner), one.place(one.group)
    m = late.joiner.bit_length() - 1
    others = np.arange(one.gain.shape[-1]) != m
    lost = (one.gain[:, :, before] - one.gain[:, :, whole])[..., others].sum(axis=-1)
    np.testing.assert_allclose(late.others_extra, lost + spared, rtol=1e-9, atol=1e-5)
    own = one.gain[:, :, whole, m] + spared
    np.testing.assert_allclose(late.gain, own, rtol=1e-9, atol=1e-5)


@given(regions(most=4))
@slow
def test_a_late_comer_in_time_loses_and_gains_what_it_would_have(data: Dataset) -> None:
    plan = Leaving(varsel=1, oppsigelsestid=(1,), innmelding=0)
    timely = data.settings.model_copy(update={"uttreden": plan})
    found = assess_participation(replace(data, settings=timely), evaluate(data), draws=0)
    for alternative in ("0+", "2"):
        one = found.cooperations.get(alternative)
        for late in one.joinings if one else ():
            # Of the capital all need, the others have paid what they need themselves.
            paid = capital(data, one.group & ~late.joiner) / capital(data, one.group)
            check_late_comer(one, late, late.start_share * paid)


def capital(data: Dataset, group: int) -> np.ndarray:
    """What a group puts into alternative 2 to begin with (S,)."""
    inside = (group >> np.arange(len(data.municipalities)) & 1).astype(bool)
    users = float(data.municipalities["ikt_brukere"][inside].sum())
    given = data.shared.assumptions["etablering_avtale"]
    return np.array([max(given.minst, given.value(s) * users / 1000.0) for s in SCENARIOS])


def test_nobody_comes_after_the_period_or_to_one_alone() -> None:
    plan = {"innmelding": 4}
    assert only(buying(analyseperiode=4, uttreden=plan)).joinings == ()
    pair = dataset(
        BUY, values={"innkjop_pris": 0.1}, systems=(("9901", "Arkiv", 10), ("9902", "Arkiv", 10)),
        codes=("9901", "9902"), inhabitants=(1000.0, 1000.0), analyseperiode=8,
    )  # fmt: skip
    assert only(pair).joinings == ()
    assert [one.leavers for one in only(pair).withdrawals] == [A, B]
