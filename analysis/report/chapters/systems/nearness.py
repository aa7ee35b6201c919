"""The picture of how near convergence is: same system, same type, nothing in common."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as MplFigure

from analysis.model.systems.overlap import FAR, NEAR, POSSIBLE
from analysis.report.language import numbers
from analysis.report.language.words import capital, listed, per_cent
from analysis.report.press import Figure, style
from analysis.report.view import View

_PARTS = {
    NEAR: ("Samme system", style.OWN, "white"),
    POSSIBLE: ("Ulike systemer, samme type", style.OTHERS, style.INK),
    FAR: ("Ingen felles", style.LAND, style.INK),
}
# A part of a bar narrower than this has no room for its figure.
_ROOM = 0.06


def nearness_figure(view: View) -> Figure | None:
    """Show what share of each fagområde's cost is near, possible and far; None where not known."""
    areas = view.systems.areas
    areas = areas[areas["kostnad"] > 0]
    if areas.empty:
        return None
    areas = areas.sort_values([NEAR, POSSIBLE], ascending=False, kind="stable")
    told = listed([f"{area} {per_cent(float(share))}" for area, share in areas[NEAR].items()])
    return Figure(
        _draw(areas),
        alt="Liggende søyler, én for hvert fagområde, delt i tre: samme system som en annen "
        "kommune, ulike systemer av samme type, og ingen felles. Andelen i samme system er for "
        f"{told}.",
        title="Hvor nær felles systemer kommunene er, andel av kjent kostnad",
        source=view.cite(view.dataset.applications["source"]),
    )


def _draw(areas: pd.DataFrame) -> MplFigure:
    fig, axes = style.new_figure(height_cm=1.6 + 0.55 * len(areas))
    places = np.arange(len(areas))
    left = np.zeros(len(areas))
    for part, (name, colour, ink) in _PARTS.items():
        values = areas[part].to_numpy(float)
        bars = axes.barh(
            places, values, 0.72, left, color=colour, edgecolor=style.MUTED, label=name
        )
        texts = [numbers.percent(value) if value >= _ROOM else "" for value in values]
        axes.bar_label(bars, texts, label_type="center", color=ink, fontsize=8.4)
        left = left + values
    costs = [
        f"{capital(str(area))} ({numbers.decimal(cost / 1000.0)} mill. kr)"
        for area, cost in areas["kostnad"].items()
    ]
    axes.set_yticks(places, costs)
    axes.set_ylim(len(areas) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    fig.legend(loc="outside upper left", ncols=len(_PARTS), handlelength=1.2)
    return fig
