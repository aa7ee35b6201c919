"""How often each alternative is first in the same draws with one thing different.

Another host or company is run for its own alternative alone. Another key, another chance of a
step or other weights need no run of the model: only what the key divides, the judgements and the
weights of a draw are changed.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from analysis.decision.draws.sampling import Sample
from analysis.decision.draws.sensitivity import (
    Chunk,
    Model,
    inside_intervals,
    leaders,
    turned,
)
from analysis.decision.draws.simulated import Simulated
from analysis.decision.draws.simulation import Simulator
from analysis.decision.draws.variations import Variant, VariationKind
from analysis.decision.uncertainty import first_counts
from analysis.model import Bools, Floats, Ints


class VariedDraws:
    """First places, summed over the draws, for each thing that may be different.

    Without ``settings`` only what nobody has settled yet: host, company and key.
    """

    def __init__(self, model: Model, *, settings: bool = True) -> None:
        self.model = model
        sampler, simulator = model.sampler, model.simulator
        self.chances = sampler.other_chances if settings and len(simulator.judged) else ()
        self.tied = settings and sampler.step_chance > 0 and simulator.judged.has_like
        # None: all sets of weights are as likely.
        drawn_around = settings and sampler.concentration is not None
        self.spreads = (*sampler.other_spreads, None) if drawn_around else ()
        count = len(simulator.others) + len(simulator.keys)
        count += self.tied + len(self.chances) + len(self.spreads)
        self.first = np.zeros((count, *model.eligible.shape))
        self.draws = 0
        self._marks: list[Floats] = []
        self._weights: list[Floats] = []

    def join(self, other: VariedDraws) -> None:
        """Take in what other draws of the same model gave."""
        self.first += other.first
        self.draws += other.draws

    def start(self, number: int, sample: Sample) -> None:
        """Get ready for a block of draws."""
        self._marks = [self.model.marks(sample, tied=True)] if self.tied else []
        self._marks += [self.model.marks(sample, chance) for chance in self.chances]
        self._weights = [
            self.model.sampler.weights_spread(number, len(sample), spread)
            for spread in self.spreads
        ]

    def add(self, chunk: Chunk) -> None:
        """Count the first places of a chunk of that block."""
        different = [
            *settled_otherwise(self.model.simulator, chunk.found, chunk.points, chunk.weights),
            *self._judged(chunk),
            *self._weighted(chunk),
        ]
        for place, points in enumerate(different):
            self.first[place] += first_counts(points, self.model.eligible)
        self.draws += len(chunk.points)

    def _judged(self, chunk: Chunk) -> list[Floats]:
        return [
            chunk.points + judged_change(self.model, chunk, marks[chunk.part]).sum(axis=0)
            for marks in self._marks
        ]

    def _weighted(self, chunk: Chunk) -> list[Floats]:
        own = (self.model.sampler.by_row(weights[chunk.part]) for weights in self._weights)
        return [np.einsum("drak,drk->dra", chunk.found.values, weights) for weights in own]

    def variants(self, top: Ints, turns: Bools) -> tuple[Variant, ...]:
        """All of them; settings of the draws leave the central values as they are.

        Parameters
        ----------
        top : ndarray of int (rows,)
            First at the central values.
        turns : ndarray of bool (rows,)
            Whether an assumption takes its place inside its own interval.
        """
        simulator = self.model.simulator
        named: list[tuple[VariationKind, str | float]] = [
            *((other.kind, other.name) for other in simulator.others),
            *((VariationKind.KEY, key.name) for key in simulator.keys),
        ]
        told = [(*name, *found) for name, found in zip(named, self._central(), strict=True)]
        if self.tied:
            told.append((VariationKind.TIED, "", top, turns))
        for chance in self.chances:
            told.append((VariationKind.JUDGEMENT_CHANCE, chance, top, turns))
        for spread in self.spreads:
            kind = VariationKind.ALL_WEIGHTS if spread is None else VariationKind.WEIGHT_SPREAD
            told.append((kind, "" if spread is None else spread, top, turns))
        return tuple(
            Variant(kind, value, counts / self.draws, first, turned_there)
            for counts, (kind, value, first, turned_there) in zip(self.first, told, strict=True)
        )

    def _central(self) -> Iterator[tuple[Ints, Bools]]:
        """Who is first at the central values, and whether an assumption takes its place.

        With each other host, company and key: all of them in the same runs.
        """
        model = self.model
        if not (model.simulator.others or model.simulator.keys):
            return
        parts = []
        for found in model.central_runs(inside_intervals(model.sampler), others=True):
            weights = np.broadcast_to(model.sampler.weights, found.values[:, :, 0].shape)
            points = np.einsum("drak,drk->dra", found.values, weights)
            parts.append(settled_otherwise(model.simulator, found, points, weights))
        for different in map(np.concatenate, zip(*parts, strict=True)):
            first = leaders(different[0], model.eligible)[:, 0]
            yield first, turned(different, model.eligible, first)


def settled_otherwise(
    simulator: Simulator, found: Simulated, points: Floats, weights: Floats
) -> list[Floats]:
    """Points 0–1 (n, R, A) with each other host and company, and then under each other key.

    Parameters
    ----------
    found : Simulated
        With the others in it.
    points : ndarray (n, R, A)
        With the chosen ones and the analysis' own key.
    weights : ndarray (n, R, K)
    """
    different = []
    for place, other in enumerate(simulator.others):
        chosen = points.copy(order="K")
        values = found.others[:, :, place]
        chosen[:, :, other.alternative] = np.einsum("drk,drk->dr", values, weights)
        different.append(chosen)
    priced = weights[..., simulator.priced]
    for change in np.moveaxis(found.keyed, 1, 0):
        different.append(points + np.einsum("drap,drp->dra", change, priced))
    return different


def judged_change(model: Model, chunk: Chunk, marks: Floats) -> Floats:
    """What other judgements change the points by, criterion by criterion (judged, n, R, A).

    Parameters
    ----------
    marks : ndarray (n, judgement rows)
        The other judgements, −4…4.
    """
    simulator = model.simulator
    return np.array(
        [
            (simulator.judge(marks, k) - chunk.found.values[..., k]) * chunk.weights[:, :, None, k]
            for k in simulator.judged_criteria
        ]
    )
