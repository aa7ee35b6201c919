"""Each way to reckon against reckoning it outright."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.decision.conclusion import conclude
from analysis.decision.crosscheck import Method
from analysis.decision.evaluation import evaluate
from analysis.decision.reckonings import Way, at_expected


@pytest.fixture(scope="module")
def told(figures):
    return {(way.way, way.value): way.first for way in figures.reckonings}


def named(ids, values):
    return tuple(a for a, value in zip(ids, values, strict=True) if value >= max(values) - 1e-9)


def test_the_reported_one_is_who_may_be_first_at_the_expected_values(figures, told) -> None:
    ranks = figures.evaluation.scores.ranks[0, :, :, 0]
    ids = np.array(figures.evaluation.alternatives)
    expected = tuple(tuple(ids[row == 1]) for row in ranks)
    assert told[Way.AS_REPORTED, ""] == expected


def test_another_period_is_the_whole_evaluation_over_those_years(figures, told) -> None:
    settings = figures.dataset.settings
    periods = {value for way, value in told if way is Way.PERIOD}
    tried = figures.dataset.shared.periods
    assert periods == {str(years) for years in tried if years != settings.analyseperiode}
    years = 15 if settings.analyseperiode != 15 else 8
    longer = settings.model_copy(update={"analyseperiode": years})
    expected = at_expected(evaluate(replace(figures.dataset, settings=longer)))
    assert told[Way.PERIOD, str(years)] == expected


def test_common_weights_are_those_of_a_group_where_nobody_has_its_own(figures, told) -> None:
    weights = figures.dataset.weights
    common = weights[weights["kommunenummer"] == ""]
    assert len(common) < len(weights), "noen må ha egne vekter"
    expected = at_expected(evaluate(replace(figures.dataset, weights=common)))
    assert told[Way.COMMON_WEIGHTS, ""] == expected


def test_equal_weights_are_those_of_a_group_that_has_set_none(figures, told) -> None:
    none = replace(figures.dataset, weights=figures.dataset.weights.iloc[:0])
    expected = at_expected(evaluate(none))
    assert told[Way.EQUAL_WEIGHTS, ""] == expected


def test_todays_service_is_the_points_without_the_better_offer(figures, told) -> None:
    found, data = figures.evaluation, figures.dataset
    money = found.criteria.index("netto_naaverdi")
    swing = data.shared.criteria[money].best - data.shared.criteria[money].verst
    row = found.codes.index("3312")
    weights = found.scores.weights[row]
    people = found.money.region.inhabitants[row]
    points = [
        float(found.scores.values[0, row, a, :, 0] @ weights)
        + weights[money] * 1000.0 * float(r.npv_today[0, row] - r.npv[0, row]) / people / swing
        for a, r in enumerate(found.money.results.values())
    ]
    open_ = found.scores.eligible[row]
    best = np.where(open_, points, -np.inf)
    assert set(named(found.alternatives, best)) <= set(told[Way.TODAY, ""][row])


def test_only_kroner_follows_net_present_value(figures, told) -> None:
    found = figures.evaluation
    money = found.criteria.index("netto_naaverdi")
    values = found.scores.criteria[0, :, :, money].mean(axis=-1)
    for row, first in enumerate(told[Way.PRICED, ""]):
        best = np.where(found.scores.eligible[row], values[row], -np.inf)
        assert set(named(found.alternatives, best)) <= set(first)


def test_what_varies_in_the_draws_is_the_conclusions_own(figures, told) -> None:
    for row, code in enumerate((*figures.evaluation.codes, "")):
        for one in conclude(figures.evaluation, figures.robustness, code).variations:
            if one.kind.unsettled:
                way = next(w for w in Way if w.value == one.kind.value)
                assert told[way, str(one.value)][row] == (one.leader,)


def test_the_methods_are_those_of_the_cross_check(figures, told) -> None:
    for method in (Method.TOPSIS, Method.PROMETHEE_II):
        expected = tuple(row.first(method) for row in figures.crosscheck.rows)
        assert told[Way.METHOD, str(method)] == expected


def test_a_group_with_equal_weights_has_no_such_row(figures) -> None:
    from analysis.decision.reckonings import reckonings

    data = replace(
        figures.dataset, weights=pd.DataFrame(columns=["kommunenummer", "kriterium", "vekt"])
    )
    same = evaluate(data)
    found = reckonings(data, same, figures.robustness, figures.crosscheck)
    assert not {way.way for way in found} & {Way.COMMON_WEIGHTS, Way.EQUAL_WEIGHTS}
