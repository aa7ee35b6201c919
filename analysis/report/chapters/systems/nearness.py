"""The picture of how near convergence is: same system, same type, nothing in common."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as MplFigure

from analysis.model.systems.overlap import FAR, NEAR, NEARNESS, POSSIBLE
from analysis.report.language import numbers
from analysis.report.language.words import capital, counted, listed, per_cent
from analysis.report.press import Figure, style
from analysis.report.view import View

_NAMES = {NEAR: "Samme system", POSSIBLE: "Ulike systemer, samme type", FAR: "Ingen felles"}
_COLOURS = {NEAR: style.OWN, POSSIBLE: style.OTHERS, FAR: style.LAND}
# A part of a bar narrower than this has no room for its figure.
_ROOM = 0.06


def nearness_figure(view: View, areas: pd.DataFrame) -> Figure | None:
    """Show for each fagområde what share of the cost lies near, possible and far.

    Parameters
    ----------
    view : View
    areas : DataFrame
        As `analysis.model.systems.overlap.by_area` gives it.

    Returns
    -------
    Figure or None
        None where no cost is known.
    """
    known = areas[areas["kostnad"] > 0]
    if known.empty:
        return None
    ordered = known.sort_values([NEAR, POSSIBLE], ascending=False, kind="stable")
    told = listed([f"{area} {per_cent(float(row[NEAR]))}" for area, row in ordered.iterrows()])
    unknown = int(areas["ukjent_kostnad"].sum())
    left_out = (
        f" {capital(counted(unknown, 'system', 'systemer', 'n'))} uten kjent kostnad er ikke med."
        if unknown
        else ""
    )
    return Figure(
        _draw(ordered),
        alt="Liggende søyler, én for hvert fagområde, delt i tre: samme system som en annen "
        "kommune, ulike systemer av samme type, og ingen felles. Andelen i samme system er for "
        f"{told}.{left_out}",
        title=f"Hvor nær felles systemer kommunene er, andel av kostnaden.{left_out}".rstrip("."),
        source=view.cite(view.dataset.applications["source"]),
    )


def _draw(areas: pd.DataFrame) -> MplFigure:
    fig, axes = style.new_figure(height_cm=1.6 + 0.55 * len(areas))
    places = np.arange(len(areas))
    left = np.zeros(len(areas))
    for name in NEARNESS:
        values = areas[name].to_numpy(float)
        axes.barh(
            places, values, left=left, height=0.72, color=_COLOURS[name], edgecolor=style.MUTED,
            linewidth=0.5, label=_NAMES[name],
        )  # fmt: skip
        for place, start, value in zip(places, left, values, strict=True):
            if value >= _ROOM:
                axes.text(
                    start + value / 2, place, numbers.percent(value), ha="center", va="center",
                    color="white" if name == NEAR else style.INK, fontsize=8.4,
                )  # fmt: skip
        left = left + values
    cost = [
        f"{capital(str(area))} ({numbers.decimal(row['kostnad'] / 1000.0)} mill. kr)"
        for area, row in areas.iterrows()
    ]
    axes.set_yticks(places, cost)
    axes.set_ylim(len(areas) - 0.5, -0.5)
    axes.set_xlim(0, 1)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)
    axes.spines[:].set_visible(False)
    fig.legend(loc="outside upper left", ncols=len(NEARNESS), handlelength=1.2)
    return fig
