"""Whether the staff can carry what an alternative asks them to move."""

from __future__ import annotations

import numpy as np

from analysis.model.assumptions import Draws
from analysis.model.conversion import Conversion
from analysis.model.region import Bools, Floats, Region

# The assumptions the work and what can be set aside for it rest on.
RESTS_ON = ("flytting_arsverk", "integrasjon_arsverk", "opplaering_arsverk", "flyttekapasitet")


def effort(moved: Conversion, draws: Draws) -> Floats:
    """Own work with what is moved each year, in person-years (D, M, T+1).

    applications · (moving + integration) + users / 100 · training. To procure is not enough: what
    is procured has to be integrated, and those who are to use it trained.
    """
    each = draws["flytting_arsverk"] + draws["integrasjon_arsverk"]
    return np.asarray(each * moved.applications + draws["opplaering_arsverk"] * moved.users / 100.0)


def capacity(region: Region, movers: Bools, draws: Draws) -> Floats:
    """Person-years a year that can be set aside for moving (D, M): a share of the IKT staff.

    Of those who move alone: a host moves nothing, and each municipality has its own staff.
    """
    staff = region.staff_fte.sum(axis=1) * movers
    return np.asarray(draws["flyttekapasitet"][:, :, 0] * staff)


def overloaded(needed: Floats, available: Floats) -> Bools:
    """Which years ask for more than there is (…, T+1)."""
    # A hair of slack: what is exactly enough is enough.
    return np.asarray(needed > available[..., None] * (1.0 + 1e-9))


def years_needed(needed: Floats, available: Floats) -> Floats:
    """Years the whole move takes when no year asks for more than there is (…).

    Infinite where there is work and nobody to do it.
    """
    total = needed.sum(axis=-1)
    some = np.divide(
        total, available, out=np.full_like(total, np.inf), where=available > 0, dtype=float
    )
    return np.where(total == 0, 0.0, some)
