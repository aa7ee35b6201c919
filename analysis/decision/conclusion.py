"""What the figures carry: who is named first and how strongly, and when nobody is.

Thresholds and wording stand here, in one place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analysis.dataset.categories import SCENARIOS
from analysis.decision.evaluation import Evaluation
from analysis.decision.robustness import Flip, Robustness
from analysis.model.region import Floats

# Shares of the draws in which the first is first.
CLEAR_SHARE = 0.9
BEST_SHARE = 0.7
AHEAD_SHARE = 0.5
# An alternative that is first this often is named as one the figures do not rule out.
NAMED_SHARE = 0.1


class Strength(StrEnum):
    """How strongly a first place may be worded; the value is the wording."""

    CLEAR = "kommer klart best ut"
    BEST = "kommer best ut"
    AHEAD = "ligger noe foran"
    UNDECIDED = "tallene avgjør ikke"

    @property
    def decided(self) -> bool:
        """Whether one alternative is named."""
        return self is not Strength.UNDECIDED


def strength(share: float, turned: bool) -> Strength:
    """Strength of a first place.

    Parameters
    ----------
    share : float
        Share of the draws in which the alternative is first.
    turned : bool
        Whether a single assumption takes the first place from it inside its own interval.
    """
    if share >= CLEAR_SHARE and not turned:
        return Strength.CLEAR
    if share >= BEST_SHARE:
        return Strength.BEST
    return Strength.AHEAD if share >= AHEAD_SHARE else Strength.UNDECIDED


@dataclass(frozen=True)
class Conclusion:
    """The answer for a municipality, or for all together.

    Attributes
    ----------
    strength : Strength
    leaders : tuple of str
        One alternative, or those the figures do not decide between, in the order of the
        alternatives.
    considered : tuple of str
        The leaders; where the first is only a little ahead, those the figures do not rule out too.
    shares : dict of str to float
        Share of the draws in which each ranked alternative is first, the highest first.
    draws : int
        Number of draws the shares rest on.
    assumption, weight : Flip or None
        The nearest single assumption and the nearest weight that take the first place.
    by_scenario : dict of str to tuple of str
        Which alternatives may be first in each scenario.
    not_ranked : dict of str to str
        Alternatives without a rank, and why.
    """

    strength: Strength
    leaders: tuple[str, ...]
    considered: tuple[str, ...]
    shares: dict[str, float]
    draws: int
    assumption: Flip | None
    weight: Flip | None
    by_scenario: dict[str, tuple[str, ...]]
    not_ranked: dict[str, str]


def conclude(evaluation: Evaluation, robustness: Robustness, code: str) -> Conclusion:
    """Name the alternative that is first in most draws, as strongly as they carry.

    Where it is another than the one that is first at the central values, nobody is named: two
    ways of reading the same figures then give two answers. Nor where the two most often first
    are no further apart than chance in the draws.

    Parameters
    ----------
    evaluation : Evaluation
    robustness : Robustness
        Of the same evaluation.
    code : str
        Kommunenummer, or "" for all together.
    """
    row = evaluation.row(code)
    status = evaluation.gates.status.loc[code]
    ranked = [a for a, name in enumerate(evaluation.alternatives) if not status[name]]
    first = robustness.first[row]
    order = sorted(ranked, key=lambda a: -round(float(first[a]), 12))
    found = Strength.UNDECIDED
    same = robustness.leaders[row, 0] == order[0]
    if same and not _level(first[order[:2]], robustness.draws):
        flip = robustness.nearest_assumption[row]
        found = strength(float(first[order[0]]), flip is not None and flip.inside)
    open_ = _open(order, first, int(robustness.leaders[row, 0]))
    leaders = {order[0]} if found.decided else open_
    firm = found in (Strength.CLEAR, Strength.BEST)
    names = evaluation.alternatives
    return Conclusion(
        strength=found,
        leaders=tuple(names[a] for a in sorted(leaders)),
        considered=tuple(names[a] for a in sorted(leaders if firm else leaders | open_)),
        shares={names[a]: float(first[a]) for a in order},
        draws=robustness.draws,
        assumption=robustness.nearest_assumption[row],
        weight=robustness.nearest_weight[row],
        by_scenario=_by_scenario(evaluation, row),
        not_ranked={a: str(status[a]) for a in names if status[a]},
    )


def _level(shares: Floats, draws: int) -> bool:
    """Whether two shares of n draws are within two standard errors, √((p + q − (p − q)²) / n)."""
    if len(shares) < 2:
        return False
    gap = float(shares[0] - shares[1])
    error = np.sqrt(max(0.0, float(shares.sum()) - gap**2) / draws)
    return gap <= 2.0 * error


def _open(order: list[int], first: Floats, central: int) -> set[int]:
    """Those not decided between: first at least now and then, the two most often in any case."""
    often = {a for a in order if first[a] >= NAMED_SHARE}
    return often | set(order[:2]) | {central}


def _by_scenario(evaluation: Evaluation, row: int) -> dict[str, tuple[str, ...]]:
    ranks = evaluation.scores.ranks[:, row]
    return {
        scenario: tuple(
            alternative
            for a, alternative in enumerate(evaluation.alternatives)
            if ranks[s, a, 0] == 1
        )
        for s, scenario in enumerate(SCENARIOS)
    }
