"""What is still run locally, today and later: what felles drift has left to act on."""

from __future__ import annotations

import numpy as np
from matplotlib.figure import Figure as MplFigure

from analysis.report.chapters.systems.contracts import without_list
from analysis.report.language import numbers
from analysis.report.press import Figure, style
from analysis.report.view import View


def local_forecast(view: View) -> Figure | None:
    """What share of the application cost runs locally, and where it is heading as things are.

    Returns
    -------
    Figure or None
        None where nothing runs locally, or a cost is unknown.
    """
    rows = view.rows("applikasjoner")
    cost = rows["årskostnad"].sum(skipna=False)
    local = rows.loc[rows["driftsform"] == "lokal", "årskostnad"].sum()
    if not cost > 0 or not local > 0:
        return None
    today = local / cost
    paths = {name: path * today * 100.0 for name, path in view.staying_local.items()}
    ours = paths[view.scenario]
    years = np.arange(len(ours)) + view.first_year
    start, end = numbers.whole(ours[0]), numbers.whole(ours[-1])
    span = f"fra {start} prosent i {years[0]} til {end} prosent i {years[-1]}"
    finding = f"Lokal drift kan gå {span} om alt fortsetter som i dag"
    ends = sorted(path[-1] for path in paths.values())
    return Figure(
        _draw(ours, np.array(list(paths.values())), years),
        alt=f"Linje. Andelen av fagsystemkostnaden som driftes lokalt, går {span}. "
        f"Spennet i {years[-1]} er {numbers.whole(ends[0])}–{numbers.whole(ends[-1])} prosent.",
        title=f"{finding}.{without_list(view)}".rstrip("."),
        source=view.cite(rows["source"], "forutsetning:avgang_lokal_drift"),
    )


def _draw(ours: np.ndarray, paths: np.ndarray, years: np.ndarray) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.0)
    low, high = paths.min(axis=0), paths.max(axis=0)
    axes.fill_between(years, low, high, color=style.LAND)
    for path in (low, high):
        axes.plot(years, path, color=style.OTHERS, linewidth=1.0)
    axes.plot(years, ours, color=style.OWN, linewidth=2.2)
    axes.set_ylim(0, high.max() * 1.12)
    axes.set_xlim(years[0], years[-1] + 0.08 * max(1, len(years)))
    ticks = years[:: max(1, len(years) // 6)]
    axes.set_xticks(ticks, [str(year) for year in ticks])
    style.number_axis(axes.yaxis, steps=4)
    axes.set_ylabel("Prosent av kostnaden")
    ends = [low[-1], ours[-1], high[-1]]
    names = [f"{numbers.whole(end)} %" for end in ends]
    style.end_labels(axes, years[-1], ends, names, [style.MUTED, style.OWN, style.MUTED])
    return fig
