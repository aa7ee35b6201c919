import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analysis import cli
from analysis.commands import sammenlign
from tests.later_figures import compared, quick_draws, two_years


@pytest.fixture(autouse=True, scope="module")
def few_draws() -> Iterator[None]:
    with quick_draws():
        yield


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with inputs and reports of two years."""
    return two_years(tmp_path_factory.mktemp("years"))


@pytest.fixture
def ikt(years: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Run the command among the reports."""
    monkeypatch.chdir(years)
    commands = dict.fromkeys([*cli.COMMANDS, sammenlign])
    monkeypatch.setattr(cli, "COMMANDS", tuple(commands))
    monkeypatch.setattr("analysis.comparison.compare_reports", compared)
    return lambda *arguments: cli.main(["sammenlign", *arguments])


def test_the_command_shows_and_writes(years: Path, ikt, capsys) -> None:
    assert ikt("rapport-2022", "rapport-2026", "--kommune", "3310") == 0
    shown = capsys.readouterr().out
    for text in ("ENDRET I INNDATA", "ALLE SAMLET: RESULTATER", "HOLE: HVA SOM HAR ENDRET"):
        assert text in shown
    assert shown.endswith("Alt står i rapport-2026-endringer.csv.\n")
    raw = (years / "rapport-2026-endringer.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfkommunenummer;alternativ;del;")
    assert ikt("rapport-2022", "rapport-2026", "--ut", "min.csv") == 0
    assert (years / "min.csv").read_bytes() == raw


def test_the_same_report_twice_has_no_changes(years: Path, ikt, capsys) -> None:
    shutil.copytree(years / "rapport-2022", years / "kopi", dirs_exist_ok=True)
    assert ikt("rapport-2022", "kopi") == 0
    assert "Ingen ting er endret." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (("rapport-2022", "rapport-2022"), 2, "er oppgitt to ganger"),
        (("rapport-2022", "i2026"), 2, "i2026 er ikke en mappe med rapporter"),
        (("ingen", "rapport-2026"), 2, "Finner ingen mappe som heter «ingen»"),
        (("rapport-2022",), 2, "dette mangler: RAPPORT-B"),
        (("rapport-2022", "rapport-2026", "--kommune", "9999"), 2, "«9999» er ikke med"),
        (("rapport-2022", "rapport-2026", "--ut", "."), 2, ". er en mappe"),
        (("rapport-2022", "rapport-2026", "--ut", "x/y.csv"), 2, "Mappen x finnes ikke"),
    ],
)
def test_wrong_use_is_told(ikt, capsys, arguments, code, text) -> None:
    assert ikt(*arguments) == code
    told = capsys.readouterr()
    assert text in told.err and "Traceback" not in told.err and not told.out


def test_a_report_without_inputs_ends_with_a_fault(years: Path, ikt, capsys) -> None:
    old = Path(shutil.copytree(years / "rapport-2022", years / "gammel", dirs_exist_ok=True))
    shutil.rmtree(old / "inndata")
    assert ikt("gammel", "rapport-2026") == 1
    told = capsys.readouterr().err
    assert "Mappen inndata mangler" in told and "Ingen sammenligning er skrevet." in told


@pytest.mark.parametrize(
    ("previous", "code", "text"),
    [
        ("i2026", 2, "i2026 er ikke en mappe med rapporter"),
        ("rapport-2022/tables", 2, "rapport-2022/tables er ikke en mappe med rapporter"),
        ("ingen", 2, "Finner ingen mappe som heter «ingen»"),
        ("uten-inndata", 1, "Mappen inndata mangler"),
    ],
)
def test_a_previous_report_is_looked_at_before_anything_is_worked_out(
    years: Path, ikt, monkeypatch, capsys, previous, code, text
) -> None:
    bare = Path(shutil.copytree(years / "rapport-2022", years / "uten-inndata", dirs_exist_ok=True))
    shutil.rmtree(bare / "inndata", ignore_errors=True)
    monkeypatch.setattr("analysis.run.reports.compute", None)
    assert cli.main(["rapport", "i2026/ringeriksregionen", "--forrige", previous]) == code
    told = capsys.readouterr()
    assert text in told.err and not told.out
