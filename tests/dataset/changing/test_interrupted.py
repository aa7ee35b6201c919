"""A saving that was killed is seen by those who read, and mended by the next who writes."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.dataset.changing.interrupted import MARK, require_whole
from analysis.dataset.changing.locking import folder_lock
from analysis.dataset.changing.replacing import ChangedFile, replace_files
from analysis.dataset.problems import InputProblems

NOW = dt.datetime(2026, 11, 22, 9, 5, 7)
CHANGES = pd.DataFrame({"rad": ["lisens"]})
BEFORE = {"budsjett.csv": b"a", "kommuner.csv": b"b"}
AFTER = {"budsjett.csv": b"A", "kommuner.csv": b"B", "mandat.csv": b"C"}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file() and p.name[0] != "."}


def start(folder: Path) -> None:
    folder.mkdir()
    for name, content in BEFORE.items():
        (folder / name).write_bytes(content)


def save(folder: Path) -> None:
    files = [ChangedFile(folder / n, BEFORE.get(n), after) for n, after in AFTER.items()]
    replace_files(folder, files, CHANGES, NOW)


def mend(folder: Path) -> list[str]:
    with folder_lock(folder, "Hole") as told:
        return told


def killed_at(step: int, work: Callable[[Path], Any], folder: Path) -> bool:
    """Do something in a process that is killed before its nth change of the disk, if it has one."""
    if (child := os.fork()) == 0:
        left = iter(range(step, -1, -1))

        def kill(event: str, given: tuple[Any, ...]) -> None:
            writes = event == "open" and isinstance(given[2], int) and given[2] & os.O_CREAT
            changes = writes or event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir")
            if changes and next(left) == 0:
                os._exit(9)

        sys.addaudithook(kill)
        try:
            work(folder)
        except BaseException:
            os._exit(1)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, 9)
    return code == 9


def is_whole(folder: Path) -> bool:
    try:
        require_whole(folder)
    except InputProblems as told:
        assert "En lagring ble avbrutt, og budsjett.csv, kommuner.csv og mandat.csv" in str(told)
        return False
    return True


def test_wherever_a_saving_is_killed_nothing_is_lost_and_no_mixture_is_read(tmp_path: Path) -> None:
    step, marked = 0, 0
    while True:
        folder = tmp_path / str(step)
        start(folder)
        killed = killed_at(step, save, folder)
        if is_whole(folder):
            whole = contents(folder)
            assert whole in (BEFORE, AFTER)
            assert mend(folder) == [] and contents(folder) == whole
        else:
            marked += 1
            (folder / "kommuner.csv").write_bytes(b"rettet siden")
            (told,) = mend(folder)
            assert contents(folder) == BEFORE and is_whole(folder)
            (aside,) = (folder / "tidligere").iterdir()
            assert told == (
                "Forrige lagring ble avbrutt. Satt tilbake slik det var før den: budsjett.csv, "
                f"kommuner.csv og mandat.csv. Det som sto der nå, ligger i {aside.as_posix()}."
            )
            assert (aside / "kommuner.csv").read_bytes() == b"rettet siden"
        assert [p.name for p in folder.iterdir() if p.name.startswith(".")] == []
        if not killed:
            break
        step += 1
    assert step > 15 and marked == 5  # the mark, three moves, and the mark again


def test_wherever_a_mending_is_killed_it_is_done_the_next_time(tmp_path: Path) -> None:
    for at in range(30):
        cut = tmp_path / f"avbrutt-{at}"
        start(cut)
        killed_at(at, save, cut)
        if not is_whole(cut) and (cut / "mandat.csv").exists():
            break
    (cut / "kommuner.csv").write_bytes(b"rettet siden")
    step = 0
    while True:
        folder = Path(shutil.copytree(cut, tmp_path / str(step)))
        killed = killed_at(step, mend, folder)
        mend(folder)
        assert contents(folder) == BEFORE and is_whole(folder)
        kept = (folder / "tidligere").glob("*-avbrutt*/kommuner.csv")
        assert b"rettet siden" in [path.read_bytes() for path in kept]
        if not killed:
            break
        step += 1
    assert step > 8


def marked(folder: Path, text: str) -> Path:
    kept = folder / "tidligere" / "2026-01-01-000000"
    kept.mkdir(parents=True)
    (kept / MARK).write_text(text)
    return kept


@pytest.mark.parametrize(
    "name",
    [
        "../../Makefile",
        "/etc/hosts",
        "tekst/bakgrunn.md",
        ".opptatt",
        "budsjett.xlsx",
        "x\0y",
        "..",
    ],
)
def test_a_list_that_names_anything_but_the_files_of_an_analysis_is_refused(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "inputs" / "x"
    folder.parent.mkdir()
    start(folder)
    (tmp_path / "Makefile").write_text("all:")
    kept = marked(folder, f"budsjett.csv\n{name}")
    (kept / "budsjett.csv").write_bytes(b"eldre")
    for attempt in (require_whole, mend):
        with pytest.raises(InputProblems, match="ikke er en fil i en utredning. Ingenting er rørt"):
            attempt(folder)
    assert contents(folder) == BEFORE
    assert (tmp_path / "Makefile").read_text() == "all:"
    (kept / MARK).unlink()
    kept.joinpath("budsjett.csv").unlink()
    kept.rmdir()  # as the message says
    assert mend(folder) == [] and is_whole(folder)


@pytest.mark.parametrize("link", ["file", "kept", "kept file", "tidligere", "mark", "lock"])
def test_no_link_out_of_the_analysis_is_followed(tmp_path: Path, link: str) -> None:
    folder, outside = tmp_path / "x", tmp_path / "utenfor"
    start(folder)
    outside.mkdir()
    (outside / "budsjett.csv").write_bytes(b"hemmelig")
    (outside / MARK).write_text("budsjett.csv")
    here = folder / "tidligere" / "y"
    here.mkdir(parents=True)
    match link:
        case "file":
            (folder / "budsjett.csv").unlink()
            (folder / "budsjett.csv").symlink_to(outside / "budsjett.csv")
            (here / MARK).write_text("budsjett.csv")
        case "kept":
            here.rmdir()
            here.symlink_to(outside)
        case "kept file":
            (here / "budsjett.csv").symlink_to(outside / "budsjett.csv")
            (here / MARK).write_text("budsjett.csv")
        case "tidligere":
            here.rmdir()
            here.parent.rmdir()
            here.parent.symlink_to(tmp_path / "mer")
            (tmp_path / "mer").mkdir()
            outside.rename(tmp_path / "mer" / "utenfor")
            outside = tmp_path / "mer" / "utenfor"
        case "mark":
            (here / MARK).symlink_to(outside / MARK)
        case "lock":
            (folder / ".opptatt").symlink_to(outside / "budsjett.csv")
    with pytest.raises(InputProblems, match="en lenke ut av utredningen, og slike følges ikke"):
        mend(folder)
    assert contents(outside) == {"budsjett.csv": b"hemmelig"}
    assert sorted(p.name for p in outside.iterdir()) == [MARK, "budsjett.csv"]


def test_a_mark_that_names_nothing_is_taken_away(tmp_path: Path) -> None:
    kept = marked(tmp_path, "")
    assert is_whole(tmp_path) and mend(tmp_path) == [] and not kept.exists()
