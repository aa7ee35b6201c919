"""One run: read the inputs, compute once, make every report from the same figures."""

import functools
import hashlib
import os
import pickle
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analysis.jobs import RUN_FOLDER, Job, Result, Workers
from analysis.manifest import FILE, PACKAGE, manifest, read_files, write_manifest
from analysis.outcome import Outcome, Progress, write_log
from analysis.places import (
    UnknownName,
    find_analysis,
    notebooks_folder,
    report_name,
    reports_folder,
    shown,
)
from analysis.staging import Place, fresh_place

if TYPE_CHECKING:
    from analysis.dataset import Dataset
    from analysis.decision.crosscheck import CrossCheck
    from analysis.decision.evaluation import Evaluation
    from analysis.decision.robustness import Robustness

JOINT_REPORT = "fellesrapport"
MUNICIPAL_REPORT = "kommunerapport"
# What a run works out when first asked for; a stored one has all of it.
WORKED_OUT = ("robustness", "crosscheck")
# Nothing else is looked up as a file, so that no path can lead outside the run's folder.
_IDENTITY = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True)
class Run:
    """The figures that every notebook of a run shares.

    Attributes
    ----------
    dataset : Dataset
        The inputs, checked.
    evaluation : Evaluation
        What model and decision make of them, for all scenarios.
    scenario : str
        The scenario the reports tell about.
    """

    dataset: "Dataset"
    evaluation: "Evaluation"
    scenario: str

    @functools.cached_property
    def identity(self) -> str:
        """What the figures follow from, as 16 hexadecimal digits: inputs, scenario, version."""
        parts = [f"{name}={digest}" for name, digest in sorted(self.dataset.hashes.items())]
        text = "\n".join([metadata.version(PACKAGE), self.scenario, *parts])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @functools.cached_property
    def robustness(self) -> "Robustness":
        """How sure the ranking is; worked out once, and stored with the run."""
        from analysis.decision.robustness import assess

        return assess(self.dataset, self.evaluation)

    @functools.cached_property
    def crosscheck(self) -> "CrossCheck":
        """The ranking by other methods on the same values and weights."""
        from analysis.decision.crosscheck import cross_check

        return cross_check(self.evaluation, self.scenario)

    def municipality(self, kommunenummer: str = "") -> str:
        """Return the kommunenummer if it takes part; empty means the first in `kommuner`.

        Raises
        ------
        UnknownName
            When no municipality of the analysis has it.
        """
        names = self.dataset.municipalities["navn"]
        if kommunenummer in names.index:
            return kommunenummer
        if not kommunenummer:
            return str(names.index[0])
        known = ", ".join(f"{code} {name}" for code, name in names.items())
        raise UnknownName(
            f"«{kommunenummer}» er ikke kommunenummeret til noen av kommunene i "
            f"{self.dataset.name}. De er: {known}."
        )

    def municipality_or_all(self, kommunenummer: str = "") -> str:
        """Return the kommunenummer if it takes part; empty means all together and stays empty.

        Raises
        ------
        UnknownName
            When no municipality of the analysis has it.
        """
        return self.municipality(kommunenummer) if kommunenummer else ""


def open_run(analyse: str, scenario: str = "sannsynlig", kjoring: str = "") -> Run:
    """Return the figures for a notebook.

    Parameters
    ----------
    analyse : str
        An analysis's name or folder.
    scenario : str
        sannsynlig, ugunstig or gunstig.
    kjoring : str
        Identity of a run computed already. Empty: read and compute here and now.

    Raises
    ------
    UnknownName
        When the analysis, the scenario or the run does not exist.
    InputProblems
        When the inputs have errors.
    """
    check_scenario(scenario)
    if not kjoring:
        return compute(find_analysis(analyse), scenario)
    folder = os.environ.get(RUN_FOLDER, "")
    known = folder and _IDENTITY.fullmatch(kjoring) and _stored_in(Path(folder), kjoring).is_file()
    run = _read_run(_stored_in(Path(folder), kjoring)) if known else None
    if run is None or (run.dataset.name, run.scenario) != (Path(analyse).name, scenario):
        raise UnknownName(
            f"Kjøringen «{kjoring}» av {analyse} med scenarioet {scenario} er ikke tatt vare på. "
            'Sett kjoring = "" for å lese inndata og regne på nytt.'
        )
    return run


def check_scenario(scenario: str) -> None:
    """Raise `UnknownName` if there is no such scenario."""
    from analysis.dataset.categories import SCENARIOS
    from analysis.dataset.problems import did_you_mean

    if scenario not in SCENARIOS:
        hint = did_you_mean(scenario, SCENARIOS) or f". De er: {', '.join(SCENARIOS)}."
        raise UnknownName(f"Finner ikke scenarioet «{scenario}»{hint}")


def compute(folder: Path, scenario: str) -> Run:
    """Read an analysis folder and compute everything the reports need."""
    from analysis.dataset import load
    from analysis.decision.evaluation import evaluate

    dataset = load(folder)
    return Run(dataset, evaluate(dataset), scenario)


