"""The økonomiplan of what is recommended: running and one-time cost, and what covers it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from analysis.decision import thresholds
from analysis.model import Floats
from analysis.report.chapters.money import causes, null_forecast
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.view import View

_ALL = "Alle samlet"
# Left for whoever makes the budget.
_TO_FILL_IN = "fylles ut"


def chapter(view: View) -> Stack:
    """What the recommended alternative does to the budget, and why it costs what it does."""
    alternative = view.recommendation.alternative
    if alternative == "0" or not wording.shown(view, alternative):
        return Stack(
            Heading(null_forecast.finding(view), 1), Text(wording.cost_and_when(view, alternative))
        )
    return Stack(
        Heading(_finding(view, alternative), 1),
        (_by_municipality if view.joint else own_table)(view, alternative),
        Text(wording.cost_and_provision(view, alternative)),
        Text(f"{causes.text(view, alternative)} {_better(view, alternative)}".strip()),
        Text(f"{null_forecast.finding(view)}. {null_forecast.text(view)}"),
    )


def _finding(view: View, alternative: str) -> str:
    plan = view.budget_effect(alternative)[list(wording.plan_years(view))]
    total, name = float(plan.sum()), capital(wording.named(view, alternative))
    when = f"i økonomiplanen {wording.plan_period(view)}"
    if abs(total) < wording.small(view) * len(plan):
        return f"{name} koster om lag det samme som i dag {when}"
    way = "mer" if total > 0 else "mindre"
    return f"{name} koster {view.name} {about_kroner(abs(total))} {way} {when}"


def own_table(view: View, alternative: str) -> Table:
    """Drift and one-time cost in the years of the plan, with a place for what covers them."""
    effect, once = view.budget_effect(alternative), view.one_time_by_year(alternative)
    total = "Sum endring"
    rows = {
        "Drift, løpende": effect - once,
        "Engangskostnad og investering": once,
        total: effect,
        "Inndekning": None,
    }
    return _table(view, alternative, "Endring mot i dag", rows, total)


def _by_municipality(view: View, alternative: str) -> Table:
    rows = {
        code: view.of_municipality(code).budget_effect(alternative)
        for code in view.participants(alternative)
    }
    rows[_ALL] = np.sum(list(rows.values()), axis=0)
    return _table(view, alternative, "Kommune", rows, _ALL)


def _table(
    view: View, alternative: str, head: str, rows: Mapping[str, Floats | None], highlight: str
) -> Table:
    """The years of the plan and the sum of all, by kommunenummer or kind; None is to fill in."""

    def amount(year: int) -> Callable[[str], float | str]:
        known = {row: float(cost[year]) for row, cost in rows.items() if cost is not None}
        return lambda row: known.get(row, _TO_FILL_IN)

    def whole(row: str) -> float | None:
        cost = rows[row]
        return None if cost is None else float(cost.sum())

    return Table.of(
        {row: row for row in rows},
        [
            Column(head, lambda row: view.names.get(row, row), width=4.6),
            *(
                Column(str(view.first_year + t), amount(t), signed, 1.8)
                for t in (0, *wording.plan_years(view))
            ),
            Column(f"I alt til {wording.last_year(view)}", whole, signed, 2.2),
        ],
        f"Økonomiplanen med {wording.named(view, alternative)}: endring i utgifter, 1000 kr i "
        f"{view.dataset.settings.kroneverdi}-kroner uten merverdiavgift",
        source=view.cost_source,
        note="Pluss er høyere utgifter enn om alt fortsetter som i dag. Engangskostnaden er "
        "etablering, omstilling og lønn som blir igjen; hva som føres som investering, avgjøres i "
        f"budsjettet. {wording.gaps(view)}".strip(),
        highlight=highlight,
    )


def _better(view: View, alternative: str) -> str:
    """How much of it pays for more than today; empty where nothing does."""
    paid = wording.paid_for_better(view, alternative)
    if abs(paid) < thresholds.ROUNDS_TO_ZERO:
        return ""
    return (
        f"I dagens verdi går {about_kroner(paid)} til et bedre tilbud enn i dag. Hva det er verdt, "
        "står i virkningene uten pris."
    )
