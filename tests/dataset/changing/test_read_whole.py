"""A reader sees an analysis as it was before a saving or is after it, whenever the two meet."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.dataset.changing import interrupted
from analysis.dataset.changing.interrupted import read_whole
from analysis.dataset.problems import InputProblems
from tests.dataset.changing.test_interrupted import AFTER, BEFORE, contents, save, start


class Steps:
    """A saving that goes on to its next change of the disk only when it is told to."""

    def __init__(self, folder: Path) -> None:
        self._go, self._stands = threading.Semaphore(0), threading.Semaphore(0)
        self._over = False
        self._thread = threading.Thread(target=self._save, args=(folder,))

    def begin(self) -> None:
        self._thread.start()
        self._stands.acquire()

    def _save(self, folder: Path) -> None:
        save(folder)
        self._over = True
        self._stands.release()

    def held(self, change: Callable[..., None]) -> Callable[..., None]:
        def wait_and_change(*given: object) -> None:
            if threading.current_thread() is self._thread:
                self._stands.release()
                self._go.acquire()
            change(*given)

        return wait_and_change

    def take(self, count: int) -> None:
        for _ in range(count):
            if not self._over:
                self._go.release()
                self._stands.acquire()

    def end(self) -> None:
        while not self._over:
            self.take(1)
        self._thread.join()


@settings(max_examples=300)
@given(st.integers(0, 9), st.lists(st.integers(0, 3), max_size=14))
def test_a_reader_that_meets_a_saving_sees_one_side(first: int, then: list[int]) -> None:
    left = iter(then)
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        folder = Path(place, "x")
        start(folder)
        steps = Steps(folder)
        for name in ("replace", "rename"):
            patch.setattr(os, name, steps.held(getattr(os, name)))
        steps.begin()
        steps.take(first)

        def meanwhile() -> None:
            steps.take(next(left, 0))

        for name in ("_standing", "require_whole"):
            look = getattr(interrupted, name)
            patch.setattr(interrupted, name, lambda f, look=look: (meanwhile(), look(f))[1])
        patch.setattr(interrupted.time, "sleep", lambda _: steps.take(2))

        def read() -> dict[str, bytes]:
            found = {}
            for name in AFTER:
                meanwhile()
                if (folder / name).exists():
                    found[name] = (folder / name).read_bytes()
            if found not in (BEFORE, AFTER):
                raise ValueError("a mixture has feil that neither side has")
            return found

        try:
            assert read_whole(folder, read) in (BEFORE, AFTER)
        finally:
            steps.end()
        assert contents(folder) == AFTER and read_whole(folder, read) == AFTER


def test_what_is_replaced_all_the_time_is_refused_and_a_feil_of_its_own_is_told(
    tmp_path: Path,
) -> None:
    start(tmp_path / "x")

    def read() -> None:
        content = (tmp_path / "x" / "budsjett.csv").read_bytes()
        (tmp_path / "x" / "budsjett.csv").write_bytes(content + b"a")

    with pytest.raises(InputProblems, match="Filene blir endret mens de leses"):
        read_whole(tmp_path / "x", read)
    with pytest.raises(ZeroDivisionError):
        read_whole(tmp_path / "x", lambda: 1 // 0)
