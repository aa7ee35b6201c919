"""The municipal economy: what each alternative does to the budgets, year by year."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from analysis.decision import thresholds
from analysis.model import Floats
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed
from analysis.report.language.words import listed
from analysis.report.press import Column, Figure, Stack, Table, style
from analysis.report.view import View

_NOTE = "Pluss er en kostnad og minus en besparelse mot alternativ 0."


def budget(view: View) -> Stack:
    """What each alternative costs against alternative 0: in sum, by year, and for what offer."""
    shown = [a.id for a in view.others if wording.shown(view, a.id)]
    return Stack(_outlay(view, shown) if shown else None, _by_year(view), _offers(view, shown))


def _by_year(view: View) -> Table:
    """Running and one-time cost apart, in the years of the økonomiplan and in all."""
    rows = {row: cost for a in view.others for row, cost in _costs(view, a.id).items()}

    def of(year: int) -> Callable[[str], float | None]:
        return lambda row: _of(rows[row], year)

    return Table.of(
        list(rows),
        [
            Column("Alternativ", lambda row: row),
            *(
                Column(str(view.first_year + t), of(t), signed)
                for t in (0, *wording.plan_years(view))
            ),
            Column(f"I alt til {wording.last_year(view)}", lambda row: _of(rows[row]), signed),
        ],
        "Endring i utgifter mot alternativ 0, engangskostnad og løpende utgifter hver for seg, "
        f"1000 kr i {view.dataset.settings.kroneverdi}-kroner uten mva",
        source=view.cost_source,
        note=" ".join(filter(None, [_NOTE, wording.left_out(view), wording.gaps(view)])),
    )


def _costs(view: View, alternative: str) -> dict[str, Floats | None]:
    """An alternative's one-time cost, where it has one, and its running cost, by row."""
    name = view.label(alternative)
    if view.gate(alternative):
        return {name: None}
    once = view.one_time_by_year(alternative)
    running: dict[str, Floats | None] = {f"{name}: løpende": view.budget_effect(alternative) - once}
    if np.all(np.abs(once) < thresholds.ROUNDS_TO_ZERO):
        return running
    return {f"{name}: engangs": once, **running}


def _of(cost: Floats | None, year: int | None = None) -> float | None:
    """The cost in a year, or in all."""
    if cost is None:
        return None
    return float(cost.sum() if year is None else cost[year])


def _offers(view: View, shown: Sequence[str]) -> Table:
    """What each alternative costs at today's service, and for a better offer."""
    return Table.of(
        shown,
        [
            Column("Alternativ", view.label),
            Column("Ved dagens tjenestenivå", lambda a: -view.npv(a, today=True), signed),
            Column("For et bedre tilbud", lambda a: wording.paid_for_better(view, a), signed),
            Column("I alt", lambda a: -view.npv(a), signed),
        ],
        f"Kostnad i dagens verdi over {wording.years(view)} mot alternativ 0, 1000 kr",
        source=view.cost_source,
        note=f"{_NOTE} Et bedre tilbud er nye stillinger, felles vakt og mer levert. "
        f"{wording.gaps(view)}".strip(),
    )


def _outlay(view: View, shown: Sequence[str]) -> Figure:
    """What has been laid out so far, a line an alternative."""
    outlays = {a: np.cumsum(view.budget_effect(a)) for a in shown}
    years = range(view.first_year, wording.last_year(view) + 1)
    fig, axes = style.new_figure(height_cm=6.4)
    for number, alternative in enumerate(view.alternatives):
        if alternative.id in outlays:
            axes.plot(
                years,
                outlays[alternative.id],
                color=style.alternative_colour(number),
                marker=style.alternative_marker(number),
                markersize=4,
            )
    axes.set_ylabel("1000 kr")
    axes.set_xticks(years)
    style.number_axis(axes.yaxis)
    # No farther than the lines: a name stands to the right of the last year.
    axes.plot([years[0], years[-1]], [0.0, 0.0], color=style.INK, linewidth=0.9, zorder=1.5)
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.08 * (high - low), high)
    ends = {a: float(outlay[-1]) for a, outlay in outlays.items()}
    names = [view.label(a) for a in ends]
    style.end_labels(axes, years[-1], list(ends.values()), names, [style.INK] * len(names))
    told = [
        f"alternativ {a} {about_kroner(abs(total))} {'mer' if total > 0 else 'mindre'}"
        for a, total in ends.items()
    ]
    return Figure(
        fig,
        alt=f"Linjediagram. Fram til {years[-1]} koster {listed(told)} enn alternativ 0.",
        title=f"Summen av mer- og mindreutgifter mot alternativ 0, fra {years[0]} til og med "
        "hvert år",
        source=view.cost_source,
    )