def write_reports(
    analyse: str,
    scenario: str = "sannsynlig",
    out: Path | None = None,
    progress: Progress | None = None,
    municipalities: Sequence[str] = (),
) -> Outcome:
    """Make all reports of an analysis and move them in together.

    Parameters
    ----------
    analyse : str
        An analysis's name or folder.
    scenario : str
        sannsynlig, ugunstig or gunstig.
    out : Path, optional
        The folder to write; `reports/<analysis>` if not given.
    progress : Progress, optional
        Who is told how it goes.
    municipalities : sequence of str
        Kommunenummer to make reports for; empty means all. Reports of the others are kept.

    Raises
    ------
    UnknownName
        When the analysis, the scenario or a municipality does not exist.
    InputProblems
        When the inputs have errors. Nothing is written.
    Occupied
        When another run is writing the same reports.
    """
    folder = find_analysis(analyse)
    check_scenario(scenario)
    with Workers() as workers:
        if progress:
            progress.stage("Leser inndata og regner")
        run = compute(folder, scenario)
        chosen = [run.municipality(code or "tomt") for code in municipalities]
        with fresh_place(out or reports_folder() / run.dataset.name) as place:
            jobs = _jobs(run, place)
            selected = [job for job in jobs if _selected(job, chosen)]
            if progress:
                progress.start(selected)
            store(run, place.work)
            tables = _write_tables(run, place.fresh / "tables")
            results = []
            for result in workers.run(selected):
                results.append(result)
                if progress:
                    progress.ended(result)
            return _finish(run, place, jobs, results, tables)


def _jobs(run: Run, place: Place) -> list[Job]:
    """All notebooks of a run, the ones that take longest first."""
    shared = {"analyse": run.dataset.name, "scenario": run.scenario, "kjoring": run.identity}

    def job(name: str, notebook: str, file: str, report: bool, **own: str) -> Job:
        return Job(
            name=name,
            notebook=notebooks_folder() / f"{notebook}.ipynb",
            executed=place.fresh / "notebooks" / f"{file}.ipynb",
            pdf=place.fresh / f"{file}.pdf" if report else None,
            work=place.work,
            parameters={**shared, **own},
        )

    names = {str(code): str(name) for code, name in run.dataset.municipalities["navn"].items()}
    municipal = [
        job(f"{code} {name}", MUNICIPAL_REPORT, report_name(code, name), True, kommunenummer=code)
        for code, name in names.items()
    ]
    group = [
        job(path.stem, path.stem, path.stem, False)
        for path in sorted(notebooks_folder().glob("*.ipynb"))
        if path.stem not in (JOINT_REPORT, MUNICIPAL_REPORT)
    ]
    return [job(JOINT_REPORT, JOINT_REPORT, JOINT_REPORT, True), *municipal, *group]


def _selected(job: Job, chosen: Sequence[str]) -> bool:
    return not chosen or job.parameters.get("kommunenummer", chosen[0]) in chosen


def _stored_in(folder: Path, kjoring: str) -> Path:
    return folder / f"{kjoring}.pickle"


def store(run: Run, folder: Path) -> None:
    """Store a run, all of it worked out, where notebooks that are given its identity find it."""
    for name in WORKED_OUT:
        getattr(run, name)
    with _stored_in(folder, run.identity).open("wb") as file:
        pickle.dump(run, file, protocol=pickle.HIGHEST_PROTOCOL)


@functools.lru_cache(maxsize=1)
def _read_run(path: Path) -> Run:
    """Read a run that this program itself computed and stored a moment ago."""
    with path.open("rb") as file:
        run: Run = pickle.load(file)
    return run


def _write_tables(run: Run, folder: Path) -> list[str]:
    from analysis.dataset.write import write_csv
    from analysis.report.run_tables import run_tables

    folder.mkdir()
    (folder.parent / "notebooks").mkdir()
    tables = run_tables(run)
    for name, frame in tables.items():
        write_csv(frame, folder / f"{name}.csv")
    return [f"tables/{name}.csv" for name in tables]


def _finish(
    run: Run, place: Place, jobs: Sequence[Job], results: Sequence[Result], tables: Sequence[str]
) -> Outcome:
    """Keep what this run did not make, write the manifest and move everything in."""
    before = read_files(place.target)
    every = {p.relative_to(place.fresh).as_posix() for job in jobs for p in job.files}
    made = [p for r in results if not r.fault for p in r.job.files]
    written = [*tables, *(p.relative_to(place.fresh).as_posix() for p in made)]
    # What no manifest knows of is somebody's own file.
    own = [f for f in place.last_files() if f not in before and f not in (*written, FILE)]
    kept = place.keep(sorted(every.difference(written)))
    place.keep(own)
    content = manifest(run, written, {name: before.get(name) for name in kept})
    write_manifest(place.fresh, content)
    failed = [r for r in results if r.fault]
    log = write_log(run.dataset.name, "\n".join(r.details for r in failed), place.target.parent)
    place.move_in()
    return Outcome(
        folder=shown(place.target),
        written=tuple(sorted(written)),
        kept=tuple(kept),
        older=tuple(f for f in kept if _differs(before.get(f), run)),
        failed=tuple(failed),
        problems=run.dataset.problems,
        log=log,
    )


def _differs(entry: Mapping[str, Any] | None, run: Run) -> bool:
    return not entry or entry.get("kjoring") != run.identity
