"""The figure of own work with moving systems, year by year."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure as MplFigure

from analysis.decision.moving_plans import MovingPlan
from analysis.report.language import numbers
from analysis.report.language.words import listed
from analysis.report.press import Figure, style
from analysis.report.view import View


def work_figure(view: View, source: str) -> Figure | None:
    """Show the work each year in each alternative; None where no work is known."""
    known = [plan for plan in view.moving_plans if np.isfinite(plan.effort).all()]
    if not known:
        return None
    told = listed(
        [
            f"{view.label(plan.alternative)} på det meste "
            f"{numbers.decimal(plan.effort.max())} årsverk i "
            f"{view.first_year + int(plan.effort.argmax())}"
            for plan in known
        ]
    )
    return Figure(
        _draw(view, known),
        alt=f"Linjer med arbeid til flytting per år. {told}.",
        title="Arbeid med flytting av systemer, årsverk per år",
        source=source,
    )


def _draw(view: View, found: Sequence[MovingPlan]) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.6)
    last = max(int(np.flatnonzero(plan.effort > 1e-9)[-1]) for plan in found if plan.effort.any())
    years = view.first_year + np.arange(len(found[0].effort))
    order = list(view.evaluation.alternatives)
    for plan in found:
        number = order.index(plan.alternative)
        axes.plot(
            years,
            plan.effort,
            color=style.alternative_colour(number),
            marker=style.alternative_marker(number),
            label=view.label(plan.alternative),
        )
    top = max(float(plan.effort.max()) for plan in found)
    axes.set_ylim(0, top * 1.15 or 1.0)
    axes.set_xlim(years[0], min(years[0] + last + 1, years[-1]))
    axes.set_xticks(years[: last + 2])
    style.number_axis(axes.yaxis, numbers.decimal if top < 20 else numbers.whole, steps=5)
    axes.set_ylabel("Årsverk")
    fig.legend(loc="outside upper left", ncols=len(found), handlelength=1.6)
    return fig
