"""What a report sees: one municipality, or all together, in one scenario."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Literal, NamedTuple, Self

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import COST_GROUPS, SCENARIOS
from analysis.decision import (
    Candidate,
    Conclusion,
    Reckoning,
    Recommendation,
    Result,
    conclude,
    exchange_rates,
)
from analysis.decision.draws import Certainty, Robustness, Weight
from analysis.decision.moving_plans import MovingPlan
from analysis.decision.owned_problems import OwnedProblem
from analysis.decision.participation import Outlook, Participation
from analysis.decision.systems import Systems
from analysis.model import Floats, key_figures, latest_budget
from analysis.report.standpoint import Standpoint


class Spread(NamedTuple):
    """An expected amount, and what it lies between in eight draws of ten; NaN where not drawn."""

    low: float
    expected: float
    high: float

    @property
    def turned(self) -> Spread:
        """The same of what is counted the other way, as a cost for a value."""
        return Spread(-self.high, -self.expected, -self.low)


@dataclass(frozen=True)
class View(Standpoint):
    """One municipality's figures, or all together's, ready to be told, each by name."""

    @property
    def robustness(self) -> Robustness:
        """How sure the ranking is."""
        return self.figures.robustness

    @property
    def certainty(self) -> Certainty:
        """How sure the ranking is here, by name."""
        return Certainty(self.robustness, self.code)

    @property
    def reckonings(self) -> tuple[Reckoning, ...]:
        """Who is first under every way to reckon, the reported one first."""
        return self.figures.reckonings

    @property
    def recommendation(self) -> Recommendation:
        """What the figures let the working group recommend for all."""
        return self.figures.recommendation

    @property
    def participation(self) -> Participation:
        """Who goes together with whom, and who pays what."""
        return self.figures.participation

    def cooperation(self, alternative: str) -> Outlook:
        """Who may go together in an alternative, in this scenario."""
        return self.participation.outlook(alternative, self.scenario)

    @property
    def cooperations(self) -> Mapping[str, Outlook]:
        """The same in every alternative where it can be worked out, in order."""
        return {a: self.cooperation(a) for a in self.participation.cooperations}

    @property
    def owned_problems(self) -> tuple[OwnedProblem, ...]:
        """Whose each gap and question in the inputs is."""
        return self.figures.owned_problems

    @property
    def systems(self) -> Systems:
        """Facts about the systems of all municipalities."""
        return self.figures.systems

    @property
    def applications(self) -> pd.DataFrame:
        """`Systems.applications` here."""
        return self.own(self.systems.applications)

    @property
    def without_systems(self) -> list[str]:
        """Names of those here who have listed no systems; plain text."""
        codes = self.codes if self.joint else (self.code,)
        return [self.names[code] for code in codes if code not in self.systems.with_a_list]

    @property
    def staying_local(self) -> Mapping[str, Floats]:
        """Share of today's local operation left each year as things are (T+1,), by scenario."""
        paths = self.evaluation.money.forecast.staying_local[:, 0]
        return dict(zip(SCENARIOS, paths, strict=True))

    @property
    def moving_plans(self) -> tuple[MovingPlan, ...]:
        """What the alternatives that move systems here would move."""
        return self.systems.moving_plans(self.scenario, self.code)

    @property
    def price_cut(self) -> float:
        """What common purchase is taken to take off the price, as a share; NaN if not known."""
        return self.systems.price_cut(self.scenario)

    @cached_property
    def conclusion(self) -> Conclusion:
        """What the figures carry here."""
        return conclude(self.evaluation, self.robustness, self.code)

    def gate(self, alternative: str) -> str:
        """Why the alternative is not ranked here; empty where it is."""
        return self.evaluation.gates.why[self.code][alternative]

    def result(self, alternative: str) -> Result:
        """Money and staff of an alternative, with unknown cells low if not at their high end."""
        results: Mapping[str, Result] = self._filled("results")
        return results[alternative]

    def _filled(self, name: str) -> Any:
        """What `Money` holds, with unknown cells low if not at their high end."""
        high = self.evaluation.money_high if self.end == "high" else None
        return getattr(high or self.evaluation.money, name)

    def _figure(self, of: Callable[[Self], Any]) -> Any:
        """A figure; the middle of its two where unknown cells may be at either end."""
        if self.end or self.evaluation.money_high is None:
            return of(self)
        low, high = map(of, self.at_both_ends)
        return (low + high) / 2.0

    def known(self, alternative: str, values: Floats | float) -> Any:
        """The values, or NaN where nothing bounds what is unknown."""
        hidden = self.evaluation.uncertain(self.code, alternative)
        return np.full_like(np.asarray(values, dtype=float), np.nan) if hidden else values

    @property
    def people(self) -> float:
        """Inhabitants here."""
        inhabitants = self.evaluation.money.region.inhabitants
        return float(inhabitants.sum() if self.joint else inhabitants[self.r])

    def budget_effect(self, alternative: str) -> Floats:
        """Extra cost against alternative 0 per year 0 … T (T+1,), 1000 kr."""
        effect = self._figure(lambda v: v.result(alternative).budget_effect[self.s])
        return self.known(alternative, self._here(effect))

    def _here(self, values: Floats) -> Floats:
        """The municipality's part of values (M, …), or their sum for all together."""
        return np.asarray(values.sum(axis=0) if self.joint else values[self.r])

    def component(self, alternative: str, name: str) -> Floats:
        """Extra cost by component per year (T+1,), 1000 kr."""
        return self.components(alternative)[name]

    def components(self, alternative: str) -> dict[str, Floats]:
        """The same of every component."""
        ends = (self,) if self.end else self.at_both_ends
        found = [v.result(alternative).outcome.components for v in ends]
        return {
            name: self.known(
                alternative, self._here(np.mean([one[name][self.s] for one in found], axis=0))
            )
            for name in found[0]
        }

    def npv(self, alternative: str, *, today: bool = False) -> float:
        """Net present value, 1000 kr: the municipality's own, or the social one for all.

        ``today`` leaves out what pays for a better offer than today's.
        """
        value = self._figure(lambda v: v.npv_with(v.result(alternative), today=today))
        return float(self.known(alternative, value))

    def npv_per_inhabitant(self, alternative: str) -> float:
        """Net present value in kroner per inhabitant."""
        return self.npv(alternative) * 1000.0 / self.people

    @property
    def drawn(self) -> bool:
        """Whether the draws lie around this scenario: the central one."""
        return self.scenario == SCENARIOS[0]

    def npv_spread(self, alternative: str) -> Spread:
        """Net present value in kroner per inhabitant, with what the draws give."""
        low, _, high = self.certainty.npv(alternative) if self.drawn else (np.nan,) * 3
        return Spread(low, self.npv_per_inhabitant(alternative), high)

    def budget_spread(self, alternative: str) -> list[Spread]:
        """Extra cost against alternative 0 in each year 0 … T, 1000 kr, likewise."""
        expected = self.budget_effect(alternative).tolist()
        if not self.drawn:
            return [Spread(np.nan, amount, np.nan) for amount in expected]
        spans = self.certainty.budget(alternative)
        return [Spread(s.low, amount, s.high) for s, amount in zip(spans, expected, strict=True)]

    def one_time(self, alternative: str) -> float:
        """One-time cost over all years, 1000 kr."""
        own = self._figure(lambda v: v.result(alternative).one_time[self.s])
        return float(self.known(alternative, self._here(own)))

    def provision(self, alternative: str) -> float:
        """What a frame for the one-time cost adds to the expected, 1000 kr; NaN where not drawn."""
        if not self.drawn:
            return float("nan")
        frame = self.certainty.one_time_frame(alternative) * self.people / 1000.0
        return float(self.known(alternative, frame)) - self.one_time(alternative)

    def one_time_by_year(self, alternative: str) -> Floats:
        """One-time cost in year 0 … T (T+1,), 1000 kr."""
        own = self._figure(lambda v: v.result(alternative).outcome.one_time()[self.s])
        return self.known(alternative, self._here(own))

    def _score(self, name: str, alternative: str, criterion: str = "") -> Any:
        """What `Scores` holds of an alternative here, of one criterion where it is named."""
        a = self.evaluation.alternatives.index(alternative)
        own = getattr(self.evaluation.scores, name)[self.s, self.r, a]
        return own[self.evaluation.criteria.index(criterion)] if criterion else own

    def criterion_value(self, alternative: str, criterion: str) -> tuple[float, float]:
        """Low and high end in the criterion's unit, NaN where missing."""
        low, high = self._score("criteria", alternative, criterion)
        return float(low), float(high)

    def points(self, alternative: str, *, unpriced: bool = False) -> tuple[float, float]:
        """Low and high end of the points (0–100): all criteria, or those without a price."""
        low, high = self._score("unpriced" if unpriced else "points", alternative)
        return float(low), float(high)

    def points_of(self, group: str, alternative: str) -> tuple[float, float]:
        """Low and high end of the points that come from a group of criteria."""
        ids = [criterion.id for criterion in self.criteria if criterion.gruppe == group]
        own = [self._score("values", alternative, k) * self.points_at_most(k) for k in ids]
        low, high = np.sum(own, axis=0)
        return float(low), float(high)

    def points_at_most(self, criterion: str) -> float:
        """The most points a criterion can give: its weight, of 100."""
        return 100.0 * self.weight(criterion).share

    def regret(self, alternative: str) -> float:
        """Points lost with the alternative against the best here; NaN where it is not ranked."""
        return float(self._score("regret", alternative))

    def rank(self, alternative: str) -> tuple[int, int]:
        """Best and worst possible rank; (0, 0) where not ranked."""
        best, worst = self._score("ranks", alternative)
        return int(best), int(worst)

    def weight(self, criterion: str) -> Weight:
        """The weight of a criterion, and how far it can go before the first place changes."""
        k = self.evaluation.criteria.index(criterion)
        share = float(self.evaluation.scores.weights[self.r, k])
        return Weight(share, *self.certainty.weight_holds(criterion))

    def exchange_rate(self, criterion: str) -> float:
        """What one step of a criterion weighs, in kroner per inhabitant; NaN without a weight."""
        rates = exchange_rates(self.evaluation.scores.weights[self.r], self.criteria)
        return float(rates[self.evaluation.criteria.index(criterion)])

    def participants(self, alternative: str) -> tuple[str, ...]:
        """Kommunenummer of those who take part in an alternative."""
        inside = self.result(alternative).setting.participants
        return tuple(code for code, there in zip(self.codes, inside, strict=True) if there)

    def host(self, alternative: str) -> str | None:
        """Kommunenummer of the host counted on, None where there is none."""
        host = self.result(alternative).setting.host
        return None if host is None else self.codes[host]

    @cached_property
    def key_figures(self) -> pd.DataFrame:
        """Key figures of today in long form, for all municipalities."""
        return key_figures_of(self.dataset)

    @property
    def others(self) -> list[Alternative]:
        """The alternatives besides alternative 0, which they are measured against."""
        return [a for a in self.alternatives if a.id != "0"]

    @property
    def ranked_others(self) -> list[str]:
        """Those of them that are ranked here."""
        return [a.id for a in self.others if not self.gate(a.id)]

    def mandate(self, alternative: str) -> str:
        """What the municipality's mandate says of an alternative: ja, nei or avklares."""
        return str(self.evaluation.gates.mandate.loc[self.code, alternative])

    def mandated(self, answer: str) -> list[str]:
        """Alternatives to which the municipality's mandate gives an answer."""
        return [a.id for a in self.alternatives if self.mandate(a.id) == answer]

    def outside(self, alternative: str) -> list[str]:
        """Names of those who do not take part in an alternative; plain text."""
        inside = self.participants(alternative)
        return [self.names[code] for code in self.codes if code not in inside]

    def share(self, alternative: str) -> float:
        """The municipality's share of common costs."""
        return float(self.result(alternative).setting.shares[self.r])

    def npv_with(self, result: Result, *, today: bool = False) -> float:
        """Net present value of one result, as with a certain host, 1000 kr, whatever is unknown."""
        if self.joint:
            return float((result.social_npv_today if today else result.social_npv)[self.s])
        return float((result.npv_today if today else result.npv)[self.s, self.r])

    def npv_if(self, kind: Literal["hosts", "companies"], name: str) -> float:
        """Net present value with a certain host or company, 1000 kr, whatever is unknown."""
        return float(self._figure(lambda v: v.npv_with(v._candidate(kind, name))))

    def _candidate(self, kind: Literal["hosts", "companies"], name: str) -> Result:
        candidates: tuple[Candidate, ...] = self._filled(kind)
        return next(one.result for one in candidates if one.name == name)

    def moved(self, result: Result) -> float:
        """Systems moved."""
        moved = result.outcome.moved[self.s]
        return float(moved.sum() if self.joint else moved[self.r])

    def break_even(self, alternative: str) -> float:
        """What effects without a price must be worth, kroner per inhabitant of all and year."""
        return float(self._figure(lambda v: v.result(alternative).break_even[self.s]))

    def covered(self, alternative: str) -> tuple[float, float]:
        """Functions with at least two who can be asked, at either end of unknown cells.

        For all together the mean, weighted by inhabitants.
        """
        return self._counted(alternative, lambda found: _with_two(found.persons))

    def _counted(self, alternative: str, of: Callable[[Result], Floats]) -> tuple[float, float]:
        """Low and high end of a figure of the staff (S, M) here."""
        people = self.evaluation.money.region.inhabitants
        found = []
        for end in self.at_both_ends:
            own = of(end.result(alternative))[self.s]
            found.append(float(own @ people / people.sum() if self.joint else own[self.r]))
        return min(found), max(found)

    def cost_as_today(self) -> Floats:
        """Cost by cost group and year if everything goes on as today, 1000 kr."""
        cost: Floats = self.evaluation.money.forecast.cost[self.s, self.r]
        return cost

    @cached_property
    def latest_costs(self) -> pd.DataFrame:
        """Cost of each municipality's latest year by cost group, 1000 kr; NaN where unknown."""
        price_index, year = self.dataset.shared.price_index, self.dataset.settings.kroneverdi
        amounts = latest_budget(self.dataset.budget, self.codes, price_index, year)
        return pd.DataFrame(amounts, index=list(self.codes), columns=list(COST_GROUPS))

    @cached_property
    def today(self) -> pd.DataFrame:
        """Key figures of today with a row per kommunenummer and a column per key figure."""
        wide = self.key_figures.pivot(index="kommunenummer", columns="størrelse", values="verdi")
        return wide.reindex(list(self.codes)).astype(float)

    def lacks_criteria(self, *, computed: bool) -> bool:
        """Whether a ranked alternative lacks a computed, or a judged, criterion."""
        return any(
            np.isnan(self.criterion_value(a.id, k.id)).any()
            for a in self.alternatives
            for k in self.criteria
            if k.computed is computed and not self.gate(a.id)
        )


@lru_cache(maxsize=8)
def key_figures_of(dataset: Dataset) -> pd.DataFrame:
    """Key figures of today in long form, the same for all who read the data set."""
    return key_figures(
        dataset.municipalities,
        dataset.budget,
        dataset.told_staff,
        dataset.applications,
        price_index=dataset.shared.price_index,
        price_year=dataset.settings.kroneverdi,
    )


def _with_two(persons: Floats) -> Floats:
    """How many functions (last axis) have at least two persons; NaN where some are unknown."""
    return np.asarray(np.where(np.isnan(persons), np.nan, persons >= 2.0).sum(axis=-1))
