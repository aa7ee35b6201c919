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


@pytest.mark.thorough
def test_the_command_shows_and_writes(years: Path, ikt, capsys) -> None:
    assert ikt("rapport-forst", "rapport-senere", "--kommune", "3310") == 0
    shown = capsys.readouterr().out
    for text in ("ENDRET I INNDATA", "ALLE SAMLET: RESULTATER", "HOLE: HVA SOM HAR ENDRET"):
        assert text in shown
    assert shown.endswith("Alt står i rapport-senere-endringer.csv.\n")
    raw = (years / "rapport-senere-endringer.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfkommunenummer;alternativ;del;")
    assert ikt("rapport-forst", "rapport-senere", "--ut", "min.csv") == 0
    assert (years / "min.csv").read_bytes() == raw


def test_the_same_report_twice_has_no_changes(years: Path, ikt, capsys) -> None:
    shutil.copytree(years / "rapport-forst", years / "kopi", dirs_exist_ok=True)
    assert ikt("rapport-forst", "kopi") == 0
    assert "Ingen ting er endret." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "code", "text"),
    [
        (("rapport-forst", "rapport-forst"), 2, "er oppgitt to ganger"),
        (("rapport-forst", "i-senere"), 2, "i-senere er ikke en mappe med rapporter"),
        (("ingen", "rapport-senere"), 2, "Finner ingen mappe som heter «ingen»"),
        (("rapport-forst",), 2, "dette mangler: RAPPORT-B"),
        (("rapport-forst", "rapport-senere", "--kommune", "9999"), 2, "«9999» er ikke med"),
        (("rapport-forst", "rapport-senere", "--ut", "."), 2, ". er en mappe"),
        (("rapport-forst", "rapport-senere", "--ut", "x/y.csv"), 2, "Mappen x finnes ikke"),
    ],
)
def test_wrong_use_is_told(ikt, capsys, arguments, code, text) -> None:
    assert ikt(*arguments) == code
    told = capsys.readouterr()
    assert text in told.err and "Traceback" not in told.err and not told.out


def test_a_report_without_inputs_ends_with_a_fault(years: Path, ikt, capsys) -> None:
    old = Path(shutil.copytree(years / "rapport-forst", years / "gammel", dirs_exist_ok=True))
    shutil.rmtree(old / "inndata")
    assert ikt("gammel", "rapport-senere") == 1
    told = capsys.readouterr().err
    assert "Mappen inndata mangler" in told and "Ingen sammenligning er skrevet." in told


@pytest.mark.parametrize(
    ("previous", "code", "text"),
    [
        ("i-senere", 2, "i-senere er ikke en mappe med rapporter"),
        ("rapport-forst/tables", 2, "rapport-forst/tables er ikke en mappe med rapporter"),
        ("ingen", 2, "Finner ingen mappe som heter «ingen»"),
        ("uten-inndata", 1, "Mappen inndata mangler"),
    ],
)
def test_a_previous_report_is_looked_at_before_anything_is_worked_out(
    years: Path, ikt, monkeypatch, capsys, previous, code, text
) -> None:
    bare = Path(
        shutil.copytree(years / "rapport-forst", years / "uten-inndata", dirs_exist_ok=True)
    )
    shutil.rmtree(bare / "inndata", ignore_errors=True)
    monkeypatch.setattr("analysis.run.reports.compute", None)
    assert cli.main(["rapport", "i-senere/ringeriksregionen", "--forrige", previous]) == code
    told = capsys.readouterr()
    assert text in told.err and not told.out
