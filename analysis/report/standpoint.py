"""Whose report it is: one municipality or all together, in one scenario, with names and sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, Self

import pandas as pd

from analysis.dataset import Dataset, known_municipality
from analysis.dataset.definitions import SAMPLING_NAMES, Alternative, Assumption, Criterion
from analysis.dataset.tables import SCENARIOS
from analysis.decision import CrossCheck, Evaluation, Reckoning, Recommendation
from analysis.decision.change.changes import Changes
from analysis.decision.draws import Robustness
from analysis.decision.owned_problems import OwnedProblem
from analysis.decision.participation import Participation
from analysis.decision.systems import Systems
from analysis.report.language.words import lower_first
from analysis.report.press import escape
from analysis.report.result_sources import (
    by_line,
    hold_figures,
    in_words,
    ranking_sources,
    result_sources,
)

ILLUSTRATIVE = "Tallene er illustrative. De viser hvordan vurderingen gjøres, ikke hva den blir."


def illustrative(dataset: Dataset) -> bool:
    """Whether any figure of a data set is illustrative."""
    tables = ("kommuner", "budsjett", "bemanning", "applikasjoner", "selskaper")
    return any((dataset.frame(t)["kvalitet"] == "illustrativ").any() for t in tables)


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
    def reckonings(self) -> tuple[Reckoning, ...]:
        """Who is first under every way to reckon, worked out when first asked for."""

    @property
    def recommendation(self) -> Recommendation:
        """What the figures let the working group recommend, worked out when first asked for."""

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
class Standpoint:
    """Where a report is told from: a municipality, or all together (code ""), in a scenario.

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
    end : str
        Where unknown cells are: at their "low" or their "high" end, or "" for the middle between
        the figures of the two.
    tried : str
        What is different from the inputs where something is only tried, in plain text without a
        full stop. Every source line and page one say so.
    """

    figures: HasFigures
    scenario: str
    code: str = ""
    names_shielded: bool = False
    end: str = ""
    tried: str = ""

    @classmethod
    def of(cls, run: HasFigures, code: str = "", *, names_shielded: bool = False) -> Self:
        """Make the view of a run; `UnknownName` where nobody who takes part has the code."""
        whose = code and known_municipality(run.dataset, code)
        return cls(run, run.scenario, whose, names_shielded)

    def of_municipality(self, code: str) -> Self:
        """Return the same view of another municipality, or of all together for "".

        Raises
        ------
        UnknownName
            When nobody who takes part has the code.
        """
        return replace(self, code=code and known_municipality(self.dataset, code))

    @property
    def at_both_ends(self) -> tuple[Self, Self]:
        """The same view with unknown cells at their low and at their high end."""
        return replace(self, end="low"), replace(self, end="high")

    @property
    def dataset(self) -> Dataset:
        """The inputs."""
        return self.figures.dataset

    @property
    def evaluation(self) -> Evaluation:
        """What model and decision make of them."""
        return self.figures.evaluation

    @property
    def changes(self) -> Changes | None:
        """What has moved since the previous report, None where there is none."""
        return self.figures.changes

    def nameable(self, rows: pd.DataFrame) -> pd.DataFrame:
        """Those rows of a fact about systems whose systems may be named here."""
        return rows if self.names_shielded else rows[~rows["skjermes"].isin(["ja", True])]

    def own(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The municipality's own rows, or all for all together."""
        return rows if self.joint else rows[rows["kommunenummer"] == self.code]

    @property
    def staff(self) -> pd.DataFrame:
        """The rows of staff as they may be told here; those with ``skjult`` only together."""
        if self.names_shielded:
            return self.own(self.dataset.staff.assign(skjult=False))
        return self.own(self.dataset.told_staff)

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
        return f"alternativ {alternative} ({escape(lower_first(short))})"

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
        return illustrative(self.dataset)

    @property
    def withdrawn(self) -> Mapping[str, str]:
        """Names by kommunenummer of those the report is made without; plain text."""
        return self.dataset.withdrawn

    @property
    def banner(self) -> str | None:
        """The framed line above everything where something is tried or rows are illustrative."""
        told = [f"{self._trial}."] if self.tried else []
        told += [ILLUSTRATIVE] if self.illustrative else []
        return " ".join(told) or None

    @property
    def _trial(self) -> str:
        return f"Utprøving: {self.tried}"

    def cite(self, *sources: Iterable[str] | str) -> str:
        """Sources as a reader's line: by kind in a report, by file and line in a notebook.

        «Illustrative tall» is added where rows with figures are used and some are illustrative,
        and what is tried where something is.
        """
        told = [(by_line if self.names_shielded else in_words)(*sources)]
        told += ["Illustrative tall"] if self.illustrative and hold_figures(*sources) else []
        told += [self._trial] if self.tried else []
        return ". ".join(filter(None, told))

    @property
    def cost_source(self) -> str:
        """Sources of what the alternatives cost here."""
        every = (result_sources(self.dataset, a, self.code) for a in self.alternatives)
        return self.cite(*every)

    @property
    def ranking_source(self) -> str:
        """Sources of how the alternatives stand beside each other here."""
        return self.cite(ranking_sources(self.dataset, self.code))

    def in_scenario(self, scenario: str) -> Self:
        """Return the same view of another scenario."""
        return replace(self, scenario=scenario)
