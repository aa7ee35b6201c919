"""What a conclusion rests on: who is first, how often, and what would take the place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analysis.decision.draws.gap_draws import GapDraws
from analysis.decision.draws.sampling import Sampler
from analysis.decision.draws.sensitivity import (
    REACH,
    ROUNDS,
    Model,
    break_evens,
    leaders,
    margin,
)
from analysis.decision.draws.totals import QUANTILES
from analysis.decision.draws.variations import Variant
from analysis.decision.draws.varied_draws import VariedDraws
from analysis.decision.evaluation import Evaluation
from analysis.decision.uncertainty import weight_stability
from analysis.model import Bools, Floats, Ints


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

    @property
    def distance(self) -> float:
        """How far it is to the break-even, in half-widths of the interval on that side."""
        side = self.central - self.low if self.value < self.central else self.high - self.central
        half = side if side > 0 else (self.high - self.low) / 2.0
        return abs(self.value - self.central) / half if half > 0 else float("inf")


@dataclass(frozen=True)
class Footing:
    """What a conclusion rests on.

    Rows (R) are the municipalities in order and, last, all together (""). Points are 0–100.

    Attributes
    ----------
    codes, alternatives, criteria : tuple of str
        Order of the axes; ``codes`` ends with "".
    draws : int
        Number of draws.
    eligible : ndarray of bool (R, A)
    first : ndarray (R, A)
        Share of the draws in which each alternative is first.
    leaders : ndarray of int (R, 2)
        First and second at the central values, −1 where there is none.
    margin : ndarray (R,)
        Points between the two.
    weight_stability : ndarray (R, K, 2)
        Interval of each weight inside which the first stays first, at the central values.
    break_evens : ndarray (R, N)
        Value of each drawn assumption that takes the first place from the winner, NaN where none.
    flips : tuple of tuple of Flip (R)
        The same with who takes it, only those there are.
    nearest_assumption, nearest_weight : tuple of Flip or None (R)
        The single change that flips the first place, nearest in half-widths of its interval.
    variants : tuple of Variant
        The same draws with another host, company or key, or with other settings of the draws.
    missing : ndarray of bool (R, A)
        Where a weighed criterion is missing.
    gaps : tuple of tuple of str
        Kommunenummer of those with unknown cells: each for itself, or several together.
    gap_moves : ndarray (gaps, R)
        Most any share of the first places moves when those cells go from end to end.
    unjudged : tuple of str
        Criterion of each missing judgement.
    unjudged_moves : ndarray (missing judgements, R)
        The same for the judgement.
    """

    codes: tuple[str, ...]
    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    draws: int
    eligible: Bools
    first: Floats
    leaders: Ints
    margin: Floats
    weight_stability: Floats
    break_evens: Floats
    flips: tuple[tuple[Flip, ...], ...]
    nearest_assumption: tuple[Flip | None, ...]
    nearest_weight: tuple[Flip | None, ...]
    variants: tuple[Variant, ...]
    missing: Bools
    gaps: tuple[tuple[str, ...], ...]
    gap_moves: Floats
    unjudged: tuple[str, ...]
    unjudged_moves: Floats

    def row(self, code: str) -> int:
        """Position of a municipality, or of all together for ""."""
        return self.codes.index(code)


@dataclass(frozen=True)
class Middle:
    """At the central values: their criterion values (R, A, K), leaders, lead and what turns it."""

    values: Floats
    leaders: Ints
    margin: Floats
    break_evens: Floats
    takers: Ints


def at_central_values(model: Model, rounds: int = ROUNDS, reach: Floats = REACH) -> Middle:
    """Find who is first at the central values, and what each assumption must be to change it.

    ``rounds`` and ``reach`` as for `break_evens`.
    """
    central, eligible = model.sampler.central[None], model.eligible
    values = next(model.central_runs(central)).values[0]
    points = model.at(central)
    top = leaders(points[0], eligible)
    lead = 100.0 * margin(points, eligible, top[:, 0])[0]
    found, takers = break_evens(model, top[:, 0], rounds, reach)
    return Middle(values, top, np.where(top[:, 1] >= 0, lead, np.nan), found, takers)


def found_by(
    model: Model,
    evaluation: Evaluation,
    middle: Middle,
    weights: Floats,
    varied: VariedDraws,
    gaps: GapDraws,
) -> dict[str, Any]:
    """All of a `Footing` that does not count the draws; ``weights`` (n, sets, K) are drawn."""
    simulator, names = model.simulator, evaluation.alternatives
    own, eligible = evaluation.scores.weights, evaluation.scores.eligible
    flips = tuple(
        _flips(model.sampler, *row, names)
        for row in zip(middle.break_evens, middle.takers, strict=True)
    )
    turns = np.array([any(flip.inside for flip in row) for row in flips])
    stability = _stability(middle.values, own, eligible)
    drawn = model.sampler.by_row(np.quantile(weights, (QUANTILES[0], QUANTILES[2]), axis=0))
    return {
        "codes": (*evaluation.codes, ""),
        "alternatives": names,
        "criteria": evaluation.criteria,
        "eligible": eligible,
        "leaders": middle.leaders,
        "margin": middle.margin,
        "weight_stability": stability,
        "break_evens": middle.break_evens,
        "flips": flips,
        "nearest_assumption": tuple(map(_nearest, flips)),
        "nearest_weight": tuple(
            _nearest_weight(middle.values[row], stability[row], drawn[:, row], row, evaluation)
            for row in range(len(own))
        ),
        "variants": varied.variants(middle.leaders[:, 0], turns),
        "missing": _missing(evaluation),
        "gaps": tuple(gap.codes for gap in simulator.gaps),
        "gap_moves": gaps.cells,
        "unjudged": tuple(evaluation.criteria[k] for k in simulator.judged.about_missing),
        "unjudged_moves": gaps.judgements,
    }


def _missing(evaluation: Evaluation) -> Bools:
    """Where a weighed criterion is missing (R, A), in any scenario."""
    lacking = np.isnan(evaluation.scores.criteria).any(axis=(0, -1))
    return np.asarray((lacking & (evaluation.scores.weights[:, None] > 0)).any(axis=-1))


def _stability(central: Floats, weights: Floats, eligible: Bools) -> Floats:
    return np.array(
        [
            weight_stability(values[chosen], own)
            for values, own, chosen in zip(central, weights, eligible, strict=True)
        ]
    )


def _nearest(flips: tuple[Flip, ...]) -> Flip | None:
    """The nearest, in half-widths of its interval on that side; one inside its interval first."""
    return min(flips, key=lambda flip: (not flip.inside, flip.distance), default=None)


def _flips(
    sampler: Sampler, values: Floats, takers: Ints, names: tuple[str, ...]
) -> tuple[Flip, ...]:
    """Every assumption that takes the first place of a row, in the order they are drawn."""
    return tuple(
        Flip(name, float(ends[1]), float(value), float(ends[0]), float(ends[2]), names[taker])
        for name, ends, value, taker in zip(
            sampler.known, sampler.ends, values, takers, strict=True
        )
        if taker >= 0
    )


def _nearest_weight(
    central: Floats, stability: Floats, drawn: Floats, row: int, evaluation: Evaluation
) -> Flip | None:
    """The weight whose break-even is nearest, in half-widths of what is drawn of it."""
    own, eligible = evaluation.scores.weights[row], evaluation.scores.eligible[row]
    low, high = drawn
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
