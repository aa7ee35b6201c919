"""What the cases worked by hand share: how to run one, and how to read its cost."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from model.regions import applications, bundle, draws

from analysis.model.alternative import outcome
from analysis.model.forecast import null_alternative
from analysis.model.outcome import Outcome
from analysis.model.region import Region

FIRST = {"per_dobling": "drift_per_dobling"}
ONE_EACH = ((0.0, 1.0, 0.0, 0.0, 0.0, 0.0),) * 2  # one person-year in drift, none elsewhere
OPERATE = bundle("1", felles_kasse=["drift"], tiltak={"drift": FIRST})


def run(
    region: Region,
    alternative,
    setting,
    years: int = 3,
    floors: Mapping[str, float] | None = None,
    **values: float,
) -> Outcome:
    one = draws(floors, **values)
    return outcome(region, null_alternative(region, one, years), one, alternative, setting)


def cost(found: Outcome, part: str) -> list[list[float]]:
    """Component by municipality and year, rounded to whole kroner."""
    return found.components[part][0].round(3).tolist()


def year(found: Outcome, part: str, t: int = 1) -> list[float]:
    return found.components[part][0, :, t].round(3).tolist()


def local_pair(a: float = 300, b: float = np.nan):
    return applications(
        {"m": 0, "system": "Arkiv", "run": "lokal", "operating": a, "cost": 50, "users": 10},
        {"m": 1, "system": "Arkiv", "run": "lokal", "operating": b, "cost": 60, "users": 60},
        {"m": 1, "system": "Kart", "run": "lokal", "cost": 40, "users": 40},
        {"m": 1, "system": "Barn", "run": "sky", "cost": 100, "users": 900},
    )
