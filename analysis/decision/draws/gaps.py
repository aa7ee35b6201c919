"""Unknown cells in the draws: whose they are, and the region with some of them filled high."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from analysis.model import Bools, Floats, Region

# Groups of unknown cells that are drawn each for themselves: the model is run once more for each,
# and so fewer with many municipalities.
MOST_GROUPS, FEWEST_GROUPS = 5, 2
GROUPS_TIMES_SIZE = 60
_SIZES = ("inhabitants", "users", "total_fte", "budget", "staff_fte", "staff_persons")
_APPLICATIONS = ("cost", "users")


@dataclass(frozen=True)
class Gap:
    """What one municipality, or several together, have not given.

    Attributes
    ----------
    codes : tuple of str
        Kommunenummer.
    side : int or None
        Position among the ways of filling unknown cells; None where nothing bounds them.
    unbounded : ndarray of bool (missing values,)
        Which of the values that nothing bounds are due to them.
    """

    codes: tuple[str, ...]
    side: int | None
    unbounded: Bools


def grouped(unknown: Bools, people: Floats) -> list[Bools]:
    """Split who has unknown cells (M,) into groups: the largest alone, the rest together."""
    order = [m for m in np.argsort(-people, kind="stable") if unknown[m]]
    most = min(MOST_GROUPS, max(FEWEST_GROUPS, GROUPS_TIMES_SIZE // len(people)))
    alone = order if len(order) <= most else order[: most - 1]
    groups = [np.arange(len(unknown)) == m for m in sorted(alone)]
    rest = [m for m in order if m not in alone]
    return [*groups, np.isin(np.arange(len(unknown)), rest)] if rest else groups


def differing(low: Region, high: Region) -> Bools:
    """Which municipalities (M,) have another number in one region than in the other."""
    found = np.zeros(low.size, dtype=bool)
    for name in _SIZES:
        own = _unlike(getattr(low, name), getattr(high, name))
        found |= own.reshape(low.size, -1).any(axis=1)
    for name in _APPLICATIONS:
        own = _unlike(getattr(low.applications, name), getattr(high.applications, name))
        found[low.applications.municipality[own]] = True
    return found


def mixed(low: Region, high: Region, inside: Bools) -> Region:
    """The low region, with the numbers of these municipalities (M,) from the high one."""

    def chosen(one: Floats, other: Floats, theirs: Bools) -> Floats:
        return np.where(theirs.reshape(-1, *(1,) * (one.ndim - 1)), other, one)

    apps, filled = low.applications, high.applications
    theirs = inside[apps.municipality]
    return replace(
        low,
        inhabitants=chosen(low.inhabitants, high.inhabitants, inside),
        users=chosen(low.users, high.users, inside),
        total_fte=chosen(low.total_fte, high.total_fte, inside),
        budget=chosen(low.budget, high.budget, inside),
        staff_fte=chosen(low.staff_fte, high.staff_fte, inside),
        staff_persons=chosen(low.staff_persons, high.staff_persons, inside),
        applications=replace(
            apps,
            cost=chosen(apps.cost, filled.cost, theirs),
            users=chosen(apps.users, filled.users, theirs),
        ),
    )


def _unlike(one: Floats, other: Floats) -> Bools:
    return ~((one == other) | (np.isnan(one) & np.isnan(other)))
