import numpy
from hypothesis import settings

# A model that divides by zero or overflows is wrong, however good its result looks.
numpy.seterr(all="raise")

settings.register_profile("ikt", deadline=None, max_examples=50)
settings.load_profile("ikt")
