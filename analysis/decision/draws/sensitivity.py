"""What moves the conclusion: tornado and break-even values.

All of it is the same vectorised model on draws chosen for the purpose.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.dataset.definitions import EVERY_NAME
from analysis.decision.draws.sampling import Sample, Sampler
from analysis.decision.draws.simulated import Simulated
from analysis.decision.draws.simulation import Simulator
from analysis.decision.uncertainty import TOLERANCE
from analysis.model import Bools, Draws, Floats, Ints

# How far outside the interval a break-even is looked for, in half-widths on that side.
REACH = np.array([0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 5.0, 8.0, 13.0, 21.0])
# The part of it that lies inside the interval.
INSIDE = REACH[REACH <= 1.0]
# Steps along the closed list's range for an assumption without an interval.
UNKNOWN_STEPS = 40
# Points in each round that narrows a break-even down, and the number of rounds.
NARROWING, ROUNDS = 5, 4

JUDGEMENTS, WEIGHTS, CELLS = "vurderinger", "vekter", "ukjente_celler"


@dataclass(frozen=True)
class Chunk:
    """Some of the draws of a sample (n).

    Attributes
    ----------
    part : slice
        Which.
    weights : ndarray (n, R, K)
    points : ndarray (n, R, A)
        0–1.
    marks : ndarray (n, judgement rows)
    found : Simulated
    """

    part: slice
    weights: Floats
    points: Floats
    marks: Floats
    found: Simulated


@dataclass(frozen=True)
class Model:
    """The simulator with the sampler and who may be ranked, run in chunks."""

    simulator: Simulator
    sampler: Sampler
    eligible: Bools
    chunk: int

    def run(self, sample: Sample, *, others: bool = False, yearly: bool = False) -> Iterator[Chunk]:
        """Run a sample, a chunk at a time.

        With the other hosts and companies, and the budget year by year, if asked for.
        """
        draws, marks = self.sampler.draws(self.sampler.values(sample)), self.marks(sample)
        for part in _parts(len(sample), self.chunk):
            found = self.simulator.run(
                _cut(draws, part),
                marks[part],
                self.cells(sample)[part],
                sample.missing[part],
                others=others,
                yearly=yearly,
            )
            weights = self.sampler.by_row(sample.weights[part])
            points = np.einsum("drak,drk->dra", found.values, weights)
            yield Chunk(part, weights, points, marks[part], found)

    def marks(self, sample: Sample, chance: float | None = None, *, tied: bool = False) -> Floats:
        """Judgements as drawn, or as with another chance of a step or with like ones together."""
        together = self.simulator.judged.like if tied else None
        return self.simulator.judged.marks(
            self.sampler.steps(sample, chance, together), sample.judgements
        )

    def cells(self, sample: Sample) -> Floats:
        """Where each group of unknown cells lies (n, groups); no column where there are none."""
        return sample.cells[:, : len(self.simulator.sides) - 1]

    def points(self, sample: Sample) -> Floats:
        """Points 0–1 (n, R, A) of a sample."""
        return np.concatenate([chunk.points for chunk in self.run(sample)])

    def at(self, values: Floats, **unknown: Floats) -> Floats:
        """Points 0–1 (n, R, A) at chosen values (n, known), all else central.

        Judgements and weights are the group's own, and what is unknown lies in the middle.
        ``unknown`` sets assumptions without a value (n,).
        """
        return np.concatenate(
            [
                np.einsum("drak,rk->dra", found.values, self.sampler.weights)
                for found in self.central_runs(values, unknown)
            ]
        )

    def central_runs(
        self, values: Floats, unknown: Mapping[str, Floats] | None = None, *, others: bool = False
    ) -> Iterator[Simulated]:
        """As `at`, with all the model says, a chunk at a time; other hosts too if asked for."""
        draws = self.sampler.draws(values)
        draws |= {name: column[:, None, None] for name, column in (unknown or {}).items()}
        simulator, rows = self.simulator, self.sampler.judgements
        for part in _parts(len(values), self.chunk):
            size = len(values[part])
            yield simulator.run(
                _cut(draws, part),
                simulator.judged.marks(
                    np.zeros((size, rows), dtype=np.int64), np.full((size, rows), 0.5)
                ),
                np.full((size, len(simulator.sides) - 1), 0.5),
                np.full((size, self.sampler.missing), 0.5),
                others=others,
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


def break_evens(
    model: Model, winner: Ints, rounds: int = ROUNDS, reach: Floats = REACH
) -> tuple[Floats, Ints]:
    """Nearest value of each assumption at which the winner is no longer first, and who is then.

    The others at their central value. It is sought inside the stated interval and up to 21
    half-widths outside it, within the closed list's range, and then narrowed down in some rounds;
    without any it is found by a straight line. ``reach`` is where it is sought, in half-widths.

    Returns
    -------
    ndarray (rows, known), ndarray of int (rows, known)
        NaN and −1 where nothing takes the first place.
    """
    near, taker = _nearest_crossings(model, winner, reach)
    rows, columns = np.nonzero(~np.isnan(near[..., 0]))
    for _ in range(rounds):
        tried = np.linspace(near[rows, columns, 1], near[rows, columns, 2], NARROWING, axis=-1)
        points = _points_of(model, rows, columns, tried)
        allowed = np.where(model.eligible[rows][:, None], points, -np.inf)
        found = first_crossing(tried, _lead(allowed, winner[rows]))
        found = np.where(np.isnan(found), near[rows, columns], found)
        near[rows, columns] = found
        past = (tried == found[:, 2:]).argmax(axis=1)
        taker[rows, columns] = allowed[np.arange(len(rows)), past].argmax(axis=1)
    return near[..., 0], taker


def inside_intervals(sampler: Sampler) -> Floats:
    """Values (n, known) with one assumption at a time somewhere else in its own interval.

    Half-way to and at either end; the others are central, and all of them in the first.
    """
    low, central, high = sampler.ends.T
    tried = [central + part * (end - central) for end in (low, high) for part in (0.5, 1.0)]
    size = len(central)
    values = np.tile(central, (1 + len(tried) * size, 1))
    rows = np.arange(len(tried) * size)
    values[1 + rows, rows % max(1, size)] = np.concatenate(tried)
    return values


def turned(points: Floats, eligible: Bools, winner: Ints) -> Bools:
    """Whether another is first somewhere among the points (n, R, A) (R,)."""
    lost = np.less(margin(points, eligible, winner), -TOLERANCE)
    return np.asarray(lost.any(axis=0))


def _nearest_crossings(model: Model, winner: Ints, reach: Floats = REACH) -> tuple[Floats, Ints]:
    """As from `first_crossing`, nearest in either direction (rows, known, 3), and who takes it.

    Nearness is in half-widths of the interval on that side.
    """
    sampler = model.sampler
    low, central, high = sampler.ends.T
    limits = np.array([(EVERY_NAME[n].lower, EVERY_NAME[n].upper) for n in sampler.known])
    best = np.full((len(winner), len(central), 3), np.nan)
    taker = np.full((len(winner), len(central)), -1, dtype=np.int64)
    least = np.full((len(winner), len(central)), np.inf)
    for sign, own in ((-1.0, central - low), (1.0, high - central)):
        side = np.where(own > 0, own, (high - low) / 2.0)
        tried = central[:, None] + sign * side[:, None] * np.append(0.0, reach)
        tried = np.clip(tried, limits[:, :1], limits[:, 1:])
        found, first = _crossings(model, winner, tried)
        width = np.where(side > 0, side, np.inf)
        distance = np.where(
            np.isnan(found[..., 0]), np.inf, np.abs(found[..., 0] - central) / width
        )
        best = np.where((distance < least)[..., None], found, best)
        taker = np.where(distance < least, first, taker)
        least = np.minimum(distance, least)
    return best, taker


def _crossings(model: Model, winner: Ints, tried: Floats) -> tuple[Floats, Ints]:
    """Crossings (rows, known, 3), and who is first just past them."""
    size, steps = tried.shape
    values = np.repeat(model.sampler.central[None], size * steps, axis=0)
    values[np.arange(size * steps), np.repeat(np.arange(size), steps)] = tried.ravel()
    points, shape = model.at(values), (len(winner), size, steps)
    found = first_crossing(tried, margin(points, model.eligible, winner).T.reshape(shape))
    first = np.where(model.eligible, points, -np.inf).argmax(axis=2).T.reshape(shape)
    past = (tried == found[..., 2:]).argmax(axis=-1)[..., None]
    return found, np.take_along_axis(first, past, axis=-1)[..., 0]


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


def _lead(allowed: Floats, winner: Ints) -> Floats:
    """Points of the winner of each case less those of the best of the others (cases, steps)."""
    cases = np.arange(len(winner))
    own = allowed[cases, :, winner]
    others = allowed.copy()
    others[cases, :, winner] = -np.inf
    return own - others.max(axis=2)


def _points_of(model: Model, rows: Ints, columns: Ints, tried: Floats) -> Floats:
    """Points (cases, steps, A) of one row each, at values of one assumption each (cases, steps).

    What several rows try alike is run once.
    """
    asked = np.column_stack([np.repeat(columns, tried.shape[1]), tried.ravel()])
    unique, place = np.unique(asked, axis=0, return_inverse=True)
    values = np.tile(model.sampler.central, (len(unique), 1))
    values[np.arange(len(unique)), unique[:, 0].astype(int)] = unique[:, 1]
    points = model.at(values) if len(unique) else np.zeros((0, *model.eligible.shape))
    return points[place.reshape(tried.shape), rows[:, None]]


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


def _parts(size: int, chunk: int) -> Iterator[slice]:
    for start in range(0, size, chunk):
        yield slice(start, start + chunk)


def _cut(draws: Draws, part: slice) -> Draws:
    return {name: values[part] for name, values in draws.items()}
