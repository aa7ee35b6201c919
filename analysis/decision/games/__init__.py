"""x."""

from analysis.decision.games.nucleolus import nucleolus
from analysis.decision.games.shapley import core_excess, shapley_value

__all__ = ["core_excess", "nucleolus", "shapley_value"]
