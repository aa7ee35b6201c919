"""The report's own draws kept, and counted again under other weights, judgements and keys."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from analysis.dataset import Dataset
from analysis.decision.draws.footing import Footing, at_central_values, found_by
from analysis.decision.draws.gap_draws import GapDraws
from analysis.decision.draws.judged import Judged
from analysis.decision.draws.kept import Block, Kept, KeptModel
from analysis.decision.draws.robustness import chunk_of, sampler_of
from analysis.decision.draws.sampling import BLOCK, Sample, Sampler
from analysis.decision.draws.sensitivity import INSIDE, Chunk
from analysis.decision.draws.simulation import Simulator
from analysis.decision.draws.varied_draws import VariedDraws
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.uncertainty import first_counts
from analysis.model import Floats

# Draws that answer first, and after that at a time.
FIRST, NEXT = 1024, 3072
# Blocks are counted beside each other: numpy lets go of the lock while it does.
_POOL = ThreadPoolExecutor(min(4, os.cpu_count() or 1), "trekninger")
# Bytes the draws may take.
MEMORY = 400_000_000


class Ground:
    """The draws of one set of participants, host, company and assumptions."""

    def __init__(self, dataset: Dataset) -> None:
        self.evaluation = evaluate(dataset)
        self.simulator = Simulator.build(dataset, self.evaluation)
        self.sampler = sampler_of(dataset, self.evaluation, self.simulator)
        self.total = dataset.settings.trekninger
        self.chunk = chunk_of(len(self.evaluation.codes))
        self.blocks: list[Block] = []
        self.middle: dict[tuple[bytes, bool], Kept] = {}
        # Where on the scale each judgement is drawn in each block, for so many judgements.
        self._places: tuple[int, dict[int, Floats]] = (-1, {})
        # What was drawn around which judgements.
        self._marks: tuple[Judged | None, dict[int, Floats]] = (None, {})

    @property
    def done(self) -> int:
        """Draws there are."""
        return sum(block.part.stop - block.part.start for block in self.blocks)

    def grow(self) -> bool:
        """Reckon some more draws; False where all are there."""
        done = self.done
        if done >= self.total:
            return False
        number, start = divmod(done, BLOCK)
        size = min(BLOCK, self.total - number * BLOCK)
        fresh = not start
        sample = self.sampler.block(number, size) if fresh else self.blocks[-1].sample
        part = slice(start, min(size, start + (FIRST if not done else NEXT)))
        model = KeptModel(
            self.simulator, self.sampler, self.evaluation.scores.eligible, self.chunk, self.middle
        )
        own = sample.part(part.start, part.stop)
        kept = Kept(
            model.reckoned(self.sampler.values(own), others=True),
            model.cells(own),
            own.missing,
            gaps=not number,
        )
        self.blocks.append(Block(number, size, part, sample, kept))
        if not done:
            self._fit(kept, part.stop)
        return True

    def _fit(self, kept: Kept, draws: int) -> None:
        """Take no more of the report's draws than there is room for, in whole blocks."""
        simulator, (_, _, rows, cases) = self.simulator, kept.reckoned[0].steady.shape
        told = len(simulator.criteria) + len(simulator.computed)
        keyed = 2 * len(simulator.keys) * len(simulator.priced)
        each = sum(side.size for side in kept.reckoned) / draws + 8 * rows * cases * (told + keyed)
        room = int(MEMORY / each)
        if room < self.total:
            self.total = max(1, room // BLOCK) * BLOCK

    def footing(self, evaluation: Evaluation, simulator: Simulator) -> Footing:
        """What a conclusion rests on, of the draws there are."""
        eligible, judgements = evaluation.scores.eligible, len(simulator.judged)
        sampler = replace(self.sampler, weights=evaluation.scores.weights, judgements=judgements)
        model = KeptModel(simulator, sampler, eligible, self.chunk, self.middle)
        samples = self._samples(sampler)
        marks = self._drawn_marks(model, samples)
        first = np.zeros(eligible.shape)
        varied, gaps = VariedDraws(model, settings=False), GapDraws(model, samples[0])

        def count(block: Block) -> tuple[Floats, VariedDraws, GapDraws | None]:
            number, part = block.number, block.part
            found = block.kept.told(simulator, marks[number][part])
            own = sampler.by_row(samples[number].weights[part])
            points = np.einsum("drak,drk->dra", found.values, own)
            chunk = Chunk(part, own, points, marks[number][part], found)
            here = VariedDraws(model, settings=False)
            here.add(chunk)
            lacking = None
            if not number:
                lacking = GapDraws(model, samples[0])
                lacking.add(chunk)
            return first_counts(points, eligible), here, lacking

        # The largest first, so that no thread is left with a large one alone.
        largest = sorted(self.blocks, key=lambda block: block.part.start - block.part.stop)
        for counts, here, lacking in _POOL.map(count, largest):
            first += counts
            varied.join(here)
            if lacking is not None:
                gaps.join(lacking)
        # What lies outside an interval is never told.
        middle = at_central_values(model, rounds=0, reach=INSIDE)
        return Footing(
            **found_by(model, evaluation, middle, samples[0].weights, varied, gaps),
            draws=varied.draws,
            first=first / varied.draws,
        )

    def _samples(self, sampler: Sampler) -> dict[int, Sample]:
        """The blocks as another sampler of the same ground draws their weights."""
        blocks = {block.number: block for block in self.blocks}

        def drawn(block: Block) -> Sample:
            weights = sampler.weights_spread(block.number, block.size, sampler.concentration)
            return replace(block.sample, weights=weights)

        return dict(zip(blocks, _POOL.map(drawn, blocks.values()), strict=True))

    def _drawn_marks(self, model: KeptModel, samples: dict[int, Sample]) -> dict[int, Floats]:
        """The judgements as drawn in each block; the last ones are kept."""
        judged, rows = model.simulator.judged, model.sampler.judgements
        if self._places[0] != rows or len(self._places[1]) < len(samples):
            found = _POOL.map(lambda n: model.sampler.judged(n, len(samples[n])), samples)
            self._places = rows, dict(zip(samples, found, strict=True))
        if self._marks[0] is not judged or len(self._marks[1]) < len(samples):
            places = self._places[1]
            found = _POOL.map(
                lambda n: model.marks(replace(samples[n], judgements=places[n])), samples
            )
            self._marks = judged, dict(zip(samples, found, strict=True))
        return self._marks[1]
