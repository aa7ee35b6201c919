"""What is fair and what holds in one group: gains by what each adds, and who would rather leave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.decision.games import (
    SampledShapley,
    blocking,
    core_excess,
    least_core,
    members,
    nucleolus,
    sampled_shapley,
    shapley_value,
)
from analysis.decision.keys import Method
from analysis.decision.participation.bitmasks import ORDERS
from analysis.decision.participation.groups import Game
from analysis.model import Bools, Floats, Ints

# One krone: less is nothing to leave for, and neither a gain nor a loss.
KRONE = 1e-3
NO_FIGURES = -1


@dataclass(frozen=True)
class Added:
    """Gains (S, members), their standard errors and the orders they are estimated from."""

    values: Floats
    errors: Floats
    orders: int


def by_what_each_adds(game: Game, method: Method, own: Ints, seed: int) -> Added:
    """Shapley's value or the nucleolus, NaN where there is none.

    Where the group gains, its parts are worth nothing when they would lose. Where it loses, the
    loss is divided: then a part counts with its loss, and there is no nucleolus.
    """
    values = np.full((len(game.total), len(own)), np.nan)
    errors, orders = np.zeros_like(values), 0
    for s, pays in enumerate(game.pays):
        worth = game.worth[s] if pays else game.total[s]
        if method is Method.SHAPLEY and game.whole:
            values[s] = shapley_value(worth)
        elif method is Method.SHAPLEY:
            try:
                found = _sampled(game, worth, own, seed)
            except ValueError:  # a group in one of the orders is not worked out
                continue
            values[s], errors[s], orders = found.values, found.standard_errors, found.permutations
        elif game.whole and pays:
            try:
                values[s] = nucleolus(worth)
            except ValueError:  # nobody can be given what all have alone
                continue
    return Added(values, errors, orders)


def _sampled(game: Game, worth: Floats, own: Ints, seed: int) -> SampledShapley:
    """Shapley's value from the orders of joining whose groups are worked out."""

    def worth_of(rows: Bools) -> Floats:
        masks = rows @ (1 << own.astype(np.int64))
        place = np.searchsorted(game.groups, masks).clip(max=len(worth) - 1)
        return np.where(game.groups[place] == masks, worth[place], np.nan)

    return sampled_shapley(worth_of, len(own), ORDERS, seed)


def departures(game: Game, gain: Floats, own: Ints) -> tuple[Floats, Ints]:
    """What the part that gains most by going alone gains (S, K), and which it is, 0 for none."""
    excess = np.full(gain.shape[:2], np.nan)
    named = np.full(gain.shape[:2], NO_FIGURES, dtype=np.int64)
    parts = game.groups[1:-1]
    inside = members(game.groups, int(own.max(initial=0)) + 1)[:, own]
    for s, k in zip(*np.nonzero(np.isfinite(gain).all(axis=-1)), strict=True):
        if not len(parts):
            named[s, k] = 0
            continue
        if game.whole:
            alone = core_excess(game.worth[s], gain[s, k])[1:-1]
        else:
            alone = (game.worth[s] - inside @ gain[s, k])[1:-1]
        first = blocking(parts, alone, KRONE)
        excess[s, k] = alone.max() if first is None else alone[first]
        named[s, k] = 0 if first is None else parts[first]
    return excess, named


def least_core_of(game: Game) -> Floats:
    """The smallest largest excess any division can reach (S,), NaN without a gain to divide."""
    found = np.full(len(game.total), np.nan)
    for s in np.flatnonzero(game.pays):
        if game.whole and game.players > 1:
            found[s] = least_core(game.worth[s]).epsilon
    return found
