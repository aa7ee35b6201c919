import sys

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError
from toys import write_notebook

from analysis.run.notebook_engine import UnknownParameter, normalised, run_notebook

CELLS = (
    "print('ut', navn)\nprint('mer')\n1 + 1",
    "from IPython.display import HTML, display\ndisplay(HTML('<b>x</b>'))\nprint('etter')",
    "object()",
    "class Two:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
    "        return {'text/html': '<i>', 'application/vnd.ikt+json': {'a': [1, 2]}}\nTwo()",
    "1;",
    "x = 3",
    "",
    "import sys\nprint('feil', file=sys.stderr)",
    "import pandas\npandas.DataFrame({'a': [1.5]})",
    "__name__, _",
)


@pytest.fixture(autouse=True)
def no_last_value(monkeypatch):
    """A doctest that ran here before leaves its last value, which IPython then does not replace."""
    monkeypatch.delattr("builtins._", raising=False)


@pytest.fixture
def notebook(tmp_path):
    return write_notebook(tmp_path / "bok.ipynb", *CELLS, parameters='navn = "a"')


def test_outputs_are_those_a_kernel_would_give(notebook, tmp_path):
    ours = run_notebook(notebook, {"navn": "bø"}, tmp_path)
    source = nbformat.read(notebook, as_version=4)
    kernels = papermill.execute_notebook(source, None, {"navn": "bø"}, progress_bar=False)
    assert ours.cells == normalised(kernels).cells
    assert sum(len(cell.get("outputs", ())) for cell in ours.cells) == 9


@pytest.mark.thorough
def test_two_runs_are_equal_and_leave_the_process_as_it_was(notebook, tmp_path):
    before = sys.modules["__main__"], sys.stdout, sys.displayhook, sys.excepthook
    first = run_notebook(notebook, {"navn": "b"}, tmp_path)
    assert (sys.modules["__main__"], sys.stdout, sys.displayhook, sys.excepthook) == before
    assert nbformat.writes(first) == nbformat.writes(
        run_notebook(notebook, {"navn": "b"}, tmp_path)
    )


def test_each_notebook_has_a_namespace_of_its_own(tmp_path):
    write_notebook(tmp_path / "en.ipynb", "hemmelig = 1")
    other = write_notebook(tmp_path / "to.ipynb", "hemmelig")
    run_notebook(tmp_path / "en.ipynb", {}, tmp_path)
    with pytest.raises(PapermillExecutionError, match="finner ikke «hemmelig»"):
        run_notebook(other, {}, tmp_path)


@pytest.mark.parametrize("bad", ["1 / 0", "x = = 1", "import sys; sys.exit(3)", "%finnesikke"])
def test_the_first_cell_that_fails_stops_the_notebook(tmp_path, bad):
    mark = tmp_path / "merke"
    path = write_notebook(tmp_path / "bok.ipynb", bad, f"open({str(mark)!r}, 'w').close()")
    with pytest.raises((PapermillExecutionError, SystemExit)):
        run_notebook(path, {}, tmp_path)
    assert not mark.exists()


def test_an_unknown_parameter_is_refused_and_the_right_ones_named(notebook, tmp_path):
    with pytest.raises(UnknownParameter, match="«nanv». Parametrene er: navn"):
        run_notebook(notebook, {"nanv": "b"}, tmp_path)


def test_braces_in_a_path_are_only_braces(tmp_path):
    path = write_notebook(tmp_path / "{mappe}" / "bok.ipynb", "1")
    assert run_notebook(path, {"analyse": "a{b}"}, tmp_path).cells[-1].outputs


