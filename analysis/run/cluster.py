"""Reports written by workers on other machines, through dask.distributed.

What a worker needs is sent to it, and the files are sent back: no path is shared. A worker that
dies or leaves gives its reports to the others, and one that joins on the way takes its share.
"""

import logging
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, as_completed
from typing import Self, TypeVar

from analysis.places import UnknownName
from analysis.run.jobs import Hear, Job, Result, Workers, run_job
from analysis.run.manifest import code_version, versions
from analysis.run.temporary import own_temporary_files_meanwhile

Value = TypeVar("Value")

_LACKING = (
    "For å skrive på en klynge trengs dask.distributed. Hent det, i mappen med programmet: "
    "python -m uv sync --frozen --inexact --extra klynge"
)
_NO_ANSWER = (
    "Ingen planlegger svarer på {}. Start den med «dask scheduler», og oppgi adressen den skriver, "
    "for eksempel tcp://maskin:8786."
)
_OTHER_CODE = (
    "arbeideren på {} har en annen utgave av programmet eller bibliotekene. Oppdater den, og start "
    "den på nytt"
)
_GIVEN_UP = "flere arbeidere ble borte mens de skrev rapporten. Kanskje har de for lite minne"
_ANSWER_WITHIN = 15  # seconds
# A notebook is run by a shell there is one of in a process.
_one_at_a_time = threading.Lock()


class Cluster:
    """Workers of a cluster, in place of `Workers`; what is worked out once is done here."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._here = Workers()

    def __enter__(self) -> Self:
        try:
            from distributed import Client
        except ImportError:
            raise UnknownName(_LACKING) from None
        # What it tells in its own words is told in ours.
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        try:
            self._client = Client(self._address, timeout=_ANSWER_WITHIN, set_as_default=False)
        except (OSError, ValueError, TypeError):
            raise UnknownName(_NO_ANSWER.format(self._address)) from None
        self._here.__enter__()
        return self

    def __exit__(self, *fault: object) -> None:
        self._client.close()
        self._here.__exit__(*fault)  # type: ignore[arg-type]

    def together(
        self, call: Callable[[str], Value], names: Sequence[str], hear: Hear | None = None
    ) -> dict[str, Value]:
        """As `Workers.together`, on this machine."""
        return self._here.together(call, names, hear)

    def run(self, jobs: Sequence[Job], run: bytes) -> Iterator[Result]:
        """Run the jobs of a packed run, and yield each as it ends."""
        yield from run_on(self._client.get_executor(pure=False), jobs, run)


def run_on(executor: Executor, jobs: Sequence[Job], run: bytes) -> Iterator[Result]:
    """Run the jobs of a packed run wherever an executor does its work."""
    own = code_version(), versions()
    futures = {executor.submit(run_sent, job, run, own): job for job in jobs}
    for future in as_completed(futures):
        try:
            yield future.result()
        except Exception as fault:  # the executor has its own, for a worker that is gone
            job = futures[future]
            yield Result(job, fault=_GIVEN_UP, details=f"{job.name}: {fault}\n")


def run_sent(job: Job, run: bytes, code: tuple[str, dict[str, str]]) -> Result:
    """Run a job that came from another machine, if the code here is that of the sender."""
    if code != (code_version(), versions()):
        fault = _OTHER_CODE.format(socket.gethostname())
        return Result(job, fault=fault, details=f"{job.name}: {fault}\n")
    with _one_at_a_time, own_temporary_files_meanwhile():
        # Imported for what it does, and by none but those who work.
        from analysis.run import warm  # noqa: F401

        return run_job(job, run)
