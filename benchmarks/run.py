"""How long the reports take, and how one more compares with papermill and nbconvert as they come.

Run with `make bench`. Everything is timed in one go on the same machine, because only the ratios
mean anything elsewhere. With `--alt` the programs for the parts follow: uncertainty, games, groups
of municipalities and systems, which take some ten minutes.
"""

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from stages import processor

from analysis.places import REPORT_FORMATS, ROOT, find_analysis, notebooks_folder
from analysis.run.jobs import Job, packed, processors, run_job
from analysis.run.reports import MUNICIPAL_REPORT
from analysis.run.run import compute, work_out_all

REPEATS, ROUNDS = 3, 5
PARTS = ("uncertainty", "games", "participation", "applications")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("analysis", nargs="?", default="ringeriksregionen")
    parser.add_argument(
        "--alt", action="store_true", help="mål delene også; tar om lag ti minutter"
    )
    given = parser.parse_args()
    analysis = given.analysis
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rapporter"
        whole = [timed(lambda: whole_run(analysis, out)) for _ in range(REPEATS)]
        one_more(analysis, Path(folder), min(whole))
    programs = [Path("benchmarks") / f"{part}.py" for part in PARTS]
    if not given.alt:
        print(f"Delene måles hver for seg, eller med --alt: {', '.join(map(str, programs))}")
    for program in programs if given.alt else ():
        print(f"\n{program}", flush=True)
        subprocess.run([sys.executable, program], cwd=ROOT, check=True)


def one_more(analysis: str, folder: Path, whole: float) -> None:
    """Time the last municipality's report both ways and print all figures."""
    run = compute(find_analysis(analysis), "forventet")
    work_out_all(run)
    given = packed(run)
    parameters = {
        "analyse": run.dataset.name,
        "scenario": run.scenario,
        "kjoring": run.identity,
        "kommunenummer": str(run.dataset.municipalities.index[-1]),
    }
    notebook = notebooks_folder() / f"{MUNICIPAL_REPORT}.ipynb"
    reports = tuple(f"en{end}" for end in REPORT_FORMATS)
    job = Job("måling", notebook.name, notebook.read_bytes(), "en.ipynb", reports, parameters)
    target = "pdf" if shutil.which("xelatex") else "html"
    executed = folder / "to.ipynb"
    ours(job, given)
    rounds = [
        (
            used(lambda: ours(job, given)),
            used(lambda: plain_papermill(job, executed)),
            used(lambda: plain_nbconvert(executed, target)),
        )
        for _ in range(ROUNDS)
    ]
    print(f"{processors()} prosessorer, Python {sys.version.split()[0]}")
    print(f"{whole:.2f} s  ikt rapport {run.dataset.name}: alle rapportene, beste av {REPEATS}")
    print(f"Én rapport til, {ROUNDS} ganger etter tur: middels (laveste–høyeste)")
    whats = (
        "PDF, Word og web i en arbeidsprosess i gang",
        "papermill med vanlig kjerne, samme notatbok og samme kjøring",
        f"jupyter nbconvert --to {target} av resultatet",
    )
    for each, what in zip(zip(*rounds, strict=True), whats, strict=True):
        clock, busy = zip(*each, strict=True)
        print(f"{spread(clock)} s, prosessor {spread(busy)} s  {what}")
    for place, what in enumerate(("tid", "prosessortid")):
        ratios = [(kernel[place] + plain[place]) / own[place] for own, kernel, plain in rounds]
        print(f"{spread(ratios)} ganger så mye {what} på den vanlige måten")
    if target == "html":
        print("(--to pdf krever LaTeX, som ikke er her; html er mindre arbeid enn pdf)")


def spread(values: Sequence[float]) -> str:
    return f"{statistics.median(values):.2f} ({min(values):.2f}–{max(values):.2f})"


def used(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock and of the processor, also those of the processes it starts."""
    busy = processor()
    return timed(work), processor() - busy


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def whole_run(analysis: str, out: Path) -> None:
    """All reports in a process of its own, written aside so that no report is replaced."""
    code = (
        "import sys; from pathlib import Path; from analysis.run.reports import write_reports; "
        "write_reports(sys.argv[1], out=Path(sys.argv[2]), afresh=True)"
    )
    subprocess.run([sys.executable, "-c", code, analysis, out], cwd=ROOT, check=True)


def ours(job: Job, run: bytes) -> None:
    if fault := run_job(job, run).fault:
        raise SystemExit(fault)


def plain_papermill(job: Job, executed: Path) -> None:
    given = [part for pair in job.parameters.items() for part in ("-r", *pair)]
    notebook = executed.with_name(job.notebook)
    notebook.write_bytes(job.source)
    quietly([sys.executable, "-m", "papermill", "--no-progress-bar", *given, notebook, executed])


def plain_nbconvert(executed: Path, target: str) -> None:
    quietly([sys.executable, "-m", "nbconvert", "--no-input", "--to", target, executed])


def quietly(command: list[str | Path]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)


if __name__ == "__main__":
    main()
