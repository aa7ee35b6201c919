"""Notebooks tell a story and hold no logic, and they all run, in every scenario."""

import ast
import re
import warnings
from dataclasses import replace

import nbformat
import papermill
import pytest
from report import reading

from analysis.dataset.tables.categories import SCENARIOS
from analysis.places import CASE_FORMATS, find_analysis, notebooks_folder
from analysis.report.press import Stack
from analysis.report.press.exporter import export_all
from analysis.run import prove
from analysis.run.notebook_engine import run_notebook
from analysis.run.reports import CASE, JOINT_REPORT, MUNICIPAL_REPORT
from analysis.run.run import hand_over
from tests.golden.rendered import MUNICIPALITIES, NOTEBOOKS, TOLD, path_of, rendered

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
PARAMETERS = {"analyse": EXAMPLE, "scenario": "forventet", "kjoring": ""}
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

OTHERS = SCENARIOS[1:]
thorough = pytest.mark.thorough

TRYING = [path for path in NOTEBOOKS if path.stem[:2] in ("03", "04", "05", "06")]
every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(path):
    return [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]


def texts(path):
    return [c.source for c in nbformat.read(path, as_version=4).cells if c.cell_type == "markdown"]


def tags(cell):
    return cell.metadata.get("tags", [])


def test_the_notebooks_of_the_contract_are_there():
    assert {*GROUP, JOINT_REPORT, MUNICIPAL_REPORT, CASE} <= {path.stem for path in NOTEBOOKS}


@every_notebook
def test_parameters_are_the_agreed_ones(path):
    first, *others = code_cells(path)
    assert tags(first) == ["parameters"]
    assert not any("parameters" in tags(cell) for cell in others)
    found = {
        name: ast.literal_eval(p["default"]) for name, p in papermill.inspect_notebook(path).items()
    }
    if path.stem in (MUNICIPAL_REPORT, CASE) or "kommunenummer" in found:
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
            tried = {inner for n in nodes if is_trial(n) for inner in ast.walk(n)}
            numbers = [
                n
                for n in nodes
                if isinstance(n, ast.Constant) and type(n.value) in (int, float, complex)
            ]
            assert tried.issuperset(numbers), cell.source


def is_trial(node):
    """Whether it tries a change, which may be a number."""
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == "prove"


@pytest.mark.parametrize("path", TRYING, ids=lambda path: path.stem)
def test_every_table_and_figure_of_what_is_tried_says_so(path, computed):
    run = computed(SCENARIOS[0])
    hand_over(run)
    space = {}
    setup, *shown = code_cells(path)[1:]
    exec(f"analyse, scenario, kjoring = {EXAMPLE!r}, {SCENARIOS[0]!r}, {run.identity!r}", space)
    exec(f"kommunenummer = ''\n{setup.source}", space)
    view = space["view"]
    trials = [c.source for c in shown if any(map(is_trial, ast.walk(ast.parse(c.source))))]
    # What takes seconds is not tried before anybody asks for it.
    assert len(trials) == (path.stem[:2] in ("03", "04"))
    for cell in (c.source for c in shown if c.source not in trials):
        for told in ("", "vekten er en annen"):
            space["view"] = replace(view, tried=told)
            stack = Stack(eval(cell, space))
            sources = [element.source for element in (*stack.tables, *stack.figures)]
            said = [source.endswith(f". Utprøving: {told}") for source in sources]
            assert all(said) if told else not any("Utprøving" in source for source in sources)
    examples = [code for text in texts(path) for code in re.findall(r"`([^`]*prove\([^`]*)`", text)]
    assert len(examples) > 2
    # What is asked for is read, and the figures are those there are already.
    space["prove"] = lambda given, **asked: replace(given, tried=prove(given, **asked).tried)
    for code in examples:
        space["view"] = view
        told = Stack(eval(code.replace("Kommunenavn", view.names[view.codes[0]]), space))
        assert "Utprøving" in (*told.tables, *told.figures)[0].source, code


QUICK = ((JOINT_REPORT, "", SCENARIOS[0]), (MUNICIPAL_REPORT, MUNICIPALITIES[0], SCENARIOS[0]))
RUNS = [
    pytest.param(path, code, scenario, id=f"{scenario}-{path.stem}{code and f'-{code}'}",
                 marks=[] if (path.stem, code, scenario) in QUICK else [thorough])
    for scenario in SCENARIOS
    for path, code in TOLD
]  # fmt: skip


@pytest.mark.parametrize(("path", "code", "scenario"), RUNS)
def test_every_notebook_runs_in_every_scenario_and_the_reports_are_accessible(
    path, code, scenario, computed, tmp_path
):
    """Through the runner itself, with every warning an error."""
    run = computed(scenario)
    hand_over(run)
    given = {"analyse": EXAMPLE, "scenario": scenario, "kjoring": run.identity}
    if code:
        given["kommunenummer"] = code
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        executed = run_notebook(path, given, tmp_path)
    assert any(cell.get("outputs") for cell in executed.cells)
    if scenario == SCENARIOS[0]:
        expected = path_of(path, code).read_text("utf-8")
        assert rendered(executed) == expected, "Er endringen ment: make fasit, og les forskjellen."
    if path.stem in (JOINT_REPORT, MUNICIPAL_REPORT):
        made = export_all(executed)
        reading.check_report(made[".pdf"], run.dataset, code, tmp_path)
        reading.check_word_and_web(made, run.dataset, code)
    elif path.stem == CASE:
        reading.check_case(export_all(executed, formats=CASE_FORMATS), run.dataset, tmp_path)


@thorough
@every_notebook
def test_every_notebook_runs_by_hand_as_it_stands(path, few_draws, tmp_path, monkeypatch):
    found = find_analysis(EXAMPLE)
    monkeypatch.setattr(
        "analysis.run.run.find_analysis", lambda name: few_draws if name == found.name else name
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
    with pytest.raises(papermill.PapermillExecutionError) as caught:
        run_notebook(path, {name: value}, tmp_path)
    assert caught.value.ename == "UnknownName"
    assert [value in line for line in caught.value.traceback] == [True]
