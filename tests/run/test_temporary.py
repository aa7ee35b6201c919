import os
import subprocess
import sys
import textwrap
import time

import pytest

from analysis.places import ROOT

# A report's worker that leaves text behind, and is told to end or killed.
STARTED = """
    import os, signal, sys, tempfile
    from pathlib import Path
    from analysis.run import jobs

    def write():
        folder = tempfile.mkdtemp(prefix="ikt-tekst-")
        Path(folder, "tekst.md").write_text("Hole", encoding="utf-8")
        return os.getpid(), folder

    if __name__ == "__main__":
        with jobs._new_pool(1)[0] as pool:
            worker, folder = pool.submit(write).result()
            print(folder, flush=True)
            if sys.argv[1] == "forelder":
                os.kill(os.getpid(), signal.SIGKILL)
            if sys.argv[1] == "arbeider":
                os.kill(worker, signal.SIGKILL)
"""


def left(tmp_path):
    """What is left but the program, and the socket multiprocessing hears its processes by."""
    names = sorted(path.name for path in tmp_path.iterdir())
    return [name for name in names if name != "start.py" and not name.startswith("pymp-")]


def start(tmp_path, killed):
    program = tmp_path / "start.py"
    program.write_text(textwrap.dedent(STARTED), encoding="utf-8")
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, program, killed], env=env, capture_output=True, text=True, check=False
    )
    assert os.path.dirname(done.stdout).startswith(str(tmp_path / "ikt-arbeid-")), done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("killed", ["ingen", "forelder"])
def test_the_text_of_reports_does_not_outlive_the_run(killed, tmp_path):
    start(tmp_path, killed)
    for _ in range(600):  # the worker sees by itself that the one that started it is gone
        if not left(tmp_path):
            break
        time.sleep(0.1)
    assert left(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_what_a_killed_worker_left_is_removed_by_a_later_run(tmp_path):
    start(tmp_path, "arbeider")
    (before,) = left(tmp_path)
    start(tmp_path, "ingen")
    assert left(tmp_path) == [before]  # another run may be using it
    day_old = time.time() - 25 * 3600
    os.utime(tmp_path / before, (day_old, day_old))
    start(tmp_path, "ingen")
    assert left(tmp_path) == []
