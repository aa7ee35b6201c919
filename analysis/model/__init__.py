"""What each alternative does to cost, staff and applications: pure functions of arrays.

Every array has a draws axis; the formula stands in the docstring. Nothing here reads files, prints
or draws.
"""

from analysis.model.alternative import outcome
from analysis.model.assumptions import Draws, scenario_draws, sized, unknown_costs
from analysis.model.baseline import (
    administration,
    cost_by_quality,
    key_figures,
    latest_rows,
    official_sources,
)
from analysis.model.economy import (
    annuity_factor,
    break_even,
    discount_factors,
    incidents_avoided,
    net_present_value,
    social_net_present_value,
)
from analysis.model.forecast import Forecast, null_alternative
from analysis.model.outcome import (
    BETTER_OFFER,
    COMPONENTS,
    ONE_TIME,
    Accounts,
    Company,
    Outcome,
    Setting,
)
from analysis.model.provenance import assumptions_used, join_sources
from analysis.model.region import (
    Applications,
    Bools,
    Fill,
    Floats,
    Ints,
    Region,
    latest_budget,
    region_from,
)
from analysis.model.scope import common_share, match
from analysis.model.vulnerability import days_without_staff

__all__ = [
    "Accounts",
    "Applications",
    "BETTER_OFFER",
    "Bools",
    "COMPONENTS",
    "Company",
    "Draws",
    "Fill",
    "Floats",
    "Forecast",
    "Ints",
    "ONE_TIME",
    "Outcome",
    "Region",
    "Setting",
    "administration",
    "annuity_factor",
    "assumptions_used",
    "break_even",
    "common_share",
    "cost_by_quality",
    "days_without_staff",
    "discount_factors",
    "incidents_avoided",
    "join_sources",
    "key_figures",
    "latest_budget",
    "latest_rows",
    "match",
    "net_present_value",
    "null_alternative",
    "official_sources",
    "outcome",
    "region_from",
    "scenario_draws",
    "sized",
    "social_net_present_value",
    "unknown_costs",
]
