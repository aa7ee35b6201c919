"""What an analysis is evaluated by: its settings, and what all of them share in `inputs/felles/`.

Alternatives, criteria and assumptions are read, checked and frozen here; no number a reader could
dispute is made anywhere else.
"""

from analysis.dataset.definitions.alternatives import (
    Alternative,
    LegalForm,
    Organisation,
    Transition,
)
from analysis.dataset.definitions.assumption_list import (
    COUNT,
    EVERY_NAME,
    MONTHS,
    MOVING_OUT,
    NOK_THOUSAND,
    NOK_THOUSAND_FTE,
    NOK_THOUSAND_YEAR,
    NOK_USER,
    NOT_DRAWN,
    PLANNING_NAMES,
    RATE,
    SAMPLING_NAMES,
    SAVINGS,
    SHARE,
    TIED,
    growth_names,
)
from analysis.dataset.definitions.assumptions import Assumption, Bounds, Quantiles
from analysis.dataset.definitions.cooperation_settings import (
    KEYS,
    LEAVING_ADVICE,
    LEAVING_HELP,
    NAMED_KEY_ADVICE,
    NAMED_KEY_HELP,
    Leaving,
    sum_trouble,
)
from analysis.dataset.definitions.criteria import Criterion
from analysis.dataset.definitions.own_assumptions import FILE as OWN_ASSUMPTIONS
from analysis.dataset.definitions.own_assumptions import OWN_HELP, with_own_assumptions
from analysis.dataset.definitions.price_estimates import (
    ESTIMATES,
    estimate_advice,
    extended_index,
)
from analysis.dataset.definitions.price_growth import with_levels
from analysis.dataset.definitions.shared import Shared, price_factor
from analysis.dataset.definitions.shared_loader import load_shared_definitions
from analysis.dataset.definitions.strict import Strict

__all__ = [
    "Alternative",
    "Assumption",
    "Bounds",
    "COUNT",
    "Criterion",
    "ESTIMATES",
    "EVERY_NAME",
    "KEYS",
    "LEAVING_ADVICE",
    "LEAVING_HELP",
    "Leaving",
    "LegalForm",
    "MONTHS",
    "MOVING_OUT",
    "NAMED_KEY_ADVICE",
    "NAMED_KEY_HELP",
    "NOK_THOUSAND",
    "NOK_THOUSAND_FTE",
    "NOK_THOUSAND_YEAR",
    "NOK_USER",
    "NOT_DRAWN",
    "SAVINGS",
    "TIED",
    "OWN_ASSUMPTIONS",
    "OWN_HELP",
    "Organisation",
    "PLANNING_NAMES",
    "Quantiles",
    "RATE",
    "SAMPLING_NAMES",
    "SHARE",
    "Shared",
    "Strict",
    "Transition",
    "estimate_advice",
    "extended_index",
    "growth_names",
    "load_shared_definitions",
    "price_factor",
    "settings",
    "sum_trouble",
    "with_levels",
    "with_own_assumptions",
]
