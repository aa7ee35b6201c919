"""Who goes together, who pays what, and what it means when somebody leaves or comes late.

`assess_participation` works it out for every group and alternative; the reports read it one
`Outlook` at a time: one alternative in one scenario.
"""

from analysis.decision.keys import Key, Method
from analysis.decision.participation.assess import (
    Participation,
    assess_participation,
    withdrawal_of,
)
from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.exits import Exit, Latecomer
from analysis.decision.participation.frequencies import Chances
from analysis.decision.participation.groups import fewest
from analysis.decision.participation.members import UNKNOWN, Ends, Members, middle
from analysis.decision.participation.outlook import Outlook
from analysis.decision.participation.settlement import Rather, Settlement
from analysis.decision.participation.withdrawal import Withdrawal

__all__ = [
    "UNKNOWN",
    "Chances",
    "Cooperation",
    "Ends",
    "Exit",
    "Key",
    "Latecomer",
    "Members",
    "Method",
    "Outlook",
    "Participation",
    "Rather",
    "Settlement",
    "Withdrawal",
    "assess_participation",
    "fewest",
    "middle",
    "withdrawal_of",
]
