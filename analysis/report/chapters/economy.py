"""The municipal economy: what each alternative does to the budgets, year by year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analysis.decision import thresholds
from analysis.model import Floats
from analysis.report.chapters.causes import key_effect, why, why_first
from analysis.report.chapters.null_forecast import forecast
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Figure, Heading, Stack, Table, Text, style
from analysis.report.result_sources import result_sources
from analysis.report.view import View

__all__ = ["budget", "forecast", "key_effect", "why", "why_first"]


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
        Text(_about(view)),
    )


def _leaders(view: View, effects: Mapping[str, Floats]) -> str:
    """What the alternatives that may be first cost, and when."""
    leaders = view.leading_others
    told = [wording.cost_and_when(view, a) for a in leaders if a in effects]
    unknown = listed([view.phrase(a) for a in leaders if a not in effects])
    if unknown:
        told.append(
            f"Kostnaden ved {unknown} kan ikke regnes ut før tall fra {view.md_name} er på plass."
        )
    return "\n\n".join(told) or "Å fortsette som i dag gir ingen endring i budsjettet."


def _sources(view: View) -> str:
    return view.cite(*(result_sources(view.dataset, a, view.code) for a in view.others))


def _last_year(view: View) -> int:
    return view.first_year + view.dataset.settings.analyseperiode


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
    rows = {a.id: [view.label(a.id), *_cells(view, a.id, plan)] for a in view.others}
    columns = [*(str(view.first_year + t) for t in plan), f"I alt til {_last_year(view)}"]
    frame = pd.DataFrame.from_dict(
        rows, orient="index", columns=["Alternativ", *columns], dtype=object
    )
    leaders = view.conclusion.leaders
    note = f"Pluss er høyere utgifter. Tallene er fra {wording.calculation(view.scenario)}."
    return Table(
        frame,
        "Endring i utgifter mot alternativ 0, 1000 kr i "
        f"{view.dataset.settings.kroneverdi}-kroner uten mva",
        formats=dict.fromkeys(columns, signed),
        source=_sources(view),
        note=" ".join(filter(None, [note, wording.left_out(view), wording.gaps(view)])),
        highlight=leaders[0] if len(leaders) == 1 and leaders[0] in frame.index else None,
    )


def _cells(view: View, alternative: str, plan: list[int]) -> list[float | None]:
    if view.gate(alternative):
        return [None] * (len(plan) + 1)
    effect = view.budget_effect(alternative)
    return [*(float(effect[t]) for t in plan), float(effect.sum())]


def _about(view: View) -> str:
    """How the table is to be read beside the net present values."""
    text = (
        "Tabellen er ment for budsjett og økonomiplan: den viser når pengene må ut, uten renter "
        "og uten skattefinansieringskostnad."
    )
    better = wording.with_better_offer(view)
    if not better:
        return text
    told = listed(
        [f"{about_kroner(abs(view.npv(a)))} i alternativ {a}, {_today(view, a)}" for a in better]
    )
    return (
        f"{text} Noe av utgiftene betaler for et bedre tilbud enn i dag: nye stillinger, felles "
        f"vakt og mer levert. I dagens verdi er netto kostnad {told}."
    )


def _today(view: View, alternative: str) -> str:
    worth = view.npv(alternative, today=True)
    if worth >= 0:
        return f"og en innsparing på {about_kroner(worth)} ved dagens tjenestenivå"
    return f"og {about_kroner(-worth)} ved dagens tjenestenivå"


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
        source=wording.same_sources(view),
    )


def _alt(view: View, effects: Mapping[str, Floats], last_year: int) -> str:
    told = []
    for alternative, effect in effects.items():
        total = float(effect.sum())
        more = "mer" if total > 0 else "mindre"
        told.append(f"alternativ {alternative} {about_kroner(abs(total))} {more}")
    return f"Linjediagram. Fram til {last_year} koster {listed(told)} enn alternativ 0."
