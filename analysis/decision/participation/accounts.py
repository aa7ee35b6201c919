"""A group's books before any key has divided them: what each pays itself, and the common account.

Shares enter an outcome linearly, so one call of the model tells what each member pays whatever
the key, and what there is to divide.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
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
    Setting,
    discount_factors,
    null_alternative,
    outcome,
)

# Paid once to begin with; what stays behind afterwards goes on for some years.
START = ("etablering", "omstilling")
REMAINING = ("gjenværende",)


@dataclass(frozen=True)
class Terms:
    """One way of filling unknown cells, with one set of draws (D), under the analysis' own key."""

    region: Region
    forecast: Forecast
    draws: Draws
    rate: float
    key: Key

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

    def group(self, members: Ints) -> Groups:
        """One group of those at these positions (k,)."""
        return Groups(self, members[None])


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
class Groups:
    """Groups of as many each, side by side as a region of their own.

    ``members`` (G, k) are their positions among all the municipalities.
    """

    terms: Terms
    members: Ints

    @cached_property
    def _region(self) -> Region:
        return _side_by_side(self.terms.region, self.members)

    @cached_property
    def _setting(self) -> Setting:
        key, region = self.terms.key, self.terms.region
        account, wages = (
            np.concatenate([shares(region, own) for own in self.members])
            for shares in (key.shares, key.wage_shares)
        )
        everyone = np.ones(self.members.size, dtype=bool)
        return Setting(everyone, account, wages, key.direct, groups=len(self.members))

    @property
    def _forecast(self) -> Forecast:
        local = self.terms.forecast.local_share[:, self.members.ravel()]
        return replace(self.terms.forecast, budget=self._region.budget, local_share=local)

    def books(self, alternative: Alternative, candidate: Candidate = NOBODY) -> Books:
        """The groups' books in one alternative, with one candidate to run them all.

        A host stands at the same place in each.
        """
        host = None
        if candidate.host is not None:
            host = int(np.flatnonzero(self.members[0] == candidate.host)[0])
        setting = replace(self._setting, host=host, company=candidate.company, form=candidate.form)
        terms = self.terms
        found = outcome(self._region, self._forecast, terms.draws, alternative, setting)
        return Books(found, terms.rate)


def _side_by_side(region: Region, members: Ints) -> Region:
    """The members (G, k) alone, each group with systems and types of its own."""
    apps, rows = region.applications, members.ravel()
    by_owner = [np.flatnonzero(apps.municipality == m) for m in range(region.size)]
    listed = [by_owner[m] for m in rows]
    chosen = np.concatenate(listed)
    row = np.repeat(np.arange(len(rows)), [len(each) for each in listed])
    own = {one.name: getattr(apps, one.name)[chosen] for one in fields(apps)}
    group = row // members.shape[1]
    own["municipality"] = row
    own["system"] = own["system"] + group * (apps.system.max(initial=0) + 1)
    kinds = apps.kind.max(initial=0) + 1
    own["kind"] = np.where(own["kind"] < 0, own["kind"], own["kind"] + group * kinds)
    values = {
        one.name: value[rows]
        for one in fields(region)
        if isinstance(value := getattr(region, one.name), np.ndarray)
    }
    codes = tuple(region.codes[m] for m in rows)
    return replace(region, codes=codes, applications=Applications(**own), **values)


@dataclass(frozen=True)
class Books:
    """Extra cost against the null alternative (D, M, T+1), 1000 kr.

    M is the members of every group, one group after the other; what is said of the account is
    for one group (D, T+1), but the bills are for all of them.
    """

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
        return discount_factors(self.rate, self.outcome.margin.shape[-1] - 1)

    @cached_property
    def relief(self) -> Floats:
        """Net present value of each member before it pays into the account (D, M)."""
        return 0.0 - self.own @ self._factors

    @property
    def bills(self) -> Floats:
        """Present value of what each group's account has to be paid (D, G)."""
        found = self.outcome
        return np.asarray(found.account @ self._factors - found.residual * self._factors[-1])

    @cached_property
    def bill(self) -> Floats:
        """The same for one group (D,)."""
        return self.bills[:, 0]
