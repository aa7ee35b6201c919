"""What the reports read of one alternative: its groups, who pays what, and who may leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.decision.participation.bitmasks import best_of
from analysis.decision.participation.division import Division
from analysis.decision.participation.fairness import KRONE
from analysis.decision.participation.frequencies import Chances
from analysis.decision.participation.late_entry import Joining
from analysis.decision.participation.withdrawal import Withdrawal
from analysis.model import Bools, Floats, Ints


@dataclass(frozen=True)
class Cooperation:
    """Who could go together in one alternative, and what it means for each.

    Net present values against alternative 0 in 1000 kr over fills (F: unknown cells at their low
    and, where there are any, at their high end), scenarios (S), groups (G) and municipalities
    (M). Group 0 is that nobody goes together. What a municipality gains itself is under the
    analysis' own key.

    Attributes
    ----------
    alternative : str
    participants : int
        Those whose mandate lets them take part, as a bitmask.
    group : int
        Those of them whose figures can be worked out; the others are in none of the groups.
    exact : bool
        Whether every group is worked out; else some are drawn.
    groups : ndarray of int (G,)
        Bitmasks, rising.
    runs : tuple of str (G)
        The host's kommunenummer, the company or, where forms have costs of their own, the legal
        form that gives each group most; else empty.
    evaluation_runs : str
        Whom the evaluation chose for the whole group. It compares social net present value,
        where a company's margin is a transfer.
    total : ndarray (F, S, G)
        What each group gains in all, whatever the key; negative where it loses.
    gain : ndarray (F, S, G, M)
        What each member gains; 0 for those outside.
    division : Division
        Who pays what in the whole group.
    withdrawals : tuple of Withdrawal
    joinings : tuple of Joining
    chances : Chances or None
    """

    alternative: str
    participants: int
    group: int
    exact: bool
    groups: Ints
    runs: tuple[str, ...]
    evaluation_runs: str
    total: Floats
    gain: Floats
    division: Division
    withdrawals: tuple[Withdrawal, ...]
    joinings: tuple[Joining, ...]
    chances: Chances | None

    def place(self, group: int) -> int:
        """Position of a group.

        Raises
        ------
        KeyError
            If the group is not among those worked out.
        """
        place = int(np.searchsorted(self.groups, group))
        if place == len(self.groups) or self.groups[place] != group:
            raise KeyError(group)
        return place

    @property
    def missing(self) -> int:
        """Those who may take part but are in no group, as their figures cannot be worked out."""
        return self.participants & ~self.group

    @property
    def worth(self) -> Floats:
        """max(0, total): a group that would lose stays apart (F, S, G)."""
        return np.maximum(0.0, self.total)

    @property
    def runs_whole(self) -> str:
        """Host or company of the whole group."""
        return self.runs[self.place(self.group)]

    @property
    def differs(self) -> bool:
        """Whether the evaluation chose another host or company for the whole group."""
        return self.group == self.participants and self.runs_whole != self.evaluation_runs

    @property
    def agreed(self) -> Bools:
        """Whether no member of a group loses by it (F, S, G)."""
        return np.asarray((self.gain >= -KRONE).all(axis=-1))

    def best_group(
        self, scenario: int, m: int | None = None, *, agreed: bool = False
    ) -> int | None:
        """The group that gains most in all or gives one municipality most, as where all agree.

        It is 0 where all are better off apart, and None where unknown cells decide.
        """
        values = self.total[:, scenario] if m is None else self.gain[:, scenario, :, m]
        if agreed:
            values = np.where(self.agreed[:, scenario], values, -np.inf)
        found = {int(self.groups[place]) for place in best_of(values, self.groups)}
        return found.pop() if len(found) == 1 else None

    @property
    def brings(self) -> Floats:
        """What each (last axis) brings each of the others in the whole group (F, S, M, M).

        The change in the others' own gain if it is left out; what a municipality brings itself is
        all it gains.
        """
        size = self.gain.shape[-1]
        whole = self.gain[:, :, self.place(self.group)]
        found = np.zeros((*whole.shape, size))
        for m in range(size):
            without = self.gain[:, :, self.place(self.group & ~(1 << m))]
            found[..., m] = whole - without
        return found

    def interval(self, values: Floats) -> Floats:
        """Low and high end over fills: (F, …) to (…, 2)."""
        return np.stack([values.min(axis=0), values.max(axis=0)], axis=-1)
