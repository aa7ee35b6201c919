from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import light_imports  # noqa: F401
import numpy
import pytest
from hypothesis import settings

# What is tested is imported where it is used: this file is also read by the process that only
# hands out tests to the others.
if TYPE_CHECKING:
    from shared_work import SharedWork

    from analysis.dataset import Dataset
    from analysis.decision.evaluation import Evaluation
    from analysis.run.run import Run
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


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what runs keep where no other run finds it, a place of its own for each test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(autouse=True)
def _own_cache_for_each(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    from read_once import shared_files_read_once

    with shared_files_read_once():
        yield


@pytest.fixture(scope="session")
def shared_work(tmp_path_factory: pytest.TempPathFactory) -> SharedWork:
    from shared_work import SharedWork

    base = tmp_path_factory.getbasetemp()
    among_workers = "PYTEST_XDIST_WORKER" in os.environ
    return SharedWork((base.parent if among_workers else base) / "shared")


@pytest.fixture(scope="session")
def dataset() -> Iterator[Dataset]:
    """The example analysis; frames are not to be changed in place."""
    import pandas as pd

    from analysis.dataset import load

    found = load(EXAMPLE)
    frames = {name: one for name, one in vars(found).items() if isinstance(one, pd.DataFrame)}
    before = {name: frame.copy() for name, frame in frames.items()}
    yield found
    for name, frame in frames.items():
        pd.testing.assert_frame_equal(frame, before[name])


@pytest.fixture(scope="session")
def evaluation(dataset: Dataset) -> Evaluation:
    from analysis.decision.evaluation import evaluate

    return evaluate(dataset)


@pytest.fixture(scope="session")
def few_draws(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example under its own name, beside what analyses share, with fewer draws."""
    from tests.golden.rendered import with_few_draws

    return with_few_draws(tmp_path_factory.mktemp("inputs"))


@pytest.fixture(scope="session")
def computed(few_draws: Path, shared_work: SharedWork) -> Callable[[str], Run]:
    """A run of the example in a scenario, with few draws, all of it worked out."""
    from analysis.run.run import WORKED_OUT, compute

    def work_out(scenario: str) -> Run:
        run = compute(few_draws, scenario)
        for name in WORKED_OUT:
            getattr(run, name)
        return run

    return cache(lambda scenario: shared_work.of(scenario, lambda: work_out(scenario)))


@pytest.fixture(scope="session")
def figures(dataset: Dataset, evaluation: Evaluation, shared_work: SharedWork) -> Figures:
    """What a run of the example has, with few draws."""
    from tests.report.computed import Figures

    return Figures(dataset, evaluation, shared=shared_work)
