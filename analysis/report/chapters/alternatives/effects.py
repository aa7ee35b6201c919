"""What an alternative does here, in figures a council can compare."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.dataset.tables import SCENARIOS
from analysis.decision import Gate, thresholds
from analysis.model import Floats
from analysis.report.findings import wording
from analysis.report.language import dashed
from analysis.report.view import View

Span = tuple[float, float]

# With these the alternative is not worked out, and its figures would be those of alternative 0.
_INERT = (Gate.MANDATE, Gate.PARTNERS, Gate.NO_COMPANY)


@dataclass(frozen=True)
class Effects:
    """An alternative's figures for a municipality, or for all together.

    Attributes
    ----------
    days, functions : tuple of float
        Low and high end: computed vulnerability, mean over the functions that are counted, and
        functions with at least two persons. NaN where unknown.
    moved : float
        Systems that are moved.
    cost : ndarray (years,)
        Cost beyond alternative 0 in each year of the økonomiplan, 1000 kr.
    one_time : float
        One-time cost over all years, 1000 kr.
    """

    days: Span
    functions: Span
    moved: float
    cost: Floats
    one_time: float


def worked_out(view: View, alternative: str) -> bool:
    """Whether the alternative has figures of its own here."""
    return view.gate(alternative) not in _INERT


def effects(view: View) -> dict[str, Effects]:
    """The figures of every alternative that is worked out here, by id."""
    return {a.id: _effects(view, a.id) for a in view.alternatives if worked_out(view, a.id)}


def _effects(view: View, alternative: str) -> Effects:
    # A cost that is unknown counts as nothing in the sums, which therefore are not shown.
    unpriced = view.gate(alternative) == Gate.UNKNOWN_COST
    cost = view.budget_effect(alternative)[list(wording.plan_years(view))]
    return Effects(
        days=view.criterion_value(alternative, "saarbarhet"),
        functions=view.covered(alternative),
        moved=_moved(view, alternative),
        cost=np.full_like(cost, np.nan) if unpriced else cost,
        one_time=np.nan if unpriced else view.one_time(alternative),
    )


def _moved(view: View, alternative: str) -> float:
    """Systems moved, unknown where it depends on an unknown cell of the municipality's own."""
    if view.rows("applikasjoner").empty:
        return np.nan
    low, high = (end.moved(end.result(alternative)) for end in view.at_both_ends)
    if view.joint or np.isclose(low, high):
        return low
    return float(view.known(alternative, low))


def span(ends: Span, form: Callable[[float], str]) -> str:
    """Write an interval: one number where both ends print alike."""
    return dashed(ends, form)


def most_help(view: View) -> str | None:
    """The alternative that surely helps most against vulnerability, in all three scenarios."""
    best = {_most_help(view.in_scenario(scenario)) for scenario in SCENARIOS}
    return best.pop() if len(best) == 1 else None


def _most_help(view: View) -> str | None:
    found = effects(view)
    compared = {a: found[a] for a in view.ranked_others}
    return _alone(compared, found["0"].days) if "0" in found and compared else None


def _alone(compared: Mapping[str, Effects], today: Span) -> str | None:
    """Return the alternative that surely has fewest days without staff; None where none has."""
    best = min(compared, key=lambda a: compared[a].days[1])
    others = [e.days[0] for a, e in compared.items() if a != best] + [today[0]]
    surely = all(compared[best].days[1] < other - thresholds.SURE_DAYS for other in others)
    return best if surely else None
