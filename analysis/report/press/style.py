"""How figures look: type, size and colours that survive grey print and colour blindness.

Importing this module registers the fonts and sets matplotlib's defaults, so that figures
drawn later carry them. Nothing here uses pyplot, and no window is ever opened.
"""

from __future__ import annotations

import dataclasses
import io
import logging
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from cycler import cycler
from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.patheffects import withStroke
from matplotlib.text import Annotation, Text
from matplotlib.ticker import Formatter, FuncFormatter, MaxNLocator, ScalarFormatter
from matplotlib.transforms import Bbox

from analysis.report.language.numbers import whole

FONT_FOLDER = Path(__file__).with_name("fonts")
FONT_FAMILY = "Source Sans 3"
CM_PER_INCH = 2.54
# As in template.typ: what a page has room for.
FULL_WIDTH_CM = 16.4
SMALLEST_PT = 8.0
_SCREEN_DPI = 144

INK = "#1c2530"
MUTED = "#4d5a68"
GRID = "#d5dbe2"
OWN = "#12355b"
OTHERS = "#b4c0cd"
LAND = "#eef1f4"

# Seven steps of lightness, dark to light, with hues far apart: in grey they are seven greys.
_ALTERNATIVES = ("#10141c", "#5a1a4f", "#1f4b8e", "#a8382b", "#1b8577", "#b98a1e", "#8fb3dc")
_LINE_HEIGHT_PT = 11.0
_MARKERS = ("o", "s", "^", "D", "v", "P", "X")


def alternative_colour(index: int) -> str:
    """Colour of the alternative with this place in the list, the same in every figure.

    Parameters
    ----------
    index : int
        0–6; more start over.
    """
    return _ALTERNATIVES[index % len(_ALTERNATIVES)]


def alternative_marker(index: int) -> str:
    """Marker of the alternative with this place in the list, so that shape tells too."""
    return _MARKERS[index % len(_MARKERS)]


def municipality_colours(codes: Sequence[str], own: str = "") -> list[str]:
    """Colours for municipalities in order: our own dark, the others light."""
    return [OWN if code == own else OTHERS for code in codes]


def shades() -> LinearSegmentedColormap:
    """From white for nothing to our own dark colour for all."""
    return LinearSegmentedColormap.from_list("own", ["#ffffff", "#c3d0dd", OWN])


def new_figure(
    height_cm: float = 7.0, width: str = "100%", columns: int = 1, **options: Any
) -> tuple[Figure, Any]:
    """Make a figure at the size it is printed.

    Parameters
    ----------
    height_cm : float
    width : str
        Share of the page's full width; give `Figure` the same.
    columns : int
        Panels side by side.
    **options
        To ``Figure.subplots``, for example ``sharey=True``.

    Returns
    -------
    figure, axes
        One Axes, or an array of them when there are several columns.
    """
    width_cm = FULL_WIDTH_CM * float(width.rstrip("%")) / 100
    size = (width_cm / CM_PER_INCH, height_cm / CM_PER_INCH)
    figure = _OnScreen(figsize=size, layout="constrained")
    FigureCanvasAgg(figure)
    return figure, figure.subplots(1, columns, **options)


class _OnScreen(Figure):
    """A figure that a notebook shows when somebody takes it out of its element."""

    def _repr_png_(self) -> bytes:
        drawn = io.BytesIO()
        self.savefig(drawn, format="png", dpi=_SCREEN_DPI)
        return drawn.getvalue()


def number_axis(axis: Axis, form: Callable[[float], str] = whole, steps: int = 6) -> None:
    """Write an axis' numbers the Norwegian way, with at most so many steps."""
    axis.set_major_locator(MaxNLocator(steps, steps=[1, 2, 2.5, 5, 10]))
    axis.set_major_formatter(FuncFormatter(lambda value, _: form(value)))


def printable(text: str) -> str:
    """Text that the figures' fonts can show: control characters are spaces, unknown signs □."""
    return text.replace("\r\n", "\n").translate({ord(sign): _printable(sign) for sign in set(text)})


