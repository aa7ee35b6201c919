"""Which host or company is best, and which of them the evaluation cannot tell apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.dataset.definitions.shared import Alternative
from analysis.dataset.tables.categories import SCENARIOS
from analysis.decision.draws.variations import VariationKind
from analysis.decision.evaluation import Candidate, Evaluation, Money
from analysis.model.alternative import Setting

# Net present values closer than this per inhabitant and year are told as about the same.
SAME_KRONER_PER_YEAR = 1.0
# No more than this many are tried in the draws.
MOST_TRIED = 6


@dataclass(frozen=True)
class Other:
    """A host or company that cannot be told from the chosen one."""

    kind: VariationKind
    name: str
    alternative: int
    setting: Setting


def best_of(candidates: Sequence[Candidate], scenario: int = 0) -> Candidate:
    """The candidate with the highest social net present value in a scenario.

    Values are compared in whole kroner; ties go to the first by name, whatever their order.
    """
    return min(candidates, key=lambda c: (-round(float(c.result.social_npv[scenario]), 3), c.name))


def undecided(candidates: Sequence[Candidate], people: float, years: int) -> tuple[str, ...]:
    """Names of those that cannot be told apart, the best at the central values first.

    In some scenario each of them gives all together the highest net present value, or one that
    is told as about the same. No more than one name where it is decided; of too many
    the best at the central values are kept.

    Parameters
    ----------
    candidates : sequence of Candidate
        Of one alternative.
    people : float
        Inhabitants of all together.
    years : int
        Length of the period.
    """
    if not candidates:
        return ()
    best = [float(best_of(candidates, s).result.social_npv[s]) for s in range(len(SCENARIOS))]
    little = SAME_KRONER_PER_YEAR * years * people / 1000.0
    found = [c for c in candidates if (np.array(best) - c.result.social_npv <= little).any()]
    ordered = sorted(found, key=lambda c: (-round(float(c.result.social_npv[0]), 3), c.name))
    return tuple(c.name for c in ordered[:MOST_TRIED])


def others_of(
    evaluation: Evaluation, alternatives: tuple[Alternative, ...], years: int
) -> tuple[Other, ...]:
    """Hosts and companies that may be as good as the chosen ones, for either end of the cells."""
    found = []
    for a, alternative in enumerate(alternatives):
        if not (alternative.vert or alternative.selskap):
            continue
        kind = VariationKind.HOST if alternative.vert else VariationKind.COMPANY
        chosen = evaluation.money.results[alternative.id].setting
        known = {c.name: c.result.setting for c in _candidates(evaluation.money, kind)}
        for name in _may_be_best(evaluation, kind, years):
            setting = known[name]
            if (setting.host, setting.company) != (chosen.host, chosen.company):
                found.append(Other(kind, name, a, setting))
    return tuple(found)


def _may_be_best(evaluation: Evaluation, kind: VariationKind, years: int) -> list[str]:
    ends = (evaluation.money, evaluation.money_high)
    return list(
        dict.fromkeys(
            name
            for money in ends
            if money is not None
            for name in undecided(_candidates(money, kind), _people(money), years)
        )
    )


def _people(money: Money) -> float:
    return float(money.region.inhabitants.sum())


def _candidates(money: Money, kind: VariationKind) -> tuple[Candidate, ...]:
    return money.hosts if kind is VariationKind.HOST else money.companies
