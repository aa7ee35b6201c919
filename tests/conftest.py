import os

import numpy
import pytest
from hypothesis import settings

# A model that divides by zero or overflows is wrong, however good its result looks.
numpy.seterr(all="raise", under="ignore")

# On a build machine the same examples every time; elsewhere new ones, so that more is tried.
settings.register_profile(
    "ikt", deadline=None, max_examples=50, derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("ikt")


# Left to `make test-alt`: what takes long and is told of in small by other tests.
LONG = (
    "runs_in_every_scenario[ugunstig",
    "runs_in_every_scenario[gunstig",
    "runs_by_hand_as_it_stands",
    "test_another_region_needs_no_code",
    "test_one_budget_row_changes",
    "tests/test_comparison.py",
    "tests/report/test_changes_told.py",
    "tests/decision/change/",
    "tests/report/chapters/test_changes.py",
    "tests/report/chapters/systems/test_many_systems.py",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--alle", action="store_true", help="run the long tests too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long ones out unless asked for, and begin with what takes longest."""
    if not config.getoption("--alle"):
        long = [item for item in items if any(name in item.nodeid for name in LONG)]
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in set(long)]
    first = ("test_reports.py", "test_notebooks.py", "test_run.py")
    items.sort(key=lambda item: not item.nodeid.split("::")[0].endswith(first))
