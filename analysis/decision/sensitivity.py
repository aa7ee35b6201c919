"""What moves the conclusion: tornado, break-even values, and total-order Sobol indices.

All of it is the same vectorised model on draws chosen for the purpose.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from analysis.dataset.assumption_list import ASSUMPTION_LIST
from analysis.decision.sampling import Sample, Sampler, one_time_cost
from analysis.decision.simulation import Simulated, Simulator
from analysis.decision.uncertainty import TOLERANCE
from analysis.model.assumptions import Draws
from analysis.model.region import Bools, Floats, Ints

# How far outside the interval a break-even is looked for, in half-widths on that side.
REACH = np.array([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0])
# Steps along the closed list's range for an assumption without an interval.
UNKNOWN_STEPS = 40
# Points in each round that narrows a break-even down, and the number of rounds.
NARROWING, ROUNDS = 17, 2
# Blocks of draws from here on are the Sobol indices' own.
SOBOL_BLOCK = 1_000_000

JUDGEMENTS, WEIGHTS, CELLS = "vurderinger", "vekter", "ukjente_celler"
COMMON_COSTS = "samvariasjon_kostnad"


@dataclass(frozen=True)
class Model:
    """The simulator with the sampler and who may be ranked, run in chunks."""

    simulator: Simulator
    sampler: Sampler
    eligible: Bools
    chunk: int

    def run(self, sample: Sample) -> Iterator[tuple[Floats, Simulated]]:
        """Points 0–1 (n, R, A) and all the rest, a chunk at a time."""
        draws, steps = self.sampler.draws(self.sampler.values(sample)), self.sampler.steps(sample)
        for part in _parts(len(sample), self.chunk):
            found = self.simulator.run(
                _cut(draws, part), steps[part], sample.fill[part], sample.missing[part]
            )
            yield np.einsum("drak,drk->dra", found.values, sample.weights[part]), found

    def points(self, sample: Sample) -> Floats:
        """Points 0–1 (n, R, A) of a sample."""
        return np.concatenate([points for points, _ in self.run(sample)])

    def at(self, values: Floats, **unknown: Floats) -> Floats:
        """Points 0–1 (n, R, A) at chosen values (n, known), all else central.

        Judgements and weights are the group's own, and what is unknown lies in the middle.
        ``unknown`` sets assumptions without a value (n,).
        """
        return np.concatenate(
            [
                np.einsum("drak,rk->dra", found.values, self.sampler.weights)
                for found in self.central_runs(values, **unknown)
            ]
        )

    def central_runs(self, values: Floats, **unknown: Floats) -> Iterator[Simulated]:
        """As `at`, with all the model says, a chunk at a time."""
        draws = self.sampler.draws(values)
        draws |= {name: column[:, None, None] for name, column in unknown.items()}
        for part in _parts(len(values), self.chunk):
            size = len(values[part])
            yield self.simulator.run(
                _cut(draws, part),
                np.zeros((size, self.sampler.judgements), dtype=np.int64),
                np.full(size, 0.5),
                np.full((size, self.sampler.missing), 0.5),
            )


def leaders(points: Floats, eligible: Bools) -> Ints:
    """Position of the first and the second alternative (rows, 2), −1 where there is none."""
    order = np.argsort(np.where(eligible, -points, np.inf), axis=1, kind="stable")[:, :2]
    there = np.arange(2) < eligible.sum(axis=1)[:, None]
    return np.where(there, order, -1)


def margin(points: Floats, eligible: Bools, winner: Ints) -> Floats:
    """Points of the winner less those of the best of the others (draws, rows).

    Infinite where there are no others.
    """
    rows = np.arange(len(winner))
    others = np.where(eligible, points, -np.inf)
    others[:, rows, winner] = -np.inf
    return points[:, rows, winner] - others.max(axis=2)


def tornado(model: Model, top: Ints) -> Floats:
    """Change in the lead of the first over the second (rows, known, 2), points 0–100.

    Each assumption is set to its low and its high end, the others at their central value.
    """
    central, ends = model.sampler.central, model.sampler.ends
    size = len(central)
    values = np.tile(central, (2 * size + 1, 1))
    for side, column in enumerate((0, 2)):
        values[side * size + np.arange(size), np.arange(size)] = ends[:, column]
    points = model.at(values)
    rows = np.arange(len(top))
    lead = 100.0 * (points[:, rows, top[:, 0]] - points[:, rows, top[:, 1]])
    change = (lead[:-1] - lead[-1]).reshape(2, size, len(top)).transpose(2, 1, 0)
    return np.where((top[:, 1] >= 0)[:, None, None], change, np.nan)


def break_evens(model: Model, winner: Ints) -> Floats:
    """Nearest value of each assumption at which the winner is no longer first (rows, known, 3).

    The others at their central value. It is sought inside the stated interval and up to 21
    half-widths outside it, within the closed list's range; as in `first_crossing`.
    """
    sampler = model.sampler
    low, central, high = sampler.ends.T
    limits = np.array([(ASSUMPTION_LIST[n].lower, ASSUMPTION_LIST[n].upper) for n in sampler.known])
    best = np.full((len(winner), len(central), 3), np.nan)
    for sign, own in ((-1.0, central - low), (1.0, high - central)):
        side = np.where(own > 0, own, (high - low) / 2.0)
        tried = central[:, None] + sign * side[:, None] * np.append(0.0, REACH)
        tried = np.clip(tried, limits[:, :1], limits[:, 1:])
        found = _crossings(model, winner, tried)
        further = np.abs(found - central[:, None]) >= np.abs(best - central[:, None])
        nearer = ~further[..., :1] & ~np.isnan(found[..., :1])
        best = np.where(nearer, found, best)
    return best


def _crossings(model: Model, winner: Ints, tried: Floats) -> Floats:
    size, steps = tried.shape
    values = np.repeat(model.sampler.central[None], size * steps, axis=0)
    values[np.arange(size * steps), np.repeat(np.arange(size), steps)] = tried.ravel()
    lead = margin(model.at(values), model.eligible, winner)
    return first_crossing(tried, lead.T.reshape(len(winner), size, steps))


def first_crossing(tried: Floats, lead: Floats) -> Floats:
    """Where a lead first becomes negative along its last axis, by a straight line.

    Returns
    -------
    ndarray (…, 3)
        The crossing and the points tried just before and after it; NaN where there is none.
    """
    lost = np.less(lead, -TOLERANCE)
    lost[..., 0] = False
    after = lost.argmax(axis=-1)[..., None]
    before = np.maximum(after - 1, 0)
    y0, y1 = (np.take_along_axis(lead, i, axis=-1)[..., 0] for i in (before, after))
    x0, x1 = (
        np.take_along_axis(np.broadcast_to(tried, lead.shape), i, axis=-1)[..., 0]
        for i in (before, after)
    )
    ahead = np.maximum(y0, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        value = x0 + np.clip(ahead / (ahead - y1), 0.0, 1.0) * (x1 - x0)
    crossing = np.stack([value, x0, x1], axis=-1)
    return np.where(np.expand_dims(lost.any(axis=-1), -1), crossing, np.nan)


def narrowed(
    model: Model, winner: int, row: int, column: int, crossing: Floats
) -> tuple[float, int]:
    """A break-even worked out to more digits, and who is first just past it.

    Parameters
    ----------
    winner, row : int
    column : int
        Which of the known assumptions.
    crossing : ndarray (3,)
        As from `first_crossing`.
    """
    taker = winner
    for _ in range(ROUNDS):
        tried = np.linspace(crossing[1], crossing[2], NARROWING)
        values = np.tile(model.sampler.central, (NARROWING, 1))
        values[:, column] = tried
        points = model.at(values)[:, row : row + 1]
        lead = margin(points, model.eligible[row : row + 1], np.array([winner]))[:, 0]
        crossing = first_crossing(tried, lead)
        past = int(np.flatnonzero(tried == crossing[2])[0])
        taker = int(np.where(model.eligible[row], points[past, 0], -np.inf).argmax())
    return float(crossing[0]), taker


def unknown_break_evens(model: Model, winner: Ints) -> dict[str, Floats]:
    """How large an unknown effect must be for the winner to lose its place (rows,).

    Counted from 0, within the closed list's range; the nearest of the two directions, NaN where
    none is enough. Unknowns that do not count as 0 are left out.
    """
    sampler = model.sampler
    found = {}
    for name, assumption in sampler.assumptions.items():
        if assumption.known or not (sampler.base[name] == 0.0).all():
            continue
        sides = []
        for bound in (assumption.name.lower, assumption.name.upper):
            tried = np.linspace(0.0, bound, UNKNOWN_STEPS + 1)
            values = np.tile(sampler.central, (len(tried), 1))
            lead = margin(model.at(values, **{name: tried}), model.eligible, winner)
            sides.append(first_crossing(tried, lead.T)[..., 0])
        down, up = sides
        found[name] = np.where(np.isnan(up) | (np.abs(down) < np.abs(up)), down, up)
    return found


def sobol_total(model: Model, winner: Ints, base: int) -> dict[str, Floats]:
    """Total-order Sobol index of each row's winner's margin, by what is drawn.

    Jansen's estimator on Saltelli's design, E[(f(A) − f(A with i from B))²] / 2 Var f, where f
    is the winner's lead over the best of the others. Judgements, weights and unknown cells count
    as one each. What the one-time costs have in common is ``samvariasjon_kostnad``; each cost
    then stands for the rest of itself.

    Parameters
    ----------
    winner : ndarray of int (rows,)
    base : int
        Draws in each of the two samples: the model is run base · (groups + 2) times.

    Returns
    -------
    dict of str to ndarray (rows,)
        0 where the margin does not vary, NaN where there is nothing to be first among.
    """
    one, other = (model.sampler.block(SOBOL_BLOCK + i, base) for i in range(2))
    rivals = model.eligible.sum(axis=1) > 1

    def lead(sample: Sample) -> Floats:
        found = margin(model.points(sample), model.eligible, winner)
        return np.where(rivals, found, 0.0)

    first, second = lead(one), lead(other)
    variance = np.concatenate([first, second]).var(axis=0)
    varies = variance > TOLERANCE**2
    twice = np.where(varies, 2.0 * variance, 1.0)
    index = {
        name: np.where(varies, ((first - lead(mixed)) ** 2).mean(axis=0) / twice, 0.0)
        for name, mixed in _swapped(model, one, other)
    }
    return {name: np.where(rivals, values, np.nan) for name, values in index.items()}


def _swapped(model: Model, one: Sample, other: Sample) -> Iterator[tuple[str, Sample]]:
    """``one`` with each group of what is drawn taken from ``other``."""
    sampler = model.sampler
    ends = sampler.ends
    for column, name in enumerate(sampler.known):
        if ends[column, 2] > ends[column, 0]:
            mixed = one.assumptions.copy()
            mixed[:, column] = other.assumptions[:, column]
            yield name, replace(one, assumptions=mixed)
    if sampler.correlation > 0 and any(map(one_time_cost, sampler.known)):
        yield COMMON_COSTS, replace(one, factor=other.factor)
    if sampler.judgements and sampler.step_chance > 0:
        yield JUDGEMENTS, replace(one, judgements=other.judgements)
    yield WEIGHTS, replace(one, weights=other.weights)
    if sampler.missing or len(model.simulator.sides) > 1:
        yield CELLS, replace(one, fill=other.fill, missing=other.missing)


def _parts(size: int, chunk: int) -> Iterator[slice]:
    for start in range(0, size, chunk):
        yield slice(start, start + chunk)


def _cut(draws: Draws, part: slice) -> Draws:
    return {name: values[part] for name, values in draws.items()}
