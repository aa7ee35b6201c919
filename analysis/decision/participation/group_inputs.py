"""What every alternative's groups are worked out from: who may take part, and who may run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative
from analysis.decision.evaluation import Evaluation
from analysis.decision.gates import Gate
from analysis.decision.keys import Key, keys_of
from analysis.decision.participation.accounts import Candidate, Terms
from analysis.decision.participation.bitmasks import EXACT, drawn_groups, groups_of, mask_of
from analysis.decision.participation.frequencies import Prospect
from analysis.decision.participation.groups import (
    Side,
    candidates_for,
    fewest,
    key_shares,
    table_of,
)
from analysis.decision.results import Money
from analysis.decision.unknowns import not_computable
from analysis.model import Bools, Ints, scenario_draws

NOT_KNOWN = "tallene mangler"
# Without them there is no price to compare with alternative 0.
_CLOSING = (Gate.PARTNERS, Gate.UNKNOWN_COST, Gate.NO_COMPANY)


@dataclass(frozen=True)
class Prospects:
    """What every alternative needs.

    Attributes
    ----------
    keys : tuple of Key
        The analysis' own first.
    terms : tuple of Terms
        Each way of filling unknown cells, at the scenarios.
    offers : tuple of Candidate
        Companies with known prices.
    missing : mapping of str to ndarray of bool (M,)
        Whose figures cannot be worked out in each alternative.
    """

    dataset: Dataset
    evaluation: Evaluation
    keys: tuple[Key, ...]
    terms: tuple[Terms, ...]
    offers: tuple[Candidate, ...]
    missing: Mapping[str, Bools]
    seed: int

    @classmethod
    def build(cls, dataset: Dataset, evaluation: Evaluation) -> Prospects:
        """Read a data set and its evaluation."""
        settings, shared = dataset.settings, dataset.shared
        draws = scenario_draws(shared.assumptions, shared.price_index, settings.kroneverdi)
        keys = keys_of(settings)
        missing = not_computable(dataset, evaluation.gates)["netto_naaverdi"][:-1].T
        sides: tuple[Money | None, ...] = (evaluation.money, evaluation.money_high)
        return cls(
            dataset=dataset,
            evaluation=evaluation,
            keys=keys,
            terms=tuple(
                Terms(money.region, money.forecast, draws, settings.kalkulasjonsrente, keys[0])
                for money in sides
                if money is not None
            ),
            offers=tuple(
                Candidate(offer.name, company=offer.result.setting.company)
                for offer in evaluation.money.companies
            ),
            missing=dict(zip(evaluation.alternatives, missing, strict=True)),
            seed=settings.startverdi,
        )

    def participants(self, alternative: Alternative) -> Bools:
        """Whose mandate lets them take part (M,)."""
        place = self.evaluation.alternatives.index(alternative.id)
        return np.asarray(self.evaluation.gates.participants[place])

    def group(self, alternative: Alternative) -> int:
        """Those who take part and whose figures can be worked out, as a bitmask."""
        return mask_of(self.participants(alternative) & ~self.missing[alternative.id])

    def closing(self, alternative: Alternative) -> str:
        """Why nothing can be said of an alternative; empty where something can."""
        gate = str(self.evaluation.gates.status.loc["", alternative.id])
        if gate in _CLOSING:
            return gate
        return NOT_KNOWN if self.group(alternative).bit_count() < fewest(alternative) else ""

    def chosen_by_evaluation(self, alternative: Alternative) -> str:
        """Who runs the whole group in the evaluation: host, company or legal form, else empty."""
        setting = self.evaluation.money.results[alternative.id].setting
        if setting.host is not None:
            return self.evaluation.codes[setting.host]
        if setting.company is not None:
            return setting.company.name
        return self.dataset.shared.legal_forms[setting.form].navn if setting.form else ""

    def groups_in(self, group: int) -> Ints:
        """Every group inside one, or drawn ones where there are too many."""
        return groups_of(group) if group.bit_count() <= EXACT else drawn_groups(group, self.seed)

    def of(self, alternative: Alternative, groups: Ints | None = None) -> Prospect:
        """An alternative's groups at the scenarios: all of them, or those asked for, rising."""
        group = self.group(alternative)
        groups = self.groups_in(group) if groups is None else groups
        forms = tuple(
            Candidate(form.name, form=form.result.setting.form)
            for form in self.evaluation.money.forms.get(alternative.id, ())
        )
        settings = self.dataset.settings
        candidates = candidates_for(
            alternative, self.terms[0].region, self.offers, forms, settings.vert
        )
        sides = tuple(
            Side(
                terms,
                table_of(terms, alternative, groups, candidates),
                key_shares(terms.region, settings.fordeling, groups),
            )
            for terms in self.terms
        )
        return Prospect(alternative, candidates, _told_apart(sides), group, self.keys)


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
