"""What an alternative comes to: costs by component and year, before and after the key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.model import levers
from analysis.model.conversion import Conversion
from analysis.model.region import Bools, Floats, Ints
from analysis.model.scope import Matches

COMPONENTS = (
    "innkjøp",
    "drift",
    "utstyr",
    "ressurser",
    "stillinger",
    "vakt",
    "organisasjon",
    "felleskostnader",
    "tjenestepris",
    "bestillerfunksjon",
    "volum",
    "styring",
    "etablering",
    "omstilling",
    "gjenværende",
    "lønnsfordeling",
    "fordeling",
)
# What pays for more or better than today: the rest is the cost of today's service.
BETTER_OFFER = ("stillinger", "vakt", "volum")
# Paid once, however many years it is spread over; never an effect that goes on.
ONE_TIME = ("etablering", "omstilling", "gjenværende")
LØNN = "lønn"
# What all components are called when they are added into one.
_ALL = "i alt"


@dataclass(frozen=True)
class Company:
    """An existing company's offer: price (kr per user per year), entry price (1000 kr), staff."""

    name: str
    price: float
    entry: float
    persons: tuple[float, ...]


@dataclass(frozen=True)
class Setting:
    """Who takes part, on what terms.

    Attributes
    ----------
    participants : ndarray of bool (M,)
    shares, wage_shares : ndarray (M,)
        Shares of the common account and of pooled salaries, 0 for those who stand outside, each
        summing to 1.
    direct : tuple of str
        Cost groups outside the account: each pays for what it uses.
    host : int or None
        Position of the host municipality (alternatives with a host), counted within its group.
    company : Company or None
        The company (alternatives that buy from one).
    form : str
        The legal form, where forms have costs of their own.
    groups : int
        How many cooperations stand side by side: groups (G) of as many each, one after the other,
        that have nothing to do with each other.
    """

    participants: Bools
    shares: Floats
    wage_shares: Floats
    direct: tuple[str, ...] = ()
    host: int | None = None
    company: Company | None = None
    form: str = ""
    groups: int = 1

    @property
    def movers(self) -> Bools:
        """Participants who move (M,): all but the host."""
        if self.host is None:
            return self.participants
        return self.participants & (np.arange(len(self.participants)) != self.hosts)

    @property
    def hosts(self) -> Ints:
        """Position of the host of each municipality's group (M,)."""
        assert self.host is not None
        size = len(self.participants) // self.groups
        return np.arange(len(self.participants)) // size * size + self.host

    def together(self, values: Floats) -> Floats:
        """Sums over each group, (…, M, T) to (…, G, T)."""
        *draws, rows, years = values.shape
        return values.reshape(*draws, self.groups, rows // self.groups, years).sum(axis=-2)

    def each(self, values: Floats) -> Floats:
        """What its group has, for each municipality: (…, G, T) to (…, M, T), or 1 for all."""
        if self.groups == 1:
            return values
        return np.repeat(values, len(self.participants) // self.groups, axis=-2)


@dataclass(frozen=True)
class Accounts:
    """Extra cost against the null alternative by whose it is, 1000 kr: what is left out is 0.

    The key enters linearly, so it is applied last: each municipality pays what is its own, less
    what it hands to the common account, plus its share of the account.

    Attributes
    ----------
    own : mapping of str to ndarray (D, M, T+1)
        What each pays itself, by component.
    common : mapping of str to ndarray (D, G, T+1)
        Costs without an owner, by component.
    pooled : mapping of str to ndarray (D, M, T+1)
        What each municipality has of every cost group the cooperation runs for all.
    overhead : ndarray (D, G, T+1)
        The host's overhead on pooled salaries, divided as they are.
    setting : Setting
    margin : ndarray (D, M, T+1)
        The part of ``tjenestepris`` that is a company's margin.
    """

    own: Mapping[str, Floats]
    common: Mapping[str, Floats]
    pooled: Mapping[str, Floats]
    overhead: Floats
    setting: Setting
    margin: Floats

    @property
    def handed(self) -> Floats:
        """What each hands to the account (D, M, T+1): what is pooled and not billed directly."""
        apart = (*self.setting.direct, LØNN)
        parts = (cost for group, cost in self.pooled.items() if group not in apart)
        return _added(parts, self.margin)

    @property
    def salaries(self) -> Floats:
        """Pooled salaries, by whose they were (D, M, T+1)."""
        return self.pooled[LØNN] if LØNN in self.pooled else np.zeros_like(self.margin)

    def own_cost(self, names: tuple[str, ...] | None = None) -> Floats:
        """All, or some, components of what each pays itself (D, M, T+1)."""
        parts = (cost for name, cost in self.own.items() if names is None or name in names)
        return _added(parts, self.margin)

    def common_cost(self, names: tuple[str, ...] | None = None) -> Floats:
        """All, or some, components of the costs without an owner (D, G, T+1)."""
        parts = (cost for name, cost in self.common.items() if names is None or name in names)
        return _added(parts, self.margin[:, : self.setting.groups])

    @property
    def budget_effect(self) -> Floats:
        """What is paid more than in the null alternative (D, M, T+1)."""
        return self.before_account + self._shared(self.account)

    @property
    def before_account(self) -> Floats:
        """What each pays before its share of the account (D, M, T+1): its own, less what it hands.

        Pooled salaries are divided here, since their key is the same under every other key.
        """
        paid = self.own_cost()
        if self.overhead.any():
            paid = paid + self._shared_as_wages(self.overhead)
        if LØNN in self.pooled:
            paid = paid + self._redistributed(self.salaries, self.setting.wage_shares)
        return paid - self.handed if self.pooled else paid

    @property
    def account(self) -> Floats:
        """What the account pays, to be divided by the key (D, G, T+1)."""
        if not self.pooled:
            return self.common_cost()
        return self.setting.together(self.handed) + self.common_cost()

    def _shared(self, account: Floats) -> Floats:
        """What each pays of what is divided by the key (D, M, T+1)."""
        return self.setting.shares[:, None] * self.setting.each(account)

    def _shared_as_wages(self, account: Floats) -> Floats:
        """What each pays of what is divided as salaries are (D, M, T+1)."""
        return self.setting.wage_shares[:, None] * self.setting.each(account)

    def _redistributed(self, pooled: Floats, shares: Floats) -> Floats:
        together = self.setting.each(self.setting.together(pooled))
        return levers.redistribution(pooled, together, shares)

    def summed(self, factors: Floats) -> Accounts:
        """The same with the years (T+1,) weighed and added to one, as for a present value."""

        def over(parts: Mapping[str, Floats]) -> dict[str, Floats]:
            return {name: (cost @ factors)[..., None] for name, cost in parts.items()}

        return Accounts(
            own=over(self.own),
            common=over(self.common),
            pooled=over(self.pooled),
            overhead=(self.overhead @ factors)[..., None],
            setting=self.setting,
            margin=(self.margin @ factors)[..., None],
        )


@dataclass(frozen=True)
class Outcome(Accounts):
    """The accounts year by year, with what they come of.

    Attributes
    ----------
    residual : ndarray (D, G)
        What remains of the account's capital in the last year.
    matches : Matches
    conversion : Conversion
        What is moved when.
    """

    residual: Floats
    matches: Matches
    conversion: Conversion = field(repr=False)

    @property
    def moved(self) -> Floats:
        """Applications moved over the whole period (D, M)."""
        return self.conversion.applications.sum(axis=-1)

    @property
    def components(self) -> dict[str, Floats]:
        """What each municipality pays, by component (D, M, T+1), under the setting's key."""
        found = {name: self._paid((name,)) for name in COMPONENTS}
        wages = self.setting.wage_shares
        found["organisasjon"] = found["organisasjon"] + self._shared_as_wages(self.overhead)
        found["lønnsfordeling"] = self._redistributed(self.salaries, wages)
        found["fordeling"] = self._redistributed(self.handed, self.setting.shares)
        return found

    def added(self) -> Outcome:
        """The same without telling the components apart."""
        return replace(self, own={_ALL: self.own_cost()}, common={_ALL: self.common_cost()})

    def extra_cost(self, *, better: bool = True) -> Floats:
        """Extra cost for a net present value, residual value deducted in the last year.

        Parameters
        ----------
        better : bool
            Whether to count what pays for a better offer than today's.
        """
        cost = self.budget_effect.copy()
        if not better:
            cost -= self._paid(BETTER_OFFER)
        cost[..., -1] -= self._shared(self.residual[..., None])[..., 0]
        return cost

    def one_time(self) -> Floats:
        """One-time outlays a year (D, M, T+1)."""
        return self._paid(ONE_TIME)

    def _paid(self, names: tuple[str, ...]) -> Floats:
        return self.own_cost(names) + self._shared(self.common_cost(names))


def _added(parts: Iterable[Floats], like: Floats) -> Floats:
    """The sum of costs, zeros of the same shape where there are none."""
    found = list(parts)
    return sum(found[1:], start=found[0]) if found else np.zeros_like(like)
