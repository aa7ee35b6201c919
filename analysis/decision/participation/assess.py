"""Who goes together, and who pays what: every group in every alternative that needs partners.

Only kroner are compared here: net present value against alternative 0, volume left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import SCENARIOS
from analysis.decision.draws import Sampler
from analysis.decision.evaluation import Evaluation
from analysis.decision.keys import Key
from analysis.decision.participation.bitmasks import mask_of, positions
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.division import divide
from analysis.decision.participation.frequencies import Chances, Prospect, chances_of, draws_for
from analysis.decision.participation.group_inputs import Prospects
from analysis.decision.participation.groups import fewest
from analysis.decision.participation.late_entry import joinings
from analysis.decision.participation.outlook import Outlook
from analysis.decision.participation.withdrawal import Withdrawal, withdrawal, withdrawals
from analysis.decision.participation.yearly_cost import PathFinder
from analysis.decision.telling import Tell, nobody

NO_PARTNERS = "kommunene går ikke sammen"


@dataclass(frozen=True)
class Participation:
    """Who goes together in each alternative, and who pays what.

    Attributes
    ----------
    codes : tuple of str
        The municipalities; bit i of a group is ``codes[i]``.
    scenarios : tuple of str
    keys : tuple of Key
        The analysis' own first.
    cooperations : mapping of str to Cooperation
        By alternative, in order.
    closed : mapping of str to str
        Why the others cannot be worked out.
    draws : int
        How many draws the chances rest on.
    """

    codes: tuple[str, ...]
    scenarios: tuple[str, ...]
    keys: tuple[Key, ...]
    cooperations: Mapping[str, Cooperation]
    closed: Mapping[str, str]
    draws: int

    def members(self, group: int) -> tuple[str, ...]:
        """Kommunenummer of those in a group."""
        return tuple(self.codes[i] for i in positions(group, len(self.codes)))

    def outlook(self, alternative: str, scenario: str) -> Outlook:
        """One alternative in one scenario, asked by name."""
        return Outlook(self.cooperations[alternative], self.codes, scenario)


def assess_participation(
    dataset: Dataset, evaluation: Evaluation, *, draws: int | None = None, tell: Tell = nobody
) -> Participation:
    """Work out every group in every alternative, under every key.

    The same data set and number of draws give the same answer.

    Parameters
    ----------
    dataset : Dataset
    evaluation : Evaluation
        Of the same data set.
    draws : int, optional
        Random draws for the chances; if not given ``trekninger`` in ``utredning.toml``, bounded
        by how many groups there are. 0 leaves them out.
    tell : callable
        Is told how many of the groups are worked out.
    """
    work = Prospects.build(dataset, evaluation)
    closed: dict[str, str] = {}
    prospects: list[Prospect] = []
    for alternative in dataset.shared.alternatives:
        if alternative.id == "0":
            continue
        reason = work.closing(alternative)
        if reason:
            closed[alternative.id] = reason
        else:
            prospects.append(work.of(alternative))
    size = len(evaluation.codes)
    most = max((len(one.sides[0].table.groups) for one in prospects), default=1)
    asked = dataset.settings.trekninger if draws is None else draws
    number = draws_for(asked, most, size) if draws is None else draws
    sampler = Sampler.build(dataset, evaluation.scores.weights, 0)
    found = chances_of(prospects, sampler, number, tell) if number else [None] * len(prospects)
    return Participation(
        codes=evaluation.codes,
        scenarios=SCENARIOS,
        keys=work.keys,
        cooperations={
            one.alternative.id: _cooperation(work, one, chance)
            for one, chance in zip(prospects, found, strict=True)
        },
        closed=closed,
        draws=number if prospects else 0,
    )


def withdrawal_of(
    dataset: Dataset, evaluation: Evaluation, alternative: str, codes: Sequence[str]
) -> Withdrawal:
    """What it means that any of the municipalities leave an alternative together.

    Parameters
    ----------
    dataset : Dataset
    evaluation : Evaluation
        Of the same data set.
    alternative : str
    codes : sequence of str
        Kommunenummer of those who leave; the order does not matter.

    Raises
    ------
    ValueError
        If the alternative is closed, one who leaves is not in it, or none or all would leave.
    """
    if unknown := sorted(set(codes) - set(evaluation.codes)):
        raise ValueError(f"{', '.join(unknown)} er ikke med i utredningen")
    leavers = sum(1 << evaluation.codes.index(code) for code in set(codes))
    work, chosen = _opened(dataset, evaluation, alternative, leavers)
    group = work.group(chosen)
    if leavers in (0, group):
        raise ValueError("Oppgi noen av kommunene som er med, men ikke alle")
    prospect = work.of(chosen, np.array([0, group & ~leavers, group]))
    finders = [PathFinder(chosen, prospect.candidates, side) for side in prospect.sides]
    return withdrawal(finders, group, leavers, dataset.settings.uttreden)


def _opened(
    dataset: Dataset, evaluation: Evaluation, alternative: str, group: int
) -> tuple[Prospects, Alternative]:
    """An alternative that can be worked out, and takes in everybody in a group."""
    work, chosen = Prospects.build(dataset, evaluation), dataset.shared.alternative(alternative)
    if reason := NO_PARTNERS if alternative == "0" else work.closing(chosen):
        raise ValueError(f"Alternativ {alternative} kan ikke regnes ut for en gruppe: {reason}")
    if outside := group & ~work.group(chosen):
        names = ", ".join(evaluation.codes[i] for i in positions(outside, len(evaluation.codes)))
        raise ValueError(f"{names} er ikke med i alternativ {alternative}")
    return work, chosen


def _cooperation(work: Prospects, prospect: Prospect, chances: Chances | None) -> Cooperation:
    """Everything about one alternative."""
    alternative, sides, group = prospect.alternative, prospect.sides, prospect.group
    given = (alternative, prospect.candidates, sides)
    finders = [PathFinder(alternative, prospect.candidates, side) for side in sides]
    leaving = work.dataset.settings.uttreden
    table = sides[0].table
    return Cooperation(
        alternative=alternative.id,
        participants=mask_of(work.participants(alternative)),
        group=group,
        exact=len(table.groups) == 1 << group.bit_count(),
        groups=table.groups,
        runs=tuple(
            prospect.candidates[int(chosen)].name
            if int(each).bit_count() >= fewest(alternative)
            else ""
            for each, chosen in zip(table.groups, table.chosen, strict=True)
        ),
        evaluation_runs=work.chosen_by_evaluation(alternative),
        total=np.stack([side.table.total for side in sides]),
        gain=np.stack([side.gain for side in sides]),
        division=divide(*given, group, prospect.keys, work.seed),
        withdrawals=withdrawals(finders, group, leaving),
        joinings=joinings(finders, group, leaving.innmelding),
        chances=chances,
    )
