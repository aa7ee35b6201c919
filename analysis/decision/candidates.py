"""Which host or company is best, and which of them the evaluation cannot tell apart."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analysis.dataset.tables import SCENARIOS
from analysis.decision.results import Candidate
from analysis.decision.thresholds import SAME_KRONER_PER_YEAR

# No more than this many are tried in the draws.
MOST_TRIED = 6


def best_of(candidates: Sequence[Candidate], scenario: int = 0) -> Candidate:
    """The candidate with the highest social net present value in a scenario.

    Values are compared in whole kroner; ties go to the first by name, whatever their order.
    """
    return min(candidates, key=lambda c: (-round(float(c.result.social_npv[scenario]), 3), c.name))


def undecided(candidates: Sequence[Candidate], people: float, years: int) -> tuple[str, ...]:
    """Names of those that cannot be told apart, the best at the central values first.

    In some scenario each of them gives all together the highest net present value, or one that
    is told as about the same. No more than one name where it is decided; of too many
    the best at the central values are kept.

    Parameters
    ----------
    candidates : sequence of Candidate
        Of one alternative.
    people : float
        Inhabitants of all together.
    years : int
        Length of the period.
    """
    if not candidates:
        return ()
    best = [float(best_of(candidates, s).result.social_npv[s]) for s in range(len(SCENARIOS))]
    little = SAME_KRONER_PER_YEAR * years * people / 1000.0
    found = [c for c in candidates if (np.array(best) - c.result.social_npv <= little).any()]
    ordered = sorted(found, key=lambda c: (-round(float(c.result.social_npv[0]), 3), c.name))
    return tuple(c.name for c in ordered[:MOST_TRIED])
