"""The judgements as rows that can be drawn."""

from __future__ import annotations

import numpy as np

from analysis.dataset import Dataset
from analysis.decision.criteria import judged_values
from analysis.decision.evaluation import Evaluation
from analysis.model import Floats, Ints


def judgement_rows(dataset: Dataset, evaluation: Evaluation) -> tuple[Ints, Floats, Ints, Ints]:
    """Which judgement each cell takes (K, M, A), the judgements, their criteria and their like.

    In a fixed order; a cell no row is meant for has a missing one, common to the alternative. Like
    is the first judgement of the same criterion among alternatives that do, or do not, change the
    platform.
    """
    order = ["kriterium", "alternativ", "kommunenummer"]
    table = dataset.judgements.sort_values(order).reset_index(drop=True)
    numbered = table.assign(omfang=np.arange(len(table)) + 1.0)
    inside = evaluation.gates.participants.T
    judged = np.zeros((len(dataset.shared.criteria), *inside.shape), dtype=np.int64)
    marks, about = list(table["omfang"].astype(float)), list(table["kriterium"])
    changes: dict[str, bool] = {a.id: a.plattformbytte for a in dataset.shared.alternatives}
    kind = list(zip(about, table["alternativ"].map(changes), strict=True))
    for k, criterion in enumerate(dataset.shared.criteria):
        if criterion.computed:
            continue
        place = judged_values(numbered, evaluation.codes, evaluation.alternatives, criterion.id)
        for a in np.flatnonzero((np.isnan(place) & inside).any(axis=0)):
            marks.append(np.nan)
            about.append(criterion.id)
            kind.append((criterion.id, changes[evaluation.alternatives[a]]))
            place[np.isnan(place[:, a]), a] = len(marks)
        judged[k] = np.where(inside, place, 0.0)
    positions = np.array([evaluation.criteria.index(name) for name in about], dtype=np.int64)
    like = np.array([kind.index(own) for own in kind], dtype=np.int64)
    return judged, np.array(marks, dtype=float), positions, like
