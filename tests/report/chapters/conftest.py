import pickle
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

import pytest
from matplotlib.figure import Figure
from matplotlib.text import Text
from read_once import once

from analysis.dataset import Dataset
from analysis.dataset.name_proposals import propose_system_names
from analysis.decision.evaluation import evaluate
from analysis.model.overlap import converging_types
from analysis.model.windows import windows
from analysis.report.view import View
from tests.report.chapters.computed import Figures


def only_texts(fig: Figure) -> str:
    """An SVG with the texts of a figure, as the drawing has them, and nothing drawn."""
    texts = (text.get_text() for text in fig.findobj(Text) if text.get_visible())
    return f"<svg>{''.join(f'<!-- {text} -->' for text in texts)}</svg>"


@pytest.fixture
def drawn() -> None:
    """Have the figures drawn, where the drawing is what is tested."""


@pytest.fixture(autouse=True)
def undrawn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no figures: that takes most of the time, and is tested where whole reports are made."""
    if "drawn" not in request.fixturenames and not request.node.get_closest_marker("thorough"):
        monkeypatch.setattr("analysis.report.figure._draw", only_texts)
        monkeypatch.setattr("analysis.report.figure._refuse_small_text", lambda *_: None)


@pytest.fixture(scope="session", autouse=True)
def _systems_once() -> Iterator[None]:
    """The tables that many chapters about systems are told from, once for each content."""
    with once(windows), once(converging_types), once(propose_system_names):
        yield


@pytest.fixture(scope="session")
def view(figures: Figures) -> Callable[[str], View]:
    """View of a municipality of the example, "" for all together."""

    def of(code: str = "", scenario: str = "sannsynlig") -> View:
        return View(figures, scenario, code)

    return of


@pytest.fixture(scope="session")
def changed(dataset: Dataset) -> Callable[..., View]:
    """View of the example with some of its tables replaced, evaluated anew."""

    @lru_cache(16)
    def figures(content: bytes) -> Figures:
        other = replace(dataset, **pickle.loads(content))
        return Figures(other, evaluate(other), draws=50, sobol_base=0, coarse=True)

    def of(code: str = "", scenario: str = "sannsynlig", **tables: Any) -> View:
        return View(figures(pickle.dumps(tables)), scenario, code)

    return of
