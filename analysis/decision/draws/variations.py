"""The same draws, differently: another host, company or key, and other settings of the draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.dataset.definitions import Alternative
from analysis.decision.candidates import undecided
from analysis.decision.evaluation import Evaluation
from analysis.decision.results import Candidate, Money
from analysis.model import Bools, Floats, Ints, Setting


class VariationKind(StrEnum):
    """What is different from the draws the conclusion rests on.

    The value is the assumption, where there is one.
    """

    HOST = "vert"
    COMPANY = "selskap"
    KEY = "fordelingsnøkkel"
    TIED = "vurderinger_sammen"
    JUDGEMENT_CHANCE = "vurdering_usikkerhet"
    WEIGHT_SPREAD = "vekt_konsentrasjon"
    ALL_WEIGHTS = "alle_vekter"

    @property
    def unsettled(self) -> bool:
        """Whether it is a part of the answer that nobody has settled, and not a setting."""
        return self in (VariationKind.HOST, VariationKind.COMPANY, VariationKind.KEY)


@dataclass(frozen=True)
class Variant:
    """What the same draws answer with one thing different, over rows (R) and alternatives (A).

    Attributes
    ----------
    kind : VariationKind
    value : str or float
        The host's kommunenummer, the company's or the key's name or the setting's value; "" for
        all weights and for judgements that are off together.
    first : ndarray (R, A)
        Share of the draws in which each alternative is first.
    leaders : ndarray of int (R,)
        First at the central values.
    turned : ndarray of bool (R,)
        Whether a single assumption takes the first place from it inside its own interval.
    """

    kind: VariationKind
    value: str | float
    first: Floats
    leaders: Ints
    turned: Bools


@dataclass(frozen=True)
class Other:
    """A host or company that cannot be told from the chosen one."""

    kind: VariationKind
    name: str
    alternative: int
    setting: Setting


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
