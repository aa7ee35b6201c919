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
    with pytest.raises(PapermillExecutionError, match="NameError"):
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
    "from analysis.run.mistyped import answer_mistyped_names\n"
    "answer_mistyped_names()\n"
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


def test_a_fault_in_the_program_is_shown_with_where_it_arose(tmp_path):
    cell = f"{TABLE}\nfrom analysis.places import nearest\nnearest(table, [])"
    path = write_notebook(tmp_path / "bok.ipynb", cell)
    with pytest.raises(PapermillExecutionError) as caught:
        run_notebook(path, {}, tmp_path)
    assert caught.value.ename == "AttributeError"
    assert "nearest" in "".join(caught.value.traceback) and len(caught.value.traceback) > 1
