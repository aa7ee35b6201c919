"""Who goes together, and who pays what: every group in every alternative that needs partners.

Only kroner are compared here: net present value against alternative 0, volume left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.categories import SCENARIOS
from analysis.dataset.shared import Alternative
from analysis.decision.evaluation import Evaluation, Money
from analysis.decision.gates import Gate
from analysis.decision.participation.books import Candidate, Terms
from analysis.decision.participation.chances import Chances, Prospect, chances_of, draws_for
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.division import Division, divide
from analysis.decision.participation.groups import (
    Side,
    candidates_for,
    fewest,
    key_shares,
    table_of,
)
from analysis.decision.participation.joining import joinings
from analysis.decision.participation.keys import Key, keys_of
from analysis.decision.participation.masks import EXACT, drawn_groups, groups_of, mask_of, positions
from analysis.decision.participation.paths import PathFinder
from analysis.decision.participation.withdrawal import withdrawals
from analysis.decision.sampling import Sampler
from analysis.decision.unknowns import has_unknown, not_computable
from analysis.model.assumptions import scenario_draws
from analysis.model.region import Bools

NOT_KNOWN = "tallene mangler"
# Without them there is no price to compare with alternative 0.
_CLOSING = (Gate.PARTNERS, Gate.UNKNOWN_COST, Gate.NO_COMPANY)


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

    def group(self, *codes: str) -> int:
        """The group of some municipalities."""
        return sum(1 << self.codes.index(code) for code in codes)


def assess_participation(
    dataset: Dataset, evaluation: Evaluation, *, draws: int | None = None
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
    """
    work = _Work.build(dataset, evaluation)
    closed: dict[str, str] = {}
    prospects: list[Prospect] = []
    for alternative in dataset.shared.alternatives:
        if alternative.id == "0":
            continue
        reason = work.closing(alternative)
        if reason:
            closed[alternative.id] = reason
        else:
            prospects.append(work.prospect(alternative))
    size = len(evaluation.codes)
    most = max((len(one.sides[0].table.groups) for one in prospects), default=1)
    asked = dataset.settings.trekninger if draws is None else draws
    number = draws_for(asked, most, size) if draws is None else draws
    sampler = Sampler.build(dataset, evaluation.scores.weights, 0)
    found = chances_of(prospects, sampler, number) if number else [None] * len(prospects)
    return Participation(
        codes=evaluation.codes,
        scenarios=SCENARIOS,
        keys=work.keys,
        cooperations={
            one.alternative.id: work.cooperation(one, chance)
            for one, chance in zip(prospects, found, strict=True)
        },
        closed=closed,
        draws=number if prospects else 0,
    )


def divide_group(
    dataset: Dataset, evaluation: Evaluation, alternative: str, group: int
) -> Division:
    """Who pays what in any one group of an alternative that is not closed."""
    work = _Work.build(dataset, evaluation)
    chosen = dataset.shared.alternative(alternative)
    prospect = work.prospect(chosen)
    return divide(chosen, prospect.candidates, prospect.sides, group, work.keys, work.seed)


