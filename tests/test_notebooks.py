"""Notebooks tell a story and hold no logic, and they all run, in every scenario."""

import ast
import shutil
import warnings

import nbformat
import papermill
import pytest

from analysis.dataset.tables.categories import SCENARIOS
from analysis.places import find_analysis, notebooks_folder
from analysis.run.notebook_engine import run_notebook
from analysis.run.reports import JOINT_REPORT, MUNICIPAL_REPORT
from analysis.run.run import RUN_FOLDER, compute, store

EXAMPLE = "ringeriksregionen"
GROUP = (
    "01_datagrunnlag",
    "02_kartlegging",
    "03_okonomi",
    "04_vurdering",
    "05_usikkerhet",
    "06_deltakelse",
    "07_fagsystemer",
)
NOTEBOOKS = sorted(notebooks_folder().glob("*.ipynb"))
PARAMETERS = {"analyse": EXAMPLE, "scenario": "sannsynlig", "kjoring": ""}
LOGIC = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.Lambda,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.If,
    ast.IfExp,
    ast.Try,
    ast.comprehension,
)
MOST_CELLS, MOST_LINES = 14, 8

MOST_LIKELY, *OTHERS = SCENARIOS
thorough = pytest.mark.thorough

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_the_notebooks_of_the_contract_are_there():
    assert {*GROUP, JOINT_REPORT, MUNICIPAL_REPORT} <= {path.stem for path in NOTEBOOKS}


@every_notebook
def test_parameters_are_the_agreed_ones(path):
    first, *others = code_cells(path)
    assert tags(first) == ["parameters"]
    assert not any("parameters" in tags(cell) for cell in others)
    found = {
        name: ast.literal_eval(p["default"]) for name, p in papermill.inspect_notebook(path).items()
    }
    if path.stem == MUNICIPAL_REPORT or "kommunenummer" in found:
        assert found.pop("kommunenummer") == ""
    assert found == PARAMETERS


@every_notebook
def test_nothing_is_committed_but_text_and_code(path):
    notebook = nbformat.read(path, as_version=4)
    assert set(notebook.metadata) == {"kernelspec", "language_info"} or set(notebook.metadata) == {
        "kernelspec"
    }
    assert notebook.metadata.kernelspec.name == "python3"
    for cell in code_cells(path):
        assert cell.outputs == []
        assert cell.execution_count is None


@every_notebook
def test_cells_are_few_and_short(path):
    cells = code_cells(path)
    assert len(cells) <= MOST_CELLS
    for cell in cells:
        assert len(cell.source.splitlines()) <= MOST_LINES, cell.source


@every_notebook
def test_a_notebook_holds_no_logic_and_no_figures(path):
    for cell in code_cells(path):
        nodes = list(ast.walk(ast.parse(cell.source)))
        assert not [n for n in nodes if isinstance(n, LOGIC)], cell.source
        if "parameters" not in tags(cell):
            numbers = [
                n
                for n in nodes
                if isinstance(n, ast.Constant) and type(n.value) in (int, float, complex)
            ]
            assert not numbers, cell.source


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    """The example with fewer draws, under its own name."""
    inputs = tmp_path_factory.mktemp("inputs")
    for name in (EXAMPLE, "felles"):
        shutil.copytree(find_analysis(EXAMPLE).parent / name, inputs / name)
    settings = inputs / EXAMPLE / "utredning.toml"
    text = settings.read_text("utf-8")
    settings.write_text(text.replace("trekninger = 10000", "trekninger = 200"), "utf-8")
    return inputs / EXAMPLE


@pytest.fixture(
    scope="module", params=[MOST_LIKELY, *(pytest.param(s, marks=thorough) for s in OTHERS)]
)
def computed(request, quick, tmp_path_factory):
    run = compute(quick, request.param)
    folder = tmp_path_factory.mktemp(request.param)
    store(run, folder)
    return run, folder


@every_notebook
def test_every_notebook_runs_in_every_scenario(path, computed, monkeypatch):
    """Through the runner itself, with every warning an error."""
    run, folder = computed
    monkeypatch.setenv(RUN_FOLDER, str(folder))
    given = {"analyse": EXAMPLE, "scenario": run.scenario, "kjoring": run.identity}
    if path.stem == MUNICIPAL_REPORT:
        given["kommunenummer"] = str(run.dataset.municipalities.index[-1])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        executed = run_notebook(path, given, folder)
    assert any(cell.get("outputs") for cell in executed.cells)


@thorough
@every_notebook
def test_every_notebook_runs_by_hand_as_it_stands(path, quick, tmp_path, monkeypatch):
    monkeypatch.delenv(RUN_FOLDER, raising=False)
    found = find_analysis(EXAMPLE)
    monkeypatch.setattr(
        "analysis.run.run.find_analysis", lambda name: quick if name == found.name else name
    )
    monkeypatch.chdir(notebooks_folder())
    executed = run_notebook(path, {}, tmp_path)
    assert any(cell.get("outputs") for cell in executed.cells)


@pytest.mark.parametrize(
    ("name", "value"),
    [("kommunenummer", "0605"), ("scenario", "sansynlig"), ("analyse", "atlantis")],
)
def test_an_unknown_value_is_an_error(name, value, tmp_path):
    path = notebooks_folder() / f"{MUNICIPAL_REPORT}.ipynb"
    with pytest.raises(papermill.PapermillExecutionError, match="UnknownName"):
        run_notebook(path, {name: value}, tmp_path)
