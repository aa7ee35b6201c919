"""The cost of a serious incident, as a yardstick for what effects without a price must be worth."""

from __future__ import annotations

import numpy as np

from analysis.dataset import Dataset
from analysis.model import incidents_avoided, scenario_draws
from analysis.report.view import View

_COST = "hendelse_kostnad"


def incident_cost(dataset: Dataset, scenario: str) -> float:
    """What one incident costs, kroner per inhabitant of the analysis' year; NaN where unknown."""
    given, settings = dataset.shared.assumptions, dataset.settings
    if not given[_COST].known:
        return float("nan")
    one = {_COST: given[_COST]}
    cost = scenario_draws(one, dataset.shared.price_index, settings.kroneverdi, [scenario])[_COST]
    return float(cost.item())


def avoided(view: View, alternative: str) -> float:
    """Incidents a year each municipality must be spared for the alternative to pay."""
    cost = incident_cost(view.dataset, view.scenario)
    return float(incidents_avoided(np.array(view.break_even(alternative)), cost))


def years_between(view: View, alternative: str) -> float:
    """Years for each of those incidents: infinite where none has to be avoided."""
    yearly = avoided(view, alternative)
    return 1.0 / yearly if yearly > 0 else np.inf if yearly == 0 else np.nan
