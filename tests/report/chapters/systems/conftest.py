import datetime as dt
from collections.abc import Callable
from functools import partial

import pytest

from analysis.dataset import Dataset
from analysis.report.view import View


@pytest.fixture
def in_2022(changed: Callable[..., View], dataset: Dataset) -> Callable[..., View]:
    """The example with something replaced, decided on 30 June 2022 whatever its own date is.

    What is worked out by hand has its own contracts, with ends on either side of that day.
    """
    days = {"dato": dt.date(2022, 6, 15), "vedtaksdato": dt.date(2022, 6, 30)}
    return partial(changed, settings=dataset.settings.model_copy(update=days))
