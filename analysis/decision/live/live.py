"""An analysis that answers what follows of a trial: at once of weights, judgements and key.

The draws are the report's own, in the same blocks, so that the answer is the report's when all of
them are there. Another participant, host, company or assumption asks for new draws: the first of
them answer, and the rest refine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.trial import Trial, tried
from analysis.decision.conclusion import Conclusion, conclude
from analysis.decision.draws.gap_draws import GapDraws
from analysis.decision.draws.robustness import (
    Footing,
    at_central_values,
    chunk_of,
    found_by,
    sampler_of,
)
from analysis.decision.draws.sampling import BLOCK, Sampler
from analysis.decision.draws.sensitivity import Chunk
from analysis.decision.draws.simulation import Simulator
from analysis.decision.draws.varied_draws import VariedDraws
from analysis.decision.evaluation import Evaluation, evaluate, rescore, reweigh
from analysis.decision.live.kept import Block, Kept, KeptModel
from analysis.decision.recommendation import Recommendation, recommend
from analysis.decision.uncertainty import first_counts

# Draws that answer first, and after that at a time.
FIRST, NEXT = 1024, 3072
# Bytes the draws of one set of participants and assumptions may take.
MEMORY = 300_000_000
# Sets that are kept ready: the analysis as it is, and what is tried.
READY = 2


@dataclass(frozen=True)
class Answer:
    """What follows of a trial.

    Attributes
    ----------
    trial : Trial
    dataset : Dataset
        The inputs with the trial in them.
    evaluation : Evaluation
    footing : Footing
        Of the draws there are so far.
    total : int
        Draws there will be; the report's number, or fewer where there is no room for them.
    """

    trial: Trial
    dataset: Dataset
    evaluation: Evaluation
    footing: Footing
    total: int

    @property
    def done(self) -> bool:
        """Whether no more draws will come."""
        return self.footing.draws >= self.total

    @cached_property
    def conclusions(self) -> Mapping[str, Conclusion]:
        """What the figures carry, by kommunenummer and "" for all together."""
        return {code: conclude(self.evaluation, self.footing, code) for code in self.footing.codes}

    @cached_property
    def recommendation(self) -> Recommendation:
        """What the figures let the working group recommend for all."""
        return recommend(self.evaluation, self.footing)


class _Ground:
    """The draws of one set of participants, host, company and assumptions."""

    def __init__(self, dataset: Dataset) -> None:
        self.evaluation = evaluate(dataset)
        self.simulator = Simulator.build(dataset, self.evaluation)
        self.sampler = sampler_of(dataset, self.evaluation, self.simulator)
        self.total = dataset.settings.trekninger
        self.chunk = chunk_of(len(self.evaluation.codes))
        self.blocks: list[Block] = []
        self.middle: dict[tuple[bytes, bool], Kept] = {}

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
            model.reckoned(self.sampler.values(own), others=True), model.cells(own), own.missing
        )
        self.blocks.append(Block(number, size, part, sample, kept))
        if not done:
            self._fit(kept, part.stop)
        return True

    def _fit(self, kept: Kept, draws: int) -> None:
        """Take no more of the report's draws than there is room for, in whole blocks."""
        each = sum(side.size for side in kept.reckoned) / draws
        room = int(MEMORY / each)
        if room < self.total:
            self.total = max(1, room // BLOCK) * BLOCK


class Live:
    """One analysis, ready to be asked; not for several threads at once.

    Parameters
    ----------
    dataset : Dataset
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._grounds: dict[str, _Ground] = {}
        self._last: _Asked | None = None

    def ask(self, trial: Trial) -> Answer:
        """What follows, of the draws there are so far and at least the first of them.

        Raises
        ------
        CannotTry
            With every reason, where something cannot be tried.
        """
        dataset = tried(self.dataset, trial)
        ground = self._ground(trial)
        asked = _Asked.of(ground, dataset, trial, self._last)
        self._last = asked
        return Answer(trial, dataset, asked.evaluation, asked.footing(), ground.total)

    def refine(self, trial: Trial) -> bool:
        """Reckon some more draws for a trial; False where all are there."""
        return self._ground(trial).grow()

    def _ground(self, trial: Trial) -> _Ground:
        place = repr(trial.ground)
        if place in self._grounds:
            self._grounds[place] = self._grounds.pop(place)  # the last one asked for
        else:
            ground = _Ground(tried(self.dataset, trial.ground))
            ground.grow()
            untouched = repr(Trial())
            for name in [n for n in self._grounds if n != untouched][: 2 - READY or None]:
                del self._grounds[name]
            self._grounds[place] = ground
        return self._grounds[place]


@dataclass(frozen=True)
class _Asked:
    """What was asked of a ground, with what the next question may have in common with it."""

    ground: _Ground
    trial: Trial
    dataset: Dataset
    evaluation: Evaluation
    simulator: Simulator
    sampler: Sampler
    judged: dict[int, np.ndarray]

    @classmethod
    def of(cls, ground: _Ground, dataset: Dataset, trial: Trial, last: _Asked | None) -> _Asked:
        """Work out only what differs from the last question."""
        same = last if last is not None and last.ground is ground else None
        if same is not None and same.trial.key == trial.key:
            if same.trial.judgements == trial.judgements:
                found = reweigh(dataset, same.evaluation)
                sampler = sampler_of(dataset, found, same.simulator)
                return cls(ground, trial, dataset, found, same.simulator, sampler, same.judged)
            found, simulator = rescore(dataset, same.evaluation), same.simulator
        else:
            found = evaluate(dataset)
            simulator = ground.simulator.rekeyed(dataset.settings)
        simulator = simulator.rejudged(dataset, found)
        return cls(
            ground, trial, dataset, found, simulator, sampler_of(dataset, found, simulator), {}
        )

    def footing(self) -> Footing:
        """Count the draws there are."""
        ground, sampler, simulator = self.ground, self.sampler, self.simulator
        eligible = self.evaluation.scores.eligible
        model = KeptModel(simulator, sampler, eligible, ground.chunk, ground.middle)
        varied = VariedDraws(model, settings=False)
        first, done = np.zeros(eligible.shape), 0
        weights: dict[int, np.ndarray] = {}
        gaps, drawn = None, None
        for block in ground.blocks:
            number = block.number
            if number not in weights:
                spread = sampler.weights_spread(number, block.size, sampler.concentration)
                weights[number] = sampler.by_row(spread)
                if number not in self.judged:
                    self.judged[number] = sampler.judged(number, block.size)
                sample = replace(block.sample, weights=spread, judgements=self.judged[number])
                marks = model.marks(sample)
                varied.start(number, sample)
                if gaps is None:
                    gaps, drawn = GapDraws(model, sample), weights[number]
            found = block.kept.told(simulator, marks[block.part])
            own = weights[number][block.part]
            points = np.einsum("drak,drk->dra", found.values, own)
            chunk = Chunk(block.part, own, points, marks[block.part], found)
            first += first_counts(points, eligible)
            varied.add(chunk)
            if not number:
                gaps.add(chunk)
            done += len(points)
        middle = at_central_values(model, rounds=0)
        return Footing(
            **found_by(model, self.evaluation, middle, drawn, varied, gaps),
            draws=done,
            first=first / done,
        )
