"""The judgements as rows that can be drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.dataset import Dataset
from analysis.decision.criteria import judged_values, judgements_by_place
from analysis.decision.evaluation import Evaluation
from analysis.model import Floats, Ints

# Judgements are effects on the pluss-minus scale.
SCALE = 4.0


@dataclass(frozen=True)
class Judged:
    """What is judged, in a fixed order of rows.

    A cell no row is meant for has a missing judgement, common to the alternative.

    Attributes
    ----------
    rows : ndarray (K, M, A)
        Which judgement each cell takes: 0 for none (the effect is 0), else 1 + its position.
        Computed criteria are 0 throughout.
    given : ndarray (judgement rows,)
        The judgements, −4…4; NaN where missing.
    about : ndarray (judgement rows,)
        Position of the criterion each is about.
    like : ndarray (judgement rows,)
        The first judgement of the same criterion among alternatives that do, or do not, change
        the platform.
    """

    rows: Ints
    given: Floats
    about: Ints
    like: Ints

    @classmethod
    def of(cls, dataset: Dataset, evaluation: Evaluation) -> Judged:
        """Place the judgements of a data set."""
        placed = sorted(judgements_by_place(dataset.judgements).items())
        numbered = {place: 1.0 + number for number, (place, _) in enumerate(placed)}
        inside = evaluation.gates.participants.T
        rows = np.zeros((len(dataset.shared.criteria), *inside.shape), dtype=np.int64)
        changes: dict[str, bool] = {a.id: a.plattformbytte for a in dataset.shared.alternatives}
        given = [mark for _, mark in placed]
        kind = [(criterion, changes[alternative]) for (criterion, alternative, _), _ in placed]
        for k, criterion in enumerate(dataset.shared.criteria):
            if criterion.computed:
                continue
            cells = judged_values(numbered, evaluation.codes, evaluation.alternatives, criterion.id)
            for a in np.flatnonzero((np.isnan(cells) & inside).any(axis=0)):
                given.append(np.nan)
                kind.append((criterion.id, changes[evaluation.alternatives[a]]))
                cells[np.isnan(cells[:, a]), a] = len(given)
            rows[k] = np.where(inside, cells, 0.0)
        about = [evaluation.criteria.index(criterion) for criterion, _ in kind]
        like = [kind.index(own) for own in kind]
        return cls(
            rows,
            np.array(given, dtype=float),
            np.array(about, dtype=np.int64),
            np.array(like, dtype=np.int64),
        )

    def __len__(self) -> int:
        return len(self.given)

    @property
    def missing(self) -> Ints:
        """Positions of the judgements that are missing."""
        return np.flatnonzero(np.isnan(self.given))

    @property
    def about_missing(self) -> list[int]:
        """Positions of the criteria that the missing ones are about."""
        return self.about[self.missing].tolist()

    @property
    def has_like(self) -> bool:
        """Whether any two judgements are of like alternatives."""
        return len(np.unique(self.like)) < len(self.like)

    def marks(self, steps: Ints, place: Floats) -> Floats:
        """Judgements as drawn (D, judgement rows), −4…4.

        Parameters
        ----------
        steps : ndarray (D, judgement rows)
            What each is moved by.
        place : ndarray (D, judgement rows)
            Where on the scale a missing one lies (0…1).
        """
        moved = np.clip(self.given + steps, -SCALE, SCALE)
        return np.where(np.isnan(self.given), SCALE * (2.0 * place - 1.0), moved)

    def same(self, other: Judged, k: int) -> bool:
        """Whether a criterion is judged as in another, and drawn as there.

        Another number of judgements is drawn in another way altogether.
        """
        if len(self) != len(other):
            return False
        own, there = self.rows[k], other.rows[k]
        marks, others = (np.append(0.0, one.given) for one in (self, other))
        return np.array_equal(own, there) and np.array_equal(
            marks[own], others[there], equal_nan=True
        )
