"""The null alternative: a forecast of each municipality's cost, not this year's budget frozen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from analysis.dataset.definitions import growth_names
from analysis.dataset.tables import COST_GROUPS
from analysis.model.assumptions import Draws
from analysis.model.region import Floats, Region
from analysis.model.scope import local_operation_share

LISENS = COST_GROUPS.index("lisens")
DRIFT = COST_GROUPS.index("drift")


@dataclass(frozen=True)
class Forecast:
    """The null alternative over draws (D), municipalities (M), groups (C) and years (T+1).

    Attributes
    ----------
    budget : ndarray (M, C)
        Today's cost, 1000 kr.
    growth : ndarray (D, C, T+1)
        (1 + p)^t (1 + q)^t, 1 in year 0.
    price : ndarray (D, C, T+1)
        (1 + p)^t alone.
    staying_local : ndarray (D, 1, T+1)
        (1 − κ)^t, the share of today's local operation that is still local.
    local_share : ndarray (D, M, 1)
        ℓ_0, the share of the operation budget that runs own systems today.
    returning : ndarray (D, 1, 1)
        ω, the share of the operation cost that leaves which returns as licence cost.
    """

    budget: Floats
    growth: Floats
    price: Floats
    staying_local: Floats
    local_share: Floats
    returning: Floats

    @property
    def shape(self) -> tuple[int, int, int]:
        """Draws, municipalities and years."""
        return len(self.growth), len(self.budget), self.growth.shape[-1]

    @cached_property
    def cost(self) -> Floats:
        """1000 kr a year (D, M, C, T+1)."""
        cost = self.budget[None, :, :, None] * self.growth[:, None, :, :]
        leaving = cost[:, :, DRIFT, :] * self.local_share * (1.0 - self.staying_local)
        cost[:, :, DRIFT, :] -= leaving
        cost[:, :, LISENS, :] += self.returning * leaving
        return cost


def null_alternative(region: Region, draws: Draws, years: int) -> Forecast:
    """Forecast cost B[m,c,t] = B[m,c,0] (1 + p_c)^t (1 + q_c)^t, and let local operation leave.

    What is run locally shrinks as ℓ_t = ℓ_0 (1 − κ)^t. Operating cost falls by what leaves,
    B[m,drift,t] (ℓ_0 − ℓ_t), and the share ω of that returns as licence cost.

    Parameters
    ----------
    region : Region
        Today's figures.
    draws : mapping of str to ndarray (D, 1, 1)
        The assumptions realpris_*, volumvekst_*, avgang_lokal_drift, lisens_av_avgang, and
        applikasjonsandel_drift.
    years : int
        T, the number of years after the decision.
    """
    time = np.arange(years + 1, dtype=float)
    rates = [np.concatenate([draws[n] for n in growth_names(p)], axis=1) for p in _PREFIXES]
    price, volume = ((1.0 + rate) ** time for rate in rates)
    growth = price * volume
    staying = (1.0 - draws["avgang_lokal_drift"]) ** time
    local = local_operation_share(region, draws)
    returning = draws["lisens_av_avgang"]
    return Forecast(region.budget, growth, price, staying, local, returning)


_PREFIXES = ("realpris", "volumvekst")
