"""What each alternative moves here, year by year, and what the staff can set aside for it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.dataset.definitions import PLANNING_NAMES
from analysis.model import Floats, scenario_draws
from analysis.model.systems import moving as model
from analysis.report.view import View

# Fewer systems than this over the whole period is not a move worth a plan.
_SOME = 0.5
WORK = [name for name in PLANNING_NAMES if name != "anskaffelsestid"]


@dataclass(frozen=True)
class Plan:
    """One alternative's move here: per year (T+1,), NaN where something it rests on is unknown.

    Attributes
    ----------
    applications, effort : ndarray (T+1,)
        Systems moved, and own work in person-years.
    capacity : float
        Person-years a year that those who move can set aside.
    code : str
        The municipality; "" for all together.
    members : tuple of Plan
        For all together, the plan of each that moves: staff are not pooled.
    """

    alternative: str
    applications: Floats
    effort: Floats
    capacity: float
    code: str = ""
    members: tuple[Plan, ...] = ()

    @property
    def overloaded(self) -> list[int]:
        """Years after the decision in which any municipality is asked for more than it has."""
        if self.members:
            return sorted({year for plan in self.members for year in plan.overloaded})
        over = model.overloaded(self.effort[None], np.array([self.capacity]))[0]
        return [int(year) for year in np.flatnonzero(over)]

    @property
    def lacking(self) -> list[Plan]:
        """Those that in some year are asked for more than they have."""
        return [plan for plan in self.members if plan.overloaded]

    @property
    def slowest(self) -> Plan:
        """The municipality where the move takes longest, the first of those alike."""
        return max(self.members, key=lambda plan: plan.years) if self.members else self

    @property
    def years(self) -> float:
        """Years the move takes where it takes longest, when no year asks for more than there is."""
        if self.members:
            return self.slowest.years
        return float(model.years_needed(self.effort[None], np.array([self.capacity]))[0])

    @property
    def known(self) -> bool:
        """Whether the work, and the staff of everyone who moves, are known."""
        return bool(np.isfinite(self.effort).all() and np.isfinite(self.capacity))


def plans(view: View) -> list[Plan]:
    """The move in each alternative that moves systems here and is open here.

    A municipality that has listed no systems has no plan, and is in nobody's sum.
    """
    shared, money = view.dataset.shared, view.evaluation.money
    year = view.dataset.settings.kroneverdi
    draws = scenario_draws(shared.assumptions, shared.price_index, year)
    here = [code for code in with_a_list(view) if view.joint or code == view.code]
    found = []
    for alternative, result in money.results.items():
        moved = result.outcome.conversion
        needed = model.effort(moved, draws)[view.s]
        available = model.capacity(money.region, result.setting.movers, draws)[view.s]
        systems, movers = moved.applications[view.s], result.setting.movers
        own = [
            Plan(alternative, systems[i], needed[i], _capacity(view, code, available[i]), code)
            for code in here
            if movers[i := view.codes.index(code)] and systems[i].sum() > 0
        ]
        moved_here = sum(plan.applications.sum() for plan in own)
        if view.gate(alternative) or moved_here < _SOME:
            continue
        found.append(_together(alternative, own) if view.joint else own[0])
    return found


def _together(alternative: str, own: list[Plan]) -> Plan:
    return Plan(
        alternative,
        np.sum([plan.applications for plan in own], axis=0),
        np.sum([plan.effort for plan in own], axis=0),
        sum(plan.capacity for plan in own),
        members=tuple(own),
    )


def with_a_list(view: View) -> list[str]:
    """The municipalities that have listed systems."""
    some = set(view.dataset.applications["kommunenummer"])
    return [code for code in view.codes if code in some]


def _capacity(view: View, code: str, available: float) -> float:
    """What can be set aside; NaN where some of the staff is unknown."""
    staff = view.dataset.staff
    own = staff[staff["kommunenummer"] == code]["årsverk"]
    return float(available) if len(own) and own.notna().all() else np.nan
