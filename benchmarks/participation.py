"""How long it takes to work out who goes together: every group, alternative and draw.

Run with `python benchmarks/participation.py`. Everything is timed in one go on the same machine,
because only the ratios mean anything elsewhere. The plain way is one call of the model for each
group, with every municipality in it and one key.
"""

import argparse
import pickle
import sys
import time
from collections.abc import Callable, Sequence

import numpy as np
from uncertainty import copied, peak

from analysis.dataset import Dataset, load
from analysis.dataset.definitions.shared import Alternative
from analysis.dataset.without import without
from analysis.decision.draws.sampling import Sampler
from analysis.decision.evaluation import evaluate
from analysis.decision.keys import own_key
from analysis.decision.participation.accounts import Candidate, Terms
from analysis.decision.participation.assess import assess_participation
from analysis.decision.participation.bitmasks import EXACT, groups_of
from analysis.decision.participation.groups import (
    GroupTable,
    candidates_for,
    fewest,
    table_of,
)
from analysis.model.alternative import outcome
from analysis.model.assumptions import scenario_draws
from analysis.model.economy import net_present_value
from analysis.places import find_analysis

DRAWS = 1000
CHUNK = 250
REPEATS = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("analysis", nargs="?", default="ringeriksregionen")
    parser.add_argument("--flest", type=int, default=14, help="flest kommuner i gruppetabellene")
    given = parser.parse_args()
    data = load(find_analysis(given.analysis))
    print(f"Python {sys.version.split()[0]}, numpy {np.__version__}, beste av {REPEATS}")
    whole(data)
    tables(data)
    worth(data, given.flest)
    growth(data, min(given.flest, EXACT))


def whole(data: Dataset) -> None:
    evaluation = evaluate(data)
    found = assess_participation(data, evaluation)
    stored = len(pickle.dumps(found)) / 1e6
    print(f"\n{len(found.codes)} kommuner, {len(found.cooperations)} alternativer, alt under ett:")
    for draws in (0, 200, found.draws):
        used = timed(lambda d=draws: assess_participation(data, evaluation, draws=d))
        most = peak(lambda d=draws: assess_participation(data, evaluation, draws=d))
        print(f"{used:8.2f} s  tre scenarioer og {draws:4d} trekninger {most:6.0f} MB")
    print(f"{stored:8.2f} MB lagret")


def tables(data: Dataset) -> None:
    """The table alone: at the scenarios with every host and company tried, then over the draws."""
    scenarios, offers = scenario_terms(data)
    size = len(data.municipalities)
    groups = groups_of((1 << size) - 1)
    alternatives = [a for a in data.shared.alternatives if a.id != "0"]
    tried = {a.id: candidates_for(a, scenarios.region, offers) for a in alternatives}

    def at_scenarios() -> list[GroupTable]:
        return [table_of(scenarios, a, groups, tried[a.id]) for a in alternatives]

    def plainly() -> None:
        for a in alternatives:
            plain(scenarios, a, groups, tried[a.id])

    print(f"\nAlle {len(groups)} grupper, alle verter og selskaper, tre scenarioer:")
    compare(at_scenarios, plainly)
    chosen = {a.id: table.chosen for a, table in zip(alternatives, at_scenarios(), strict=True)}
    chunks = list(drawn(data, scenarios))

    def over_draws() -> None:
        for terms in chunks:
            for a in alternatives:
                table_of(terms, a, groups, tried[a.id], chosen[a.id])

    def plainly_over_draws() -> None:
        for terms in chunks:
            for a in alternatives:
                plain(terms, a, groups, tried[a.id], chosen[a.id])

    print(f"\nAlle {len(groups)} grupper, valgt vert og selskap, {DRAWS} trekninger:")
    compare(over_draws, plainly_over_draws)


def compare(ours: Callable[[], object], plainly: Callable[[], object]) -> None:
    own, bare = timed(ours), timed(plainly, 1)
    print(f"{own:8.2f} s  gruppetabellene")
    print(f"{bare:8.2f} s  ett kall av modellen for hver gruppe")
    print(f"{bare / own:8.1f} ganger så raskt")


def scenario_terms(data: Dataset) -> tuple[Terms, list[Candidate]]:
    money, settings = evaluate(data).money, data.settings
    draws = scenario_draws(data.shared.assumptions, data.shared.price_index, settings.kroneverdi)
    offers = [Candidate(c.name, company=c.result.setting.company) for c in money.companies]
    rate, key = settings.kalkulasjonsrente, own_key(settings)
    return Terms(money.region, money.forecast, draws, rate, key), offers


def drawn(data: Dataset, scenarios: Terms) -> Sequence[Terms]:
    sampler = Sampler.build(data, evaluate(data).scores.weights, 0)
    values = sampler.values(sampler.block(0, DRAWS))
    return [
        Terms.build(
            scenarios.region,
            sampler.draws(values[start : start + CHUNK]),
            scenarios.years,
            scenarios.rate,
            scenarios.key,
        )
        for start in range(0, DRAWS, CHUNK)
    ]


def plain(
    terms: Terms,
    alternative: Alternative,
    groups: np.ndarray,
    candidates: Sequence[Candidate],
    chosen: np.ndarray | None = None,
) -> None:
    """Net present values of every group the plain way, every candidate tried if none is chosen."""
    for row, group in enumerate(groups):
        inside = (group >> np.arange(terms.region.size) & 1).astype(bool)
        if inside.sum() < fewest(alternative):
            continue
        tried = candidates if chosen is None else [candidates[int(chosen[row])]]
        for candidate in tried:
            if candidate.host is None or inside[candidate.host]:
                setting = terms.key.setting(
                    terms.region,
                    inside,
                    host=candidate.host,
                    company=candidate.company,
                    form=candidate.form,
                )
                found = outcome(terms.region, terms.forecast, terms.draws, alternative, setting)
                net_present_value(found.extra_cost(better=False), terms.rate)


def first(data: Dataset, size: int) -> Dataset:
    """The first municipalities, of copies where there are too few."""
    region = data if size <= len(data.municipalities) else copied(data, 3)
    return without(region, list(region.municipalities.index)[size:])


def worth(data: Dataset, most: int) -> None:
    """The table that decides how many municipalities every group is worked out for."""
    print("\nGruppetabellene for alle alternativene, alle verter, tre scenarioer, én utfylling:")
    before = 0.0
    for size in range(6, most + 1, 2):
        region = first(data, size)
        terms, offers = scenario_terms(region)
        groups = groups_of((1 << size) - 1)
        used = timed(
            lambda r=region, t=terms, g=groups, o=offers: [
                table_of(t, a, g, candidates_for(a, t.region, o))
                for a in r.shared.alternatives
                if a.id != "0"
            ],
            1,
        )
        times = f"{used / before:5.1f} ganger så lenge som med to færre" if before else ""
        before = used
        print(f"{size:4d} kommuner {1 << size:7d} grupper {used:8.2f} s  {times}")


def growth(data: Dataset, most: int) -> None:
    print("\nVekst med antall kommuner, alt under ett uten trekninger:")
    for size in (3, *range(4, most + 1, 2), EXACT + 2):
        region = first(data, size)
        evaluation = evaluate(region)
        used = timed(lambda r=region, e=evaluation: assess_participation(r, e, draws=0), 1)
        how = "alle grupper" if size <= EXACT else "trukne grupper"
        print(f"{size:4d} kommuner {1 << size:7d} grupper {used:8.2f} s  {how}")


def timed(work: Callable[[], object], repeats: int = REPEATS) -> float:
    best = np.inf
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
