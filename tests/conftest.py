import os
from collections.abc import Iterator
from pathlib import Path

import numpy
import pandas as pd
import pytest
from hypothesis import settings
from shared_work import SharedWork

from analysis.dataset import Dataset, load
from analysis.decision.evaluation import Evaluation, evaluate
from tests.report.computed import Figures

# A model that divides by zero or overflows is wrong, however good its result looks.
numpy.seterr(all="raise", under="ignore")

# On a build machine the same examples every time; elsewhere new ones, so that more is tried.
same = bool(os.environ.get("CI"))
settings.register_profile("quick", deadline=None, max_examples=10, derandomize=same)
settings.register_profile("thorough", deadline=None, max_examples=100, derandomize=same)
settings.load_profile("quick")

EXAMPLE = Path(__file__).parents[1] / "inputs" / "ringeriksregionen"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    first = ("test_reports.py", "test_notebooks.py", "test_run.py")
    items.sort(key=lambda item: not item.nodeid.split("::")[0].endswith(first))


@pytest.fixture(scope="session")
def shared_work(tmp_path_factory: pytest.TempPathFactory) -> SharedWork:
    base = tmp_path_factory.getbasetemp()
    among_workers = "PYTEST_XDIST_WORKER" in os.environ
    return SharedWork((base.parent if among_workers else base) / "shared")


@pytest.fixture(scope="session")
def dataset() -> Iterator[Dataset]:
    """The example analysis; frames are not to be changed in place."""
    found = load(EXAMPLE)
    frames = {name: one for name, one in vars(found).items() if isinstance(one, pd.DataFrame)}
    before = {name: frame.copy() for name, frame in frames.items()}
    yield found
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


@pytest.fixture(scope="session")
def evaluation(dataset: Dataset) -> Evaluation:
    return evaluate(dataset)


@pytest.fixture(scope="session")
def figures(dataset: Dataset, evaluation: Evaluation, shared_work: SharedWork) -> Figures:
    """What a run of the example has, with few draws."""
    return Figures(dataset, evaluation, shared=shared_work)
