"""The whole model over draws: criterion values, money and points of every alternative.

Participants, host and company are those the evaluation chose. All alternatives meet the same
draws, so that what is common to them cancels when they are compared.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.shared import Alternative, Criterion
from analysis.decision.criteria import competence, harmonisation, judged_values, vulnerability
from analysis.decision.evaluation import Evaluation, Money
from analysis.decision.scoring import value_function
from analysis.model.alternative import Outcome, Setting, outcome
from analysis.model.assumptions import Draws
from analysis.model.economy import capital_need, discount_factors
from analysis.model.forecast import null_alternative
from analysis.model.region import Bools, Fill, Floats, Ints, Region, region_from
from analysis.model.scope import common_share, match

# Judgements are effects on the pluss-minus scale.
SCALE = 4.0


@dataclass(frozen=True)
class Simulated:
    """What the model says over draws (D), rows (R, all together last) and alternatives (A).

    Attributes
    ----------
    values : ndarray (D, R, A, K)
        Criterion values in 0…1, unknown ones filled as drawn.
    npv : ndarray (D, R, A)
        Kroner per inhabitant, as the criterion has it; NaN where missing.
    budget : ndarray (D, R, A, T+1)
        Budget effect a year, 1000 kr; NaN where missing.
    """

    values: Floats
    npv: Floats
    budget: Floats


@dataclass(frozen=True)
class _Side:
    """One way of filling unknown cells: the region, and each alternative's setting."""

    region: Region
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class Simulator:
    """The model of one data set, ready for any number of draws.

    Attributes
    ----------
    alternatives, criteria
        As the evaluation has them.
    sides : tuple
        Unknown cells at the low and, where there are any, at the high end.
    judged : ndarray (K, M, A)
        Which judgement each cell takes: 0 for none (the effect is 0), else 1 + its position.
        Computed criteria are 0 throughout.
    judgements : ndarray (judgement rows,)
        In a fixed order, NaN where missing.
    missing : ndarray of bool (R, A, K)
        Values nobody knows.
    years, rate, tax
        T, the discount rate and the tax financing cost.
    """

    alternatives: tuple[Alternative, ...]
    criteria: tuple[Criterion, ...]
    sides: tuple[_Side, ...]
    judged: Ints
    judgements: Floats
    missing: Bools
    years: int
    rate: float
    tax: float

    @classmethod
    def build(cls, dataset: Dataset, evaluation: Evaluation) -> Simulator:
        """Fix who takes part, with which host and company, and what is missing."""
        shared, settings = dataset.shared, dataset.settings
        order = ["kriterium", "alternativ", "kommunenummer"]
        judgements = dataset.judgements.sort_values(order).reset_index(drop=True)
        numbered = judgements.assign(omfang=np.arange(len(judgements)) + 1.0)
        inside = evaluation.gates.participants.T
        judged = np.zeros((len(shared.criteria), *inside.shape), dtype=np.int64)
        for k, criterion in enumerate(shared.criteria):
            if not criterion.computed:
                place = judged_values(
                    numbered, evaluation.codes, evaluation.alternatives, criterion.id
                )
                judged[k] = np.where(inside, np.nan_to_num(place), 0.0)
        return cls(
            alternatives=shared.alternatives,
            criteria=shared.criteria,
            sides=_sides(dataset, evaluation),
            judged=judged,
            judgements=judgements["omfang"].to_numpy(float),
            # In any scenario: an effect that is 0 in one may hide there what a cell means.
            missing=np.asarray(np.isnan(evaluation.scores.criteria).any(axis=(0, -1))),
            years=settings.analyseperiode,
            rate=settings.kalkulasjonsrente,
            tax=settings.skattefinansieringskostnad,
        )

    def run(self, draws: Draws, steps: Ints, fill: Floats, unknown: Floats) -> Simulated:
        """Run the model on draws.

        Parameters
        ----------
        draws : mapping of str to ndarray (D, 1, 1)
        steps : ndarray (D, judgement rows)
            What each judgement is moved by.
        fill : ndarray (D,)
            Where unknown cells lie between their low and high end (0…1).
        unknown : ndarray (D, missing values)
            The value, 0…1, of what is missing.
        """
        found = [self._side(side, draws, steps) for side in self.sides]
        values, npv, budget = (np.asarray(part) for part in found[0])
        if len(found) > 1:
            share = fill[:, None, None]
            values = values + share[..., None] * (found[1][0] - values)
            npv = npv + share * (found[1][1] - npv)
            budget = budget + share[..., None] * (found[1][2] - budget)
        values[:, self.missing] = unknown
        money = [c.id for c in self.criteria].index("netto_naaverdi")
        npv[:, self.missing[..., money]] = np.nan
        budget[:, self.missing[..., money]] = np.nan
        return Simulated(values, npv, budget)

    def _side(self, side: _Side, draws: Draws, steps: Ints) -> tuple[Floats, Floats, Floats]:
        region = side.region
        size, rows = len(steps), region.size + 1
        raw = np.zeros((size, rows, len(self.alternatives), len(self.criteria)))
        budget = np.empty((size, rows, len(self.alternatives), self.years + 1))
        place = {criterion.id: k for k, criterion in enumerate(self.criteria)}
        forecast = null_alternative(region, draws, self.years)
        everyone = np.ones(region.size, dtype=bool)
        today = common_share(region, match(region.applications, everyone, converge=False), draws)
        people = region.inhabitants / region.inhabitants.sum()
        for a, (alternative, setting) in enumerate(
            zip(self.alternatives, side.settings, strict=True)
        ):
            found = outcome(region, forecast, draws, alternative, setting)
            effect = found.budget_effect
            budget[:, :-1, a], budget[:, -1, a] = effect, effect.sum(axis=1)
            heads = np.append(region.inhabitants, region.inhabitants.sum())
            raw[:, :, a, place["netto_naaverdi"]] = self._npv(found, effect) / heads * 1000.0
            raw[:, :, a, place["kapitalbehov"]] = capital_need(budget[:, :, a]) / heads * 1000.0
            inside = setting.participants
            for name, own in (
                ("saarbarhet", vulnerability(region, alternative, setting, draws).mean(axis=2)),
                ("kompetanse", competence(region, alternative, setting)[None]),
                ("systemharmonisering", harmonisation(region, found, today, inside, draws)),
            ):
                raw[:, :-1, a, place[name]] = own
                raw[:, -1, a, place[name]] = own @ people
        self._judge(raw, steps, people)
        npv = raw[..., place["netto_naaverdi"]].copy()
        for k, criterion in enumerate(self.criteria):
            raw[..., k] = value_function(raw[..., k], criterion.verst, criterion.best)
        return raw, npv, budget

    def _npv(self, found: Outcome, effect: Floats) -> Floats:
        """Net present value without volume (D, R): each municipality's own, then the social."""
        factors = discount_factors(self.rate, self.years)
        own = (found.components["volum"] - effect) @ factors + found.residual * factors[-1]
        margin = found.margin.sum(axis=1) @ factors
        joint = own.sum(axis=1) * (1.0 + self.tax) + margin
        return np.concatenate([own, joint[:, None]], axis=1)

    def _judge(self, raw: Floats, steps: Ints, people: Floats) -> None:
        moved = np.clip(self.judgements + steps, -SCALE, SCALE)
        drawn = np.concatenate([np.zeros((len(steps), 1)), moved], axis=1)
        for k, criterion in enumerate(self.criteria):
            if not criterion.computed:
                own = drawn[:, self.judged[k]]
                raw[:, :-1, :, k] = own
                raw[:, -1, :, k] = np.einsum("m,dma->da", people, own)


