"""How long the workshop takes to answer, before the browser paints it.

What a slider asks for, asked of `Live` and put into words as the page gets it, with the example and
with more municipalities and draws. In the browser the same is timed by hand; see docs/verksted.md.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from applications import large_dataset

from analysis.dataset import Dataset, Trial, load
from analysis.decision.live import Live
from analysis.places import find_analysis
from analysis.workshop.telling import Teller

REPEATS = 9
TELLER = Teller()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stor", action="store_true", help="20 kommuner og 100 000 trekninger")
    given = parser.parse_args()
    example = load(find_analysis("ringeriksregionen"))
    if given.stor:
        large = large_dataset(example, 20, 40, 400)
        settings = example.settings.model_copy(update={"trekninger": 100_000})
        example = replace(large, settings=settings)
    measure(example)


def measure(dataset: Dataset) -> None:
    """Print milliseconds for each kind of change, and the memory it took."""
    live, codes = Live(dataset), [str(code) for code in dataset.municipalities.index]
    criteria = [criterion.id for criterion in dataset.shared.criteria]
    print(f"{len(codes)} kommuner, {dataset.settings.trekninger} trekninger")
    first = timed(lambda: TELLER.told(live.ask(Trial())))
    whole = timed(lambda: all_draws(live, Trial()))
    answer = live.ask(Trial())
    print(f"først svar {first:.0f} ms, alle {answer.total} trekninger {whole:.0f} ms til")

    def weights(n: int) -> Trial:
        return Trial(weights={"": {name: 10.0 + n * (name == criteria[-1]) for name in criteria}})

    def judgement(n: int) -> Trial:
        return Trial(judgements={(codes[0], "2", "tjenestekvalitet"): float(n % 9 - 4)})

    def key(n: int) -> Trial:
        return Trial(key={"lik": n / 100, "innbyggere": 1 - n / 100})

    for name, trial in (("vekt", weights), ("vurdering", judgement), ("nøkkel", key)):
        TELLER.told(live.ask(trial(1)))
        taken = [timed(partial(answer_to, live, trial(n))) for n in range(2, 2 + REPEATS)]
        print(f"{name}: median {statistics.median(taken):.0f} ms, høyest {max(taken):.0f} ms")
    for name, tried in (
        ("deltaker ut", Trial(leaving=(codes[-1],))),
        ("forutsetning", Trial(assumptions={"innkjop_pris": 0.05})),
    ):
        taken = [timed(partial(answer_to, live, tried)), timed(partial(all_draws, live, tried))]
        print(f"{name}: første svar {taken[0]:.0f} ms, resten {taken[1]:.0f} ms")
    print(f"minne {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def answer_to(live: Live, trial: Trial) -> None:
    """Answer, in the words the page gets."""
    TELLER.told(live.ask(trial))


def all_draws(live: Live, trial: Trial) -> None:
    """Reckon all the draws there is room for."""
    while live.refine(trial):
        pass
    TELLER.told(live.ask(trial))


def timed(do: Callable[[], object]) -> float:
    """Milliseconds it takes."""
    start = time.perf_counter()
    do()
    return 1000.0 * (time.perf_counter() - start)


if __name__ == "__main__":
    main()
