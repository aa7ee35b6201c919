"""Whether what is missing decides: first places with it at either end, the rest as drawn."""

from __future__ import annotations

import numpy as np

from analysis.decision.draws.judged import SCALE
from analysis.decision.draws.sampling import Sample
from analysis.decision.draws.sensitivity import Chunk, Model
from analysis.decision.draws.varied_draws import judged_change
from analysis.decision.uncertainty import TOLERANCE, first_counts
from analysis.model import Bools, Floats


class GapDraws:
    """First places at either end of each thing that is missing, summed over one block.

    Unknown cells that bound a value lie at their low and their high end. Values that nothing
    bounds lie at worst and at best for one alternative at a time, and for the others the
    opposite. A missing judgement is −4 and 4.
    """

    def __init__(self, model: Model, sample: Sample) -> None:
        self.model, self.sample = model, sample
        shape = (2, *model.eligible.shape)
        gaps, unjudged = len(model.simulator.gaps), len(model.simulator.judged.missing)
        self._bounded, self._unbounded = np.zeros((2, gaps, *shape))
        self._judged = np.zeros((unjudged, *shape))

    def add(self, chunk: Chunk) -> None:
        """Take in a chunk of the block."""
        simulator, eligible = self.model.simulator, self.model.eligible
        for g, gap in enumerate(simulator.gaps):
            if gap.side is not None:
                between = chunk.found.gaps[gap.side]
                weights = chunk.weights[..., simulator.computed]
                change = np.einsum("drak,drk->dra", between, weights)
                place = self.sample.cells[chunk.part, gap.side, None, None]
                for end in (0, 1):
                    points = chunk.points + (end - place) * change
                    self._bounded[g, end] += first_counts(points, eligible)
            if gap.unbounded.any():
                whole = np.zeros((len(chunk.points), *simulator.missing.shape))
                drawn = self.sample.missing[chunk.part]
                whole[:, simulator.missing] = np.where(gap.unbounded, drawn, 0.0)
                down = np.einsum("drak,drk->dra", whole, chunk.weights)
                whole[:, simulator.missing] = np.where(gap.unbounded, 1.0 - drawn, 0.0)
                up = np.einsum("drak,drk->dra", whole, chunk.weights)
                self._unbounded[g] += extremes(chunk.points, down, up, eligible)
        for n, row in enumerate(simulator.judged.missing):
            for end in (0, 1):
                marks = chunk.marks.copy()
                marks[:, row] = SCALE * (2 * end - 1)
                points = chunk.points + judged_change(self.model, chunk, marks).sum(axis=0)
                self._judged[n, end] += first_counts(points, eligible)

    def join(self, other: GapDraws) -> None:
        """Take in what other draws of the same block gave."""
        self._bounded += other._bounded
        self._unbounded += other._unbounded
        self._judged += other._judged

    @property
    def cells(self) -> Floats:
        """Most any alternative's share of the first places moves (gaps, R)."""
        ends = np.stack([self._bounded, self._unbounded])
        moved = np.abs(ends[:, :, 1] - ends[:, :, 0]) / len(self.sample)
        return np.asarray(moved.max(axis=(0, 3), initial=0.0))

    @property
    def judgements(self) -> Floats:
        """The same for each missing judgement (missing judgements, R)."""
        moved = np.abs(self._judged[:, 1] - self._judged[:, 0]) / len(self.sample)
        return np.asarray(moved.max(axis=2, initial=0.0))


def extremes(points: Floats, down: Floats, up: Floats, eligible: Bools) -> Floats:
    """In how many draws each alternative is first at worst and at best for it (2, R, A).

    Parameters
    ----------
    points, down, up : ndarray (draws, R, A)
        Points, and how much lower and higher what is missing may bring them.
    eligible : ndarray of bool (R, A)
    """
    ends = []
    for own, others in ((points - down, points + up), (points + up, points - down)):
        allowed = np.where(eligible, others, -np.inf)
        order = np.sort(allowed, axis=-1)
        top, next_ = order[..., -1:], order[..., -2:-1]
        rival = np.where(allowed == top, next_, top)
        ends.append(((own >= rival - TOLERANCE) & eligible).sum(axis=0))
    return np.array(ends, dtype=float)
