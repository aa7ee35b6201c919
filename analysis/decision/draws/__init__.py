"""The whole model over random draws: how often each alternative is first, and what turns it.

From a seed to `Robustness`, and one municipality's part of it by name: `Certainty`.
"""

from analysis.decision.draws.certainty import Certainty, Span, Swing, Weight
from analysis.decision.draws.footing import Flip, Footing
from analysis.decision.draws.ground import MEMORY, Ground
from analysis.decision.draws.judged import SCALE
from analysis.decision.draws.robustness import Robustness, assess
from analysis.decision.draws.sampling import Sampler
from analysis.decision.draws.sensitivity import CELLS, JUDGEMENTS, WEIGHTS
from analysis.decision.draws.simulation import Simulator
from analysis.decision.draws.totals import QUANTILES
from analysis.decision.draws.variations import Variant, VariationKind

__all__ = [
    "CELLS",
    "Certainty",
    "Flip",
    "Footing",
    "Ground",
    "JUDGEMENTS",
    "MEMORY",
    "QUANTILES",
    "Robustness",
    "SCALE",
    "Sampler",
    "Simulator",
    "Span",
    "Swing",
    "Variant",
    "VariationKind",
    "WEIGHTS",
    "Weight",
    "assess",
]
