"""Facts about the systems of all municipalities, worked out once a run.

What holds for one municipality is a selection of the rows here. A row about a system that is
shielded anywhere has ``skjermes``, so that whoever tells can leave it out: ja or nei where rows are
applications and contracts, else a truth value.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.checks import propose_system_names, propose_types
from analysis.decision.evaluation import Evaluation
from analysis.decision.moving_plans import MovingPlan, MovingPlans, moving_plans
from analysis.model.systems import municipality_keys, overlap, purchases, readiness, windows
from analysis.model.systems.moving import RESTS_ON


@dataclass(frozen=True, eq=False)
class Systems:
    """What the municipalities have in common, can buy together, must move and must ask about.

    Each fact is worked out when first asked for; `assess_systems` works out all of them.
    """

    dataset: Dataset
    evaluation: Evaluation

    @cached_property
    def applications(self) -> pd.DataFrame:
        """All applications, with ``felles`` (another municipality has it) and ``ender``.

        ``ender`` is when the contract ends, as `windows.endings` tells it.
        """
        rows = self.dataset.applications
        return rows.assign(
            skjermes=np.where(rows["system"].isin(self.dataset.hidden_systems), "ja", "nei"),
            felles=overlap.nearness(rows) == overlap.NEAR,
            ender=windows.endings(rows, self.dataset.settings.vedtaksdato),
        )

    @cached_property
    def with_a_list(self) -> tuple[str, ...]:
        """The municipalities that have listed systems."""
        listed_by = set(self.dataset.applications["kommunenummer"])
        return tuple(code for code in self.evaluation.codes if code in listed_by)

    # What is common.

    @cached_property
    def areas(self) -> pd.DataFrame:
        """How near convergence is in each fagområde, as `overlap.by_area`."""
        return overlap.by_area(self.applications)

    @cached_property
    def common(self) -> pd.DataFrame:
        """Systems at least two have, as `overlap.common_systems`."""
        return overlap.common_systems(self.applications)

    @cached_property
    def converging_types(self) -> pd.DataFrame:
        """Systemtyper with different systems, as `overlap.converging_types`."""
        return overlap.converging_types(self.applications)

    @cached_property
    def same_cost(self) -> pd.DataFrame:
        """Share of each one's cost in systems each other also has, as `overlap.shared_cost`."""
        return overlap.shared_cost(self.applications, self.evaluation.codes)

    @cached_property
    def alike_cost(self) -> pd.DataFrame:
        """The same where a system of the same type counts, too."""
        return overlap.shared_cost(self.applications, self.evaluation.codes, by="systemtype")

    # What can be bought together.

    @cached_property
    def rules(self) -> purchases.Rules:
        """How many have to be together, from when, and how long a competition takes."""
        shared = self.dataset.shared
        time = shared.assumptions[purchases.TIME]
        months = time.value("forventet") if time.known else np.nan
        return purchases.Rules(self.dataset.settings.vedtaksdato, shared.fewest_buyers, months)

    @cached_property
    def contracts(self) -> pd.DataFrame:
        """Contracts with a known end, as `purchases.contracts`."""
        return purchases.contracts(self.applications, self.rules.decision.year)

    @cached_property
    def buyers(self) -> pd.DataFrame:
        """Contracts about something that has a window, as `purchases.members`."""
        return purchases.members(self.contracts, self.rules)

    @cached_property
    def windows(self) -> pd.DataFrame:
        """The years in which enough municipalities could buy together, as `windows.windows`."""
        return windows.windows(self.buyers)

    @property
    def _price(self) -> str:
        """The assumption of the first alternative that buys in common; empty if none does."""
        levers = (alternative.tiltak.innkjop for alternative in self.dataset.shared.alternatives)
        return next((lever.pris for lever in levers if lever), "")

    @property
    def price_source(self) -> str:
        """The assumption that prices a common purchase, as a source."""
        return f"forutsetning:{self._price}" if self._price else ""

    @property
    def time_source(self) -> str:
        """The assumption on how long a procurement takes, as a source."""
        return f"forutsetning:{purchases.TIME}"

    def price_cut(self, scenario: str) -> float:
        """What common purchase is taken to take off the price, as a share; NaN if not known."""
        assumption = self.dataset.shared.assumptions.get(self._price)
        return assumption.value(scenario) if assumption and assumption.known else np.nan

    # What is pressing.

    @cached_property
    def calls(self) -> pd.DataFrame:
        """Contracts that end before a procurement not begun can be done, as `readiness.urgent`."""
        time = self.dataset.shared.assumptions[purchases.TIME]
        decision = self.dataset.settings.vedtaksdato
        return readiness.urgent(self.applications, decision, time.value("ugunstig"))

    # Keys, names and moving.

    @cached_property
    def keyed(self) -> pd.DataFrame:
        """Applications that key on kommunenummer."""
        key = self.applications["kommunenummer_nøkkel"]
        return self.applications[key == municipality_keys.KEYED]

    @cached_property
    def _name_proposals(self) -> dict[bool, pd.DataFrame]:
        """Pairs of names, of all systems (True) and of those that are not shielded (False)."""
        names, similarity = self.dataset.system_names, self.dataset.shared.name_similarity
        return {
            every: propose_system_names(rows, names, similarity)
            for every, rows in self._by_shielding.items()
        }

    @cached_property
    def _type_proposals(self) -> dict[bool, pd.DataFrame]:
        similarity = self.dataset.shared.name_similarity
        return {
            every: propose_types(rows, similarity) for every, rows in self._by_shielding.items()
        }

    @property
    def _by_shielding(self) -> dict[bool, pd.DataFrame]:
        rows = self.applications
        return {True: rows, False: rows[rows["skjermes"] == "nei"]}

    def name_proposals(self, *, shielded: bool) -> pd.DataFrame:
        """Names that may be the same system, with those of shielded systems or without."""
        return self._name_proposals[shielded]

    def type_proposals(self, *, shielded: bool) -> pd.DataFrame:
        """Systemtyper that may be one, with those of shielded systems or without."""
        return self._type_proposals[shielded]

    @cached_property
    def _moving_plans(self) -> MovingPlans:
        return moving_plans(self.dataset, self.evaluation)

    def moving_plans(self, scenario: str, code: str) -> tuple[MovingPlan, ...]:
        """The alternatives that move systems in a municipality ("" for all together)."""
        return self._moving_plans.get((scenario, code), ())

    @property
    def moving_sources(self) -> tuple[str, ...]:
        """The assumptions that moving rests on, as sources."""
        return tuple(f"forutsetning:{name}" for name in RESTS_ON)


def assess_systems(dataset: Dataset, evaluation: Evaluation) -> Systems:
    """Work out every fact about the systems."""
    systems = Systems(dataset, evaluation)
    for name, fact in vars(Systems).items():
        if isinstance(fact, cached_property):
            getattr(systems, name)
    return systems
