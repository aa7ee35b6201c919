"""All files of an import are replaced, or none; what was is kept."""

from __future__ import annotations

import datetime as dt
import errno
import os
import resource
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.dataset.changing import replacing
from analysis.dataset.changing.interrupted import require_whole
from analysis.dataset.changing.replacing import ChangedFile, replace_files
from analysis.dataset.problems import InputProblems

NOW = dt.datetime(2026, 11, 22, 9, 5, 7)
CHANGES = pd.DataFrame({"rad": ["lisens"]})


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}


@pytest.fixture
def files(tmp_path: Path) -> list[ChangedFile]:
    """Two files that change and one that is new."""
    before = {"budsjett.csv": b"a", "kommuner.csv": b"b"}
    for name, content in before.items():
        (tmp_path / name).write_bytes(content)
    names = ("kommuner.csv", "mandat.csv", "budsjett.csv")
    return [ChangedFile(tmp_path / name, before.get(name), f"ny {name}".encode()) for name in names]


def test_what_was_is_kept_beside_what_changed(tmp_path: Path, files: list[ChangedFile]) -> None:
    (tmp_path / "budsjett.csv").chmod(0o640)
    kept = replace_files(tmp_path, files, CHANGES, NOW)
    assert contents(tmp_path) == {
        "budsjett.csv": b"ny budsjett.csv",
        "kommuner.csv": b"ny kommuner.csv",
        "mandat.csv": b"ny mandat.csv",
    }
    assert kept == tmp_path / "tidligere" / "2026-11-22-090507"
    assert contents(kept) == {
        "budsjett.csv": b"a",
        "kommuner.csv": b"b",
        "endringer.csv": "\ufeffrad\nlisens\n".encode(),
    }
    assert (tmp_path / "budsjett.csv").stat().st_mode & 0o777 == 0o640
    require_whole(tmp_path)


def test_two_imports_in_one_second_are_kept_apart(tmp_path: Path, files: list[ChangedFile]) -> None:
    replace_files(tmp_path, files[:1], CHANGES, NOW)
    assert replace_files(tmp_path, files[1:], CHANGES, NOW).name == "2026-11-22-090507-2"


@pytest.mark.parametrize("fails_at", [0, 1, 2])
def test_a_file_that_cannot_be_replaced_leaves_all_as_they_were(
    tmp_path: Path, files: list[ChangedFile], monkeypatch: pytest.MonkeyPatch, fails_at: int
) -> None:
    before = contents(tmp_path)
    calls = iter(range(10))
    replace = os.replace

    def fail(source: Any, target: Any) -> None:
        if next(calls) == fails_at:
            raise PermissionError(13, "åpen i Excel", str(target))
        replace(source, target)

    monkeypatch.setattr(replacing.os, "replace", fail)
    with pytest.raises(PermissionError):
        replace_files(tmp_path, files, CHANGES, NOW)
    assert contents(tmp_path) == before
    assert list((tmp_path / "tidligere").iterdir()) == []


def test_a_file_changed_meanwhile_is_not_overwritten(
    tmp_path: Path, files: list[ChangedFile]
) -> None:
    (tmp_path / "mandat.csv").write_bytes(b"nettopp laget")
    with pytest.raises(InputProblems, match="mandat.csv: Filen ble endret av noen andre"):
        replace_files(tmp_path, files, CHANGES, NOW)
    assert contents(tmp_path)["budsjett.csv"] == b"a"
    assert not (tmp_path / "tidligere").exists()


def test_files_that_do_not_pass_the_check_are_put_back(
    tmp_path: Path, files: list[ChangedFile]
) -> None:
    before, seen = contents(tmp_path), []

    def check() -> None:
        seen.append(contents(tmp_path)["mandat.csv"])
        raise InputProblems([])

    with pytest.raises(InputProblems):
        replace_files(tmp_path, files, CHANGES, NOW, check)
    assert seen == [b"ny mandat.csv"]
    assert contents(tmp_path) == before
    assert list((tmp_path / "tidligere").iterdir()) == []


@pytest.mark.parametrize("name", ["budsjett.csv", "tidligere"])
def test_no_link_out_of_the_folder_is_written_through(
    tmp_path: Path, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("utenfor")
    if name == "tidligere":
        (tmp_path / "budsjett.csv").write_bytes(b"a")
        (tmp_path / name).symlink_to(outside)
    else:
        (outside / name).write_bytes(b"a")
        (tmp_path / name).symlink_to(outside / name)
    before = contents(outside)
    with pytest.raises(InputProblems, match=f"{name}: Dette er, eller ligger bak, en lenke ut"):
        replace_files(tmp_path, [ChangedFile(tmp_path / "budsjett.csv", b"a", b"b")], CHANGES, NOW)
    assert contents(outside) == before and len(list(outside.iterdir())) == len(before)


def test_a_full_disk_leaves_all_as_it_was(tmp_path: Path, files: list[ChangedFile]) -> None:
    """Files may grow to no more than some bytes: the last of three is cut."""
    before = contents(tmp_path)
    files[2] = replace(files[2], after=b"x" * 5000)
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        try:
            replace_files(tmp_path, files, CHANGES, NOW)
        except OSError as trouble:
            os._exit(trouble.errno or 1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == errno.EFBIG
    assert contents(tmp_path) == before
    assert list((tmp_path / "tidligere").iterdir()) == []
