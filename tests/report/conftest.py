import pickle
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest

from analysis.dataset import Dataset
from analysis.decision.evaluation import evaluate
from analysis.report.view import View
from tests.report.computed import Figures


@pytest.fixture(scope="session")
def view(figures: Figures) -> Callable[[str], View]:
    """View of a municipality of the example, "" for all together."""

    def of(code: str = "", scenario: str = "forventet") -> View:
        return View(figures, scenario, code)

    return of


@pytest.fixture(scope="session")
def changed(dataset: Dataset) -> Callable[..., View]:
    """View of the example with some of its tables replaced, evaluated anew."""

    @lru_cache(16)
    def figures(content: bytes) -> Figures:
        other = replace(dataset, **pickle.loads(content))
        return Figures(other, evaluate(other), draws=50, sobol_base=0, coarse=True)

    def of(code: str = "", scenario: str = "forventet", **tables: Any) -> View:
        return View(figures(pickle.dumps(tables)), scenario, code)

    return of
