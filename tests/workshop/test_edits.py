"""What others write meanwhile is told, lost by nobody, and written over only when it is seen."""

from __future__ import annotations

import multiprocessing
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import Trial, load, tried
from analysis.dataset.changing import folder_lock
from analysis.workshop import Conflicts, save
from analysis.workshop import saving as saving_module
from tests.workshop.files import (
    CODES,
    DECIDED,
    JUDGED,
    SHOWN,
    WHEN,
    contents,
    edited,
    log,
    said,
)


def test_what_somebody_wrote_meanwhile_is_told_and_not_written_over(folder: Path) -> None:
    shown = load(folder)
    edited(folder, "vekter.csv", "3310;saarbarhet;26", "3310;saarbarhet;27")
    edited(folder, "utredning.toml", "lik = 0.3", "lik = 0.2")
    edited(folder, "utredning.toml", "innbyggere = 0.7", "innbyggere = 0.8")
    edited(folder, "mandat.csv", "3316;5;avklares", "3316;5;ja")
    before = contents(folder)
    trial = Trial(
        weights={"3310": {"saarbarhet": 30.0, "ansatte": 3.0}},
        key={"lik": 0.2, "brukere": 0.8},
        mandate={("3316", "5"): "nei"},
        judgements={("3312", "3", "ansatte"): -2.0},
    )
    with pytest.raises(Conflicts) as found:
        save(folder, shown, trial, **DECIDED)
    assert [str(conflict) for conflict in found.value.conflicts] == [
        "vekter.csv:15: 3310, saarbarhet, vekt: Her står det nå «27», ikke «26». "
        "Dere ville ha «30»",
        "mandat.csv:29: 3316, 5, tillatt: Her står det nå «ja», ikke «avklares». "
        "Dere ville ha «nei»",
        "utredning.toml:54: fordeling, innbyggere: Her står det nå «0,8», ikke «0,7». "
        "Dere ville ha «0»",
    ]
    assert contents(folder) == before and not (folder / "tidligere").exists()
    seen = found.value.conflicts
    with pytest.raises(Conflicts) as rest:
        save(folder, shown, trial, **DECIDED, accept=seen[1:])
    assert rest.value.conflicts == seen[:1] and contents(folder) == before
    edited(folder, "vekter.csv", "3310;saarbarhet;27", "3310;saarbarhet;28")
    with pytest.raises(Conflicts, match="«28»"):
        save(folder, shown, trial, **DECIDED, accept=seen)
    expected = said(tried(load(folder), trial))
    saved = save(folder, load(folder), trial, **DECIDED)
    assert said(saved.dataset) == expected


def test_conflicts_that_are_accepted_are_written_over(folder: Path) -> None:
    shown = load(folder)
    save(folder, shown, Trial(judgements={("3312", "3", "ansatte"): 1.0}), **DECIDED)
    mine = Trial(judgements={("3312", "3", "ansatte"): -2.0})
    with pytest.raises(Conflicts, match=r"vurderinger.csv:\d+: 3312, 3, ansatte, omfang") as found:
        save(folder, shown, mine, **DECIDED)
    saved = save(folder, shown, mine, **DECIDED, accept=found.value.conflicts)
    assert said(saved.dataset) == said(tried(shown, mine))
    assert [(row["før"], row["etter"]) for row in log(folder) if "omfang" in row["felt"]] == [
        ("", "1"), ("1", "-2")
    ]  # fmt: skip


def test_a_weight_added_to_a_set_meanwhile_is_a_conflict_of_the_set(folder: Path) -> None:
    shown = load(folder)
    with (folder / "vekter.csv").open("a", encoding="utf-8") as file:
        file.write("3312;ansatte;9\n")
    before = contents(folder)
    with pytest.raises(Conflicts, match="3312, ansatte, vekt: Her står det nå «9», ikke ingenting"):
        save(folder, shown, Trial(weights={"3312": {"lokal_styring": 1.0}}), **DECIDED)
    assert contents(folder) == before


def test_the_same_said_by_two_is_no_conflict(folder: Path) -> None:
    shown, trial = load(folder), Trial(weights={"3312": {"ansatte": 1.0}}, host="3305")
    save(folder, shown, trial, **DECIDED)
    assert save(folder, shown, trial, **DECIDED).edits == ()


def _save_one(folder: str, code: str, trial: Trial, ready: Any, told: Any) -> None:
    shown = load(folder)
    ready.wait()
    try:
        save(Path(folder), shown, trial, who=code, why=f"Sagt av {code}", when=WHEN)
        told.put((code, ""))
    except Conflicts as conflicts:
        told.put((code, str(conflicts)))


def _at_once(folder: Path, chosen: dict[str, Trial]) -> dict[str, str]:
    context = multiprocessing.get_context("fork")
    ready, told = context.Barrier(len(chosen)), context.Queue()
    processes = [
        context.Process(target=_save_one, args=(str(folder), code, trial, ready, told))
        for code, trial in chosen.items()
    ]
    for process in processes:
        process.start()
    answers = dict(told.get(timeout=120) for _ in processes)
    for process in processes:
        process.join()
    return answers


def test_four_at_once_lose_nothing(folder: Path) -> None:
    chosen = {
        code: Trial(
            weights={code: {"ansatte": 1.0 + n, "lokal_styring": 2.0}},
            judgements={(code, "3", criterion): float(n) for criterion in JUDGED},
        )
        for n, code in enumerate(CODES[:4])
    }
    assert set(_at_once(folder, chosen).values()) == {""}
    expected = SHOWN
    for trial in chosen.values():
        expected = tried(expected, trial)
    assert said(load(folder)) == said(expected)
    assert {row["hvem"] for row in log(folder)} == set(SHOWN.municipalities["navn"][:4])
    assert len(list((folder / "tidligere").iterdir())) == 4


def test_of_four_that_want_the_same_cell_one_is_saved_and_the_others_are_told(folder: Path) -> None:
    chosen = {
        code: Trial(weights={"": {"ansatte": 1.0 + n, "lokal_styring": 2.0}}, host=code)
        for n, code in enumerate(CODES[:4])
    }
    answers = _at_once(folder, chosen)
    (first,) = (code for code, conflicts in answers.items() if not conflicts)
    assert said(load(folder)) == said(tried(SHOWN, chosen[first]))
    for code in set(answers) - {first}:
        assert f"vert: Her står det nå «{first}», ikke ingenting" in answers[code]


def test_one_who_waits_in_vain_is_told_who_saves(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        saving_module, "folder_lock", lambda place, who: folder_lock(place, who, wait=0)
    )
    with folder_lock(folder, "Hole"), pytest.raises(Exception, match=r"^Hole \(fra kl"):
        save(folder, load(folder), Trial(host="3305"), **DECIDED)
