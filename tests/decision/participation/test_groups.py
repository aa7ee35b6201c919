"""The worth of every group is what the model itself says of that group."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from decision.participation.small_cooperations import buying, per_user, pooling
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from model.regions import DECISION_YEAR, felles, regions

from analysis.dataset import Dataset
from analysis.dataset.definitions.alternatives import Alternative
from analysis.decision.keys import own_key
from analysis.decision.participation import groups as rooms
from analysis.decision.participation.accounts import NOBODY, Candidate, Terms
from analysis.decision.participation.bitmasks import (
    best_of,
    drawn_groups,
    groups_of,
    mask_of,
    positions,
)
from analysis.decision.participation.groups import GroupTable, candidates_for, key_shares, table_of
from analysis.decision.sharing import shares
from analysis.model.alternative import outcome
from analysis.model.assumptions import scenario_draws
from analysis.model.economy import net_present_value
from analysis.model.outcome import Company, Setting
from analysis.model.region import Floats, region_from

slow = examples(0.4)
COOPERATION = ("0+", "1", "2", "3", "4", "5")
OFFER = Candidate("Prøve IKS", company=Company("Prøve IKS", 5000.0, 1000.0, (4.0,) * 6))
KEYS = ({"lik": 1.0}, {"innbyggere": 1.0}, {"lik": 0.3, "brukere": 0.5, "ansatte": 0.2})


def terms_of(data: Dataset, years: int = 4) -> Terms:
    region = region_from(
        data.municipalities,
        data.budget,
        data.staff,
        data.applications,
        price_index=data.shared.price_index,
        price_year=2022,
        decision_year=DECISION_YEAR,
    )
    draws = scenario_draws(data.shared.assumptions, data.shared.price_index, 2022)
    return Terms.build(region, draws, years, 0.04, own_key(data.settings))


def directly(
    terms: Terms, alternative: Alternative, group: int, key: Floats, candidate: Candidate
) -> Floats:
    """Net present value of each municipality from one plain call of the model."""
    inside = (group >> np.arange(terms.region.size) & 1).astype(bool)
    wages = terms.key.setting(terms.region, inside).wage_shares
    setting = Setting(
        inside, key, wages, terms.key.direct, host=candidate.host, company=candidate.company
    )
    found = outcome(terms.region, terms.forecast, terms.draws, alternative, setting)
    return net_present_value(found.extra_cost(), terms.rate)


def whole_table(terms: Terms, alternative: Alternative) -> tuple[GroupTable, tuple[Candidate, ...]]:
    groups = groups_of((1 << terms.region.size) - 1)
    candidates = candidates_for(alternative, terms.region, [OFFER])
    return table_of(terms, alternative, groups, candidates), candidates


@given(regions(most=4), st.sampled_from(COOPERATION), st.sampled_from(KEYS))
@slow
def test_every_group_is_what_the_model_says_of_it(
    data: Dataset, name: str, key: dict[str, float]
) -> None:
    terms, alternative = terms_of(data), data.shared.alternative(name)
    table, candidates = whole_table(terms, alternative)
    part = key_shares(terms.region, key, table.groups)
    gains = table.gain(part)
    for row, group in enumerate(table.groups.tolist()):
        able = [c for c in candidates if c.host is None or group >> c.host & 1]
        tried = {
            c.name: directly(terms, alternative, group, part[row], c) for c in able or [NOBODY]
        }
        most = max(round(float(npv[0].sum()), 3) for npv in tried.values())
        assert round(float(table.total[0, row]), 3) == pytest.approx(most, abs=2e-3)
        chosen = candidates[int(table.chosen[row])].name
        enough = group.bit_count() >= rooms.fewest(alternative)
        expected = tried[chosen] if enough else np.zeros_like(gains[:, row])
        np.testing.assert_allclose(gains[:, row], expected, rtol=1e-9, atol=1e-6)
        # Whatever the key, a group gains the same in all.
        np.testing.assert_allclose(table.total[:, row], expected.sum(axis=1), atol=1e-6)
        assert (
            gains[:, row, ~((group >> np.arange(terms.region.size)) & 1).astype(bool)] == 0
        ).all()


@given(regions(most=5), st.sampled_from(COOPERATION), st.sampled_from([1, 60]))
@slow
def test_a_group_is_worth_the_same_alone_as_beside_others(
    data: Dataset, name: str, cells: int
) -> None:
    terms, alternative = terms_of(data), data.shared.alternative(name)
    together, _ = whole_table(terms, alternative)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "CELLS", cells)
        few, _ = whole_table(terms, alternative)
    np.testing.assert_array_equal(few.chosen, together.chosen)
    np.testing.assert_allclose(few.relief, together.relief, rtol=1e-12, atol=1e-9)
    np.testing.assert_allclose(few.bill, together.bill, rtol=1e-12, atol=1e-9)


def with_project(alternative: Alternative) -> Alternative:
    """The same with a project that all pay for together."""
    transition = alternative.tiltak.omstilling.model_copy(
        update={"prosjekt": "omstilling_prosjekt_stort"}
    )
    levers = alternative.tiltak.model_copy(update={"omstilling": transition})
    return alternative.model_copy(update={"tiltak": levers})


@given(regions(most=4), st.booleans())
@slow
def test_the_short_way_is_the_long_way(data: Dataset, project: bool) -> None:
    """Also where a project that grows with the group leaves no short way."""
    terms, alternative = terms_of(data), data.shared.alternative("4")
    if project:
        alternative = with_project(alternative)
    assert rooms.stands_alone(alternative) == (not project)
    short, _ = whole_table(terms, alternative)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rooms, "stands_alone", lambda _: False)
        long, _ = whole_table(terms, alternative)
    np.testing.assert_allclose(short.relief, long.relief, rtol=1e-9, atol=1e-6)
    np.testing.assert_allclose(short.bill, long.bill, rtol=1e-9, atol=1e-6)
    assert short.chosen.tolist() == long.chosen.tolist()


def test_only_alternatives_without_a_meeting_go_the_short_way() -> None:
    shared = buying().shared
    assert not rooms.stands_alone(shared.alternative("0+"))
    found = {a.id: rooms.stands_alone(a) for a in felles().alternatives if a.id != "0"}
    assert found == {"0+": False, "1": False, "2": False, "3": False, "4": True, "5": False}


def test_what_is_common_grows_with_those_who_share_it() -> None:
    """100 kr per user and at least 50 000 kr: 50 for 400 users, 80 for 800 and 120 for 1200."""
    data = per_user(buying(users=(100.0, 300.0, 800.0)), "styring_faggrupper", 100.0, least=50.0)
    table, _ = whole_table(terms_of(data, years=1), data.shared.alternative("0+"))
    bills = dict(zip(table.groups.tolist(), (table.bill[0] * 1.04).round(6), strict=True))
    assert bills == {0: 0, 1: 0, 2: 0, 4: 0, 3: 50, 5: 90, 6: 110, 7: 120}


def test_books_by_hand() -> None:
    """A hands 800 to the account, B 1060; together they pay 1860 by the key."""
    data = pooling()
    terms = terms_of(data, years=1)
    books = terms.group(np.array([0, 1])).books(data.shared.alternative("2"))
    assert books.own[0].tolist() == [[0, -800], [0, -1060]]
    assert books.account[0].tolist() == [0, 1860]
    assert books.own_of()[0].tolist() == [[0, 0], [0, 0]]
    assert books.delivered[0].tolist() == [[0, 800], [0, 1060]]
    assert books.paid_in[0].tolist() == [[0, 930], [0, 930]]
    assert (books.ownerless == 0).all()
    assert books.relief[0] == pytest.approx([800 / 1.04, 1060 / 1.04])
    assert books.bill[0] == pytest.approx(1860 / 1.04)
    direct = books.billing(("lisens",))
    assert direct.own[0].tolist() == [[0, -800], [0, -1000]]
    assert direct.account[0].tolist() == [0, 1800]
    assert (books.residual == 0).all()


@given(regions(), st.sampled_from(KEYS))
@slow
def test_shares_of_every_group_are_those_of_the_key(data: Dataset, key: dict[str, float]) -> None:
    region = terms_of(data).region
    groups = groups_of((1 << region.size) - 1)
    found = key_shares(region, key, groups)
    for row, group in zip(found[1:], groups[1:].tolist(), strict=True):
        own = positions(group, region.size)
        expected = shares(key, region.sharing_frame().iloc[own])
        np.testing.assert_allclose(row[own], expected, rtol=1e-12)
        assert row.sum() == pytest.approx(1.0)
    assert (found[0] == 0).all()


def test_a_larger_alternative_with_its_own_draws_keeps_who_was_chosen() -> None:
    data = buying()
    terms, alternative = terms_of(data), replace(data, shared=data.shared).shared.alternative("0+")
    groups = groups_of(7)
    chosen = np.zeros(len(groups), dtype=np.int64)
    again = table_of(terms, alternative, groups, [NOBODY], chosen)
    np.testing.assert_array_equal(again.total, table_of(terms, alternative, groups, [NOBODY]).total)


def test_groups_as_bitmasks() -> None:
    assert groups_of(0b1011).tolist() == [0, 1, 2, 3, 8, 9, 10, 11]
    assert groups_of(0).tolist() == [0]
    assert positions(0b1010, 4).tolist() == [1, 3]
    assert mask_of(np.array([True, False, True])) == 0b101


def test_the_best_of_groups_that_are_level_is_the_smallest() -> None:
    groups = np.arange(4)
    assert best_of(np.array([0.0, 0.0, 5.0, 5.0004]), groups) == 2
    assert best_of(np.array([0.0, -1.0, -2.0, 0.0]), groups) == 0
    assert best_of(np.array([[0.0, 0.0, 0.0, 1.0], [0.0, 2.0, 2.0, 1.0]]), groups).tolist() == [
        3,
        1,
    ]


def test_drawn_groups_hold_the_small_the_large_and_the_orders() -> None:
    everyone = 0b111101111
    found = drawn_groups(everyone, seed=3)
    assert (np.diff(found) > 0).all()
    assert ((found & ~everyone) == 0).all()
    own = [1 << i for i in range(9) if everyone >> i & 1]
    wanted = {0, everyone, *own, *(everyone - one for one in own)}
    wanted |= {one | other for one in own for other in own}
    assert wanted <= set(found.tolist())
    assert found.tolist() == drawn_groups(everyone, seed=3).tolist()
    assert found.tolist() != drawn_groups(everyone, seed=4).tolist()


def test_a_host_that_is_settled_runs_every_group_it_is_in() -> None:
    data = pooling()
    terms = terms_of(data)
    hosted = felles().alternative("3")
    last = max(terms.region.codes)
    groups = groups_of(2**terms.region.size - 1)
    candidates = candidates_for(hosted, terms.region, (), host=last)
    table = table_of(terms, hosted, groups, candidates)
    free = table_of(terms, hosted, groups, candidates_for(hosted, terms.region, ()))
    place = terms.region.codes.index(last)
    for row, group in enumerate(groups.tolist()):
        if group.bit_count() < 2:
            continue
        expected = last if group >> place & 1 else candidates[free.chosen[row]].name
        assert candidates[table.chosen[row]].name == expected
