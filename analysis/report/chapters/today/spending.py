"""What the money goes to: IKT cost by cost group, beside the others."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.dataset.tables import COST_GROUPS
from analysis.model import latest_rows
from analysis.report.language import numbers
from analysis.report.language.words import capital, listed
from analysis.report.press import Figure, Heading, Stack, Text, escape, style
from analysis.report.view import View

GROUP_NAMES = {
    "lønn": "lønn",
    "lisens": "lisenser",
    "drift": "drift",
    "konsulent": "konsulenter",
    "utstyr": "utstyr",
}
# Neighbours in a bar differ in lightness, so that they part in grey too.
_SEGMENTS = ("#12355b", "#8fb3dc", "#33618f", "#d7e3f0", "#5f8fc4")
_DARK = ("#12355b", "#33618f", "#5f8fc4")


def cost_sources(view: View) -> list[pd.Series]:
    """Sources of the municipalities and of the latest budget year of each."""
    rows = [latest_rows(view.dataset.budget, code)["source"] for code in view.codes]
    return [view.dataset.municipalities["source"], *rows]


def budget_years(view: View) -> str:
    """Return a sentence on which costs are older than the others'; empty where none are."""
    years = view.dataset.budget.groupby("kommunenummer")["år"].max()
    older = years[years < years.max()]
    told = [
        f"{escape(view.names[code])} ({older[code]:.0f})" for code in view.codes if code in older
    ]
    if not told:
        return ""
    return (
        f"Tallene fra {listed(told)} er eldre enn de andres, som er fra {years.max():.0f}. "
        "Prisstigningen er regnet med, men ikke det som ellers er endret siden."
    )


def cost_groups(view: View) -> Stack:
    """What the money goes to, in kroner per inhabitant, beside the others."""
    people = view.dataset.municipalities["innbyggere"].astype(float)
    costs = (view.latest_costs * 1000.0).div(people, axis=0)
    if costs.isna().to_numpy().all():
        return Stack(
            Heading("Hva IKT-pengene går til", 2),
            Text("Ingen av kommunene har oppgitt beløp i budsjettet."),
        )
    return Stack(Heading(_finding(costs), 2), _bars(view, costs))


def _finding(costs: pd.DataFrame) -> str:
    largest = {str(row.idxmax()) for _, row in costs.iterrows() if row.max() > 0}
    if len(largest) != 1:
        return "Hva IKT-pengene går til"
    return (
        f"{capital(GROUP_NAMES[largest.pop()])} er den største kjente IKT-kostnaden i hver kommune"
    )


def _bars(view: View, costs: pd.DataFrame) -> Figure:
    shown = costs.iloc[::-1]
    fig, axes = style.new_figure(height_cm=2.0 + 0.72 * len(shown))
    left = np.zeros(len(shown))
    for group, colour in zip(COST_GROUPS, _SEGMENTS, strict=True):
        values = shown[group].fillna(0.0).to_numpy()
        name = capital(GROUP_NAMES[group])
        axes.barh(range(len(shown)), values, left=left, color=colour, height=0.7, label=name)
        _label_segments(axes, values, left, "white" if colour in _DARK else style.INK)
        left = left + values
    for row, (_, own) in enumerate(shown.iterrows()):
        lacking = [GROUP_NAMES[str(group)] for group in own.index[own.isna()]]
        if lacking:
            style.direct_label(axes, left[row], row, f"{listed(lacking)} mangler")
    axes.set_yticks(range(len(shown)), [view.names[str(code)] for code in shown.index])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, max(left.max(), 1.0) * 1.18)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    fig.legend(loc="outside upper left", ncols=len(COST_GROUPS), handlelength=1.2)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return Figure(
        fig,
        alt=f"Stablede søyler. {_finding(costs)}.",
        title="IKT-kostnad etter hva pengene går til, kroner per innbygger",
        source=view.cite(*cost_sources(view)),
    )


def _label_segments(axes: Axes, values: np.ndarray, left: np.ndarray, colour: str) -> None:
    """Write amounts inside the segments that have room for them."""
    room = 0.06 * max((left + values).max(), 1.0)
    for row, value in enumerate(values):
        if value > room:
            axes.text(
                left[row] + value / 2, row, numbers.whole(value),
                color=colour, ha="center", va="center", fontsize=8.6,
            )  # fmt: skip
