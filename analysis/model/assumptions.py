"""Assumptions as arrays over draws; the three scenarios are three such draws."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.dataset.definitions import MOVING_OUT, PLANNING_NAMES, Assumption, price_factor
from analysis.dataset.tables import SCENARIOS
from analysis.model.region import Floats

Draws = Mapping[str, Floats]

# What an unknown assumption counts as where 0 would flatter: contracts that nobody knows the end
# of never open, without absence or working days vulnerability is not known, and neither a plan nor
# a way out can be held against what nobody knows.
_UNKNOWN = {
    "ukjent_avtaleslutt": np.inf,
    **dict.fromkeys(("fravaer", "arbeidsdager", MOVING_OUT, *PLANNING_NAMES), np.nan),
}


def scenario_draws(
    assumptions: Mapping[str, Assumption],
    price_index: pd.DataFrame,
    price_year: int,
    scenarios: Sequence[str] = SCENARIOS,
) -> dict[str, Floats]:
    """Value of every assumption in each scenario, in kroner of ``price_year``.

    Returns
    -------
    dict of str to ndarray (draws, 1, 1)
        Shaped to spread over municipalities and years.
    """
    draws: dict[str, Floats] = {}
    for name, assumption in assumptions.items():
        factor = (
            price_factor(price_index, assumption.kroneverdi, price_year)
            if assumption.kroneverdi is not None
            else 1.0
        )
        if assumption.known:
            values = [assumption.value(scenario) * factor for scenario in scenarios]
        else:
            values = [_UNKNOWN.get(name, 0.0)] * len(scenarios)
        draws[name] = np.array(values, dtype=float)[:, None, None]
        if assumption.minst:
            draws[_floor(name)] = np.full((len(scenarios), 1, 1), assumption.minst * factor)
    return draws


def _floor(name: str) -> str:
    """Name under which the smallest amount of an assumption that grows with size stands."""
    return f"{name}:minst"


def sized(draws: Draws, name: str, size: Floats | float) -> Floats:
    """An amount that grows with size and has a smallest one, max(minst, value · size).

    Parameters
    ----------
    draws : mapping of str to ndarray (D, 1, 1)
    name : str
    size : ndarray or float
        Thousands of users: kr per user are then 1000 kr, and person-years per thousand users
        person-years.
    """
    amount = draws[name] * size
    floor = draws.get(_floor(name))
    return amount if floor is None else np.maximum(amount, floor)


def unknown_costs(assumptions: Mapping[str, Assumption], used: Sequence[str]) -> tuple[str, ...]:
    """Ids among ``used`` that are unknown costs, so that no rank can be claimed."""
    return tuple(
        name
        for name in used
        if not assumptions[name].known and assumptions[name].name.kind == "kostnad"
    )
