"""Well-known games, and Kohlberg's criterion as a certificate that owes nothing to the method."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linprog

from analysis.decision.games import core_excess, members, subset_sums


def game(worth: Mapping[str, float]) -> np.ndarray:
    """A game written with the players' numbers from 1: {"12": 3.0}; what is left out is 0."""
    n = max(int(name) for group in worth for name in group)
    values = np.zeros(1 << n)
    for group, value in worth.items():
        values[sum(1 << (int(name) - 1) for name in group)] = value
    return values


def lexicographic(values: list[float], n: int) -> np.ndarray:
    """A game in the order 1, 2, …, 12, 13, …, 123, … of the R packages."""
    masks = sorted(
        range(1, 1 << n),
        key=lambda mask: (mask.bit_count(), [i for i in range(n) if mask >> i & 1]),
    )
    worth = np.zeros(1 << n)
    worth[masks] = values
    return worth


def depth_first(values: list[float], n: int) -> np.ndarray:
    """A game in the order 1, 12, 123, 13, 2, 23, 3."""
    masks = sorted(range(1, 1 << n), key=lambda mask: [i for i in range(n) if mask >> i & 1])
    worth = np.zeros(1 << n)
    worth[masks] = values
    return worth


def airport(costs: list[float]) -> np.ndarray:
    """The cost of each coalition is that of its most demanding member."""
    n = len(costs)
    return np.where(members(np.arange(1 << n), n), costs, 0.0).max(axis=1)


def bankruptcy(estate: float, claims: list[float]) -> np.ndarray:
    """A coalition gets what is left when the others have had all they claim."""
    owed = subset_sums(np.array(claims))
    return np.maximum(0.0, estate - (owed[-1] - owed))


def gloves(left: list[int]) -> np.ndarray:
    """Number of pairs: 1 for a left glove, 0 for a right one."""
    hands = np.array(left, dtype=float)
    return np.minimum(subset_sums(hands), subset_sums(1.0 - hands))


def voting(weights: list[int], quota: int) -> np.ndarray:
    return (subset_sums(np.array(weights, dtype=float)) >= quota).astype(float)


def talmud(estate: float, claims: list[float]) -> np.ndarray:
    """The rule of the Talmud: equal awards up to half the claims, then equal losses."""
    claimed = np.array(claims)
    half, total = claimed / 2, claimed.sum()
    if estate <= total / 2:
        return equal_awards(estate, half)
    return claimed - equal_awards(total - estate, half)


def equal_awards(estate: float, claims: np.ndarray) -> np.ndarray:
    """min(claim, r) for everyone, with r such that it sums to the estate."""
    awards, left = np.zeros(len(claims)), estate
    order = np.argsort(claims)
    for place, player in enumerate(order):
        awards[player] = min(claims[player], left / (len(order) - place))
        left -= awards[player]
    return awards


def littlechild(costs: list[float]) -> np.ndarray:
    """The nucleolus of an airport game with costs in rising order.

    Littlechild, A simple expression for the nucleolus in a special case, International Journal
    of Game Theory 3 (1974).
    """
    n, done, paid = len(costs), 0, 0.0
    parts = np.zeros(n)
    while done < n:
        rates = [(costs[j] - paid) / (j - done + 2) for j in range(done, n - 1)]
        rates.append((costs[-1] - paid) / (n - done))
        last = done + max(k for k, rate in enumerate(rates) if rate <= min(rates) + 1e-12)
        parts[done : last + 1] = min(rates)
        paid, done = paid + min(rates) * (last + 1 - done), last + 1
    return parts


def is_nucleolus(worth: np.ndarray, shares: np.ndarray) -> bool:
    """Kohlberg's criterion: no side payment helps the worst off groups at any level.

    For every level, each side payment y (Σ y = 0) that takes nothing from the coalitions with at
    least that excess, nor from players who have only what they have alone, must give them nothing.

    Kohlberg, On the nucleolus of a characteristic function game, SIAM Journal on Applied
    Mathematics 20 (1971), theorem 2.
    """
    n, scale = len(shares), max(1.0, float(np.abs(worth).max()))
    alone = worth[1 << np.arange(n)]
    if abs(shares.sum() - worth[-1]) > 1e-8 * scale or (shares < alone - 1e-8 * scale).any():
        return False
    poor = -np.eye(n)[shares <= alone + 1e-8 * scale]
    excess = core_excess(worth, shares)[1:-1]
    everyone = members(np.arange(1, len(worth) - 1), n).astype(float)
    levels = np.sort(excess)[::-1]
    for level in levels[np.append(True, np.diff(levels) < -1e-7 * scale)]:
        worst = everyone[excess >= level - 1e-8 * scale]
        found = linprog(
            -worst.sum(axis=0),
            A_ub=np.vstack((-worst, poor)),
            b_ub=np.zeros(len(worst) + len(poor)),
            A_eq=np.ones((1, n)),
            b_eq=[0.0],
            bounds=(-1, 1),
        )
        if found.fun < -1e-7:
            return False
        if np.linalg.matrix_rank(np.vstack((worst, np.ones(n)))) == n:
            return True
    return True
