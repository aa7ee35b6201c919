"""How often each alternative is first in the same draws with one thing different.

Another host or company is run for its own alternative alone. Another key, another chance of a
step or other weights need no run of the model: only what the key divides, the judgements and the
weights of a draw are changed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from analysis.decision.draws.sampling import Sample
from analysis.decision.draws.sensitivity import Chunk, Model, leaders, turned_inside
from analysis.decision.draws.simulation import Simulator
from analysis.decision.draws.variations import Variant, VariationKind
from analysis.decision.uncertainty import first_counts
from analysis.model import Bools, Floats, Ints


class VariedDraws:
    """First places, summed over the draws, for each thing that may be different."""

    def __init__(self, model: Model) -> None:
        self.model = model
        sampler, simulator = model.sampler, model.simulator
        self.chances = sampler.other_chances if len(simulator.judgements) else ()
        self.tied = sampler.step_chance > 0 and simulator.has_like
        # None: all sets of weights are as likely.
        drawn_around = sampler.concentration is not None
        self.spreads = (*sampler.other_spreads, None) if drawn_around else ()
        count = len(simulator.others) + len(simulator.keys)
        count += self.tied + len(self.chances) + len(self.spreads)
        self.first = np.zeros((count, *model.eligible.shape))
        self.draws = 0

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
            *self._chosen(chunk),
            *self._divided(chunk),
            *self._judged(chunk),
            *self._weighted(chunk),
        ]
        for place, points in enumerate(different):
            self.first[place] += first_counts(points, self.model.eligible)
        self.draws += len(chunk.points)

    def _chosen(self, chunk: Chunk) -> list[Floats]:
        found = []
        for place, other in enumerate(self.model.simulator.others):
            points = chunk.points.copy()
            values = chunk.found.others[:, :, place]
            points[:, :, other.alternative] = np.einsum("drk,drk->dr", values, chunk.weights)
            found.append(points)
        return found

    def _divided(self, chunk: Chunk) -> list[Floats]:
        weights = chunk.weights[..., self.model.simulator.priced]
        return [
            chunk.points + np.einsum("drap,drp->dra", change, weights)
            for change in np.moveaxis(chunk.found.keyed, 1, 0)
        ]

    def _judged(self, chunk: Chunk) -> list[Floats]:
        return [
            chunk.points + judged_change(self.model, chunk, marks[chunk.part]).sum(axis=0)
            for marks in self._marks
        ]

    def _weighted(self, chunk: Chunk) -> list[Floats]:
        own = (self.model.sampler.by_row(weights[chunk.part]) for weights in self._weights)
        return [np.einsum("drak,drk->dra", chunk.found.values, weights) for weights in own]

    def variants(self, top: Ints, turned: Bools) -> tuple[Variant, ...]:
        """All of them; settings of the draws leave the central values as they are.

        Parameters
        ----------
        top : ndarray of int (rows,)
            First at the central values.
        turned : ndarray of bool (rows,)
            Whether an assumption takes its place inside its own interval.
        """
        simulator = self.model.simulator
        told: list[tuple[VariationKind, str | float, Ints, Bools]] = []
        for place, other in enumerate(simulator.others):
            told.append((other.kind, other.name, *self._central(simulator.choosing(place))))
        for place, key in enumerate(simulator.keys):
            told.append((VariationKind.KEY, key.name, *self._central(simulator.under(place))))
        if self.tied:
            told.append((VariationKind.TIED, "", top, turned))
        for chance in self.chances:
            told.append((VariationKind.JUDGEMENT_CHANCE, chance, top, turned))
        for spread in self.spreads:
            kind = VariationKind.ALL_WEIGHTS if spread is None else VariationKind.WEIGHT_SPREAD
            told.append((kind, "" if spread is None else spread, top, turned))
        return tuple(
            Variant(kind, value, counts / self.draws, first, turns)
            for counts, (kind, value, first, turns) in zip(self.first, told, strict=True)
        )

    def _central(self, simulator: Simulator) -> tuple[Ints, Bools]:
        """Who is first at the central values, and whether an assumption takes its place."""
        chosen = replace(self.model, simulator=simulator)
        points = chosen.at(chosen.sampler.central[None])[0]
        first = leaders(points, chosen.eligible)[:, 0]
        return first, turned_inside(chosen, first)


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
