import os
import subprocess
import sys
import textwrap

import pytest

from analysis.run import staging
from analysis.run.staging import Occupied, fresh_place


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

    with fresh_place(target) as place:
        write(place.fresh, "ny")
        monkeypatch.setattr(staging.os, "rename", failing_rename)
        with pytest.raises(PermissionError):
            place.move_in()
    assert read(target) == "gammel"


KILLED = """
    import os, sys
    from pathlib import Path
    from analysis.run import staging

    rename, left = os.rename, [int(sys.argv[2])]
    def rename_or_die(source, destination):
        if left[0] == 0:
            os._exit(9)
        left[0] -= 1
        rename(source, destination)
    staging.os.rename = rename_or_die
    staging.shutil.rmtree = lambda *a, **k: os._exit(9) if left[0] == 0 else None
    with staging.fresh_place(Path(sys.argv[1])) as place:
        (place.fresh / "rapport.txt").write_text("ny", encoding="utf-8")
        place.move_in()
"""


@pytest.mark.parametrize(("renames", "expected"), [(0, "gammel"), (1, "gammel"), (2, "ny")])
def test_a_run_killed_while_moving_in_is_repaired_by_the_next(tmp_path, renames, expected):
    target = tmp_path / "region"
    write(target, "gammel")
    program = [sys.executable, "-c", textwrap.dedent(KILLED), str(target), str(renames)]
    assert subprocess.run(program, check=False).returncode == 9
    with fresh_place(target):
        assert read(target) == expected
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == ["region"]


def test_two_at_once_and_two_in_turn(tmp_path):
    with fresh_place(tmp_path / "region"):
        with pytest.raises(Occupied) as refused, fresh_place(tmp_path / "region"):
            pass
        assert refused.value.pid == str(os.getpid())
        with fresh_place(tmp_path / "region.nord"):
            pass
    with fresh_place(tmp_path / "region"):
        pass


def test_only_ones_own_leftovers_are_cleared(tmp_path):
    for name in (".region.abcdefgh.ny", ".region.nord.abcdefgh.ny", ".annet"):
        (tmp_path / name).mkdir()
    with fresh_place(tmp_path / "region"):
        pass
    left = sorted(p.name for p in tmp_path.iterdir() if p.is_dir())
    assert left == [".annet", ".region.nord.abcdefgh.ny"]
