"""`ikt rapport --uten`, from the command to the files it leaves."""

import json
import re
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd
import pytest
from dataset.analysis_folder import NAMES, SETTINGS, SHARED, Analysis
from report import reading
from toys import Inline

from analysis import cli
from analysis.decision.draws.robustness import assess
from analysis.places import notebooks_folder
from analysis.run.reports import JOINT_REPORT, MUNICIPAL_REPORT

GONE = "1108"
Ikt = Callable[..., int]


@pytest.fixture
def ikt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ikt:
    """Run the command beside a small analysis: three municipalities, few draws, two notebooks."""
    shutil.copytree(SHARED, tmp_path / "inputs" / "felles")
    small = Analysis(tmp_path / "inputs" / "liten")
    few = SETTINGS.replace("startverdi = 7", "startverdi = 7\ntrekninger = 20")
    small.write("utredning.toml", few)
    (tmp_path / "notebooks").mkdir()
    for name in (JOINT_REPORT, MUNICIPAL_REPORT):
        shutil.copy(notebooks_folder() / f"{name}.ipynb", tmp_path / "notebooks")
    monkeypatch.setattr("analysis.run.reports.notebooks_folder", lambda: tmp_path / "notebooks")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("analysis.run.reports.Workers", Inline)
    monkeypatch.setattr("analysis.decision.draws.assess", partial(assess, sobol_base=16))
    monkeypatch.setattr("analysis.run.reports.reports_folder", lambda: tmp_path / "reports")
    return lambda *arguments: cli.main(["rapport", "inputs/liten", *arguments])


@pytest.mark.thorough
def test_reports_as_if_somebody_had_withdrawn(ikt: Ikt, capsys: pytest.CaptureFixture) -> None:
    assert ikt("--uten", GONE, "--kommune", "1101") == 0
    # Beside the reports where all are in, never instead of them.
    assert [path.name for path in Path("reports").glob("[!.]*")] == [f"liten-uten-{GONE}"]
    out = Path("reports") / f"liten-uten-{GONE}"
    told = capsys.readouterr().out
    assert out.as_posix() in told and f"Rapportene er uten {GONE} {NAMES[GONE]}." in told
    assert {path.name for path in out.glob("*.pdf")} == {"1101-eigersund.pdf", "fellesrapport.pdf"}
    for path in out.glob("*.pdf"):
        assert f"{NAMES[GONE]} har trukket seg" in reading.words(path.read_bytes())
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    assert manifest["uten"] == [GONE]
    stays = set(NAMES) - {GONE}
    for path in (out / "tables").glob("*.csv"):
        frame = pd.read_csv(path, sep=";", decimal=",", dtype=str, keep_default_na=False)
        told = set(frame.get("kommunenummer", pd.Series(dtype=str)))
        assert told <= {"", *stays}, path.name
    groups = (out / "tables" / "grupper.csv").read_text("utf-8-sig")
    assert "1101 1106" in groups and GONE not in re.sub(r"\.csv:[\d,–]+", "", groups)


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["9999"], "«9999» er ikke kommunenummeret til noen av kommunene"),
        (list(NAMES), "Alle kommunene er tatt ut"),
    ],
)
def test_who_cannot_be_left_out(
    ikt: Ikt, capsys: pytest.CaptureFixture, codes: list[str], said: str
) -> None:
    assert ikt("--uten", *codes) == 2
    assert said in capsys.readouterr().err
    assert not Path("reports").exists()


def test_nobody_gets_a_report_of_the_one_that_is_left_out(
    ikt: Ikt, capsys: pytest.CaptureFixture
) -> None:
    assert ikt("--uten", GONE, "--kommune", GONE) == 2
    assert f"«{GONE}»" in capsys.readouterr().err
