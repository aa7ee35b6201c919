"""Tables drawn as shades, so that the large figures are seen before they are read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, to_rgb
from matplotlib.patches import Rectangle
from matplotlib.typing import ColorType

from analysis.report.press import style

_SHADES = LinearSegmentedColormap.from_list("lyst_til_mørkt", [style.LAND, style.OWN])
# Letters that fit across a page at the size of the headings.
_ROOM_FOR_NAMES = 75


def draw_heat(
    axes: Axes,
    shades: np.ndarray,
    texts: Sequence[Sequence[str]],
    rows: Sequence[str],
    columns: Sequence[str],
) -> None:
    """Draw cells with their figures, first row at the top and headings above.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    shades : ndarray (rows, columns)
        0 is light and 1 dark; NaN is left white.
    texts : sequence of sequence of str
        What each cell says.
    rows, columns : sequence of str
        Headings.
    """
    for y, (line, words) in enumerate(zip(shades, texts, strict=True)):
        for x, (shade, text) in enumerate(zip(line, words, strict=True)):
            face = "white" if np.isnan(shade) else _SHADES(float(shade))
            axes.add_patch(Rectangle((x, y), 1, 1, facecolor=face, edgecolor="white", linewidth=1))
            axes.text(
                x + 0.5, y + 0.5, text, color=_readable(face), ha="center", va="center",
                fontsize=8.4,
            )  # fmt: skip
    axes.set_xlim(0, len(columns))
    axes.set_ylim(len(rows), 0)
    axes.set_xticks(np.arange(len(columns)) + 0.5, list(columns))
    axes.set_yticks(np.arange(len(rows)) + 0.5, list(rows))
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    if sum(len(name) for name in columns) > _ROOM_FOR_NAMES:
        for label in axes.get_xticklabels():
            label.set(rotation=60, ha="left", va="bottom", rotation_mode="anchor")
    axes.spines[:].set_visible(False)


def _readable(face: ColorType) -> str:
    """White or dark ink, whichever stands out most from the cell (WCAG's contrast)."""
    over_white, over_ink = (_contrast(face, ink) for ink in ("white", style.INK))
    return "white" if over_white > over_ink else style.INK


def _contrast(one: ColorType, other: ColorType) -> float:
    dark, light = sorted(_luminance(colour) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: ColorType) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(colour)]
    return float(np.dot(linear, (0.2126, 0.7152, 0.0722)))
