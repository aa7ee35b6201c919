"""One at a time in a folder, and a lock that ends with its process."""

from __future__ import annotations

import multiprocessing
import os
import re
from pathlib import Path

import pytest

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
