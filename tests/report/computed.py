"""What chapters are told from: a run's figures, with fewer draws."""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from shared_work import SharedWork

from analysis.dataset import Dataset
from analysis.dataset.tables.categories import SCENARIOS
from analysis.decision.conclusion import Conclusion, Strength
from analysis.decision.crosscheck import CrossCheck, cross_check
from analysis.decision.draws.footing import Flip
from analysis.decision.draws.robustness import Robustness, assess
from analysis.decision.evaluation import Evaluation
from analysis.decision.owned_problems import OwnedProblem, owned_problems
from analysis.decision.participation.assess import Participation, assess_participation
from analysis.decision.reckonings import Reckoning, reckonings
from analysis.decision.recommendation import Recommendation, Support, recommend
from analysis.decision.systems import Systems
from analysis.report.view import View
from tests.later_figures import coarsely_sought


@dataclass(frozen=True)
class Figures:
    """What a run has, with fewer draws."""

    dataset: Dataset
    evaluation: Evaluation
    scenario: str = "forventet"
    changes: None = None
    draws: int = 500
    sobol_base: int = 16
    shared: SharedWork | None = None
    coarse: bool = False

    def _once(self, name: str, work_out: Callable[[], Any]) -> Any:
        return self.shared.of(name, work_out) if self.shared else work_out()

    @cached_property
    def robustness(self) -> Robustness:
        given = {"draws": self.draws, "sobol_base": self.sobol_base}
        with coarsely_sought() if self.coarse else nullcontext():
            return self._once("robustness", lambda: assess(self.dataset, self.evaluation, **given))

    @cached_property
    def reckonings(self) -> tuple[Reckoning, ...]:
        return reckonings(self.dataset, self.evaluation, self.robustness, self.crosscheck)

    @cached_property
    def recommendation(self) -> Recommendation:
        return recommend(self.evaluation, self.robustness)

    @cached_property
    def crosscheck(self) -> CrossCheck:
        return cross_check(self.evaluation, self.scenario)

    @cached_property
    def participation(self) -> Participation:
        return self._once(
            "participation", lambda: assess_participation(self.dataset, self.evaluation, draws=50)
        )

    @cached_property
    def systems(self) -> Systems:
        return Systems(self.dataset, self.evaluation)

    @cached_property
    def owned_problems(self) -> tuple[OwnedProblem, ...]:
        return owned_problems(self.dataset)


def drawing_npv(view: View, *ends: float) -> View:
    """Make the net present value of every alternative lie here in eight draws of ten.

    Kroner per inhabitant: P10, and P90 where it is another.
    """
    figures, found = replace(view.figures), view.robustness
    npv = np.linspace(ends[0], ends[-1], 3) + np.zeros_like(found.npv)
    figures.__dict__["robustness"] = replace(found, npv=npv)
    return replace(view, figures=figures)


def concluding(
    view: View,
    leaders: Sequence[str],
    strength: Strength | None = None,
    *,
    share: float = 0.95,
    assumption: Flip | None = None,
    weight: Flip | None = None,
) -> View:
    """Make the view conclude with these leaders, the first of them first in this share."""
    decided = Strength.CLEAR if len(leaders) == 1 else Strength.UNDECIDED
    others = [a.id for a in view.alternatives if a.id != leaders[0]]
    there = replace(view)
    there.__dict__["conclusion"] = Conclusion(
        strength=strength or decided,
        leaders=tuple(leaders),
        considered=tuple(leaders),
        shares={leaders[0]: share} | dict.fromkeys(others, (1.0 - share) / len(others)),
        draws=10_000,
        assumption=assumption,
        weight=weight,
        by_scenario=dict.fromkeys(SCENARIOS, tuple(leaders)),
        not_ranked={},
    )
    return there


def recommending(view: View, alternative: str) -> View:
    """Make the view recommend this alternative, which nobody has to give up anything for."""
    figures = replace(view.figures)
    figures.__dict__.update(view.figures.__dict__)
    figures.__dict__["recommendation"] = Recommendation(alternative, Support.CARRIED, (), None)
    there = replace(view, figures=figures)
    if "conclusion" in view.__dict__:
        there.__dict__["conclusion"] = view.conclusion
    return there
