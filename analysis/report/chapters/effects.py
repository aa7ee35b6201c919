"""What an alternative does here, in figures a council can compare, and the claims they carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from analysis.dataset.tables import SCENARIOS
from analysis.decision import Gate, thresholds
from analysis.model import Floats
from analysis.report.findings import wording
from analysis.report.language import dashed, numbers
from analysis.report.view import View

Span = tuple[float, float]

# With these the alternative is not worked out, and its figures would be those of alternative 0.
_INERT = (Gate.MANDATE, Gate.PARTNERS, Gate.NO_COMPANY)
MOST_HELP = "hjelper mest på sårbarheten"


@dataclass(frozen=True)
class Effects:
    """An alternative's figures for a municipality, or for all together.

    Attributes
    ----------
    days, person_years, functions, unmanned, common : tuple of float
        Low and high end: computed vulnerability and person-years, mean over the functions that are
        counted; functions with at least two persons, and without anybody; share of licence cost in
        common systems. NaN where unknown.
    moved : float
        Systems that are moved.
    cost : ndarray (years,)
        Cost beyond alternative 0 in each year of the økonomiplan, 1000 kr.
    one_time : float
        One-time cost over all years, 1000 kr.
    """

    days: Span
    person_years: Span
    functions: Span
    unmanned: Span
    common: Span
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
        person_years=view.person_years(alternative),
        functions=view.covered(alternative),
        unmanned=view.unmanned(alternative),
        common=view.criterion_value(alternative, "systemharmonisering"),
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


def claims(view: View, found: Mapping[str, Effects]) -> dict[str, list[str]]:
    """What can be said of each alternative beside the others, in all three scenarios.

    Returns
    -------
    dict of str to list of str
        Phrases that follow the alternative's name, at most two, by id.
    """
    per_scenario = []
    for scenario in SCENARIOS:
        same = view.in_scenario(scenario)
        figures = found if scenario == view.scenario else effects(same)
        per_scenario.append(_claims(same, figures))
    first, *others = per_scenario
    return {
        a: [claim for claim in said if all(claim in other[a] for other in others)][:2]
        for a, said in first.items()
    }


def _claims(view: View, found: Mapping[str, Effects]) -> dict[str, list[str]]:
    compared = {a: found[a] for a in view.ranked_others}
    said: dict[str, list[str]] = {a.id: [] for a in view.alternatives}
    if "0" not in found or not compared:
        return said
    today = found["0"].days
    total = {a: float(np.sum(e.cost)) for a, e in compared.items()}
    _tell(said, _alone(compared, today), MOST_HELP)
    _tell(said, _extreme(total, 1), "koster mest i økonomiplanen")
    lowest = _extreme(total, -1)
    saves = lowest is not None and total[lowest] < 0
    _tell(said, lowest, f"{'sparer mest' if saves else 'koster minst'} i økonomiplanen")
    _tell(said, _extreme({a: e.moved for a, e in compared.items()}, 1), "flytter flest systemer")
    for a, effect in compared.items():
        if np.allclose(effect.days, today, rtol=0, atol=thresholds.SURE_DAYS):
            said[a].append("endrer ikke sårbarheten")
    return said


def _tell(said: dict[str, list[str]], alternative: str | None, claim: str) -> None:
    if alternative is not None:
        said[alternative].append(claim)


def _alone(compared: Mapping[str, Effects], today: Span) -> str | None:
    """Return the alternative that surely has fewest days without staff; None where none has."""
    best = min(compared, key=lambda a: compared[a].days[1])
    others = [e.days[0] for a, e in compared.items() if a != best] + [today[0]]
    surely = all(compared[best].days[1] < other - thresholds.SURE_DAYS for other in others)
    return best if surely else None


def _extreme(values: Mapping[str, float], sign: int) -> str | None:
    """Return the alternative that alone is highest (sign 1) or lowest (−1); None where none is."""
    if len(values) < 2 or any(np.isnan(list(values.values()))):
        return None
    ordered = sorted(values, key=lambda a: sign * values[a], reverse=True)
    lead = sign * (values[ordered[0]] - values[ordered[1]])
    least = thresholds.CLEAR_LEAD * max(abs(v) for v in values.values())
    return ordered[0] if lead > least else None


def cost_change(thousands: float) -> str:
    """Word a change of cost in 1000 kr: «om lag 480 000 kroner mer»."""
    if np.isnan(thousands):
        return "beløpet mangler"
    if abs(thousands) < thresholds.ROUNDS_TO_ZERO:
        return "det samme"
    return f"{numbers.about_kroner(abs(thousands))} {'mer' if thousands > 0 else 'mindre'}"
