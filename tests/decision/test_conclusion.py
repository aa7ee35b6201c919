"""How strongly a first place is worded, at the edges of the thresholds."""

from dataclasses import replace

import numpy as np
import pytest

from analysis.decision.conclusion import Strength, conclude, strength
from analysis.decision.draws.footing import Flip
from analysis.decision.draws.variations import Variant, VariationKind
from analysis.decision.thresholds import AHEAD_SHARE, BEST_SHARE, CLEAR_SHARE, MISSING_SHARE

BELOW = 1e-9


@pytest.mark.parametrize(
    ("share", "turned", "said"),
    [
        (1.0, False, Strength.CLEAR),
        (CLEAR_SHARE, False, Strength.CLEAR),
        (CLEAR_SHARE, True, Strength.BEST),
        (1.0, True, Strength.BEST),
        (CLEAR_SHARE - BELOW, False, Strength.BEST),
        (BEST_SHARE, False, Strength.BEST),
        (BEST_SHARE, True, Strength.BEST),
        (BEST_SHARE - BELOW, False, Strength.AHEAD),
        (AHEAD_SHARE, False, Strength.AHEAD),
        (AHEAD_SHARE - BELOW, False, Strength.UNDECIDED),
        (0.2, True, Strength.UNDECIDED),
    ],
)
def test_strength_at_the_edges(share, turned, said):
    assert strength(share, turned) is said


@pytest.fixture(scope="module")
def found(figures):
    return figures.evaluation, replace(figures.robustness, draws=200)


def with_first(robustness, shares, leader, flip=None, variants=()):
    """The robustness with these shares of first places in the joint row, by position."""
    first = robustness.first.copy()
    first[-1] = 0.0
    for a, share in shares.items():
        first[-1, a] = share
    leaders = robustness.leaders.copy()
    leaders[-1, 0] = leader
    return replace(
        robustness,
        first=first,
        leaders=leaders,
        nearest_assumption=(*robustness.nearest_assumption[:-1], flip),
        variants=variants,
    )


def test_a_clear_first_is_named_alone(found):
    evaluation, robustness = found
    answer = conclude(evaluation, with_first(robustness, {3: 0.92, 4: 0.08}, 3), "")
    assert (answer.strength, answer.leaders) == (Strength.CLEAR, ("2",))
    assert answer.considered == ("2",)
    assert list(answer.shares.items())[:2] == [("2", 0.92), ("3", 0.08)]


@pytest.mark.parametrize(("value", "said"), [(3.0, Strength.BEST), (3.1, Strength.CLEAR)])
def test_an_assumption_that_turns_it_inside_its_interval_makes_it_depend(found, value, said):
    evaluation, robustness = found
    flip = Flip("fravaer", 1.0, value, 0.0, 3.0, "3")
    one = with_first(robustness, {3: 0.92, 4: 0.08}, 3, flip)
    assert conclude(evaluation, one, "").strength is said


def test_a_narrow_first_takes_the_others_along_in_what_is_considered(found):
    evaluation, robustness = found
    one = with_first(robustness, {3: 0.6, 4: 0.3, 6: 0.1}, 3)
    answer = conclude(evaluation, one, "")
    assert (answer.strength, answer.leaders) == (Strength.AHEAD, ("2",))
    assert answer.considered == ("2", "3", "5")


def test_below_half_nobody_is_named_and_the_rare_ones_are_left_out(found):
    evaluation, robustness = found
    one = with_first(robustness, {3: 0.49, 4: 0.45, 6: 0.06}, 3)
    answer = conclude(evaluation, one, "")
    assert (answer.strength, answer.leaders) == (Strength.UNDECIDED, ("2", "3"))


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [(0.5, 0.5, Strength.UNDECIDED), (0.55, 0.45, Strength.UNDECIDED), (0.6, 0.4, Strength.AHEAD)],
)
def test_a_lead_within_chance_is_no_lead(found, first, second, said):
    """Two standard errors of the difference in 200 draws are 0.14."""
    evaluation, robustness = found
    one = with_first(robustness, {3: first, 4: second}, 3)
    assert conclude(evaluation, one, "").strength is said


def test_draws_and_central_values_that_disagree_name_nobody(found):
    evaluation, robustness = found
    answer = conclude(evaluation, with_first(robustness, {3: 0.93, 4: 0.07}, 4), "")
    assert (answer.strength, answer.leaders) == (Strength.UNDECIDED, ("2", "3"))


def test_what_is_not_ranked_has_no_share(found):
    evaluation, robustness = found
    for code in (*evaluation.codes, ""):
        answer = conclude(evaluation, robustness, code)
        assert not set(answer.shares) & set(answer.not_ranked)
        assert sum(answer.shares.values()) == pytest.approx(1.0)
        assert np.all(np.diff(list(answer.shares.values())) <= 1e-12)


def varied(robustness, shares, leader=3, kind=VariationKind.HOST, *, turned=False):
    """A variation with these shares of first places in the joint row, by position."""
    first = np.zeros_like(robustness.first)
    for a, share in shares.items():
        first[-1, a] = share
    rows = len(first)
    value = "3314" if kind is VariationKind.HOST else 0.8
    return Variant(kind, value, first, np.full(rows, leader), np.full(rows, turned))


