"""From what the model says to what can be decided: criteria, scores, gates and the conclusion.

The rooms below: random draws and how sure (`draws`), cooperative games (`games`), who goes together
and who pays (`participation`), and what has moved since last time (`change`).
"""

from analysis.decision.candidates import best_of, undecided
from analysis.decision.conclusion import (
    Conclusion,
    Strength,
    Variation,
    conclude,
    strength,
)
from analysis.decision.criteria import COUNTED
from analysis.decision.criteria_overlap import CriteriaPair, correlations, strongest
from analysis.decision.crosscheck import CrossCheck, cross_check
from analysis.decision.evaluation import Evaluation, evaluate
from analysis.decision.gates import Gate
from analysis.decision.keys import own_key
from analysis.decision.reckonings import Reckoning, Way, reckonings
from analysis.decision.recommendation import Recommendation, Support, recommend
from analysis.decision.results import Candidate, Result
from analysis.decision.scoring import exchange_rates
from analysis.decision.unknowns import MONEY, not_computable

__all__ = [
    "COUNTED",
    "Candidate",
    "Conclusion",
    "CriteriaPair",
    "CrossCheck",
    "Evaluation",
    "Gate",
    "MONEY",
    "Reckoning",
    "Recommendation",
    "Result",
    "Strength",
    "Support",
    "Variation",
    "Way",
    "best_of",
    "conclude",
    "correlations",
    "cross_check",
    "evaluate",
    "exchange_rates",
    "moving_plans",
    "not_computable",
    "own_key",
    "owned_problems",
    "reckonings",
    "recommend",
    "scoring",
    "sharing",
    "strength",
    "strongest",
    "systems",
    "thresholds",
    "uncertainty",
    "undecided",
]
