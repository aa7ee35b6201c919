"""The example analysis as it could stand four years later, and report folders without PDFs."""

import csv
import shutil
import tomllib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path
from unittest.mock import patch

import numpy as np

from analysis.comparison.report_folders import compare_reports
from analysis.dataset import Dataset, load
from analysis.decision import draws
from analysis.decision.change.changes import Changes
from analysis.decision.draws import sensitivity
from analysis.decision.draws.robustness import Robustness, assess
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.run.manifest import manifest, write_manifest
from analysis.run.run import Run
from analysis.run.snapshot import write_snapshot

INPUTS = Path(__file__).parents[1] / "inputs"
SETTINGS = tomllib.loads((INPUTS / "ringeriksregionen" / "utredning.toml").read_text("utf-8"))
DAY, DECISION, KRONER = (SETTINGS[name] for name in ("dato", "vedtaksdato", "kroneverdi"))
# Four years later: the year of the decision, the budget and the kroner.
LATER = DECISION.year + 4
# Prices from the kroner of the example to those of later.
RISE = 1.175
Row = dict[str, str]


def copy_example(root: Path) -> Path:
    """Copy the example and what is shared to ``root``, and return the folder of the example."""
    for name in ("ringeriksregionen", "felles"):
        shutil.copytree(INPUTS / name, root / name)
    return root / "ringeriksregionen"


