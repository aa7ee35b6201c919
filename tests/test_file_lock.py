"""A file that one process holds at a time, and that is free when it ends."""

from __future__ import annotations

import importlib.util
import multiprocessing
import os
import sys
import types
from pathlib import Path

import pytest

from analysis import file_lock as module
from analysis.file_lock import file_lock


def test_one_who_waits_gets_it_when_it_is_free(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    holder = file_lock(tmp_path / "lås", "Hole")
    holder.__enter__()
    monkeypatch.setattr(module.time, "sleep", lambda _: holder.__exit__(None, None, None))
    with file_lock(tmp_path / "lås", "Lier", wait=60):
        assert (tmp_path / "lås").read_text() == "Lier"


def _count(folder: str) -> None:
    for _ in range(50):
        with file_lock(Path(folder) / "lås", "en av fire", wait=60):
            count = int((Path(folder) / "tall").read_text())
            (Path(folder) / "tall").write_text(str(count + 1))


def test_never_two_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tall").write_text("0")
    monkeypatch.setattr(module, "_PAUSE", 0.0)
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
    spec = importlib.util.spec_from_file_location("windows_lock", module.__file__)
    assert spec and spec.loader
    there = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(there)
    with there.file_lock(tmp_path / "lås", "Hole"):
        ((_, byte),) = held
        assert byte > (tmp_path / "lås").stat().st_size > 0
        with pytest.raises(there.Held, match="Hole"):
            there.file_lock(tmp_path / "lås", "Lier").__enter__()
    assert held == {} and (tmp_path / "lås").read_text() == ""
    with there.file_lock(tmp_path / "lås", "Lier"):
        assert (tmp_path / "lås").read_text() == "Lier"
