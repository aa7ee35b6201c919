"""How sure the conclusion is: the whole model over random draws, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.dataset import Dataset
from analysis.decision.evaluation import Evaluation
from analysis.decision.sampling import Sampler
from analysis.decision.sensitivity import (
    Model,
    break_evens,
    leaders,
    margin,
    narrowed,
    sobol_total,
    tornado,
    unknown_break_evens,
)
from analysis.decision.simulation import Simulated, Simulator
from analysis.decision.uncertainty import (
    first_share,
    rank_counts,
    standard_error,
    weight_stability,
)
from analysis.model.region import Bools, Floats, Ints

# Draws × rows the model holds in memory at a time.
CELLS = 3584
SOBOL_BASE = 256
# Draws kept whole for quantiles, so that memory does not grow with the number of draws.
KEPT = 10_000
QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Flip:
    """A single change that takes the first place from the winner.

    Attributes
    ----------
    name : str
        Assumption or criterion.
    central, value : float
        What it is now, and the break-even: the assumption's own unit, or a normalised weight.
    low, high : float
        The assumption's stated interval, or the drawn weight's P10 and P90.
    taker : str
        The alternative that comes first just past the break-even.
    """

    name: str
    central: float
    value: float
    low: float
    high: float
    taker: str

    @property
    def inside(self) -> bool:
        """Whether the break-even lies inside the interval."""
        return self.low <= self.value <= self.high


@dataclass(frozen=True)
class Robustness:
    """Everything about how sure the ranking is.

    Rows (R) are the municipalities in order and, last, all together (""). Where an alternative
    is not eligible its acceptability is 0 and the rest NaN. Points are 0–100.

    Attributes
    ----------
    codes, alternatives, criteria, assumptions : tuple of str
        Order of the axes; ``codes`` ends with "", ``assumptions`` (N) are those that are drawn.
    draws, kept : int
        Number of draws, and how many of them the quantiles rest on.
    eligible : ndarray of bool (R, A)
    acceptability, acceptability_error : ndarray (R, A, A)
        Share of the draws at each rank, and its Monte Carlo standard error.
    central_weights : ndarray (R, A, K)
        Mean weights of the draws where an alternative is first; NaN where it never is.
    points, npv : ndarray (R, A, 3)
        P10, P50, P90; NPV in kroner per inhabitant, NaN where missing.
    budget : ndarray (R, A, T+1, 3)
        Budget effect a year, 1000 kr, P10, P50, P90.
    leaders : ndarray of int (R, 2)
        First and second at the central values, −1 where there is none.
    margin : ndarray (R,)
        Points between the two.
    weight_stability : ndarray (R, K, 2)
        Interval of each weight inside which the first stays first, at the central values.
    ends : ndarray (N, 3)
        Low, central and high value of each assumption, in its own unit.
    tornado : ndarray (R, N, 2)
        Change in the margin at the low and the high end.
    break_evens : ndarray (R, N)
        Value of each assumption that takes the first place from the winner, NaN where none.
    unknown_break_evens : dict of str to ndarray (R,)
        How large an unknown effect must be to do the same.
    nearest_assumption, nearest_weight : tuple of Flip or None (R)
        The single change that flips the first place, nearest in half-widths of its interval.
    sobol : dict of str to ndarray (R,)
        Total-order index of the winner's margin, by what is drawn; empty where left out.
    """

    codes: tuple[str, ...]
    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    assumptions: tuple[str, ...]
    draws: int
    kept: int
    eligible: Bools
    acceptability: Floats
    acceptability_error: Floats
    central_weights: Floats
    points: Floats
    npv: Floats
    budget: Floats
    leaders: Ints
    margin: Floats
    weight_stability: Floats
    ends: Floats
    tornado: Floats
    break_evens: Floats
    unknown_break_evens: Mapping[str, Floats]
    nearest_assumption: tuple[Flip | None, ...]
    nearest_weight: tuple[Flip | None, ...]
    sobol: Mapping[str, Floats]

    @property
    def first(self) -> Floats:
        """Share of the draws in which each alternative is first (R, A)."""
        return self.acceptability[:, :, 0]

    def row(self, code: str) -> int:
        """Position of a municipality, or of all together for ""."""
        return self.codes.index(code)


def assess(
    dataset: Dataset,
    evaluation: Evaluation,
    *,
    draws: int | None = None,
    chunk: int | None = None,
    sobol_base: int = SOBOL_BASE,
) -> Robustness:
    """Run the model over draws of assumptions, judgements, weights and unknown cells.

    Participants, host and company are those of the evaluation. The same seed and number of
    draws give the same answer, whatever the chunk.

    Parameters
    ----------
    dataset : Dataset
    evaluation : Evaluation
        Of the same data set.
    draws : int, optional
        ``trekninger`` in ``utredning.toml`` if not given.
    chunk : int, optional
        Draws the model holds in memory at a time; fewer, the more municipalities, if not given.
    sobol_base : int
        Draws in each of the Sobol indices' two samples; 0 leaves them out.
    """
    simulator = Simulator.build(dataset, evaluation)
    weights = evaluation.scores.weights
    sampler = Sampler.build(dataset, weights, int(simulator.missing.sum()))
    size = chunk or max(16, CELLS // len(weights))
    model = Model(simulator, sampler, evaluation.scores.eligible, size)
    tally = _Tally(model, draws or dataset.settings.trekninger)
    central = next(model.central_runs(sampler.central[None])).values[0]
    points = model.at(sampler.central[None])
    top = leaders(points[0], model.eligible)
    lead = 100.0 * margin(points, model.eligible, top[:, 0])[0]
    found = break_evens(model, top[:, 0])
    stability = _stability(central, weights, model.eligible)
    names = evaluation.alternatives
    return Robustness(
        codes=(*evaluation.codes, ""),
        alternatives=names,
        criteria=evaluation.criteria,
        assumptions=sampler.known,
        draws=tally.draws,
        kept=len(tally.points),
        eligible=model.eligible,
        acceptability=tally.counts / tally.draws,
        acceptability_error=standard_error(tally.counts / tally.draws, tally.draws),
        central_weights=tally.central_weights,
        points=100.0 * _quantiles(tally.points, model.eligible),
        npv=_quantiles(tally.npv, model.eligible),
        budget=_quantiles(tally.budget, model.eligible),
        leaders=top,
        margin=np.where(top[:, 1] >= 0, lead, np.nan),
        weight_stability=stability,
        ends=sampler.ends,
        tornado=tornado(model, top),
        break_evens=found[..., 0],
        unknown_break_evens=unknown_break_evens(model, top[:, 0]),
        nearest_assumption=tuple(
            _nearest_assumption(model, found, row, int(top[row, 0]), names)
            for row in range(len(top))
        ),
        nearest_weight=tuple(
            _nearest_weight(central[row], stability[row], tally, row, evaluation)
            for row in range(len(top))
        ),
        sobol=sobol_total(model, top[:, 0], sobol_base) if sobol_base else {},
    )


class _Tally:
    """What is summed over all draws, and what is kept of the first ``KEPT``."""

    def __init__(self, model: Model, draws: int) -> None:
        rows, size = model.eligible.shape
        self.model, self.draws = model, draws
        self.counts = np.zeros((rows, size, size))
        self._first = np.zeros((rows, size))
        self._weights = np.zeros((rows, size, model.sampler.weights.shape[1]))
        kept = min(draws, KEPT)
        self.points, self.npv = np.empty((2, kept, rows, size))
        self.budget = np.empty((kept, rows, size, model.simulator.years + 1), dtype=np.float32)
        self.weights = np.empty((kept, *model.sampler.weights.shape))
        place = 0
        for sample in model.sampler.blocks(draws):
            done = 0
            for points, found in model.run(sample):
                own = sample.weights[done : done + len(points)]
                self._count(points, own)
                self._keep(place, points, found, own)
                place, done = place + len(points), done + len(points)

    def _count(self, points: Floats, weights: Floats) -> None:
        for row, chosen in enumerate(self.model.eligible):
            self.counts[row] += rank_counts(points[:, row], chosen)
            share = first_share(points[:, row], chosen)
            self._first[row] += share.sum(axis=0)
            self._weights[row] += share.T @ weights[:, row]

    def _keep(self, place: int, points: Floats, found: Simulated, weights: Floats) -> None:
        room = max(0, min(len(points), len(self.points) - place))
        here = slice(place, place + room)
        self.points[here], self.npv[here] = points[:room], found.npv[:room]
        self.budget[here], self.weights[here] = found.budget[:room], weights[:room]

    @property
    def central_weights(self) -> Floats:
        """Mean weights where each alternative is first (R, A, K)."""
        first = self._first[:, :, None]
        never = np.full_like(self._weights, np.nan)
        return np.divide(self._weights, first, out=never, where=first > 0)


def _quantiles(kept: NDArray[np.floating], eligible: Bools) -> Floats:
    """P10, P50 and P90 over the first axis, as the last; NaN where missing or not eligible."""
    found = np.moveaxis(np.asarray(np.quantile(kept, QUANTILES, axis=0)), 0, -1).astype(float)
    found[~eligible] = np.nan
    return found


def _stability(central: Floats, weights: Floats, eligible: Bools) -> Floats:
    return np.array(
        [
            weight_stability(values[chosen], own)
            for values, own, chosen in zip(central, weights, eligible, strict=True)
        ]
    )


def _nearest_assumption(
    model: Model, found: Floats, row: int, winner: int, names: tuple[str, ...]
) -> Flip | None:
    low, central, high = model.sampler.ends.T
    near = found[row, :, 0]
    side = np.where(near < central, central - low, high - central)
    with np.errstate(invalid="ignore", divide="ignore"):
        distance = np.abs(near - central) / np.where(side > 0, side, (high - low) / 2.0)
    if np.isnan(distance).all():
        return None
    column = int(np.nanargmin(distance))
    value, taker = narrowed(model, winner, row, column, found[row, column])
    return Flip(
        name=model.sampler.known[column],
        central=float(central[column]),
        value=value,
        low=float(low[column]),
        high=float(high[column]),
        taker=names[taker],
    )


def _nearest_weight(
    central: Floats, stability: Floats, tally: _Tally, row: int, evaluation: Evaluation
) -> Flip | None:
    """The weight whose break-even is nearest, in half-widths of what is drawn of it."""
    own, eligible = evaluation.scores.weights[row], tally.model.eligible[row]
    low, high = np.quantile(tally.weights[:, row], (QUANTILES[0], QUANTILES[2]), axis=0)
    half = np.maximum((high - low) / 2.0, 1e-12)
    ends = np.where((stability > 0.0) & (stability < 1.0), stability, np.nan)
    distance = np.abs(ends - own[:, None]) / half[:, None]
    if np.isnan(distance).all():
        return None
    k, side = np.unravel_index(int(np.nanargmin(distance)), distance.shape)
    value = float(ends[k, side])
    past = value + (1e-6 if side else -1e-6)
    scaled = own * (1.0 - past) / (1.0 - own[k])
    scaled[k] = past
    points = np.where(eligible, central @ scaled, -np.inf)
    return Flip(
        name=evaluation.criteria[int(k)],
        central=float(own[k]),
        value=value,
        low=float(low[k]),
        high=float(high[k]),
        taker=evaluation.alternatives[int(points.argmax())],
    )
