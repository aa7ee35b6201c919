"""How long the uncertainty takes: rank acceptability alone, and draws through the whole model.

Run with `python benchmarks/uncertainty.py`. Everything is timed in one go on the same machine,
because only the ratios mean anything elsewhere. pymcdm is timed on fewer draws and scaled.
"""

import argparse
import gc
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from pymcdm.methods import WSM

from analysis.dataset import Dataset, load
from analysis.decision.draws.robustness import SOBOL_BASE, assess
from analysis.decision.evaluation import evaluate
from analysis.decision.uncertainty import rank_acceptability
from analysis.places import find_analysis

DRAWS, ALTERNATIVES, CRITERIA = 100_000, 7, 10
LOOP_DRAWS = 4_000
MODEL_DRAWS = 10_000
REPEATS = 3
# A run longer than this many seconds is told by a tenth of it.
LONGEST = 120.0
# From this many municipalities on everything is timed once.
FEW = 20


def main() -> None:
    """Time everything and print it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("analysis", nargs="?", default="ringeriksregionen")
    analysis = parser.parse_args().analysis
    print(f"Python {sys.version.split()[0]}, numpy {np.__version__}, beste av {REPEATS}")
    acceptability()
    growth_in_draws()
    whole_model(load(find_analysis(analysis)))


def acceptability() -> None:
    """Rank acceptability against pymcdm's ranks in a loop and against the bare calculation."""
    values, weights = prepared(DRAWS)
    own = timed(lambda: rank_acceptability(values, weights))
    bare = timed(lambda: bare_calculation(values, weights))
    few = values[:LOOP_DRAWS], weights[:LOOP_DRAWS]
    loop = timed(lambda: pymcdm_loop(*few)) * DRAWS / LOOP_DRAWS
    same = np.array_equal(rank_acceptability(*few), pymcdm_loop(*few))
    print(f"\n{DRAWS} trekninger, {ALTERNATIVES} alternativer, {CRITERIA} kriterier:")
    print(f"{own:8.3f} s  rank_acceptability")
    print(f"{bare:8.3f} s  bare einsum, argsort og bincount, alt på én gang")
    print(f"{loop:8.3f} s  pymcdm WSM i løkke (målt på {LOOP_DRAWS} trekninger og skalert)")
    print(f"{own / bare:8.2f} ganger tiden til den bare utregningen")
    print(f"{loop / own:8.0f} ganger så raskt som pymcdm i løkke; like rekkefølger: {same}")
    print(f"{peak(lambda: rank_acceptability(values, weights)):8.1f} MB mest i bruk")
    print(f"{peak(lambda: bare_calculation(values, weights)):8.1f} MB for den bare utregningen")


def prepared(draws: int) -> tuple[np.ndarray, np.ndarray]:
    stream = np.random.default_rng(1)
    values = stream.random((draws, ALTERNATIVES, CRITERIA))
    return values, stream.dirichlet(np.ones(CRITERIA), draws)


def bare_calculation(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    points = np.einsum("dak,dk->da", values, weights)
    order = np.argsort(-points, axis=1)
    cells = order * ALTERNATIVES + np.arange(ALTERNATIVES)
    counts = np.bincount(cells.ravel(), minlength=ALTERNATIVES**2)
    return counts.reshape(ALTERNATIVES, ALTERNATIVES) / len(points)


def pymcdm_loop(values: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Rank acceptability with pymcdm: its weighted sum and its ranks, draw by draw."""
    counts = np.zeros((ALTERNATIVES, ALTERNATIVES))
    rows, types = np.arange(ALTERNATIVES), np.ones(CRITERIA)
    method = WSM(normalization_function=lambda x, cost=False: x)  # the values are prepared
    for matrix, own in zip(values, weights, strict=True):
        ranks = method.rank(method(matrix, own, types))
        counts[rows, ranks.astype(int) - 1] += 1
    return counts / len(values)


def growth_in_draws() -> None:
    print("\nVekst med antall trekninger (faste verdier, trukne vekter):")
    values = prepared(1)[0][0]
    for exponent in range(3, 7):
        weights = np.random.default_rng(2).random((10**exponent, CRITERIA))
        used = timed(lambda w=weights: rank_acceptability(values, w))
        most = peak(lambda w=weights: rank_acceptability(values, w))
        print(f"{10**exponent:9d} trekninger {used:8.3f} s {most:6.1f} MB utenom vektene")


def whole_model(data: Dataset) -> None:
    print("\nHele modellen, med vippepunkter, tornado og det som varieres:")
    run(data, MODEL_DRAWS, sobol=0)
    run(data, MODEL_DRAWS, sobol=SOBOL_BASE)
    run(data, 1000, sobol=0)
    used = run(data, 100_000, sobol=0)
    if used * 10 < LONGEST:
        run(data, 1_000_000, sobol=0)
    else:
        told = f"om lag {used * 10:.0f} s, ikke kjørt"
        print(f"{len(data.municipalities):3d} kommuner 1000000 trekninger {told}")
    run(copied(data, 2), MODEL_DRAWS, sobol=0)
    for draws in (1000, MODEL_DRAWS):
        run(copied(data, 10), draws, sobol=0)


def run(data: Dataset, draws: int, sobol: int) -> float:
    """Print the time and the most memory of one assessment, and return the time."""
    found = evaluate(data)

    def work() -> object:
        return assess(data, found, draws=draws, sobol_base=sobol)

    size = len(data.municipalities)
    repeats = REPEATS if draws == MODEL_DRAWS and not sobol and size < FEW else 1
    used = timed(work, repeats)
    most = f"{peak(work):6.0f} MB" if draws <= MODEL_DRAWS else "         "
    extra = " med Sobol-indekser" if sobol else ""
    print(f"{size:3d} kommuner {draws:7d} trekninger {used:7.2f} s {most}{extra}")
    return used


def copied(data: Dataset, copies: int) -> Dataset:
    """The same region several times over, under made-up codes, nobody ruled out."""
    codes = list(data.municipalities.index)

    def code(old: str, copy: int) -> str:
        return str(9000 + copy * len(codes) + codes.index(old))

    def repeated(frame: pd.DataFrame) -> pd.DataFrame:
        return pd.concat(
            [
                frame.assign(kommunenummer=[code(c, n) for c in frame["kommunenummer"]])
                for n in range(copies)
            ],
            ignore_index=True,
        )

    tables = ("budget", "staff", "applications")
    municipalities = repeated(data.municipalities.reset_index()).set_index("kommunenummer")
    return replace(
        data,
        municipalities=municipalities,
        mandate=data.mandate.iloc[:0],
        weights=data.weights[data.weights["kommunenummer"] == ""],
        judgements=data.judgements[data.judgements["kommunenummer"] == ""],
        **{name: repeated(getattr(data, name)) for name in tables},
    )


def timed(work: Callable[[], object], repeats: int = REPEATS) -> float:
    best = np.inf
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


def peak(work: Callable[[], object]) -> float:
    gc.collect()
    tracemalloc.start()
    work()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 1e6


if __name__ == "__main__":
    main()
