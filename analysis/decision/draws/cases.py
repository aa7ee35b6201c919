"""What is run in each region, and what it comes to before any key divides it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.decision.keys import Key
from analysis.model import Floats, Outcome, Region, Setting


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
    present : Outcome
        The years summed, discounted.
    once : ndarray (D, M)
        What each pays once itself.
    once_common : ndarray (D, 1)
        What is paid once without an owner.
    residual : ndarray (D, 1)
        Present value of what remains of the capital.
    tax : float
    """

    present: Outcome
    once: Floats
    once_common: Floats
    residual: Floats
    tax: float

    def priced(self, setting: Setting) -> Floats:
        """NPV and one-time cost (D, R, 2), 1000 kr: each municipality's own, then the joint."""
        paid = replace(self.present, setting=setting).budget_effect[..., 0]
        money = np.empty((len(paid), paid.shape[1] + 1, 2))
        own, joint = money[:, :-1], money[:, -1]
        own[..., 0] = setting.shares * self.residual - paid
        own[..., 1] = self.once + setting.shares * self.once_common
        joint[:] = own.sum(axis=1)
        joint[:, 0] *= 1.0 + self.tax
        joint[:, 0] += self.present.margin[..., 0].sum(axis=1)
        return money
