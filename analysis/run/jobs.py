"""Runs notebooks in parallel over the processors, each worker a process of its own.

Workers are copies of a process that has imported all they need and done nothing else (`warm`):
copies of this one would inherit threads and locks in states that can hang. Where the system has
no such copies, each worker is started clean and imports by itself.
"""

import atexit
import functools
import importlib
import multiprocessing
import os
import pickle
import signal
import sys
import tempfile
import threading
import traceback
import warnings
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures import wait as wait_for
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import forkserver
from multiprocessing.connection import wait
from multiprocessing.queues import SimpleQueue
from pathlib import Path, PurePosixPath
from typing import Self, TypeVar

from analysis.places import PlainFault
from analysis.run.run import HEARING, Run, hand_over
from analysis.run.temporary import clear, own_temporary_files

Value = TypeVar("Value")
# Told the name of a part, how much of it is done, and of how much.
Hear = Callable[[str, int, int], None]

_WARM = "analysis.run.warm"
# Seconds between looks at what the workers tell.
_PAUSE = 0.2


@dataclass(frozen=True)
class Job:
    """One notebook to run, with all that a worker needs, so that it may work anywhere.

    Attributes
    ----------
    name : str
        What the user calls it, e.g. «3310 Hole».
    notebook : str
        Name of the notebook's file.
    source : bytes
        What stands in it.
    executed : str
        Name of the notebook as run, below the reports' folder.
    reports : tuple of str
        Names of the report, in the format that each suffix tells; none for a notebook that is no
        report.
    parameters : mapping of str to str
    template : bytes or None
        The Word document whose look the report takes in Word.
    """

    name: str
    notebook: str
    source: bytes
    executed: str
    reports: tuple[str, ...]
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)
    template: bytes | None = None

    @property
    def files(self) -> tuple[str, ...]:
        """Names of the files it gives."""
        return (*self.reports, self.executed)


@dataclass(frozen=True)
class Result:
    """How a job went: its files by their names, or a `fault` and none."""

    job: Job
    files: Mapping[str, bytes] = field(default_factory=dict, hash=False)
    fault: str = ""
    details: str = ""


def packed(run: Run) -> bytes:
    """Return a run as it is sent to whoever runs its notebooks."""
    return zlib.compress(pickle.dumps(run, protocol=pickle.HIGHEST_PROTOCOL), level=1)


class Workers:
    """A pool of processes that live as long as the `with` block, however it ends."""

    def __init__(self, count: int | None = None) -> None:
        self._count = count or processors()
        self._others = set(multiprocessing.active_children())

    def __enter__(self) -> Self:
        self._renew()
        return self

    def _renew(self) -> None:
        self._pool, self._heard = _new_pool(self._count)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            for process in set(multiprocessing.active_children()) - self._others:
                process.terminate()
        # Once, and waited for: a second call would not know the thread it has to wait for.
        self._pool.shutdown(wait=True, cancel_futures=True)

    def together(
        self, call: Callable[[str], Value], names: Sequence[str], hear: Hear | None = None
    ) -> dict[str, Value]:
        """Call a function with each name at the same time, here where the pool is broken.

        Meanwhile `hear` is told how far each of them has come.
        """
        try:
            futures = {name: self._pool.submit(_telling, call, name) for name in names}
            going = True
            while going:
                going = bool(wait_for(futures.values(), timeout=_PAUSE).not_done)
                self._pass_on(hear)  # what was told last too, or the next ones asked would hear it
            return {name: future.result() for name, future in futures.items()}
        except BrokenProcessPool:
            self._renew()
            return {name: call(name) for name in names}

    def _pass_on(self, hear: Hear | None) -> None:
        while not self._heard.empty():
            told = self._heard.get()
            if hear:
                hear(*told)

    def run(self, jobs: Sequence[Job], run: bytes) -> Iterator[Result]:
        """Run the jobs of a packed run, the first ones first, and yield each as it ends.

        A process that dies takes the whole pool with it. Jobs are taken in order, so the guilty
        one is among the first that had not ended: those get a process each, the rest a new pool.
        """
        waiting = list(jobs)
        while waiting:
            lost = yield from self._run_together(waiting, run)
            suspects, waiting = lost[: self._count], lost[self._count :]
            for job in suspects:
                yield _run_alone(job, run)
            if waiting:
                self._renew()

    def _run_together(self, jobs: Sequence[Job], run: bytes) -> Generator[Result, None, list[Job]]:
        """Yield the results and return the jobs that were lost when a process died."""
        futures: dict[Future[Result], Job] = {}
        ended: set[Job] = set()
        with suppress(BrokenProcessPool):
            for job in jobs:
                futures[self._pool.submit(run_job, job, run)] = job
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