def make_printable(figure: Figure) -> None:
    """Make every text of a figure printable, those along the axes as well."""
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            form = axis.get_major_formatter()
            if not isinstance(form, (ScalarFormatter, _PrintableTicks)):
                axis.set_major_formatter(_PrintableTicks(form))
    for text in figure.findobj(Text):
        assert isinstance(text, Text)
        text.set_text(printable(text.get_text()))


class _PrintableTicks(Formatter):
    def __init__(self, inner: Formatter) -> None:
        self.inner = inner

    def __call__(self, x: float, pos: int | None = None) -> str:
        return printable(self.inner(x, pos))

    def format_ticks(self, values: Any) -> list[str]:
        return [printable(text) for text in self.inner.format_ticks(values)]

    def get_offset(self) -> str:
        return printable(self.inner.get_offset())


@lru_cache(maxsize=4096)
def _printable(character: str) -> str:
    if character == "\n" or character in _glyphs():
        return character
    category = unicodedata.category(character)
    if category == "Cc" or category.startswith("Z"):
        return " "
    return "" if category in ("Cf", "Mn") else "\u25a1"


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[str]:
    paths = [font_manager.findfont(family) for family in (FONT_FAMILY, "DejaVu Sans")]
    codes = {code for path in paths for code in FT2Font(path).get_charmap()}
    return frozenset(chr(code) for code in codes if unicodedata.category(chr(code)) != "Cc")


def zero_line(axes: Axes) -> None:
    """Mark zero where the axis across passes it."""
    axes.axvline(0, color=INK, linewidth=0.9, zorder=1.5)


def direct_label(
    axes: Axes,
    x: float,
    y: float,
    text: str,
    *,
    side: str = "right",
    gap: float = 5,
    **options: Any,
) -> Annotation:
    """Write a name beside what it names, in place of a legend.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : float
        The point, in data.
    text : str
    side : str
        right, left, above or below, or a corner: «above right».
    gap : float
        Distance in points.
    **options
        To ``Axes.annotate``, for example ``color``.
    """
    offset, place = _SIDES[side]
    return axes.annotate(
        printable(text),
        (x, y),
        xytext=(offset[0] * gap, offset[1] * gap),
        textcoords="offset points",
        ha=place[0],
        va=place[1],
        **{"annotation_clip": False, "path_effects": _HALO, **options},
    )


def label_points(
    axes: Axes, xs: Sequence[float], ys: Sequence[float], names: Sequence[str], **options: Any
) -> list[Annotation]:
    """Write names at points so that none covers a point or another name where it can be helped.

    Call it last, when the axes have their limits; each name takes the first free place: a side,
    then a corner, and then farther away. Where none is free, it rather crosses a line than a name.
    """
    figure = axes.get_figure(root=True)
    assert figure is not None
    make_printable(figure)
    figure.draw_without_rendering()
    reach = 4 * figure.dpi / 72
    spots = [axes.transData.transform((x, y)) for x, y in zip(xs, ys, strict=True)]
    taken = [Bbox.from_extents(x - reach, y - reach, x + reach, y + reach) for x, y in spots]
    straight = [line for line in axes.lines if np.size(line.get_xdata()) == 2]
    upright = [line.get_window_extent() for line in straight]
    upright = [box for box in upright if min(box.width, box.height) < 1]
    inside = axes.get_window_extent()
    labels = []
    for number, (x, y, name) in enumerate(zip(xs, ys, names, strict=True)):
        busy = [*((box, _WORST) for n, box in enumerate(taken) if n != number)]
        busy += [(box, 1.0) for box in upright]
        label = _first_free(axes, x, y, name, busy, inside, options)
        taken.append(label.get_window_extent())
        labels.append(label)
    return labels


