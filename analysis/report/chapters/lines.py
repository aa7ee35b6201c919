"""Names written at the right end of lines and bars, moved apart so that none covers another."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from scipy.optimize import isotonic_regression

_LINE_HEIGHT_PT = 11.0


def spread(positions: Sequence[float], gap: float) -> np.ndarray:
    """Move positions as little as possible so that none are closer than ``gap``."""
    wanted = np.asarray(positions, dtype=float)
    order = np.argsort(wanted, kind="stable")
    steps = gap * np.arange(len(wanted))
    moved = np.empty_like(wanted)
    moved[order] = isotonic_regression(wanted[order] - steps).x + steps
    return moved


def end_labels(
    axes: Axes, x: float, ys: Sequence[float], names: Sequence[str], colours: Sequence[str]
) -> None:
    """Write names to the right of (x, y); call it last, when the axes have their limits.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x : float
        Where the lines end, in data.
    ys : sequence of float
    names, colours : sequence of str
    """
    if not len(ys):
        return
    low, high = axes.get_ylim()
    height_pt = axes.get_window_extent().height * 72.0 / axes.figure.dpi
    gap = _LINE_HEIGHT_PT * (high - low) / height_pt
    for y, name, colour in zip(spread(ys, gap), names, colours, strict=True):
        axes.annotate(
            name,
            (x, y),
            xytext=(6, 0),
            textcoords="offset points",
            va="center_baseline",
            color=colour,
            annotation_clip=False,
        )
