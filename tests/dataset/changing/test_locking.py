"""One at a time in a folder, and a lock that ends with its process."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import re
import sys
import types
from pathlib import Path

import pytest

from analysis.dataset.changing import locking
from analysis.dataset.changing.locking import LOCK, FolderBusy, folder_lock


def _hold_and_die(folder: str) -> None:
    with folder_lock(Path(folder), "Lier"):
        os._exit(9)


def test_the_next_one_is_told_who_has_it(tmp_path: Path) -> None:
    with folder_lock(tmp_path, "Hole"):
        with pytest.raises(FolderBusy) as told, folder_lock(tmp_path, "Lier", wait=0.1):
            pass
        holder = rf"Hole \(fra kl\. \d\d\.\d\d, prosess {os.getpid()}\) skriver i .* nå\."
        assert re.match(holder, str(told.value))
    with folder_lock(tmp_path, "Lier", wait=0):
        assert (tmp_path / LOCK).read_text().startswith("Lier (")
    assert list(tmp_path.iterdir()) == []


def test_it_is_free_after_a_failure_and_after_a_kill(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), folder_lock(tmp_path, "Hole"):
        raise ZeroDivisionError
    killed = multiprocessing.get_context("spawn").Process(
        target=_hold_and_die, args=(str(tmp_path),)
    )
    killed.start()
    killed.join()
    assert killed.exitcode == 9
    with folder_lock(tmp_path, "Modum", wait=0):
        assert (tmp_path / LOCK).read_text().startswith("Modum (")


def test_one_who_waits_gets_it_when_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = folder_lock(tmp_path, "Hole")
    holder.__enter__()
    monkeypatch.setattr(locking.time, "sleep", lambda _: holder.__exit__(None, None, None))
    with folder_lock(tmp_path, "Lier"):
        assert (tmp_path / LOCK).read_text().startswith("Lier (")


def _count(folder: str) -> None:
    for _ in range(50):
        with folder_lock(Path(folder), "en av fire", wait=60):
            count = int((Path(folder) / "tall").read_text())
            (Path(folder) / "tall").write_text(str(count + 1))


def test_never_two_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tall").write_text("0")
    monkeypatch.setattr(locking, "_PAUSE", 0.0)
    context = multiprocessing.get_context("fork")
    four = [context.Process(target=_count, args=(str(tmp_path),)) for _ in range(4)]
    for one in four:
        one.start()
    for one in four:
        one.join()
    assert (tmp_path / "tall").read_text() == "200"


def test_on_windows_a_byte_beyond_the_text_is_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a stand-in for the module Windows has; a lock there is one of a byte of a file."""
    held: dict[tuple[int, int], int] = {}

    def lock(file: int, mode: int, count: int) -> None:
        place = os.fstat(file).st_ino, os.lseek(file, 0, os.SEEK_CUR)
        assert count == 1
        if mode == windows.LK_UNLCK:
            assert held.pop(place) == file
        elif held.setdefault(place, file) != file:
            raise PermissionError(13, "Permission denied")

    windows = types.SimpleNamespace(LK_NBLCK=2, LK_UNLCK=0, locking=lock)
    monkeypatch.setitem(sys.modules, "msvcrt", windows)
    monkeypatch.setattr(sys, "platform", "win32")
    spec = importlib.util.spec_from_file_location("windows_locking", locking.__file__)
    assert spec and spec.loader
    there = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(there)
    with there.folder_lock(tmp_path, "Hole"):
        ((_, byte),) = held
        assert byte > (tmp_path / LOCK).stat().st_size > 0
        with pytest.raises(there.FolderBusy, match="Hole"):
            there.folder_lock(tmp_path, "Lier", wait=0).__enter__()
    assert held == {} and (tmp_path / LOCK).read_text() == ""
    with there.folder_lock(tmp_path, "Lier", wait=0):
        assert (tmp_path / LOCK).read_text().startswith("Lier (")