def _first_free(
    axes: Axes,
    x: float,
    y: float,
    name: str,
    busy: Sequence[tuple[Bbox, float]],
    inside: Bbox,
    options: dict[str, Any],
) -> Annotation:
    tried: list[tuple[float, Annotation]] = []
    for gap, (side, (offset, _)) in product(_GAPS, _SIDES.items()):
        label = direct_label(axes, x, y, name, side=side, gap=gap, **options)
        extent = label.get_window_extent()
        outside = not (inside.contains(*extent.min) and inside.contains(*extent.max))
        cost = sum(worth for box, worth in busy if extent.overlaps(box)) + _WORST * outside
        if cost == 0 and gap == _GAPS[0] and 0 in offset:
            tried.append((-1.0, label))
            break
        tried.append((cost + _CORNER * (0 not in offset) + _AWAY * (gap > _GAPS[0]), label))
    best = min(tried, key=lambda pair: pair[0])[1]
    for _, label in tried:
        if label is not best:
            label.remove()
    return best


def spread(positions: Sequence[float], gap: float) -> np.ndarray:
    """Move positions as little as possible so that none are closer than ``gap``."""
    from scipy.optimize import isotonic_regression  # few figures need to wait for it

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


_HALO = [withStroke(linewidth=2.2, foreground="white")]

_SIDES = {
    "right": ((1, 0), ("left", "center_baseline")),
    "left": ((-1, 0), ("right", "center_baseline")),
    "above": ((0, 1), ("center", "bottom")),
    "below": ((0, -1), ("center", "top")),
    "above right": ((0.7, 0.7), ("left", "bottom")),
    "below right": ((0.7, -0.7), ("left", "top")),
    "above left": ((-0.7, 0.7), ("right", "bottom")),
    "below left": ((-0.7, -0.7), ("right", "top")),
}
# How far from its point a name may stand, in points, and what it costs to cross a name or a
# point, to stand at a corner, and to stand away, against crossing a line.
_GAPS = (7, 16)
_WORST, _CORNER, _AWAY = 3.0, 1.2, 1.6

_DEFAULTS: dict[str, Any] = {
    "font.family": [FONT_FAMILY, "DejaVu Sans"],
    "font.size": 9,
    "axes.labelsize": 9,
    "axes.titlesize": 9.5,
    "axes.titleweight": "semibold",
    "axes.titlelocation": "left",
    "xtick.labelsize": 8.6,
    "ytick.labelsize": 8.6,
    "legend.fontsize": 8.6,
    "legend.frameon": False,
    "text.color": INK,
    # A dollar sign in a name is a dollar sign.
    "text.parse_math": False,
    "axes.labelcolor": INK,
    "axes.edgecolor": MUTED,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "grid.color": GRID,
    "grid.linewidth": 0.5,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.major.size": 2.5,
    "ytick.major.size": 2.5,
    "lines.linewidth": 1.6,
    "lines.markersize": 6,
    "patch.linewidth": 0.6,
    "hatch.linewidth": 0.5,
    "timezone": "UTC",
    "svg.fonttype": "path",
    "svg.hashsalt": "ikt",
    "axes.prop_cycle": cycler(color=list(_ALTERNATIVES)),
}


def _register_fonts() -> None:
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    for place, path in enumerate(sorted(FONT_FOLDER.glob("*.ttf"))):
        if str(path) in known:
            continue
        font_manager.fontManager.addfont(str(path))
        # The semibold cuts carry a family name of their own; one family, several weights. Ours
        # come before fonts of the same name that the machine has, and in order: matplotlib takes
        # the first of two it cannot tell apart.
        entry = font_manager.fontManager.ttflist.pop()
        font_manager.fontManager.ttflist.insert(place, dataclasses.replace(entry, name=FONT_FAMILY))


def apply() -> None:
    """Register the fonts and set matplotlib's defaults; safe to call again.

    The user's own settings (`matplotlibrc`) count for nothing: same inputs, same bytes.
    """
    _register_fonts()
    mpl.rcdefaults()
    # Told once in a process, of a weight DejaVu lacks, it would stand in whichever notebook as run
    # came first.
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)
    mpl.rcParams.update(_DEFAULTS)  # type: ignore[arg-type]


apply()
