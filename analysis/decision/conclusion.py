"""What the figures carry: who is named first and how strongly, and when nobody is.

The shares that decide the wording stand in `thresholds`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analysis.dataset.tables import SCENARIOS
from analysis.decision import thresholds
from analysis.decision.draws import Flip, Footing, Variant, VariationKind
from analysis.decision.evaluation import Evaluation
from analysis.model import Floats


class Strength(StrEnum):
    """How strongly a first place may be worded; the value is the wording."""

    CLEAR = "kommer klart best ut"
    BEST = "kommer best ut"
    AHEAD = "ligger noe foran"
    UNDECIDED = "tallene avgjør ikke"
    ALONE = "er det eneste som kan rangeres"

    @property
    def decided(self) -> bool:
        """Whether one alternative is named."""
        return self is not Strength.UNDECIDED


_RANK = {found: place for place, found in enumerate(Strength)}


def strength(share: float, turned: bool) -> Strength:
    """Strength of a first place.

    Parameters
    ----------
    share : float
        Share of the draws in which the alternative is first.
    turned : bool
        Whether a single assumption takes the first place from it inside its own interval.
    """
    if share >= thresholds.CLEAR_SHARE and not turned:
        return Strength.CLEAR
    if share >= thresholds.BEST_SHARE:
        return Strength.BEST
    return Strength.AHEAD if share >= thresholds.AHEAD_SHARE else Strength.UNDECIDED


@dataclass(frozen=True)
class Variation:
    """How the same draws answer with one thing different.

    Attributes
    ----------
    kind : VariationKind
    value : str or float
        The host's kommunenummer, the company's name or the setting's value; "" for all weights.
    leader : str
        The alternative most often first.
    share : float
        How often the one the conclusion has most often first, is first here.
    strength : Strength
        How strongly that one could be worded; undecided where another leads.
    """

    kind: VariationKind
    value: str | float
    leader: str
    share: float
    strength: Strength


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
    variations : tuple of Variation
        The answer with another host or company that cannot be told from the chosen one,
        under another key, and with other settings of the draws.
    weakened_by : Variation or None
        The host, company or key that made ``strength`` weaker than ``shares`` alone would.
    missing : tuple of str
        Kommunenummer of those whose unknown cells decide how often each is first.
    missing_judgements : tuple of str
        Criteria with a missing judgement that does.
    on_missing : bool
        Whether a leader, or one of the two that are first at the central values, has a weighed
        criterion that is missing here: its central value is then the middle of what it may be,
        and nothing should be said of what changes it.
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
    variations: tuple[Variation, ...] = ()
    weakened_by: Variation | None = None
    missing: tuple[str, ...] = ()
    missing_judgements: tuple[str, ...] = ()
    on_missing: bool = False

    @property
    def most_often(self) -> str:
        """The alternative that is first in most draws."""
        return next(iter(self.shares))


def conclude(evaluation: Evaluation, robustness: Footing, code: str) -> Conclusion:
    """Name the alternative that is first in most draws, as strongly as they carry.

    Where it is another than the one that is first at the central values, nobody is named: two
    ways of reading the same figures then give two answers. Nor where the two most often first
    are no further apart than chance in the draws.

    Which host or company it is, is a part of the answer, and the key too until it is settled:
    where another that cannot be told from the chosen one makes the same alternative weaker, or
    another lead, the weaker strength counts. Other settings of the draws are told, but do not
    change the strength.

    Parameters
    ----------
    evaluation : Evaluation
    robustness : Footing
        Of the same evaluation.
    code : str
        Kommunenummer, or "" for all together.
    """
    row = evaluation.row(code)
    status = evaluation.gates.why[code]
    names = evaluation.alternatives
    ranked = [a for a, name in enumerate(names) if not status[name]]
    first = robustness.first[row]
    order = _by_share(ranked, first)
    flip, central = robustness.nearest_assumption[row], int(robustness.leaders[row, 0])
    own = _worded(order, first, central, flip is not None and flip.inside, robustness.draws)
    variations = tuple(_variation(v, row, order, names, robustness) for v in robustness.variants)
    weaker = [v for v in variations if v.kind.unsettled and _RANK[v.strength] > _RANK[own]]
    # The first of those that weaken it most.
    weakened = max(weaker, key=lambda v: _RANK[v.strength], default=None)
    found = own if weakened is None else weakened.strength
    open_ = _open(order, first, central) | _open_elsewhere(robustness, row, ranked)
    leaders = {order[0]} if found.decided else open_
    compared = {int(place) for place in robustness.leaders[row] if place >= 0}
    firm = found in (Strength.CLEAR, Strength.BEST)
    return Conclusion(
        strength=found,
        leaders=tuple(names[a] for a in sorted(leaders)),
        considered=tuple(names[a] for a in sorted(leaders if firm else leaders | open_)),
        shares={names[a]: float(first[a]) for a in order},
        draws=robustness.draws,
        assumption=flip,
        weight=robustness.nearest_weight[row],
        by_scenario=_by_scenario(evaluation, row),
        not_ranked={a: status[a] for a in names if status[a]},
        variations=variations,
        weakened_by=weakened,
        missing=_deciding(robustness, row),
        missing_judgements=tuple(
            dict.fromkeys(
                criterion
                for criterion, moves in zip(
                    robustness.unjudged, robustness.unjudged_moves, strict=True
                )
                if moves[row] >= thresholds.MISSING_SHARE
            )
        ),
        on_missing=bool(robustness.missing[row, sorted(leaders | compared)].any()),
    )


def _by_share(ranked: list[int], first: Floats) -> list[int]:
    """Alternatives by how often they are first, in the order of the alternatives where equal."""
    return sorted(ranked, key=lambda a: -round(float(first[a]), 12))


def _worded(order: list[int], first: Floats, central: int, turned: bool, draws: int) -> Strength:
    """Strength of the one most often first, where the central values agree and chance does not.

    First among one is no finding.
    """
    if len(order) == 1:
        return Strength.ALONE
    if central != order[0] or _level(first[order[:2]], draws):
        return Strength.UNDECIDED
    return strength(float(first[order[0]]), turned)


def _variation(
    variant: Variant, row: int, order: list[int], names: tuple[str, ...], robustness: Footing
) -> Variation:
    first = variant.first[row]
    there = _by_share(order, first)
    worded = Strength.UNDECIDED
    if there[0] == order[0]:
        central, turned = int(variant.leaders[row]), bool(variant.turned[row])
        worded = _worded(there, first, central, turned, robustness.draws)
    share = float(first[order[0]])
    return Variation(variant.kind, variant.value, names[there[0]], share, worded)


def _deciding(robustness: Footing, row: int) -> tuple[str, ...]:
    """Kommunenummer of those whose unknown cells move the first places enough to matter."""
    return tuple(
        code
        for codes, moves in zip(robustness.gaps, robustness.gap_moves, strict=True)
        if moves[row] >= thresholds.MISSING_SHARE
        for code in codes
    )


def _level(shares: Floats, draws: int) -> bool:
    """Whether two shares of n draws are within a few standard errors, √((p + q − (p − q)²) / n)."""
    if len(shares) < 2:
        return False
    gap = float(shares[0] - shares[1])
    error = np.sqrt(max(0.0, float(shares.sum()) - gap**2) / draws)
    return gap <= thresholds.LEVEL_ERRORS * error


def _open(order: list[int], first: Floats, central: int) -> set[int]:
    """Those not decided between: first at least now and then, the two most often in any case."""
    often = {a for a in order if first[a] >= thresholds.NAMED_SHARE}
    return often | set(order[:2]) | {central}


def _open_elsewhere(robustness: Footing, row: int, ranked: list[int]) -> set[int]:
    """Those first now and then with another host or company, and first there at the middle."""
    found = set()
    for variant in robustness.variants:
        if variant.kind.unsettled:
            found |= {a for a in ranked if variant.first[row, a] >= thresholds.NAMED_SHARE}
            found.add(int(variant.leaders[row]))
    return found


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
