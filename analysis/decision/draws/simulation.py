"""The whole model over draws: criterion values, money and points of every alternative.

Participants are those of the evaluation, and host and company those it chose; others that it
cannot tell from them can be run beside. All alternatives meet the same draws, so that what is
common to them cancels when they are compared.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative, Criterion
from analysis.decision.criteria import competence, harmonisation, vulnerability
from analysis.decision.draws.gaps import Gap, differing, grouped, mixed
from analysis.decision.draws.judgement_rows import judgement_rows
from analysis.decision.draws.variations import Other, others_of
from analysis.decision.evaluation import Evaluation
from analysis.decision.scoring import value_function
from analysis.decision.sharing import shares
from analysis.decision.unknowns import not_computable
from analysis.model import (
    Bools,
    Draws,
    Fill,
    Floats,
    Ints,
    Outcome,
    Region,
    Setting,
    capital_need,
    common_share,
    discount_factors,
    match,
    null_alternative,
    outcome,
    region_from,
    scenario_draws,
)

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
    gaps : tuple of ndarray (D, R, A, K)
        What the values change by from the low to the high end of each group of unknown cells.
    others : ndarray (D, R, others, K)
        Values with the other hosts and companies, each of its own alternative.
    """

    values: Floats
    npv: Floats
    budget: Floats
    gaps: tuple[Floats, ...]
    others: Floats


@dataclass(frozen=True)
class _Side:
    """One way of filling unknown cells: the region, and the setting of each case."""

    region: Region
    settings: tuple[Setting, ...]