@dataclass(frozen=True)
class _Work:
    """What every alternative needs."""

    dataset: Dataset
    evaluation: Evaluation
    keys: tuple[Key, ...]
    terms: tuple[Terms, ...]
    offers: tuple[Candidate, ...]
    missing: Mapping[str, Bools]
    unknown: Bools
    seed: int

    @classmethod
    def build(cls, dataset: Dataset, evaluation: Evaluation) -> _Work:
        settings, shared = dataset.settings, dataset.shared
        draws = scenario_draws(shared.assumptions, shared.price_index, settings.kroneverdi)
        missing = not_computable(dataset, evaluation.gates)["netto_naaverdi"][:-1].T
        sides: tuple[Money | None, ...] = (evaluation.money, evaluation.money_high)
        return cls(
            dataset=dataset,
            evaluation=evaluation,
            keys=keys_of(settings),
            terms=tuple(
                Terms(money.region, money.forecast, draws, settings.kalkulasjonsrente)
                for money in sides
                if money is not None
            ),
            offers=tuple(
                Candidate(offer.name, company=offer.result.setting.company)
                for offer in evaluation.money.companies
            ),
            missing=dict(zip(evaluation.alternatives, missing, strict=True)),
            unknown=np.array([has_unknown(dataset, code) for code in evaluation.codes]),
            seed=settings.startverdi,
        )

    def _participants(self, alternative: Alternative) -> Bools:
        place = self.evaluation.alternatives.index(alternative.id)
        return np.asarray(self.evaluation.gates.participants[place])

    def _group(self, alternative: Alternative) -> Bools:
        """Those who take part and whose figures can be worked out."""
        return self._participants(alternative) & ~self.missing[alternative.id]

    def closing(self, alternative: Alternative) -> str:
        """Why nothing can be said of an alternative; empty where something can."""
        gate = str(self.evaluation.gates.status.loc["", alternative.id])
        if gate in _CLOSING:
            return gate
        return NOT_KNOWN if self._group(alternative).sum() < fewest(alternative) else ""

    def prospect(self, alternative: Alternative) -> Prospect:
        """Every group of an alternative, at the scenarios."""
        group = mask_of(self._group(alternative))
        groups = groups_of(group)
        if group.bit_count() > EXACT:
            groups = drawn_groups(group, self.seed)
        candidates = candidates_for(alternative, self.terms[0].region, self.offers)
        own = self.dataset.settings.fordeling
        sides = tuple(
            Side(
                terms,
                table_of(terms, alternative, groups, candidates),
                key_shares(terms.region, own, groups),
            )
            for terms in self.terms
        )
        return Prospect(alternative, candidates, _told_apart(sides), group, self.keys)

    def cooperation(self, prospect: Prospect, chances: Chances | None) -> Cooperation:
        """Everything about one alternative."""
        alternative, sides, group = prospect.alternative, prospect.sides, prospect.group
        given = (alternative, prospect.candidates, sides)
        finders = [PathFinder(alternative, prospect.candidates, side) for side in sides]
        leaving = self.dataset.settings.uttreden
        table = sides[0].table
        setting = self.evaluation.money.results[alternative.id].setting
        host = "" if setting.host is None else self.evaluation.codes[setting.host]
        found = Cooperation(
            alternative=alternative.id,
            participants=mask_of(self._participants(alternative)),
            group=group,
            exact=group.bit_count() <= EXACT,
            groups=table.groups,
            runs=tuple(
                prospect.candidates[int(chosen)].name
                if int(each).bit_count() >= fewest(alternative)
                else ""
                for each, chosen in zip(table.groups, table.chosen, strict=True)
            ),
            evaluation_runs=setting.company.name if setting.company else host,
            total=np.stack([side.table.total for side in sides]),
            gain=np.stack([side.gain for side in sides]),
            unknown=self.unknown,
            division=divide(*given, group, prospect.keys, self.seed),
            best_division=None,
            withdrawals=withdrawals(finders, group, leaving),
            joinings=joinings(finders, group, leaving.innmelding),
            chances=chances,
            legal_forms=alternative.rettsformer,
        )
        best = found.best_group(0)
        if best is None or best in (0, group):
            return found
        return replace(found, best_division=divide(*given, best, prospect.keys, self.seed))


def _told_apart(sides: tuple[Side, ...]) -> tuple[Side, ...]:
    """The fills that differ in an alternative: one, where no scenario rests on an unknown cell."""
    first, last = sides[0], sides[-1]
    same = all(
        np.allclose(one, other, rtol=1e-12, atol=1e-9)
        for one, other in (
            (first.table.relief, last.table.relief),
            (first.table.bill, last.table.bill),
            (first.terms.region.inhabitants, last.terms.region.inhabitants),
            (first.terms.region.users, last.terms.region.users),
            (first.terms.region.total_fte, last.terms.region.total_fte),
        )
    )
    return sides[:1] if same else sides