def run_job(job: Job, run: bytes) -> Result:
    """Run one notebook of a packed run. A fault is told in the result, never raised."""
    try:
        _unpack(run)
        with warnings.catch_warnings(), tempfile.TemporaryDirectory() as ipython:
            # A warning names a path on this machine and is shown once per process, so it would
            # make notebooks differ between runs. The tests turn each of them into an error.
            warnings.simplefilter("ignore")
            return Result(job, _files(job, Path(ipython)))
    except Exception as fault:
        arose = getattr(sys, "last_value", None)  # in a cell, which tells of it in a line
        trace = [
            *traceback.format_exception(fault),
            *(traceback.format_exception(arose) if arose else ()),
        ]
        return Result(job, fault=_explain(job, fault), details="".join([f"{job.name}\n", *trace]))
    finally:
        sys.last_type = sys.last_value = sys.last_traceback = None


@functools.lru_cache(maxsize=1)
def _unpack(run: bytes) -> None:
    """Take a run that was packed a moment ago, once for all its notebooks."""
    hand_over(pickle.loads(zlib.decompress(run)))


def _files(job: Job, ipython: Path) -> dict[str, bytes]:
    import nbformat

    from analysis.run.notebook_engine import execute

    notebook = nbformat.reads(job.source.decode(), as_version=4)
    executed = execute(notebook, job.notebook, job.parameters, ipython)
    files = {}
    if job.reports:
        from analysis.report.press.exporter import export_all

        suffixes = {name: PurePosixPath(name).suffix for name in job.reports}
        made = export_all(executed, job.name, job.template, list(suffixes.values()))
        files = {name: made[suffix] for name, suffix in suffixes.items()}
    return {**files, job.executed: f"{nbformat.writes(executed)}\n".encode()}


def _explain(job: Job, fault: Exception) -> str:
    """Return one line, for the end of the run, that says what went wrong and where."""
    from nbformat.reader import NotJSONError
    from papermill.exceptions import PapermillExecutionError

    from analysis.run.notebook_engine import UnknownParameter

    match fault:
        case PapermillExecutionError():
            told = " ".join(fault.evalue.split())
            return f"feil i {job.notebook}, celle {fault.cell_index + 1}: {told}"
        case NotJSONError():
            return f"{job.notebook} er ikke en notatbok. Hent den tilbake fra en kopi"
        case UnknownParameter() | PlainFault():
            return " ".join(str(fault).split())
    return f"noe programmet ikke var forberedt på ({type(fault).__name__})"


def _run_alone(job: Job, run: bytes) -> Result:
    with _new_pool(1)[0] as pool:
        try:
            return pool.submit(run_job, job, run).result()
        except BrokenProcessPool:
            return Result(
                job,
                fault="prosessen som skrev rapporten, ble avbrutt. Kanskje er det for lite minne",
                details=f"{job.name}: arbeidsprosessen døde uten feilmelding.\n",
            )


def _new_pool(count: int) -> "tuple[ProcessPoolExecutor, SimpleQueue[tuple[str, int, int]]]":
    """Return a pool, and what its processes tell while they work."""
    copies = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if copies else "spawn")
    told = context.SimpleQueue()
    pool = ProcessPoolExecutor(
        count, mp_context=context, initializer=_start_worker, initargs=(told,)
    )
    with _interrupts_ignored():
        if copies:
            # It imports while this process still reads and computes.
            context.set_forkserver_preload([_WARM])
            forkserver.ensure_running()
            atexit.register(_end_server)
        for _ in range(0 if copies else count):
            pool.submit(importlib.import_module, _WARM)
    return pool, told


def _end_server() -> None:
    """Wait for the process that workers are copied from, so that none is left behind."""
    forkserver._forkserver._stop()  # type: ignore[attr-defined]


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


def _start_worker(told: "SimpleQueue[tuple[str, int, int]]") -> None:
    _told_to.append(told)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    importlib.import_module(_WARM)
    own = own_temporary_files()
    threading.Thread(target=_end_with_parent, args=(own,), daemon=True).start()


# Where this process, if it is a worker, tells how far it has come.
_told_to: "list[SimpleQueue[tuple[str, int, int]]]" = []


def _telling(call: Callable[[str], Value], name: str) -> Value:
    """Call, and tell of it. Nobody listens to a worker at other times, and a pipe gets full."""
    before = HEARING.set(lambda *told: _told_to[0].put(told))
    try:
        return call(name)
    finally:
        HEARING.reset(before)


def _end_with_parent(own: Path) -> None:
    """End this process when the one that started it is gone, also when that was killed."""
    if parent := multiprocessing.parent_process():
        wait([parent.sentinel])
        clear(own)
        os._exit(1)
