"""What a report sees: one municipality, or all together, in one scenario."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.definitions import SAMPLING_NAMES, Alternative, Assumption, Criterion
from analysis.dataset.tables import COST_GROUPS, SCENARIOS
from analysis.decision import Conclusion, CrossCheck, Evaluation, Result, RowCheck, conclude
from analysis.decision.change.changes import Changes
from analysis.decision.draws import Certainty, Robustness, Weight
from analysis.decision.moving_plans import MovingPlan
from analysis.decision.owned_problems import OwnedProblem
from analysis.decision.participation import Outlook, Participation
from analysis.decision.systems import Systems
from analysis.model import Floats, join_sources, key_figures, latest_budget, local_operation
from analysis.report.press import escape
from analysis.report.result_sources import LINES, with_lines

ILLUSTRATIVE = (
    "Tallene er illustrative. Rapporten viser hvordan vurderingen gjøres, ikke hva den blir."
)


class HasFigures(Protocol):
    """What a view is made from: the run of a notebook."""

    @property
    def dataset(self) -> Dataset:
        """The inputs."""

    @property
    def evaluation(self) -> Evaluation:
        """What model and decision make of them."""

    @property
    def scenario(self) -> str:
        """The scenario told about."""

    @property
    def robustness(self) -> Robustness:
        """How sure the ranking is, worked out when first asked for."""

    @property
    def crosscheck(self) -> CrossCheck:
        """The ranking by other methods, worked out when first asked for."""

    @property
    def participation(self) -> Participation:
        """Who goes together with whom, worked out when first asked for."""

    @property
    def systems(self) -> Systems:
        """Facts about the systems, worked out when first asked for."""

    @property
    def owned_problems(self) -> tuple[OwnedProblem, ...]:
        """Whose each gap and question is, worked out when first asked for."""

    @property
    def changes(self) -> Changes | None:
        """What has moved since the previous report, None where there is none."""


@dataclass(frozen=True)
class View:
    """One municipality's figures, or all together's (code ""), ready to be told.

    Parameters
    ----------
    figures : HasFigures
        What is told about: a run.
    scenario : str
        Which of its scenarios.
    code : str
        Kommunenummer, or "" for all together.
    names_shielded : bool
        Whether rows marked ``skjermes`` may be named: in the working group's notebooks, never
        in a council report.
    gaps_high : bool
        Whether the results of an alternative have unknown cells at their high end, not their low.
    """

    figures: HasFigures
    scenario: str
    code: str = ""
    names_shielded: bool = False
    gaps_high: bool = False

    @classmethod
    def of(cls, run: HasFigures, code: str = "", *, names_shielded: bool = False) -> View:
        """Make the view of a run."""
        return cls(run, run.scenario, code, names_shielded)

    def of_municipality(self, code: str) -> View:
        """Return the same view of another municipality, or of all together for ""."""
        return View(self.figures, self.scenario, code, self.names_shielded, self.gaps_high)

    @property
    def at_both_ends(self) -> tuple[View, View]:
        """The same view with unknown cells at their low and at their high end."""
        return replace(self, gaps_high=False), replace(self, gaps_high=True)

    @property
    def dataset(self) -> Dataset:
        """The inputs."""
        return self.figures.dataset

    @property
    def evaluation(self) -> Evaluation:
        """What model and decision make of them."""
        return self.figures.evaluation

    @property
    def robustness(self) -> Robustness:
        """How sure the ranking is."""
        return self.figures.robustness

    @property
    def certainty(self) -> Certainty:
        """How sure the ranking is here, by name."""
        return Certainty(self.robustness, self.code)

    @property
    def crosscheck(self) -> RowCheck:
        """The ranking here by other methods."""
        return self.figures.crosscheck.row(self.code)

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
    def changes(self) -> Changes | None:
        """What has moved since the previous report, None where there is none."""
        return self.figures.changes

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
    def local_operation(self) -> Floats:
        """Cost of local operation each year as things are (T+1,), 1000 kr."""
        money = self.evaluation.money
        cost = local_operation(money.region, money.forecast)[self.s]
        return np.asarray(cost.sum(axis=0) if self.joint else cost[self.r])

    @property
    def moving_plans(self) -> tuple[MovingPlan, ...]:
        """What the alternatives that move systems here would move."""
        return self.systems.moving_plans(self.scenario, self.code)

    @property
    def price_cut(self) -> float:
        """What common purchase is taken to take off the price, as a share; NaN if not known."""
        return self.systems.price_cut(self.scenario)

    def nameable(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Those rows of a fact about systems whose systems may be named here."""
        return rows if self.names_shielded else rows[~rows["skjermes"].isin(["ja", True])]

    def own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The municipality's own rows, or all for all together."""
        return rows if self.joint else rows[rows["kommunenummer"] == self.code]

    @property
    def joint(self) -> bool:
        """Whether this is all municipalities together."""
        return not self.code

    @property
    def s(self) -> int:
        """Position of the scenario."""
        return SCENARIOS.index(self.scenario)

    @property
    def r(self) -> int:
        """Position of the row in the scores."""
        return self.evaluation.row(self.code)

    @property
    def codes(self) -> tuple[str, ...]:
        """All municipalities, in order."""
        return self.evaluation.codes

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the municipalities by kommunenummer; plain text, not markup."""
        return {str(c): str(n) for c, n in self.dataset.municipalities["navn"].items()}

    @property
    def name(self) -> str:
        """Name of the municipality, or «kommunene samlet»; plain text."""
        return self.names[self.code] if self.code else "kommunene samlet"

    @property
    def md_name(self) -> str:
        """Name as Markdown."""
        return escape(self.name)

    @property
    def alternatives(self) -> tuple[Alternative, ...]:
        """The alternatives, in order."""
        return self.dataset.shared.alternatives

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria, in order."""
        return self.dataset.shared.criteria

    def label(self, alternative: str) -> str:
        """Name an alternative as in tables and figures: «3 Vertskommune»."""
        return f"{alternative} {self.dataset.shared.alternative(alternative).kortnavn}"

    def phrase(self, alternative: str) -> str:
        """Name an alternative as in sentences: «alternativ 3 (vertskommune)»."""
        short = self.dataset.shared.alternative(alternative).kortnavn
        return f"alternativ {alternative} ({escape(short[:1].lower() + short[1:])})"

    @cached_property
    def conclusion(self) -> Conclusion:
        """What the figures carry here."""
        return conclude(self.evaluation, self.robustness, self.code)

    def gate(self, alternative: str) -> str:
        """Why the alternative is not ranked here; empty where it is."""
        return str(self.evaluation.gates.status.loc[self.code, alternative])

    def result(self, alternative: str) -> Result:
        """Money and staff of an alternative."""
        found = self.evaluation
        money = found.money_high if self.gaps_high and found.money_high else found.money
        return money.results[alternative]

    def known(self, alternative: str, values: Floats | float) -> Any:
        """The values, or NaN where an unknown cell of our own or an unknown cost hides them."""
        hidden = self.evaluation.uncertain(self.code, alternative)
        return np.full_like(np.asarray(values, dtype=float), np.nan) if hidden else values

    @property
    def people(self) -> float:
        """Inhabitants here."""
        inhabitants = self.evaluation.money.region.inhabitants
        return float(inhabitants.sum() if self.joint else inhabitants[self.r])

    def budget_effect(self, alternative: str) -> Floats:
        """Extra cost against alternative 0 per year 0 … T (T+1,), 1000 kr."""
        effect = self.result(alternative).budget_effect[self.s]
        return self.known(alternative, effect.sum(axis=0) if self.joint else effect[self.r])

    def component(self, alternative: str, name: str) -> Floats:
        """Extra cost by component per year (T+1,), 1000 kr."""
        values = self.result(alternative).outcome.components[name][self.s]
        return self.known(alternative, values.sum(axis=0) if self.joint else values[self.r])

    def npv(self, alternative: str, *, volume: bool = False) -> float:
        """Net present value, 1000 kr: the municipality's own, or the social one for all."""
        result = self.result(alternative)
        if self.joint:
            social = result.social_npv_with_volume if volume else result.social_npv
            return float(self.known(alternative, social[self.s]))
        own = result.npv_with_volume if volume else result.npv
        return float(self.known(alternative, own[self.s, self.r]))

    def npv_per_inhabitant(self, alternative: str) -> float:
        """Net present value in kroner per inhabitant."""
        return self.npv(alternative) * 1000.0 / self.people

    def capital(self, alternative: str) -> float:
        """Capital need, 1000 kr."""
        result = self.result(alternative)
        own = result.joint_capital[self.s] if self.joint else result.capital[self.s, self.r]
        return float(self.known(alternative, own))

    def _score(self, name: str, alternative: str, criterion: str = "") -> Any:
        """What `Scores` holds of an alternative here, of one criterion where it is named."""
        a = self.evaluation.alternatives.index(alternative)
        own = getattr(self.evaluation.scores, name)[self.s, self.r, a]
        return own[self.evaluation.criteria.index(criterion)] if criterion else own

    def criterion_value(self, alternative: str, criterion: str) -> tuple[float, float]:
        """Low and high end in the criterion's unit, NaN where missing."""
        low, high = self._score("criteria", alternative, criterion)
        return float(low), float(high)

    def clipped(self, alternative: str, criterion: str) -> bool:
        """Whether the value lies outside the criterion's anchors."""
        return bool(self._score("clipped", alternative, criterion))

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
        return key_figures(
            self.dataset.municipalities,
            self.dataset.budget,
            self.dataset.staff,
            self.dataset.applications,
            price_index=self.dataset.shared.price_index,
            price_year=self.dataset.settings.kroneverdi,
        )

    @cached_property
    def assumptions(self) -> tuple[Assumption, ...]:
        """The assumptions figures here rest on; those that only steer draws are left out."""
        given = self.dataset.shared.assumptions
        return tuple(a for name, a in given.items() if name not in SAMPLING_NAMES)

    @cached_property
    def first_year(self) -> int:
        """Year 0."""
        return self.dataset.settings.vedtaksdato.year

    def rows(self, table: str) -> pd.DataFrame:
        """Rows of an input table: the municipality's own, or all for all together."""
        return self.own(self.dataset.frame(table))

    @cached_property
    def illustrative(self) -> bool:
        """Whether any figure here rests on illustrative rows.

        Every alternative but 0 rests on all the participants' rows, so one row is enough.
        """
        tables = ("kommuner", "budsjett", "bemanning", "applikasjoner", "selskaper")
        return any((self.dataset.frame(t)["kvalitet"] == "illustrativ").any() for t in tables)

    @property
    def withdrawn(self) -> Mapping[str, str]:
        """Names by kommunenummer of those the report is made without; plain text."""
        return self.dataset.withdrawn

    @property
    def banner(self) -> str | None:
        """The framed line above everything where illustrative rows are used."""
        return ILLUSTRATIVE if self.illustrative else None

    @cached_property
    def _whole_tables(self) -> frozenset[str]:
        """Every table of the data set as a source with all its lines."""
        tables = ("kommuner", "budsjett", "bemanning", "applikasjoner", "selskaper", "vurderinger")
        frames = [self.dataset.frame(table) for table in (*tables, "vekter", "mandat")]
        # A row may rest on two files: a system's name can come from systemnavn.
        told = (join_sources(frame["source"]) for frame in frames)
        return frozenset(piece for sources in told for piece in sources.split("; "))

    def cite(self, *sources: Iterable[str] | str) -> str:
        """Sources as a reader's line: «budsjett.csv linje 12–16; forutsetning fravaer».

        A table of which all rows are used is told by its name alone.
        More than three assumptions are told by number and pointed to the table that has them;
        «(illustrativt)» is added where rows the line rests on are.
        """
        whole = self._whole_tables
        files, assumptions, others = [], [], []
        for piece in filter(None, join_sources(*sources).split("; ")):
            if place := LINES.fullmatch(piece):
                files.append(place["file"] if piece in whole else with_lines(piece))
            elif piece.startswith("forutsetning:"):
                assumptions.append(piece.removeprefix("forutsetning:"))
            else:
                others.append(piece)
        if len(assumptions) > 3:
            others.append(f"{len(assumptions)} forutsetninger, se «Hva tallene bygger på»")
        elif assumptions:
            word = "forutsetning" if len(assumptions) == 1 else "forutsetningene"
            others.append(f"{word} {', '.join(assumptions)}")
        line = "; ".join([*files, *others])
        return f"{line}. Illustrative tall" if self.illustrative and files else line

    # By name and never by position: what a chapter asks of this municipality and scenario.

    def in_scenario(self, scenario: str) -> View:
        """Return the same view of another scenario."""
        return replace(self, scenario=scenario)

    @property
    def others(self) -> list[Alternative]:
        """The alternatives besides alternative 0, which they are measured against."""
        return [a for a in self.alternatives if a.id != "0"]

    @property
    def ranked_others(self) -> list[str]:
        """Those of them that are ranked here."""
        return [a.id for a in self.others if not self.gate(a.id)]

    @property
    def leading_others(self) -> list[str]:
        """Those of them that may be first here."""
        return [a for a in self.conclusion.leaders if a != "0"]

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

    def npv_with(self, result: Result, *, volume: bool = False) -> float:
        """Net present value of one result, as with a certain host, 1000 kr, whatever is unknown."""
        if self.joint:
            return float((result.social_npv_with_volume if volume else result.social_npv)[self.s])
        return float((result.npv_with_volume if volume else result.npv)[self.s, self.r])

    def moved(self, result: Result) -> float:
        """Systems moved."""
        moved = result.outcome.moved[self.s]
        return float(moved.sum() if self.joint else moved[self.r])

    def break_even(self, alternative: str) -> float:
        """What effects without a price must be worth, kroner per inhabitant of all and year."""
        return float(self.result(alternative).break_even[self.s])

    def days_without_staff(self, alternative: str) -> Floats:
        """Days a year without staff in each function."""
        days: Floats = self.result(alternative).vulnerability[self.s, self.r]
        return days

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
