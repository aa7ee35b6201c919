"""A run in small: three notebooks and figures made up on the spot, for tests of the runner.

As a program, `toys.py FOLDER [MUNICIPALITY=CODE …]` makes its reports in FOLDER; the code is run
inside that municipality's report, and `tabeller=CODE` where the tables are written.
"""

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self
from unittest.mock import patch

import light_imports  # noqa: F401
import nbformat
import pandas as pd
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from analysis.cli import main
from analysis.run.jobs import Job, Result, run_job
from analysis.run.run import WORKED_OUT, Run

NAMES = {"9901": "Lillevik", "9902": "Øvre Ås", "9903": "Sør-Fjell"}
PDFS = ["9901-lillevik.pdf", "9902-ovre-as.pdf", "9903-sor-fjell.pdf", "fellesrapport.pdf"]
OPEN = "from analysis.run.run import open_run\nrun = open_run(analyse, scenario, kjoring)"
PARAMETERS = 'analyse = "lekeregion"\nscenario = "forventet"\nkjoring = ""'
TEXT = (
    "from analysis.report.press import Text\n"
    "Text(f'{analyse}, {run.scenario}, {run.evaluation.figure}')"
)


def write_notebook(path: Path, *cells: str, parameters: str = PARAMETERS) -> Path:
    notebook = new_notebook(
        cells=[
            new_markdown_cell(f"# {path.stem}"),
            new_code_cell(parameters, metadata={"tags": ["parameters"]}),
            *map(new_code_cell, cells),
        ],
        metadata={
            "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
        },
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def write_project(root: Path) -> Path:
    """Write an analysis and its notebooks as they stand in a project folder."""
    (root / "inputs" / "lekeregion").mkdir(parents=True, exist_ok=True)
    notebooks = root / "notebooks"
    write_notebook(notebooks / "01_tall.ipynb", OPEN, TEXT)
    write_notebook(notebooks / "fellesrapport.ipynb", OPEN, TEXT)
    write_notebook(
        notebooks / "kommunerapport.ipynb",
        OPEN,
        "kommune = run.municipality(kommunenummer)",
        "exec(run.evaluation.trouble.get(kommunenummer, ''))",
        TEXT,
        parameters=f'{PARAMETERS}\nkommunenummer = ""',
    )
    return root


def toy_run(
    scenario: str = "forventet",
    figure: int = 1,
    trouble: Mapping[str, str] | None = None,
    year: int = 2022,
    templates: Mapping[str, bytes] | None = None,
) -> Run:
    dataset = SimpleNamespace(
        name="lekeregion",
        folder=Path("inputs/lekeregion"),
        municipalities=pd.DataFrame({"navn": NAMES}),
        hashes={"budsjett.csv": f"{figure:064d}", "felles/kriterier.toml": "0" * 64},
        settings=SimpleNamespace(startverdi=7, dato=dt.date(year, 6, 15)),
        shared=SimpleNamespace(assumptions={}),
        problems=(),
        withdrawn=(),
        templates=dict(templates or {}),
    )
    evaluation = SimpleNamespace(figure=figure, trouble=dict(trouble or {}))
    run = Run(dataset, evaluation, scenario)  # type: ignore[arg-type]
    run.__dict__.update(dict.fromkeys(WORKED_OUT) | {"owned_problems": ()})
    return run


def tables(run: Run) -> dict[str, pd.DataFrame]:
    evaluation: Any = run.evaluation
    exec(evaluation.trouble.get("tabeller", ""))
    return {"nokkeltall": pd.DataFrame({"verdi": [evaluation.figure], "kilder": [run.scenario]})}


class Inline:
    """Does here and now what workers do in processes of their own, which take long to start."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def together(
        self, call: Callable[[str], Any], names: Sequence[str], hear: object = None
    ) -> dict[str, Any]:
        return {name: call(name) for name in names}

    def run(self, jobs: Sequence[Job], run: bytes) -> Iterator[Result]:
        yield from (run_job(job, run) for job in jobs)


def contents(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def ikt(
    root: Path,
    *arguments: str,
    figure: int = 1,
    trouble: Mapping[str, str] | None = None,
    workers: int = 0,
    year: int = 2022,
    templates: Mapping[str, bytes] | None = None,
    compute: Callable[..., Run] | None = None,
) -> int:
    """Run the `ikt` command in a toy project and return its exit code; inline without workers."""
    # What the figures are made of stands in the inputs, as it does in a real analysis.
    given = repr((figure, trouble, year, templates))
    inputs = root / "inputs" / "lekeregion"
    if inputs.is_dir():
        (inputs / "tall.csv").write_text(given, encoding="utf-8")
    with (
        nullcontext() if workers else patch("analysis.run.reports.Workers", Inline),
        patch("analysis.places.ROOT", root),
        patch("analysis.run.jobs.processors", lambda: workers),
        patch(
            "analysis.run.reports.compute",
            compute
            or (lambda _, scenario, *__: toy_run(scenario, figure, trouble, year, templates)),
        ),
        patch("analysis.run.reports.write_snapshot", lambda dataset, folder: []),
        patch("analysis.report.tables.run_tables", tables),
    ):
        return main(list(arguments))


if __name__ == "__main__":
    pairs = (argument.split("=", 1) for argument in sys.argv[2:])
    project = write_project(Path(sys.argv[1]))
    sys.exit(ikt(project, "rapport", "lekeregion", trouble=dict(pairs), workers=1))
