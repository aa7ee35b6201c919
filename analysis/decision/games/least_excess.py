"""The linear program behind the least core and the nucleolus: the smallest largest excess.

    min ε   subject to   x(S) + ε ≥ v(S) for the open coalitions S, and equations x(T) = b_T

It has one condition for each of up to 2**n coalitions and only n + 1 unknowns. The dual simplex
method therefore keeps n + 1 conditions at a time, a basis, and finds the next one to take in by
looking at the excess of all coalitions at once. The multipliers of the conditions are balanced
weights in the sense of Bondareva, Shapley and Kohlberg: they sum to 1 over the open coalitions,
and a condition with a positive one holds with equality in every optimum.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.decision.games.coalitions import members, players_of, subset_sums
from analysis.model import Floats, Ints

# How much a condition of a game scaled to 1 must be broken to count, and what is not rounding.
PRECISION = 1e-10
NONZERO = 1e-9
MOST_STEPS = 10_000
NOT_REACHED = "Beregningen av nukleolus kom ikke i mål."


@dataclass(frozen=True)
class Basis:
    """Conditions x(S) + slack · ε ≥ bound, n + 1 of them, that hold with equality.

    The first ``settled`` are equations and stay. Of the others those with slack 1 are open
    coalitions, and those with slack 0 single players who are to have at least 0.

    Attributes
    ----------
    coalitions : ndarray of int (n + 1,)
        S as a bitmask.
    rows : ndarray (n + 1, n + 1)
        Coefficients of x and, last, of ε.
    bounds : ndarray (n + 1,)
    settled : int
    """

    coalitions: Ints
    rows: Floats
    bounds: Floats
    settled: int

    @property
    def slack(self) -> Floats:
        """Coefficients of ε."""
        return self.rows[:, -1]

    def replaced(self, place: int, coalition: int, row: Floats, bound: float) -> Basis:
        """The basis with another condition in one place."""
        new = Basis(self.coalitions.copy(), self.rows.copy(), self.bounds.copy(), self.settled)
        new.coalitions[place], new.rows[place], new.bounds[place] = coalition, row, bound
        return new


@dataclass(frozen=True)
class Optimum:
    """The least ε, shares (n,) that reach it, and the final basis with its multipliers."""

    epsilon: float
    shares: Floats
    basis: Basis
    multipliers: Floats


def condition_rows(coalitions: Ints, slack: Floats, n: int) -> Floats:
    """Coefficients of x and ε: bitmasks (k,) and slack (k,) → (k, n + 1)."""
    return np.column_stack((members(coalitions, n), slack))


def first_basis(game: Floats) -> Basis:
    """All together as an equation, and each alone, with the same multiplier 1/n."""
    n = players_of(game)
    coalitions = np.append(len(game) - 1, 1 << np.arange(n))
    rows = condition_rows(coalitions, np.append(0.0, np.ones(n)), n)
    return Basis(coalitions, rows, game[coalitions], settled=1)


def least_excess(demands: Floats, basis: Basis, *, own_worth_binds: bool) -> Optimum:
    """Solve one program by the dual simplex method.

    The condition that is broken most enters, and ties for the one that leaves are broken
    lexicographically, so that degenerate games cannot send it in circles.

    Parameters
    ----------
    demands : ndarray (2**n,)
        v(S) of the open coalitions in a game where nobody has anything alone; −inf elsewhere.
    basis : Basis
        A start whose multipliers are 0 or more, apart from the settled ones.
    own_worth_binds : bool
        Whether x ≥ 0 as well.

    Raises
    ------
    ArithmeticError
        If it has not ended after ``MOST_STEPS`` steps.
    """
    first, size = basis.rows.T, len(basis.rows)
    goal = np.eye(size)[-1]
    for _ in range(MOST_STEPS):
        *found, epsilon = np.linalg.solve(basis.rows, basis.bounds).tolist()
        shares = np.array(found)
        entering = _entering(demands, shares, epsilon, own_worth_binds)
        if entering is None:
            multipliers = np.linalg.solve(basis.rows.T, goal).astype(float)
            return Optimum(epsilon, shares, basis, multipliers)
        coalition, slack, bound = entering
        row = np.array([*(coalition >> i & 1 for i in range(size - 1)), slack])
        table = np.linalg.solve(basis.rows.T, np.column_stack((goal, first, row)))
        basis = basis.replaced(_leaving(table, basis.settled), coalition, row, bound)
    raise ArithmeticError(NOT_REACHED)


def _entering(
    demands: Floats, shares: Floats, epsilon: float, own_worth_binds: bool
) -> tuple[int, float, float] | None:
    """Coalition, slack and bound of the condition that is broken most, or none if all hold."""
    tolerance = PRECISION + 1e-14 * abs(epsilon)
    excess = demands - subset_sums(shares)
    worst, poorest = int(excess.argmax()), int(shares.argmin())
    violation = excess[worst] - epsilon
    if own_worth_binds and -shares[poorest] > max(violation, tolerance):
        return 1 << poorest, 0.0, 0.0
    return (worst, 1.0, float(demands[worst])) if violation > tolerance else None


def _leaving(table: Floats, settled: int) -> int:
    """The condition whose multiplier first reaches 0 (lexicographic ratio test)."""
    change = table[:, -1]
    candidates = settled + np.flatnonzero(change[settled:] > NONZERO)
    ratios = np.round(table[candidates, :-1] / change[candidates, None], 9)
    return int(candidates[np.lexsort(ratios.T[::-1])[0]])
