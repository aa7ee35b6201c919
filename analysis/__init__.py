"""Evaluation of IKT cooperation between municipalities: dataset → model → decision → report."""

import gc

# What is imported and read here stays. To look through it for garbage as often as Python does by
# itself is a sixth of the time a notebook takes to open.
gc.set_threshold(20_000)
