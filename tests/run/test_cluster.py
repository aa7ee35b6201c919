"""A scheduler and two workers on this machine, and reports the same as those written at home."""

import json
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from toys import Inline, contents, ikt, toy_run, write_project

from analysis.run import reports
from analysis.run.cluster import run_on, run_sent
from analysis.run.jobs import packed
from analysis.run.manifest import code_version, versions

pytest.importorskip("distributed", reason="dask.distributed er ikke installert her")


@pytest.fixture
def jobs(tmp_path, monkeypatch):
    project = write_project(tmp_path)
    monkeypatch.setattr("analysis.run.reports.notebooks_folder", lambda: project / "notebooks")
    return reports._jobs(toy_run())


def test_any_executor_will_do(jobs):
    run = packed(toy_run())
    with ThreadPoolExecutor(3) as executor:
        results = {r.job.name: r for r in run_on(executor, jobs, run)}
    assert set(results) == {job.name for job in jobs}
    for job in jobs:
        assert results[job.name].fault == ""
        assert set(results[job.name].files) == set(job.files)


def test_what_a_job_leaves_of_text_is_gone_with_it(jobs, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    seen = []

    def leaves(job, run):
        seen.append(Path(tempfile.mkdtemp()))
        (seen[-1] / "tekst.md").write_text("Hole", encoding="utf-8")
        assert seen[-1].parent.parent == tmp_path
        raise ValueError

    monkeypatch.setattr("analysis.run.cluster.run_job", leaves)
    with ThreadPoolExecutor(2) as executor:
        assert all(r.fault for r in run_on(executor, jobs, packed(toy_run())))
    assert len(seen) == len(jobs) and list(tmp_path.glob("ikt-*")) == []
    assert tempfile.gettempdir() == str(tmp_path)


def test_an_executor_that_gives_up_loses_no_other_report(jobs):
    class GivesUp(ThreadPoolExecutor):
        def submit(self, call, job, *rest):
            if job.name == "9902 Øvre Ås":
                return super().submit(int, "arbeider borte")
            return super().submit(call, job, *rest)

    with GivesUp(1) as executor:
        results = list(run_on(executor, jobs, packed(toy_run())))
    assert [r.job.name for r in results if r.fault] == ["9902 Øvre Ås"]


def test_a_worker_with_other_code_is_told_of_and_writes_nothing(jobs):
    for own in (("0", versions()), (code_version(), {"numpy": "0"})):
        result = run_sent(jobs[0], packed(toy_run()), own)
        assert "en annen utgave av programmet" in result.fault and not result.files


def test_a_scheduler_that_does_not_answer_is_told_of(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("analysis.run.cluster._ANSWER_WITHIN", 1)
    project = write_project(tmp_path)
    assert ikt(project, "rapport", "lekeregion", "--klynge", "tcp://127.0.0.1:9") == 2
    assert "Ingen planlegger svarer på tcp://127.0.0.1:9" in capsys.readouterr().err
    assert not (project / "reports").exists()


@pytest.fixture
def cluster(tmp_path):
    """The address of a scheduler with two workers, and what starts and ends more of them."""
    address = tmp_path / "planlegger.json"
    folder = tmp_path / "arbeidere"
    folder.mkdir()
    started = []

    def start(program, *arguments):
        command = [sys.executable, "-m", f"distributed.cli.dask_{program}", *arguments]
        started.append(
            subprocess.Popen(
                [*command, "--scheduler-file", str(address)],
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        return started[-1]

    scheduler = start("scheduler", "--port", "0", "--no-dashboard", "--no-show")

    def worker():
        return start("worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")

    while not address.exists():
        assert scheduler.poll() is None
        time.sleep(0.1)
    yield address, worker
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.thorough
def test_a_cluster_gives_the_same_bytes_also_when_a_worker_dies_and_one_joins(
    cluster, tmp_path, monkeypatch
):
    monkeypatch.setattr("analysis.run.cluster.Workers", Inline)
    address, worker = cluster
    scheduler = json.loads(address.read_text())["address"]
    home, away = write_project(tmp_path / "hjemme"), write_project(tmp_path / "ute")
    mark = tmp_path / "drept"
    # Whoever takes this report first is killed in the middle of it.
    code = (
        f"import os, pathlib; mark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists(): mark.touch(); os.kill(os.getpid(), 9)"
    )
    mark.touch()
    assert ikt(home, "rapport", "lekeregion", trouble={"9902": code}) == 0
    mark.unlink()
    workers = [worker(), worker()]

    def join_when_one_dies():
        while not mark.exists():
            time.sleep(0.1)
        workers.append(worker())

    joining = threading.Thread(target=join_when_one_dies)
    joining.start()
    given = ("rapport", "lekeregion", "--klynge", scheduler)
    try:
        assert ikt(away, *given, trouble={"9902": code}) == 0
    finally:
        mark.touch()  # so that the thread ends also where nobody was killed
        joining.join()
    assert any(one.poll() == -signal.SIGKILL for one in workers)
    assert contents(home / "reports") == contents(away / "reports")
