"""Criteria, values and points of every alternative in every municipality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.tables import SCENARIOS
from analysis.decision.criteria import judged_values, judgements_by_place
from analysis.decision.gates import Gate, Gates
from analysis.decision.ranking import rank_interval, regret
from analysis.decision.results import Money
from analysis.decision.scoring import criterion_values, weight_table, weighted_sum
from analysis.decision.unknowns import not_computable
from analysis.model import Bools, Floats, Ints, Region


@dataclass(frozen=True)
class Scores:
    """Criteria and points over scenarios (S), rows (R), alternatives (A) and criteria (K).

    The rows are the municipalities in order and, last, all of them together. A last axis of
    two holds the low and the high end where an unknown cell leaves an interval.

    Attributes
    ----------
    criteria : ndarray (S, R, A, K, 2)
        In each criterion's unit, NaN where missing.
    values : ndarray (S, R, A, K, 2)
        0 at the worst anchor and 1 at the best, past them in kroner; a missing criterion is 0…1.
    weights : ndarray (R, K)
    points, unpriced : ndarray (S, R, A, 2)
        100 times the weighted sum: of all criteria, and of those outside the group økonomi.
    eligible : ndarray of bool (R, A)
    ranks : ndarray of int (S, R, A, 2)
        Best and worst possible rank, 0 where not ranked.
    regret : ndarray (S, R, A)
        Points lost against the best, at the middle of intervals.
    """

    criteria: Floats
    values: Floats
    weights: Floats
    points: Floats
    unpriced: Floats
    eligible: Bools
    ranks: Ints
    regret: Floats


def computed_values(money: Money, criterion: str) -> Floats:
    """A computed criterion (S, R, A) in its unit, the joint row last."""
    region, results = money.region, money.results.values()
    people = region.inhabitants
    weights = people / people.sum()
    columns = []
    for result in results:
        if criterion == "netto_naaverdi":
            own = result.npv / people * 1000.0
            joint = result.social_npv / people.sum() * 1000.0
        elif criterion == "engangskostnad":
            own = result.one_time / people * 1000.0
            joint = own @ weights
        else:
            own = {
                "saarbarhet": result.vulnerability.mean(axis=2),
                "systemharmonisering": result.harmonisation,
            }[criterion]
            joint = own @ weights
        columns.append(np.concatenate([own, joint[:, None]], axis=1))
    return np.stack(columns, axis=2)


def _criterion_values(dataset: Dataset, gates: Gates, low: Money, high: Money) -> Floats:
    """All criteria (S, R, A, K, 2), NaN where nothing bounds what is unknown.

    Who stands outside an alternative is not touched by it: its judged effects are 0, too.
    """
    missing = not_computable(dataset, gates)
    judged = judged_effects(dataset, gates, low.region)
    blocks = []
    for criterion in dataset.shared.criteria:
        if criterion.computed:
            ends = np.stack(
                [computed_values(low, criterion.id), computed_values(high, criterion.id)],
                axis=-1,
            )
            ends = np.sort(ends, axis=-1)
            ends[:, missing[criterion.id]] = np.nan
        else:
            table = judged[criterion.id]
            ends = np.broadcast_to(table[None, :, :, None], (len(SCENARIOS), *table.shape, 2))
        blocks.append(ends)
    return np.stack(blocks, axis=3)


def judged_effects(dataset: Dataset, gates: Gates, region: Region) -> dict[str, Floats]:
    """Each judged criterion (R, A), the joint row last."""
    ids = [alternative.id for alternative in dataset.shared.alternatives]
    judged, people = judgements_by_place(dataset.judgements), region.inhabitants
    effects = {}
    for criterion in dataset.shared.criteria:
        if not criterion.computed:
            own = judged_values(judged, region.codes, ids, criterion.id)
            own = np.where(gates.participants.T, own, 0.0)
            effects[criterion.id] = np.vstack([own, people / people.sum() @ own])
    return effects


def scores_of(dataset: Dataset, gates: Gates, low: Money, high: Money) -> Scores:
    """Criteria, values and points, with unknown cells at their low and their high end."""
    raw = _criterion_values(dataset, gates, low, high)
    return scored(dataset, gates, low.region.codes, raw)


def scored(dataset: Dataset, gates: Gates, codes: Sequence[str], raw: Floats) -> Scores:
    """Score criteria in their own units (S, R, A, K, 2)."""
    criteria = dataset.shared.criteria
    values = np.empty_like(raw)
    for k, criterion in enumerate(criteria):
        values[..., k, :] = np.sort(criterion_values(raw[..., k, :], criterion), axis=-1)
    values[..., 0] = np.nan_to_num(values[..., 0], nan=0.0)
    values[..., 1] = np.nan_to_num(values[..., 1], nan=1.0)
    weights = weight_table(dataset.weights, criteria, codes)
    eligible = (gates.status.to_numpy() == Gate.OPEN).astype(bool)
    return weighed(raw, values, weights, eligible, dataset)


def weighed(
    raw: Floats, values: Floats, weights: Floats, eligible: Bools, dataset: Dataset
) -> Scores:
    """Score values by weights (R, K)."""
    unpriced = np.array([criterion.gruppe != "okonomi" for criterion in dataset.shared.criteria])
    points = _points(values, weights)
    return Scores(
        criteria=raw,
        values=values,
        weights=weights,
        points=points,
        unpriced=_points(values, weights * unpriced),
        eligible=eligible,
        ranks=rank_interval(points[..., 0], points[..., 1], eligible[None]),
        regret=regret(points.mean(axis=-1), eligible[None]),
    )


def _points(values: Floats, weights: Floats) -> Floats:
    """100 × weighted sum per row (S, R, A, 2); 0 where a row weighs none of the criteria."""
    rows = [
        weighted_sum(np.swapaxes(values[:, r], -1, -2), w)
        if w.sum() > 0
        else np.zeros((values.shape[0], values.shape[2], 2))
        for r, w in enumerate(weights)
    ]
    return 100.0 * np.stack(rows, axis=1)
