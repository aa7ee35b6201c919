import errno
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from toys import ikt, write_project

from analysis import cli
from analysis.places import ROOT

ENGLISH = re.compile(
    r"\b(usage|error|options?|arguments?|positional|required|following|choose|invalid|expected|"
    r"unrecognized|show|help message|exit|choice|traceback|default)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return write_project(tmp_path_factory.mktemp("prosjekt"))


@pytest.mark.parametrize("arguments", [[], ["rapport"], ["sjekk"], ["ny"]])
def test_help_is_norwegian(arguments, capsys):
    assert cli.main([*arguments, "--help"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("bruk: ikt")
    assert not ENGLISH.search(text.replace("--help", "").replace("--scenario", ""))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "dette mangler: KOMMANDO"),
        (["raport"], "KOMMANDO: 'raport' finnes ikke. Velg mellom: "),
        (["sjekk"], "dette mangler: ANALYSE"),
        (["rapport", "a", "b"], "ukjent: b"),
        (["rapport", "a", "--hastig"], "ukjent: --hastig"),
        (["rapport", "a", "--scenario"], "--scenario: det må stå én verdi etter"),
        (["rapport", "a", "--scen", "gunstig"], "ukjent: --scen gunstig"),
        (["rapport", "a", "--kommune"], "--kommune: det må stå minst én verdi etter"),
        (["sjekk", "a", "--scenario", "gunstig"], "ukjent: --scenario gunstig"),
        (["rapport", "a", "--help=x"], "-h/--help: tar ingen verdi, men fikk 'x'"),
    ],
)
def test_wrong_use_is_told_in_norwegian(arguments, said, capsys):
    assert cli.main(arguments) == 2
    text = capsys.readouterr().err
    assert f"feil: {said}" in text
    assert not ENGLISH.search(re.sub(r"--(help|scenario)", "", text))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["rapport", "lekeregionen"], "Mente du «lekeregion»?"),
        (["sjekk", "inputs/lekregion"], "Mente du «lekeregion»?"),
        (["rapport", "lekeregion", "--scenario", "gunstigg"], "Mente du «gunstig»?"),
        (["rapport", "lekeregion", "--scenario", "qq"], "forventet, ugunstig, gunstig"),
        (["rapport", "lekeregion", "--kommune", "9901", "605"], "«605» er ikke kommunenummeret"),
    ],
)
def test_names_that_do_not_exist_are_answered_with_those_that_do(project, arguments, said, capsys):
    assert ikt(project, *arguments) == 2
    out, err = capsys.readouterr()
    assert said in err
    assert not (project / "reports").exists()


def test_the_scenarios_of_the_help_are_those_there_are(capsys):
    from analysis.dataset.tables.categories import SCENARIOS

    cli.main(["rapport", "--help"])
    text = " ".join(capsys.readouterr().out.split())
    assert all(scenario in text for scenario in SCENARIOS)


def test_a_folder_without_access_is_told_plainly(project, capsys, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied", "reports/lekeregion")

    monkeypatch.setattr("analysis.run.reports.fresh_place", refuse)
    assert ikt(project, "rapport", "lekeregion") == 1
    assert "Får ikke skrevet eller lest reports/lekeregion." in capsys.readouterr().err


def test_open_reports_are_told_before_the_run(project, capsys, monkeypatch):
    """On Windows nobody can move a file that a reader holds."""
    path = project / "reports" / "lekeregion" / "fellesrapport.pdf"
    path.parent.mkdir(parents=True)
    path.write_text("gammel", encoding="utf-8")
    rename = os.rename

    def as_on_windows(source, target):
        if Path(source).name == path.name:
            raise PermissionError(errno.EACCES, "in use", str(source))
        rename(source, target)

    monkeypatch.setattr(os, "rename", as_on_windows)
    monkeypatch.chdir(project)
    assert ikt(project, "rapport", "lekeregion") == 1
    assert capsys.readouterr().err.splitlines()[-2:] == [
        "Rapportene kan ikke byttes ut, for disse filene er åpne i et annet program. Lukk dem og "
        "kjør igjen. Ingenting er skrevet.",
        "  reports/lekeregion/fellesrapport.pdf",
    ]
    assert [p.name for p in (project / "reports").rglob("*") if p.is_file()] == [path.name]
    shutil.rmtree(project / "reports")


@pytest.mark.parametrize("file", ["reports", "reports/lekeregion"])
def test_a_file_where_the_reports_should_stand_is_named_and_left(
    project, file, capsys, monkeypatch
):
    monkeypatch.chdir(project)
    path = project / file
    path.parent.mkdir(exist_ok=True)
    path.write_text("min", encoding="utf-8")
    assert ikt(project, "rapport", "lekeregion") == 1
    assert f"{file} er en fil, men skulle vært en mappe." in capsys.readouterr().err
    assert path.read_text(encoding="utf-8") == "min"
    path.unlink()
    shutil.rmtree(project / "reports", ignore_errors=True)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (errno.ENOSPC, "Disken er full."),
        (errno.EISDIR, "reports/x er en mappe, men skulle vært en fil."),
    ],
)
def test_what_a_disk_says_no_to_is_told_plainly(project, code, said, capsys, monkeypatch):
    def refuse(*_, **__):
        raise OSError(code, "no", "reports/x")

    monkeypatch.setattr("analysis.run.reports.fresh_place", refuse)
    assert ikt(project, "rapport", "lekeregion") == 1
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("command", ["sjekk", "rapport", "sammenlign"])
def test_a_name_longer_than_a_disk_takes_is_told(project, command, capsys):
    given = ["x" * 5000] * (1 + (command == "sammenlign"))
    assert ikt(project, command, *given) == 2
    said = capsys.readouterr().err
    assert said.startswith("Navnet er for langt for disken: ")
    assert len(said) < 300


def test_help_comes_at_once():
    """Nothing heavy is imported before it is needed."""
    code = "import sys, analysis.cli; sys.exit('pandas' in sys.modules or 'IPython' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


@pytest.mark.parametrize("locale", ["C", pytest.param("C.UTF-8", marks=pytest.mark.thorough)])
def test_the_package_is_a_program_in_any_locale(locale):
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "rapport", "finnes-ikke-æøå"],
        cwd=ROOT,
        env={"LC_ALL": locale, "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 2
    assert b"Finner ingen utredning" in done.stderr
