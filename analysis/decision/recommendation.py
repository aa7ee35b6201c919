"""One recommendation for all: what everyone can go along with, and what it asks of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analysis.decision.conclusion import Conclusion, conclude
from analysis.decision.draws import Footing
from analysis.decision.evaluation import Evaluation
from analysis.decision.gates import Gate
from analysis.decision.ranking import TIE
from analysis.model import Bools, Floats


class Support(StrEnum):
    """How far the figures carry the recommendation; the value is the wording."""

    CARRIED = "tallene taler for"
    ACCEPTED = "tallene lar alle leve med"
    OPEN = "tallene taler ikke klart for"


@dataclass(frozen=True)
class Standing:
    """What the recommendation is for one municipality.

    Attributes
    ----------
    code : str
    takes_part : bool
    mandate : str
        ja, nei or avklares.
    own_best : str
        The alternative most often first for it.
    gain : float
        Points against going on as today, by its own weights, at the expected values.
    loss : float
        Points against its own best at the expected values, 0 where that is the recommended one.
    npv : float
        Kroner per inhabitant; negative is a cost. NaN where missing.
    hosts : bool
        Whether it is counted on as host.
    """

    code: str
    takes_part: bool
    mandate: str
    own_best: str
    gain: float
    loss: float
    npv: float
    hosts: bool


@dataclass(frozen=True)
class Recommendation:
    """What the figures let the working group recommend for all.

    Attributes
    ----------
    alternative : str
    support : Support
    standings : tuple of Standing
        The municipalities in order.
    host : str or None
        Kommunenummer of who has to be asked to be host.
    """

    alternative: str
    support: Support
    standings: tuple[Standing, ...]
    host: str | None

    def of(self, code: str) -> Standing:
        """What it is for one municipality."""
        return next(own for own in self.standings if own.code == code)

    @property
    def participants(self) -> tuple[str, ...]:
        """Kommunenummer of those who take part."""
        return tuple(own.code for own in self.standings if own.takes_part)

    @property
    def to_clarify(self) -> tuple[str, ...]:
        """Kommunenummer of those who take part though their mandate does not say yes yet."""
        return tuple(o.code for o in self.standings if o.takes_part and o.mandate == "avklares")


def choose(points: Floats, joint: Floats, participants: Bools, open_: Bools) -> int:
    """Position of the alternative everyone can go along with.

    Of those where no participant is worse off than today, the one where whoever gives up most
    against its own best gives up least; where several are level, the one with the most points
    for all together. Who stands outside is as today.

    Parameters
    ----------
    points : ndarray (municipalities, alternatives)
        By each municipality's own weights; alternative 0 first.
    joint : ndarray (alternatives,)
        Points for all together.
    participants : ndarray of bool (alternatives, municipalities)
        Who takes part in each.
    open_ : ndarray of bool (alternatives,)
        Which can be carried out at all; alternative 0 always can.

    Examples
    --------
    The first has its best in the last alternative, which the second is worse off with than today.

    >>> points = np.array([[50.0, 55.0, 60.0], [50.0, 58.0, 40.0]])
    >>> everyone = np.ones((3, 2), dtype=bool)
    >>> choose(points, points.mean(axis=0), everyone, np.ones(3, dtype=bool))
    1
    """
    allowed = open_ | (np.arange(len(open_)) == 0)
    nobody_loses = ((points[:, 0] - TIE <= points.T) | ~participants).all(axis=1)
    given_up = losses(points, participants, allowed).max(axis=0).round(9)
    order = [
        (float(given_up[a]), -float(joint[a]), a)
        for a in np.flatnonzero(allowed & nobody_loses).tolist()
    ]
    return min(order)[-1]


def losses(points: Floats, participants: Bools, open_: Bools) -> Floats:
    """Points each gives up against its own best (municipalities, alternatives)."""
    there = np.where(participants.T, points, points[:, :1])
    return np.where(open_, there, -np.inf).max(axis=1, keepdims=True) - there


def recommend(evaluation: Evaluation, robustness: Footing) -> Recommendation:
    """Find the one recommendation for all municipalities.

    Parameters
    ----------
    evaluation : Evaluation
    robustness : Footing
        Of the same evaluation.
    """
    middle = evaluation.scores.points[0].mean(axis=-1)
    gates = evaluation.gates
    open_ = (gates.status.loc[""] == Gate.OPEN).to_numpy(bool)
    chosen = choose(middle[:-1], middle[-1], gates.participants, open_)
    given_up = losses(middle[:-1], gates.participants, open_)
    name = evaluation.alternatives[chosen]
    setting = evaluation.money.results[name].setting
    found = [conclude(evaluation, robustness, code) for code in evaluation.codes]
    money = evaluation.criteria.index("netto_naaverdi")
    standings = tuple(
        Standing(
            code=code,
            takes_part=bool(gates.participants[chosen, m]) and chosen != 0,
            mandate=str(gates.mandate.loc[code, name]),
            own_best=found[m].most_often,
            gain=float(middle[m, chosen] - middle[m, 0]),
            loss=float(given_up[m, chosen]),
            npv=float(evaluation.scores.criteria[0, m, chosen, money].mean()),
            hosts=setting.host == m,
        )
        for m, code in enumerate(evaluation.codes)
    )
    joint = conclude(evaluation, robustness, "")
    inside = [own for own, there in zip(found, gates.participants[chosen], strict=True) if there]
    host = None if setting.host is None else evaluation.codes[setting.host]
    return Recommendation(name, _support(name, [*inside, joint]), standings, host)


def _support(alternative: str, found: Sequence[Conclusion]) -> Support:
    """How far it is carried: named for everybody, ruled out for nobody, or neither."""
    if all(own.strength.decided and own.leaders == (alternative,) for own in found):
        return Support.CARRIED
    if all(alternative in own.considered for own in found):
        return Support.ACCEPTED
    return Support.OPEN
