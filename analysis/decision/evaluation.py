"""The whole evaluation of a data set: every alternative, municipality and scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from analysis.dataset import Dataset
from analysis.dataset.definitions import Alternative
from analysis.dataset.definitions.settings import Settings
from analysis.dataset.tables import FUNCTIONS, SCENARIOS
from analysis.decision.criteria import harmonisation, judged_values, staff, vulnerability
from analysis.decision.gates import Gate, Gates, complete_offers, open_gates
from analysis.decision.keys import own_key
from analysis.decision.ranking import rank_interval, regret
from analysis.decision.scoring import criterion_values, weight_table, weighted_sum
from analysis.decision.unknowns import MONEY, not_computable
from analysis.model import (
    Bools,
    Company,
    Draws,
    Fill,
    Floats,
    Forecast,
    Ints,
    Outcome,
    Region,
    Setting,
    break_even,
    common_share,
    match,
    net_present_value,
    null_alternative,
    outcome,
    region_from,
    scenario_draws,
    social_net_present_value,
)


@dataclass(frozen=True)
class Result:
    """One alternative's money and staff over scenarios (S) and municipalities (M).

    Money in 1000 kr of ``kroneverdi``. ``npv`` counts all that is paid; ``npv_today`` leaves out
    what pays for a better offer than today's. ``one_time`` is summed over the years.
    ``vulnerability``, ``persons`` and ``person_years`` (S, M, F) are of the functions counted.
    """

    setting: Setting
    outcome: Outcome
    npv: Floats
    npv_today: Floats
    social_npv: Floats
    social_npv_today: Floats
    one_time: Floats
    break_even: Floats
    vulnerability: Floats
    persons: Floats
    person_years: Floats
    harmonisation: Floats

    @property
    def budget_effect(self) -> Floats:
        """Extra cost against alternative 0 per year (S, M, T+1), 1000 kr."""
        return self.outcome.budget_effect


@dataclass(frozen=True)
class Candidate:
    """One possible host, company or legal form of an alternative."""

    name: str
    result: Result


@dataclass(frozen=True)
class Money:
    """The model's answer for one way of filling unknown cells; ``forms`` is by alternative."""

    region: Region
    forecast: Forecast
    results: Mapping[str, Result]
    hosts: tuple[Candidate, ...]
    companies: tuple[Candidate, ...]
    forms: Mapping[str, tuple[Candidate, ...]]


@dataclass(frozen=True)
class Scores:
    """Criteria and points over scenarios (S), rows (R), alternatives (A) and criteria (K).

    The rows are the municipalities in order and, last, all of them together. A last axis of
    two holds the low and the high end where an unknown cell leaves an interval.

    Attributes
    ----------
    criteria : ndarray (S, R, A, K, 2)
        In each criterion's unit, NaN where missing.
    values : ndarray (S, R, A, K, 2)
        0 at the worst anchor and 1 at the best, past them in kroner; a missing criterion is 0…1.
    weights : ndarray (R, K)
    points, unpriced : ndarray (S, R, A, 2)
        100 times the weighted sum: of all criteria, and of those outside the group økonomi.
    eligible : ndarray of bool (R, A)
    ranks : ndarray of int (S, R, A, 2)
        Best and worst possible rank, 0 where not ranked.
    regret : ndarray (S, R, A)
        Points lost against the best, at the middle of intervals.
    """

    criteria: Floats
    values: Floats
    weights: Floats
    points: Floats
    unpriced: Floats
    eligible: Bools
    ranks: Ints
    regret: Floats


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
    scores = _scores(dataset, gates, money, high)
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


def rekey(dataset: Dataset, evaluation: Evaluation) -> Evaluation:
    """The evaluation of a data set that differs only in key, judgements and weights."""
    high = evaluation.money_high
    money = _rekeyed(dataset, evaluation.money)
    high = None if high is None else _rekeyed(dataset, high)
    raw = evaluation.scores.criteria.copy()
    for k, criterion in enumerate(evaluation.criteria):
        if criterion in MONEY:
            ends = np.stack([_computed(side, criterion) for side in (money, high or money)], -1)
            known = ~np.isnan(raw[..., k, :])
            raw[..., k, :] = np.where(known, np.sort(ends, axis=-1), np.nan)
    scores = _scored(dataset, evaluation.gates, evaluation.codes, raw)
    found = replace(evaluation, money=money, money_high=high, scores=scores)
    return rescore(dataset, found)


def rescore(dataset: Dataset, evaluation: Evaluation) -> Evaluation:
    """The same where only judgements and weights differ."""
    raw = evaluation.scores.criteria.copy()
    people = evaluation.money.region.inhabitants
    for k, criterion in enumerate(dataset.shared.criteria):
        if not criterion.computed:
            table = _judged(dataset, evaluation.gates, evaluation.codes, people, criterion.id)
            raw[..., k, :] = table[None, :, :, None]
    scores = _scored(dataset, evaluation.gates, evaluation.codes, raw)
    return replace(evaluation, scores=scores)


def reweigh(dataset: Dataset, evaluation: Evaluation) -> Evaluation:
    """The same where only the weights differ."""
    found = evaluation.scores
    weights = weight_table(dataset.weights, dataset.shared.criteria, evaluation.codes)
    scores = _weighed(found.criteria, found.values, weights, found.eligible, dataset)
    return replace(evaluation, scores=scores)


