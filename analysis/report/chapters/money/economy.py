"""The municipal economy: what each alternative does to the budgets, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.decision import thresholds
from analysis.model import Floats
from analysis.report.chapters.money.causes import why, why_first
from analysis.report.chapters.money.null_forecast import forecast
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed
from analysis.report.language.words import capital, listed
from analysis.report.press import Column, Element, Figure, Heading, Stack, Table, Text, style
from analysis.report.view import View

__all__ = ["budget", "forecast", "why", "why_first"]


def budget(view: View) -> Stack:
    """Budget effect of each alternative against alternative 0, year by year."""
    effects: dict[str, Floats] = {
        a.id: view.budget_effect(a.id) for a in view.others if wording.shown(view, a.id)
    }
    return Stack(
        Heading(_finding(view, {a: wording.plan_ends(view, a) for a in effects}), 1),
        _figure(view, effects),
        Text(_leaders(view, effects)),
        _table(view),
        Text(_HOW_TO_READ),
        *_service_levels(view),
    )


def _leaders(view: View, effects: Mapping[str, Floats]) -> str:
    """What the alternatives that may be first cost, and when."""
    leaders = view.leading_others
    told = [wording.cost_and_provision(view, a) for a in leaders if a in effects]
    unknown = listed([view.phrase(a) for a in leaders if a not in effects])
    if unknown:
        told.append(
            f"Kostnaden ved {unknown} kan ikke regnes ut før tall fra {view.md_name} er på plass."
        )
    return "\n\n".join(told) or "Å fortsette som i dag gir ingen endring i budsjettet."


def _finding(view: View, sums: Mapping[str, tuple[float, float]]) -> str:
    """Which alternatives cost less than alternative 0 in the years of the økonomiplan.

    The sums (1000 kr) have a low and a high end.
    """
    if not sums:
        return f"Ingen av alternativene kan regnes ut for {view.name}"
    limit = wording.small(view) * len(wording.plan_years(view))
    clearly = [a for a, (_, high) in sums.items() if high <= -limit]
    slightly = [a for a, (_, high) in sums.items() if -limit < high <= -thresholds.ROUNDS_TO_ZERO]
    perhaps = [a for a, (low, high) in sums.items() if low <= -thresholds.ROUNDS_TO_ZERO < high]
    known = "" if len(sums) == len(view.alternatives) - 1 else " som kan regnes ut,"
    every = f"Alle de andre alternativene{known}"
    when = f"utgifter enn alternativ 0 i {wording.plan_period(view)}"
    if len(clearly) + len(slightly) == len(sums):
        return f"{every} gir lavere {when}"
    if min(low for low, _ in sums.values()) >= limit:
        return f"{every} gir høyere {when}"
    finding = _cheaper(clearly, slightly, alone=not perhaps)
    if not finding and perhaps:
        return f"{capital(wording.several(perhaps))} gir kanskje lavere {when}"
    if perhaps:
        return f"{finding} {when}, og {wording.several(perhaps)} gjør det kanskje"
    return f"{finding or f'Ingen av alternativene{known} gir lavere'} {when}"


def _cheaper(clearly: Sequence[str], slightly: Sequence[str], *, alone: bool) -> str:
    """Which cost clearly and slightly less, as far as «lavere»; empty where none does."""
    if clearly and slightly:
        return (
            f"{capital(wording.several(clearly))} gir klart lavere og {wording.several(slightly)} "
            "litt lavere"
        )
    found = [*clearly, *slightly]
    if not found:
        return ""
    only = "bare " if len(found) == 1 and alone else ""
    return f"{capital(only + wording.several(found))} gir {'litt ' if slightly else ''}lavere"


def _table(view: View) -> Table:
    plan = [0, *wording.plan_years(view)]
    columns = [*(str(view.first_year + t) for t in plan), f"I alt til {wording.last_year(view)}"]
    rows = [row for a in view.others for row in _rows(view, a.id, plan)]
    note = f"Pluss er høyere utgifter. Tallene er fra {wording.calculation(view.scenario)}."
    return Table(
        pd.DataFrame(rows, columns=["Alternativ", *columns], dtype=object),
        "Endring i utgifter mot alternativ 0, engangskostnad og løpende utgifter hver for seg, "
        f"1000 kr i {view.dataset.settings.kroneverdi}-kroner uten mva",
        formats=dict.fromkeys(columns, signed),
        source=view.cost_source,
        note=" ".join(filter(None, [note, wording.left_out(view), wording.gaps(view)])),
    )


def _rows(view: View, alternative: str, plan: list[int]) -> list[list[object]]:
    """Cells of an alternative's one-time cost, where it has one, and of its running cost."""
    name = view.label(alternative)
    if view.gate(alternative):
        return [[name, *[None] * (len(plan) + 1)]]
    once = view.one_time_by_year(alternative)
    kinds = {"løpende": view.budget_effect(alternative) - once}
    if not np.all(np.abs(once) < thresholds.ROUNDS_TO_ZERO):
        kinds = {"engangs": once, **kinds}
    return [
        [f"{name}: {kind}", *(float(cost[t]) for t in plan), float(cost.sum())]
        for kind, cost in kinds.items()
    ]