def _sides(dataset: Dataset, evaluation: Evaluation) -> tuple[_Side, ...]:
    low = _region(dataset, "low")
    high = _region(dataset, "high")
    chosen = _settings(evaluation.money)
    if _same(low, high):
        return (_Side(low, chosen),)
    above = chosen if evaluation.money_high is None else _settings(evaluation.money_high)
    return _Side(low, chosen), _Side(high, above)


def _settings(money: Money) -> tuple[Setting, ...]:
    return tuple(result.setting for result in money.results.values())


def _region(dataset: Dataset, fill: Fill) -> Region:
    return region_from(
        dataset.municipalities,
        dataset.budget,
        dataset.staff,
        dataset.applications,
        price_index=dataset.shared.price_index,
        price_year=dataset.settings.kroneverdi,
        decision_year=dataset.settings.vedtaksdato.year,
        fill=fill,
    )


def _same(one: Region, other: Region) -> bool:
    parts = ("inhabitants", "users", "total_fte", "budget", "staff_fte", "staff_persons")
    apps = ("cost", "users")
    pairs = [(getattr(one, p), getattr(other, p)) for p in parts]
    pairs += [(getattr(one.applications, p), getattr(other.applications, p)) for p in apps]
    return all(np.array_equal(a, b, equal_nan=True) for a, b in pairs)
