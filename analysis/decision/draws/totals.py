"""What is summed over all draws, and what is kept of the first of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.decision.draws.sensitivity import Chunk, Model
from analysis.decision.uncertainty import first_share, rank_counts
from analysis.model import Bools, Floats

# Draws kept whole for quantiles, and draws × rows, so that memory does not grow with either.
KEPT = 10_000
KEPT_ROWS = 100_000
FEWEST_KEPT = 1000
QUANTILES = (0.1, 0.5, 0.9)


def kept_of(draws: int, rows: int) -> int:
    """How many of the draws are kept for quantiles."""
    return min(draws, KEPT, max(FEWEST_KEPT, KEPT_ROWS // rows))


class Tally:
    """Ranks and weights of all draws; points, money and weights of the first ones.

    Attributes
    ----------
    counts : ndarray (R, A, A)
        Number of draws at each rank.
    """

    def __init__(self, model: Model, draws: int, frame: float) -> None:
        rows, size = model.eligible.shape
        self.model, self.draws, self.frame, self.done = model, draws, frame, 0
        self.counts = np.zeros((rows, size, size))
        self._first = np.zeros((rows, size))
        self._weights = np.zeros((rows, size, model.sampler.weights.shape[1]))
        self.kept = kept_of(draws, rows)
        years = model.simulator.reckoning.years + 1
        self._points, self._npv = np.empty((2, self.kept, rows, size), dtype=np.float32)
        self._budget = np.empty((self.kept, rows, size, years), dtype=np.float32)
        self._once = np.empty((self.kept, rows, size), dtype=np.float32)
        self._once_place = [c.id for c in model.simulator.criteria].index("engangskostnad")

    def add(self, chunk: Chunk) -> None:
        """Take in the next draws."""
        for row, chosen in enumerate(self.model.eligible):
            self.counts[row] += rank_counts(chunk.points[:, row], chosen)
            share = first_share(chunk.points[:, row], chosen)
            self._first[row] += share.sum(axis=0)
            self._weights[row] += share.T @ chunk.weights[:, row]
        room = max(0, min(len(chunk.points), self.kept - self.done))
        here = slice(self.done, self.done + room)
        self._points[here], self._npv[here] = chunk.points[:room], chunk.found.npv[:room]
        self._budget[here] = chunk.found.budget[:room]
        self._once[here] = chunk.found.values[:room, :, :, self._once_place]
        self.done += len(chunk.points)

    @property
    def central_weights(self) -> Floats:
        """Mean weights where each alternative is first (R, A, K)."""
        first = self._first[:, :, None]
        never = np.full_like(self._weights, np.nan)
        return np.divide(self._weights, first, out=never, where=first > 0)

    @property
    def points(self) -> Floats:
        """P10, P50 and P90 of the points (R, A, 3), 0–100."""
        return 100.0 * _quantiles(self._points, self.model.eligible)

    @property
    def npv(self) -> Floats:
        """P10, P50 and P90 of the net present value (R, A, 3)."""
        return _quantiles(self._npv, self.model.eligible)

    @property
    def budget(self) -> Floats:
        """P10, P50 and P90 of the budget effect (R, A, T+1, 3)."""
        return _quantiles(self._budget, self.model.eligible)

    @property
    def one_time_frame(self) -> Floats:
        """What the one-time cost stays within in the share `frame` of the draws (R, A).

        Kroner per inhabitant, NaN where missing.
        """
        simulator = self.model.simulator
        criterion = simulator.criteria[self._once_place]
        cost = criterion.verst + self._once * (criterion.best - criterion.verst)
        shown = self.model.eligible & ~simulator.hidden[:, : cost.shape[-1]]
        return np.where(shown, np.quantile(cost, self.frame, axis=0), np.nan)


def _quantiles(kept: NDArray[np.floating], eligible: Bools) -> Floats:
    """P10, P50 and P90 over the first axis, as the last; NaN where missing or not eligible."""
    found = np.full((*kept.shape[1:], len(QUANTILES)), np.nan)
    for row, chosen in enumerate(eligible):  # row by row, so that little is copied at a time
        own = np.asarray(np.quantile(kept[:, row, chosen], QUANTILES, axis=0))
        found[row, chosen] = np.moveaxis(own, 0, -1)
    return found