@dataclass(frozen=True)
class Simulator:
    """The model of one data set, ready for any number of draws.

    Attributes
    ----------
    alternatives, criteria
        As the evaluation has them.
    others : tuple of Other
        Hosts and companies run beside the chosen ones when asked for.
    sides : tuple
        Unknown cells at the low end, then each group of them alone at the high end.
    gaps : tuple of Gap
        Whose unknown cells there are.
    judged : ndarray (K, M, A)
        Which judgement each cell takes: 0 for none (the effect is 0), else 1 + its position.
        Computed criteria are 0 throughout.
    judgements : ndarray (judgement rows,)
        In a fixed order, NaN where missing.
    about : ndarray (judgement rows,)
        Position of the criterion each is about.
    missing : ndarray of bool (R, A, K)
        Computed values that nothing bounds.
    hidden : ndarray of bool (R, A)
        Where money rests on what is missing, and is not told.
    years, rate, tax
        T, the discount rate and the tax financing cost.
    """

    alternatives: tuple[Alternative, ...]
    criteria: tuple[Criterion, ...]
    others: tuple[Other, ...]
    sides: tuple[_Side, ...]
    gaps: tuple[Gap, ...]
    judged: Ints
    judgements: Floats
    about: Ints
    missing: Bools
    hidden: Bools
    years: int
    rate: float
    tax: float

    @classmethod
    def build(cls, dataset: Dataset, evaluation: Evaluation) -> Simulator:
        """Fix who takes part, with which host and company, and what is missing."""
        shared, settings = dataset.shared, dataset.settings
        low, high = _region(dataset, "low"), _region(dataset, "high")
        others = others_of(evaluation, shared.alternatives, settings.analyseperiode)
        chosen = [result.setting for result in evaluation.money.results.values()]
        cases = [*chosen, *(other.setting for other in others)]
        missing = not_computable(dataset, evaluation.gates)
        unbounded = np.stack(
            [missing.get(c.id, np.zeros_like(evaluation.scores.eligible)) for c in shared.criteria],
            axis=-1,
        )
        judged, judgements, about = judgement_rows(dataset, evaluation)
        money = evaluation.criteria.index("netto_naaverdi")
        bare = cls(
            alternatives=shared.alternatives,
            criteria=shared.criteria,
            others=others,
            sides=(_side(low, cases, settings.fordeling),),
            gaps=(),
            judged=judged,
            judgements=judgements,
            about=about,
            missing=unbounded,
            # In any scenario: an effect that is 0 in one may hide there what a cell means.
            hidden=np.asarray(
                np.isnan(evaluation.scores.criteria[..., money, :]).any(axis=(0, -1))
            ),
            years=settings.analyseperiode,
            rate=settings.kalkulasjonsrente,
            tax=settings.skattefinansieringskostnad,
        )
        central = scenario_draws(
            shared.assumptions, shared.price_index, settings.kroneverdi, ["sannsynlig"]
        )
        # What an unknown assumption leaves without a value is as unbounded as a missing list.
        computed = bare._computed(bare.sides[0], central, bare._cases(others=False))[0]
        bare = replace(bare, missing=unbounded | np.isnan(computed[0]))
        unlisted = ~np.isin(low.codes, dataset.applications["kommunenummer"])
        return bare._with_gaps(low, high, unlisted, cases, settings.fordeling)

    def _with_gaps(
        self,
        low: Region,
        high: Region,
        unlisted: Bools,
        cases: Sequence[Setting],
        key: Mapping[str, float],
    ) -> Simulator:
        """The same with a side for every group of unknown cells.

        What is missing for everyone, as an alternative without a price, is nobody's gap.
        """
        bounded = differing(low, high)
        rows = np.nonzero(self.missing)[0]
        gaps, sides = [], [self.sides[0]]
        for inside in grouped(bounded | unlisted, low.inhabitants):
            side = None
            if (bounded & inside).any():
                side = len(sides) - 1
                sides.append(_side(mixed(low, high, inside), cases, key))
            # The joint value is missing because of each of them.
            theirs = np.append(inside & unlisted, (inside & unlisted).any())[rows]
            codes = tuple(np.array(low.codes)[inside].tolist())
            gaps.append(Gap(codes, side, theirs))
        return replace(self, sides=tuple(sides), gaps=tuple(gaps))

    def choosing(self, other: int) -> Simulator:
        """The same with another host or company chosen, and no others beside it."""
        size, place = len(self.alternatives), self.others[other].alternative
        sides = []
        for side in self.sides:
            settings = list(side.settings[:size])
            settings[place] = side.settings[size + other]
            sides.append(_Side(side.region, tuple(settings)))
        return replace(self, others=(), sides=tuple(sides))

    @property
    def unjudged(self) -> Ints:
        """Positions of the judgements that are missing."""
        return np.flatnonzero(np.isnan(self.judgements))

    def marks(self, steps: Ints, place: Floats) -> Floats:
        """Judgements as drawn (D, judgement rows), −4…4.

        Parameters
        ----------
        steps : ndarray (D, judgement rows)
            What each is moved by.
        place : ndarray (D, judgement rows)
            Where on the scale a missing one lies (0…1).
        """
        moved = np.clip(self.judgements + steps, -SCALE, SCALE)
        return np.where(np.isnan(self.judgements), SCALE * (2.0 * place - 1.0), moved)

    def judge(self, marks: Floats, criterion: int) -> Floats:
        """Values of a judged criterion (D, R, A), 0…1."""
        own = np.concatenate([np.zeros((len(marks), 1)), marks], axis=1)[:, self.judged[criterion]]
        people = self.sides[0].region.inhabitants
        joint = np.einsum("m,dma->da", people / people.sum(), own)
        anchors = self.criteria[criterion]
        told = np.concatenate([own, joint[:, None]], axis=1)
        return value_function(told, anchors.verst, anchors.best)

    @property
    def judged_criteria(self) -> list[int]:
        """Positions of the criteria that are judged."""
        return [k for k, criterion in enumerate(self.criteria) if not criterion.computed]

    def run(
        self, draws: Draws, marks: Floats, cells: Floats, unknown: Floats, *, others: bool = False
    ) -> Simulated:
        """Run the model on draws.

        Parameters
        ----------
        draws : mapping of str to ndarray (D, 1, 1)
        marks : ndarray (D, judgement rows)
            The judgements, as from `marks`.
        cells : ndarray (D, sides)
            Where each group of unknown cells lies between its low and high end (0…1).
        unknown : ndarray (D, missing values)
            The value, 0…1, of what nothing bounds.
        others : bool
            Whether to run the other hosts and companies too.
        """
        size = len(self.alternatives)
        cases = self._cases(others)
        start = self._computed(self.sides[0], draws, cases)
        whole, gaps = start, []
        for side, share in zip(self.sides[1:], cells.T, strict=True):
            apart = [
                high - low
                for low, high in zip(start, self._computed(side, draws, cases), strict=True)
            ]
            whole = tuple(
                part + share.reshape(-1, *(1,) * (part.ndim - 1)) * difference
                for part, difference in zip(whole, apart, strict=True)
            )
            gaps.append(apart[0][:, :, :size] * ~self.missing)
        values, npv, budget = whole
        if len(gaps) > 1:  # more than one may lie at the same anchor
            values = np.clip(values, 0.0, 1.0)
        for k in self.judged_criteria:
            values[..., k] = self.judge(marks, k)[:, :, cases]
        if self.missing.any():
            drawn = np.zeros((len(values), *self.missing.shape))
            drawn[:, self.missing] = unknown
            values = np.where(self.missing[:, cases], drawn[:, :, cases], values)
        npv[:, self.hidden[:, cases]] = np.nan
        budget[:, self.hidden[:, cases]] = np.nan
        own, beside = values[:, :, :size], values[:, :, size:]
        return Simulated(own, npv[:, :, :size], budget[:, :, :size], tuple(gaps), beside)

    def moved_cells(self, found: Simulated, moved: Floats, drawn: Floats) -> Floats:
        """What criterion values change by (D, R, A, K) when what is missing moves.

        Parameters
        ----------
        found : Simulated
        moved : ndarray (D, sides)
            How far each group of unknown cells moves between its low and its high end.
        drawn : ndarray (D, missing values)
            How far the values that nothing bounds move.
        """
        change = np.zeros_like(found.values)
        for between, share in zip(found.gaps, moved.T, strict=False):
            change += share[:, None, None, None] * between
        change[:, self.missing] += drawn
        return change

    def _cases(self, others: bool) -> Ints:
        """Position of the alternative of each case: all of them, then the others'."""
        beside = [other.alternative for other in self.others] if others else []
        return np.array([*range(len(self.alternatives)), *beside], dtype=np.int64)

    def _computed(self, side: _Side, draws: Draws, cases: Ints) -> tuple[Floats, Floats, Floats]:
        """Values of the computed criteria (D, R, cases, K), NPV and budget effect; one side."""
        region = side.region
        forecast = null_alternative(region, draws, self.years)
        size, rows = len(forecast.cost), region.size + 1
        raw = np.zeros((size, rows, len(cases), len(self.criteria)))
        budget = np.empty((size, rows, len(cases), self.years + 1))
        place = {criterion.id: k for k, criterion in enumerate(self.criteria)}
        everyone = np.ones(region.size, dtype=bool)
        today = common_share(region, match(region.applications, everyone, converge=False), draws)
        people = region.inhabitants / region.inhabitants.sum()
        heads = np.append(region.inhabitants, region.inhabitants.sum())
        for c, (a, setting) in enumerate(zip(cases, side.settings, strict=False)):
            alternative = self.alternatives[a]
            found = outcome(region, forecast, draws, alternative, setting)
            effect = found.budget_effect
            budget[:, :-1, c], budget[:, -1, c] = effect, effect.sum(axis=1)
            raw[:, :, c, place["netto_naaverdi"]] = self._npv(found, effect) / heads * 1000.0
            raw[:, :, c, place["kapitalbehov"]] = capital_need(budget[:, :, c]) / heads * 1000.0
            inside = setting.participants
            for name, own in (
                ("saarbarhet", vulnerability(region, alternative, setting, draws).mean(axis=2)),
                ("kompetanse", competence(region, alternative, setting)[None]),
                ("systemharmonisering", harmonisation(region, found, today, inside, draws)),
            ):
                raw[:, :-1, c, place[name]] = own
                raw[:, -1, c, place[name]] = own @ people
        npv = raw[..., place["netto_naaverdi"]].copy()
        for k, criterion in enumerate(self.criteria):
            if criterion.computed:
                raw[..., k] = value_function(raw[..., k], criterion.verst, criterion.best)
        return raw, npv, budget

    def _npv(self, found: Outcome, effect: Floats) -> Floats:
        """Net present value without volume (D, R): each municipality's own, then the social."""
        factors = discount_factors(self.rate, self.years)
        own = (found.components["volum"] - effect) @ factors + found.residual * factors[-1]
        margin = found.margin.sum(axis=1) @ factors
        joint = own.sum(axis=1) * (1.0 + self.tax) + margin
        return np.concatenate([own, joint[:, None]], axis=1)


def _side(region: Region, cases: Sequence[Setting], key: Mapping[str, float]) -> _Side:
    """The settings of a region: the shares follow its numbers, host and company stay."""
    frame, settings = region.sharing_frame(), []
    for case in cases:
        own = np.zeros(region.size)
        if case.participants.any():
            own[case.participants] = shares(key, frame[case.participants]).to_numpy()
        settings.append(replace(case, shares=own))
    return _Side(region, tuple(settings))


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
