"""The whole country in made regions: what it costs to write them, and whether memory stays flat.

Run with `python benchmarks/country.py 1 5 15`: so many regions of six are written by `ikt rapport
--alle`, in a copy of the program with nothing kept from before. Processor seconds are of every
process it starts; memory is the most any of them held, asked for five times a second.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

import psutil
from regions import regions, write_region

from analysis.places import ROOT

PROGRAM = ("analysis", "notebooks", "inputs/felles")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[1, 5, 15, 60], metavar="ANTALL")
    parser.add_argument("--kommuner", type=int, default=6, help="kommuner i hver region")
    parser.add_argument("--trekninger", type=int, help="trekninger i hver region")
    given = parser.parse_args()
    print("| regioner | prosessor, s | s per region | hovedprosess, MB | arbeider, MB |")
    print("|--:|--:|--:|--:|--:|")
    for count in given.counts:
        with tempfile.TemporaryDirectory() as folder:
            copied(Path(folder), count, given.kommuner, given.trekninger)
            written(Path(folder), count)


def copied(folder: Path, count: int, size: int, draws: int | None) -> None:
    """The program with so many regions and no other analysis."""
    for part in PROGRAM:
        shutil.copytree(ROOT / part, folder / part)
    for number, members in enumerate(islice(regions(size), count), 1):
        region = folder / "inputs" / f"region-{number:02}"
        write_region(region, members)
        if draws:
            settings = region / "utredning.toml"
            text = re.sub(r"(?m)^trekninger = .*$", f"trekninger = {draws}", settings.read_text())
            settings.write_text(text)


def written(folder: Path, count: int) -> None:
    """Write them all, and print what it took."""
    kept = {"XDG_CACHE_HOME": str(folder / "kept"), "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "analysis", "rapport", "--alle"]
    with (folder / "log").open("w+") as log:
        started = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **kept}, stdout=log, stderr=log
        )
        busy, main, worker = followed(psutil.Process(started.pid))
        log.seek(0)
        assert started.wait() == 0, log.read()
    print(f"| {count} | {busy:.0f} | {busy / count:.1f} | {main:.0f} | {worker:.0f} |", flush=True)


def followed(main: psutil.Process) -> tuple[float, float, float]:
    """Processor seconds of all, and the most memory of the main process and of a worker (MB)."""
    busy: dict[psutil.Process, float] = {}
    most: dict[psutil.Process, float] = {}
    while main.is_running() and main.status() != psutil.STATUS_ZOMBIE:
        for process in (main, *main.children(recursive=True)):
            try:
                times, held = process.cpu_times(), process.memory_info().rss / 1e6
            except psutil.Error:  # it has just ended
                continue
            busy[process] = times.user + times.system
            most[process] = max(held, most.get(process, 0.0))
        time.sleep(0.2)
    workers = [held for process, held in most.items() if process != main]
    return sum(busy.values()), most[main], max(workers, default=0.0)


if __name__ == "__main__":
    main()
