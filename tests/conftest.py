import os

import numpy
from hypothesis import settings

# A model that divides by zero or overflows is wrong, however good its result looks.
numpy.seterr(all="raise", under="ignore")

# On a build machine the same examples every time; elsewhere new ones, so that more is tried.
settings.register_profile(
    "ikt", deadline=None, max_examples=50, derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("ikt")
