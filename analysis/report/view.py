"""What a report sees: one municipality, or all together, in one scenario."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.definitions import SAMPLING_NAMES, Alternative, Assumption, Criterion
from analysis.dataset.tables import SCENARIOS
from analysis.decision import Conclusion, CrossCheck, Evaluation, Result, conclude
from analysis.decision.change.changes import Changes
from analysis.decision.draws import Robustness
from analysis.decision.participation import Participation
from analysis.model import Floats, join_sources, key_figures
from analysis.report.press import escape

ILLUSTRATIVE = (
    "Tallene er illustrative. Rapporten viser hvordan vurderingen gjøres, ikke hva den blir."
)
_LINES = re.compile(r"^(?P<file>[^:]+\.(?:csv|xlsx|toml)):(?P<lines>[\d–,]+)$")


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
    def crosscheck(self) -> CrossCheck:
        """The ranking by other methods."""
        return self.figures.crosscheck

    @property
    def participation(self) -> Participation:
        """Who goes together with whom, and who pays what."""
        return self.figures.participation

    @property
    def changes(self) -> Changes | None:
        """What has moved since the previous report, None where there is none."""
        return self.figures.changes

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

    def criterion_value(self, alternative: str, criterion: str) -> tuple[float, float]:
        """Low and high end in the criterion's unit, NaN where missing."""
        a = self.evaluation.alternatives.index(alternative)
        k = self.evaluation.criteria.index(criterion)
        low, high = self.evaluation.scores.criteria[self.s, self.r, a, k]
        return float(low), float(high)

    def points(self, alternative: str, *, unpriced: bool = False) -> tuple[float, float]:
        """Low and high end of the points (0–100): all criteria, or those without a price."""
        scores = self.evaluation.scores
        a = self.evaluation.alternatives.index(alternative)
        low, high = (scores.unpriced if unpriced else scores.points)[self.s, self.r, a]
        return float(low), float(high)

    def rank(self, alternative: str) -> tuple[int, int]:
        """Best and worst possible rank; (0, 0) where not ranked."""
        a = self.evaluation.alternatives.index(alternative)
        best, worst = self.evaluation.scores.ranks[self.s, self.r, a]
        return int(best), int(worst)

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
        frame = self.dataset.frame(table)
        return frame if self.joint else frame[frame["kommunenummer"] == self.code]

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
            match = _LINES.match(piece)
            if match and piece in whole:
                files.append(match["file"])
            elif match:
                files.append(f"{match['file']} linje {match['lines'].replace(',', ', ')}")
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
