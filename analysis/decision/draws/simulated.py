"""What the model says over draws, before and after anything is judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from analysis.model import Floats


@dataclass(frozen=True)
class Simulated:
    """What the model says over draws (D), rows (R, all together last) and alternatives (A).

    Attributes
    ----------
    values : ndarray (D, R, A, K)
        Criterion values, unknown ones filled as drawn: 0…1, in kroner also outside it.
    npv : ndarray (D, R, A)
        Kroner per inhabitant, as the criterion has it; NaN where missing.
    budget : ndarray (D, R, A, T+1)
        Budget effect a year, 1000 kr; NaN where missing.
    gaps : tuple of ndarray (D, R, A, C)
        What the computed values change by from the low to the high end of each group of unknown
        cells, the criteria as in `Simulator.computed`.
    others : ndarray (D, R, others, K)
        Values with the other hosts and companies, each of its own alternative.
    keyed : ndarray (D, keys, R, A, priced criteria)
        What the values of the priced criteria change by under each other key.
    """

    values: Floats
    npv: Floats
    budget: Floats
    gaps: tuple[Floats, ...]
    others: Floats
    keyed: Floats


class Mixed(NamedTuple):
    """What is told before anything is judged, of all cases, as in `Simulated`.

    ``values`` is (K, D, R, cases) where only what is computed is filled in, ``npv`` (D, R, cases).
    """

    values: Floats
    npv: Floats
    budget: Floats
    gaps: tuple[Floats, ...]
    keyed: Floats
