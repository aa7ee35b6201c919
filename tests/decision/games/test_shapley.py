"""The Shapley value, the core and blocking groups against published games and the definition."""

from __future__ import annotations

from itertools import permutations

import coopgame
import numpy as np
import pytest
from decision.games.known_games import airport, game, gloves, lexicographic, voting
from hypothesis import given
from hypothesis import strategies as st

from analysis.decision.games import (
    blocking,
    core_excess,
    members,
    nucleolus,
    sampled_shapley,
    shapley_value,
    subset_sums,
)


@st.composite
def games(draw: st.DrawFn, most: int = 5) -> np.ndarray:
    n = draw(st.integers(1, most))
    values = draw(st.lists(st.integers(-50, 50), min_size=(1 << n) - 1, max_size=(1 << n) - 1))
    return np.array([0, *values], dtype=float)


def players(worth: np.ndarray) -> int:
    return len(worth).bit_length() - 1


def by_orders(worth: np.ndarray) -> np.ndarray:
    """The definition: the mean of what each adds over all orders."""
    n = players(worth)
    total, count = np.zeros(n), 0
    for order in permutations(range(n)):
        group = 0
        for player in order:
            total[player] += worth[group | 1 << player] - worth[group]
            group |= 1 << player
        count += 1
    return total / count


# The Shapley value.


def test_the_airport_of_8_11_13_18() -> None:
    """Littlechild and Owen, Management Science 20 (1973): each piece of runway by its users."""
    costs = [8.0, 11.0, 13.0, 18.0]
    cost = airport(costs)
    assert shapley_value(cost) == pytest.approx([2, 3, 4, 9])
    saved = subset_sums(np.array(costs)) - cost
    assert costs - shapley_value(saved) == pytest.approx([2, 3, 4, 9])


@pytest.mark.parametrize(
    ("worth", "expected"),
    [
        # The inheritance of Ibn Ezra in the documentation of R package CoopGame (shapleyValue).
        (
            lexicographic([120, 60, 40, 30, *[120] * 3, 60, 60, 40, *[120] * 3, 60, 120], 4),
            [80 + 5 / 6, 20 + 5 / 6, 10 + 5 / 6, 7.5],
        ),
        # One left glove, and Wiese's three: the scarce one gets k/(k + 1) of a pair.
        (gloves([1, 0, 0]), [2 / 3, 1 / 6, 1 / 6]),
        (gloves([1, 1, 0, 1]), [1 / 12, 1 / 12, 3 / 4, 1 / 12]),
        (voting([1, 1, 1], 2), [1 / 3, 1 / 3, 1 / 3]),
        (game({"23": 2.0, "123": 3.0}), [1 / 3, 4 / 3, 4 / 3]),
        (np.array([0.0, 7.0]), [7.0]),
    ],
)
def test_published_and_hand_worked_shapley_values(worth: np.ndarray, expected: list) -> None:
    assert shapley_value(worth) == pytest.approx(expected)


@given(games())
def test_the_mean_over_all_orders(worth: np.ndarray) -> None:
    assert shapley_value(worth) == pytest.approx(by_orders(worth), abs=1e-9)


@pytest.mark.parametrize("n", [2, 6, 12, 16])
def test_the_shapley_value_is_coopgames(n: int) -> None:
    worth = np.random.default_rng(n).normal(size=1 << n)
    worth[0] = 0.0
    other = coopgame.shapley(coopgame.Game(worth[1:].tolist()))
    assert shapley_value(worth) == pytest.approx(other, abs=1e-12)


@given(games())
def test_it_sums_to_the_worth_of_all(worth: np.ndarray) -> None:
    assert shapley_value(worth).sum() == pytest.approx(worth[-1], abs=1e-9)


@given(games(most=4))
def test_who_adds_nothing_gets_exactly_nothing(worth: np.ndarray) -> None:
    found = shapley_value(np.concatenate((worth, worth)))
    assert found[-1] == 0.0
    assert found[:-1] == pytest.approx(shapley_value(worth), abs=1e-9)