@pytest.mark.parametrize(
    ("shares", "leader", "turned", "said"),
    [
        ({3: CLEAR_SHARE, 4: 0.1}, 3, False, Strength.CLEAR),
        ({3: CLEAR_SHARE, 4: 0.1}, 3, True, Strength.BEST),
        ({3: CLEAR_SHARE - BELOW, 4: 0.1}, 3, False, Strength.BEST),
        ({3: BEST_SHARE, 4: 0.3}, 3, False, Strength.BEST),
        ({3: BEST_SHARE - BELOW, 4: 0.3}, 3, False, Strength.AHEAD),
        ({3: 0.95, 4: 0.05}, 4, False, Strength.UNDECIDED),
        ({3: 0.4, 4: 0.6}, 4, False, Strength.UNDECIDED),
        ({3: 0.51, 4: 0.49}, 3, False, Strength.UNDECIDED),
    ],
)
def test_the_weakest_of_the_hosts_counts(found, shares, leader, turned, said):
    evaluation, robustness = found
    host = varied(robustness, shares, leader, turned=turned)
    other = varied(robustness, {3: 0.99, 4: 0.01})
    one = with_first(robustness, {3: 0.95, 4: 0.05}, 3, variants=(other, host))
    answer = conclude(evaluation, one, "")
    assert answer.strength is said
    assert answer.shares["2"] == 0.95  # what is told of the draws is that of the chosen host
    told = answer.variations[1]
    assert (told.kind, told.value, told.strength) == (VariationKind.HOST, "3314", said)
    assert told.share == shares[3]
    assert told.leader == ("2" if shares[3] > 0.5 else "3")
    assert answer.weakened_by == (None if said is Strength.CLEAR else told)


def test_a_host_that_makes_it_stronger_changes_nothing(found):
    evaluation, robustness = found
    host = varied(robustness, {3: 0.99, 4: 0.01})
    one = with_first(robustness, {3: 0.75, 4: 0.25}, 3, variants=(host,))
    answer = conclude(evaluation, one, "")
    assert (answer.strength, answer.weakened_by) == (Strength.BEST, None)


def test_who_leads_with_another_host_is_one_of_those_not_decided_between(found):
    evaluation, robustness = found
    host = varied(robustness, {3: 0.3, 6: 0.6, 2: 0.1}, 6)
    one = with_first(robustness, {3: 0.95, 4: 0.05}, 3, variants=(host,))
    answer = conclude(evaluation, one, "")
    assert answer.strength is Strength.UNDECIDED
    assert answer.leaders == ("1", "2", "3", "5")  # 3 is the second most often as chosen


@pytest.mark.parametrize(
    "kind",
    [VariationKind.JUDGEMENT_CHANCE, VariationKind.WEIGHT_SPREAD, VariationKind.ALL_WEIGHTS],
)
def test_other_settings_of_the_draws_are_told_but_do_not_count(found, kind):
    evaluation, robustness = found
    setting = varied(robustness, {3: 0.4, 4: 0.6}, kind=kind)
    one = with_first(robustness, {3: 0.95, 4: 0.05}, 3, variants=(setting,))
    answer = conclude(evaluation, one, "")
    assert (answer.strength, answer.leaders) == (Strength.CLEAR, ("2",))
    assert answer.weakened_by is None
    (told,) = answer.variations
    assert (told.leader, told.share, told.strength) == ("3", 0.4, Strength.UNDECIDED)


@pytest.mark.parametrize(
    ("moves", "missing"),
    [(MISSING_SHARE, ("3236", "3310")), (MISSING_SHARE - BELOW, ()), (0.0, ())],
)
def test_cells_are_told_where_they_move_enough_of_the_first_places(found, moves, missing):
    evaluation, robustness = found
    rows = len(robustness.codes)
    one = replace(
        robustness,
        gaps=(("3305",), ("3236", "3310")),
        gap_moves=np.array([[0.0] * rows, [moves] * rows]),
        unjudged=("ansatte", "ansatte", "lokal_styring"),
        unjudged_moves=np.array([[moves] * rows, [1.0] * rows, [moves] * rows]),
    )
    answer = conclude(evaluation, one, "")
    assert answer.missing == missing
    assert answer.missing_judgements == (("ansatte", "lokal_styring") if missing else ("ansatte",))


@pytest.mark.parametrize(("place", "resting"), [(3, True), (4, True), (6, False)])
def test_it_rests_on_what_is_missing_where_one_of_the_two_first_does(found, place, resting):
    evaluation, robustness = found
    missing = np.zeros_like(robustness.missing)
    missing[-1, place] = True
    one = with_first(robustness, {3: 0.95, 4: 0.05}, 3)
    leaders = one.leaders.copy()
    leaders[-1] = 3, 4
    answer = conclude(evaluation, replace(one, missing=missing, leaders=leaders), "")
    assert answer.on_missing is resting


def test_a_gap_matters_to_those_it_moves_alone(found):
    evaluation, robustness = found
    assert robustness.gaps == (("3236",),)
    moves = np.zeros_like(robustness.gap_moves)
    moves[0, evaluation.row("3236")] = MISSING_SHARE
    moved = replace(robustness, gap_moves=moves)
    hole, owner = (conclude(evaluation, moved, code) for code in ("3310", "3236"))
    assert hole.missing == () and owner.missing == ("3236",)
    # In the example itself it moves nobody.
    assert conclude(evaluation, robustness, "3236").missing == ()
