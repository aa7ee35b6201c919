"""Cross-checks: whether TOPSIS and PROMETHEE II put the alternatives in the same order.

Both get the matrix and the weights of the weighted sum: values between fixed anchors, 0…1, all of
them better the higher, criteria without weight left out, and the middle where a value is an
interval. Only the way the criteria are put together differs.

References
----------
Hwang & Yoon, Multiple Attribute Decision Making (1981): TOPSIS. García-Cascales & Lamata,
Mathematical and Computer Modelling 56 (2012): ideals that do not move with the alternatives.
Brans & Vincke, Management Science 31 (1985): PROMETHEE.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike

from analysis.dataset.tables import SCENARIOS
from analysis.decision.draws import SCALE
from analysis.decision.evaluation import Evaluation
from analysis.decision.ranking import rank_interval
from analysis.decision.scoring import weighted_sum
from analysis.model import Floats, Ints

# A whole step on the pluss-minus scale, as a share of the distance between its ends. A smaller
# difference cannot be judged, so PROMETHEE lets it count for less than a full preference.
STEP = 1.0 / (2.0 * SCALE)


class Method(StrEnum):
    """The ways of putting the criteria together, as they are named to a reader."""

    WEIGHTED_SUM = "vektet sum"
    TOPSIS = "TOPSIS"
    PROMETHEE_II = "PROMETHEE II"


@dataclass(frozen=True)
class RowCheck:
    """The orders of one municipality, or of all together ("").

    Attributes
    ----------
    code : str
    alternatives : tuple of str
        Those that can be ranked.
    criteria : tuple of str
        Those that are weighed.
    scores : mapping of Method to ndarray (alternatives,)
        Higher is better; each method has a scale of its own.
    ranks : mapping of Method to ndarray of int (alternatives,)
        1 is best; those that tie have the best of the places they share.
    agreement : mapping of Method to float or None
        Kendall's tau-b of the order of each of the others and that of the weighted sum: 1 the same,
        −1 the opposite; None where one of them has all alternatives level. Empty with fewer than
        two alternatives.
    """

    code: str
    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    scores: Mapping[Method, Floats]
    ranks: Mapping[Method, Ints]
    agreement: Mapping[Method, float | None]

    def first(self, method: Method) -> tuple[str, ...]:
        """The alternatives in first place, more than one where they tie."""
        return tuple(a for a, rank in self.places(method).items() if rank == 1)

    def places(self, method: Method) -> dict[str, int]:
        """The rank of each alternative."""
        return dict(zip(self.alternatives, self.ranks[method].tolist(), strict=True))


@dataclass(frozen=True)
class CrossCheck:
    """All municipalities in order and, last, all together, in one scenario."""

    scenario: str
    rows: tuple[RowCheck, ...]

    def row(self, code: str) -> RowCheck:
        """The check of a municipality, or of all together for ""."""
        return next(row for row in self.rows if row.code == code)


def cross_check(evaluation: Evaluation, scenario: str = SCENARIOS[0]) -> CrossCheck:
    """Compare the order of the weighted sum with those of TOPSIS and PROMETHEE II.

    Alternatives that are not ranked are left out.

    Parameters
    ----------
    evaluation : Evaluation
    scenario : str
        forventet, ugunstig or gunstig.
    """
    codes = (*evaluation.codes, "")
    at = SCENARIOS.index(scenario)
    return CrossCheck(scenario, tuple(_check(evaluation, at, row) for row in range(len(codes))))


def topsis(values: ArrayLike, weights: ArrayLike) -> Floats:
    """Closeness D⁻ / (D⁻ + D⁺) to the best ideals, 0…1 (alternatives,).

    D⁺ = √Σ (w_k (b_k − v_k))² is the distance to the best and D⁻ = √Σ (w_k (v_k − a_k))² that to
    the worst. The ideals are the anchors, a = 0 and b = 1, and stand in as two alternatives, so
    that they are the same whichever alternatives there are. Where kroner go past an anchor, the
    ideal is the farthest of them. Values are not normalised once more.

    Parameters
    ----------
    values : array_like (alternatives, criteria)
        Values, 0 at the worst anchor and 1 at the best.
    weights : array_like (criteria,)
        Weights of 0 or more on any positive scale.

    Raises
    ------
    ValueError
        If a value is missing or the weights cannot be used.
    """
    # pymcdm brings plotting with it, which only this and the next need wait for.
    from pymcdm.methods import TOPSIS

    v, w = _problem(values, weights)
    size = len(w)
    method = TOPSIS(normalization_function=_as_it_is)
    anchors = np.zeros(size), np.ones(size)
    found: Floats = method(np.vstack([v, *anchors]), w, np.ones(size), validation=False)
    return found[:-2]


def promethee_ii(values: ArrayLike, weights: ArrayLike, step: float = STEP) -> Floats:
    """Net flow of PROMETHEE II, −1…1 (alternatives,).

    φ_a = Σ_b Σ_k w_k (P(v_ak − v_bk) − P(v_bk − v_ak)) / (n − 1), where the preference is linear
    up to ``step`` and full from there on (v-shape): P(d) = min(1, max(0, d) / step).

    Parameters
    ----------
    values, weights
        As for `topsis`.
    step : float
        The difference that counts in full, above 0. With 1, the whole distance between the
        anchors, the order is that of the weighted sum whatever the values are.

    Raises
    ------
    ValueError
        As for `topsis`.
    """
    from pymcdm.methods import PROMETHEE_II

    v, w = _problem(values, weights)
    if len(v) < 2:
        return np.zeros(len(v))
    # Made anew each time: with thresholds, a pymcdm object can be called only once.
    method = PROMETHEE_II("vshape", p=[step] * len(w))
    found: Floats = method(v, w, np.ones(len(w)), validation=False)
    return found


def _as_it_is(x: Floats, cost: bool = False) -> Floats:
    """No normalisation: the values are on a common scale, and more is always better."""
    return x


def _problem(values: ArrayLike, weights: ArrayLike) -> tuple[Floats, Floats]:
    """Values and normalised weights of the criteria that are weighed."""
    v, w = np.asarray(values, dtype=float), np.asarray(weights, dtype=float)
    if v.ndim != 2 or not np.isfinite(v).all():
        raise ValueError("values må være (alternativer, kriterier) med endelige tall.")
    weighted_sum(v, w)  # refuses weights that cannot be used
    return v[:, w > 0], w[w > 0] / w.sum()


def _check(evaluation: Evaluation, scenario: int, row: int) -> RowCheck:
    scores = evaluation.scores
    ranked, weighed = scores.eligible[row], scores.weights[row] > 0
    names = tuple(a for a, chosen in zip(evaluation.alternatives, ranked, strict=True) if chosen)
    criteria = tuple(c for c, chosen in zip(evaluation.criteria, weighed, strict=True) if chosen)
    values = scores.values[scenario, row][ranked][:, weighed].mean(axis=-1)
    weights = scores.weights[row][weighed]
    found = {
        Method.WEIGHTED_SUM: weighted_sum(values, weights),
        Method.TOPSIS: topsis(values, weights),
        Method.PROMETHEE_II: promethee_ii(values, weights),
    }
    ranks = {method: _ranks(points) for method, points in found.items()}
    return RowCheck(
        code=(*evaluation.codes, "")[row],
        alternatives=names,
        criteria=criteria,
        scores=found,
        ranks=ranks,
        agreement=_agreement(ranks) if len(names) > 1 else {},
    )


def _ranks(points: Floats) -> Ints:
    """Ranks as the evaluation counts them: on a scale of 0–100, with its tolerance for ties."""
    on_scale = 100.0 * points
    return rank_interval(on_scale, on_scale, np.ones(len(points), dtype=bool))[:, 0]


def _agreement(ranks: Mapping[Method, Ints]) -> dict[Method, float | None]:
    own = ranks[Method.WEIGHTED_SUM]
    others = {m: other for m, other in ranks.items() if m != Method.WEIGHTED_SUM}
    return {method: _tau(own, other) for method, other in others.items()}


def _tau(one: Ints, other: Ints) -> float | None:
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    from scipy.stats import kendalltau

    return float(kendalltau(one, other, variant="b").statistic)
