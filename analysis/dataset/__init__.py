"""Read, check and explain the inputs of an analysis; `load` gives the checked `Dataset`.

The rooms below: what an input file is (`tables`), from files to values (`reading`), what every
analysis shares and its settings (`definitions`), what must hold and what is asked about (`checks`),
Excel forms (`forms`), official figures (`ssb`), and files changed cell by cell (`changing`).
"""

from analysis.dataset.dataset import FRAMES, Dataset, known_municipality
from analysis.dataset.loading import load
from analysis.dataset.name_answers import (
    NamePlan,
    are_name_answers,
    plan_names,
    proposals_file,
    propose,
)
from analysis.dataset.problems import InputProblems, Problem, ProblemLog, Severity, explain
from analysis.dataset.template import HELP_FILE, create
from analysis.dataset.trial import CannotTry, Trial, tried, why_not
from analysis.dataset.without import CannotLeaveOut, without
from analysis.places import find_shared

__all__ = [
    "CannotLeaveOut",
    "CannotTry",
    "Dataset",
    "FRAMES",
    "HELP_FILE",
    "InputProblems",
    "NamePlan",
    "Problem",
    "ProblemLog",
    "Severity",
    "Trial",
    "are_name_answers",
    "create",
    "explain",
    "find_shared",
    "kommunenummer",
    "known_municipality",
    "load",
    "notation",
    "plan_names",
    "proposals_file",
    "propose",
    "tried",
    "why_not",
    "without",
]
