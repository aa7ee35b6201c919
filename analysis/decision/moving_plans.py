"""What each alternative moves, year by year, and what the staff can set aside for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.tables import SCENARIOS
from analysis.decision import thresholds
from analysis.decision.evaluation import Evaluation
from analysis.model import Floats, scenario_draws
from analysis.model.systems import moving


@dataclass(frozen=True)
class MovingPlan:
    """One alternative's move: per year (T+1,), NaN where something it rests on is unknown.

    Attributes
    ----------
    applications, effort : ndarray (T+1,)
        Systems moved, and own work in person-years.
    capacity : float
        Person-years a year that those who move can set aside.
    code : str
        The municipality; "" for all together.
    members : tuple of MovingPlan
        For all together, the plan of each that moves: staff are not pooled.
    """

    alternative: str
    applications: Floats
    effort: Floats
    capacity: float
    code: str = ""
    members: tuple[MovingPlan, ...] = ()

    @property
    def overloaded(self) -> list[int]:
        """Years after the decision in which any municipality is asked for more than it has."""
        if self.members:
            return sorted({year for plan in self.members for year in plan.overloaded})
        over = moving.overloaded(self.effort[None], np.array([self.capacity]))[0]
        return [int(year) for year in np.flatnonzero(over)]

    @property
    def lacking(self) -> list[MovingPlan]:
        """Those that in some year are asked for more than they have."""
        return [plan for plan in self.members if plan.overloaded]

    @property
    def slowest(self) -> MovingPlan:
        """The municipality where the move takes longest, the first of those alike."""
        return max(self.members, key=lambda plan: plan.years) if self.members else self

    @property
    def years(self) -> float:
        """Years the move takes where it takes longest, when no year asks for more than there is."""
        if self.members:
            return self.slowest.years
        return float(moving.years_needed(self.effort[None], np.array([self.capacity]))[0])

    @property
    def known(self) -> bool:
        """Whether the work, and the staff of everyone who moves, are known."""
        return bool(np.isfinite(self.effort).all() and np.isfinite(self.capacity))

    @property
    def worth_telling(self) -> bool:
        """Whether so much is moved over the whole period that it needs a plan."""
        return float(self.applications.sum()) >= thresholds.SYSTEMS_WORTH_A_PLAN


# By scenario and kommunenummer ("" for all together): the alternatives that move systems there.
MovingPlans = Mapping[tuple[str, str], tuple[MovingPlan, ...]]


def moving_plans(dataset: Dataset, evaluation: Evaluation) -> MovingPlans:
    """The move in each alternative that moves systems and is open, in every scenario.

    A municipality that has listed no systems has no plan, and is in nobody's sum.
    """
    plans: dict[tuple[str, str], list[MovingPlan]] = {}
    shared, region = dataset.shared, evaluation.money.region
    draws = scenario_draws(shared.assumptions, shared.price_index, dataset.settings.kroneverdi)
    listed_by = set(dataset.applications["kommunenummer"])
    unknown = ~_whole_staff_known(dataset, evaluation.codes)
    for alternative, result in evaluation.money.results.items():
        movers, moved = result.setting.movers, result.outcome.conversion
        effort = moving.effort(moved, draws)
        capacity = np.where(unknown, np.nan, moving.capacity(region, movers, draws))
        for s, scenario in enumerate(SCENARIOS):
            own = [
                MovingPlan(alternative, moved.applications[s, i], effort[s, i],
                           float(capacity[s, i]), code)
                for i, code in enumerate(evaluation.codes)
                if code in listed_by and movers[i] and moved.applications[s, i].sum() > 0
            ]  # fmt: skip
            for plan in [*own, _together(alternative, own)] if own else []:
                closed = evaluation.gates.status.loc[plan.code, alternative]
                if plan.worth_telling and not closed:
                    plans.setdefault((scenario, plan.code), []).append(plan)
    return {where: tuple(found) for where, found in plans.items()}


def _together(alternative: str, own: list[MovingPlan]) -> MovingPlan:
    return MovingPlan(
        alternative,
        np.sum([plan.applications for plan in own], axis=0),
        np.sum([plan.effort for plan in own], axis=0),
        sum(plan.capacity for plan in own),
        members=tuple(own),
    )


def _whole_staff_known(dataset: Dataset, codes: tuple[str, ...]) -> np.ndarray:
    """Whether every row of staff is known, by municipality (M,)."""
    staff = dataset.told_staff
    known = staff["årsverk"].notna().groupby(staff["kommunenummer"]).all()
    return known.reindex(codes, fill_value=False).to_numpy(bool)
