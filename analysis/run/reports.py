"""Make every report of an analysis, in parallel, and move them in together."""

import functools
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any

from analysis.places import (
    CASE_FORMATS,
    MANIFEST,
    REPORT_FORMATS,
    find_analysis,
    notebooks_folder,
    report_name,
    reports_folder,
    shown,
)
from analysis.run.cluster import Cluster
from analysis.run.jobs import Job, Result, Workers, packed
from analysis.run.kept import Receipt, Request, Shelf
from analysis.run.manifest import (
    manifest,
    read_files,
    read_subject,
    subject,
    write_manifest,
)
from analysis.run.outcome import Outcome, Progress, write_log
from analysis.run.run import SLOW, Earlier, Run, check_scenario, compute, work_out, work_out_all
from analysis.run.snapshot import write_snapshot
from analysis.run.staging import Place, fresh_place

JOINT_REPORT = "fellesrapport"
MUNICIPAL_REPORT = "kommunerapport"
CASE = "saksframlegg"
TABLES = "tables"
# A page that somebody uses: no report is made of it.
WORKSHOP = "verksted"


def write_reports(
    analyse: str,
    scenario: str = "forventet",
    out: Path | None = None,
    progress: Progress | None = None,
    municipalities: Sequence[str] = (),
    leaving: Sequence[str] = (),
    earlier: Earlier | None = None,
    afresh: bool = False,
    workers: Workers | Cluster | None = None,
) -> Outcome:
    """Make all reports of an analysis and move them in together.

    Parameters
    ----------
    analyse : str
        An analysis's name or folder.
    scenario : str
        forventet, ugunstig or gunstig.
    out : Path, optional
        The folder to write; `reports/<analysis>` if not given.
    progress : Progress, optional
        Who is told how it goes.
    municipalities : sequence of str
        Kommunenummer to make reports for; empty means all. Reports of the others are kept.
    leaving : sequence of str
        Kommunenummer to leave out, as if they had withdrawn. The folder is then named for it.
    earlier : Earlier, optional
        An earlier report: the reports then tell what has changed since.
    afresh : bool
        Whether all is done again, also what is as it would become.
    workers : Workers or Cluster, optional
        Those who do it, when there are any already.

    Raises
    ------
    UnknownName
        When the analysis, the scenario, a municipality or the earlier report does not exist.
    InputProblems
        When the inputs, or those the earlier report keeps, have errors. Nothing is written.
    Occupied
        When another run is writing the same reports.
    """
    folder = find_analysis(analyse)
    check_scenario(scenario)
    told = earlier.identity if earlier else ""
    request = asked(analyse, scenario, out, municipalities, leaving, told)
    with nullcontext(workers) if workers else Workers() as at_work:
        if progress:
            progress.stage("Leser inndata og regner")
        run = compute(folder, scenario, leaving, earlier, afresh)
        chosen = [run.municipality(code or "tomt") for code in municipalities]
        with fresh_place(out or reports_folder() / _name(run)) as place:
            jobs = _jobs(run)
            standing = set() if afresh else _standing(request, place)
            selected = [job for job in jobs if _selected(job, chosen)]
            as_they_are = [job for job in selected if standing.issuperset(job.files)]
            to_do = [job for job in selected if job not in as_they_are]
            part = functools.partial(work_out, run=run)
            vars(run).update(at_work.together(part, SLOW, progress.moved if progress else None))
            if progress:
                progress.stage("Regner ut resten, og skriver tabellene")
            work_out_all(run)
            csv = _csv_tables(TABLES, run)
            place.write(csv)
            tables = [*csv, *write_snapshot(run.dataset, place.fresh)]
            if progress:
                progress.start(to_do)
            results = [Result(job) for job in as_they_are]
            place.keep(name for job in as_they_are for name in job.files)
            for result in at_work.run(to_do, packed(run)):
                place.write(result.files)
                results.append(replace(result, files={}))
                if progress:
                    progress.ended(result)
            outcome = _finish(run, place, jobs, results, tables)
            if not outcome.failed:
                closing = outcome.counted()
                receipt = Receipt.of(place.target, [*outcome.written, MANIFEST], closing)
                request.keep(receipt, Shelf.of_user())
            return outcome


def asked(
    analyse: str,
    scenario: str,
    out: Path | None = None,
    municipalities: Sequence[str] = (),
    leaving: Sequence[str] = (),
    earlier: str = "",
) -> Request:
    """Return what `write_reports` is asked for; `earlier` is the identity of that report."""
    below = out or reports_folder()
    return Request(find_analysis(analyse), scenario, below, municipalities, leaving, earlier)


