"""The example analysis as it could stand four years later, and report folders without PDFs."""

import csv
import shutil
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
# SSB table 07459, 1 January 2026.
PEOPLE = {
    "3305": "31942",
    "3310": "7205",
    "3236": "7040",
    "3316": "14776",
    "3312": "28797",
    "3314": "20965",
}
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


def times(text: str, factor: float) -> str:
    """An amount as text, changed by a factor; empty stays empty."""
    return f"{float(text.replace(',', '.')) * factor:.1f}".replace(".", ",") if text else ""


def carry_to_2026(folder: Path) -> None:
    """Change nearly every file of a copied example as four years would."""
    shared = folder.parent / "felles"
    edit(
        folder / "kommuner.csv",
        lambda rows: [row | {"innbyggere": PEOPLE[row["kommunenummer"]]} for row in rows],
    )
    edit(
        folder / "budsjett.csv",
        lambda rows: [
            row | {"år": "2026", "beløp": times(row["beløp"], 1.25 + 0.01 * n)}
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
    change(folder / "vekter.csv", ";saarbarhet;17", ";saarbarhet;25")
    change(folder / "vurderinger.csv", "3;tjenestekvalitet;;", "3;tjenestekvalitet;3305;")
    change(folder / "selskaper.csv", "IKS;5400;", "IKS;6300;")
    change(folder / "mandat.csv", "3312;5;nei;", "3312;5;ja;")
    change(folder / "tekst" / "bakgrunn.md", "\n", "\nSkrevet på nytt i 2026.\n")
    settings = folder / "utredning.toml"
    change(settings, "kroneverdi = 2022", "kroneverdi = 2026")
    change(settings, "vedtaksdato = 2022-06-30", "vedtaksdato = 2026-09-15")
    change(settings, "dato = 2022-06-15", "dato = 2026-09-01")
    change(settings, "lik = 0.3", "lik = 0.2")
    change(settings, "innbyggere = 0.7", "innbyggere = 0.8")
    change(shared / "forutsetninger.toml", "p50 = 0.03, p90 = 0.08", "p50 = 0.05, p90 = 0.10")
    change(shared / "kriterier.toml", "verst = -2000", "verst = -2500")
    index = shared / "prisindeks.csv"
    index.write_text(
        f"{index.read_text(encoding='utf-8').rstrip()}\n2025;120,9;prøve\n2026;125,4;prøve\n",
        encoding="utf-8",
    )


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
    """Inputs and reports of two years: i2022, i2026, rapport-2022 and rapport-2026."""
    first, later = copy_example(root / "i2022"), copy_example(root / "i2026")
    carry_to_2026(later)
    write_report(first, root / "rapport-2022")
    write_report(later, root / "rapport-2026")
    return root


_compare_once = cache(compare_reports)


def compared(before: Path, after: Path) -> Changes:
    """Compare the same two folders only once."""
    return _compare_once(before.resolve(), after.resolve())


def write_report(folder: Path, target: Path, scenario: str = "forventet") -> Path:
    """Write what a comparison reads of a report: tables, inputs and manifest."""
    from analysis.dataset.changing.write import write_csv
    from analysis.report.tables.results import output_tables

    dataset = load(folder)
    run = Run(dataset, evaluate(dataset), scenario)
    (target / "tables").mkdir(parents=True)
    for name, frame in output_tables(run.dataset, run.evaluation, run.scenario).items():
        write_csv(frame, target / "tables" / f"{name}.csv")
    written = write_snapshot(dataset, target)
    write_manifest(target, manifest(dataset, scenario, run.identity, written, {}))
    return target
