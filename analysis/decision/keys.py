"""The sharing keys: the analysis' own, simple ones, the group's others, and what each adds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
import pandas as pd

from analysis.dataset.definitions.settings import Settings
from analysis.decision.sharing import bounded_shares, shares_of
from analysis.model import Bools, Company, Floats, Ints, Region, Setting


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
    wages : mapping of str to float
        The same for pooled salaries.
    floor, cap : float
        Least and largest share of the account.
    direct : tuple of str
        Cost groups outside the account: each pays for what it uses itself.
    own : bool
        Whether it is the analysis' own.
    method : Method
    """

    name: str
    weights: Mapping[str, float] = field(default_factory=dict)
    wages: Mapping[str, float] = field(default_factory=dict)
    floor: float = 0.0
    cap: float = 1.0
    direct: tuple[str, ...] = ()
    own: bool = False
    method: Method = Method.SHARES

    @property
    def terms(self) -> tuple[object, ...]:
        """All that decides what each pays, and nothing else."""
        used = [
            {part: share for part, share in weights.items() if share > 0}
            for weights in (self.weights, self.wages)
        ]
        return (*used, self.floor, self.cap, set(self.direct), self.method)

    def shares(self, region: Region, members: Ints) -> Floats:
        """Shares of the account (members,).

        Raises
        ------
        ValueError
            If the key cannot be used on these municipalities; the message says why.
        """
        found = shares_of(self.weights, _sizes(region, members), len(members))
        if self.floor > 0.0 or self.cap < 1.0:
            named = pd.Series(found, index=[region.codes[m] for m in members])
            found = bounded_shares(named, self.floor, self.cap).to_numpy(float)
        return found

    def wage_shares(self, region: Region, members: Ints) -> Floats:
        """Shares of pooled salaries (members,)."""
        return shares_of(self.wages, _sizes(region, members), len(members))

    def setting(
        self,
        region: Region,
        inside: Bools,
        *,
        host: int | None = None,
        company: Company | None = None,
        form: str = "",
    ) -> Setting:
        """The terms of those who take part (M,) under this key.

        Raises
        ------
        ValueError
            If the key cannot be used on these municipalities; the message says why.
        """
        account, wages = np.zeros((2, region.size))
        members = np.flatnonzero(inside)
        if len(members):
            account[members] = self.shares(region, members)
            wages[members] = self.wage_shares(region, members)
        return Setting(inside, account, wages, self.direct, host, company, form)


def _sizes(region: Region, members: Ints) -> dict[str, Floats]:
    """What a key may follow, by column of ``kommuner.csv``."""
    return {
        "innbyggere": region.inhabitants[members],
        "ikt_brukere": region.users[members],
        "årsverk_totalt": region.total_fte[members],
    }


class Keyed:
    """A key in one region: who takes part decides the shares, whoever is host or company."""

    def __init__(self, key: Key, region: Region) -> None:
        self._key, self._region = key, region
        self._known: dict[bytes, Setting] = {}

    def setting(self, case: Setting) -> Setting:
        """The terms of a case under the key.

        Raises
        ------
        ValueError
            If the key cannot be used on these municipalities; the message says why.
        """
        inside = case.participants.tobytes()
        if inside not in self._known:
            self._known[inside] = self._key.setting(self._region, case.participants)
        return replace(self._known[inside], host=case.host, company=case.company, form=case.form)


_SIMPLE = {"lik": "likt", "innbyggere": "innbyggere", "brukere": "brukere", "ansatte": "årsverk"}
OWN = "utredningens nøkkel"
SHAPLEY = Key("Shapley-verdien", method=Method.SHAPLEY)
NUCLEOLUS = Key("nukleolus", method=Method.NUCLEOLUS)


def own_key(settings: Settings) -> Key:
    """The analysis' own key."""
    own = {name: share for name, share in settings.fordeling.items() if share > 0}
    return Key(OWN, own, settings.lonnsfordeling, direct=settings.direkte_kostnader, own=True)


def keys_of(settings: Settings) -> tuple[Key, ...]:
    """All keys to compare: own, simple, the group's named ones, then by what each adds.

    The simple keys divide the same account as the analysis' own; one that is the analysis' own is
    not repeated. Pooled salaries follow the analysis' own key for them throughout.
    """
    own = own_key(settings)
    simple = [
        Key(name, {part: 1.0}, own.wages, direct=own.direct)
        for part, name in _SIMPLE.items()
        if own.weights != {part: 1.0}
    ]
    return (own, *simple, *_named(settings), SHAPLEY, NUCLEOLUS)


def _named(settings: Settings) -> list[Key]:
    return [
        Key(key.navn, key.weights, settings.lonnsfordeling, key.gulv, key.tak, key.direkte)
        for key in settings.nokkel
    ]


# Where no key is settled, what is tried beside the analysis' own and the group's others: all that
# is common, salaries and all, by one measure of size.
_TRIED = {"innbyggere": "alt etter innbyggere", "brukere": "alt etter brukere"}


def unsettled_keys(settings: Settings) -> tuple[Key, ...]:
    """The other keys it may come to be; none where the municipalities have settled it.

    One that divides everything as the analysis' own is not another.
    """
    if settings.nokkel_bestemt:
        return ()
    pure = [Key(name, {part: 1.0}, {part: 1.0}) for part, name in _TRIED.items()]
    own = own_key(settings)
    return tuple(key for key in (*_named(settings), *pure) if key.terms != own.terms)
