"""A group's books before any key has divided them: what each pays itself, and the common account.

Shares enter an outcome linearly. So the common account is given a row of its own, a municipality
that owns nothing and takes no part but carries the whole key. One call of the model then tells
what each member pays whatever the key, and what there is to divide.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property

import numpy as np

from analysis.dataset.definitions import Alternative
from analysis.model import (
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

ONE_TIME = ("etablering", "omstilling")
REMAINING = ("gjenværende",)


@dataclass(frozen=True)
class Terms:
    """One way of filling unknown cells, with one set of draws (D)."""

    region: Region
    forecast: Forecast
    draws: Draws
    rate: float

    @classmethod
    def build(cls, region: Region, draws: Draws, years: int, rate: float) -> Terms:
        """Forecast the null alternative over the draws."""
        return cls(region, null_alternative(region, draws, years), draws, rate)

    @property
    def size(self) -> int:
        """Number of draws."""
        return int(self.forecast.growth.shape[0])

    @property
    def years(self) -> int:
        """T, the number of years after the decision."""
        return int(self.forecast.growth.shape[-1]) - 1


@dataclass(frozen=True)
class Candidate:
    """Who runs it: a host (its position), a company, a legal form, or nobody in particular."""

    name: str = ""
    host: int | None = None
    company: Company | None = None
    form: str = ""


NOBODY = Candidate()


@dataclass(frozen=True)
class Group:
    """Those who go together, as a region of their own whose last row is the common account.

    ``members`` (k,) are their positions among all the municipalities.
    """

    terms: Terms
    members: Ints

    @cached_property
    def _region(self) -> Region:
        return _with_account(self.terms.region, self.members)

    @cached_property
    def _forecast(self) -> Forecast:
        whole = self.terms.forecast
        rows = np.append(self.members, self.members[:1])
        local = np.append(whole.local_share[self.members], 0.0)
        return replace(whole, cost=whole.cost[:, rows], local_share=local)

    def books(self, alternative: Alternative, candidate: Candidate = NOBODY) -> Books:
        """The group's books in one alternative, with one candidate to run it."""
        size = len(self.members)
        host = None
        if candidate.host is not None:
            host = int(np.flatnonzero(self.members == candidate.host)[0])
        setting = Setting(
            participants=np.arange(size + 1) < size,
            shares=(np.arange(size + 1) == size).astype(float),
            host=host,
            company=candidate.company,
            form=candidate.form,
        )
        terms = self.terms
        found = outcome(self._region, self._forecast, terms.draws, alternative, setting)
        return Books(self.members, found, terms.rate)


def _with_account(region: Region, members: Ints) -> Region:
    """The members alone, and a last row without anything."""
    position = np.full(region.size, -1)
    position[members] = np.arange(len(members))
    apps = region.applications
    chosen = position[apps.municipality] >= 0
    own = {field.name: getattr(apps, field.name)[chosen] for field in fields(apps)}
    own["municipality"] = position[own["municipality"]]
    rows = {
        field.name: np.concatenate([value[members], np.zeros_like(value[:1])])
        for field in fields(region)
        if isinstance(value := getattr(region, field.name), np.ndarray)
    }
    codes = (*(region.codes[m] for m in members), "")
    return replace(region, codes=codes, applications=Applications(**own), **rows)


@dataclass(frozen=True)
class Books:
    """Extra cost against the null alternative (D, members, T+1) and (D, T+1), 1000 kr.

    Volume is left out everywhere but in `volume`, as the net present value of the criterion
    leaves it out.
    """

    members: Ints
    outcome: Outcome
    rate: float

    def _sum(self, names: Sequence[str]) -> Floats:
        parts = self.outcome.components
        first, *others = names
        total = parts[first].copy()
        for name in others:
            total += parts[name]
        return total

    @cached_property
    def _rows(self) -> Floats:
        return self._sum([name for name in self.outcome.components if name != "volum"])

    @property
    def own(self) -> Floats:
        """What each member pays itself, what it has handed to the account deducted."""
        return self._rows[:, :-1]

    @property
    def account(self) -> Floats:
        """What the account pays: to be divided by a key."""
        return self._rows[:, -1]

    @property
    def pooled(self) -> Floats:
        """What each member hands to the account: its costs there, after the levers."""
        return -self.outcome.components["fordeling"][:, :-1]

    @property
    def volume(self) -> Floats:
        """What the owners choose to buy more of, on the account."""
        return self.outcome.components["volum"][:, -1]

    @property
    def residual(self) -> Floats:
        """Value that remains of the account's capital in the last year (D,)."""
        return self.outcome.residual[:, -1]

    def own_of(self, names: Sequence[str]) -> Floats:
        """Some components of what each member pays itself."""
        return self._sum(names)[:, :-1]

    def account_of(self, names: Sequence[str]) -> Floats:
        """Some components of what the account pays."""
        return self._sum(names)[:, -1]

    @cached_property
    def _present(self) -> Floats:
        factors = discount_factors(self.rate, self._rows.shape[-1] - 1)
        return self._rows @ factors - self.outcome.residual * factors[-1]

    @property
    def relief(self) -> Floats:
        """Net present value of each member before it pays into the account (D, members)."""
        return 0.0 - self._present[:, :-1]

    @property
    def bill(self) -> Floats:
        """Present value of what the account has to be paid (D,)."""
        return self._present[:, -1]

    @property
    def handed(self) -> Floats:
        """Present value of what each member hands to the account (D, members)."""
        return self.pooled @ discount_factors(self.rate, self._rows.shape[-1] - 1)
