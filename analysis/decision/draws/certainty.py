"""How sure the ranking is in one municipality, by the names of what it is about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.decision.draws.footing import Flip
from analysis.decision.draws.robustness import Robustness
from analysis.decision.draws.variations import Variant


class Span(NamedTuple):
    """P10, P50 and P90 of an amount over the draws, NaN where it is missing."""

    low: float
    middle: float
    high: float


class Swing(NamedTuple):
    """What one assumption alone does to the lead of the first over the second, in points.

    The values are in its own unit; ``break_even`` takes the first place, NaN where none does.
    """

    assumption: str
    low: float
    central: float
    high: float
    at_low: float
    at_high: float
    break_even: float

    @property
    def widest(self) -> float:
        """The larger of the two changes, whichever way."""
        return max(abs(self.at_low), abs(self.at_high))

    @property
    def turns(self) -> bool:
        """Whether it takes the first place inside its own interval."""
        return self.low <= self.break_even <= self.high


class Weight(NamedTuple):
    """A criterion's weight, and between which weights the first place holds: 0 to 1 for all."""

    share: float
    holds_from: float
    holds_to: float

    @property
    def turns(self) -> bool:
        """Whether the first place changes anywhere."""
        return self.share > 0 and (self.holds_from > 0.0 or self.holds_to < 1.0)

    @property
    def room(self) -> float:
        """How far it can go to the nearest end, in what weights of its size are drawn apart."""
        down = self.share - self.holds_from if self.holds_from > 0.0 else np.inf
        up = self.holds_to - self.share if self.holds_to < 1.0 else np.inf
        apart = float(np.sqrt(self.share * (1.0 - self.share)))
        return min(down, up) / apart if self.share < 1.0 else 0.0


@dataclass(frozen=True)
class Certainty:
    """One municipality's part of `Robustness`, or that of all together ("")."""

    robustness: Robustness
    code: str

    @property
    def _row(self) -> int:
        return self.robustness.row(self.code)

    def _place(self, alternative: str) -> int:
        return self.robustness.alternatives.index(alternative)

    @property
    def ranked(self) -> tuple[str, ...]:
        """The alternatives that take a place, in order."""
        eligible = self.robustness.eligible[self._row]
        return tuple(
            a for a, yes in zip(self.robustness.alternatives, eligible, strict=True) if yes
        )

    def share(self, alternative: str, rank: int = 1) -> float:
        """Share of the draws in which an alternative has a rank; 1 is best."""
        return float(self.robustness.acceptability[self._row, self._place(alternative), rank - 1])

    def error(self, alternative: str, rank: int = 1) -> float:
        """Monte Carlo standard error of that share."""
        errors = self.robustness.acceptability_error
        return float(errors[self._row, self._place(alternative), rank - 1])

    def share_in(self, variant: Variant, alternative: str) -> float:
        """Share of the draws in which it is first with one thing different."""
        return float(variant.first[self._row, self._place(alternative)])

    @property
    def largest_error(self) -> float:
        """The largest of those errors, over alternatives and ranks."""
        return float(np.nanmax(self.robustness.acceptability_error[self._row]))

    def points(self, alternative: str) -> Span:
        """Points, 0–100."""
        return Span(*self.robustness.points[self._row, self._place(alternative)].tolist())

    def npv(self, alternative: str) -> Span:
        """Net present value in kroner per inhabitant."""
        return Span(*self.robustness.npv[self._row, self._place(alternative)].tolist())

    def one_time_frame(self, alternative: str) -> float:
        """What the one-time cost stays within in most draws, kroner per inhabitant."""
        return float(self.robustness.one_time_frame[self._row, self._place(alternative)])

    def budget(self, alternative: str) -> list[Span]:
        """Extra cost against alternative 0 in each year 0 … T, 1000 kr."""
        years = self.robustness.budget[self._row, self._place(alternative)].tolist()
        return [Span(*year) for year in years]

    @property
    def first(self) -> str:
        """The alternative that is first with the likely value of everything."""
        return self.robustness.alternatives[self.robustness.leaders[self._row, 0]]

    @property
    def second(self) -> str | None:
        """The one after it, None where only one is ranked."""
        place = int(self.robustness.leaders[self._row, 1])
        return self.robustness.alternatives[place] if place >= 0 else None

    @property
    def lead(self) -> float:
        """Points between the two."""
        return float(self.robustness.margin[self._row])

    @property
    def tornado(self) -> list[Swing]:
        """What each drawn assumption does to that lead, in the order they are drawn."""
        found, row = self.robustness, self._row
        return [
            Swing(name, low, central, high, at_low, at_high, break_even)
            for name, (low, central, high), (at_low, at_high), break_even in zip(
                found.assumptions,
                found.ends.tolist(),
                found.tornado[row].tolist(),
                found.break_evens[row].tolist(),
                strict=True,
            )
        ]

    @property
    def flips(self) -> tuple[Flip, ...]:
        """Every assumption that takes the first place from the winner."""
        return self.robustness.flips[self._row]

    @property
    def nearest_assumption(self) -> Flip | None:
        """The nearest of them."""
        return self.robustness.nearest_assumption[self._row]

    @property
    def nearest_weight(self) -> Flip | None:
        """The nearest weight that does the same."""
        return self.robustness.nearest_weight[self._row]

    @property
    def unknown_break_evens(self) -> dict[str, float]:
        """How large an unknown effect must be to do the same, NaN where no size is enough."""
        found = self.robustness.unknown_break_evens
        return {name: float(values[self._row]) for name, values in found.items()}

    def weight_holds(self, criterion: str) -> tuple[float, float]:
        """The weights between which the first stays first, 0 to 1 where it always does."""
        k = self.robustness.criteria.index(criterion)
        low, high = self.robustness.weight_stability[self._row, k].tolist()
        return low, high

    def central_weights(self, alternative: str) -> dict[str, float]:
        """Mean weights of the draws where it is first; NaN where it never is."""
        weights = self.robustness.central_weights[self._row, self._place(alternative)]
        return dict(zip(self.robustness.criteria, weights.tolist(), strict=True))

    @property
    def mean_weights(self) -> dict[str, float]:
        """Mean weights of all the draws."""
        first = self.robustness.first[self._row]
        mean = np.nansum(first[:, None] * self.robustness.central_weights[self._row], axis=0)
        return dict(zip(self.robustness.criteria, mean.tolist(), strict=True))

    @property
    def uncertainty_from(self) -> dict[str, float]:
        """How much of the uncertainty each of what is drawn stands for: total-order index."""
        return {name: float(values[self._row]) for name, values in self.robustness.sobol.items()}

    def index_error(self, name: str) -> float:
        """Standard error of that index."""
        return float(self.robustness.sobol_error[name][self._row])
