"""What each assumption alone does to the lead of the first over the second."""

from __future__ import annotations

import math
import textwrap

import numpy as np
from matplotlib.axes import Axes

from analysis.report.chapters import value_of_knowing
from analysis.report.findings import missing, wording
from analysis.report.language import plain
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Element, Figure, Heading, Text, escape, style
from analysis.report.view import View

_BARS, _BARS_JOINT = 4, 6
# A change in the lead under a tenth of a point is not drawn.
_SMALLEST = 0.1
# The axis reaches this many points at least, so that a small change looks small.
_SHORTEST_AXIS = 1.0
# Room for the numbers at the ends of the bars, in parts of the axis.
_ROOM = 0.14
_STEPS = 6


def section(view: View) -> list[Element]:
    """What is worth finding out, the tornado, and what nobody has put a figure on."""
    if len(view.conclusion.shares) < 2:
        return []
    return [
        *value_of_knowing.to_find_out(view),
        *tornado(view),
        *value_of_knowing.unknown_effects(view),
    ]


def tornado(view: View) -> list[Element]:
    """Finding, figure and what the figure leaves out; nothing where it would rest on a guess."""
    if view.conclusion.on_missing:
        lacks = missing.deciding(view) or "det som mangler"
        return [
            Text(
                f"Hva hver forutsetning gjør med rekkefølgen, er ikke vist før {lacks} er på plass."
            )
        ]
    turning = _turning(view)
    shown = _shown(view, turning)
    if not shown:
        return []
    return [
        Heading(_finding(view, turning, shown), 2),
        _figure(view, shown),
        *_left_out(view, shown),
    ]


def _turning(view: View) -> list[int]:
    """The assumptions that take the first place alone, inside their interval."""
    found = view.robustness
    low, _, high = found.ends.T
    values = found.break_evens[view.r]
    return [int(n) for n in np.flatnonzero((values >= low) & (values <= high))]


def _shown(view: View, turning: list[int]) -> list[int]:
    """Those that move the lead most, most first; what turns it is drawn however little it moves."""
    widest = np.abs(np.nan_to_num(view.robustness.tornado[view.r])).max(axis=1)
    order = [int(n) for n in np.argsort(-widest, kind="stable")]
    chosen = [n for n in order if widest[n] >= _SMALLEST or n in turning]
    return chosen[: _BARS_JOINT if view.joint else _BARS]


def _finding(view: View, turning: list[int], shown: list[int]) -> str:
    if not turning:
        return "Ingen forutsetning snur rekkefølgen innenfor spennet sitt"
    drawn = sum(n in shown for n in turning)
    if len(turning) == 1:
        hidden = "" if drawn else ", og er ikke vist"
        return f"Bare «{_name(view, turning[0])}» kan snu rekkefølgen alene{hidden}"
    told = f"{capital(count(len(turning)))} forutsetninger kan snu rekkefølgen hver for seg"
    return (
        told if drawn == len(turning) else f"{told}; {count(drawn) if drawn else 'ingen'} er vist"
    )


def _name(view: View, n: int) -> str:
    return view.dataset.shared.assumptions[view.robustness.assumptions[n]].navn


def _left_out(view: View, shown: list[int]) -> list[Text]:
    """Say so where the nearest that turns it is not seen, since it brings forward another."""
    nearest = view.conclusion.assumption
    second = view.robustness.alternatives[view.robustness.leaders[view.r, 1]]
    names = [view.robustness.assumptions[n] for n in shown]
    if nearest is None or nearest.taker == second or nearest.name in names:
        return []
    name = escape(view.dataset.shared.assumptions[nearest.name].navn)
    return [
        Text(
            f"Figuren måler avstanden til {wording.several([second])}, som er nummer to. «{name}» "
            f"fører {wording.several([nearest.taker])} fram, og er derfor ikke blant dem."
        )
    ]


