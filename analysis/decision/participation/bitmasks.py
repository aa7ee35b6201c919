"""Groups of municipalities as bitmasks: bit i is municipality i."""

from __future__ import annotations

import numpy as np

from analysis.decision.games import members, sampled_shapley, subset_sums
from analysis.model import Bools, Floats, Ints

# Up to this many municipalities every group is worked out; beyond it some are drawn. Each one
# more doubles the number of groups, and with a host to choose it takes more than twice the time.
EXACT = 12
# Orders of joining asked for beyond that, made up to the fewest that also tell the error.
ORDERS = 100


def groups_of(everyone: int) -> Ints:
    """All groups of those in a bitmask, the empty one first, rising."""
    bits = [1 << i for i in range(everyone.bit_length()) if everyone >> i & 1]
    return np.sort(subset_sums(np.array(bits, dtype=float)).astype(np.int64))


def drawn_groups(everyone: int, seed: int) -> Ints:
    """The groups worked out where there are too many, rising.

    Nobody, each alone, each pair, all, all but one or two, and every group on the way in the
    orders of joining that the Shapley value is estimated from.
    """
    own = 1 << positions(everyone, everyone.bit_length())
    asked: list[Ints] = []

    def ask(rows: Bools) -> Floats:
        asked.append(rows @ own)
        return np.zeros(len(rows))

    sampled_shapley(ask, len(own), ORDERS, seed)
    pairs = (own[:, None] | own).ravel()
    few = np.concatenate([[0], own, pairs])
    return np.unique(np.concatenate([few, everyone - few, *asked]))


def best_of(values: Floats, groups: Ints) -> Ints:
    """Place of the highest value over the last axis (…, G), in whole kroner.

    Of groups that are level the smallest is best, and of those the first.
    """
    kroner = values.round(3)
    order = np.bitwise_count(groups).astype(np.int64) * len(groups) + np.arange(len(groups))
    level = kroner == kroner.max(axis=-1, keepdims=True)
    return np.where(level, order, order.max() + 1).argmin(axis=-1)


def mask_of(inside: Bools) -> int:
    """The bitmask of a boolean row."""
    return sum(1 << int(i) for i in np.flatnonzero(inside))


def positions(group: int, size: int) -> Ints:
    """Who is in a group, as positions among ``size`` municipalities."""
    return np.flatnonzero(members(np.array(group), size))