@given(st.data())
def test_the_sum_of_two_games_gives_the_sum(data: st.DataObject) -> None:
    first = data.draw(games())
    size = len(first)
    second = np.array(
        [0, *data.draw(st.lists(st.integers(-9, 9), min_size=size - 1, max_size=size - 1))]
    )
    both = shapley_value(2.0 * first + second)
    assert both == pytest.approx(2.0 * shapley_value(first) + shapley_value(second), abs=1e-9)


@given(games(), st.randoms(use_true_random=False))
def test_names_and_order_of_the_players_do_not_matter(worth: np.ndarray, random: object) -> None:
    n = players(worth)
    order = list(range(n))
    random.shuffle(order)
    masks = sum((np.arange(1 << n) >> i & 1) << order[i] for i in range(n))
    renamed = np.empty_like(worth)
    renamed[masks] = worth
    assert shapley_value(renamed)[order] == pytest.approx(shapley_value(worth), abs=1e-9)


@given(games(most=4))
def test_equals_get_the_same(worth: np.ndarray) -> None:
    # Two new players who are worth 3 together with any group, and nothing one at a time.
    found = shapley_value(np.concatenate((worth, worth, worth, worth + 3.0)))
    assert found[-2] == pytest.approx(found[-1], abs=1e-12)


def test_an_additive_game_gives_each_its_own_and_a_core_of_one_point() -> None:
    values = np.array([3.0, -1.0, 0.5, 10.0])
    worth = subset_sums(values)
    assert shapley_value(worth) == pytest.approx(values)
    assert core_excess(worth, values) == pytest.approx(np.zeros(16))
    assert leaves(worth, values) is None


# The core.


def test_excess_by_hand() -> None:
    worth = game({"12": 4.0, "23": 5.0, "123": 6.0})
    # none, 1, 2, 12, 3, 13, 23, 123
    expected = [0, -1, -2, 1, -3, -4, 0, 0]
    assert core_excess(worth, [1.0, 2.0, 3.0]).tolist() == expected


@given(games())
def test_excess_is_worth_less_shares_of_each_group(worth: np.ndarray) -> None:
    n = players(worth)
    shares = shapley_value(worth)
    for group, excess in enumerate(core_excess(worth, shares)):
        inside = [i for i in range(n) if group >> i & 1]
        assert excess == pytest.approx(worth[group] - sum(shares[i] for i in inside), abs=1e-9)


def test_many_games_at_once_are_the_games_one_by_one() -> None:
    stream = np.random.default_rng(1)
    worth = stream.normal(size=(3, 4, 32))
    worth[..., 0] = 0.0
    shares = stream.normal(size=(4, 5))
    values, excess = shapley_value(worth), core_excess(worth, shares)
    assert values.shape == (3, 4, 5)
    assert excess.shape == (3, 4, 32)
    for draw in range(3):
        for row in range(4):
            assert values[draw, row] == pytest.approx(shapley_value(worth[draw, row]), abs=1e-15)
            assert (excess[draw, row] == core_excess(worth[draw, row], shares[row])).all()
    # One game, many divisions.
    assert core_excess(worth[0, 0], shares).shape == (4, 32)


def test_who_is_in_each_group() -> None:
    assert members(np.arange(4), 2).tolist() == [
        [False, False],
        [True, False],
        [False, True],
        [True, True],
    ]


# Blocking groups.


def leaves(
    worth: np.ndarray, shares: object, tolerance: float = 1e-9
) -> tuple[tuple[int, ...], float] | None:
    """The players who would rather go, and what they gain by it; all together do not go alone."""
    groups = np.arange(len(worth))[1:-1]
    excess = core_excess(worth, shares)[1:-1]
    place = blocking(groups, excess, tolerance)
    if place is None:
        return None
    inside = members(groups[place], players(worth))
    return tuple(np.flatnonzero(inside).tolist()), float(excess[place])


