"""What is run in each region, and what it comes to before any key divides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.decision.keys import Key, Keyed
from analysis.model import Accounts, Bools, Floats, Region, Setting

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

    def of(self, region: Region, keyed: tuple[tuple[Setting, ...], ...] | None = None) -> Side:
        """The settings of every case in one region; those under the other keys may be known."""
        if keyed is None:
            keyed = tuple(
                tuple(map(Keyed(key, region).setting, self.cases[: self.chosen]))
                for key in self.keys
            )
        return Side(region, tuple(map(Keyed(self.own, region).setting, self.cases)), keyed)


def usable(key: Key, region: Region, cases: Sequence[Setting]) -> bool:
    """Whether a key can be used for all who take part; a cap may leave what nobody can pay."""
    keyed = Keyed(key, region)
    try:
        for case in cases:
            keyed.setting(case)
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

    def apart(self, setting: Setting) -> tuple[Floats, Floats]:
        """NPV and one-time cost before the account (2, R, D), and of the account (2, D), 1000 kr.

        Each municipality's own, then the joint.
        """
        present = replace(self.present, setting=setting)
        money = np.empty((2, self.once.shape[1] + 1, len(self.once)))
        money[0, :-1], money[1, :-1] = -present.before_account[..., 0].T, self.once.T
        money[:, -1] = money[:, :-1].sum(axis=1)
        money[0, -1] *= 1.0 + self.tax
        money[0, -1] += present.margin[..., 0].sum(axis=1)
        account = self.residual - present.account[..., 0], self.once_common
        return money, np.array(account)[..., 0]


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
    heads : ndarray (R,)
        Thousand inhabitants.
    """

    books: tuple[Books, ...]
    others: bool
    divided: Bools
    steady: Floats
    budget: Floats
    heads: Floats

    def apart(self, case: int, setting: Setting) -> tuple[Floats, Floats]:
        """As `Books.apart` of a case, per inhabitant; the account in 1000 kr."""
        money, account = self.books[case].apart(setting)
        return money / self.heads[:, None], account

    def reach(self, setting: Setting) -> Floats:
        """What a krone of the account is per inhabitant (2, R): as NPV, and as one-time cost."""
        shares = np.append(setting.shares, setting.shares.sum()) / self.heads
        reach = np.array([shares, shares])
        reach[0, -1] *= 1.0 + self.books[0].tax
        return reach

    @classmethod
    def joined(cls, parts: Sequence[Reckoned]) -> Reckoned:
        """Draws reckoned part by part, as if at once."""
        return Reckoned(
            books=tuple(map(_joined_books, zip(*(part.books for part in parts), strict=True))),
            others=parts[0].others,
            divided=parts[0].divided,
            steady=np.concatenate([part.steady for part in parts], axis=1),
            budget=np.concatenate([part.budget for part in parts]),
            heads=parts[0].heads,
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
