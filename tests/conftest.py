import os

import numpy
import pytest
from hypothesis import settings

# A model that divides by zero or overflows is wrong, however good its result looks.
numpy.seterr(all="raise", under="ignore")

# On a build machine the same examples every time; elsewhere new ones, so that more is tried.
same = bool(os.environ.get("CI"))
settings.register_profile("quick", deadline=None, max_examples=10, derandomize=same)
settings.register_profile("thorough", deadline=None, max_examples=100, derandomize=same)
settings.load_profile("quick")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest."""
    first = ("test_reports.py", "test_notebooks.py", "test_run.py")
    items.sort(key=lambda item: not item.nodeid.split("::")[0].endswith(first))
