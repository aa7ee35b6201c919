import ctypes
import errno
import os
import subprocess
import sys
import textwrap

import pytest

from analysis.run import staging
from analysis.run.staging import InUse, Occupied, fresh_place


def write(folder, text):
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "rapport.txt").write_text(text, encoding="utf-8")


def read(folder):
    return (folder / "rapport.txt").read_text(encoding="utf-8")


def test_new_files_replace_the_old_ones_together(tmp_path):
    target = tmp_path / "region"
    write(target, "gammel")
    (target / "utgått.txt").touch()
    with fresh_place(target) as place:
        write(place.fresh, "ny")
        assert read(target) == "gammel"
        place.move_in()
    assert [p.name for p in target.iterdir()] == ["rapport.txt"]
    assert read(target) == "ny"
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["region"]


def test_without_moving_in_nothing_changes(tmp_path):
    target = tmp_path / "region"
    write(target, "gammel")
    with pytest.raises(ZeroDivisionError), fresh_place(target) as place:
        write(place.fresh, "ny")
        1 / 0  # noqa: B018
    assert read(target) == "gammel"
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["region"]


def no_exchange(monkeypatch):
    """As on Windows, and on disks that cannot let two folders trade places."""
    monkeypatch.setattr(staging, "_trade", lambda: None)


@pytest.mark.parametrize("failing", [1, 2])
def test_a_rename_that_fails_leaves_the_last_good_one(tmp_path, monkeypatch, failing):
    target = tmp_path / "region"
    write(target, "gammel")
    rename, calls = os.rename, []

    def failing_rename(source, destination):
        calls.append(source)
        if len(calls) == failing:
            raise PermissionError("åpen i et annet program")
        rename(source, destination)

    no_exchange(monkeypatch)
    with fresh_place(target) as place:
        write(place.fresh, "ny")
        monkeypatch.setattr(staging.os, "rename", failing_rename)
        with pytest.raises(PermissionError):
            place.move_in()
    assert read(target) == "gammel"


def test_a_rename_is_tried_again_where_a_program_looks_at_new_files(tmp_path, monkeypatch):
    target = tmp_path / "region"
    rename, waited = os.rename, []

    def busy_at_first(source, destination):
        if len(waited) < 2:
            raise PermissionError("virusprogrammet leser")
        rename(source, destination)

    monkeypatch.setattr(staging, "_PAUSES", (0.1, 0.4, 1.0))
    with fresh_place(target) as place:
        write(place.fresh, "ny")
        monkeypatch.setattr(staging.time, "sleep", waited.append)
        monkeypatch.setattr(staging.os, "rename", busy_at_first)
        place.move_in()
        monkeypatch.setattr(staging.os, "rename", rename)
    assert read(target) == "ny"
    assert waited == [0.1, 0.4]


def test_a_disk_that_cannot_exchange_gets_two_renames(tmp_path, monkeypatch):
    target = tmp_path / "region"
    write(target, "gammel")
    monkeypatch.setattr(staging, "_trade", lambda: fails_with(errno.EINVAL))
    with fresh_place(target) as place:
        write(place.fresh, "ny")
        place.move_in()
    assert read(target) == "ny"
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["region"]


def fails_with(code):
    def call(one, other):
        ctypes.set_errno(code)
        return -1

    return call


def test_another_fault_of_the_exchange_leaves_the_last_good_one(tmp_path, monkeypatch):
    target = tmp_path / "region"
    write(target, "gammel")
    monkeypatch.setattr(staging, "_trade", lambda: fails_with(errno.EACCES))
    with fresh_place(target) as place, pytest.raises(PermissionError):
        place.move_in()
    assert read(target) == "gammel"


