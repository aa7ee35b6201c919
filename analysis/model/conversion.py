"""What is really moved when an alternative brings systems together, and in which year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from analysis.dataset.definitions import Alternative
from analysis.dataset.tables import COST_GROUPS
from analysis.model.assumptions import Draws
from analysis.model.region import Bools, Floats, Region
from analysis.model.scope import Matches, opened, total, unknown_opened


@dataclass(frozen=True)
class Conversion:
    """What is moved, who is trained and what runs twice, in each year (D, M, T+1).

    Attributes
    ----------
    applications : ndarray
        Number of applications moved.
    users : ndarray
        Users trained.
    licence, operation : ndarray
        Licence cost and operating cost (1000 kr a year) of what is moved.
    """

    applications: Floats
    users: Floats
    licence: Floats
    operation: Floats


@dataclass(frozen=True)
class Platform:
    """What moves because operation does, whatever becomes of the systems.

    Attributes
    ----------
    applications : ndarray of bool (N,)
        Locally run applications that move.
    users : ndarray (M,)
        Users who get a new platform.
    operation : ndarray (D, M, 1)
        Operating cost that moves, 1000 kr a year.
    """

    applications: Bools
    users: Floats
    operation: Floats


def moved_platform(
    region: Region,
    alternative: Alternative,
    matches: Matches,
    movers: Bools,
    operation_share: Floats,
) -> Platform:
    """What moves to a common platform: all local operation, or the shared systems alone.

    Parameters
    ----------
    movers : ndarray of bool (M,)
        Who moves.
    operation_share : ndarray (D, M, 1)
        Share of the operation budget that moves.
    """
    local = region.applications.local & movers[region.applications.municipality]
    today = (region.budget[:, COST_GROUPS.index("drift")] * movers)[None, :, None]
    if alternative.plattformbytte:
        return Platform(local, region.users * movers, today * operation_share)
    shared = local & matches.same & (alternative.tiltak.drift is not None)
    return Platform(shared, np.zeros(region.size), today * operation_share)


def conversion(
    region: Region,
    matches: Matches,
    draws: Draws,
    platform: Platform,
    *,
    phase: Floats,
    staying: Floats,
) -> Conversion:
    """Count what is moved each year, in step with the effects it brings.

    With φ_t the phase and Δ the change from the year before,

        platform:    Δφ_t · (1 − κ)^t · what is local today (users: Δφ_t · users)
        convergence: w · Δ(φ_t · Σ_i [t > contract end_i])

    so a system that has left local operation before its turn is not moved, and a system that is
    bound by a contract waits for it. An application that moves with the platform is not counted
    again when it changes system, but its users are trained and its licence runs twice.

    Parameters
    ----------
    platform : Platform
    phase : ndarray (D, 1, T+1)
        Share of the running effects; never falling.
    staying : ndarray (D, 1, T+1)
        (1 − κ)^t, the share of today's local operation that is still local.
    """
    apps, moves = region.applications, matches.moves
    steps = np.diff(phase, prepend=0.0)
    still = steps * staying
    changed = np.array([moves & ~platform.applications, moves * apps.users, moves * apps.cost])
    applications, users, licence = _converged(region, changed, draws, phase)
    return Conversion(
        applications=total(region, platform.applications)[:, None] * still + applications,
        users=platform.users[:, None] * steps + users,
        licence=licence,
        operation=platform.operation * still,
    )


def _converged(region: Region, values: Floats, draws: Draws, phase: Floats) -> Iterator[Floats]:
    """Each kind of value (K, N) as w · Δ(φ_t · Σ_i [t > contract end_i]): K of (D, M, T+1)."""
    years = phase.shape[-1] - 1
    found = opened(region, values, years)
    now = draws["konvergerbar_andel"] * phase
    before = _year_before(now)
    late = np.diff(now * unknown_opened(draws, years), prepend=0.0)
    nothing = np.zeros((len(now), region.size, years + 1))
    for known, unknown in zip(found.known, found.unknown, strict=True):
        moved = now * known - before * _year_before(known) if known.any() else nothing
        yield moved + unknown * late if unknown.any() else moved


def _year_before(values: Floats) -> Floats:
    """What each year had the year before (…, T+1), 0 in the first."""
    shifted = np.zeros_like(values)
    shifted[..., 1:] = values[..., :-1]
    return shifted


def no_conversion(draws: int, municipalities: int, years: int) -> Conversion:
    """Nothing moved at all."""
    nothing = np.zeros((draws, municipalities, years + 1))
    return Conversion(nothing, nothing, nothing, nothing)
