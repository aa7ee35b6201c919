"""A group's books before any key has divided them: what each pays itself, and the common account.

Shares enter an outcome linearly, so one call of the model tells what each member pays whatever
the key, and what there is to divide.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from functools import cached_property

import numpy as np

from analysis.dataset.definitions import Alternative
from analysis.decision.keys import Key
from analysis.model import (
    COMPONENTS,
    Applications,
    Company,
    Draws,
    Floats,
    Forecast,
    Ints,
    Outcome,
    Region,
    discount_factors,
    null_alternative,
    outcome,
)

# Paid once to begin with; what stays behind afterwards goes on for some years.
START = ("etablering", "omstilling")
REMAINING = ("gjenværende",)
# Groups × municipalities kept for the next alternative: every group of ten, some of those of more.
ROOM = 1024 * 10


@dataclass(frozen=True)
class Terms:
    """One way of filling unknown cells, with one set of draws (D), under the analysis' own key."""

    region: Region
    forecast: Forecast
    draws: Draws
    rate: float
    key: Key
    _groups: dict[bytes, Group] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def build(cls, region: Region, draws: Draws, years: int, rate: float, key: Key) -> Terms:
        """Forecast the null alternative over the draws."""
        return cls(region, null_alternative(region, draws, years), draws, rate, key)

    @property
    def size(self) -> int:
        """Number of draws."""
        return int(self.forecast.growth.shape[0])

    @property
    def years(self) -> int:
        """T, the number of years after the decision."""
        return int(self.forecast.growth.shape[-1]) - 1

    def group(self, members: Ints) -> Group:
        """Those at these positions as a region of their own, kept while there is room."""
        found = self._groups.get(members.tobytes()) or Group(self, members)
        if len(self._groups) * self.region.size < ROOM:
            self._groups[members.tobytes()] = found
        return found


@dataclass(frozen=True)
class Candidate:
    """Who runs it: a host (its position), a company, a legal form, or nobody in particular.

    One that is ``settled`` runs every group it is in.
    """

    name: str = ""
    host: int | None = None
    company: Company | None = None
    form: str = ""
    settled: bool = False


NOBODY = Candidate()


@dataclass(frozen=True)
class Group:
    """Those who go together, as a region of their own.

    ``members`` (k,) are their positions among all the municipalities.
    """

    terms: Terms
    members: Ints

    @cached_property
    def _region(self) -> Region:
        return _alone(self.terms.region, self.members)

    @property
    def _forecast(self) -> Forecast:
        # Not kept: over all groups it is as many copies of the draws as there are groups.
        whole, rows = self.terms.forecast, self.members
        return replace(whole, cost=whole.cost[:, rows], local_share=whole.local_share[:, rows])

    def books(self, alternative: Alternative, candidate: Candidate = NOBODY) -> Books:
        """The group's books in one alternative, with one candidate to run it."""
        host = None
        if candidate.host is not None:
            host = int(np.flatnonzero(self.members == candidate.host)[0])
        everyone = np.ones(len(self.members), dtype=bool)
        setting = self.terms.key.setting(
            self._region, everyone, host=host, company=candidate.company, form=candidate.form
        )
        terms = self.terms
        found = outcome(self._region, self._forecast, terms.draws, alternative, setting)
        return Books(self.members, found, terms.rate)


def _alone(region: Region, members: Ints) -> Region:
    """The members alone."""
    position = np.full(region.size, -1)
    position[members] = np.arange(len(members))
    apps = region.applications
    chosen = position[apps.municipality] >= 0
    own = {one.name: getattr(apps, one.name)[chosen] for one in fields(apps)}
    own["municipality"] = position[own["municipality"]]
    rows = {
        one.name: value[members]
        for one in fields(region)
        if isinstance(value := getattr(region, one.name), np.ndarray)
    }
    codes = tuple(region.codes[m] for m in members)
    return replace(region, codes=codes, applications=Applications(**own), **rows)


@dataclass(frozen=True)
class Books:
    """Extra cost against the null alternative (D, members, T+1) and (D, T+1), 1000 kr."""

    members: Ints
    outcome: Outcome
    rate: float

    def billing(self, direct: tuple[str, ...]) -> Books:
        """The same with other cost groups billed directly."""
        setting = replace(self.outcome.setting, direct=direct)
        return replace(self, outcome=replace(self.outcome, setting=setting))

    @cached_property
    def own(self) -> Floats:
        """What each member pays itself, what it has handed to the account deducted."""
        return self.outcome.before_account

    @cached_property
    def account(self) -> Floats:
        """What the account pays: to be divided by a key."""
        return self.outcome.account[:, 0]

    @property
    def delivered(self) -> Floats:
        """What each member has of all that is pooled, salaries too: its costs after the levers."""
        return self.outcome.handed + self.outcome.salaries

    @property
    def paid_in(self) -> Floats:
        """What each member pays of all that is delivered, by both keys."""
        found, terms = self.outcome, self.outcome.setting
        handed, salaries = (
            part.sum(axis=1, keepdims=True) for part in (found.handed, found.salaries)
        )
        return terms.shares[:, None] * handed + terms.wage_shares[:, None] * salaries

    @property
    def ownerless(self) -> Floats:
        """What each member pays of the costs without an owner, by both keys."""
        found, terms = self.outcome, self.outcome.setting
        overhead = terms.wage_shares[:, None] * found.overhead
        return terms.shares[:, None] * found.common_cost() + overhead

    @property
    def residual(self) -> Floats:
        """Value that remains of the account's capital in the last year (D,)."""
        return self.outcome.residual[:, 0]

    def own_of(self, names: tuple[str, ...] = COMPONENTS) -> Floats:
        """Some components of what each member pays itself, before anything is handed over."""
        return self.outcome.own_cost(names)

    def account_of(self, names: tuple[str, ...]) -> Floats:
        """Some components of what the account pays."""
        return self.outcome.common_cost(names)[:, 0]

    @cached_property
    def _factors(self) -> Floats:
        return discount_factors(self.rate, self.account.shape[-1] - 1)

    @cached_property
    def relief(self) -> Floats:
        """Net present value of each member before it pays into the account (D, members)."""
        return 0.0 - self.own @ self._factors

    @cached_property
    def bill(self) -> Floats:
        """Present value of what the account has to be paid (D,)."""
        return np.asarray(self.account @ self._factors - self.residual * self._factors[-1])