# As a notebook begins, and a table that its reader works on with.
TABLE = (
    "import pandas as pd\n"
    "from analysis.run.cell_faults import answer_faults\n"
    "answer_faults()\n"
    "table = pd.DataFrame({'beløp': [1], 'år': [2022]}, index=['Hole'])"
)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ('from analysis.run import open_run\nopen_run("x", "forventt")',
         ["Finner ikke scenarioet «forventt». Mente du «forventet»?"]),
        ('from analysis.dataset import CannotTry\nraise CannotTry(["Det ene.", "Det andre."])',
         ["Det ene.", "Det andre."]),
        ('from analysis.dataset import InputProblems, Problem\n'
         'raise InputProblems([Problem("a.csv", 3, None, "Tallet er galt")])',
         ["Feil som må rettes: 1", "a.csv:3: Tallet er galt"]),
        (f'{TABLE}\ntable["belop"]', ["Linje 5 i cellen: finner ikke «belop». Mente du «beløp»?"]),
        (f'{TABLE}\ntable["x"]',
         ["Linje 5 i cellen: finner ikke «x». Det som finnes, er: beløp, år."]),
        (f'{TABLE}\ntable.loc["Hle", "år"]',
         ["Linje 5 i cellen: finner ikke «Hle». Mente du «Hole»?"]),
        (f'{TABLE}\n{{"a": 1}}["b"]', ["Linje 5 i cellen: finner ikke «b». Er det riktig?"]),
        (f'{TABLE}\ntabel', ["Linje 5 i cellen: finner ikke «tabel». Mente du «table»?"]),
        (f'{TABLE}\ntable.dropnaa()',
         ["Linje 5 i cellen: finner ikke «dropnaa». Mente du «dropna»?"]),
        (f'{TABLE}\nfrom analysis.run import open_rum',
         ["Linje 5 i cellen: finner ikke «open_rum». Mente du «open_run»?"]),
        (f'{TABLE}\nimport seaborn_finnes_ikke',
         ["Linje 5 i cellen: finner ikke pakken «seaborn_finnes_ikke». Er navnet riktig?"]),
        (f'{TABLE}\nopen("/finnes/ikke.csv")',
         ["Linje 5 i cellen: finner ikke filen «/finnes/ikke.csv». Er navnet og mappen riktige?"]),
        (f'{TABLE}\npd.read_csv("/finnes/ikke.csv")',
         ["Linje 5 i cellen: finner ikke filen «/finnes/ikke.csv». Er navnet og mappen riktige?"]),
        (f'{TABLE}\n{{"3310": 1}}[3310]', ["Linje 5 i cellen: finner ikke «3310». Er det riktig?"]),
        (f'{TABLE}\ntable.rename(columns={{"år": "3310"}})[3310]',
         ['Linje 5 i cellen: finner ikke tallet 3310. Skriv det i anførselstegn: "3310".']),
        (f'{TABLE}\n"1" + 1', ["Linje 5 i cellen: en verdi er av et annet slag enn det som trengs, "
         "for eksempel tekst der det skal være et tall."]),
        (f'{TABLE}\n1 / 0', ["Linje 5 i cellen: deler på null."]),
        (f'{TABLE}\n[1][4]',
         ["Linje 5 i cellen: det er ikke så mange i listen. Den første har nummer 0."]),
        (f'{TABLE}\nint("a")', ["Linje 5 i cellen: en verdi kan ikke brukes slik den er skrevet."]),
        (f'{TABLE}\nraise ValueError("Bare våre egne ord.")',
         ["Linje 5 i cellen: Bare våre egne ord."]),
        (f'{TABLE}\nfrom analysis.run import prove\nprove(1, 2)',
         ["Linje 6 i cellen: prove mangler noe i parentesen, eller har fått noe den ikke tar. Se "
          "hvordan den er skrevet i cellen slik den var, eller i docs/notatboker.md."]),
    ],
)  # fmt: skip
def test_a_fault_in_plain_words_is_all_a_notebook_shows(tmp_path, cell, said):
    path = write_notebook(tmp_path / "bok.ipynb", cell)
    for run in (
        lambda: run_notebook(path, {}, tmp_path),
        lambda: papermill.execute_notebook(nbformat.read(path, 4), None, progress_bar=False),
    ):
        with pytest.raises(PapermillExecutionError) as caught:
            run()
        assert caught.value.traceback == said


def test_a_cell_that_is_not_written_to_the_end_is_told_in_plain_words(tmp_path):
    path = write_notebook(tmp_path / "bok.ipynb", TABLE, "1\ntable = (1,")
    for run in (
        lambda: run_notebook(path, {}, tmp_path),
        lambda: papermill.execute_notebook(nbformat.read(path, 4), None, progress_bar=False),
    ):
        with pytest.raises(PapermillExecutionError) as caught:
            run()
        assert caught.value.traceback == [
            "Linje 2 i cellen er ikke skrevet ferdig, eller har en skrivefeil. Se etter "
            "parenteser, anførselstegn, komma og innrykk, der og på linjen over."
        ]


def test_a_fault_in_the_program_is_shown_with_where_it_arose(tmp_path):
    cell = f"{TABLE}\nfrom analysis.places import nearest\nnearest(table, [])"
    path = write_notebook(tmp_path / "bok.ipynb", cell)
    with pytest.raises(PapermillExecutionError) as caught:
        run_notebook(path, {}, tmp_path)
    told = caught.value.traceback[0]
    assert told == caught.value.evalue
    assert told.startswith("Linje 6 i cellen: nearest kan ikke bruke det den får (AttributeError)")
    assert "in nearest(" in "".join(caught.value.traceback[1:])


def test_tb_shows_all_of_a_fault_that_was_told_in_a_line(tmp_path):
    cells = [f"{TABLE}\n_ = get_ipython().run_cell('tabel')", "%tb"]
    with pytest.raises(PapermillExecutionError) as caught:
        run_notebook(write_notebook(tmp_path / "bok.ipynb", *cells), {}, tmp_path)
    assert "NameError" in "".join(caught.value.traceback)
