"""The same draws, differently: another host or company, and other settings of the draws."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from analysis.model.region import Bools, Floats, Ints


class VariationKind(StrEnum):
    """What is different from the draws the conclusion rests on.

    The value is the assumption, where there is one.
    """

    HOST = "vert"
    COMPANY = "selskap"
    JUDGEMENT_CHANCE = "vurdering_usikkerhet"
    WEIGHT_SPREAD = "vekt_konsentrasjon"
    ALL_WEIGHTS = "alle_vekter"

    @property
    def unsettled(self) -> bool:
        """Whether it is a part of the answer that nobody has settled, and not a setting."""
        return self in (VariationKind.HOST, VariationKind.COMPANY)


@dataclass(frozen=True)
class Variant:
    """What the same draws answer with one thing different, over rows (R) and alternatives (A).

    Attributes
    ----------
    kind : VariationKind
    value : str or float
        The host's kommunenummer, the company's name or the setting's value; "" for all weights.
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