def edit(path: Path, change: Callable[[list[Row]], list[Row]]) -> None:
    """Rewrite the rows of a csv file."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream, delimiter=";")
        rows, heads = list(reader), list(reader.fieldnames or ())
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, heads, delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(change(rows))


def change(path: Path, old: str, new: str) -> None:
    """Replace one piece of text in a file; it has to be there."""
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{old} is not in {path.name}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def times(text: str, factor: float, decimals: int = 1) -> str:
    """An amount as text, changed by a factor; empty stays empty."""
    if not text:
        return ""
    return f"{float(text.replace(',', '.')) * factor:.{decimals}f}".replace(".", ",")


def carry_on(folder: Path) -> None:
    """Change nearly every file of a copied example as four years would."""
    shared = folder.parent / "felles"
    edit(
        folder / "kommuner.csv",
        lambda rows: [
            row | {"innbyggere": str(round(int(row["innbyggere"]) * (1.01 + 0.01 * n)))}
            for n, row in enumerate(rows)
        ],
    )
    edit(
        folder / "budsjett.csv",
        lambda rows: [
            row | {"år": str(LATER), "beløp": times(row["beløp"], 1.25 + 0.01 * n)}
            for n, row in enumerate(rows)
        ],
    )
    edit(
        folder / "bemanning.csv",
        lambda rows: [
            row | ({"årsverk": "2", "personer": "3"} if row["funksjon"] == "sikkerhet" else {})
            for row in rows
        ],
    )
    edit(folder / "applikasjoner.csv", _applications)
    edit(
        folder / "selskaper.csv",
        lambda rows: [
            rows[0] | {"pris_per_bruker": times(rows[0]["pris_per_bruker"], 1.15)},
            *rows[1:],
        ],
    )
    change(folder / "vekter.csv", ";saarbarhet;17", ";saarbarhet;25")
    change(folder / "vurderinger.csv", "3;tjenestekvalitet;;", "3;tjenestekvalitet;3305;")
    change(folder / "mandat.csv", "3312;5;nei;", "3312;5;ja;")
    change(folder / "tekst" / "bakgrunn.md", "\n", f"\nSkrevet på nytt i {LATER}.\n")
    settings = folder / "utredning.toml"
    change(settings, f"kroneverdi = {KRONER}", f"kroneverdi = {LATER}")
    change(settings, f"vedtaksdato = {DECISION}", f"vedtaksdato = {LATER}-09-15")
    change(settings, f"dato = {DAY}", f"dato = {LATER}-09-01")
    change(settings, "lik = 0.3", "lik = 0.2")
    change(settings, "innbyggere = 0.7", "innbyggere = 0.8")
    change(shared / "forutsetninger.toml", "p50 = 0.03, p90 = 0.08", "p50 = 0.05, p90 = 0.10")
    change(shared / "kriterier.toml", "verst = -2000", "verst = -2500")
    edit(shared / "prisindeks.csv", _with_years_to_come)


def _with_years_to_come(rows: list[Row]) -> list[Row]:
    """The price index with the years on the way to later, in which prices rise evenly."""
    known = {int(row["år"]): float(row["indeks"].replace(",", ".")) for row in rows}
    to_come = [
        {
            "år": str(year),
            "indeks": times(str(known[KRONER]), RISE ** ((year - KRONER) / (LATER - KRONER)), 6),
            "kilde": "prøve",
        }
        for year in range(max(known) + 1, LATER + 1)
    ]
    return [*rows, *to_come]


def _applications(rows: list[Row]) -> list[Row]:
    """Three years further, dearer, three systems gone and one new."""
    later = [
        row
        | {
            "årskostnad": times(row["årskostnad"], 1.2),
            "driftskostnad": times(row["driftskostnad"], 1.1),
            "avtaleslutt": _later(row["avtaleslutt"]),
            "opsjon_til": "",
        }
        for row in rows[3:]
    ]
    return [*later, rows[0] | {"system": "Nytt system", "årskostnad": "999", "skjermes": "ja"}]


def _later(day: str) -> str:
    return f"{int(day[:4]) + 3}-{day[5:7]}-28" if day else ""


@dataclass(frozen=True)
class Case:
    """What a run has, with few draws."""

    dataset: Dataset
    evaluation: Evaluation
    scenario: str = "forventet"

    @cached_property
    def robustness(self) -> Robustness:
        with coarsely_sought():
            return assess(self.dataset, self.evaluation, draws=100, sobol_base=0)


def case_of(dataset: Dataset, scenario: str = "forventet") -> Case:
    """Evaluate a data set."""
    return Case(dataset, evaluate(dataset), scenario)


def coarsely_sought() -> AbstractContextManager[object]:
    """Seek what turns the ranking in fewer places, where that is not what is tested."""
    return patch.multiple(sensitivity, REACH=np.array([0.5, 1.0, 5.0, 21.0]), ROUNDS=1)


@contextmanager
def quick_draws() -> Iterator[None]:
    """Few draws in every run made inside."""
    few = partial(assess, draws=50, sobol_base=0)
    with patch.object(draws, "assess", few), coarsely_sought():
        yield


def two_years(root: Path) -> Path:
    """Inputs and reports of two years: i-forst, i-senere, rapport-forst and rapport-senere."""
    first, later = copy_example(root / "i-forst"), copy_example(root / "i-senere")
    carry_on(later)
    write_report(first, root / "rapport-forst")
    write_report(later, root / "rapport-senere")
    return root


_compare_once = cache(compare_reports)


def compared(before: Path, after: Path) -> Changes:
    """Compare the same two folders only once."""
    return _compare_once(before.resolve(), after.resolve())


def write_report(folder: Path, target: Path, scenario: str = "forventet") -> Path:
    """Write what a comparison reads of a report: tables, inputs and manifest."""
    from analysis.dataset.changing.write import write_csv
    from analysis.report.tables.results import output_tables
    from analysis.report.tables.writing import as_written

    dataset = load(folder)
    run = Run(dataset, evaluate(dataset), scenario)
    (target / "tables").mkdir(parents=True)
    tables = as_written(output_tables(run.dataset, run.evaluation, run.scenario))
    for name, frame in tables.items():
        write_csv(frame, target / "tables" / f"{name}.csv")
    written = write_snapshot(dataset, target)
    write_manifest(
        target, manifest(dataset, scenario, run.identity, written, {}, run.owned_problems)
    )
    return target
