"""What the live answer says is a fresh evaluation of the same inputs, after any changes before."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest
from decision.drawn_regions import CODES, three
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import Dataset
from analysis.dataset.tables.categories import JUDGED_CRITERIA
from analysis.dataset.trial import CannotTry, Trial, tried
from analysis.decision.conclusion import conclude
from analysis.decision.draws import ground as draws_kept
from analysis.decision.draws.footing import Footing
from analysis.decision.draws.robustness import assess
from analysis.decision.draws.sampling import BLOCK
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.live import live as room
from analysis.decision.live.live import Live
from analysis.decision.recommendation import recommend

DRAWS = 120


def small(draws: int = DRAWS, **changes: object) -> Dataset:
    data = three(**changes)
    return replace(data, settings=data.settings.model_copy(update={"trekninger": draws}))


CRITERIA = [criterion.id for criterion in small().shared.criteria]
shares = st.integers(0, 10).map(lambda tenths: {"lik": tenths / 10, "innbyggere": 1 - tenths / 10})
weights = st.dictionaries(
    st.sampled_from(["", *CODES]),
    st.lists(st.integers(0, 9), min_size=len(CRITERIA), max_size=len(CRITERIA))
    .filter(any)
    .map(lambda values: dict(zip(CRITERIA, map(float, values), strict=True))),
    max_size=2,
)
judgements = st.dictionaries(
    st.tuples(
        st.sampled_from(["", *CODES]),
        st.sampled_from(["0+", "2", "3", "5"]),
        st.sampled_from(JUDGED_CRITERIA[:3]),
    ),
    st.integers(-4, 4).map(float),
    max_size=2,
)
light = st.builds(Trial, weights=weights, judgements=judgements, key=st.none() | shares)
heavy = st.builds(
    Trial,
    weights=weights,
    judgements=judgements,
    key=st.none() | shares,
    mandate=st.just({}) | st.just({(CODES[1], "3"): "nei"}),
    leaving=st.just(()) | st.just((CODES[0],)),
    host=st.sampled_from([None, "", CODES[2]]),
    assumptions=st.just({}) | st.just({"innkjop_pris": 0.05}),
)


def same(found: object, fresh: object) -> bool:
    if isinstance(fresh, np.ndarray):
        return np.allclose(found, fresh, rtol=1e-9, atol=1e-9, equal_nan=True)
    return bool(found == fresh)


def check(live: Live, data: Dataset, trial: Trial) -> None:
    while live.refine(trial):
        pass
    answer = live.ask(trial)
    assert answer.done
    inputs = tried(data, trial)
    evaluation = evaluate(inputs)
    whole = assess(inputs, evaluation, sobol_base=0)
    for name in [field.name for field in fields(Footing)]:
        if name not in ("variants", "break_evens", "flips", "nearest_assumption"):
            assert same(getattr(answer.footing, name), getattr(whole, name)), name
    unsettled = [variant for variant in whole.variants if variant.kind.unsettled]
    for found, fresh in zip(answer.footing.variants, unsettled, strict=True):
        assert (found.kind, found.value) == (fresh.kind, fresh.value)
        np.testing.assert_allclose(found.first, fresh.first, atol=1e-9)
        np.testing.assert_array_equal(found.leaders, fresh.leaders)
        np.testing.assert_array_equal(found.turned, fresh.turned)
    for found, fresh in zip(answer.footing.flips, whole.flips, strict=True):
        assert {flip.name for flip in found} == {flip.name for flip in fresh if flip.inside}
    for code in answer.footing.codes:
        said = conclude(answer.evaluation, answer.footing, code)
        fresh = conclude(evaluation, whole, code)
        assert (said.strength, said.leaders, said.considered) == (
            fresh.strength, fresh.leaders, fresh.considered,
        )  # fmt: skip
    same_evaluation(answer.evaluation, evaluation)
    assert answer.recommendation == recommend(evaluation, whole)


def same_evaluation(found: Evaluation, fresh: Evaluation) -> None:
    for name in ("criteria", "values", "weights", "points", "unpriced", "ranks", "regret"):
        own, other = getattr(found.scores, name), getattr(fresh.scores, name)
        np.testing.assert_allclose(own, other, rtol=1e-9, atol=1e-9, err_msg=name)
    for alternative, result in fresh.money.results.items():
        own = found.money.results[alternative]
        for name in ("npv", "npv_today", "social_npv", "one_time", "budget_effect", "break_even"):
            np.testing.assert_allclose(
                getattr(own, name), getattr(result, name), rtol=1e-9, atol=1e-6, err_msg=name
            )
    for candidates in ("hosts", "companies"):
        own, other = getattr(found.money, candidates), getattr(fresh.money, candidates)
        assert [each.name for each in own] == [each.name for each in other]


@examples(0.1)
@given(st.lists(light, min_size=1, max_size=3))
def test_weights_judgements_and_key_are_a_fresh_evaluation(trials: list[Trial]) -> None:
    data = small()
    live = Live(data)
    for trial in trials:
        check(live, data, trial)


@pytest.mark.thorough
@examples(0.1)
@given(st.lists(heavy, min_size=1, max_size=3))
def test_any_sequence_of_trials_is_a_fresh_evaluation(trials: list[Trial]) -> None:
    data = small()
    live = Live(data)
    for trial in [*trials, Trial()]:
        try:
            tried(data, trial)
        except CannotTry:
            with pytest.raises(CannotTry):
                live.ask(trial)
            continue
        check(live, data, trial)


def test_what_is_a_municipalitys_own_may_be_taken_away() -> None:
    own = (CODES[1], "2", JUDGED_CRITERIA[0])
    there = Trial(weights={CODES[0]: {CRITERIA[0]: 1.0, CRITERIA[2]: 3.0}}, judgements={own: -3.0})
    data = tried(small(), there)
    live = Live(data)
    for trial in (Trial(weights={CODES[0]: {}}), Trial(judgements={own: None}), Trial()):
        check(live, data, trial)


def test_the_first_answer_rests_on_the_first_draws_and_the_rest_refine(monkeypatch) -> None:
    monkeypatch.setattr(draws_kept, "FIRST", 32)
    monkeypatch.setattr(draws_kept, "NEXT", 50)
    data = small()
    live = Live(data)
    seen = [live.ask(Trial()).footing.draws]
    while live.refine(Trial()):
        seen.append(live.ask(Trial()).footing.draws)
    assert seen == [32, 82, 120]
    check(live, data, Trial())


def test_where_there_is_no_room_only_whole_blocks_of_the_reports_draws_are_used(
    monkeypatch,
) -> None:
    monkeypatch.setattr(draws_kept, "MEMORY", 1)
    live = Live(small(3 * BLOCK))
    answer = live.ask(Trial())
    assert answer.total == BLOCK and not answer.done


def test_no_more_sets_of_draws_are_kept_than_there_is_room_for() -> None:
    live = Live(small(40))
    for code in CODES[:2]:
        for leaving in ((), (code,)):
            live.ask(Trial(leaving=leaving))
    assert len(live._grounds) <= room.READY
