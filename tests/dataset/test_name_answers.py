"""Proposals written to a file, answered, and taken in."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dataset.analysis_folder import SHARED, Analysis

from analysis import cli
from analysis.dataset import Dataset, load
from analysis.dataset.name_answers import are_name_answers

FILE = Path("inputs/x/skjema/navneforslag.csv")
NAMES = Path("inputs/x/systemnavn.csv")
Err = pytest.CaptureFixture[str]


@pytest.fixture
def region(analysis: Analysis) -> Analysis:
    shutil.copytree(SHARED, "inputs/felles")
    analysis.change("applikasjoner", "1106;helse;Journal", "1106;helse;Journall")
    analysis.change("applikasjoner", "1108;helse;Journal", "1108;helse;Journal-")
    return analysis


def ikt(*words: str) -> int:
    return cli.main([words[0], "inputs/x", *words[1:]])


def answer(**answers: str) -> None:
    rows = [row.split(";") for row in FILE.read_text("utf-8-sig").splitlines()]
    for row in rows[1:]:
        row[2] = answers.get(row[0].rstrip("-"), row[2])
    FILE.write_text("\n".join(";".join(row) for row in rows), encoding="utf-8-sig")


def systems() -> list[str]:
    return load("inputs/x").applications["system"].tolist()


def test_there_and_back(region: Analysis, capsys: Err) -> None:
    assert ikt("sjekk") == 0
    said = capsys.readouterr().out
    assert "2 navn kan være samme system som et annet. Få dem i en fil dere svarer i:" in said
    assert not FILE.exists()
    assert ikt("sjekk", "--navneforslag") == 0
    assert FILE.as_posix() in capsys.readouterr().out
    heads, *rows = FILE.read_text("utf-8-sig").splitlines()
    assert heads.startswith("skrivemåte;system;svar;")
    assert [row.split(";")[:3] for row in rows] == [
        ["Journal-", "Journal", ""], ["Journall", "Journal", ""],
    ]  # fmt: skip
    answer(Journal="nei", Journall="ja")
    assert ikt("importer", FILE.as_posix(), "--prøv") == 0
    assert not NAMES.exists()
    assert ikt("importer", FILE.as_posix()) == 0
    assert "«Journall» er «Journal»" in capsys.readouterr().out
    assert systems() == ["Journal", "Journal", "Journal-"]
    assert NAMES.read_text("utf-8-sig").splitlines() == [
        "skrivemåte;system;leverandør", "Journal-;Journal-;", "Journal;Journal;",
        "Journall;Journal;",
    ]  # fmt: skip
    before = NAMES.read_bytes()
    assert ikt("importer", FILE.as_posix()) == 0
    assert "Svarene er som før" in capsys.readouterr().out
    assert NAMES.read_bytes() == before
    assert ikt("sjekk", "--navneforslag") == 0
    assert "Ingen navn er så like" in capsys.readouterr().out


def test_answers_that_are_not_taken_in_are_kept(region: Analysis) -> None:
    ikt("sjekk", "--navneforslag")
    answer(Journall="ja")
    region.append("applikasjoner", "1101;felles;Kart;;sky;1;1;;kontrakt;ja;x;anslag;kart",
                  "1106;felles;Kartt;;sky;1;1;;kontrakt;ja;x;anslag;kart")  # fmt: skip
    ikt("sjekk", "--navneforslag")
    rows = [row.split(";")[:3] for row in FILE.read_text("utf-8-sig").splitlines()]
    assert ["Journall", "Journal", "ja"] in rows and ["Kartt", "Kart", ""] in rows


def test_earlier_spellings_follow_to_the_new_name(region: Analysis) -> None:
    region.write("systemnavn.csv", "skrivemåte;system\nEPJ;Journall\nGammel;Journal\n")
    region.append("applikasjoner", "1101;felles;EPJ;;sky;1;1;;kontrakt;ja;x;anslag;journal")
    ikt("sjekk", "--navneforslag")
    rows = [row.split(";")[:3] for row in FILE.read_text("utf-8-sig").splitlines()[1:]]
    (target,) = {row[1] for row in rows}
    answer(**{row[0].rstrip("-"): "ja" for row in rows})
    assert ikt("importer", FILE.as_posix()) == 0
    assert set(systems()) == {target}


@pytest.mark.parametrize(
    ("given", "said"),
    [("kanskje", "svar: «kanskje»"), ("ja;for mye;a;b;c;d;e;f;g", "Raden har")],
)
def test_answers_that_cannot_be_read_change_nothing(
    region: Analysis, capsys: Err, given: str, said: str
) -> None:
    ikt("sjekk", "--navneforslag")
    answer(Journall=given)
    capsys.readouterr()
    assert ikt("importer", FILE.as_posix()) == 1
    told = capsys.readouterr().err
    assert said in told and "Ingenting er skrevet." in told
    assert not NAMES.exists()


def test_answers_that_do_not_fit_the_inputs_are_put_back(region: Analysis, capsys: Err) -> None:
    """The municipality has both: the rows have to be joined first."""
    row = region.tables["applikasjoner"].splitlines()[2]
    region.append("applikasjoner", row.replace("Journall", "Journal"))
    ikt("sjekk", "--navneforslag")
    answer(Journall="ja")
    capsys.readouterr()
    assert ikt("importer", FILE.as_posix()) == 1
    assert "Slå sammen radene" in capsys.readouterr().err
    assert not NAMES.exists()
    found: Dataset = load("inputs/x")
    assert "Journall" in set(found.applications["system"])


def test_which_files_are_answers() -> None:
    assert are_name_answers(Path("a/Navneforslag (2).csv")) and are_name_answers(
        Path("navneforslag.XLSX")
    )
    assert not are_name_answers(Path("a/systemnavn.csv"))
    assert not are_name_answers(Path("navneforslag/hole.pdf"))


def test_proposals_are_not_written_by_a_link_that_leads_out(region: Analysis, capsys: Err) -> None:
    Path("utenfor").mkdir()
    FILE.parent.symlink_to(Path("utenfor").absolute())
    assert ikt("sjekk", "--navneforslag") == 1
    assert f"{FILE.as_posix()}: Dette er, eller ligger bak, en lenke" in capsys.readouterr().err
    assert list(Path("utenfor").iterdir()) == []
