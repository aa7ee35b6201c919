"""The økonomiplan of what is recommended: running and one-time cost, and what covers it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from analysis.decision import thresholds
from analysis.report.chapters.money import causes, null_forecast
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.view import View

_ALL = ""
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
        Text(" ".join(filter(None, [causes.why_text(view, alternative), _better(view)]))),
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


def _years(view: View) -> list[int]:
    return [0, *wording.plan_years(view)]


def own_table(view: View, alternative: str) -> Table:
    """Drift and one-time cost in the years of the plan, with a place for what covers them."""
    effect, once = view.budget_effect(alternative), view.one_time_by_year(alternative)
    kinds = {
        "Drift, løpende": effect - once,
        "Engangskostnad og investering": once,
        "Sum endring": effect,
    }

    def amount(year: int) -> Callable[[str], float | str]:
        return lambda kind: float(kinds[kind][year]) if kind in kinds else _TO_FILL_IN

    return Table.of(
        {kind: kind for kind in (*kinds, "Inndekning")},
        [
            Column("Endring mot i dag", lambda kind: kind, width=4.6),
            *(
                Column(str(view.first_year + year), amount(year), signed, 1.8)
                for year in _years(view)
            ),
            Column(
                f"I alt til {wording.last_year(view)}",
                lambda kind: float(kinds[kind].sum()) if kind in kinds else None,
                signed,
                2.2,
            ),
        ],
        _title(view, alternative),
        source=view.cost_source,
        note=_note(view),
        highlight="Sum endring",
    )


def _by_municipality(view: View, alternative: str) -> Table:
    views = {code: view.of_municipality(code) for code in view.participants(alternative)}
    effects = {code: own.budget_effect(alternative) for code, own in views.items()}
    effects[_ALL] = np.sum(list(effects.values()), axis=0)
    once = {code: own.one_time(alternative) for code, own in views.items()}
    once[_ALL] = sum(once.values())

    def amount(year: int) -> Callable[[str], float]:
        return lambda code: float(effects[code][year])

    return Table.of(
        {code: code for code in effects},
        [
            Column("Kommune", lambda code: view.names.get(code, "Alle samlet"), width=2.6),
            *(
                Column(str(view.first_year + year), amount(year), signed, 1.7)
                for year in _years(view)
            ),
            Column(
                f"I alt til {wording.last_year(view)}",
                lambda code: float(effects[code].sum()),
                signed,
                2.0,
            ),
            Column("Av dette engangs", once.get, signed, 2.0),
        ],
        _title(view, alternative),
        source=view.cost_source,
        note=_note(view),
        highlight=_ALL,
    )


def _title(view: View, alternative: str) -> str:
    return (
        f"Økonomiplanen med {wording.named(view, alternative)}: endring i utgifter, 1000 kr i "
        f"{view.dataset.settings.kroneverdi}-kroner uten merverdiavgift"
    )


def _note(view: View) -> str:
    return (
        "Pluss er høyere utgifter enn om alt fortsetter som i dag. Engangskostnaden er etablering, "
        "omstilling og lønn som blir igjen; hva som føres som investering, avgjøres i budsjettet. "
        f"{wording.gaps(view)}".rstrip()
    )


def _better(view: View) -> str:
    """How much of it pays for more than today; empty where nothing does."""
    alternative = view.recommendation.alternative
    paid = view.npv(alternative, today=True) - view.npv(alternative)
    if abs(paid) < thresholds.ROUNDS_TO_ZERO:
        return ""
    return (
        f"I dagens verdi går {about_kroner(paid)} til et bedre tilbud enn i dag. Hva det er verdt, "
        "står i virkningene uten pris."
    )
