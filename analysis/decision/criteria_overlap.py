"""Whether two criteria say the same: how their effects follow each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision.evaluation import Evaluation


class CriteriaPair(NamedTuple):
    """Two criteria by id, and the correlation of their effects, −1…1."""

    first: str
    second: str
    correlation: float


def correlations(evaluation: Evaluation, scenario: str, criteria: Sequence[str]) -> pd.DataFrame:
    """Correlation of the criteria's effects, by id; NaN where one never differs.

    ρ(x, y) over every ranked alternative in every municipality, where x and y are the values less
    those of alternative 0, at the middle of intervals.

    Parameters
    ----------
    evaluation : Evaluation
    scenario : str
    criteria : sequence of str
        Ids of those to compare.
    """
    scores = evaluation.scores
    values = scores.values[SCENARIOS.index(scenario), :-1].mean(axis=-1)
    effects = (values[:, 1:] - values[:, :1])[scores.eligible[:-1, 1:]]
    columns = [evaluation.criteria.index(name) for name in criteria]
    return pd.DataFrame(effects[:, columns], columns=list(criteria)).corr()


def strongest(found: pd.DataFrame) -> list[CriteriaPair]:
    """Pairs of criteria, those that follow each other most first, whichever way."""
    values, ids = found.to_numpy(float), list(found.columns)
    pairs = [
        CriteriaPair(ids[a], ids[b], float(values[a, b]))
        for a, b in combinations(range(len(ids)), 2)
    ]
    known = [pair for pair in pairs if not np.isnan(pair.correlation)]
    return sorted(known, key=lambda pair: -abs(pair.correlation))
