"""How long the cooperative games take: Shapley value, core test and nucleolus, and their growth.

Run with `python benchmarks/games.py`. Everything is timed in one go on the same machine, because
only the ratios mean anything elsewhere. coopgame-py is compiled Rust; making its game object out
of a list is not counted, and neither is making the game itself.
"""

import importlib.metadata
import os
import sys
import time
from collections.abc import Callable

import coopgame
import numpy as np

from analysis.decision.games import (
    core_excess,
    least_core,
    nucleolus,
    sampled_shapley,
    shapley_value,
    subset_sums,
)

SIZES = (6, 12, 16)
GROWTH = (4, 6, 8, 10, 12, 14, 16, 18, 20)
REPEATS = 5
DRAWS, ALTERNATIVES, MEMBERS = 1000, 7, 6
ORDERS = 2000


def main() -> None:
    versions = f"numpy {np.__version__}, coopgame-py {importlib.metadata.version('coopgame-py')}"
    print(f"Python {sys.version.split()[0]}, {versions}, {os.cpu_count()} kjerner")
    print(f"Beste av {REPEATS}, i millisekunder")
    against_coopgame()
    growth()
    over_draws()
    sampled()


def kinds(n: int) -> dict[str, np.ndarray]:
    """Games of different shape, each with v({i}) = 0 and a gain to share."""
    stream = np.random.default_rng(n)
    size = np.bitwise_count(np.arange(1 << n)).astype(float)
    users = stream.lognormal(size=n)
    weights = stream.integers(1, 8, n).astype(float)
    worths = {
        "stordrift": np.maximum(0.0, subset_sums(users) * np.log2(1.0 + size) / 10.0 - 0.3 * size),
        "vilkårlig": stream.random(1 << n) * size,
        "stemmer": subset_sums(weights) >= weights.sum() * 0.6,
        "ja eller nei": stream.integers(0, 2, 1 << n),
    }
    games = {}
    for name, worth in worths.items():
        game = np.array(worth, dtype=float)
        game[0] = game[1 << np.arange(n)] = 0.0
        game[-1] = max(game[-1], 1.0)
        games[name] = game
    return games


def against_coopgame() -> None:
    print(f"\n{'':28s}  n     eget  coopgame  forhold  største avvik")
    for n in SIZES:
        games = kinds(n)
        game = games["stordrift"]
        other, shares = coopgame.Game(game[1:].tolist()), nucleolus(game)
        line(
            "Shapley-verdi",
            n,
            lambda g=game: shapley_value(g),
            lambda o=other: coopgame.shapley(o),
        )
        line(
            "kjernetest",
            n,
            lambda g=game, x=shares: float(core_excess(g, x)[1:-1].max() <= 1e-9),
            lambda o=other, x=shares: float(o.is_in_core(x.tolist())),
        )
        for name, worth in games.items():
            other = coopgame.Game(worth[1:].tolist())
            line(
                f"nukleolus, {name}",
                n,
                lambda w=worth: nucleolus(w),
                lambda o=other: coopgame.nucleolus(o)["allocation"],
            )


def line(name: str, n: int, own: Callable[[], object], other: Callable[[], object]) -> None:
    ours, theirs = 1e3 * timed(own), 1e3 * timed(other)
    apart = np.abs(np.asarray(own()) - np.asarray(other())).max()
    print(f"{name:28s} {n:2d} {ours:8.3f} {theirs:9.3f} {theirs / ours:8.1f} {apart:14.1e}")


def growth() -> None:
    print("\nVekst med antall deltakere (nukleolus og minste kjerne: den tregeste av spillene):")
    print(" n  grupper   Shapley  kjernetest  minste kjerne  nukleolus")
    for n in GROWTH:
        games = kinds(n)
        game = games["stordrift"]
        shares = shapley_value(game)
        used = [
            timed(lambda g=game: shapley_value(g)),
            timed(lambda g=game, x=shares: core_excess(g, x)[1:-1].max()),
            max(timed(lambda w=worth: least_core(w), repeats=2) for worth in games.values()),
            max(timed(lambda w=worth: nucleolus(w), repeats=2) for worth in games.values()),
        ]
        shapley, core, least, nucleus = (1e3 * seconds for seconds in used)
        print(f"{n:2d} {1 << n:8d} {shapley:9.2f} {core:11.2f} {least:14.2f} {nucleus:10.2f}")


def over_draws() -> None:
    """All draws and alternatives at once, with as many municipalities as the example has."""
    stream = np.random.default_rng(1)
    base = kinds(MEMBERS)["stordrift"]
    worth = base * stream.lognormal(0.0, 0.3, (DRAWS, ALTERNATIVES, len(base)))
    shares = shapley_value(worth)
    print(f"\n{DRAWS} trekninger, {ALTERNATIVES} alternativer, {MEMBERS} deltakere:")
    print(f"{1e3 * timed(lambda: shapley_value(worth)):9.1f}  Shapley-verdi")
    print(f"{1e3 * timed(lambda: core_excess(worth, shares)):9.1f}  kjernetest")
    loop = timed(lambda: [nucleolus(game) for game in worth[:, 0]], repeats=2)
    print(f"{1e3 * loop:9.1f}  nukleolus i løkke over trekningene, ett alternativ")


def sampled() -> None:
    """The error is the standard error, in per mille of the mean value."""
    print(f"\nUtvalg på {ORDERS} rekkefølger:")
    print(" n       eget  grupper  feil ‰  coopgame  grupper  feil ‰")
    for n in (17, 20, 30, 40):
        users = np.random.default_rng(n).lognormal(size=n)
        asked: list[int] = []

        def many(who: np.ndarray, users: np.ndarray = users) -> np.ndarray:
            return (who @ users) * np.log2(1.0 + who.sum(axis=1))

        def counted(who: np.ndarray, asked: list[int] = asked) -> np.ndarray:
            asked.append(len(who))
            return many(who)

        def one(group: tuple[int, ...], users: np.ndarray = users) -> float:
            return float(users[list(group)].sum() * np.log2(1.0 + len(group)))

        game = coopgame.FunctionGame(n, one)
        own = timed(lambda n=n, f=many: sampled_shapley(f, n, ORDERS, 1), repeats=2)
        theirs = timed(lambda g=game: coopgame.shapley_sampling(g, ORDERS, 1), repeats=1)
        found = sampled_shapley(counted, n, ORDERS, 1)
        other = coopgame.shapley_sampling(game, ORDERS, 1)
        unit = found.values.mean() / 1e3
        print(
            f"{n:2d} {1e3 * own:10.1f} {sum(asked):8d} {found.standard_errors.mean() / unit:7.2f} "
            f"{1e3 * theirs:9.1f} {other['evaluations']:8d} "
            f"{np.mean(other['standard_errors']) / unit:7.2f}"
        )


def timed(work: Callable[[], object], repeats: int = REPEATS) -> float:
    best = np.inf
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - start)
    return best


if __name__ == "__main__":
    main()
