"""What is made again, and what stands as it is; one analysis, and all of them."""

import re
import subprocess
import sys
from unittest.mock import patch

import pytest
from toys import contents, ikt, toy_run, write_project

from analysis.dataset import InputProblems, Problem

NOTHING = "Ingenting er endret siden rapportene i "


def told(capsys):
    """What was told on stdout, and which reports were made meanwhile."""
    out, err = capsys.readouterr()
    return out, [line.partition(": ")[2] for line in err.splitlines() if "Skrevet: " in line]


@pytest.fixture
def written(tmp_path, capsys):
    """A project whose reports are written a moment ago."""
    project = write_project(tmp_path)
    assert ikt(project, "rapport", "lekeregion") == 0
    told(capsys)
    return project


def test_nothing_changed_is_nothing_to_do(written, capsys):
    before = contents(written / "reports")
    with patch("analysis.run.write_reports", lambda *_, **__: pytest.fail("again")):
        assert ikt(written, "rapport", "lekeregion") == 0
    out, made = told(capsys)
    assert NOTHING in out and "reports/lekeregion ble skrevet" in out
    assert "--på-nytt" in out and not made
    assert ikt(written, "rapport", "lekeregion", "--på-nytt") == 0
    out, made = told(capsys)
    assert NOTHING not in out and len(made) == 5
    assert contents(written / "reports") == before


@pytest.mark.parametrize(
    ("given", "more"),
    [
        (["--scenario", "gunstig"], {}),
        (["--kommune", "9901"], {}),
        ([], {"figure": 2}),
        ([], {"year": 2023}),
    ],
)
def test_something_else_asked_for_or_stated_is_something_to_do(written, capsys, given, more):
    assert ikt(written, "rapport", "lekeregion", *given, **more) == 0
    assert NOTHING not in capsys.readouterr().out
    assert ikt(written, "rapport", "lekeregion", *given, **more) == 0
    assert NOTHING in capsys.readouterr().out


def test_only_what_is_missing_or_changed_since_is_made_again(written, capsys):
    reports = written / "reports" / "lekeregion"
    before = contents(reports)
    (reports / "9902-ovre-as.docx").write_bytes(b"endret for hand")
    (reports / "notebooks" / "01_tall.ipynb").unlink()
    (reports / "tables" / "nokkeltall.csv").unlink()
    assert ikt(written, "rapport", "lekeregion") == 0
    assert sorted(told(capsys)[1]) == ["01_tall", "9902 Øvre Ås"]
    assert contents(reports) == before
    (reports / "manifest.json").unlink()
    assert ikt(written, "rapport", "lekeregion") == 0
    assert told(capsys)[1] == []
    assert contents(reports) == before
    # The receipt is of the folder as it stands now.
    assert ikt(written, "rapport", "lekeregion") == 0
    assert NOTHING in capsys.readouterr().out


def test_a_run_with_a_fault_is_never_done(written, capsys):
    trouble = {"9902": "raise ValueError('midt i')"}
    for _ in range(2):
        assert ikt(written, "rapport", "lekeregion", trouble=trouble) == 1
        assert "Ikke skrevet:" in capsys.readouterr().out


def test_that_nothing_is_to_be_done_is_known_without_what_is_heavy(written):
    code = (
        "import sys; from pathlib import Path; from analysis import places; import analysis.run;"
        f"places.ROOT = Path({str(written)!r});"
        "from analysis.cli import main; code = main(['rapport', 'lekeregion']);"
        "print([name for name in ('numpy', 'pandas', 'matplotlib', 'pydantic')"
        "if name in sys.modules]); sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert NOTHING in done.stdout
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_analysis_is_written_and_one_fault_stops_no_other(written, capsys):
    for name in ("annenregion", "odelagt"):
        (written / "inputs" / name).mkdir()
    (written / "inputs" / "felles").mkdir()
    assert ikt(written, "rapport", "lekeregion") == 0

    def computed(folder, scenario, *_):
        if folder.name == "odelagt":
            raise InputProblems([Problem("budsjett.csv", 12, "beløp", "«abc» er ikke et tall")])
        run = toy_run(scenario)
        run.dataset.name = folder.name
        return run

    def every():
        return ikt(written, "rapport", "--alle", compute=computed)

    assert every() == 1
    out, err = capsys.readouterr()
    assert "Uendret: lekeregion" in out
    assert re.search(r"Skrevet: 4 rapporter i .*/reports/annenregion\n", out)
    assert "Ikke skrevet: odelagt, se nedenfor" in out
    assert "1 av 2: annenregion …" in err and "2 av 2: odelagt …" in err
    assert "«abc» er ikke et tall" in err.partition("odelagt:\n")[2]
    assert (written / "reports" / "annenregion" / "fellesrapport.pdf").is_file()
    (written / "inputs" / "odelagt").rmdir()
    assert every() == 0
    assert capsys.readouterr().out.count("Uendret: ") == 2
    # What is kept is told also where each is told in a line.
    assert ikt(written, "rapport", "--alle", "--scenario", "ugunstig", compute=computed) == 0
    told = capsys.readouterr().out
    for name in ("annenregion", "lekeregion"):
        assert f"reports/{name}-2022-06-15." in told
        assert (written / "reports" / f"{name}-2022-06-15" / "manifest.json").is_file()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "Oppgi en utredning, eller --alle"),
        (["lekeregion", "--alle"], "Oppgi en utredning, eller --alle"),
        (["--alle", "--kommune", "9901"], "--kommune gjelder én utredning"),
        (["--alle", "--uten", "9901", "--forrige", "x"], "--uten og --forrige gjelder én"),
    ],
)
def test_one_analysis_or_all_of_them(written, capsys, given, said):
    assert ikt(written, "rapport", *given) == 2
    assert said in capsys.readouterr().err
