"""Cooperative games in general: Shapley value, core and nucleolus of a worth per coalition.

A coalition is a bitmask; nothing here knows of municipalities.
"""

from analysis.decision.games.coalitions import members, subset_sums
from analysis.decision.games.nucleolus import least_core, nucleolus
from analysis.decision.games.shapley import (
    SampledShapley,
    blocking,
    core_excess,
    sampled_shapley,
    shapley_value,
)

__all__ = [
    "SampledShapley",
    "blocking",
    "core_excess",
    "least_core",
    "members",
    "nucleolus",
    "sampled_shapley",
    "shapley_value",
    "subset_sums",
]
