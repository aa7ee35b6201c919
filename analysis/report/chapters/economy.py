"""The municipal economy: what each alternative does to the budgets, year by year."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.model.region import Floats
from analysis.report import style, wording
from analysis.report.chapters.causes import key_effect, why, why_first
from analysis.report.chapters.lines import end_labels
from analysis.report.chapters.null_forecast import forecast
from analysis.report.chapters.words import capital, listed
from analysis.report.elements import Element, Figure, Heading, Stack, Table, Text
from analysis.report.numbers import about_kroner, signed
from analysis.report.result_sources import result_sources
from analysis.report.view import View

__all__ = ["budget", "forecast", "key_effect", "why", "why_first"]


def budget(view: View) -> Stack:
    """Budget effect of each alternative against alternative 0, year by year."""
    effects: dict[str, Floats] = {
        a.id: view.budget_effect(a.id)
        for a in view.alternatives
        if a.id != "0" and wording.shown(view, a.id)
    }
    return Stack(
        Heading(_finding(view, effects), 1),
        _figure(view, effects),
        Text(_leaders(view, effects)),
        _table(view),
        Text(_about(view)),
    )


def _leaders(view: View, effects: Mapping[str, Floats]) -> str:
    """What the alternatives that may be first cost, and when."""
    leaders = [a for a in view.conclusion.leaders if a != "0"]
    told = [wording.cost_and_when(view, a) for a in leaders if a in effects]
    unknown = listed([view.phrase(a) for a in leaders if a not in effects])
    if unknown:
        told.append(
            f"Kostnaden ved {unknown} kan ikke regnes ut før tall fra {view.md_name} er på plass."
        )
    return "\n\n".join(told) or "Å fortsette som i dag gir ingen endring i budsjettet."


def _sources(view: View) -> str:
    chosen = (a for a in view.alternatives if a.id != "0")
    return view.cite(*(result_sources(view.dataset, a, view.code) for a in chosen))


def _last_year(view: View) -> int:
    return view.first_year + view.dataset.settings.analyseperiode


def _finding(view: View, effects: Mapping[str, Floats]) -> str:
    """Which alternatives cost less than alternative 0 through the years of the økonomiplan."""
    if not effects:
        return f"Ingen av alternativene kan regnes ut for {view.name}"
    last = wording.plan_years(view)[-1]
    limit = wording.small(view) * last
    sums = {a: float(effect[: last + 1].sum()) for a, effect in effects.items()}
    cheaper = [a for a, amount in sums.items() if amount <= -limit]
    known = "" if len(sums) == len(view.alternatives) - 1 else " som kan regnes ut,"
    every = f"Alle de andre alternativene{known}"
    if cheaper and len(cheaper) < len(sums):
        only = "bare " if len(cheaper) == 1 else ""
        finding = f"{capital(only + wording.several(cheaper))} gir lavere"
    elif cheaper:
        finding = f"{every} gir lavere"
    elif min(sums.values()) >= limit:
        finding = f"{every} gir høyere"
    else:
        finding = f"Ingen av alternativene{known} gir lavere"
    return f"{finding} utgifter enn alternativ 0 fram til {view.first_year + last}"


def _table(view: View) -> Table:
    plan = [0, *wording.plan_years(view)]
    rows = {
        a.id: [view.label(a.id), *_cells(view, a.id, plan)]
        for a in view.alternatives
        if a.id != "0"
    }
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
    with_volume = [
        a.id for a in view.alternatives if np.any(view.result(a.id).outcome.components["volum"])
    ]
    if not with_volume:
        return text
    return (
        f"{text} I {wording.several(with_volume)} er det tatt med at et felles miljø etter hvert "
        "leverer mer enn hver kommune gjør i dag. Det velger kommunene selv, og derfor er det "
        "holdt utenfor i nåverdien."
    )


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
    style.zero_line(axes)
    end_labels(axes, years[-1], ends, names, [style.INK] * len(names))
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