READER = """
    import sys
    from pathlib import Path

    report, done = Path(sys.argv[1]), Path(sys.argv[2])
    seen = lacking = 0
    print("klar", flush=True)
    while not done.exists():
        try:
            seen += bool(report.read_text(encoding="utf-8"))
        except FileNotFoundError:
            lacking += 1
    print(seen, lacking)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot let two folders trade places")
def test_a_reader_sees_a_report_at_every_moment(tmp_path):
    target, done = tmp_path / "region", tmp_path / "ferdig"
    write(target, "0")
    program = [sys.executable, "-c", textwrap.dedent(READER), target / "rapport.txt", done]
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "klar\n"
        for number in range(200):
            with fresh_place(target) as place:
                write(place.fresh, str(number))
                place.move_in()
        done.touch()
        seen, lacking = map(int, reader.stdout.readline().split())
    assert seen > 200
    assert lacking == 0


KILLED = """
    import os, sys
    from pathlib import Path
    from analysis.run import staging

    def dying(call):
        def step(*given):
            if left[0] == 0:
                os._exit(9)
            left[0] -= 1
            return call(*given)
        return step

    left = [int(sys.argv[2])]
    trade = staging._trade()
    staging._trade = (lambda: dying(trade)) if sys.argv[3] == "bytte" else (lambda: None)
    staging._rename = dying(staging._rename)
    staging.shutil.rmtree = lambda *a, **k: os._exit(9) if left[0] == 0 else None
    with staging.fresh_place(Path(sys.argv[1])) as place:
        (place.fresh / "rapport.txt").write_text("ny", encoding="utf-8")
        place.move_in()
"""


@pytest.mark.parametrize(
    ("how", "steps", "expected"),
    [
        ("to navn", 0, "gammel"),
        ("to navn", 1, "gammel"),
        ("to navn", 2, "ny"),
        ("bytte", 0, "gammel"),
        ("bytte", 1, "ny"),
    ],
)
def test_a_run_killed_while_moving_in_is_repaired_by_the_next(tmp_path, how, steps, expected):
    target = tmp_path / "region"
    write(target, "gammel")
    program = [sys.executable, "-c", textwrap.dedent(KILLED), str(target), str(steps), how]
    assert subprocess.run(program, check=False).returncode == 9
    if how == "bytte":
        assert read(target) == expected
    with fresh_place(target):
        assert read(target) == expected
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["region"]


def test_files_that_are_open_elsewhere_are_told_before_anything_is_made(tmp_path, monkeypatch):
    target = tmp_path / "region"
    write(target, "gammel")
    write(target / "tables", "gammel")
    rename = os.rename

    def as_on_windows(source, destination):
        if source.name == "rapport.txt":
            raise PermissionError(errno.EACCES, "in use", str(source))
        rename(source, destination)

    monkeypatch.setattr(staging.os, "rename", as_on_windows)
    with pytest.raises(InUse) as refused, fresh_place(target):
        pytest.fail("the run began")
    assert refused.value.files == [target / "rapport.txt", target / "tables" / "rapport.txt"]
    assert read(target) == "gammel"
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["region"]


def test_a_file_in_the_place_of_the_reports_is_left_alone(tmp_path):
    (tmp_path / "region").write_text("min", encoding="utf-8")
    with pytest.raises(NotADirectoryError), fresh_place(tmp_path / "region"):
        pass
    assert (tmp_path / "region").read_text(encoding="utf-8") == "min"


def test_two_at_once_and_two_in_turn(tmp_path):
    with fresh_place(tmp_path / "region"):
        with pytest.raises(Occupied) as refused, fresh_place(tmp_path / "region"):
            pass
        assert refused.value.pid == str(os.getpid())
        with fresh_place(tmp_path / "region.nord"):
            pass
    with fresh_place(tmp_path / "region"):
        pass


def test_leftovers_of_killed_runs_are_cleared_and_those_of_living_ones_are_not(tmp_path):
    for name in (".region.abcdefgh.ny", ".region.nord.abcdefgh.ny", ".annet"):
        (tmp_path / name).mkdir()
    with fresh_place(tmp_path / "vest") as living, fresh_place(tmp_path / "region"):
        assert living.fresh.is_dir()
    assert sorted(p.name for p in tmp_path.iterdir() if p.is_dir()) == [".annet"]
