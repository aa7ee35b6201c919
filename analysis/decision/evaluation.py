"""The whole evaluation of a data set: every alternative, municipality and scenario."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import FUNCTIONS
from analysis.decision.criteria import harmonisation, staff, vulnerability
from analysis.decision.gates import Gates, complete_offers, open_gates
from analysis.decision.keys import own_key
from analysis.decision.results import Candidate, Money, Result, paid_for
from analysis.decision.scores import Scores, scores_of
from analysis.decision.unknowns import MONEY
from analysis.model import (
    Bools,
    Company,
    Draws,
    Fill,
    Forecast,
    Region,
    break_even,
    common_share,
    match,
    null_alternative,
    outcome,
    region_from,
    scenario_draws,
)


@dataclass(frozen=True)
class Evaluation:
    """Everything the reports are built from.

    Attributes
    ----------
    codes, alternatives, criteria : tuple of str
        Order of rows (joint row ""), alternatives and criteria.
    money : Money
        Unknown cells at their low end.
    money_high : Money or None
        Unknown cells at their high end; None where no money depends on an unknown cell.
    """

    codes: tuple[str, ...]
    alternatives: tuple[str, ...]
    criteria: tuple[str, ...]
    gates: Gates
    money: Money
    money_high: Money | None
    scores: Scores

    def row(self, code: str) -> int:
        """Position of a municipality, or of all together for ""."""
        return (*self.codes, "").index(code)

    def uncertain(self, code: str, alternative: str) -> bool:
        """Whether a municipality's money in an alternative is missing: nothing bounds it."""
        row, a = self.row(code), self.alternatives.index(alternative)
        money = [k for k, criterion in enumerate(self.criteria) if criterion in MONEY]
        return bool(np.isnan(self.scores.criteria[:, row, a, money]).any())


def evaluate(dataset: Dataset) -> Evaluation:
    """Evaluate all alternatives for all municipalities in all scenarios.

    Unknown cells are set to their low and then to their high end: what differs rests on an
    unknown, and is an interval.
    """
    codes = tuple(dataset.municipalities.index)
    gates = open_gates(dataset.mandate, codes, dataset.shared, dataset.offers)
    money = _money(dataset, gates, "low")
    high = _money(dataset, gates, "high")
    scores = scores_of(dataset, gates, money, high)
    same = all(
        np.allclose(money.results[a].npv, high.results[a].npv, rtol=1e-12) for a in money.results
    ) and np.array_equal(money.region.budget, high.region.budget)
    return Evaluation(
        codes=codes,
        alternatives=tuple(a.id for a in dataset.shared.alternatives),
        criteria=tuple(c.id for c in dataset.shared.criteria),
        gates=gates,
        money=money,
        money_high=None if same else high,
        scores=scores,
    )


def _money(dataset: Dataset, gates: Gates, fill: Fill) -> Money:
    settings, shared = dataset.settings, dataset.shared
    region = region_from(
        dataset.municipalities,
        dataset.budget,
        dataset.told_staff,
        dataset.applications,
        price_index=shared.price_index,
        price_year=settings.kroneverdi,
        decision_year=settings.vedtaksdato.year,
        fill=fill,
    )
    draws = scenario_draws(shared.assumptions, shared.price_index, settings.kroneverdi)
    forecast = null_alternative(region, draws, settings.analyseperiode)
    evaluator = _Evaluator(dataset, region, forecast, draws)
    results: dict[str, Result] = {}
    hosts: tuple[Candidate, ...] = ()
    companies: tuple[Candidate, ...] = ()
    forms: dict[str, tuple[Candidate, ...]] = {}
    for alternative, inside in zip(shared.alternatives, gates.participants, strict=True):
        if alternative.vert:
            hosts = evaluator.hosts(alternative, inside)
            chosen = _best(hosts, evaluator.result(alternative, inside))
        elif alternative.selskap:
            companies = evaluator.companies(alternative, inside)
            chosen = _best(companies, evaluator.result(alternative, inside))
        elif alternative.form_assumptions(shared.assumptions):
            forms[alternative.id] = evaluator.forms(alternative, inside)
            chosen = _best(forms[alternative.id], evaluator.result(alternative, inside))
        else:
            chosen = evaluator.result(alternative, inside)
        results[alternative.id] = chosen
    return Money(region, forecast, results, hosts, companies, forms)


def _best(candidates: tuple[Candidate, ...], otherwise: Result) -> Result:
    """The candidate with the highest social net present value in the central scenario.

    Values are compared in whole kroner; ties go to the first by name, whatever their order.
    """
    if not candidates:
        return otherwise
    return min(candidates, key=lambda c: (-round(float(c.result.social_npv[0]), 3), c.name)).result


class _Evaluator:
    """Evaluates alternatives against one region."""

    def __init__(self, dataset: Dataset, region: Region, forecast: Forecast, draws: Draws) -> None:
        self.settings, self.offers = dataset.settings, dataset.offers
        self.key = own_key(dataset.settings)
        self.legal_forms = dataset.shared.legal_forms
        self.region, self.forecast, self.draws = region, forecast, draws
        everyone = np.ones(region.size, dtype=bool)
        today = match(region.applications, everyone, converge=False)
        self.today = common_share(region, today, draws)

    def hosts(self, alternative: Alternative, inside: Bools) -> tuple[Candidate, ...]:
        """Every participant tried as host, or the one that is settled."""
        able = np.flatnonzero(inside)
        settled = [host for host in able if self.region.codes[host] == self.settings.vert]
        return tuple(
            Candidate(self.region.codes[host], self.result(alternative, inside, host=int(host)))
            for host in settled or able
        )

    def companies(self, alternative: Alternative, inside: Bools) -> tuple[Candidate, ...]:
        """Every mapped company with a known price per user and a known entry price."""
        priced = self.offers[complete_offers(self.offers)]
        offers = [
            Company(
                name=row["selskap"],
                price=float(row["pris_per_bruker"]),
                entry=float(row["inngangspris"]),
                persons=tuple(float(row[name]) for name in FUNCTIONS),
            )
            for _, row in priced.iterrows()
        ]
        return tuple(Candidate(o.name, self.result(alternative, inside, company=o)) for o in offers)

    def forms(self, alternative: Alternative, inside: Bools) -> tuple[Candidate, ...]:
        """Every legal form the alternative may take, each with its own costs where given."""
        return tuple(
            Candidate(self.legal_forms[form].navn, self.result(alternative, inside, form=form))
            for form in alternative.rettsformer
        )

    def result(
        self,
        alternative: Alternative,
        inside: Bools,
        *,
        host: int | None = None,
        company: Company | None = None,
        form: str = "",
    ) -> Result:
        """Evaluate one alternative with these participants."""
        setting = self.key.setting(self.region, inside, host=host, company=company, form=form)
        found = outcome(self.region, self.forecast, self.draws, alternative, setting)
        paid = paid_for(found, self.settings)
        persons, person_years = staff(self.region, alternative, setting, self.draws)
        return Result(
            setting=setting,
            outcome=found,
            **paid,
            break_even=break_even(
                paid["social_npv"],
                self.region.inhabitants.sum(),
                self.settings.kalkulasjonsrente,
                self.settings.analyseperiode,
            ),
            vulnerability=vulnerability(persons, self.draws),
            persons=persons,
            person_years=person_years,
            harmonisation=harmonisation(self.region, found, self.today, inside, self.draws),
        )
