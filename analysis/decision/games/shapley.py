"""Who gains what by taking part: Shapley value, core and blocking groups of a cooperative game.

A game gives every group (coalition) what it is worth together. It is an array (2**n,) indexed by
bitmask: bit i is player i, and worth[0] = 0. Nothing is assumed of it: larger groups may be worth
less, and the core may be empty. All 2**n groups are counted, which is quick to about n = 16;
beyond that the Shapley value can be sampled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from analysis.decision.games.coalitions import game_of, players_of, subset_sums
from analysis.model import Bools, Floats, Ints

# Orders whose coalitions are asked for at a time.
ORDERS_AT_A_TIME = 1024
FEWEST_BLOCKS = 5


@dataclass(frozen=True)
class SampledShapley:
    """An estimate of the Shapley value.

    Attributes
    ----------
    values, standard_errors : ndarray (n,)
    permutations : int
        Number of orders it rests on.
    """

    values: Floats
    standard_errors: Floats
    permutations: int


def shapley_value(worth: ArrayLike) -> Floats:
    """What each player adds on average over all orders in which they can join.

    φ_i = Σ_{S∌i} |S|! (n − |S| − 1)! / n! · (v(S ∪ i) − v(S))

    Parameters
    ----------
    worth : array_like (..., 2**n)
        Worth of each coalition, bit i = player i, worth[..., 0] = 0.

    Returns
    -------
    ndarray (..., n)
        Sums to the worth of all; a player who adds nothing anywhere has exactly 0.

    Raises
    ------
    ValueError
        If the last axis is not 2**n long, a worth is missing, or worth[..., 0] is not 0.

    References
    ----------
    Shapley, A value for n-person games (1953).

    Examples
    --------
    The first two save 12 together and nothing alone; the third adds nothing.

    >>> shapley_value([0, 0, 0, 12, 0, 0, 0, 12]).round(6).tolist()
    [6.0, 6.0, 0.0]
    """
    game = game_of(worth)
    n = players_of(game)
    by_size = np.array([1.0 / (n * comb(n - 1, size)) for size in range(n)] + [0.0])
    weights = by_size[np.bitwise_count(np.arange(1 << n))]
    values = np.empty((*game.shape[:-1], n))
    for i in range(n):
        split = (1 << (n - 1 - i), 2, 1 << i)
        with_i = game.reshape(*game.shape[:-1], *split)
        added = with_i[..., 1, :] - with_i[..., 0, :]
        values[..., i] = np.einsum("...ab,ab->...", added, weights.reshape(split)[:, 0])
    return values


def core_excess(worth: ArrayLike, shares: ArrayLike) -> Floats:
    """What each coalition has alone more than its members' shares: v(S) − Σ_{i∈S} x_i.

    The shares are in the core if none is positive and they sum to v(N).

    Parameters
    ----------
    worth : array_like (..., 2**n)
        Worth of each coalition, bit i = player i, worth[..., 0] = 0.
    shares : array_like (..., n)
        Part of the gain of each player, in the unit of the game. Leading axes broadcast.

    Returns
    -------
    ndarray (..., 2**n)
        Positive where the coalition does better alone.

    Raises
    ------
    ValueError
        If the game is not well formed, or the shares are not one finite number a player.

    Examples
    --------
    Alone each lacks what it gets together; the first two together have 12 of the 12 they get.

    >>> core_excess([0, 0, 0, 12, 0, 0, 0, 12], [6, 6, 0]).tolist()
    [0.0, -6.0, -6.0, 0.0, 0.0, -6.0, -6.0, 0.0]
    """
    game, parts = game_of(worth), np.asarray(shares, dtype=float)
    n = players_of(game)
    if parts.ndim == 0 or parts.shape[-1] != n:
        raise ValueError(f"Fordelingen må ha ett tall for hver av de {n} deltakerne.")
    if not np.isfinite(parts).all():
        raise ValueError("Fordelingen må ha et tall for hver deltaker. Minst ett mangler.")
    return game - subset_sums(parts)


def blocking(groups: Ints, excess: Floats, tolerance: float) -> int | None:
    """Place of the group that gains most by going alone, None if nobody gains more than a little.

    Of groups that gain the same the smallest is named, so that nobody who neither adds nor
    takes anything is drawn into it; of those of one size the first by bitmask.

    Parameters
    ----------
    groups : ndarray of int (G,)
        The coalitions by bitmask.
    excess : ndarray (G,)
        What each has alone more than its members' shares, as `core_excess` gives it.
    tolerance : float
        What is too little to be called a gain, and to tell two gains apart.
    """
    if not excess.max(initial=-np.inf) > tolerance:
        return None
    steps = np.round(excess / tolerance) if tolerance else excess
    steps = np.where(excess > tolerance, steps, -np.inf)
    return int(np.lexsort((groups, np.bitwise_count(groups), -steps))[0])


def sampled_shapley(
    worth_of: Callable[[Bools], Floats], n: int, permutations: int, seed: int
) -> SampledShapley:
    """The Shapley value from random orders of joining, for games too large to write down.

    Each drawn order is laid in a ring and read from every place, both ways: a block of 2n orders
    in which everyone stands twice in every place. That takes out the chance in being early or
    late, which is most of it where the gain depends on how many there are, and the groups asked
    for are only the n (n − 1) + 1 arcs of the ring. The standard error is that of the mean of
    the blocks.

    Parameters
    ----------
    worth_of : callable
        Worth (coalitions,) of the rows of a boolean matrix (coalitions, n) of members. It is
        asked for many at a time, never for the empty coalition, and no coalition twice in a call.
    n : int
        Number of players.
    permutations : int
        Number of orders at least; made up to whole blocks, and to five of them, since fewer
        say little about the error.
    seed : int
        The same seed gives the same estimate.

    Returns
    -------
    SampledShapley
        The values sum to the worth of all.

    Raises
    ------
    ValueError
        If there are no players or orders, or a worth is not a finite number.

    References
    ----------
    Castro, Gómez and Tejada, Computers & Operations Research 36 (2009). Mitchell, Cooper, Frank
    and Holmes, Journal of Machine Learning Research 23 (2022), for orders read backwards.
    """
    if n < 1 or permutations < 1:
        raise ValueError("Det må være minst én deltaker og minst én rekkefølge.")
    stream, turns = np.random.default_rng(seed), np.arange(n)[:, None]
    blocks = max(FEWEST_BLOCKS, -(-permutations // (2 * n)))
    together = max(1, ORDERS_AT_A_TIME // (2 * n))
    gains = np.empty((blocks, n))
    for start in range(0, blocks, together):
        drawn = stream.random((min(together, blocks - start), 1, n)).argsort(axis=2)
        forwards = (drawn + turns) % n
        place = np.concatenate((forwards, n - 1 - forwards), axis=1)
        found = _gains(worth_of, place.reshape(-1, n)).reshape(place.shape)
        gains[start : start + len(drawn)] = found.mean(axis=1)
    error = gains.std(axis=0, ddof=1) / np.sqrt(blocks)
    return SampledShapley(gains.mean(axis=0), error, blocks * 2 * n)


def _gains(worth_of: Callable[[Bools], Floats], place: Ints) -> Floats:
    """What each player adds when it joins, given its place in each order: (orders, n)."""
    n = place.shape[1]
    joined = place[:, None, :] <= np.arange(n)[:, None]
    asked, where = np.unique(joined.reshape(-1, n), axis=0, return_inverse=True)
    worth = np.asarray(worth_of(asked), dtype=float)
    if worth.shape != (len(asked),) or not np.isfinite(worth).all():
        raise ValueError("Alle gruppene må ha én verdi. Minst én mangler eller er uendelig.")
    added = np.diff(worth[where].reshape(-1, n), axis=1, prepend=0.0)
    return np.take_along_axis(added, place, axis=1)
