"""The sharing keys that are compared: the analysis' own, simple ones, and what each adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from analysis.dataset.definitions.settings import Settings
from analysis.decision.sharing import bounded_shares, shares
from analysis.model import Floats, Ints, Region


class Method(StrEnum):
    """How a key divides: the account by shares, or the gain by what each adds."""

    SHARES = "andeler"
    SHAPLEY = "shapley"
    NUCLEOLUS = "nukleolus"


@dataclass(frozen=True)
class Key:
    """One way of dividing.

    Attributes
    ----------
    name : str
        As the reports have it.
    weights : mapping of str to float
        Shares by lik, innbyggere, brukere and ansatte; empty where the gain is divided.
    floor, cap : float
        Least and largest share of the account.
    direct : tuple of str
        Cost groups that are not pooled: each pays for what it uses itself.
    own : bool
        Whether it is the analysis' own.
    method : Method
    """

    name: str
    weights: Mapping[str, float] = field(default_factory=dict)
    floor: float = 0.0
    cap: float = 1.0
    direct: tuple[str, ...] = ()
    own: bool = False
    method: Method = Method.SHARES

    def shares(self, region: Region, members: Ints) -> Floats:
        """Shares of the account (members,).

        Raises
        ------
        ValueError
            If the key cannot be used on these municipalities; the message says why.
        """
        found = shares(self.weights, region.sharing_frame().iloc[members])
        if self.floor > 0.0 or self.cap < 1.0:
            found = bounded_shares(found, self.floor, self.cap)
        return found.to_numpy(float)


_SIMPLE = {"lik": "likt", "innbyggere": "innbyggere", "brukere": "brukere", "ansatte": "årsverk"}
OWN = "utredningens nøkkel"
SHAPLEY = Key("Shapley-verdien", method=Method.SHAPLEY)
NUCLEOLUS = Key("nukleolus", method=Method.NUCLEOLUS)


def keys_of(settings: Settings) -> tuple[Key, ...]:
    """All keys to compare: own, simple, the group's named ones, then by what each adds.

    A simple key that is the analysis' own is not repeated.
    """
    own = {name: share for name, share in settings.fordeling.items() if share > 0}
    simple = [Key(name, {part: 1.0}) for part, name in _SIMPLE.items() if own != {part: 1.0}]
    named = [Key(key.navn, key.weights, key.gulv, key.tak, key.direkte) for key in settings.nokkel]
    return (Key(OWN, own, own=True), *simple, *named, SHAPLEY, NUCLEOLUS)
