"""The levers, one pure function each: what a measure changes in the cost in its scope.

Arguments are arrays over draws (D), municipalities (M) and years (T+1) in 1000 kr; every function
returns the change against the null alternative with full effect times ``phase``.
"""

from __future__ import annotations

import numpy as np

from analysis.model.region import Bools, Floats, Ints


def phase_profile(shares: tuple[float, ...], years: int, delay: Floats) -> Floats:
    """Share of the running effect in years 0 … T (D, 1, T+1); the last given share holds on.

    Begun ``delay`` years late: φ(t − delay), between two years in a straight line, 0 before.

    Parameters
    ----------
    shares : tuple of float
        Rising, the first 0.
    years : int
    delay : ndarray (D, 1, 1)
        Years, 0 or more.

    Examples
    --------
    >>> phase_profile((0.0, 0.5, 1.0), 4, np.array([[[0.0]], [[0.5]]]))[:, 0].tolist()
    [[0.0, 0.5, 1.0, 1.0, 1.0], [0.0, 0.25, 0.75, 1.0, 1.0]]
    """
    time = np.arange(years + 1.0) - delay
    return np.interp(time, np.arange(len(shares)), shares)


def one_time_profile(shares: tuple[float, ...], years: int) -> Floats:
    """Share of a one-time cost in years 0 … T (T+1,), what falls later moved to year T.

    Examples
    --------
    >>> one_time_profile((0.5, 0.25, 0.25), 1).tolist()
    [0.5, 0.5]
    """
    profile = np.zeros(years + 1)
    for year, share in enumerate(shares):
        profile[min(year, years)] += share
    return profile


def price_change(cost: Floats, reduction: Floats, phase: Floats) -> Floats:
    """Felles innkjøp and felles ressurser: −reduction · cost in scope."""
    return -phase * reduction * cost


def scale_factor(saving: Floats, users: Floats, together: Floats) -> Floats:
    """(1 − saving)^log2(U_P / u_m): a saving per doubling of users (D, M, 1).

    1 for the municipality that is alone and for those who stand outside.

    Parameters
    ----------
    saving : ndarray (D, 1, 1)
        Share saved each time the number of users doubles.
    users : ndarray (M,)
        ikt_brukere.
    together : ndarray (M,)
        U_P, users of all who go together with each; 0 for those who stand outside.

    Examples
    --------
    10 per cent saved per doubling: 1000 users become 4000, which is two doublings.

    >>> saving, users = np.array([[[0.1]]]), np.array([1000.0, 3000.0])
    >>> scale_factor(saving, users, np.array([4000.0, 4000.0])).ravel().round(3).tolist()
    [0.81, 0.957]
    """
    inside = (together > 0) & (users > 0)
    ratio = np.divide(together, users, out=np.ones(len(users)), where=inside)
    return (1.0 - saving) ** np.log2(ratio)[None, :, None]


def scale_change(cost: Floats, factor: Floats, phase: Floats) -> Floats:
    """Felles drift and felles organisasjon: (factor − 1) · cost in scope."""
    return phase * (factor - 1.0) * cost


def wage_factor(salaries: Floats, fte: Floats, participants: Bools, hosts: Ints) -> Floats:
    """Host's salary per person-year over one's own (M,): pooled staff cost the host's level.

    1 for the host, for those outside and where a salary or a person-year is not known.
    ``hosts`` (M,) is the position of each one's host.
    """
    own = np.divide(salaries, fte, out=np.zeros(len(fte)), where=fte > 0)
    known = participants & (own > 0) & (own[hosts] > 0)
    return np.divide(own[hosts], own, out=np.ones(len(own)), where=known)


def service_price(price: float, users: Floats, growth: Floats, falls: Floats) -> Floats:
    """Tjenestepris: price · users · growth · (1 − falls), 1000 kr a year at full effect.

    Parameters
    ----------
    price : float
        Kr per user per year.
    users : ndarray (M,)
    growth : ndarray (D, 1, T+1)
        Real price growth of the operation group: the price is per user, so volume adds nothing.
    falls : ndarray (D, M, T+1)
        How much the price has fallen because less is run locally.
    """
    return price * users[None, :, None] / 1000.0 * growth * (1.0 - falls)


def remaining_cost(replaced: Floats, share: Floats, years: Floats, phase: Floats) -> Floats:
    """Gjenværende kostnader: a share of replaced salaries stays n years after it is replaced.

    share · replaced_t · Σ_{s≤t} (phase_{t−s} − phase_{t−s−1}) · min(1, max(0, n − s)).

    Parameters
    ----------
    replaced : ndarray (D, M, T+1)
        Salaries taken over, at full effect.
    share, years : ndarray (D, 1, 1)
    phase : ndarray (D, 1, T+1)
    """
    steps = np.diff(phase, prepend=0.0)
    length = phase.shape[-1]
    staying = np.clip(years - np.arange(length), 0.0, 1.0)
    left = np.zeros(np.broadcast_shapes(steps.shape, staying.shape))
    for lag in range(length):
        left[..., lag:] += steps[..., : length - lag] * staying[..., lag : lag + 1]
    return share * replaced * left


def redistribution(pooled: Floats, together: Floats, shares: Floats) -> Floats:
    """Fordeling: share_m · Σ_m pooled − pooled_m, which sums to 0 over the municipalities.

    ``together`` is Σ_m pooled.
    """
    return shares[None, :, None] * together - pooled
