"""What each assumption alone does to the lead of the first over the second."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from analysis.decision import thresholds
from analysis.decision.draws import Swing
from analysis.report.findings import missing, wording
from analysis.report.language import plain
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Element, Figure, Heading, Text, escape, style
from analysis.report.view import View

_BARS, _BARS_JOINT = 4, 6
# The axis reaches this many points at least, so that a small change looks small.
_SHORTEST_AXIS = 1.0
# Room for the numbers at the ends of the bars, in parts of the axis.
_ROOM = 0.14
_STEPS = 6


def tornado(view: View) -> list[Element]:
    """Finding, figure and what the figure leaves out; nothing where it would rest on a guess."""
    if view.conclusion.on_missing:
        lacks = missing.deciding(view) or "det som mangler"
        return [
            Text(
                f"Hva hver forutsetning gjør med rekkefølgen, er ikke vist før {lacks} er på plass."
            )
        ]
    swings = sorted(view.certainty.tornado, key=lambda swing: -swing.widest)
    turning = [swing for swing in swings if swing.turns]
    # What turns it is drawn however little it moves.
    drawn = [s for s in swings if s.turns or s.widest >= thresholds.DRAWN_POINTS]
    shown = drawn[: _BARS_JOINT if view.joint else _BARS]
    if not shown:
        return []
    return [
        Heading(_finding(view, turning, shown), 2),
        _figure(view, shown),
        *_left_out(view, shown),
    ]


def _finding(view: View, turning: list[Swing], shown: list[Swing]) -> str:
    if not turning:
        return "Ingen forutsetning snur rekkefølgen innenfor spennet sitt"
    drawn = sum(swing in shown for swing in turning)
    if len(turning) == 1:
        hidden = "" if drawn else ", og er ikke vist"
        return f"Bare «{_name(view, turning[0].assumption)}» kan snu rekkefølgen alene{hidden}"
    told = f"{capital(count(len(turning)))} forutsetninger kan snu rekkefølgen hver for seg"
    return (
        told if drawn == len(turning) else f"{told}; {count(drawn) if drawn else 'ingen'} er vist"
    )


def _name(view: View, assumption: str) -> str:
    return view.dataset.shared.assumptions[assumption].navn


def _left_out(view: View, shown: list[Swing]) -> list[Text]:
    """Say so where the nearest that turns it is not seen, since it brings forward another."""
    nearest, second = view.conclusion.assumption, view.certainty.second
    names = [swing.assumption for swing in shown]
    if second is None or nearest is None or nearest.taker == second or nearest.name in names:
        return []
    return [
        Text(
            f"Figuren måler avstanden til {wording.several([second])}, som er nummer to. "
            f"«{escape(_name(view, nearest.name))}» fører {wording.several([nearest.taker])} "
            "fram, og er derfor ikke blant dem."
        )
    ]


def _figure(view: View, shown: list[Swing]) -> Figure:
    margin, second = view.certainty.lead, view.certainty.second
    names = [_name(view, swing.assumption) for swing in shown]
    fig, axes = style.new_figure(height_cm=1.5 + 0.78 * len(shown))
    _bars(view, axes, shown)
    axes.set_yticks(
        np.arange(len(shown))[::-1],
        [textwrap.fill(name, 36, break_on_hyphens=False) for name in names],
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    style.zero_line(axes, vertical=True)
    low, high, lost = reach(shown, margin)
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
            f"{name} {signed(swing.at_low, 1)} og {signed(swing.at_high, 1)}"
            for name, swing in zip(names, shown, strict=True)
        ]
    )
    return Figure(
        fig,
        alt=f"Liggende søyler. Forspranget er {_points(margin)} poeng. Endring ved lav og høy "
        f"verdi: {told}.",
        title=f"Hva hver forutsetning alene gjør med forspranget på {_points(margin)} poeng "
        "(lys: lav verdi, mørk: høy)",
        source=view.ranking_source,
    )


def reach(swings: Sequence[Swing], margin: float) -> tuple[float, float, bool]:
    """Ends of the axis, with zero inside, and whether the lead is lost within it."""
    changes = [0.0, *(end for swing in swings for end in (swing.at_low, swing.at_high))]
    low, high = min(changes), max(changes)
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


def _bars(view: View, axes: Axes, shown: list[Swing]) -> None:
    for y, swing in zip(range(len(shown) - 1, -1, -1), shown, strict=True):
        assumption = view.dataset.shared.assumptions[swing.assumption]
        sides = [(swing.at_low, style.OTHERS), (swing.at_high, style.OWN)]
        for value, colour in sorted(sides, key=_size)[::-1]:
            axes.barh(y, value, 0.62, color=colour)
        for at, ends in _ends(swing):
            text = " og ".join(plain(assumption, end) for end in ends)
            style.direct_label(axes, at, y, text, side="right" if at >= 0 else "left")


def _size(side: tuple[float, str]) -> float:
    return abs(side[0])


def _ends(swing: Swing) -> list[tuple[float, list[float]]]:
    """Where the ends of a bar are labelled: one label on each side, or both together."""
    low, high = (swing.at_low, swing.low), (swing.at_high, swing.high)
    if swing.at_low * swing.at_high > 0.0:
        far, near = (low, high) if abs(swing.at_low) > abs(swing.at_high) else (high, low)
        return [(far[0], [far[1], near[1]])]
    return [(low[0], [low[1]]), (high[0], [high[1]])]


def _points(margin: float) -> str:
    return whole(margin) if margin >= 10 else decimal(margin)
