"""The results that two reports are compared by, as one long series each."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset import Dataset
from analysis.dataset.tables import SCENARIOS
from analysis.decision.evaluation import Evaluation
from analysis.decision.gates import Gate
from analysis.decision.results import Result
from analysis.model import Bools, Floats, latest_budget

NPV, PLAN, POINTS, COST = "netto nåverdi", "økonomiplan", "poeng", "kostnad i dag"
UNITS = {
    COST: "1000 kr",
    NPV: "kr per innbygger",
    PLAN: "1000 kr",
    POINTS: "poeng (0–100)",
}
MONEY = (NPV, PLAN, COST)
INDEX = ("kommunenummer", "alternativ", "størrelse")
# Years 1–4 after the decision.
PLAN_YEARS = slice(1, 5)


def main_results(
    dataset: Dataset, evaluation: Evaluation, scenario: str, kroner: float = 1.0
) -> pd.Series:
    """Main results by kommunenummer ("" for all together), alternative and measure.

    The present value is the municipality's own, or the social one for all together; the budget
    effect is summed over years 1–4; points are the middle of their interval; today's cost stands
    under alternative 0. NaN is missing or outside the mandate.

    Parameters
    ----------
    dataset : Dataset
    evaluation : Evaluation
        Of the same data set.
    scenario : str
        forventet, ugunstig or gunstig.
    kroner : float
        What money is multiplied by, to be in another year's kroner.
    """
    s, codes = SCENARIOS.index(scenario), (*evaluation.codes, "")
    inside, known = _inside(evaluation), _known(evaluation)
    cost = np.full(inside.shape, np.nan)
    cost[:, 0] = kroner * _cost(dataset, evaluation.codes)
    values = {
        COST: cost,
        NPV: np.where(inside & known, kroner * _present_values(evaluation, s), np.nan),
        PLAN: np.where(inside & known, kroner * _plan(evaluation, s), np.nan),
        POINTS: np.where(inside, evaluation.scores.points[s].mean(axis=-1), np.nan),
    }
    index = pd.MultiIndex.from_product([codes, evaluation.alternatives, values], names=INDEX)
    series = pd.Series(np.stack([*values.values()], axis=-1).ravel(), index)
    alternative, measure = (index.get_level_values(name) for name in INDEX[1:])
    return series[(measure != COST) | (alternative == evaluation.alternatives[0])]


def first_places(evaluation: Evaluation, scenario: str) -> dict[str, tuple[str, ...]]:
    """Alternatives that may be first, by kommunenummer and "" for all together."""
    best = evaluation.scores.ranks[SCENARIOS.index(scenario), :, :, 0]
    return {
        code: tuple(a for a, rank in zip(evaluation.alternatives, row, strict=True) if rank == 1)
        for code, row in zip((*evaluation.codes, ""), best, strict=True)
    }


def runners(evaluation: Evaluation) -> dict[str, str]:
    """Kommunenummer of the host, or name of the company, of the alternatives that have one."""
    found = {}
    for alternative, result in evaluation.money.results.items():
        if result.setting.host is not None:
            found[alternative] = evaluation.money.region.codes[result.setting.host]
        elif result.setting.company is not None:
            found[alternative] = result.setting.company.name
    return found


def rank_table(evaluation: Evaluation, scenario: str) -> pd.DataFrame:
    """Best and worst place by kommunenummer and alternative, 0 with the reason where none."""
    ranks = evaluation.scores.ranks[SCENARIOS.index(scenario)]
    index = pd.MultiIndex.from_product(
        [(*evaluation.codes, ""), evaluation.alternatives], names=INDEX[:2]
    )
    table = pd.DataFrame(ranks.reshape(-1, 2), index, columns=["best", "verst"])
    return table.assign(merknad=evaluation.gates.status.to_numpy().ravel().astype(str))


def _inside(evaluation: Evaluation) -> Bools:
    """Whether each alternative is inside the mandate (R, A)."""
    return np.asarray(evaluation.gates.status.to_numpy() != Gate.MANDATE, dtype=bool)


def _known(evaluation: Evaluation) -> Bools:
    """Whether the money of a row rests on no unknown cell of its own (R, A)."""
    return np.array(
        [
            [not evaluation.uncertain(code, name) for name in evaluation.alternatives]
            for code in (*evaluation.codes, "")
        ]
    )


def _present_values(evaluation: Evaluation, s: int) -> Floats:
    """Kroner per inhabitant (R, A)."""
    people = evaluation.money.region.inhabitants
    columns = [
        [
            *np.mean([end.npv[s] for end in ends], axis=0) / people,
            np.mean([end.social_npv[s] for end in ends]) / people.sum(),
        ]
        for ends in _ends(evaluation)
    ]
    return 1000.0 * np.array(columns).T


def _ends(evaluation: Evaluation) -> list[tuple[Result, ...]]:
    """Each alternative with unknown cells at either end: reports tell the middle of the two."""
    sides = [money for money in (evaluation.money, evaluation.money_high) if money is not None]
    return list(zip(*(money.results.values() for money in sides), strict=True))


def _plan(evaluation: Evaluation, s: int) -> Floats:
    """Budget effect of the økonomiplan, 1000 kr (R, A)."""
    own = np.array(
        [
            np.mean([r.budget_effect[s][:, PLAN_YEARS].sum(axis=1) for r in ends], axis=0)
            for ends in _ends(evaluation)
        ]
    ).T
    return np.vstack([own, own.sum(axis=0)])


def _cost(dataset: Dataset, codes: tuple[str, ...]) -> Floats:
    """IKT cost of the latest budget year, 1000 kr, the sum last; NaN where a part is unknown."""
    prices, year = dataset.shared.price_index, dataset.settings.kroneverdi
    own = latest_budget(dataset.budget, codes, prices, year).sum(axis=1)
    return np.append(own, own.sum())
