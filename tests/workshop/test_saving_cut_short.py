"""All of it is saved or nothing, whatever happens on the way."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import Dataset, InputProblems, Trial, load, tried
from analysis.workshop import CannotSave, ready, save
from tests.workshop.files import (
    DECIDED,
    contents,
    copy_of_example,
    edited,
    log,
    said,
)


def test_files_with_a_feil_afterwards_are_put_back(folder: Path) -> None:
    edited(folder, "mandat.csv", "3305;3;ja", "3305;3;nei")
    before = contents(folder)
    with pytest.raises(InputProblems, match="er bestemt som vert"):
        save(folder, load(folder), Trial(host="3305", key={"lik": 1.0}), **DECIDED)
    assert contents(folder) == before
    assert list((folder / "tidligere").iterdir()) == []


def test_what_a_saving_that_was_cut_short_left_is_told_by_those_who_mend_it(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shown = load(folder)

    def cut_short() -> None:
        kept = folder / "tidligere" / "2026-06-12-101500"
        kept.mkdir(parents=True)
        shutil.copy(folder / "vekter.csv", kept)
        (kept / ".uferdig").write_text("vekter.csv")
        edited(folder, "vekter.csv", ";ansatte;", ";ansatte;1")

    for begin in (ready, lambda here: save(here, shown, Trial(host="3305"), **DECIDED)):
        cut_short()
        begin(folder)
        (told,) = capfd.readouterr().out.splitlines()
        assert told.startswith(
            "Forrige lagring ble avbrutt. Satt tilbake slik det var før den: vekter.csv. "
            "Det som sto der nå, ligger i "
        )
        assert load(folder).weights.equals(shown.weights)
    ready(folder)
    assert capfd.readouterr().out == ""


def test_a_file_that_is_open_elsewhere_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = contents(folder)
    replace = os.replace

    def refuse(source: Any, target: Any) -> None:
        if Path(target).name == "vekter.csv":
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotSave, match="^vekter.csv kan ikke skrives. Lukk filen i Excel"):
        save(folder, load(folder), Trial(weights={"": {"ansatte": 1.0}}, host="3305"), **DECIDED)
    assert contents(folder) == before


_WRITES = os.O_WRONLY | os.O_RDWR


_STEPS = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.truncate", "os.chmod"}


def _killed_at(folder: Path, shown: Dataset, trial: Trial, step: int) -> bool:
    """Save in a process that is gone at a step that writes; whether it came to that step."""
    process = os.fork()
    if not process:
        left = iter(range(step, -1, -1))

        def count(event: str, given: tuple[Any, ...]) -> None:
            writes = event == "open" and isinstance(given[2], int) and given[2] & _WRITES
            if (writes or event in _STEPS) and next(left) == 0:
                os._exit(9)

        try:
            sys.addaudithook(count)
            save(folder, shown, trial, **DECIDED)
            os._exit(0)
        except BaseException:
            os._exit(1)
    _, status = os.waitpid(process, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, 9)
    return code == 9


@pytest.mark.parametrize("apart", [4, pytest.param(1, marks=pytest.mark.thorough)])
def test_killed_at_any_step_nothing_is_lost(tmp_path: Path, apart: int) -> None:
    trial = Trial(
        weights={"3312": {"ansatte": 2.0}}, host="3305", assumptions={"innkjop_pris": 0.05}
    )
    first = Trial(judgements={("3312", "3", "ansatte"): -2.0})
    original = copy_of_example(tmp_path / "original")
    saved_before = save(original, load(original), first, **DECIDED).dataset
    before, after = said(saved_before), said(tried(saved_before, trial))
    found = []
    for step in range(0, 200, apart):
        folder = Path(shutil.copytree(original, tmp_path / f"{step}"))
        killed = _killed_at(folder, saved_before, trial, step)
        # The next one to save puts back what was half done, and saves.
        next_one = Trial(key={"lik": 1.0})
        shown = save(folder, saved_before, next_one, **DECIDED).dataset
        state = {**said(shown), "key": before["key"]}
        assert state in (before, after)
        found.append(state == after)
        assert [row["felt"] for row in log(folder)][-1] == "nokkel_bestemt"
        assert ("vert" in [row["felt"] for row in log(folder)]) == found[-1]
        assert not list(folder.glob(".*"))
        if not killed:
            break
    assert len(found) > 20 / apart and found == sorted(found) and found[-1] and not found[-4]
