from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.dataset import Dataset, load
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.report.view import View
from tests.report.computed import Figures

EXAMPLE = Path(__file__).parents[2] / "inputs" / "ringeriksregionen"


@pytest.fixture(scope="session")
def dataset() -> Dataset:
    """The example analysis; frames are not to be changed in place."""
    return load(EXAMPLE)


@pytest.fixture(scope="session")
def evaluation(dataset: Dataset) -> Evaluation:
    return evaluate(dataset)


@pytest.fixture(scope="session")
def figures(dataset: Dataset, evaluation: Evaluation) -> Figures:
    return Figures(dataset, evaluation)


@pytest.fixture(scope="session")
def view(figures: Figures) -> Callable[[str], View]:
    """View of a municipality of the example, "" for all together."""

    def of(code: str = "", scenario: str = "sannsynlig") -> View:
        return View(figures, scenario, code)

    return of


@pytest.fixture(scope="session")
def changed(dataset: Dataset) -> Callable[..., View]:
    """View of the example with some of its tables replaced, evaluated anew."""

    def of(code: str = "", scenario: str = "sannsynlig", **tables: Any) -> View:
        other = replace(dataset, **tables)
        figures = Figures(other, evaluate(other), draws=100, sobol_base=0)
        return View(figures, scenario, code)

    return of