def _figure(view: View, shown: list[int]) -> Figure:
    found, r = view.robustness, view.r
    change = np.nan_to_num(found.tornado[r])
    margin = float(found.margin[r])
    second = found.alternatives[found.leaders[r, 1]]
    names = [_name(view, n) for n in shown]
    fig, axes = style.new_figure(height_cm=1.5 + 0.78 * len(shown))
    _bars(view, axes, shown)
    axes.set_yticks(
        np.arange(len(shown))[::-1],
        [textwrap.fill(name, 36, break_on_hyphens=False) for name in names],
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    style.zero_line(axes, vertical=True)
    low, high, lost = reach(change[shown], margin)
    axes.set_xlim(low, high)
    if lost:
        # White between the dashes, so that it is seen on a dark bar too.
        dashes = (0, (4, 3))
        axes.axvline(-margin, color=style.ACCENT, linewidth=1.4, linestyle=dashes, gapcolor="white")
    style.number_axis(axes.xaxis, signed, _STEPS)
    digits = decimals(axes.xaxis.get_major_locator().tick_values(low, high))
    style.number_axis(axes.xaxis, lambda value: signed(value, digits), _STEPS)
    where = " (borte ved den stiplede linjen)" if lost else ""
    axes.set_xlabel(f"Forspranget foran alternativ {second}, endring i poeng{where}")
    told = listed(
        [
            f"{name} {signed(change[n, 0], 1)} og {signed(change[n, 1], 1)}"
            for name, n in zip(names, shown, strict=True)
        ]
    )
    return Figure(
        fig,
        alt=f"Liggende søyler. Forspranget er {_points(margin)} poeng. Endring ved lav og høy "
        f"verdi: {told}.",
        title=f"Hva hver forutsetning alene gjør med forspranget på {_points(margin)} poeng "
        "(lys: lav verdi, mørk: høy)",
        source=wording.same_as_above(view),
    )


def reach(change: np.ndarray, margin: float) -> tuple[float, float, bool]:
    """Ends of the axis, with zero inside, and whether the lead is lost within it.

    Parameters
    ----------
    change : ndarray (bars, 2)
        Points, at the low and the high end.
    margin : float
        The lead.
    """
    low, high = min(0.0, float(change.min())), max(0.0, float(change.max()))
    lost = -margin >= low - max(high - low, _SHORTEST_AXIS) / 2.0
    if lost:
        low = min(low, -margin)
    short = max(0.0, _SHORTEST_AXIS - (high - low)) / 2.0
    low, high = low - short, high + short
    room = _ROOM * (high - low)
    return low - room, high + room, lost


def decimals(ticks: np.ndarray) -> int:
    """How many decimals it takes to tell the steps of an axis apart."""
    step = round(float(np.diff(ticks).min()), 9)
    digits = max(0, -math.floor(math.log10(step)))
    exact = round(step * 10**digits, 6)
    return digits if exact == round(exact) else digits + 1


def _bars(view: View, axes: Axes, shown: list[int]) -> None:
    found = view.robustness
    change = np.nan_to_num(found.tornado[view.r])
    for y, n in zip(range(len(shown) - 1, -1, -1), shown, strict=True):
        assumption = view.dataset.shared.assumptions[found.assumptions[n]]
        sides = sorted(zip(change[n], (style.OTHERS, style.OWN), strict=True), key=_size)
        for value, colour in reversed(sides):
            axes.barh(y, float(value), 0.62, color=colour)
        for value, ends in _ends(change[n]):
            text = " og ".join(plain(assumption, found.ends[n, 2 * end]) for end in ends)
            style.direct_label(axes, value, y, text, side="right" if value >= 0 else "left")


def _size(side: tuple[float, str]) -> float:
    return abs(float(side[0]))


def _ends(change: np.ndarray) -> list[tuple[float, list[int]]]:
    """Where the ends of a bar are labelled: one label on each side, or both together."""
    low, high = (float(c) for c in change)
    if (low < 0) == (high < 0) and low != 0 and high != 0:
        return [(max(low, high, key=abs), [0, 1] if abs(low) > abs(high) else [1, 0])]
    return [(low, [0]), (high, [1])]


def _points(margin: float) -> str:
    return whole(margin) if margin >= 10 else decimal(margin)
