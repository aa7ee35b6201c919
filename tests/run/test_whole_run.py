"""A run from the command to the files, and what becomes of it when something goes wrong."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import toys
from toys import PDFS, contents, ikt, toy_run, write_project

from analysis.places import REPORT_FORMATS, ROOT
from analysis.report.press import Cover
from analysis.report.press.word import write_word
from analysis.run.manifest import read_files
from tests.report.press.made import report
from tests.report.press.word.document_reading import Document, words


def hidden_folders(reports: Path) -> list[str]:
    return [p.name for p in reports.iterdir() if p.is_dir() and p.name.startswith(".")]


def started(project: Path, *trouble: str, **environment: str) -> subprocess.Popen[str]:
    """Start a run as a program of its own, in a session of its own."""
    return subprocess.Popen(
        [sys.executable, toys.__file__, str(project), *trouble],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        # A shell may have told background programs to ignore Ctrl-C.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
    )


@contextmanager
def busy_run(project: Path) -> Iterator[subprocess.Popen[str]]:
    """A run that stands still in the middle of a report, for as long as the `with` block lasts.

    The report waits at a pipe until the other end, which is here, is closed.
    """
    pipe = project / "opptatt"
    os.mkfifo(pipe)
    run = started(project, f"9902=open({str(pipe)!r}).read()")
    end = None
    try:
        while end is None:
            assert run.poll() is None, run.communicate()[0]
            try:
                end = os.open(pipe, os.O_WRONLY | os.O_NONBLOCK)
            except OSError:  # nobody is at the other end yet
                time.sleep(0.05)
        yield run
    finally:
        if end is not None:
            os.close(end)
        if run.poll() is None:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """A project whose reports are made; tests copy it before they change anything."""
    project = write_project(tmp_path_factory.mktemp("ferdig"))
    assert ikt(project, "rapport", "lekeregion") == 0
    return project


@pytest.fixture
def project(finished, tmp_path) -> Path:
    copy = tmp_path / "prosjekt"
    subprocess.run(["cp", "-r", str(finished), str(copy)], check=True)
    return copy


def test_a_run_writes_every_file_of_the_contract(finished):
    assert sorted(contents(finished / "reports" / "lekeregion")) == [
        *sorted(name.replace(".pdf", end) for name in PDFS for end in REPORT_FORMATS),
        "manifest.json",
        "notebooks/01_tall.ipynb",
        "notebooks/9901-lillevik.ipynb",
        "notebooks/9902-ovre-as.ipynb",
        "notebooks/9903-sor-fjell.ipynb",
        "notebooks/fellesrapport.ipynb",
        "tables/kilder.csv",
        "tables/nokkeltall.csv",
    ]
    assert hidden_folders(finished / "reports") == []


def test_what_is_written_names_no_place_on_this_machine(finished):
    for name, content in contents(finished / "reports" / "lekeregion").items():
        for place in (str(finished), str(ROOT), str(Path.home())):
            assert place.encode() not in content, name


@pytest.mark.thorough
def test_same_inputs_give_same_bytes_in_another_folder_time_zone_and_locale(finished, tmp_path):
    other = tmp_path / "en annen mappe"
    run = started(other, TZ="Pacific/Auckland", LC_ALL="C", PYTHONHASHSEED="3", COLUMNS="40")
    output, _ = run.communicate()
    assert run.returncode == 0, output
    assert contents(other / "reports" / "lekeregion") == contents(finished / "reports/lekeregion")


@pytest.mark.thorough
def test_one_fault_leaves_the_other_reports_written_and_its_last_one_as_it_was(project, capsys):
    reports = project / "reports" / "lekeregion"
    before = contents(reports)
    trouble = {"9902": "raise ValueError('midt i')"}
    assert ikt(project, "rapport", "lekeregion", figure=2, trouble=trouble) == 1
    after = contents(reports)
    assert after["9902-ovre-as.pdf"] == before["9902-ovre-as.pdf"]
    assert all(after[name] != before[name] for name in PDFS if name != "9902-ovre-as.pdf")
    files = read_files(reports)
    assert files["9902-ovre-as.pdf"] != files["9901-lillevik.pdf"]
    out, err = capsys.readouterr()
    older = "(bygger på andre inndata, et annet scenario eller en annen utgave av programmet)"
    assert f"9902-ovre-as.pdf {older}" in out
    assert "9902 Øvre Ås: feil i kommunerapport.ipynb, celle 6: Linje 1 i cellen: en verdi" in out
    assert "Traceback" not in out + err
    log = project / "reports" / "feil-lekeregion.log"
    assert "midt i" in log.read_text(encoding="utf-8")
    assert ikt(project, "rapport", "lekeregion") == 0
    assert contents(reports) == before
    assert not log.exists()


@pytest.mark.thorough
def test_a_worker_that_dies_takes_only_its_own_report(project, capsys):
    reports = project / "reports" / "lekeregion"
    before = contents(reports)
    (reports / PDFS[0]).unlink()
    trouble = {"9901": "import os; os._exit(9)"}
    assert ikt(project, "rapport", "lekeregion", trouble=trouble, workers=1) == 1
    after = contents(reports)
    assert set(before) - set(after) == {PDFS[0]}
    assert "9901 Lillevik: prosessen som skrev rapporten, ble avbrutt" in capsys.readouterr().out


@pytest.mark.thorough
def test_a_report_takes_its_look_in_word_from_its_municipalitys_template(tmp_path):
    made = write_word(report(Cover("Vår egen topptekst")))
    project = write_project(tmp_path)
    assert ikt(project, "rapport", "lekeregion", templates={"9902": made}) == 0
    heads = {
        path.stem: words(Document(path.read_bytes()).trees["word/header1.xml"])
        for path in (project / "reports" / "lekeregion").glob("*.docx")
    }
    assert [name for name, head in heads.items() if head == "Vår egen topptekst"] == [
        "9902-ovre-as"
    ]
    assert ikt(project, "rapport", "lekeregion", templates={"": made}) == 0
    for path in (project / "reports" / "lekeregion").glob("*.docx"):
        head = Document(path.read_bytes()).trees["word/header1.xml"]
        assert words(head) == "Vår egen topptekst"


def test_a_report_for_one_municipality_leaves_the_others(project, capsys):
    reports = project / "reports" / "lekeregion"
    before = contents(reports)
    assert ikt(project, "rapport", "lekeregion", "--kommune", "9903", figure=2) == 0
    after = contents(reports)
    changed = {name for name in after if after[name] != before[name]}
    assert {n for n in changed if n.endswith(".pdf")} == {"9903-sor-fjell.pdf", "fellesrapport.pdf"}
    assert set(after) == set(before)
    assert "9901-lillevik.pdf (bygger på andre inndata" in capsys.readouterr().out


def test_reports_no_longer_made_go_and_somebodys_own_files_stay(project):
    reports = project / "reports" / "lekeregion"
    (reports / "saksframlegg.docx").write_text("skrevet for hånd", encoding="utf-8")
    gone = write_project(project) / "notebooks" / "01_tall.ipynb"
    gone.unlink()
    assert ikt(project, "rapport", "lekeregion") == 0
    names = set(contents(reports))
    assert "saksframlegg.docx" in names
    assert "notebooks/01_tall.ipynb" not in names


def test_reports_of_something_else_are_kept_whole_and_never_replaced_in_silence(project, capsys):
    reports = project / "reports"

    def written(left=(), scenario="forventet", figure=1, year=2022):
        def compute(_, scenario, *__):
            run = toy_run(scenario, figure, year=year)
            run.dataset.withdrawn = dict.fromkeys(left, "Lier")
            run.dataset.settings.uten = left
            return run

        asked = ("rapport", "lekeregion", "--scenario", scenario)
        assert ikt(project, *asked, figure=(figure, left), year=year, compute=compute) == 0
        told = capsys.readouterr().out
        found = re.search("forrige gang ligger nå i .*/reports/(.+)[.]", told)
        kept.update([found[1]] if found else [])
        assert {p.name for p in reports.iterdir() if p.is_dir()} == {"lekeregion", *kept}
        return found and found[1], contents(reports / "lekeregion")

    kept = set()
    first, of_all = written(), contents(reports / "lekeregion")
    assert first[0] is None
    name, without = written(left=("9902",))
    assert name == "lekeregion-2022-06-15" and contents(reports / name) == of_all
    # Back again: those without somebody are kept under a number, and so on.
    name, _ = written()
    assert name == "lekeregion-2022-06-15-2" and contents(reports / name) == without
    # What is kept already, is not kept once more.
    assert written(scenario="ugunstig")[0] == "lekeregion-2022-06-15"
    name, _ = written(figure=2)
    assert name == "lekeregion-2022-06-15-3"
    # Other figures of the same are a new draft; a date before the last one is no draft of it.
    assert written(figure=3)[0] is None
    later = written(figure=3, year=2023)
    assert later[0] == "lekeregion-2022-06-15-4"
    name, _ = written(figure=3)
    assert name == "lekeregion-2023-06-15" and contents(reports / name) == later[1]
    assert contents(reports / "lekeregion-2022-06-15") == of_all


@pytest.mark.thorough
def test_reports_of_an_earlier_date_are_kept_whole(project, capsys):
    reports = project / "reports"
    before = contents(reports / "lekeregion")
    assert ikt(project, "rapport", "lekeregion", figure=2, year=2023) == 0
    kept = "lekeregion-2022-06-15"
    told = capsys.readouterr().out
    assert "Rapportene fra forrige gang ligger nå i " in told and f"reports/{kept}." in told
    assert contents(reports / kept) == before
    assert contents(reports / "lekeregion") != before
    # What is kept once stays; the same date keeps nothing more.
    ikt(project, "rapport", "lekeregion", figure=3, year=2023)
    assert contents(reports / kept) == before
    assert [p.name for p in sorted(reports.iterdir()) if p.is_dir()] == ["lekeregion", kept]


def test_a_run_that_fails_before_the_reports_leaves_the_last_good_ones(project, capsys):
    before = contents(project / "reports" / "lekeregion")
    trouble = {"tabeller": "1 / 0"}
    assert ikt(project, "rapport", "lekeregion", figure=2, trouble=trouble) == 1
    assert contents(project / "reports" / "lekeregion") == before
    assert hidden_folders(project / "reports") == []
    error = capsys.readouterr().err
    assert "Noe gikk galt som programmet ikke var forberedt på" in error
    assert "Traceback" not in error
    assert "ZeroDivisionError" in (project / "reports/feil-lekeregion.log").read_text("utf-8")


@pytest.mark.thorough
@pytest.mark.parametrize(
    "kind", [signal.SIGKILL, pytest.param(signal.SIGTERM, marks=pytest.mark.thorough)]
)
def test_a_second_run_is_turned_away_and_a_killed_one_leaves_the_last_good_reports(
    project, kind, capsys
):
    before = contents(project / "reports" / "lekeregion")
    with busy_run(project) as run:
        assert ikt(project, "rapport", "lekeregion") == 1
        message = f"En annen kjøring skriver lekeregion nå (prosess {run.pid})."
        assert message in capsys.readouterr().err
        os.kill(run.pid, kind)
        # No worker lives on: they hold the other end of the pipe that this reads to its end.
        assert "Skrevet i" not in run.communicate()[0]
        assert contents(project / "reports" / "lekeregion") == before
    assert ikt(project, "rapport", "lekeregion") == 0
    assert contents(project / "reports" / "lekeregion") == before
    assert hidden_folders(project / "reports") == []


@pytest.mark.thorough
def test_ctrl_c_stops_everything_and_tidies_up(project):
    before = contents(project / "reports" / "lekeregion")
    with busy_run(project) as run:
        os.killpg(run.pid, signal.SIGINT)
        output, _ = run.communicate()
    assert run.returncode == 130, output
    assert "Avbrutt. Det som sto der fra før, er ikke rørt." in output
    assert "Traceback" not in output
    assert contents(project / "reports" / "lekeregion") == before
    assert hidden_folders(project / "reports") == []


@pytest.mark.thorough
def test_a_second_run_at_once_is_turned_away(project, capsys):
    with busy_run(project) as run:
        assert ikt(project, "rapport", "lekeregion") == 1
        message = f"En annen kjøring skriver lekeregion nå (prosess {run.pid})."
        assert message in capsys.readouterr().err
