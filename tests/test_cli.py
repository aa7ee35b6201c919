import re
import subprocess
import sys

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
        (["rapport"], "dette mangler: ANALYSE"),
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
