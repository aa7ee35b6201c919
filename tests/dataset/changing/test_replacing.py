"""All files of an import are replaced, or none; what was is kept."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis.dataset.changing import replacing
from analysis.dataset.changing.replacing import ChangedFile, recover, replace_files
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
    assert recover(tmp_path) == []


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


@pytest.mark.parametrize("stops_at", [0, 1, 2, 3])
def test_an_import_cut_short_is_put_back(
    tmp_path: Path, files: list[ChangedFile], monkeypatch: pytest.MonkeyPatch, stops_at: int
) -> None:
    before = contents(tmp_path)
    replace, calls = os.replace, iter(range(10))

    def stop(source: Any, target: Any) -> None:
        if next(calls) == stops_at:
            raise SystemExit
        replace(source, target)

    with monkeypatch.context() as power_cut:
        power_cut.setattr(replacing.os, "replace", stop)
        power_cut.setattr(replacing, "_put_back", lambda *_: [])
        power_cut.setattr(replacing.shutil, "rmtree", lambda *_: None)
        power_cut.setattr(Path, "unlink", lambda *_, **__: None)
        try:
            replace_files(tmp_path, files, CHANGES, NOW)
        except SystemExit:
            assert stops_at < 3
    assert sorted(recover(tmp_path)) == ["budsjett.csv", "kommuner.csv", "mandat.csv"]
    assert contents(tmp_path) == before
    assert recover(tmp_path) == []


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


def test_a_mark_that_was_only_begun_puts_nothing_back(tmp_path: Path) -> None:
    kept = tmp_path / "tidligere" / "x"
    kept.mkdir(parents=True)
    (kept / ".uferdig").touch()
    assert recover(tmp_path) == [] and not kept.exists()
