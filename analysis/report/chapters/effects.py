"""What an alternative does here, in figures a council can compare, and the claims they carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from analysis.dataset.tables import SCENARIOS
from analysis.decision import Gate
from analysis.model import Floats
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.view import View

Span = tuple[float, float]

# With these the alternative is not worked out, and its figures would be those of alternative 0.
_INERT = (Gate.MANDATE, Gate.PARTNERS, Gate.NO_COMPANY)
_SURE_DAYS = 0.5
# A lead smaller than this share of the largest figure is not told.
_CLEAR_SHARE = 0.05
MOST_HELP = "hjelper mest på sårbarheten"


@dataclass(frozen=True)
class Effects:
    """An alternative's figures for a municipality, or for all together.

    Attributes
    ----------
    days, functions, common : tuple of float
        Low and high end: days a year without staff, mean over the functions; functions with at
        least two persons; share of licence cost in common systems. NaN where unknown.
    moved : float
        Systems that are moved.
    cost : ndarray (years,)
        Cost beyond alternative 0 in each year of the økonomiplan, 1000 kr.
    capital : float
        Deepest cumulative outlay, 1000 kr.
    """

    days: Span
    functions: Span
    common: Span
    moved: float
    cost: Floats
    capital: float


def plan_years(view: View) -> list[int]:
    """Calendar years of the økonomiplan after the decision."""
    return [view.first_year + t for t in wording.plan_years(view)]


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
        functions=view.criterion_value(alternative, "kompetanse"),
        common=view.criterion_value(alternative, "systemharmonisering"),
        moved=_moved(view, alternative),
        cost=np.full_like(cost, np.nan) if unpriced else cost,
        capital=np.nan if unpriced else view.capital(alternative),
    )


def _moved(view: View, alternative: str) -> float:
    """Systems moved, unknown where it depends on an unknown cell of the municipality's own."""
    evaluation = view.evaluation
    if view.rows("applikasjoner").empty:
        return np.nan
    ends = [
        money.results[alternative].outcome.moved[view.s]
        for money in (evaluation.money, evaluation.money_high or evaluation.money)
    ]
    if view.joint:
        return float(ends[0].sum())
    low, high = (float(end[view.r]) for end in ends)
    own_unknown = bool(evaluation.uncertain(view.code, alternative))
    return np.nan if own_unknown and not np.isclose(low, high) else low


def span(ends: Span, form: Callable[[float], str]) -> str:
    """Write an interval: one number where both ends print alike."""
    low, high = (form(end) for end in ends)
    return low if low == high else f"{low}–{high}"


def claims(view: View, found: Mapping[str, Effects]) -> dict[str, list[str]]:
    """What can be said of each alternative beside the others, in all three scenarios.

    Returns
    -------
    dict of str to list of str
        Phrases that follow the alternative's name, at most two, by id.
    """
    per_scenario = []
    for scenario in SCENARIOS:
        same = replace(view, scenario=scenario)
        figures = found if scenario == view.scenario else effects(same)
        per_scenario.append(_claims(same, figures))
    first, *others = per_scenario
    return {
        a: [claim for claim in said if all(claim in other[a] for other in others)][:2]
        for a, said in first.items()
    }


def _claims(view: View, found: Mapping[str, Effects]) -> dict[str, list[str]]:
    compared = {a: e for a, e in found.items() if a != "0" and not view.gate(a)}
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
        if np.allclose(effect.days, today, rtol=0, atol=_SURE_DAYS):
            said[a].append("endrer ikke sårbarheten")
    return said


def _tell(said: dict[str, list[str]], alternative: str | None, claim: str) -> None:
    if alternative is not None:
        said[alternative].append(claim)


def _alone(compared: Mapping[str, Effects], today: Span) -> str | None:
    """Return the alternative that surely has fewest days without staff; None where none has."""
    best = min(compared, key=lambda a: compared[a].days[1])
    others = [e.days[0] for a, e in compared.items() if a != best] + [today[0]]
    surely = all(compared[best].days[1] < other - _SURE_DAYS for other in others)
    return best if surely else None


def _extreme(values: Mapping[str, float], sign: int) -> str | None:
    """Return the alternative that alone is highest (sign 1) or lowest (−1); None where none is."""
    if len(values) < 2 or any(np.isnan(list(values.values()))):
        return None
    ordered = sorted(values, key=lambda a: sign * values[a], reverse=True)
    lead = sign * (values[ordered[0]] - values[ordered[1]])
    return ordered[0] if lead > _CLEAR_SHARE * max(abs(v) for v in values.values()) else None


def cost_change(thousands: float) -> str:
    """Word a change of cost in 1000 kr: «om lag 480 000 kroner mer»."""
    if np.isnan(thousands):
        return "beløpet mangler"
    if abs(thousands) < 0.5:
        return "det samme"
    return f"{numbers.about_kroner(abs(thousands))} {'mer' if thousands > 0 else 'mindre'}"


def open_criteria(view: View, code: str, *, computed: bool) -> bool:
    """Whether a ranked alternative lacks a criterion of the kind, for a municipality."""
    kind = [criterion.computed is computed for criterion in view.criteria]
    row = view.evaluation.row(code)
    ranked = view.evaluation.scores.eligible[row]
    values = view.evaluation.scores.criteria[view.s, row][ranked][:, kind]
    return bool(np.isnan(values).any())
