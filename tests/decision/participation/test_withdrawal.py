"""What it does to the rest when somebody leaves, by hand."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import numpy as np
import pandas as pd
import pytest
from decision.participation.small_cooperations import (
    BUY,
    CAPITAL,
    CODES,
    HOSTED,
    NEXT_YEAR,
    POOL,
    POSTS,
    STAFF,
    A,
    B,
    C,
    assessed,
    buying,
    dataset,
    nine,
    only,
    per_user,
    pooling,
    staffing,
)
from examples import examples
from hypothesis import given
from model.regions import regions, unknown

from analysis.dataset import Dataset
from analysis.dataset.definitions.alternatives import Organisation, Resources
from analysis.decision.evaluation import evaluate
from analysis.decision.participation.assess import assess_participation, withdrawal_of
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.withdrawal import Withdrawal

slow = examples(0.16)


def leaving(found: Cooperation, who: int) -> Withdrawal:
    return next(one for one in found.withdrawals if one.leavers == who)


def first(values: np.ndarray) -> list[float]:
    """Of the one fill, scenario and notice."""
    return np.asarray(values[0, 0, 0]).round(6).tolist()


def test_one_leaves_by_hand() -> None:
    """A, B and C save 100, 150 and 50 a year and pay 40 each; without A they save 0, 50 and 50.

    In years 3 and 4 B and C lose 100 together and pay 120 instead of 80.
    """
    found = leaving(only(buying(analyseperiode=4, uttreden=NEXT_YEAR)), A)
    assert found.rest == B | C
    assert found.last_years == (2,)
    assert not found.ends
    assert first(found.rest_extra) == [0, 240, 40]
    assert first(found.scale) == 200
    assert first(found.fixed) == 80
    assert first(found.contribution) == first(found.moving) == 0
    # A pays 40 in year 2, and misses 60 in each of the last two.
    assert first(found.notice_payment) == [40, 0, 0]
    assert first(found.leaver_gain) == [-120, 0, 0]
    assert first(found.moving_out) == [0, 0, 0]
    # B and C gain 120 in each of two years and lose 20 in each of the next two.
    assert first(found.rest_gain) == 200
    assert found.rest_alone[0, 0] == pytest.approx(-80)
    assert not found.goes_on[0, 0, 0]


def test_whether_it_paid_to_go_on_before_anybody_left() -> None:
    """With 450 a year to be together, B and C save 200 of 300 paid: they lose with A and without.

    With 120 they gain 120 a year with A in and lose 20 without.
    """
    dear = leaving(only(buying(450.0, analyseperiode=4, uttreden=NEXT_YEAR)), A)
    assert not dear.goes_on_with_all[0, 0, 0] and not dear.goes_on[0, 0, 0]
    cheap = leaving(only(buying(analyseperiode=4, uttreden=NEXT_YEAR)), A)
    assert cheap.goes_on_with_all[0, 0, 0] and not cheap.goes_on[0, 0, 0]


def test_where_nobody_knows_what_moving_out_costs_nothing_is_claimed_of_it() -> None:
    """Together they pay 50 a year more: worth going on with only if moving out costs enough."""
    given = {
        "values": {"omstilling_kommune_stort": 100.0, "felles_stillinger": 1.0,
                   "lonn_per_arsverk": 150.0},
        "budget": {"lønn": (800.0, 800.0, 800.0)}, "analyseperiode": 4, "uttreden": NEXT_YEAR,
    }  # fmt: skip
    alternative = HOSTED.model_copy(
        update={"tiltak": HOSTED.tiltak.model_copy(update={"ressurser": Resources(**POSTS)})}
    )
    data = dataset(alternative, **given)
    out = leaving(only(data), C)
    # For two more years A and B pay 75 each with nobody to help, and it costs nothing to leave.
    assert out.goes_on.shape == (1, 3, 1) and not out.goes_on.any()
    out = leaving(only(replace(data, shared=unknown(data.shared, "utflytting_andel"))), C)
    assert out.goes_on.shape == out.goes_on_with_all.shape == (2, 3, 1)
    assert out.goes_on[:, 0, 0].tolist() == [False, True]
    assert np.isnan(first(out.moving_out)[2]) and np.isnan(first(out.leaver_gain)[2])
    assert np.isfinite(out.rest_extra).all()


def test_any_of_them_may_leave_together() -> None:
    data = nine(uttreden=NEXT_YEAR, analyseperiode=4)
    evaluation = evaluate(data)
    codes = list(evaluation.codes)
    whole = assessed(data).cooperations["0+"]
    for gone in ([codes[3]], [codes[0], codes[5]]):
        by_call = withdrawal_of(data, evaluation, "0+", gone)
        told = leaving(whole, sum(1 << codes.index(code) for code in gone))
        for field in fields(Withdrawal):
            one, other = getattr(by_call, field.name), getattr(told, field.name)
            np.testing.assert_array_equal(one, other, err_msg=field.name)
    # Four of nine go: those who are left are the group that has been worked out without them.
    four = withdrawal_of(data, evaluation, "0+", codes[5:])
    rest = whole.place(sum(1 << i for i in range(5)))
    np.testing.assert_allclose(four.rest_alone, whole.total[:, :, rest])
    check_sums(whole, four)
    assert withdrawal_of(data, evaluation, "0+", codes[1:]).ends


@pytest.mark.parametrize(
    ("alternative", "codes", "said"),
    [
        ("0+", ["1111"], "1111 er ikke med i utredningen"),
        ("0+", ["9903"], "9903 er ikke med i alternativ 0+"),
        ("0+", [], "Oppgi noen av kommunene som er med, men ikke alle"),
        ("0+", ["9902", "9901"], "Oppgi noen av kommunene som er med, men ikke alle"),
        ("0", ["9901"], "Alternativ 0 kan ikke regnes ut for en gruppe"),
        ("2", ["9901"], "Alternativ 2 kan ikke regnes ut for en gruppe: for få deltakere"),
    ],
)
def test_who_cannot_leave(alternative: str, codes: list[str], said: str) -> None:
    answers = [("9903", "0+", "nei"), ("9902", "2", "nei"), ("9903", "2", "nei")]
    mandate = pd.DataFrame(answers, columns=["kommunenummer", "alternativ", "tillatt"])
    data = replace(dataset(BUY, POOL), mandate=mandate)
    with pytest.raises(ValueError, match=re.escape(said)):
        withdrawal_of(data, evaluate(data), alternative, codes)


def test_the_rest_may_still_gain() -> None:
    found = leaving(only(buying(analyseperiode=4, uttreden=NEXT_YEAR)), C)
    # A and B still save 200 of the 250 they had and pay 120.
    assert first(found.rest_extra) == [40, 140, 0]
    assert first(found.scale) == 100
    assert first(found.fixed) == 80
    assert found.goes_on[0, 0, 0]
    assert found.rest_alone[0, 0] == pytest.approx(4 * 80)


def test_what_the_leavers_paid_beyond_their_own_costs() -> None:
    """By the equal key A pays 1640 for 800; without A, B and C pay 2060 each for 1060 and 3060."""
    found = leaving(only(pooling(analyseperiode=4, uttreden=NEXT_YEAR)), A)
    assert first(found.rest_extra) == [0, 840, 840]
    assert first(found.contribution) == 2 * 840
    assert first(found.scale) == first(found.fixed) == first(found.moving) == 0
    assert first(found.leaver_gain) == [2 * 840, 0, 0]


def test_salaries_the_leavers_paid_for_are_what_they_paid_and_not_scale() -> None:
    """By users 1 : 1 : 3 A pays 960 for 800 of 4800; without A, B and C pay 1000 and 3000 of 4000.

    Shared equally A pays 1600 for its 800.
    """
    found = leaving(only(staffing(analyseperiode=4, uttreden=NEXT_YEAR)), A)
    assert first(found.rest_extra) == [0, 2 * (1000 - 960), 2 * (3000 - 2880)]
    assert first(found.contribution) == 2 * 160
    assert first(found.scale) == first(found.fixed) == first(found.moving) == 0
    assert first(found.notice_payment) == [960, 0, 0]
    equal = {"lonnsfordeling": {"lik": 1.0}, "analyseperiode": 4, "uttreden": NEXT_YEAR}
    found = leaving(only(staffing(**equal)), A)
    assert first(found.contribution) == 2 * 800
    assert first(found.notice_payment) == [1600, 0, 0]


def test_overhead_of_the_host_is_a_cost_without_an_owner() -> None:
    """Ten per cent of 4800 by users, 96, 96 and 288; of 4000 for B and C after A has left."""
    levers = STAFF.tiltak.model_copy(
        update={
            "organisasjon": Organisation(
                per_dobling="organisasjon_per_dobling", vertspaaslag="vertspaaslag"
            )
        }
    )
    hosted = STAFF.model_copy(update={"id": "3", "vert": True, "tiltak": levers})
    data = dataset(
        hosted, values={"vertspaaslag": 0.1}, users=(100.0, 100.0, 300.0),
        budget={"lønn": (800.0, 1000.0, 3000.0)}, analyseperiode=4, uttreden=NEXT_YEAR,
    )  # fmt: skip
    # All pay as much for a person-year, so that the first is host.
    alike = data.budget.assign(
        beløp=data.budget["beløp"].where(data.budget["kostnadsgruppe"] != "lønn", 800.0)
    )
    found = only(replace(data, budget=alike))
    assert found.runs_whole == "9901"
    out = leaving(found, C)
    # 240 for all of 2400: A and B paid a fifth each, then half of 160 each, for two years.
    assert first(out.fixed) == pytest.approx(2 * (160 - 2 * 48))
    # Of 2400 A and B paid a fifth each for 800 each: 640 a year less than they now pay.
    assert first(out.contribution) == pytest.approx(2 * (1600 - 960))
    assert first(out.scale) == pytest.approx(0)


def test_the_rest_keep_what_all_have_invested_in() -> None:
    """300 for 1200 users, half of it left: 50 each of the 150, and 75 each once A has left.

    The 200 that 800 users would have needed does not come into it.
    """
    data = dataset(
        CAPITAL, values={"restverdi_andel": 0.5}, analyseperiode=4, uttreden=NEXT_YEAR,
    )  # fmt: skip
    found = leaving(only(per_user(data, "etablering_avtale", 250.0)), A)
    assert first(found.rest_extra) == [0, -25, -25]
    assert first(found.fixed) == -50


def test_every_one_and_every_two_may_leave() -> None:
    found = only(buying(analyseperiode=4, uttreden=NEXT_YEAR))
    assert [one.leavers for one in found.withdrawals] == [A, B, C, A | B, A | C, B | C]
    two = leaving(found, B | C)
    assert two.ends
    assert not two.goes_on.any()
    # A alone is as today: it misses what it gained, 60 a year.
    assert first(two.rest_extra) == [120, 0, 0]
    assert first(two.leaver_gain) == [0, -220, -20]


def test_longer_notice_moves_the_loss_and_beyond_the_period_there_is_none() -> None:
    plan = {"varsel": 1, "oppsigelsestid": [1, 2, 3]}
    found = leaving(only(buying(analyseperiode=4, uttreden=plan)), A)
    assert found.last_years == (2, 3, 4)
    assert found.rest_extra[0, 0].sum(axis=1).tolist() == pytest.approx([280, 140, 0])
    assert found.leaver_gain[0, 0, :, 0].tolist() == pytest.approx([-120, -60, 0])
    assert found.notice_payment[0, 0, :, 0].tolist() == pytest.approx([40, 80, 120])
    assert found.rest_gain[0, 0, 2] == pytest.approx(4 * 120)
    assert found.goes_on[0, 0, 2]


def test_discounting() -> None:
    data = buying(analyseperiode=4, uttreden=NEXT_YEAR, kalkulasjonsrente=0.1)
    found = leaving(only(data), A)
    assert found.rest_extra[0, 0, 0].sum() == pytest.approx(140 / 1.1**3 + 140 / 1.1**4)


def test_moving_out_costs_what_moving_in_did() -> None:
    """Three municipalities of 100 in transition each; the host is the first by kommunenummer."""
    data = dataset(
        HOSTED,
        values={"omstilling_kommune_stort": 100.0, "utflytting_andel": 0.5},
        budget={"lønn": (800.0, 800.0, 800.0)},
        analyseperiode=4,
        uttreden=NEXT_YEAR,
    )
    found = only(data)
    assert found.runs_whole == "9901"
    out = leaving(found, C)
    assert first(out.moving_out) == [0, 0, 50]
    assert first(out.leaver_gain) == [0, 0, -50]
    assert first(out.rest_extra) == [0, 0, 0]
    assert not out.new_host
    assert out.goes_on[0, 0, 0]


def test_a_host_that_leaves_makes_the_rest_start_again() -> None:
    data = dataset(
        HOSTED,
        values={"omstilling_kommune_stort": 100.0},
        budget={"lønn": (800.0, 800.0, 800.0)},
        analyseperiode=4,
        uttreden=NEXT_YEAR,
    )
    out = leaving(only(data), A)
    assert out.new_host == "9902"
    # B and C pay their transition once more, in the last year of notice.
    assert first(out.moving) == 200
    assert first(out.rest_extra) == [0, 100, 100]


def test_with_nothing_at_stake_nothing_is_lost() -> None:
    apart = tuple((code, f"System {code}", 10.0) for code in CODES)
    data = dataset(BUY, POOL, STAFF, analyseperiode=4, uttreden=NEXT_YEAR, systems=apart)
    for one in assessed(data).cooperations.values():
        for out in one.withdrawals:
            for name in ("rest_extra", "scale", "fixed", "contribution", "moving"):
                np.testing.assert_allclose(getattr(out, name), 0.0, atol=1e-9)
            for name in ("notice_payment", "moving_out", "leaver_gain", "rest_gain"):
                np.testing.assert_allclose(getattr(out, name), 0.0, atol=1e-9)
        for late in one.joinings:
            assert (late.others_extra == 0).all()
            assert (late.gain == 0).all()
            assert not late.comes.any()


def check_sums(one: Cooperation, out: Withdrawal) -> None:
    causes = out.scale + out.fixed + out.contribution + out.moving
    np.testing.assert_allclose(out.rest_extra.sum(axis=-1), causes, rtol=1e-9, atol=1e-5)
    whole = one.gain[:, :, one.place(one.group)]
    stay = (out.rest >> np.arange(whole.shape[-1]) & 1).astype(bool)
    before = whole[..., stay].sum(axis=-1)[..., None]
    np.testing.assert_allclose(
        out.rest_gain, before - out.rest_extra.sum(axis=-1), rtol=1e-9, atol=1e-5
    )
    assert (out.rest_extra[..., ~stay] == 0).all()
    assert (out.leaver_gain[..., stay] == 0).all()


@given(regions(most=4))
@slow
def test_causes_sum_to_what_the_rest_must_carry(data: Dataset) -> None:
    found = assess_participation(data, evaluate(data), draws=0)
    for one in found.cooperations.values():
        for out in one.withdrawals:
            check_sums(one, out)
