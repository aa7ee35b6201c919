"""What the figures carry: who is named first, and when nobody is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.dataset.categories import SCENARIOS
from analysis.decision.evaluation import Evaluation


class Strength(StrEnum):
    """How strongly a first place may be worded."""

    FIRST_IN_ALL = "først i alle beregningene"
    UNDECIDED = "tallene avgjør ikke"


@dataclass(frozen=True)
class Conclusion:
    """The answer for a municipality, or for all together.

    Attributes
    ----------
    strength : Strength
    leaders : tuple of str
        One alternative, or those the figures do not decide between, in the order of the
        alternatives.
    by_scenario : dict of str to tuple of str
        Which alternatives may be first in each scenario.
    not_ranked : dict of str to str
        Alternatives without a rank, and why.
    """

    strength: Strength
    leaders: tuple[str, ...]
    by_scenario: dict[str, tuple[str, ...]]
    not_ranked: dict[str, str]


def conclude(evaluation: Evaluation, code: str) -> Conclusion:
    """Name the first alternative only if it alone is first in all three scenarios.

    Parameters
    ----------
    evaluation : Evaluation
    code : str
        Kommunenummer, or "" for all together.
    """
    row = evaluation.row(code)
    ranks = evaluation.scores.ranks[:, row]
    first = {
        scenario: tuple(
            alternative
            for a, alternative in enumerate(evaluation.alternatives)
            if ranks[s, a, 0] == 1
        )
        for s, scenario in enumerate(SCENARIOS)
    }
    named = {alternative for leaders in first.values() for alternative in leaders}
    status = evaluation.gates.status.loc[code]
    return Conclusion(
        strength=Strength.FIRST_IN_ALL if len(named) == 1 else Strength.UNDECIDED,
        leaders=tuple(a for a in evaluation.alternatives if a in named),
        by_scenario=first,
        not_ranked={a: str(status[a]) for a in evaluation.alternatives if status[a]},
    )
