"""What the uncertainty of the first place comes from: total-order Sobol indices.

References
----------
Jansen, Computer Physics Communications 117 (1999); Saltelli et al., the same 181 (2010).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from analysis.dataset.definitions import TIED
from analysis.decision.draws.sampling import Sample, tied_by
from analysis.decision.draws.sensitivity import (
    CELLS,
    JUDGEMENTS,
    WEIGHTS,
    Chunk,
    Model,
    margin,
)
from analysis.decision.draws.varied_draws import judged_change
from analysis.decision.uncertainty import TOLERANCE
from analysis.model import Floats, Ints

# Blocks of draws from here on are the other sample.
SOBOL_BLOCK = 1_000_000
# The first of the draws tell which assumptions may matter: one part in so many, and how much.
SCREENING = 8
MATTERS = 0.02


def total_order(lead: Floats, swapped: Floats) -> tuple[Floats, Floats]:
    """Total-order index and its standard error, by Jansen's estimator.

    S = E[(f(A) − f(A with i from B))²] / 2 Var f, with the variance from all of f(A). The
    error is that of the ratio, √(Var(e − S v) / n) / Var f, for e = (f(A) − f(A with i from
    B))² / 2 and v = (f(A) − E f)².

    Parameters
    ----------
    lead : ndarray (draws, rows)
        f(A).
    swapped : ndarray (n, rows)
        f of the first n draws with one thing taken from another sample.
    """
    size = len(swapped)
    off = lead - lead.mean(axis=0)
    variance = (off**2).mean(axis=0)
    varies = variance > TOLERANCE**2
    scale = np.where(varies, variance, 1.0)
    gap = (lead[:size] - swapped) ** 2 / 2.0
    index = np.where(varies, gap.mean(axis=0) / scale, 0.0)
    error = (gap - index * off[:size] ** 2).std(axis=0) / scale / np.sqrt(size)
    return index, np.where(varies, error, 0.0)


class SwappedDraws:
    """The winner's lead in one block, and with what needs no run of the model taken from another.

    Judgements, weights and unknown cells change the points of a draw that is run already, so
    that a whole block of them costs little.
    """

    def __init__(self, model: Model, winner: Ints, sample: Sample) -> None:
        self.model, self.winner, self.sample = model, winner, sample
        self.other = model.sampler.block(SOBOL_BLOCK, len(sample))
        self.rivals = np.asarray(model.eligible.sum(axis=1) > 1)
        self._marks = model.marks(self.other)
        self._leads: list[Floats] = []
        self._swapped: dict[str, list[Floats]] = {}

    def add(self, chunk: Chunk) -> None:
        """Take in a chunk of the block."""
        self._leads.append(self._lead(chunk.points))
        for name, points in self._changed(chunk):
            self._swapped.setdefault(name, []).append(self._lead(points))

    def _lead(self, points: Floats) -> Floats:
        found = margin(points, self.model.eligible, self.winner)
        return np.where(self.rivals, found, 0.0)

    def _changed(self, chunk: Chunk) -> Iterator[tuple[str, Floats]]:
        model, simulator, part = self.model, self.model.simulator, chunk.part
        if self._judged_drawn:
            changes = judged_change(model, chunk, self._marks[part])
            for k, change in zip(simulator.judged_criteria, changes, strict=True):
                if (simulator.judged.about == k).any():
                    yield f"{JUDGEMENTS}:{simulator.criteria[k].id}", chunk.points + change
        weights = model.sampler.by_row(self.other.weights[part])
        yield WEIGHTS, np.einsum("drak,drk->dra", chunk.found.values, weights)
        if simulator.gaps:
            change = simulator.moved_cells(
                chunk.found,
                self.other.cells[part] - self.sample.cells[part],
                self.other.missing[part] - self.sample.missing[part],
            )
            yield CELLS, chunk.points + np.einsum("drak,drk->dra", change, chunk.weights)

    @property
    def _judged_drawn(self) -> bool:
        sampler, simulator = self.model.sampler, self.model.simulator
        moved = sampler.step_chance > 0 and len(simulator.judged) > 0
        return bool(moved or len(simulator.judged.missing))

    def indices(self, base: int) -> tuple[dict[str, Floats], dict[str, Floats]]:
        """Total-order index of the winner's lead, and its standard error, by what is drawn (rows,).

        0 where the lead does not vary, NaN where there is nothing to be first among. An
        assumption that may matter has ``base`` draws, one that hardly does a part of them.
        The judgements count as one for each criterion, unknown cells as one. What assumptions of
        a kind have in common counts for itself; each then stands for the rest of itself.

        Parameters
        ----------
        base : int
            The model is run at most this many times for each assumption.
        """
        lead = np.concatenate(self._leads)
        found = {
            name: self._told(lead, np.concatenate(parts)) for name, parts in self._swapped.items()
        }
        base = min(base, len(self.sample))
        few = -(-base // SCREENING)
        screened = self._leads_of(dict(self._assumed(0, few)))
        for name, swapped in screened.items():
            found[name] = self._told(lead, swapped)
        may = {
            name
            for name in screened
            if base > few and (found[name][0] + 2.0 * found[name][1] >= MATTERS).any()
        }
        more = {name: mixed for name, mixed in self._assumed(few, base) if name in may}
        for name, rest in self._leads_of(more).items():
            found[name] = self._told(lead, np.concatenate([screened[name], rest]))
        return (
            {name: index for name, (index, _) in found.items()},
            {name: error for name, (_, error) in found.items()},
        )

    def _leads_of(self, samples: Mapping[str, Sample]) -> dict[str, Floats]:
        """The winner's lead in each sample, all run together: alone they are small."""
        if not samples:
            return {}
        leads = self._lead(self.model.points(Sample.joined(list(samples.values()))))
        return dict(zip(samples, np.split(leads, len(samples)), strict=True))

    def _told(self, lead: Floats, swapped: Floats) -> tuple[Floats, Floats]:
        index, error = total_order(lead, swapped)
        return np.where(self.rivals, index, np.nan), np.where(self.rivals, error, np.nan)

    def _assumed(self, start: int, end: int) -> Iterator[tuple[str, Sample]]:
        """Draws with each assumption, and what those of a kind share, from the other sample."""
        sampler = self.model.sampler
        one, other = self.sample.part(start, end), self.other.part(start, end)
        for column, name in enumerate(sampler.known):
            if sampler.ends[column, 2] > sampler.ends[column, 0]:
                mixed = one.assumptions.copy()
                mixed[:, column] = other.assumptions[:, column]
                yield name, replace(one, assumptions=mixed)
        kinds = set(map(tied_by, sampler.known))
        for kind, name in enumerate(TIED):
            if sampler.correlations[kind] > 0 and kind in kinds:
                mixed = one.factors.copy()
                mixed[:, kind] = other.factors[:, kind]
                yield name, replace(one, factors=mixed)
