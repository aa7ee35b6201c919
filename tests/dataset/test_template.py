"""New analyses, the written help, and csv files out."""

from __future__ import annotations

import datetime as dt
import os
import re
import resource
import shutil
import signal
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from dataset.analysis_folder import Analysis, with_most_important

from analysis.dataset import InputProblems, load
from analysis.dataset.changing.write import write_csv
from analysis.dataset.definitions.settings import Settings
from analysis.dataset.describe import describe_inputs
from analysis.dataset.tables.schema import TABLES
from analysis.dataset.template import create

ROOT = Path(__file__).parents[2]


def test_a_new_analysis_says_what_to_fill_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = create("ny-region")
    assert {path.name for path in folder.iterdir()} == {
        *(f"{table.name}.csv" for table in TABLES),
        "utredning.toml",
        "forutsetninger.toml",
        "LESMEG.md",
        "tekst",
    }
    with pytest.raises(InputProblems) as caught:
        load(folder)
    assert {(Path(p.file).name, p.column) for p in caught.value.problems} == {
        ("kommuner.csv", None),
        ("utredning.toml", "tittel"),
        ("utredning.toml", "dato"),
        ("utredning.toml", "vedtaksdato"),
        ("utredning.toml", "kroneverdi"),
        ("utredning.toml", "fordeling"),
    }
    help_text = (folder / "LESMEG.md").read_text(encoding="utf-8")
    assert all(f"`{c.name}`" in help_text for table in TABLES for c in table.columns)
    assert "ikt sjekk ny-region" in help_text
    assert "make check ANALYSE=inputs/ny-region" in help_text
    assert "### Når prisindeksen mangler et år" in help_text
    settings = (folder / "utredning.toml").read_text(encoding="utf-8")
    assert all(key in settings for key in Settings.model_fields)
    written = tomllib.loads(settings)
    assert written["nokkel_bestemt"] is False and written["direkte_kostnader"] == []
    assert written["lonnsfordeling"] == {"brukere": 1.0}


def test_a_new_analysis_begins_with_the_assumptions_that_matter_most(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lines as they are written can be used: as a confirmation, or with a number of its own."""
    monkeypatch.chdir(tmp_path)
    felles = Path(shutil.copytree(ROOT / "inputs" / "felles", "inputs/felles"))
    first = ("felles_stillinger", "innkjop_pris", "fravaer")
    with_most_important(felles, *first)
    analysis = Analysis(Path("inputs") / "x")
    text = (create("ny-region") / "forutsetninger.toml").read_text(encoding="utf-8")
    assert re.findall('^# id = "(.*)"$', text, re.M) == list(first)
    proposals = load(analysis.folder, felles).shared.assumptions
    for name in first:
        one = proposals[name]
        assert f"# {one.navn} ({one.enhet}" in text
        assert one.kilder[0] in text
    assert not tomllib.loads(text)
    _, *entries = text.split("\n\n")
    assert len(entries) == len(first)
    lines = [line.removeprefix("# ") for entry in entries for line in entry.splitlines()]
    keys = [line for line in lines if line.startswith(("[[", "id =", "bekreftet ="))]
    analysis.write("forutsetninger.toml", "\n".join(keys))
    dataset = load(analysis.folder, felles)
    assert dataset.shared.assumptions == proposals
    assert set(dataset.confirmed) == set(first)
    every = [line for line in lines if line.startswith("[[") or re.match("[a-z0-9]+ =", line)]
    analysis.write("forutsetninger.toml", "\n".join(every))
    with pytest.raises(InputProblems) as caught:
        load(analysis.folder, felles)
    assert {p.column for p in caught.value.problems} == {
        f"{name}.{key}" for name in first for key in ("kilder.0", "eier")
    }
    filled = "\n".join(every).replace('""', '"oss"')
    analysis.write("forutsetninger.toml", filled)
    own = load(analysis.folder, felles).shared.assumptions
    assert {name: own[name].anslag for name in first} == {n: proposals[n].anslag for n in first}
    assert {own[name].eier for name in first} == {"oss"}


def test_a_new_analysis_can_be_begun_though_what_is_shared_is_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("inputs/felles").mkdir(parents=True)
    text = (create("ny-region") / "forutsetninger.toml").read_text(encoding="utf-8")
    assert "bekreftet" in text and not tomllib.loads(text)


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    folder = create("ny-region", tmp_path)
    (folder / "kommuner.csv").write_text("mitt", encoding="utf-8")
    with pytest.raises(InputProblems, match="finnes fra før"):
        create("ny-region", tmp_path)
    assert (folder / "kommuner.csv").read_text(encoding="utf-8") == "mitt"


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "felles", "Ny region", "-x", "x-", "a\\b"])
def test_names_that_are_no_folder_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputProblems, match="kan ikke brukes som navn"):
        create(name, tmp_path / "inputs")
    assert not (tmp_path / "inputs").exists()


def test_the_documentation_is_the_schema() -> None:
    text = (ROOT / "docs" / "inndata.md").read_text(encoding="utf-8")
    assert text == describe_inputs(), (
        "Skriv docs/inndata.md på nytt fra analysis.dataset.describe.describe_inputs()"
    )


def test_every_example_row_of_the_documentation_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    folder = create("x")
    blocks = re.findall(r"```\n(.*?)\n(.*?)\n```", describe_inputs())
    for table, (header, row) in zip(TABLES, blocks, strict=True):
        assert header.split(";") == [column.name for column in table.columns]
        (folder / f"{table.name}.csv").write_text(f"{header}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputProblems) as caught:
        load(folder)
    assert {Path(p.file).name for p in caught.value.problems if p.severity == "feil"} == {
        "utredning.toml"
    }


def test_csv_is_what_norwegian_excel_opens(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "tekst": ["Øvre", "a;b", 'sitat "x"', "to\nlinjer", ""],
            "tall": [1234.5, 0.1 + 0.2, np.nan, -0.0, 1e15],
            "antall": [1, -2, 3, 4, 5],
            "dato": [dt.date(2026, 12, 31), None, None, None, None],
            "ja": [True, False, True, False, True],
        }
    )
    write_csv(frame, tmp_path / "ut.csv")
    data = (tmp_path / "ut.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig") == (
        "tekst;tall;antall;dato;ja\n"
        "Øvre;1234,5;1;2026-12-31;ja\n"
        '"a;b";0,3;-2;;nei\n'
        '"sitat ""x""";;3;;ja\n'
        '"to\nlinjer";0;4;;nei\n'
        ";1000000000000000;5;;ja\n"
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_never_runs_as_a_formula(tmp_path: Path, start: str) -> None:
    write_csv(pd.DataFrame({f"{start}h": [f"{start}cmd|' /C calc'!A0"]}), tmp_path / "ut.csv")
    header, cell, _ = (tmp_path / "ut.csv").read_bytes().decode("utf-8-sig").split("\n")
    assert header.lstrip('"').startswith(f"'{start}")
    assert cell.lstrip('"').startswith(f"'{start}")


def test_what_is_no_value_is_refused(tmp_path: Path) -> None:
    for value in (np.inf, [1]):
        with pytest.raises((ValueError, TypeError)):
            write_csv(pd.DataFrame({"x": [value]}), tmp_path / "ut.csv")


def test_a_full_disk_leaves_no_half_of_an_analysis(tmp_path: Path) -> None:
    if (child := os.fork()) == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        try:
            create("min-region", tmp_path)
        except InputProblems:
            os._exit(1)
        os._exit(0)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert list(tmp_path.iterdir()) == []
    assert create("min-region", tmp_path).is_dir()
