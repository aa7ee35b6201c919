"""The nucleolus and the least core against published games, formulas, coopgame and Kohlberg."""

from __future__ import annotations

from fractions import Fraction

import coopgame
import numpy as np
import pytest
from decision.games.known_games import (
    airport,
    bankruptcy,
    depth_first,
    game,
    gloves,
    is_nucleolus,
    lexicographic,
    littlechild,
    talmud,
    voting,
)
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis.decision.games import (
    core_excess,
    least_core,
    least_excess,
    nucleolus,
    shapley_value,
    subset_sums,
)

DEGENERATE = {
    "ingen får noe": np.zeros(8),
    "bare alle sammen": game({"1234": 1.0}),
    "to er nok": voting([1, 1, 1, 1], 2),
    "flertall av fem": voting([1, 1, 1, 1, 1], 3),
    "vetorett": voting([3, 1, 1, 1], 4),
    "diktator": voting([5, 1, 1], 5),
    "hansker": gloves([1, 1, 0, 0, 0]),
    "like mange hansker": gloves([1, 1, 0, 0]),
    "fradrag for å være flere": game({"12": 6.0, "34": 6.0, "1234": 7.0, "123": -2.0}),
    "to par": game(
        {"12": 1.0, "34": 1.0, "123": 1.0, "124": 1.0, "134": 1.0, "234": 1.0, "1234": 2}
    ),
}


@st.composite
def games(draw: st.DrawFn, most: int = 5) -> np.ndarray:
    """Games of small whole numbers, where ties are the rule, with at least one imputation."""
    n = draw(st.integers(2, most))
    values = draw(st.lists(st.integers(-3, 5), min_size=(1 << n) - 1, max_size=(1 << n) - 1))
    worth = np.array([0, *values], dtype=float)
    worth[-1] = max(worth[-1], worth[1 << np.arange(n)].sum())
    return worth


# Published.


@pytest.mark.parametrize(
    ("worth", "expected"),
    [
        (
            lexicographic([0, 0, 0, 0, 5, 5, 8, 9, 10, 8, 13, 15, 16, 17, 21], 4),
            [3.5, 4.5, 5.5, 7.5],
        ),
        (game({"12": 10.0, "123": 2.0}), [1, 1, 0]),
        (lexicographic([-1, 0, 1, 3, 4, 2, 5], 3), [8 / 3, 2 / 3, 5 / 3]),
        (game({"23": 2.0, "123": 3.0}), [0.5, 1.25, 1.25]),
        (
            depth_first([46125, 69187.5, 90000, 53812.5, 17437.5, 30750, 5812.5], 3),
            [52687.5, 24468.75, 12843.75],
        ),
        (
            -depth_first([8, 8, 10, 20, 19, 10, 20, 19, 1, 10, 13, 12, 10, 12, 11], 4),
            [-7.5, -0.5, -1.5, -10.5],
        ),
        (
            -depth_first([375144, 568232, 772500, 551055, 245280, 452411, 211239], 3),
            [-331695.25, -233051.25, -207753.5],
        ),
    ],
)
def test_published_games(worth: np.ndarray, expected: list[float]) -> None:
    """From the documentation of R package CoopGame 0.2.2 (functions nucleolus and prenucleolus).

    The third is from Ferguson's lecture notes in game theory (UCLA). In the fourth, player 1 is
    as badly off alone as 2 and 3 are together when x_1 = 1 − x_1. The last three, a gain game and
    two cost games, are the corrected answers of Guajardo and Jörnsten, Common mistakes in
    computing the nucleolus, European Journal of Operational Research 241 (2015).
    """
    assert nucleolus(worth) == pytest.approx(expected, rel=1e-12)
    assert is_nucleolus(worth, np.array(expected))