def _rekeyed(dataset: Dataset, money: Money) -> Money:
    """What the model said, divided by the data set's key."""
    key, settings = own_key(dataset.settings), dataset.settings

    def divided(result: Result) -> Result:
        old = result.setting
        setting = key.setting(
            money.region, old.participants, host=old.host, company=old.company, form=old.form
        )
        found = replace(result.outcome, setting=setting)
        return replace(result, setting=setting, outcome=found, **_paid(found, settings))

    # The chosen candidates are among the results, and stay the same objects.
    known: dict[int, Result] = {}

    def once(result: Result) -> Result:
        if id(result) not in known:
            known[id(result)] = divided(result)
        return known[id(result)]

    def each(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        return tuple(replace(one, result=once(one.result)) for one in candidates)

    return replace(
        money,
        results={a: once(result) for a, result in money.results.items()},
        hosts=each(money.hosts),
        companies=each(money.companies),
        forms={a: each(forms) for a, forms in money.forms.items()},
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
        paid = _paid(found, self.settings)
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


def _paid(found: Outcome, settings: Settings) -> dict[str, Floats]:
    """What of a `Result` follows from what each pays."""
    rate, tax = settings.kalkulasjonsrente, settings.skattefinansieringskostnad
    whole, today = found.extra_cost(), found.extra_cost(better=False)
    social, social_today = (
        social_net_present_value(cost.sum(axis=1), found.margin.sum(axis=1), rate, tax)
        for cost in (whole, today)
    )
    return {
        "npv": net_present_value(whole, rate),
        "npv_today": net_present_value(today, rate),
        "social_npv": social,
        "social_npv_today": social_today,
        "one_time": found.one_time().sum(axis=-1),
    }


def _computed(money: Money, criterion: str) -> Floats:
    """A computed criterion (S, R, A) in its unit, the joint row last."""
    region, results = money.region, money.results.values()
    people = region.inhabitants
    weights = people / people.sum()
    columns = []
    for result in results:
        if criterion == "netto_naaverdi":
            own = result.npv / people * 1000.0
            joint = result.social_npv / people.sum() * 1000.0
        elif criterion == "engangskostnad":
            own = result.one_time / people * 1000.0
            joint = own @ weights
        else:
            own = {
                "saarbarhet": result.vulnerability.mean(axis=2),
                "systemharmonisering": result.harmonisation,
            }[criterion]
            joint = own @ weights
        columns.append(np.concatenate([own, joint[:, None]], axis=1))
    return np.stack(columns, axis=2)


def _criterion_values(dataset: Dataset, gates: Gates, low: Money, high: Money) -> Floats:
    """All criteria (S, R, A, K, 2), NaN where nothing bounds what is unknown.

    Who stands outside an alternative is not touched by it: its judged effects are 0, too.
    """
    missing = not_computable(dataset, gates)
    blocks = []
    for criterion in dataset.shared.criteria:
        if criterion.computed:
            ends = np.stack([_computed(low, criterion.id), _computed(high, criterion.id)], axis=-1)
            ends = np.sort(ends, axis=-1)
            ends[:, missing[criterion.id]] = np.nan
        else:
            table = _judged(dataset, gates, low.region.codes, low.region.inhabitants, criterion.id)
            ends = np.broadcast_to(table[None, :, :, None], (len(SCENARIOS), *table.shape, 2))
        blocks.append(ends)
    return np.stack(blocks, axis=3)


def _judged(
    dataset: Dataset, gates: Gates, codes: Sequence[str], people: Floats, criterion: str
) -> Floats:
    """A judged criterion (R, A), the joint row last."""
    ids = [alternative.id for alternative in dataset.shared.alternatives]
    judged = judged_values(dataset.judgements, codes, ids, criterion)
    own = np.where(gates.participants.T, judged, 0.0)
    return np.vstack([own, people / people.sum() @ own])


def _scores(dataset: Dataset, gates: Gates, low: Money, high: Money) -> Scores:
    raw = _criterion_values(dataset, gates, low, high)
    return _scored(dataset, gates, low.region.codes, raw)


def _scored(dataset: Dataset, gates: Gates, codes: Sequence[str], raw: Floats) -> Scores:
    criteria = dataset.shared.criteria
    values = np.empty_like(raw)
    for k, criterion in enumerate(criteria):
        values[..., k, :] = np.sort(criterion_values(raw[..., k, :], criterion), axis=-1)
    values[..., 0] = np.nan_to_num(values[..., 0], nan=0.0)
    values[..., 1] = np.nan_to_num(values[..., 1], nan=1.0)
    weights = weight_table(dataset.weights, criteria, codes)
    eligible = (gates.status.to_numpy() == Gate.OPEN).astype(bool)
    return _weighed(raw, values, weights, eligible, dataset)


def _weighed(
    raw: Floats, values: Floats, weights: Floats, eligible: Bools, dataset: Dataset
) -> Scores:
    unpriced = np.array([criterion.gruppe != "okonomi" for criterion in dataset.shared.criteria])
    points = _points(values, weights)
    return Scores(
        criteria=raw,
        values=values,
        weights=weights,
        points=points,
        unpriced=_points(values, weights * unpriced),
        eligible=eligible,
        ranks=rank_interval(points[..., 0], points[..., 1], eligible[None]),
        regret=regret(points.mean(axis=-1), eligible[None]),
    )


def _points(values: Floats, weights: Floats) -> Floats:
    """100 × weighted sum per row (S, R, A, 2); 0 where a row weighs none of the criteria."""
    rows = [
        weighted_sum(np.swapaxes(values[:, r], -1, -2), w)
        if w.sum() > 0
        else np.zeros((values.shape[0], values.shape[2], 2))
        for r, w in enumerate(weights)
    ]
    return 100.0 * np.stack(rows, axis=1)
