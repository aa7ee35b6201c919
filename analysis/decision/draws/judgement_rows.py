"""The judgements as rows that can be drawn."""

from __future__ import annotations

import numpy as np

from analysis.dataset import Dataset
from analysis.decision.criteria import judged_values, judgements_by_place
from analysis.decision.evaluation import Evaluation
from analysis.model import Floats, Ints


def judgement_rows(dataset: Dataset, evaluation: Evaluation) -> tuple[Ints, Floats, Ints, Ints]:
    """Which judgement each cell takes (K, M, A), the judgements, their criteria and their like.

    In a fixed order; a cell no row is meant for has a missing one, common to the alternative. Like
    is the first judgement of the same criterion among alternatives that do, or do not, change the
    platform.
    """
    given = sorted(judgements_by_place(dataset.judgements).items())
    numbered = {place: 1.0 + number for number, (place, _) in enumerate(given)}
    inside = evaluation.gates.participants.T
    judged = np.zeros((len(dataset.shared.criteria), *inside.shape), dtype=np.int64)
    changes: dict[str, bool] = {a.id: a.plattformbytte for a in dataset.shared.alternatives}
    marks = [mark for _, mark in given]
    kind = [(criterion, changes[alternative]) for (criterion, alternative, _), _ in given]
    for k, criterion in enumerate(dataset.shared.criteria):
        if criterion.computed:
            continue
        place = judged_values(numbered, evaluation.codes, evaluation.alternatives, criterion.id)
        for a in np.flatnonzero((np.isnan(place) & inside).any(axis=0)):
            marks.append(np.nan)
            kind.append((criterion.id, changes[evaluation.alternatives[a]]))
            place[np.isnan(place[:, a]), a] = len(marks)
        judged[k] = np.where(inside, place, 0.0)
    positions = [evaluation.criteria.index(criterion) for criterion, _ in kind]
    like = [kind.index(own) for own in kind]
    return (
        judged,
        np.array(marks, dtype=float),
        np.array(positions, dtype=np.int64),
        np.array(like, dtype=np.int64),
    )