def _standing(request: Request, place: Place) -> set[str]:
    """Return the files that stand as the very same request wrote them last time."""
    receipt = request.receipt(Shelf.of_user())
    own = receipt is not None and Path(receipt.folder) == place.target
    return receipt.as_written() if receipt and own else set()


def _name(run: Run) -> str:
    """Name of the reports' folder: «ringeriksregionen», «ringeriksregionen-uten-3312».

    Those who have left for good are not part of it: these are the reports there are.
    """
    gone = [code for code in run.dataset.withdrawn if code not in run.dataset.settings.uten]
    return "-".join([run.dataset.name, *(["uten", *gone] if gone else [])])


def _jobs(run: Run) -> list[Job]:
    """All notebooks of a run, the ones that take longest first."""
    shared = {"analyse": run.dataset.name, "scenario": run.scenario, "kjoring": run.identity}
    templates = run.dataset.templates

    def job(name: str, notebook: str, file: str, formats: Sequence[str], code: str = "") -> Job:
        return Job(
            name=name,
            notebook=f"{notebook}.ipynb",
            source=(notebooks_folder() / f"{notebook}.ipynb").read_bytes(),
            executed=f"notebooks/{file}.ipynb",
            reports=tuple(f"{file}{end}" for end in formats),
            parameters=shared | ({"kommunenummer": code} if code else {}),
            template=templates.get(code) or templates.get(""),
        )

    names = {str(code): str(name) for code, name in run.dataset.municipalities["navn"].items()}
    municipal = [
        job(f"{code} {name}", MUNICIPAL_REPORT, report_name(code, name), REPORT_FORMATS, code)
        for code, name in names.items()
    ]
    cases = [
        job(f"{CASE} {code} {name}", CASE, f"{CASE}-{report_name(code, name)}", CASE_FORMATS, code)
        for code, name in names.items()
        if (notebooks_folder() / f"{CASE}.ipynb").exists()
    ]
    group = [
        job(path.stem, path.stem, path.stem, ())
        for path in sorted(notebooks_folder().glob("*.ipynb"))
        if path.stem not in (JOINT_REPORT, MUNICIPAL_REPORT, CASE, WORKSHOP)
    ]
    joint = job(JOINT_REPORT, JOINT_REPORT, JOINT_REPORT, REPORT_FORMATS)
    return [joint, *municipal, *cases, *group]


def _selected(job: Job, chosen: Sequence[str]) -> bool:
    return not chosen or job.parameters.get("kommunenummer", chosen[0]) in chosen


def _csv_tables(folder: str, run: Run) -> dict[str, bytes]:
    """The csv tables by their names."""
    from analysis.dataset.changing import csv_bytes
    from analysis.report.tables import as_written, run_tables

    tables = as_written(run_tables(run))
    return {f"{folder}/{name}.csv": csv_bytes(frame) for name, frame in tables.items()}


def _finish(
    run: Run, place: Place, jobs: Sequence[Job], results: Sequence[Result], tables: Sequence[str]
) -> Outcome:
    """Keep what this run did not make, write the manifest and move everything in."""
    before = read_files(place.target)
    every = {name for job in jobs for name in job.files}
    written = [*tables, *(name for r in results if not r.fault for name in r.job.files)]
    # What no manifest knows of is somebody's own file.
    own = [f for f in place.last_files() if f not in before and f not in (*written, MANIFEST)]
    kept = place.keep(sorted(every.difference(written)))
    place.keep(own)
    left = {name: before.get(name) for name in kept}
    content = manifest(run.dataset, run.scenario, run.identity, written, left, run.owned_problems)
    write_manifest(place.fresh, content)
    failed = [r for r in results if r.fault]
    log = write_log(run.dataset.name, "\n".join(r.details for r in failed), place.target.parent)
    earlier = _keep_earlier(content, place)
    place.move_in()
    return Outcome(
        folder=shown(place.target),
        written=tuple(sorted(written)),
        kept=tuple(kept),
        older=tuple(f for f in kept if _differs(before.get(f), run)),
        failed=tuple(failed),
        problems=run.dataset.problems,
        log=log,
        earlier=shown(earlier) if earlier else None,
        withdrawn=run.dataset.withdrawn,
    )


def _keep_earlier(content: Mapping[str, Any], place: Place) -> Path | None:
    """Keep reports of another date, scenario or circle whole beside the new ones; return where."""
    before = read_subject(place.target)
    if before is None or before == subject(content):
        return None
    return place.keep_whole(f"{place.target.name}-{before[0]}")


def _differs(entry: Mapping[str, Any] | None, run: Run) -> bool:
    return not entry or entry.get("kjoring") != run.identity
