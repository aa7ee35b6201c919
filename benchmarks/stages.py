"""Where the time goes in a run: processor and wall seconds of each stage, one after the other.

The most memory held so far is this process' own.
Run with `python benchmarks/stages.py`. Nothing kept from before is used. Processor seconds count
pandoc too. What came out when it was last looked at stands in `etapper.md`.
"""

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import psutil

import analysis.run.warm  # noqa: F401
from analysis.dataset import load
from analysis.decision import evaluate
from analysis.places import find_analysis
from analysis.run.jobs import packed, run_job
from analysis.run.reports import TABLES, _csv_tables, _jobs
from analysis.run.run import SLOW, WORKED_OUT, Run, work_out
from analysis.run.snapshot import write_snapshot

Found = TypeVar("Found")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("analysis", nargs="?", default="ringeriksregionen")
    folder = find_analysis(parser.parse_args().analysis)
    print("| etappe | prosessor, s | klokke, s | mest minne til nå, MB |\n|---|--:|--:|--:|")
    imported = [sys.executable, "-c", "import analysis.run.warm"]
    told("starte Python og laste alt", lambda: subprocess.run(imported, check=True))
    dataset = told("lese inndata", lambda: load(folder))
    run = told("regne alternativene", lambda: Run(dataset, evaluate(dataset), "forventet"))
    told("trekninger", lambda: run.robustness)
    told("deltakelse", lambda: run.participation)
    rest = [name for name in WORKED_OUT if name not in SLOW]
    told("andre metoder og systemene", lambda: [work_out(name, run) for name in rest])
    told("csv-tabellene", lambda: _csv_tables(TABLES, run))
    with tempfile.TemporaryDirectory() as temporary:
        told("ta vare på inndata", lambda: write_snapshot(dataset, Path(temporary)))
    given = told("sende kjøringen", lambda: packed(run))
    for job in _jobs(run):
        found = told(job.name, lambda job=job: run_job(job, given))
        assert not found.fault, found.details


def told(name: str, stage: Callable[[], Found]) -> Found:
    """Do a stage and print what it took."""
    busy, start = processor(), time.perf_counter()
    found = stage()
    used, most = processor() - busy, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"| {name} | {used:.2f} | {time.perf_counter() - start:.2f} | {most:.0f} |", flush=True)
    return found


def processor() -> float:
    """Processor seconds of this process and of those it has started."""
    own = psutil.Process()
    times = [own.cpu_times(), *(child.cpu_times() for child in own.children(recursive=True))]
    ended = own.cpu_times()
    return sum(t.user + t.system for t in times) + ended.children_user + ended.children_system


if __name__ == "__main__":
    main()
