"""How long the workshop takes to answer, and how long until the answer is painted.

What a slider asks for, asked of `Live` and put into words as the page gets it, with the example and
with more municipalities and draws. With ``--nettleser`` the same is timed in Chromium, from the
slider's event to the painted answer.
"""

import argparse
import asyncio
import resource
import shutil
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from applications import large_dataset
from playwright.async_api import Page, async_playwright

from analysis.dataset import Dataset, Trial, load
from analysis.decision.live import Live
from analysis.places import find_analysis
from analysis.workshop import serve
from analysis.workshop.telling import Teller

REPEATS, PAINTED = 9, 60
TELLER = Teller()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stor", action="store_true", help="20 kommuner og 100 000 trekninger")
    parser.add_argument(
        "--nettleser", dest="browser", action="store_true", help="til svaret er malt på skjermen"
    )
    given = parser.parse_args()
    example = load(find_analysis("ringeriksregionen"))
    if given.stor:
        large = large_dataset(example, 20, 40, 400)
        settings = example.settings.model_copy(update={"trekninger": 100_000})
        example = replace(large, settings=settings)
    measure(example)
    if given.browser:
        asyncio.run(in_browser(example))


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


# Moves a control and waits until what follows is painted; milliseconds.
MOVE = """([where, value]) => new Promise((done) => {
  const input = document.querySelector(where), before = now, answer = $("svar");
  const look = () => {
    if (now === before || !now.svar || !now.svar.ferdig) return;
    observer.disconnect();
    requestAnimationFrame(() => {
      const painted = new MessageChannel();
      painted.port1.onmessage = () => done(performance.now() - start);
      painted.port2.postMessage(0);
    });
  };
  const observer = new MutationObserver(look);
  observer.observe(answer, { attributes: true, childList: true, subtree: true });
  input.value = value;
  const start = performance.now();
  input.dispatchEvent(new Event(input.tagName === "SELECT" ? "change" : "input"));
})"""


async def in_browser(dataset: Dataset) -> None:
    """Print milliseconds from a control is moved until the answer is painted."""
    served = serve(dataset)
    judged = next(c.id for c in dataset.shared.criteria if not c.computed)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        page = await browser.new_page(viewport={"width": 1920, "height": 1080})
        await page.goto(served.address)
        await page.get_by_text("Regnet med").wait_for(timeout=600_000)
        await page.evaluate("for (const one of document.querySelectorAll('details')) one.open = 1")
        for name, where, values in (
            ("vekt", f"#vekt-{judged}", range(20, 80)),
            ("vurdering", f"#vurdering-{judged}", range(-4, 5)),
            ("nøkkel", "#nokkel-brukere", (20, 60)),
        ):
            taken = sorted([await painted(page, where, values[n % len(values)])
                            for n in range(PAINTED)])  # fmt: skip
            p95 = taken[int(0.95 * len(taken))]
            print(f"{name}, malt: median {statistics.median(taken):.0f} ms, p95 {p95:.0f} ms")
        await browser.close()
    await served.stop()


async def painted(page: Page, where: str, value: int) -> float:
    """Milliseconds until what follows of one value is painted, after a pause."""
    await asyncio.sleep(0.3)
    return float(await page.evaluate(MOVE, [where, str(value)]))


if __name__ == "__main__":
    main()
