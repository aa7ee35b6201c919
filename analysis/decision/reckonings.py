"""Who is first under every reasonable way to reckon, each with one thing different."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from analysis.dataset import Dataset
from analysis.decision.conclusion import conclude
from analysis.decision.crosscheck import CrossCheck, Method
from analysis.decision.draws import Robustness, VariationKind
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.ranking import TIE
from analysis.decision.scoring import equal_weights, weighted_sum
from analysis.model import Floats

First = tuple[str, ...]


class Way(StrEnum):
    """What is reckoned differently; the value that goes with it is in `Reckoning`."""

    AS_REPORTED = "slik rapporten er regnet"
    HOST = "vert"
    COMPANY = "selskap"
    KEY = "fordelingsnøkkel"
    COMMON_WEIGHTS = "felles vekter"
    EQUAL_WEIGHTS = "like vekter"
    TIED_JUDGEMENTS = "vurderinger sammen"
    METHOD = "metode"
    PERIOD = "analyseperiode"
    TODAY = "dagens tjenestenivå"
    UNPRICED = "bare virkningene uten pris"
    PRICED = "bare kroner"


@dataclass(frozen=True)
class Reckoning:
    """One way to reckon.

    Attributes
    ----------
    way : Way
    value : str
        The host's kommunenummer, the company, the key, the method or the years; else empty.
    first : tuple of tuple of str (rows)
        The alternatives in first place in each row, all together last; more than one where the
        figures do not part them, and none where nothing is ranked.
    """

    way: Way
    value: str
    first: tuple[First, ...]


_VARIED = {
    VariationKind.HOST: Way.HOST,
    VariationKind.COMPANY: Way.COMPANY,
    VariationKind.KEY: Way.KEY,
    VariationKind.TIED: Way.TIED_JUDGEMENTS,
}


def reckonings(
    dataset: Dataset, evaluation: Evaluation, robustness: Robustness, crosscheck: CrossCheck
) -> tuple[Reckoning, ...]:
    """Every way to reckon, the reported one first.

    With another host, company or key, or with like alternatives judged wrong together, it is who
    is first in most draws; else who is first at the expected values.

    Parameters
    ----------
    dataset : Dataset
    evaluation, robustness, crosscheck
        Of the same data set.
    """
    return tuple(
        Reckoning(way, value, first)
        for way, value, first in (
            (Way.AS_REPORTED, "", at_expected(evaluation)),
            *_in_the_draws(evaluation, robustness),
            *_by_weights(dataset, evaluation),
            *_by_method(crosscheck),
            *_by_period(dataset),
            *_by_kind_of_effect(dataset, evaluation),
        )
    )


def at_expected(evaluation: Evaluation) -> tuple[First, ...]:
    """Who may be first in each row at the expected values."""
    ranks = evaluation.scores.ranks[0, :, :, 0]
    return tuple(_named(evaluation, row == 1) for row in ranks)


def _named(evaluation: Evaluation, chosen: np.ndarray) -> First:
    return tuple(a for a, there in zip(evaluation.alternatives, chosen, strict=True) if there)


_Found = Iterator[tuple[Way, str, tuple[First, ...]]]


def _in_the_draws(evaluation: Evaluation, robustness: Robustness) -> _Found:
    found = [conclude(evaluation, robustness, code).variations for code in robustness.codes]
    for same in zip(*found, strict=True):
        if same[0].kind in _VARIED:
            first = tuple((one.leader,) for one in same)
            yield _VARIED[same[0].kind], str(same[0].value), first


def _by_weights(dataset: Dataset, evaluation: Evaluation) -> _Found:
    weights = evaluation.scores.weights
    if (weights[:-1] != weights[-1]).any():
        yield Way.COMMON_WEIGHTS, "", _with_weights(evaluation, weights[-1])
    equal = equal_weights(dataset.shared.criteria)
    if not np.allclose(weights, equal):
        yield Way.EQUAL_WEIGHTS, "", _with_weights(evaluation, equal)


def _with_weights(evaluation: Evaluation, weights: Floats) -> tuple[First, ...]:
    values = np.swapaxes(evaluation.scores.values[0], -1, -2)
    return _first(evaluation, weighted_sum(values, weights))


def _first(evaluation: Evaluation, points: Floats) -> tuple[First, ...]:
    """Who may be first by points (rows, A, 2): nobody is surely ahead of them."""
    eligible = evaluation.scores.eligible
    ends = np.where(eligible[..., None], points, -np.inf)
    bar = ends[..., 0].max(axis=1, keepdims=True)
    return tuple(_named(evaluation, row) for row in (ends[..., 1] >= bar - TIE) & eligible)


def _by_method(crosscheck: CrossCheck) -> _Found:
    for method in Method:
        if method is not Method.WEIGHTED_SUM:
            yield Way.METHOD, str(method), tuple(row.first(method) for row in crosscheck.rows)


def _by_period(dataset: Dataset) -> _Found:
    own = dataset.settings.analyseperiode
    for years in dataset.shared.periods:
        if years != own:
            settings = dataset.settings.model_copy(update={"analyseperiode": years})
            yield Way.PERIOD, str(years), at_expected(evaluate(replace(dataset, settings=settings)))


def _by_kind_of_effect(dataset: Dataset, evaluation: Evaluation) -> _Found:
    scores, ids = evaluation.scores, evaluation.criteria
    money = ids.index("netto_naaverdi")
    values = scores.values[0].copy()
    swing = dataset.shared.criteria[money].best - dataset.shared.criteria[money].verst
    values[..., money, :] += _better_offer(evaluation)[..., None] / swing
    weighed = np.einsum("rake,rk->rae", values, scores.weights)
    yield Way.TODAY, "", _first(evaluation, weighed)
    yield Way.UNPRICED, "", _first(evaluation, scores.unpriced[0])
    yield Way.PRICED, "", _first(evaluation, scores.values[0][:, :, money])


def _better_offer(evaluation: Evaluation) -> Floats:
    """What pays for a better offer than today's (rows, A), kroner per inhabitant."""
    people = evaluation.money.region.inhabitants
    heads = np.append(people, people.sum())
    paid = [
        np.append(
            result.npv_today[0] - result.npv[0], result.social_npv_today[0] - result.social_npv[0]
        )
        for result in evaluation.money.results.values()
    ]
    return np.stack(paid, axis=1) * 1000.0 / heads[:, None]