def test_five_partners_in_production() -> None:
    """Sakawa and others (2001), with the answer corrected by Guajardo and Jörnsten (2015)."""
    worth = depth_first(
        # fmt: off
        [
            0.060,
            0.378,
            0.536,
            0.906,
            1,
            0.573,
            0.747,
            0.874,
            0.485,
            0.144,
            0.546,
            0.634,
            0.255,
            0.408,
            0.561,
            0.182,
            0.168,
            0.337,
            0.706,
            0.801,
            0.379,
            0.538,
            0.668,
            0.279,
            0.03,
            0.383,
            0.473,
            0.083,
            0.249,
            0.386,
            0,
        ],
        # fmt: on
        5,
    )
    assert nucleolus(worth) == pytest.approx([0.165, 0.3205, 0.0845, 0.3745, 0.0555])


@pytest.mark.parametrize(
    ("estate", "expected"),
    [
        (100.0, [100 / 3, 100 / 3, 100 / 3]),
        (200.0, [50, 75, 75]),
        (300.0, [50, 100, 150]),
    ],
)
def test_the_three_estates_of_the_talmud(estate: float, expected: list[float]) -> None:
    """Aumann and Maschler, Journal of Economic Theory 36 (1985)."""
    assert nucleolus(bankruptcy(estate, [100.0, 200.0, 300.0])) == pytest.approx(expected)


def test_the_contested_garment() -> None:
    """«One claims all of it, the other half»: 3/4 and 1/4 (Mishna, in Aumann and Maschler)."""
    assert nucleolus(bankruptcy(1.0, [1.0, 0.5])) == pytest.approx([0.75, 0.25])


@given(st.lists(st.integers(1, 20), min_size=2, max_size=6), st.integers(0, 120))
def test_the_nucleolus_of_a_bankruptcy_is_the_talmuds_rule(claims: list[int], part: int) -> None:
    """The theorem of Aumann and Maschler (1985)."""
    estate = sum(claims) * part / 120
    found = nucleolus(bankruptcy(estate, [float(c) for c in claims]))
    assert found == pytest.approx(talmud(estate, [float(c) for c in claims]), abs=1e-9)


def test_the_airport_of_8_11_13_18() -> None:
    """The sign must not matter: the worth as minus the cost, or as what is saved.

    The Shapley value of this airport is 2, 3, 4, 9. The nucleolus by Littlechild's formula:
    the first rate is min(8/2, 11/3, 13/4, 18/4) = 3.25 for three, and the last pays the rest.
    """
    costs = [8.0, 11.0, 13.0, 18.0]
    cost = airport(costs)
    expected = [3.25, 3.25, 3.25, 8.25]
    assert littlechild(costs) == pytest.approx(expected)
    assert -nucleolus(-cost) == pytest.approx(expected)
    assert costs - nucleolus(subset_sums(np.array(costs)) - cost) == pytest.approx(expected)


@given(st.lists(st.integers(1, 30), min_size=2, max_size=7))
def test_any_airport_follows_littlechilds_formula(costs: list[int]) -> None:
    rising = [float(cost) for cost in sorted(costs)]
    assert -nucleolus(-airport(rising)) == pytest.approx(littlechild(rising), abs=1e-9)


def test_the_scarce_glove_takes_all() -> None:
    assert nucleolus(gloves([1, 0, 0])) == pytest.approx([1, 0, 0])
    assert nucleolus(gloves([1, 1, 0, 0])) == pytest.approx([0.5] * 4)


# Against other methods.


@pytest.mark.parametrize("worth", DEGENERATE.values(), ids=DEGENERATE.keys())
def test_degenerate_games_pass_kohlbergs_criterion(worth: np.ndarray) -> None:
    found = nucleolus(worth)
    assert is_nucleolus(worth, found)
    other = coopgame.nucleolus(coopgame.Game(worth[1:].tolist()))["allocation"]
    assert found == pytest.approx(other, abs=1e-9)


@examples(0.5)
@given(games())
def test_tied_games_pass_kohlbergs_criterion(worth: np.ndarray) -> None:
    assert is_nucleolus(worth, nucleolus(worth))


