"""One side run through the model, case by case: all that takes time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.dataset.definitions import Alternative, Criterion
from analysis.decision.criteria import harmonisation, staff, vulnerability
from analysis.decision.draws.cases import STEADY, Books, Reckoned, Side
from analysis.decision.scoring import criterion_values
from analysis.model import (
    ONE_TIME,
    Draws,
    Outcome,
    common_share,
    discount_factors,
    match,
    null_alternative,
    outcome,
)


@dataclass(frozen=True)
class Reckoning:
    """What every side is run on.

    Attributes
    ----------
    alternatives : tuple of Alternative
        The alternative of each case: all of them, then the others'.
    chosen : int
        How many cases there are without the others'.
    steady : tuple of Criterion
        The criteria of `STEADY`.
    years, rate, tax
        T, the discount rate and the tax financing cost.
    """

    alternatives: tuple[Alternative, ...]
    chosen: int
    steady: tuple[Criterion, ...]
    years: int
    rate: float
    tax: float

    def of(self, side: Side, draws: Draws, *, others: bool, yearly: bool) -> Reckoned:
        """Run one side; with the other hosts and companies, and year by year, if asked for."""
        region = side.region
        cases = self.alternatives if others else self.alternatives[: self.chosen]
        forecast = null_alternative(region, draws, self.years)
        shape = len(forecast.growth), region.size + 1, len(cases)
        steady = np.empty((len(STEADY), *shape))
        budget = np.empty((*shape, self.years + 1 if yearly else 0))
        everyone = np.ones(region.size, dtype=bool)
        today = common_share(region, match(region.applications, everyone, converge=False), draws)
        people = region.inhabitants / region.inhabitants.sum()
        books, divided = [], np.zeros(len(cases), dtype=bool)
        for c, (alternative, setting) in enumerate(zip(cases, side.settings, strict=False)):
            found = outcome(region, forecast, draws, alternative, setting)
            whole = found.added()
            if yearly:
                effect = whole.budget_effect
                budget[:, :-1, c], budget[:, -1, c] = effect, effect.sum(axis=1)
            books.append(self._books(found, whole))
            divided[c] = bool(found.common or found.pooled)
            persons = staff(region, alternative, setting, draws)[0]
            own = (
                vulnerability(persons, draws).mean(axis=2),
                harmonisation(region, found, today, setting.participants, draws),
            )
            for place, (criterion, values) in enumerate(zip(self.steady, own, strict=True)):
                told = np.concatenate([values, (values @ people)[:, None]], axis=1)
                steady[place, :, :, c] = criterion_values(told, criterion)
        heads = np.append(region.inhabitants, region.inhabitants.sum()) / 1000.0
        return Reckoned(tuple(books), others, divided, steady, budget, heads)

    def _books(self, found: Outcome, whole: Outcome) -> Books:
        """Sum an outcome over the years; ``whole`` is the same with its components added."""
        factors = discount_factors(self.rate, self.years)
        return Books(
            present=whole.summed(factors),
            once=found.own_cost(ONE_TIME).sum(axis=-1),
            once_common=found.common_cost(ONE_TIME).sum(axis=-1),
            residual=found.residual * factors[-1],
            tax=self.tax,
        )
