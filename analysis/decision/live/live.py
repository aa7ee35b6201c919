"""An analysis that answers what follows of a trial: at once of weights, judgements and key.

The draws are the report's own, in the same blocks, so that the answer is the report's when all of
them are there. Another participant, host, company or assumption asks for new draws: the first of
them answer, and the rest refine.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from analysis.dataset import Dataset, Trial, tried
from analysis.decision.draws import Footing, Ground, Simulator
from analysis.decision.evaluation import Evaluation
from analysis.decision.recommendation import Recommendation, recommend
from analysis.decision.retelling import rekey, rescore, reweigh

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
    def recommendation(self) -> Recommendation:
        """What the figures let the working group recommend for all."""
        return recommend(self.evaluation, self.footing)


class Live:
    """One analysis, ready to be asked; not for several threads at once.

    Parameters
    ----------
    dataset : Dataset
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._grounds: dict[str, Ground] = {}
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
        footing = ground.footing(asked.evaluation, asked.simulator)
        return Answer(trial, dataset, asked.evaluation, footing, ground.total)

    def refine(self, trial: Trial) -> bool:
        """Reckon some more draws for a trial; False where all are there."""
        return self._ground(trial).grow()

    def _ground(self, trial: Trial) -> Ground:
        place = repr(trial.ground)
        if place in self._grounds:
            self._grounds[place] = self._grounds.pop(place)  # the last one asked for
        else:
            inputs = tried(self.dataset, trial.ground)
            old = [name for name in self._grounds if name != repr(Trial())]
            for name in old[: len(old) + 2 - READY]:
                del self._grounds[name]
            self._last = None
            self._grounds[place] = Ground(inputs)
            self._grounds[place].grow()
        return self._grounds[place]


@dataclass(frozen=True)
class _Asked:
    """What was asked of a ground, with what the next question may have in common with it."""

    ground: Ground
    trial: Trial
    evaluation: Evaluation
    simulator: Simulator

    @classmethod
    def of(cls, ground: Ground, dataset: Dataset, trial: Trial, last: _Asked | None) -> _Asked:
        """Work out only what differs from the last question."""
        if last is None or last.ground is not ground:
            last = cls(ground, trial.ground, ground.evaluation, ground.simulator)
        found, simulator = last.evaluation, last.simulator
        if last.trial.key != trial.key:
            found, simulator = rekey(dataset, found), simulator.rekeyed(dataset.settings)
        if last.trial.judgements != trial.judgements:
            found = rescore(dataset, found)
            simulator = simulator.rejudged(dataset, found)
        if last.trial.weights != trial.weights:
            found = reweigh(dataset, found)
        return cls(ground, trial, found, simulator)
