"""What of each municipality's cost an alternative can touch, read from its applications."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from analysis.dataset.tables import COST_GROUPS
from analysis.model.assumptions import Draws
from analysis.model.region import Applications, Bools, Floats, Ints, Region

LISENS = COST_GROUPS.index("lisens")
DRIFT = COST_GROUPS.index("drift")


@dataclass(frozen=True)
class Matches:
    """Which applications (N) meet the others' in a group of participants.

    Attributes
    ----------
    same : ndarray of bool
        Another participant has the same system.
    similar : ndarray of bool
        No other participant has the system, but it moves, or another's moves to it.
    moves : ndarray of bool
        The application is replaced by the system the others converge on.
    """

    same: Bools
    similar: Bools
    moves: Bools


def match(
    apps: Applications,
    participants: Bools,
    *,
    converge: bool,
    host: int | None = None,
    groups: int = 1,
) -> Matches:
    """Find shared and convergeable applications among the participants.

    With a host, its systems are the target: every other participant's application of a type the
    host has moves, shared with others or not, unless the host has the system. Types the host lacks
    do not converge. Without a host, the system most participants have is the target (then the one
    with the highest cost), and only what nobody else has moves. So nothing is similar in a type
    where nobody moves.

    Parameters
    ----------
    apps : Applications
        All applications of the region.
    participants : ndarray of bool (M,)
        Who takes part.
    converge : bool
        Whether the alternative brings similar systems together.
    host : int or None
        Position of the host municipality, counted within its group.
    groups : int
        How many groups of as many each stand one after the other. No system or type may be in two.
    """
    asked = participants.tobytes(), converge, host
    if asked not in apps.matched:
        seat = apps.municipality % (len(participants) // groups)
        apps.matched[asked] = _match(apps, participants, converge, host, seat)
    found: Matches = apps.matched[asked]
    return found


def _match(
    apps: Applications, participants: Bools, converge: bool, host: int | None, seat: Ints
) -> Matches:
    """``seat`` (N,) is the position of each application's municipality within its group."""
    inside = participants[apps.municipality]
    having = _owners(seat, apps.system, inside)
    same = inside & (having[apps.system] >= 2)
    nothing = np.zeros(len(apps), dtype=bool)
    typed = inside & (apps.kind >= 0)
    if not converge or not typed.any():
        return Matches(same, nothing, nothing)
    kind = np.maximum(apps.kind, 0)
    if host is None:
        similar = typed & ~same & (_owners(seat, kind, typed)[kind] >= 2)
        return Matches(same, similar, similar & ~_targets(apps, typed, having))
    own = seat == host
    moves = typed & ~own & np.isin(kind, kind[typed & own])
    moves &= ~np.isin(apps.system, apps.system[own])
    moved_to = _targets(apps, typed & own, having) & np.isin(kind, kind[moves])
    return Matches(same, (moves | moved_to) & ~same, moves)


def _owners(seat: Ints, kind: Ints, counted: Bools) -> Ints:
    """Number of different municipalities with each kind among the counted applications."""
    owned = np.zeros((seat.max(initial=0) + 1, kind.max(initial=0) + 1), dtype=bool)
    owned[seat[counted], kind[counted]] = True
    return owned.sum(axis=0)


def _targets(apps: Applications, candidates: Bools, having: Ints) -> Bools:
    """Which candidates are the system of their type most have; ties: the dearest, then by name.

    Parameters
    ----------
    having : ndarray of int
        Number of participants with each system.
    """
    rows = np.flatnonzero(candidates)
    pairs, pair = np.unique(apps.kind[rows] * len(having) + apps.system[rows], return_inverse=True)
    kind, system = np.divmod(pairs, len(having))
    # Rounded, so that the order in which costs are added cannot settle a tie.
    cost = np.bincount(pair, apps.cost[rows], minlength=len(pairs)).round(6)
    order = np.lexsort((system, -cost, -having[system], kind))
    first = np.append(True, np.diff(kind[order]) > 0)[: len(order)]
    target = np.zeros(len(pairs), dtype=bool)
    target[order[first]] = True
    found = np.zeros(len(apps), dtype=bool)
    found[rows] = target[pair]
    return found


@dataclass(frozen=True)
class PurchaseScope:
    """Licence cost in scope of felles innkjøp as shares of today's budget (D, M, T+1)."""

    licence: Floats
    operation: Floats


def purchase_scope(region: Region, matches: Matches, draws: Draws, years: int) -> PurchaseScope:
    """Share of the licence and operation budgets that felles innkjøp can touch each year.

    Σ_i w_i cost_i / budget over the applications whose contract has ended: w is 1 for the same
    system and the convergeable share for a similar one. Hosted applications (``ekstern``) lie in
    the operation budget, all others in licences. What is listed beyond the budget is not in it,
    so a share is at most 1.
    """
    apps, convergeable = region.applications, draws["konvergerbar_andel"]
    bought, hosted = apps.cost * ~apps.external, apps.cost * apps.external
    met = (matches.same, matches.similar)
    parts = [cost * matched for cost in (bought, hosted) for matched in met]
    whole = _no_zero(region.budget[:, [LISENS, LISENS, DRIFT, DRIFT]]).T[:, :, None]
    known, unknown = (part / whole for part in opened(region, np.array(parts), years))
    late = unknown_opened(draws, years)
    shares = []
    for same, similar in ((0, 1), (2, 3)):
        share = known[same] + convergeable * known[similar]
        if unknown[same : similar + 1].any():
            share = share + (unknown[same] + convergeable * unknown[similar]) * late
        shares.append(np.minimum(1.0, share))
    return PurchaseScope(*shares)


