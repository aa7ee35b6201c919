"""Runs notebooks in parallel over the processors, each worker a clean process of its own.

Workers are started clean (`spawn`): forked ones inherit threads and locks in states that can
hang. Each imports once and then takes one report after another.
"""

import importlib
import multiprocessing
import os
import signal
import sys
import threading
import traceback
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Self, TypeVar

from analysis.run.run import RUN_FOLDER

if TYPE_CHECKING:
    from nbformat import NotebookNode

Value = TypeVar("Value")

_ENVIRONMENT = {
    "MPLBACKEND": "Agg",
    # One thread each: the reports already share the processors, and sums come in one order.
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
_HEAVY = ("analysis.run.notebook_engine", "analysis.report.press.exporter", "matplotlib.pyplot")


@dataclass(frozen=True)
class Job:
    """One notebook to run.

    Attributes
    ----------
    name : str
        What the user calls it, e.g. «3310 Hole».
    notebook : Path
        The notebook as it stands in `notebooks/`.
    executed : Path
        Where to write the notebook as run.
    reports : tuple of Path
        Where to write the report, in the format that each path's suffix names; none for a
        notebook that is no report.
    work : Path
        The run's working folder, with the computed run.
    template : Path or None
        The Word document whose look the report takes in Word.
    """

    name: str
    notebook: Path
    executed: Path
    reports: tuple[Path, ...]
    work: Path
    parameters: dict[str, str] = field(default_factory=dict, hash=False)
    template: Path | None = None

    @property
    def files(self) -> tuple[Path, ...]:
        """The files the job writes."""
        return (*self.reports, self.executed)


@dataclass(frozen=True)
class Result:
    """How a job went: `fault` is empty when its files were written."""

    job: Job
    fault: str = ""
    details: str = ""


class Workers:
    """A pool of processes that live as long as the `with` block, however it ends."""

    def __init__(self, count: int | None = None) -> None:
        self._count = count or processors()
        self._others = set(multiprocessing.active_children())

    def __enter__(self) -> Self:
        self._pool = _new_pool(self._count)
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for process in set(multiprocessing.active_children()) - self._others:
                process.terminate()
        # Once, and waited for: a second call would not know the thread it has to wait for.
        self._pool.shutdown(wait=True, cancel_futures=True)

    def together(self, call: Callable[[str], Value], names: Sequence[str]) -> dict[str, Value]:
        """Call a function with each name at the same time, here where the pool is broken."""
        try:
            futures = {name: self._pool.submit(call, name) for name in names}
            return {name: future.result() for name, future in futures.items()}
        except BrokenProcessPool:
            self._pool = _new_pool(self._count)
            return {name: call(name) for name in names}

    def run(self, jobs: Sequence[Job]) -> Iterator[Result]:
        """Run the jobs, the first ones first, and yield each as it ends.

        A process that dies takes the whole pool with it. Jobs are taken in order, so the guilty
        one is among the first that had not ended: those get a process each, the rest a new pool.
        """
        waiting = list(jobs)
        while waiting:
            lost = yield from self._run_together(waiting)
            suspects, waiting = lost[: self._count], lost[self._count :]
            for job in suspects:
                yield _run_alone(job)
            if waiting:
                self._pool = _new_pool(self._count)

    def _run_together(self, jobs: Sequence[Job]) -> Generator[Result, None, list[Job]]:
        """Yield the results and return the jobs that were lost when a process died."""
        futures: dict[Future[Result], Job] = {}
        ended: set[Job] = set()
        with suppress(BrokenProcessPool):
            for job in jobs:
                futures[self._pool.submit(run_job, job)] = job
        for future in as_completed(futures):
            with suppress(BrokenProcessPool):
                result = future.result()
                ended.add(futures[future])
                yield result
        return [job for job in jobs if job not in ended]


def processors() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_job(job: Job) -> Result:
    """Run one notebook and write its files. A fault is told in the result, never raised."""
    from analysis.run.notebook_engine import run_notebook

    os.environ[RUN_FOLDER] = str(job.work)
    try:
        with warnings.catch_warnings():
            # A warning names a path on this machine and is shown once per process, so it would
            # make notebooks differ between runs. The tests turn each of them into an error.
            warnings.simplefilter("ignore")
            executed = run_notebook(job.notebook, job.parameters, job.work / "ipython")
            _write(job, executed)
    except Exception as fault:
        for path in job.files:
            path.unlink(missing_ok=True)
        return Result(job, _explain(job, fault), f"{job.name}\n{traceback.format_exc()}")
    return Result(job)


def _write(job: Job, executed: "NotebookNode") -> None:
    import nbformat

    if job.reports:
        from analysis.report.press.exporter import export_all

        template = job.template.read_bytes() if job.template else None
        made = export_all(executed, job.name, template, [path.suffix for path in job.reports])
        for path in job.reports:
            path.write_bytes(made[path.suffix])
    with job.executed.open("w", encoding="utf-8", newline="\n") as file:
        nbformat.write(executed, file)


def _explain(job: Job, fault: Exception) -> str:
    """Return one line, for the end of the run, that says what went wrong and where."""
    from papermill.exceptions import PapermillExecutionError

    if isinstance(fault, PapermillExecutionError):
        where = f"feil i {job.notebook.name}, celle {fault.cell_index + 1}"
        return f"{where}: {fault.ename}: {_first_line(fault.evalue)}"
    return f"{type(fault).__name__}: {_first_line(str(fault))}"


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _run_alone(job: Job) -> Result:
    with _new_pool(1) as pool:
        try:
            return pool.submit(run_job, job).result()
        except BrokenProcessPool:
            for path in job.files:
                path.unlink(missing_ok=True)
            fault = "prosessen som skrev rapporten, ble avbrutt. Kanskje er det for lite minne"
            return Result(job, fault, f"{job.name}: arbeidsprosessen døde uten feilmelding.\n")


def _new_pool(count: int) -> ProcessPoolExecutor:
    pool = ProcessPoolExecutor(
        count, mp_context=multiprocessing.get_context("spawn"), initializer=_start_worker
    )
    with _interrupts_ignored():
        for _ in range(count):
            pool.submit(_import_all)
    return pool


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """Start processes that leave Ctrl-C to this one (a child inherits what is ignored)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _start_worker() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.update(_ENVIRONMENT)
    # A quarter of the import time: a grammar of internet addresses that jsonschema uses if it is
    # there, to check a format that notebooks do not have.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End this process when the one that started it is gone, also when that was killed."""
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        os._exit(1)


def _import_all() -> None:
    """Import what every report needs while the main process still reads and computes."""
    for module in _HEAVY:
        with suppress(ImportError):
            importlib.import_module(module)
