"""What must hold across rows and files, what is missing, and what is asked about.

A check adds to the log and changes nothing; only the system names are made one here.
"""

from analysis.dataset.checks.consistency import check_consistency, check_duplicates
from analysis.dataset.checks.coverage import check_coverage
from analysis.dataset.checks.inputs import Inputs
from analysis.dataset.checks.municipality_names import ask_about_names, doubtful_names
from analysis.dataset.checks.name_proposals import propose_system_names, propose_types
from analysis.dataset.checks.official_checks import administration_beside
from analysis.dataset.checks.outliers import (
    against,
    costs_per_user,
    figure,
    is_far,
    latest_budget,
    staff_per_user,
    wages,
)
from analysis.dataset.checks.plausibility import check_plausibility, warn_expired_assumptions
from analysis.dataset.checks.price_years import (
    FIND_INDEX,
    check_price_years,
    lacking_years,
    missing_years,
    price_advice,
)
from analysis.dataset.checks.settled import check_settled
from analysis.dataset.checks.system_names import apply_system_names
from analysis.dataset.checks.unnamed_systems import name_unnamed

__all__ = [
    "FIND_INDEX",
    "Inputs",
    "administration_beside",
    "against",
    "apply_system_names",
    "ask_about_names",
    "check_consistency",
    "check_coverage",
    "check_duplicates",
    "check_plausibility",
    "check_price_years",
    "check_settled",
    "costs_per_user",
    "doubtful_names",
    "figure",
    "is_far",
    "lacking_years",
    "missing_years",
    "price_advice",
    "latest_budget",
    "name_unnamed",
    "propose_system_names",
    "propose_types",
    "staff_per_user",
    "wages",
    "warn_expired_assumptions",
]