_HOW_TO_READ = (
    "Tabellen er ment for budsjett og økonomiplan: den viser når pengene må ut, uten renter og "
    "uten skattefinansieringskostnad. Engangskostnaden er etablering, omstilling og lønn som blir "
    "igjen."
)


def _service_levels(view: View) -> list[Element]:
    """What each alternative costs at today's service and for a better offer; none where none is."""
    better = wording.with_better_offer(view)
    shown = [a.id for a in view.others if wording.shown(view, a.id)]
    if not better:
        return []
    social = " Skattefinansieringskostnaden er med." if view.joint else ""
    return [
        Table.of(
            shown,
            [
                Column("Alternativ", view.label),
                Column("Ved dagens tjenestenivå", lambda a: -view.npv(a, today=True), signed),
                Column("For et bedre tilbud", lambda a: _paid_for_better(view, a), signed),
                Column("I alt", lambda a: -view.npv(a), signed),
            ],
            f"Kostnad i dagens verdi over {wording.years(view)} mot alternativ 0, 1000 kr",
            source=view.cost_source,
            note="Pluss er en kostnad og minus en besparelse. Et bedre tilbud er nye stillinger, "
            f"felles vakt og mer levert.{social} {wording.gaps(view)}".strip(),
        ),
        Text(_better_text(view, better)),
    ]


def _paid_for_better(view: View, alternative: str) -> float:
    return view.npv(alternative, today=True) - view.npv(alternative)


def _better_text(view: View, better: Sequence[str]) -> str:
    """How much of what the leaders cost that pays for more than today."""
    worth = "Hva det bedre tilbudet er verdt, står i virkningene uten pris."
    told = [
        f"I {wording.several([a])} går {about_kroner(_paid_for_better(view, a))} til et bedre "
        "tilbud enn i dag."
        for a in view.leading_others
        if a in better and wording.shown(view, a)
    ]
    return " ".join([*told, worth])


def _figure(view: View, effects: Mapping[str, Floats]) -> Element | None:
    if not effects:
        return None
    years = [view.first_year + t for t in range(len(next(iter(effects.values()))))]
    fig, axes = style.new_figure(height_cm=6.4)
    ends, names, colours = [], [], []
    for number, alternative in enumerate(view.alternatives):
        if alternative.id not in effects:
            continue
        outlay = np.cumsum(effects[alternative.id])
        colour = style.alternative_colour(number)
        marker = style.alternative_marker(number)
        axes.plot(years, outlay, color=colour, marker=marker, markersize=4)
        ends.append(float(outlay[-1]))
        names.append(view.label(alternative.id))
        colours.append(colour)
    axes.set_ylabel("1000 kr")
    axes.set_xticks(years)
    style.number_axis(axes.yaxis)
    # No farther than the lines: a name stands to the right of the last year.
    axes.plot([years[0], years[-1]], [0.0, 0.0], color=style.INK, linewidth=0.9, zorder=1.5)
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.08 * (high - low), high)
    style.end_labels(axes, years[-1], ends, names, [style.INK] * len(names))
    return Figure(
        fig,
        alt=_alt(view, effects, years[-1]),
        title=f"Summen av mer- og mindreutgifter mot alternativ 0, fra {years[0]} til og med "
        "hvert år",
        source=view.cost_source,
    )


def _alt(view: View, effects: Mapping[str, Floats], last_year: int) -> str:
    told = []
    for alternative, effect in effects.items():
        total = float(effect.sum())
        more = "mer" if total > 0 else "mindre"
        told.append(f"alternativ {alternative} {about_kroner(abs(total))} {more}")
    return f"Linjediagram. Fram til {last_year} koster {listed(told)} enn alternativ 0."
