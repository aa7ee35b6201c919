"""The two economies: municipal budgets, and the social accounts with tax financing cost."""

from __future__ import annotations

import numpy as np

from analysis.model.region import Floats


def discount_factors(rate: float, years: int) -> Floats:
    """1 / (1 + r)^t for t = 0 … T (T+1,); flows fall at the end of each year."""
    return (1.0 + rate) ** -np.arange(years + 1.0)


def annuity_factor(rate: float, years: int) -> float:
    """Σ_{t=1}^{T} 1 / (1 + r)^t: 8.1109 for ten years at 4 %.

    Examples
    --------
    >>> round(annuity_factor(0.04, 10), 4)
    8.1109
    """
    return float(discount_factors(rate, years)[1:].sum())


def net_present_value(extra_cost: Floats, rate: float) -> Floats:
    """Net present value −Σ_t Δ_t / (1 + r)^t of extra cost Δ over the last axis (t = 0 … T).

    Examples
    --------
    100 spent in year 0; 52 and 108,16 saved are worth 50 and 100 then.

    >>> round(float(net_present_value(np.array([100.0, -52.0, -108.16]), 0.04)), 6)
    50.0
    """
    return 0.0 - extra_cost @ discount_factors(rate, extra_cost.shape[-1] - 1)


def social_net_present_value(
    extra_cost: Floats, transfer: Floats, rate: float, tax_financing: float
) -> Floats:
    """Social net present value: real resources, plus the cost of financing by taxes.

    NPV(Δ − margin) + λ NPV(Δ): a company's margin is a transfer and no use of resources, but
    the municipalities must finance it, so that the tax financing cost λ falls on all of Δ.

    Parameters
    ----------
    extra_cost : ndarray (…, T+1)
        The municipalities' extra cost against the null alternative, 1000 kr.
    transfer : ndarray (…, T+1)
        The part of it that is a company's margin.
    rate, tax_financing : float
        Discount rate r and tax financing cost λ (R-109/2021: 4 % and 20 %).
    """
    resources = net_present_value(extra_cost - transfer, rate)
    return resources + tax_financing * net_present_value(extra_cost, rate)


def break_even(
    social_value: Floats, inhabitants: Floats | float, rate: float, years: int
) -> Floats:
    """Kroner per inhabitant per year that effects without a price must be worth.

    −NPV / (annuity × inhabitants); 0 where the net present value is not negative.
    """
    missing = np.maximum(0.0, -social_value) * 1000.0
    return missing / (annuity_factor(rate, years) * inhabitants)


def incidents_avoided(yearly: Floats, cost: Floats | float) -> Floats:
    """How far the yearly chance of an incident must fall to be worth an amount, yearly / cost.

    Parameters
    ----------
    yearly : ndarray
        Kroner per inhabitant per year, as `break_even` gives it.
    cost : ndarray or float
        What one incident costs, kroner per inhabitant.

    Examples
    --------
    100 kroner a year, where an incident costs 2000: once in twenty years.

    >>> float(incidents_avoided(np.array(100.0), 2000.0))
    0.05
    """
    return np.asarray(yearly / cost)
