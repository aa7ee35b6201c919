"""The nucleolus and the least core: shares that leave the worst off groups as well as can be."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analysis.decision.games.coalitions import game_of, members, players_of, subset_sums
from analysis.decision.games.least_excess import (
    NONZERO,
    NOT_REACHED,
    PRECISION,
    Basis,
    Optimum,
    condition_rows,
    first_basis,
    least_excess,
)
from analysis.model import Floats, Ints

# Of the largest worth: what is no more than rounding of the input.
ROUNDING = 1e-12
# Length of what remains of a row of zeros and ones when it is independent of others.
INDEPENDENT = 1e-6


@dataclass(frozen=True)
class LeastCore:
    """How much the worst off group must lack when all stay together.

    Attributes
    ----------
    epsilon : float
        The smallest possible largest excess, in the unit of the game. With one player 0.
    shares : ndarray (n,)
        One division that reaches it; there may be others.
    core_is_empty : bool
        Whether some group does better alone however the gain is divided (epsilon > 0).
    """

    epsilon: float
    shares: Floats
    core_is_empty: bool


def nucleolus(worth: ArrayLike) -> Floats:
    """The imputation whose excesses, sorted from the largest, are lexicographically least.

    Each stage minimises ε subject to x(S) + ε ≥ v(S) for the open coalitions, x(S) = what is
    settled before, x(N) = v(N) and x_i ≥ v({i}). Coalitions with a positive multiplier are then
    settled, and those in their linear span are no longer open. A stage settles at least one
    dimension, so there are at most n − 1, in degenerate games too.

    Parameters
    ----------
    worth : array_like (2**n,)
        Worth of each coalition, bit i = player i, worth[0] = 0.

    Returns
    -------
    ndarray (n,)

    Raises
    ------
    ValueError
        If the game is not well formed, or Σ v({i}) > v(N), so that no division gives everyone at
        least what they have alone.
    ArithmeticError
        If rounding keeps it from ending; no game is known where it does.

    References
    ----------
    Schmeidler, SIAM Journal on Applied Mathematics 17 (1969). Kohlberg, same journal 20 (1971).
    Derks and Kuipers, Implementing the simplex method for computing the prenucleolus of
    transferable utility games, Maastricht (1997).

    Examples
    --------
    The Talmud's estate of 200 with claims of 100, 200 and 300: each group is sure of what is left
    when the others have had theirs.

    >>> nucleolus([0, 0, 0, 0, 0, 0, 100, 200]).round(6).tolist()
    [50.0, 75.0, 75.0]
    """
    alone, normal, rounding = _normalised(worth)
    n, surplus = len(alone), float(normal[-1])
    if surplus < -rounding:
        raise ValueError(
            "Nukleolus finnes ikke: alle sammen er verdt mindre enn summen av hver for seg, så "
            "ingen fordeling gir hver deltaker minst det den har alene."
        )
    if n == 1 or surplus <= rounding:
        return alone + surplus / n
    return alone + surplus * _stages(normal / surplus)


def least_core(worth: ArrayLike) -> LeastCore:
    """The least core: min ε with x(S) ≥ v(S) − ε for every coalition but none and all.

    Parameters
    ----------
    worth : array_like (2**n,)
        Worth of each coalition, bit i = player i, worth[0] = 0.

    Raises
    ------
    ValueError
        If the game is not well formed.

    References
    ----------
    Maschler, Peleg and Shapley, Mathematics of Operations Research 4 (1979).
    """
    alone, normal, rounding = _normalised(worth)
    scale = float(np.abs(normal).max())
    if len(alone) == 1 or scale <= rounding:
        return LeastCore(0.0, alone + normal[-1] / len(alone), core_is_empty=False)
    game = normal / scale
    found = least_excess(_demands(game), first_basis(game), own_worth_binds=False)
    epsilon = scale * found.epsilon
    empty = epsilon > PRECISION * scale + rounding
    return LeastCore(epsilon, alone + scale * found.shares, core_is_empty=empty)


def _normalised(worth: ArrayLike) -> tuple[Floats, Floats, float]:
    """What each has alone, the game without it, and what is no more than rounding."""
    game = game_of(worth)
    if game.ndim != 1:
        raise ValueError("Her regnes det på ett spill om gangen.")
    alone = game[1 << np.arange(players_of(game))]
    return alone, game - subset_sums(alone), ROUNDING * float(np.abs(game).max())


def _demands(game: Floats) -> Floats:
    """What the coalitions demand, with −inf for none and all, which are not to be satisfied."""
    demands = game.copy()
    demands[[0, -1]] = -np.inf
    return demands


def _stages(game: Floats) -> Floats:
    """The nucleolus of a game with v({i}) = 0 and v(N) = 1."""
    demands, basis, n = _demands(game), first_basis(game), players_of(game)
    for _ in range(n):
        found = least_excess(demands, basis, own_worth_binds=True)
        settled = _settled(found)
        if len(settled) == n:
            return np.maximum(found.shares, 0.0)
        demands[_determined(demands, members(found.basis.coalitions[settled], n))] = -np.inf
        basis = _next_basis(demands, found, settled)
    raise ArithmeticError(NOT_REACHED)


def _settled(found: Optimum) -> Ints:
    """Places in the basis of the conditions that are equations from now on.

    Those with a positive multiplier hold with equality in every optimum. Without ε they have one
    linear relation, the balanced weights themselves, so one of them follows from the others.
    """
    used = found.multipliers > NONZERO
    used[: found.basis.settled] = True
    follows = np.flatnonzero(used & (found.basis.slack > 0.0))[-1]
    used[follows] = False
    return np.flatnonzero(used)


def _determined(demands: Floats, settled: np.ndarray) -> Ints:
    """Open coalitions whose shares follow from the settled ones: those in their linear span.

    One vector orthogonal to the span screens all coalitions, and the few it does not rule out
    are tested against the whole span.
    """
    n = settled.shape[1]
    span = np.linalg.qr(settled.T.astype(float))[0]
    probe = np.sqrt(np.arange(2.0, n + 2.0))
    probe -= span @ (span.T @ probe)
    near = np.flatnonzero((np.abs(subset_sums(probe)) < INDEPENDENT) & np.isfinite(demands))
    chosen = members(near, n).astype(float)
    rest = chosen - (chosen @ span) @ span.T
    return near[np.linalg.norm(rest, axis=1) < INDEPENDENT]


def _next_basis(demands: Floats, found: Optimum, settled: Ints) -> Basis:
    """Where the next stage starts: the settled, the worst off open coalition and its opposite.

    The two get the multiplier 1/2. What lacks is filled with conditions with multiplier 0: first
    those that held already, then x ≥ 0.
    """
    old, n = found.basis, len(found.shares)
    sums = subset_sums(found.shares)
    worst = int((demands - sums).argmax())
    pair = np.array([worst, len(demands) - 1 - worst])
    held = np.setdiff1d(np.arange(old.settled, n + 1), settled)
    held = held[(old.slack[held] == 0.0) | np.isfinite(demands[old.coalitions[held]])]
    equations = old.coalitions[settled]
    coalitions = np.concatenate((equations, pair, old.coalitions[held], 1 << np.arange(n)))
    slack = np.concatenate((0.0 * settled, [1.0, 1.0], old.slack[held], np.zeros(n)))
    bounds = np.concatenate((sums[equations], demands[pair], old.bounds[held], np.zeros(n)))
    rows = condition_rows(coalitions, slack, n)
    chosen = _independent(rows, len(settled) + 2)
    return Basis(coalitions[chosen], rows[chosen], bounds[chosen], len(settled))


def _independent(rows: Floats, sure: int) -> list[int]:
    """Places of the ``sure`` first rows and of later ones independent of all chosen before."""
    span = np.linalg.qr(rows[:sure].T)[0]
    chosen = list(range(sure))
    for place in range(sure, len(rows)):
        rest = rows[place] - span @ (span.T @ rows[place])
        length = np.linalg.norm(rest)
        if length > INDEPENDENT:
            span = np.column_stack((span, rest / length))
            chosen.append(place)
    return chosen