def test_the_group_that_gains_most_is_named() -> None:
    worth = game({"12": 4.0, "23": 5.0, "123": 6.0})
    assert leaves(worth, [2.0, 2.0, 2.0]) == ((1, 2), 1.0)
    assert leaves(worth, [1.0, 3.0, 2.0]) is None
    # A gain too little to be called one.
    assert leaves(worth, [2.0, 2.0, 2.0], 1.0) is None


def test_one_alone_can_block() -> None:
    assert leaves(game({"2": 3.0, "12": 4.0}), [2.0, 2.0], 0.0) == ((1,), 1.0)


def test_nobody_is_drawn_into_a_group_it_adds_nothing_to() -> None:
    # Player 1 adds and gets nothing: {2, 3} and {1, 2, 3} gain the same.
    worth = game({"23": 5.0, "123": 5.0, "234": 6.0, "1234": 6.0})
    assert leaves(worth, [0.0, 2.0, 2.0, 2.0]) == ((1, 2), 1.0)


def test_the_smallest_of_groups_that_gain_the_same_is_named() -> None:
    worth = game({"3": 3.0, "12": 5.0, "123": 8.0})
    assert leaves(worth, [2.0, 2.0, 4.0]) == ((0, 1), 1.0)
    assert leaves(worth, [2.0, 2.0, 2.0]) == ((2,), 1.0)


def test_all_together_do_not_go_alone() -> None:
    assert leaves(np.array([0.0, 0.0, 0.0, 4.0]), [1.0, 1.0]) is None
    assert leaves(np.array([0.0, 4.0]), [1.0]) is None


@given(games())
def test_none_blocks_what_is_in_the_core(worth: np.ndarray) -> None:
    n = players(worth)
    worth[-1] = max(worth[-1], worth[1 << np.arange(n)].sum())
    shares = nucleolus(worth)
    found = leaves(worth, shares)
    excess = core_excess(worth, shares)[1:-1].max(initial=-np.inf)
    assert (found is None) == bool(excess <= 1e-9)
    if found is not None:
        group = sum(1 << i for i in found[0])
        assert core_excess(worth, shares)[group] == pytest.approx(found[1])


# Sampled.


def root(weights: np.ndarray) -> object:
    return lambda who: np.sqrt(who @ weights)


def test_sampled_values_lie_within_their_error() -> None:
    """Over many seeds the error is about one standard error."""
    n = 5
    stream = np.random.default_rng(3)
    worth = np.append(0.0, stream.normal(size=(1 << n) - 1))
    exact = shapley_value(worth)

    def worth_of(who: np.ndarray) -> np.ndarray:
        return worth[who @ (1 << np.arange(n))]

    off = []
    for seed in range(100):
        found = sampled_shapley(worth_of, n, 300, seed)
        assert found.values.sum() == pytest.approx(worth[-1])
        off.append((found.values - exact) / found.standard_errors)
    assert 0.9 < np.std(off) < 1.1
    assert abs(np.mean(off)) < 0.15


def test_a_large_game_with_a_known_answer() -> None:
    # 40 equal members share the gain equally.
    found = sampled_shapley(root(np.ones(40)), 40, 400, seed=1)
    assert np.abs(found.values - np.sqrt(40) / 40).max() < 5 * found.standard_errors.max()
    assert found.standard_errors.max() < 0.02
    # A large airport: Littlechild and Owen's formula.
    costs = np.arange(1.0, 31.0)
    found = sampled_shapley(lambda who: np.where(who, costs, 0).max(axis=1), 30, 2000, seed=1)
    exact = np.cumsum(1.0 / np.arange(30, 0, -1))
    assert (np.abs(found.values - exact) < 5 * found.standard_errors + 1e-12).all()


