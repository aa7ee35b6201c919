"""How sure the conclusion is: the whole model over random draws, and what would change it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analysis.dataset import Dataset
from analysis.decision.draws.footing import Footing, at_central_values, found_by
from analysis.decision.draws.gap_draws import GapDraws
from analysis.decision.draws.sampling import BLOCK, Sampler
from analysis.decision.draws.sensitivity import (
    Model,
    tornado,
    unknown_break_evens,
)
from analysis.decision.draws.simulation import Simulator
from analysis.decision.draws.sobol import SwappedDraws
from analysis.decision.draws.totals import Tally
from analysis.decision.draws.varied_draws import VariedDraws
from analysis.decision.evaluation import Evaluation
from analysis.decision.telling import Tell, nobody
from analysis.decision.uncertainty import standard_error
from analysis.model import Floats, Ints

# Draws × rows the model holds in memory at a time.
ROOM = 3584
# Draws for the index of an assumption that may matter.
SOBOL_BASE = 512


@dataclass(frozen=True)
class Robustness(Footing):
    """Everything about how sure the ranking is.

    Where an alternative is not eligible its acceptability is 0 and the rest NaN.

    Attributes
    ----------
    assumptions : tuple of str
        Those that are drawn (N).
    kept : int
        How many of the draws the quantiles rest on.
    acceptability, acceptability_error : ndarray (R, A, A)
        Share of the draws at each rank, and its Monte Carlo standard error.
    central_weights : ndarray (R, A, K)
        Mean weights of the draws where an alternative is first; NaN where it never is.
    points, npv : ndarray (R, A, 3)
        P10, P50, P90; NPV in kroner per inhabitant, NaN where missing.
    budget : ndarray (R, A, T+1, 3)
        Budget effect a year, 1000 kr, P10, P50, P90.
    one_time_frame : ndarray (R, A)
        What the one-time cost stays within in the share ``kostnadsramme`` of the draws, kroner per
        inhabitant; NaN where missing.
    ends : ndarray (N, 3)
        Low, central and high value of each assumption, in its own unit.
    tornado : ndarray (R, N, 2)
        Change in the margin at the low and the high end.
    unknown_break_evens : dict of str to ndarray (R,)
        How large an unknown effect must be to take the first place.
    sobol, sobol_error : dict of str to ndarray (R,)
        Total-order index of the winner's lead by what is drawn, and its standard error: an
        assumption, ``vurderinger:`` and a criterion, ``vekter``, ``ukjente_celler`` or what the
        assumptions of a kind share, as ``samvariasjon_kostnad``. Empty where left out.
    """

    assumptions: tuple[str, ...]
    kept: int
    acceptability: Floats
    acceptability_error: Floats
    central_weights: Floats
    points: Floats
    npv: Floats
    budget: Floats
    one_time_frame: Floats
    ends: Floats
    tornado: Floats
    unknown_break_evens: Mapping[str, Floats]
    sobol: Mapping[str, Floats]
    sobol_error: Mapping[str, Floats]

    @property
    def lacking(self) -> tuple[str, ...]:
        """Kommunenummer of those with unknown cells, in order."""
        found = {code for together in self.gaps for code in together}
        return tuple(code for code in self.codes if code in found)


def assess(
    dataset: Dataset,
    evaluation: Evaluation,
    *,
    draws: int | None = None,
    chunk: int | None = None,
    sobol_base: int = SOBOL_BASE,
    tell: Tell = nobody,
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
    tell : callable
        Is told how many of the draws are made.
    """
    simulator = Simulator.build(dataset, evaluation)
    sampler = sampler_of(dataset, evaluation, simulator)
    chunk = chunk or chunk_of(len(evaluation.codes))
    model = Model(simulator, sampler, evaluation.scores.eligible, chunk)
    middle = at_central_values(model)
    number = draws or dataset.settings.trekninger
    winner = middle.leaders[:, 0]
    drawn = _draw(model, winner, number, sobol_base, dataset.shared.cost_frame, tell)
    tally = drawn.tally
    return Robustness(
        **found_by(model, evaluation, middle, drawn.weights, drawn.varied, drawn.gaps),
        draws=tally.draws,
        first=tally.counts[:, :, 0] / tally.draws,
        assumptions=sampler.known,
        kept=tally.kept,
        acceptability=tally.counts / tally.draws,
        acceptability_error=standard_error(tally.counts / tally.draws, tally.draws),
        central_weights=tally.central_weights,
        points=tally.points,
        npv=tally.npv,
        budget=tally.budget,
        one_time_frame=tally.one_time_frame,
        ends=sampler.ends,
        tornado=tornado(model, middle.leaders),
        unknown_break_evens=unknown_break_evens(model, winner),
        sobol=drawn.sobol,
        sobol_error=drawn.sobol_error,
    )


def chunk_of(municipalities: int) -> int:
    """Draws the model holds in memory at a time: fewer, the more municipalities."""
    return max(16, ROOM // (municipalities + 1))


def sampler_of(dataset: Dataset, evaluation: Evaluation, simulator: Simulator) -> Sampler:
    """What is drawn in a data set, around its weights."""
    return Sampler.build(
        dataset,
        evaluation.scores.weights,
        int(simulator.missing.sum()),
        gaps=len(simulator.sides) - 1,
        judgements=len(simulator.judged),
    )


@dataclass(frozen=True)
class _Drawn:
    """What one pass over the draws leaves; ``weights`` (n, sets, K) are of the first block."""

    tally: Tally
    varied: VariedDraws
    gaps: GapDraws
    weights: Floats
    sobol: Mapping[str, Floats]
    sobol_error: Mapping[str, Floats]


def _draw(
    model: Model, winner: Ints, draws: int, sobol_base: int, frame: float, tell: Tell
) -> _Drawn:
    """Run all draws once; gaps and indices rest on the first block."""
    tally, varied = Tally(model, draws, frame), VariedDraws(model)
    first = model.sampler.block(0, min(draws, BLOCK))
    gaps, swapped = GapDraws(model, first), SwappedDraws(model, winner, first)
    for number, sample in enumerate(model.sampler.blocks(draws)):
        varied.start(number, sample)
        for chunk in model.run(sample, others=True, yearly=True):
            tally.add(chunk)
            varied.add(chunk)
            tell(tally.done, draws)
            if number == 0:
                gaps.add(chunk)
                swapped.add(chunk)
    indices, errors = swapped.indices(sobol_base) if sobol_base else ({}, {})
    return _Drawn(tally, varied, gaps, first.weights, indices, errors)
