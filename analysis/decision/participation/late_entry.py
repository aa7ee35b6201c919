"""What one who comes late must pay for the others to be no worse off."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analysis.decision.participation.bitmasks import positions
from analysis.decision.participation.fairness import KRONE
from analysis.decision.participation.groups import fewest
from analysis.decision.participation.yearly_cost import PathFinder, later
from analysis.model import Bools, Floats


@dataclass(frozen=True)
class Joining:
    """One municipality comes some years after the others.

    Present values in 1000 kr over fills (F) and scenarios (S), under the
    analysis' own key. It comes in at full effect, pays for its own transition when it comes, and
    has its part of what remains of the capital in the last year, as its key says. What the common
    start-up cost is larger with one more, all of them pay when it comes.

    Attributes
    ----------
    joiner : int
        Bitmask.
    last_year : int
        The last year the others are without it.
    others_extra : ndarray (F, S)
        What the others lose when it comes: what they must pay more, their part of a larger start
        too, and the part of what remains of the capital that becomes its; negative where they gain.
    entry_price : ndarray (F, S)
        The price in year 0 kroner that leaves the others no worse off, at least 0.
    gain : ndarray (F, S)
        What it gains itself, before the price.
    start_share : ndarray (F, S)
        What it would have paid of the start-up cost had it been in all along.
    """

    joiner: int
    last_year: int
    others_extra: Floats
    entry_price: Floats
    gain: Floats
    start_share: Floats

    @property
    def comes(self) -> Bools:
        """Whether it gains by coming, the price paid (F, S)."""
        return self.gain > self.entry_price + KRONE


def joinings(finders: Sequence[PathFinder], group: int, last_year: int) -> tuple[Joining, ...]:
    """Everyone in a group, as the one who comes late; none where that is after the period.

    Parameters
    ----------
    finders : sequence of PathFinder
        One for each way of filling unknown cells.
    group : int
        Bitmask of those who are in at last.
    last_year : int
        The last year the others are without the one who comes.
    """
    enough = group.bit_count() > fewest(finders[0].alternative)
    if not enough or last_year >= finders[0].side.terms.years:
        return ()
    found = []
    for place in positions(group, group.bit_length()):
        arrays = [_joined(finder, group, int(place), last_year) for finder in finders]
        found.append(
            Joining(
                joiner=1 << int(place),
                last_year=last_year,
                **{name: np.stack([one[name] for one in arrays]) for name in arrays[0]},
            )
        )
    return tuple(found)


def _joined(finder: PathFinder, group: int, joiner: int, last_year: int) -> dict[str, Floats]:
    """The arrays of a `Joining`, for one fill."""
    first, size = group & ~(1 << joiner), finder.side.terms.region.size
    chosen = finder.best_for(first)
    without, together = finder.paths(first, chosen), finder.paths(group, chosen)
    others = (first >> np.arange(size) & 1).astype(bool)
    after = slice(last_year + 1, None)
    running = together.cost - together.one_time
    change = running - (without.cost - without.one_time)
    larger = later(together.once_account - without.once_account, last_year, all_of_it=True)
    start_more = together.share[:, None] * larger[:, None]
    handed_over = (without.kept_value - together.kept_value)[:, others].sum(axis=1)
    paid_more = together.present(change, after) + together.present(start_more)
    extra = paid_more[:, others].sum(axis=1) + handed_over
    own = start_more[:, joiner].copy()
    own[:, after] += (running - together.remaining)[:, joiner, after]
    own += later(together.once[:, joiner], last_year, all_of_it=True)
    own += later(together.remaining[:, joiner], last_year, all_of_it=False)
    start = together.share[joiner] * together.present(together.once_account)
    return {
        "others_extra": extra,
        "entry_price": np.maximum(0.0, extra),
        "gain": together.kept_value[:, joiner] - together.present(own),
        "start_share": start,
    }
