"""An evaluation told again of inputs that differ in little: without running the model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.dataset import Dataset
from analysis.decision.evaluation import Evaluation
from analysis.decision.keys import Keyed, own_key
from analysis.decision.results import Candidate, Money, Result, paid_for
from analysis.decision.scores import computed_values, judged_effects, scored, weighed
from analysis.decision.scoring import weight_table
from analysis.decision.unknowns import MONEY


def rekey(dataset: Dataset, evaluation: Evaluation) -> Evaluation:
    """The evaluation of a data set that differs only in key and weights."""
    high = evaluation.money_high
    money = _rekeyed(dataset, evaluation.money)
    high = None if high is None else _rekeyed(dataset, high)
    raw = evaluation.scores.criteria.copy()
    for k, criterion in enumerate(evaluation.criteria):
        if criterion in MONEY:
            ends = np.stack(
                [computed_values(side, criterion) for side in (money, high or money)], -1
            )
            known = ~np.isnan(raw[..., k, :])
            raw[..., k, :] = np.where(known, np.sort(ends, axis=-1), np.nan)
    scores = scored(dataset, evaluation.gates, evaluation.codes, raw)
    return replace(evaluation, money=money, money_high=high, scores=scores)


def rescore(dataset: Dataset, evaluation: Evaluation) -> Evaluation:
    """The same where only judgements and weights differ."""
    raw = evaluation.scores.criteria.copy()
    effects = judged_effects(dataset, evaluation.gates, evaluation.money.region)
    for criterion, table in effects.items():
        raw[..., evaluation.criteria.index(criterion), :] = table[None, :, :, None]
    scores = scored(dataset, evaluation.gates, evaluation.codes, raw)
    return replace(evaluation, scores=scores)


def reweigh(dataset: Dataset, evaluation: Evaluation) -> Evaluation:
    """The same where only the weights differ."""
    found = evaluation.scores
    weights = weight_table(dataset.weights, dataset.shared.criteria, evaluation.codes)
    scores = weighed(found.criteria, found.values, weights, found.eligible, dataset)
    return replace(evaluation, scores=scores)


def _rekeyed(dataset: Dataset, money: Money) -> Money:
    """What the model said, divided by the data set's key."""
    settings = dataset.settings
    under = Keyed(own_key(settings), money.region)

    def divided(result: Result) -> Result:
        setting = under.setting(result.setting)
        found = replace(result.outcome, setting=setting)
        return replace(result, setting=setting, outcome=found, **paid_for(found, settings))

    # The chosen candidates are among the results, and stay the same objects.
    known: dict[int, Result] = {}

    def once(result: Result) -> Result:
        if id(result) not in known:
            known[id(result)] = divided(result)
        return known[id(result)]

    def each(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        return tuple(replace(one, result=once(one.result)) for one in candidates)

    return replace(
        money,
        results={a: once(result) for a, result in money.results.items()},
        hosts=each(money.hosts),
        companies=each(money.companies),
        forms={a: each(forms) for a, forms in money.forms.items()},
    )
