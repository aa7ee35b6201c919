"""What is run in each region, and what it comes to before any key divides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from analysis.decision.keys import Key
from analysis.model import Accounts, Bools, Floats, Region, Setting

# Keys whose money is kept ready.
KEYS_KEPT = 6
# The computed criteria without a price.
STEADY = ("saarbarhet", "systemharmonisering")


@dataclass(frozen=True)
class Side:
    """One way of filling unknown cells: the region, and the setting of each case.

    ``keyed`` has the settings of the chosen cases under each other key.
    """

    region: Region
    settings: tuple[Setting, ...]
    keyed: tuple[tuple[Setting, ...], ...]


@dataclass(frozen=True)
class Sides:
    """How the settings of a region are made: the shares follow its numbers, host and company stay.

    ``chosen`` is how many of the cases are tried under the other keys.
    """

    own: Key
    keys: tuple[Key, ...]
    cases: tuple[Setting, ...]
    chosen: int

    def of(self, region: Region) -> Side:
        """The settings of every case in one region."""
        return Side(
            region,
            tuple(_keyed(self.own, region, case) for case in self.cases),
            tuple(
                tuple(_keyed(key, region, case) for case in self.cases[: self.chosen])
                for key in self.keys
            ),
        )


def _keyed(key: Key, region: Region, case: Setting) -> Setting:
    return key.setting(
        region, case.participants, host=case.host, company=case.company, form=case.form
    )


def usable(key: Key, region: Region, cases: Sequence[Setting]) -> bool:
    """Whether a key can be used for all who take part; a cap may leave what nobody can pay."""
    try:
        for case in cases:
            _keyed(key, region, case)
    except ValueError:
        return False
    return True


@dataclass(frozen=True)
class Books:
    """Present value and one-time outlay of one outcome, to be divided by any key.

    Attributes
    ----------
    present : Accounts
        The years summed, discounted.
    once : ndarray (D, M)
        What each pays once itself.
    once_common : ndarray (D, 1)
        What is paid once without an owner.
    residual : ndarray (D, 1)
        Present value of what remains of the capital.
    tax : float
    """

    present: Accounts
    once: Floats
    once_common: Floats
    residual: Floats
    tax: float
    _known: dict[tuple[tuple[str, ...], bytes], tuple[Floats, Floats]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def priced(self, setting: Setting) -> Floats:
        """NPV and one-time cost (2, D, R), 1000 kr: each municipality's own, then the joint."""
        before, account = self._apart(setting)
        money = np.empty((2, len(before), before.shape[1] + 1))
        own, joint = money[..., :-1], money[..., -1]
        own[0] = setting.shares * (self.residual - account) - before
        own[1] = self.once + setting.shares * self.once_common
        joint[:] = own.sum(axis=-1)
        joint[0] *= 1.0 + self.tax
        joint[0] += self.present.margin[..., 0].sum(axis=1)
        return money

    def _apart(self, setting: Setting) -> tuple[Floats, Floats]:
        """What each pays before the account (D, M), and the account (D, 1).

        Worked out once for every key of salaries and what is billed directly.
        """
        terms = setting.direct, setting.wage_shares.tobytes()
        if terms not in self._known:
            present = replace(self.present, setting=setting)
            self._known[terms] = present.before_account[..., 0], present.account[..., 0]
        return self._known[terms]


@dataclass(frozen=True)
class Reckoned:
    """One side over draws (D), before any key divides it and before anything is judged.

    Attributes
    ----------
    books : tuple of Books
        Of each case.
    others : bool
        Whether the other hosts and companies are there, and the other keys are tried.
    divided : ndarray of bool (cases,)
        Whether there is anything common for a key to divide.
    steady : ndarray (2, D, R, cases)
        Values of `STEADY`, which no key touches.
    budget : ndarray (D, R, cases, T+1)
        Budget effect a year under the side's own key; without years where it is not asked for.
    """

    books: tuple[Books, ...]
    others: bool
    divided: Bools
    steady: Floats
    budget: Floats
    _under: dict[bytes, Floats] = field(default_factory=dict, init=False, repr=False, compare=False)

    def under(self, settings: Sequence[Setting], heads: Floats) -> Floats:
        """NPV and one-time cost (2, cases, D, R) per head (R,) under a key, of so many cases."""
        books = self.books[: len(settings)]
        money = np.empty((2, len(books), *self.steady.shape[1:3]))
        for case, (own, key) in enumerate(zip(books, settings, strict=False)):
            money[:, case] = own.priced(key)
        money /= heads
        return money

    def kept_under(self, settings: Sequence[Setting]) -> Floats | None:
        """What was kept under a key; the last few are."""
        return self._under.get(b"".join(map(_terms, settings)))

    def keep_under(self, settings: Sequence[Setting], money: Floats) -> Floats:
        """Keep what a key gives, and return it."""
        if len(self._under) >= KEYS_KEPT:
            del self._under[next(iter(self._under))]
        self._under[b"".join(map(_terms, settings))] = money
        return money

    @classmethod
    def joined(cls, parts: Sequence[Reckoned]) -> Reckoned:
        """Draws reckoned part by part, as if at once."""
        return Reckoned(
            books=tuple(map(_joined_books, zip(*(part.books for part in parts), strict=True))),
            others=parts[0].others,
            divided=parts[0].divided,
            steady=np.concatenate([part.steady for part in parts], axis=1),
            budget=np.concatenate([part.budget for part in parts]),
        )

    @property
    def size(self) -> int:
        """Bytes held."""
        held = [self.steady, self.budget]
        for own in self.books:
            accounts = own.present
            held += [*accounts.own.values(), *accounts.common.values(), *accounts.pooled.values()]
            held += [accounts.overhead, accounts.margin, own.once, own.once_common, own.residual]
        return sum(each.nbytes for each in held)


def _terms(setting: Setting) -> bytes:
    """All that a key decides."""
    shares = setting.shares.tobytes() + setting.wage_shares.tobytes()
    return shares + repr((setting.direct, setting.host)).encode()


def _joined_books(parts: tuple[Books, ...]) -> Books:
    def over(name: str) -> dict[str, Floats]:
        tables = [getattr(part.present, name) for part in parts]
        return {key: np.concatenate([table[key] for table in tables]) for key in tables[0]}

    first = parts[0]
    return Books(
        present=Accounts(
            own=over("own"),
            common=over("common"),
            pooled=over("pooled"),
            overhead=np.concatenate([part.present.overhead for part in parts]),
            setting=first.present.setting,
            margin=np.concatenate([part.present.margin for part in parts]),
        ),
        once=np.concatenate([part.once for part in parts]),
        once_common=np.concatenate([part.once_common for part in parts]),
        residual=np.concatenate([part.residual for part in parts]),
        tax=first.tax,
    )
