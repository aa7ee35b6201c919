"""How long the tables and figures about systems take, and how that grows with their number.

Run with `python benchmarks/applications.py`. The regions are made up: municipalities of different
size that choose among a number of systems, a few of them misspelt.
"""

from __future__ import annotations

import argparse
import datetime as dt
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd

from analysis.dataset import Dataset, load
from analysis.dataset.tables.categories import COST_GROUPS, FUNCTIONS
from analysis.decision.evaluation import evaluate
from analysis.decision.recommendation import Recommendation, Support
from analysis.decision.systems import assess_systems
from analysis.places import find_analysis
from analysis.report.chapters.systems import (
    applications,
    contracts,
    conversion,
    local_operation,
    next_steps,
    overlap,
    system_names,
    windows,
)
from analysis.report.tables import applications as application_tables
from analysis.report.view import View

SIZES = ((6, 500, 200), (10, 1000, 300), (20, 2000, 400), (40, 4000, 600))
AREAS = (
    "oppvekst", "helse", "sak og arkiv", "økonomi", "personal", "teknisk og geodata", "felles",
    "annet",
)  # fmt: skip
STATUSES = (
    "kontrakt",
    "kontrakt",
    "kontrakt",
    "forhandling",
    "anbud ute",
    "ikke startet",
    "ukjent",
)
SYSTEMS_OF_A_TYPE = 3


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("analysis", nargs="?", default="ringeriksregionen")
    example = load(find_analysis(parser.parse_args().analysis))
    print(f"Python {sys.version.split()[0]}, sekunder")
    names = list(parts(view_of(example)))
    print(f"{'kommuner':>8} {'avtaler':>8}", *(f"{name:>12}" for name in ("modellen", *names)))
    for size in SIZES:
        dataset = large_dataset(example, *size)
        start = time.perf_counter()
        view = view_of(dataset)
        took = [time.perf_counter() - start, *(timed(do) for do in parts(view).values())]
        print(f"{size[0]:>8} {len(dataset.applications):>8}", *(f"{t:>12.2f}" for t in took))


def view_of(dataset: Dataset) -> View:
    """The joint view of a data set, evaluated."""
    evaluation = evaluate(dataset)
    return View.of(
        SimpleNamespace(
            dataset=dataset,
            evaluation=evaluation,
            scenario="forventet",
            systems=assess_systems(dataset, evaluation),
            recommendation=Recommendation("0", Support.CARRIED, (), None),
        )
    )


def parts(view: View) -> dict[str, Callable[[], object]]:
    """What is timed, by a short name."""
    return {
        "fakta": lambda: assess_systems(view.dataset, view.evaluation),
        "kapitler": lambda: chapters(view),
        "tabeller": lambda: tables(view),
    }


def chapters(view: View) -> list[object]:
    """Every chapter about systems in the joint report, and the working group's proposals."""
    return [
        applications.overview(view),
        overlap.chapter(view),
        windows.chapter(view),
        windows.everything(view),
        overlap.converging(view),
        overlap.keyed_systems(view),
        contracts.procurement_status(view),
        conversion.chapter(view),
        local_operation.local_forecast(view),
        next_steps.steps(view),
        system_names.to_decide(view),
    ]


def tables(view: View) -> list[pd.DataFrame]:
    """Every csv table about systems."""
    return list(application_tables.application_tables(view).values())


def timed(do: Callable[[], object]) -> float:
    start = time.perf_counter()
    do()
    return time.perf_counter() - start


def large_dataset(example: Dataset, municipalities: int, count: int, systems: int) -> Dataset:
    """A made-up region on the example's settings and assumptions.

    Parameters
    ----------
    example : Dataset
        Any analysis; its settings and what it shares are used.
    municipalities, count, systems : int
        Number of municipalities, of applications and of systems to choose among; at most every
        system in every municipality.
    """
    pick = np.random.default_rng(1)
    codes = [str(9000 + i) for i in range(municipalities)]
    users = pick.integers(300, 3000, municipalities).astype(float)
    sizes = pd.DataFrame(
        {
            "navn": [f"Kommune {i + 1}" for i in range(municipalities)],
            "innbyggere": users * 11.0,
            "årsverk_totalt": users * 0.8,
            "ikt_brukere": users,
            "kilde": "laget",
            "kvalitet": "illustrativ",
            "source": [f"kommuner.csv:{i + 2}" for i in range(municipalities)],
        },
        index=pd.Index(codes, name="kommunenummer"),
    )
    return replace(
        example,
        municipalities=sizes,
        budget=_rows(codes, "kostnadsgruppe", COST_GROUPS, beløp=np.repeat(users * 4.0, 5)),
        staff=_rows(codes, "funksjon", FUNCTIONS, årsverk=1.0, personer=2.0, vakt="nei"),
        applications=_applications(pick, codes, count, systems, example),
        mandate=example.mandate.iloc[:0],
        judgements=example.judgements[example.judgements["kommunenummer"] == ""],
        weights=example.weights.iloc[:0],
        borders=None,
        problems=(),
    )


def _rows(codes: list[str], column: str, names: tuple[str, ...], **values: object) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "kommunenummer": np.repeat(codes, len(names)),
            "år": 2022,
            column: np.tile(names, len(codes)),
            "kilde": "laget",
            "kvalitet": "illustrativ",
            "skjermes": "nei",
            **values,
        }
    )
    return frame.assign(source=[f"{column}.csv:{i + 2}" for i in range(len(frame))])


def _applications(
    pick: np.random.Generator, codes: list[str], count: int, systems: int, example: Dataset
) -> pd.DataFrame:
    # Every pair of municipality and system at most once, so that no row is lost as a duplicate.
    pairs = pick.choice(len(codes) * systems, count, replace=False)
    code, system = np.array(codes)[pairs // systems], pairs % systems
    vendor, kind = system // 4, system // SYSTEMS_OF_A_TYPE
    first = example.settings.vedtaksdato.year - 1
    ends = [dt.date(int(y), 12, 31) for y in pick.integers(first, first + 8, count)]
    options = [
        dt.date(end.year + 2, 12, 31) if own else None
        for end, own in zip(ends, pick.random(count) < 0.3, strict=True)
    ]
    known = pick.random(count) < 0.9
    names = [
        f"{'Fagsytem' if slip else 'Fagsystem'} {s:03d}"
        for s, slip in zip(system, pick.random(count) < 0.02, strict=True)
    ]
    frame = pd.DataFrame(
        {
            "kommunenummer": code,
            "fagområde": np.array(AREAS)[kind % len(AREAS)],
            "system": names,
            "leverandør": [f"Leverandør {v:03d} AS" for v in vendor],
            "driftsform": pick.choice(["lokal", "sky", "sky"], count),
            "årskostnad": pick.integers(10, 600, count).astype(float),
            "brukere": pick.integers(5, 400, count).astype(float),
            "avtaleslutt": [end if k else None for end, k in zip(ends, known, strict=True)],
            "anskaffelsesstatus": pick.choice(STATUSES, count),
            "kommunenummer_nøkkel": pick.choice(["ja", "nei", "nei"], count),
            "kilde": "laget",
            "kvalitet": "illustrativ",
            "systemtype": [f"systemtype nummer {k:03d}" for k in kind],
            "driftskostnad": np.nan,
            "skjermes": np.where(system % 37 == 0, "ja", "nei"),
            "opsjon_til": [o if k else None for o, k in zip(options, known, strict=True)],
        }
    )
    return frame.assign(source=[f"applikasjoner.csv:{i + 2}" for i in range(len(frame))])


if __name__ == "__main__":
    main()
