"""Draws reckoned once, told again under any key, judgements and weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.decision.draws.cases import Reckoned
from analysis.decision.draws.divisible import Divisible
from analysis.decision.draws.judged import Judged
from analysis.decision.draws.sampling import Sample
from analysis.decision.draws.sensitivity import Model
from analysis.decision.draws.simulated import Mixed, Simulated
from analysis.decision.draws.simulation import Simulator
from analysis.model import Floats


class Kept:
    """Some draws of a model, and what was last told of them.

    Parameters
    ----------
    reckoned : tuple of Reckoned
        Of each side.
    cells : ndarray (D, sides − 1)
        Where each group of unknown cells lies between its low and high end.
    unknown : ndarray (D, missing values)
        The value, 0…1, of what nothing bounds.
    gaps : bool
        Whether to tell what each group of unknown cells means.
    """

    def __init__(
        self,
        reckoned: tuple[Reckoned, ...],
        cells: Floats,
        unknown: Floats,
        *,
        gaps: bool = False,
    ) -> None:
        self.reckoned, self.unknown, self.gaps = reckoned, unknown, gaps
        self._money = Divisible(reckoned, cells)
        self._mixed: Mixed | None = None
        self._sides: object = None
        self._judged: Judged | None = None

    def told(self, simulator: Simulator, marks: Floats) -> Simulated:
        """What the model says under the simulator's key, as judged.

        Only what differs from the last time is worked out, and written over it: a simulator with
        the same sides has the same key. What was told last time is then no longer right.
        """
        mixed = self._mixed
        if mixed is None or self._sides is not simulator.sides:
            mixed = simulator.mixed(self._money, gaps=self.gaps, last=mixed)
            self._mixed, self._sides = mixed, simulator.sides
        if self._judged is not simulator.judged:
            for k in simulator.judged_criteria:
                if self._judged is None or not simulator.judged.same(self._judged, k):
                    simulator.judge(marks, k, mixed.values[k])
            self._judged = simulator.judged
        return simulator.simulated(mixed, self.unknown)


@dataclass(frozen=True)
class Block:
    """Some draws (n) of one block of the report's own.

    Attributes
    ----------
    number, size : int
        Which block, and how many draws all of it has.
    part : slice
        Which of them.
    sample : Sample
        The whole block, with weights and judgements of when it was drawn.
    kept : Kept
    """

    number: int
    size: int
    part: slice
    sample: Sample
    kept: Kept


@dataclass(frozen=True)
class KeptModel(Model):
    """The model where central values that were tried before need no new run.

    Attributes
    ----------
    middle : dict of tuple to Kept
        By the values tried, and whether others than the chosen were run.
    """

    middle: dict[tuple[bytes, bool], Kept]

    def central_runs(
        self, values: Floats, unknown: Mapping[str, Floats] | None = None, *, others: bool = False
    ) -> Iterator[Simulated]:
        """As the model's own, all at once."""
        if unknown:
            yield from super().central_runs(values, unknown, others=others)
            return
        size, place = len(values), (values.tobytes(), others)
        simulator, rows = self.simulator, self.sampler.judgements
        if place not in self.middle:
            self.middle[place] = Kept(
                self.reckoned(values, others),
                np.full((size, len(simulator.sides) - 1), 0.5),
                np.full((size, self.sampler.missing), 0.5),
            )
        nothing = np.zeros((size, rows), dtype=np.int64)
        yield self.middle[place].told(
            simulator, simulator.judged.marks(nothing, np.full((size, rows), 0.5))
        )

    def reckoned(self, values: Floats, others: bool) -> tuple[Reckoned, ...]:
        """Run the model at chosen values, a chunk at a time."""
        draws = self.sampler.draws(values)
        parts = [
            self.simulator.reckon(
                {name: drawn[start : start + self.chunk] for name, drawn in draws.items()},
                others=others,
            )
            for start in range(0, len(values), self.chunk)
        ]
        return tuple(map(Reckoned.joined, zip(*parts, strict=True)))
