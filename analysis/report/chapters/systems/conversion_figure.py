"""The figure of own work with moving systems, year by year, against what can be set aside."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.figure import Figure as MplFigure

from analysis.decision.moving_plans import MovingPlan
from analysis.report.findings import wording
from analysis.report.language import numbers
from analysis.report.language.words import listed
from analysis.report.press import Figure, style
from analysis.report.view import View


def figure(view: View, found: Sequence[MovingPlan], source: str) -> Figure | None:
    """Show the work each year, and what can be set aside; None where no work is known."""
    known = [plan for plan in found if np.isfinite(plan.effort).all()]
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
    limits = _limits(known)
    limit = (
        f" Kan settes av i året: {listed([f'{label} årsverk' for label in limits.values()])}."
        if limits
        else ""
    )
    return Figure(
        _draw(view, known, limits),
        alt=f"Linjer med arbeid til flytting per år. {told}.{limit}",
        title="Arbeid med flytting av systemer, årsverk per år"
        + (". Stiplet: det som kan settes av" if limits else ""),
        source=source,
    )


def _limits(found: Sequence[MovingPlan]) -> dict[float, str]:
    """What can be set aside, and for which alternatives where it is not the same for all."""
    groups: dict[str, list[MovingPlan]] = {}
    for plan in found:
        if np.isfinite(plan.capacity):
            groups.setdefault(numbers.decimal(plan.capacity), []).append(plan)
    if len(groups) == 1 and sum(map(len, groups.values())) == len(found):
        ((amount, plans),) = groups.items()
        return {plans[0].capacity: amount}
    return {
        plans[0].capacity: f"{wording.several([plan.alternative for plan in plans])}: {amount}"
        for amount, plans in groups.items()
    }


def _draw(view: View, found: Sequence[MovingPlan], limits: dict[float, str]) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.6)
    last = max(int(np.flatnonzero(plan.effort > 1e-9)[-1]) for plan in found if plan.effort.any())
    years = np.arange(last + 2)
    order = list(view.evaluation.alternatives)
    for plan in found:
        number = order.index(plan.alternative)
        values = np.append(plan.effort, 0.0)[: len(years)]
        axes.plot(years[: len(values)] + view.first_year, values,
                  color=style.alternative_colour(number), marker=style.alternative_marker(number),
                  label=view.label(plan.alternative))  # fmt: skip
    for capacity in limits:
        axes.axhline(capacity, color=style.INK, linewidth=1.1, linestyle=(0, (4, 3)))
    top = max([*(float(plan.effort.max()) for plan in found), *limits])
    axes.set_ylim(0, top * 1.15 or 1.0)
    axes.set_xlim(view.first_year, view.first_year + len(years) - 1)
    axes.set_xticks([view.first_year + int(year) for year in years])
    style.number_axis(axes.yaxis, numbers.decimal if top < 20 else numbers.whole, steps=5)
    axes.set_ylabel("Årsverk")
    fig.legend(loc="outside upper left", ncols=len(found), handlelength=1.6)
    style.end_labels(axes, view.first_year + len(years) - 1, list(limits),
               [f"kan settes av: {label}" if len(limits) == 1 else label
                for label in limits.values()],
               [style.INK] * len(limits))  # fmt: skip
    return fig
