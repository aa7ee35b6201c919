import shutil
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from unittest.mock import patch

import pytest

from analysis import cli
from analysis.commands import sammenlign
from analysis.comparison import compare_reports
from analysis.decision import robustness
from analysis.decision.change.changes import Changes
from tests.later_figures import carry_to_2026, copy_example, write_report

_once = cache(compare_reports)


def compared(before: Path, after: Path) -> Changes:
    """Compare the same two folders only once."""
    return _once(before.resolve(), after.resolve())


@pytest.fixture(autouse=True, scope="module")
def few_draws() -> Iterator[None]:
    quick = partial(robustness.assess, draws=50, sobol_base=0)
    with patch.object(robustness, "assess", quick):
        yield


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with inputs and reports of two years."""
    root = tmp_path_factory.mktemp("years")
    first, later = copy_example(root / "i2022"), copy_example(root / "i2026")
    carry_to_2026(later)
    write_report(first, root / "rapport-2022")
    write_report(later, root / "rapport-2026")
    return root


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