@given(games(most=6))
def test_the_same_as_coopgame_in_tied_games(worth: np.ndarray) -> None:
    other = coopgame.nucleolus(coopgame.Game(worth[1:].tolist()))["allocation"]
    assert nucleolus(worth) == pytest.approx(other, abs=1e-8)


@pytest.mark.parametrize("n", [3, 7, 10, 12])
@pytest.mark.parametrize("kind", ["vilkårlig", "flere er mer", "stemmer", "ja eller nei"])
def test_the_same_as_coopgame_in_larger_games(n: int, kind: str) -> None:
    stream = np.random.default_rng(n)
    size = np.bitwise_count(np.arange(1 << n)).astype(float)
    weights = stream.integers(1, 6, n)
    worth = {
        "vilkårlig": stream.normal(size=1 << n) * 1e4,
        "flere er mer": stream.random(1 << n) * size**2,
        "stemmer": voting(weights.tolist(), int(weights.sum() // 2 + 1)),
        "ja eller nei": stream.integers(0, 2, 1 << n).astype(float),
    }[kind]
    worth[0] = 0.0
    worth[-1] = max(worth[-1], worth[1 << np.arange(n)].sum() + 1.0)
    other = coopgame.nucleolus(coopgame.Game(worth[1:].tolist()))["allocation"]
    assert nucleolus(worth) == pytest.approx(other, abs=1e-9 * np.abs(worth).max())


@pytest.mark.parametrize("seed", range(8))
def test_exact_where_a_group_is_worth_a_million_times_the_whole(seed: int) -> None:
    """Against rational arithmetic: coopgame's floating point method misses all of the gain here."""
    stream = np.random.default_rng(seed)
    n = 4
    worth = stream.integers(0, 3, 1 << n) * 1e6 + stream.normal(size=1 << n) * 1e-3
    worth[[0, 1, 2, 4, 8]] = 0.0
    worth[-1] = 1.0
    exact = coopgame.nucleolus_exact([Fraction(value) for value in worth[1:].tolist()])
    expected = [float(part) for part in exact["allocation"]]
    assert nucleolus(worth) == pytest.approx(expected, abs=1e-8)


def test_the_certificate_refuses_other_divisions() -> None:
    worth = game({"12": 4.0, "13": 3.0, "23": 1.0, "123": 6.0})
    found = nucleolus(worth)
    assert is_nucleolus(worth, found)
    assert not is_nucleolus(worth, found + [0.01, -0.01, 0.0])
    assert not is_nucleolus(worth, found + 0.01)
    assert not is_nucleolus(worth, shapley_value(worth))
    assert not is_nucleolus(game({"1": 2.0, "12": 2.0}), np.array([1.0, 1.0]))


# Properties.


@given(games())
def test_an_imputation(worth: np.ndarray) -> None:
    found = nucleolus(worth)
    assert found.sum() == pytest.approx(worth[-1], abs=1e-9)
    assert (found >= worth[1 << np.arange(len(found))] - 1e-9).all()


@given(games(), st.randoms(use_true_random=False))
def test_names_and_order_of_the_players_do_not_matter(worth: np.ndarray, random: object) -> None:
    n = len(worth).bit_length() - 1
    order = list(range(n))
    random.shuffle(order)
    masks = sum((np.arange(1 << n) >> i & 1) << order[i] for i in range(n))
    renamed = np.empty_like(worth)
    renamed[masks] = worth
    assert nucleolus(renamed)[order] == pytest.approx(nucleolus(worth), abs=1e-9)


@given(games(), st.integers(1, 1000), st.lists(st.integers(-50, 50), min_size=5, max_size=5))
def test_the_unit_and_what_each_has_alone_do_not_matter(
    worth: np.ndarray, unit: int, own: list[int]
) -> None:
    added = np.array(own[: len(worth).bit_length() - 1], dtype=float)
    found = nucleolus(unit * worth + subset_sums(added))
    assert found == pytest.approx(unit * nucleolus(worth) + added, abs=1e-7)


@given(games(), st.integers(-3, 5))
def test_who_adds_nothing_but_its_own_gets_its_own(worth: np.ndarray, own: int) -> None:
    found = nucleolus(np.concatenate((worth, worth + own)))
    assert found == pytest.approx([*nucleolus(worth), own], abs=1e-9)


@given(games())
def test_in_the_core_whenever_there_is_one(worth: np.ndarray) -> None:
    core = least_core(worth)
    excess = core_excess(worth, nucleolus(worth))[1:-1].max()
    assert (excess > 1e-9) == core.core_is_empty
    if not core.core_is_empty:
        assert excess == pytest.approx(core.epsilon, abs=1e-9)


def test_additive_games_have_one_division() -> None:
    values = np.array([3.0, -1.0, 0.1, 0.2])
    assert nucleolus(subset_sums(values)) == pytest.approx(values, rel=1e-12)


def test_no_gain_at_all_leaves_each_with_its_own() -> None:
    # Two together lose 1, all three together are worth what they have alone.
    worth = game({"1": 2, "2": 1, "3": 0.5, "12": 2, "13": 1.5, "23": 0.5, "123": 3.5})
    assert nucleolus(worth) == pytest.approx([2, 1, 0.5])


def test_one_and_two_players() -> None:
    assert nucleolus([0.0, 7.0]) == pytest.approx([7])
    # Two share what they gain equally: 1 + 2 and 3 + 2.
    assert nucleolus([0.0, 1.0, 3.0, 8.0]) == pytest.approx([3, 5])


# The least core.


@pytest.mark.parametrize(
    ("worth", "epsilon", "empty"),
    [
        (voting([1, 1, 1], 2), 1 / 3, True),
        (gloves([1, 0, 0]), 0.0, False),
        (game({"123": 3.0}), -1.0, False),
        # Two are worth more than all three: 10 − 2 − x_3 and x_3 meet in 4.
        (game({"12": 10.0, "123": 2.0}), 4.0, True),
        (np.array([0.0, 5.0]), 0.0, False),
        (subset_sums(np.array([0.1, 0.2, 0.3])), 0.0, False),
    ],
)
def test_least_cores_by_hand(worth: np.ndarray, epsilon: float, empty: bool) -> None:
    found = least_core(worth)
    assert found.epsilon == pytest.approx(epsilon, abs=1e-12)
    assert found.core_is_empty is empty
    assert found.shares.sum() == pytest.approx(worth[-1])


@given(games(most=6))
def test_the_least_core_is_coopgames(worth: np.ndarray) -> None:
    other = coopgame.least_core(coopgame.Game(worth[1:].tolist()), "preimputation")["epsilon"]
    found = least_core(worth)
    assert found.epsilon == pytest.approx(other, abs=1e-9)
    assert core_excess(worth, found.shares)[1:-1].max() == pytest.approx(other, abs=1e-9)


# Refusals.


@pytest.mark.parametrize("worth", [game({"1": 1.0, "2": 1.0, "12": 1.9}), game({"12": -1e-6})])
def test_no_imputation_is_said(worth: np.ndarray) -> None:
    with pytest.raises(ValueError, match="Nukleolus finnes ikke"):
        nucleolus(worth)


def test_rounding_is_not_a_missing_imputation() -> None:
    worth = np.array([0.0, 0.1, 0.2, 0.1 + 0.2])
    worth[-1] = 0.3  # a hair below 0.1 + 0.2
    assert nucleolus(worth) == pytest.approx([0.1, 0.2])


def test_one_game_at_a_time() -> None:
    for function in (nucleolus, least_core):
        with pytest.raises(ValueError, match="ett spill om gangen"):
            function(np.zeros((2, 4)))


def test_it_never_goes_on_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(least_excess, "MOST_STEPS", 1)
    with pytest.raises(ArithmeticError, match="kom ikke i mål"):
        nucleolus(game({"12": 10.0, "123": 2.0}))
