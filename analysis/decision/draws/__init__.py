"""The whole model over random draws: how often each alternative is first, and what turns it.

From a seed to `Robustness`, which is what the reports read.
"""

from analysis.decision.draws.robustness import Flip, Robustness, assess
from analysis.decision.draws.sampling import Sampler
from analysis.decision.draws.sensitivity import CELLS, COMMON_COSTS, JUDGEMENTS, WEIGHTS
from analysis.decision.draws.simulation import SCALE
from analysis.decision.draws.totals import QUANTILES
from analysis.decision.draws.variations import Variant, VariationKind

__all__ = [
    "CELLS",
    "COMMON_COSTS",
    "Flip",
    "JUDGEMENTS",
    "QUANTILES",
    "Robustness",
    "SCALE",
    "Sampler",
    "Variant",
    "VariationKind",
    "WEIGHTS",
    "assess",
]
