"""Every group of the players as a bitmask: bit i of the index says whether player i is in it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from analysis.model import Bools, Floats, Ints


def game_of(worth: ArrayLike) -> Floats:
    """The worth of every coalition as an array (..., 2**n) that can be trusted.

    Raises
    ------
    ValueError
        If the last axis is not 2**n long with n ≥ 1, a worth is not a finite number, or the
        empty coalition is worth something.
    """
    game = np.asarray(worth, dtype=float)
    size = game.shape[-1] if game.ndim else 0
    if size < 2 or size & (size - 1):
        raise ValueError(
            f"Spillet må ha en verdi for hver gruppe, 2, 4, 8, … i alt. Det har {size}."
        )
    if not np.isfinite(game).all():
        raise ValueError("Alle gruppene må ha en verdi. Minst én mangler eller er uendelig.")
    if game[..., 0].any():
        raise ValueError("Den tomme gruppen må ha verdien 0.")
    return game


def players_of(game: Floats) -> int:
    """Number of players n of a game (..., 2**n)."""
    return game.shape[-1].bit_length() - 1


def members(coalitions: Ints, n: int) -> Bools:
    """Who is in each coalition: bitmasks (...) → (..., n)."""
    return (np.asarray(coalitions)[..., None] >> np.arange(n) & 1).astype(bool)


def subset_sums(values: Floats) -> Floats:
    """The sum over the members of every coalition: (..., n) → (..., 2**n).

    Player i doubles the table: the coalitions with i are those without, plus i's value.
    """
    n = values.shape[-1]
    sums = np.zeros((*values.shape[:-1], 1 << n))
    for i in range(n):
        without, joined = sums[..., : 1 << i], sums[..., 1 << i : 2 << i]
        np.add(without, values[..., i, None], out=joined)
    return sums