def test_blocks_of_orders_are_surer_than_orders_one_by_one() -> None:
    weights = np.random.default_rng(2).random(20)
    blocks = sampled_shapley(root(weights), 20, 1000, seed=1)
    single = coopgame.shapley_sampling(
        coopgame.FunctionGame(20, lambda group: float(np.sqrt(weights[list(group)].sum()))), 1000
    )
    assert blocks.permutations == 1000
    assert 2 * blocks.standard_errors.mean() < np.mean(single["standard_errors"])
    off = blocks.values - single["values"]
    assert (np.abs(off) < 5 * np.hypot(blocks.standard_errors, single["standard_errors"])).all()


def test_orders_are_made_up_to_whole_blocks_and_five_of_them() -> None:
    assert sampled_shapley(root(np.ones(5)), 5, 1, seed=1).permutations == 50
    assert sampled_shapley(root(np.ones(5)), 5, 51, seed=1).permutations == 60


def test_few_groups_are_asked_for() -> None:
    asked = []

    def worth_of(who: np.ndarray) -> np.ndarray:
        asked.append(who)
        return np.sqrt(who.sum(axis=1))

    found = sampled_shapley(worth_of, 20, 200, seed=1)
    assert found.permutations == 200
    # Five rings with 20 · 19 arcs each, and all together.
    assert sum(len(who) for who in asked) <= 5 * 20 * 19 + 1


def test_the_same_seed_gives_the_same_whatever_is_asked_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worth_of = root(np.arange(1.0, 8.0))
    found = sampled_shapley(worth_of, 7, 60, seed=5)
    monkeypatch.setattr("analysis.decision.games.shapley.ORDERS_AT_A_TIME", 30)
    again = sampled_shapley(worth_of, 7, 60, seed=5)
    assert found.values == pytest.approx(again.values, abs=1e-15)
    assert (sampled_shapley(worth_of, 7, 60, seed=6).values != found.values).any()


def test_no_group_is_asked_for_twice_and_never_the_empty_one() -> None:
    calls = []

    def worth_of(who: np.ndarray) -> np.ndarray:
        calls.append(who)
        return who.sum(axis=1).astype(float)

    found = sampled_shapley(worth_of, 4, 100, seed=1)
    assert found.values == pytest.approx(np.ones(4))
    assert found.standard_errors == pytest.approx(np.zeros(4), abs=1e-15)
    (asked,) = calls
    assert asked.dtype == bool
    assert len(np.unique(asked, axis=0)) == len(asked) == 15
    assert asked.any(axis=1).all()


# Refusals.


@pytest.mark.parametrize(
    ("worth", "message"),
    [
        ([0.0, 1.0, 2.0], "Det har 3"),
        ([0.0], "Det har 1"),
        (0.0, "Det har 0"),
        ([0.0, np.nan], "Minst én mangler"),
        ([0.0, np.inf], "uendelig"),
        ([1.0, 2.0], "tomme gruppen"),
        ([[0.0, 1.0], [0.5, 1.0]], "tomme gruppen"),
    ],
)
def test_what_is_no_game_is_refused(worth: object, message: str) -> None:
    for function in (shapley_value, nucleolus, lambda game: core_excess(game, [1.0])):
        with pytest.raises(ValueError, match=message):
            function(worth)


@pytest.mark.parametrize(
    ("shares", "message"),
    [([1.0], "hver av de 2 deltakerne"), (1.0, "hver av de 2"), ([1.0, np.nan], "Minst ett")],
)
def test_what_is_no_division_is_refused(shares: object, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        core_excess([0.0, 0.0, 0.0, 2.0], shares)


@pytest.mark.parametrize(("n", "count"), [(3, 0), (0, 10)])
def test_no_players_or_orders_are_refused(n: int, count: int) -> None:
    with pytest.raises(ValueError, match="minst én rekkefølge"):
        sampled_shapley(root(np.ones(n)), n, count, seed=1)


@pytest.mark.parametrize("answer", [lambda who: np.full(len(who), np.nan), lambda who: 1.0])
def test_worth_that_is_missing_is_refused(answer: object) -> None:
    with pytest.raises(ValueError, match="én verdi"):
        sampled_shapley(answer, 3, 4, seed=1)