class Opened(NamedTuple):
    """Sums (K) over the applications whose contract has ended, whatever is drawn.

    Each year the sum is known + unknown · `unknown_opened`.

    Attributes
    ----------
    known : ndarray (K, M, T+1)
        Over those whose contract's end is known.
    unknown : ndarray (K, M, 1)
        Over all those whose contract's end is not, before they open.
    """

    known: Floats
    unknown: Floats


def opened(region: Region, values: Floats, years: int) -> Opened:
    """Sum over the applications whose contract has ended, each year.

    An application opens the year after its contract ends, at the earliest in year 1; an unknown
    end is set by ``ukjent_avtaleslutt``. Options to prolong are the municipality's own choice,
    and do not hold an application back.

    Parameters
    ----------
    values : ndarray (K, N)
        What is summed: cost, users or a count.
    """
    apps, kinds = region.applications, len(values)
    # Summed by the year they open, then over the years. Of the last two columns one is for those
    # that open after the last year, the other for those whose contract's end is not known.
    columns = years + 3
    first = np.minimum(np.floor(np.maximum(apps.end, 0.0)) + 1.0, years + 1.0)
    column = np.where(np.isnan(apps.end), years + 2.0, first).astype(np.int64)
    rows = np.arange(kinds)[:, None] * region.size + apps.municipality
    cells = rows * columns + column
    sums = np.bincount(cells.ravel(), values.ravel(), minlength=kinds * region.size * columns)
    opening = sums.astype(float).reshape(kinds, region.size, columns)
    return Opened(opening[..., : years + 1].cumsum(axis=-1), opening[..., -1:])


def unknown_opened(draws: Draws, years: int) -> Floats:
    """1 in the years when an application whose contract's end is not known is open (D, 1, T+1)."""
    time = np.arange(years + 1.0)
    return ((time > draws["ukjent_avtaleslutt"]) & (time >= 1.0)).astype(float)


def operation_scope(region: Region, matches: Matches, draws: Draws) -> Floats:
    """Operating cost in scope of felles drift as a share of today's budget (D, M, 1).

    Shared applications that run locally. The cost of one is its ``driftskostnad``; where that
    is not known, what the stated ones leave of the application share of the operation budget,
    spread by users.
    """
    apps = region.applications
    budget = _no_zero(region.budget[:, DRIFT])
    not_stated = np.isnan(apps.operating_cost)
    stated = np.where(not_stated, 0.0, apps.operating_cost) * apps.local
    users = apps.users * apps.local * not_stated
    spread = users / _no_zero(total(region, users))[apps.municipality]
    left = np.maximum(0.0, draws["applikasjonsandel_drift"][:, 0] - total(region, stated) / budget)

    def in_scope(matched: Bools) -> Floats:
        known = total(region, stated * matched) / budget
        return (known + left * total(region, spread * matched))[:, :, None]

    share = in_scope(matches.same) + draws["konvergerbar_andel"] * in_scope(matches.similar)
    return np.minimum(share, 1.0 - hosted_share(region)[:, None])


def local_operation_share(region: Region, draws: Draws) -> Floats:
    """ℓ_0, the share of the operation budget that runs the municipality's own systems (D, M, 1).

    As `operation_scope`, for everything that runs locally. What is left of the budget (networks,
    clients) follows no system, and does not leave with one.
    """
    everything = np.ones(len(region.applications), dtype=bool)
    nothing = np.zeros_like(everything)
    return operation_scope(region, Matches(everything, nothing, nothing), draws)


def hosted_share(region: Region) -> Floats:
    """Share of the operation budget that is hosted applications (``ekstern``), 0…1 (M,)."""
    apps = region.applications
    hosted = total(region, apps.cost * apps.external)
    return np.clip(hosted / _no_zero(region.budget[:, DRIFT]), 0.0, 1.0)


def common_share(region: Region, matches: Matches, draws: Draws) -> Floats:
    """Share of application cost in systems common to the participants (D, M), 0 with none."""
    cost = region.applications.cost
    whole = _no_zero(total(region, cost))
    same, similar = (total(region, cost * m) / whole for m in (matches.same, matches.similar))
    return same + draws["konvergerbar_andel"][:, :, 0] * similar


def total(region: Region, values: Floats | Bools) -> Floats:
    """Sum over each municipality's applications: (N,) to (M,)."""
    sums = np.bincount(region.applications.municipality, values, minlength=region.size)
    return sums.astype(float)


def _no_zero(values: Floats) -> Floats:
    """The values with 0 replaced by 1, for a division whose numerator is then 0 too."""
    return np.where(values == 0.0, 1.0, values)
