"""Who goes together, who pays what, and what it means when somebody leaves or comes late.

`assess_participation` works it out for every group and alternative; the reports read it one
`Cooperation` at a time.
"""

from analysis.decision.participation.assess import (
    Participation,
    assess_participation,
    withdrawal_of,
)
from analysis.decision.participation.bitmasks import mask_of
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.division import Division
from analysis.decision.participation.fairness import KRONE, NO_FIGURES
from analysis.decision.participation.frequencies import Chances
from analysis.decision.participation.groups import fewest
from analysis.decision.participation.keys import Key, Method
from analysis.decision.participation.late_entry import Joining
from analysis.decision.participation.withdrawal import Withdrawal

__all__ = [
    "Chances",
    "Cooperation",
    "Division",
    "Joining",
    "KRONE",
    "Key",
    "Method",
    "NO_FIGURES",
    "Participation",
    "Withdrawal",
    "assess_participation",
    "fewest",
    "mask_of",
    "withdrawal_of",
]
