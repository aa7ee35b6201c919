"""Figures of what each sharing key means, in kroner a year."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from analysis.report.chapters.together import key_names, phrases
from analysis.report.chapters.together.stable_keys import usable
from analysis.report.language.numbers import MISSING, NOT_APPLICABLE, signed
from analysis.report.language.words import capital, listed
from analysis.report.press import Figure, style
from analysis.report.view import View

# Room for what a key gives beside a row, in points and in letters.
_LABEL_PT = 112
_LABEL_LETTERS = 24


def yearly(view: View, alternative: str) -> np.ndarray:
    """Gain each year by key, municipality and end (K, M, 2), 1000 kr; NaN where missing."""
    found = phrases.cooperation(view, alternative)
    return found.known_interval(found.division.yearly_gain[:, view.s])


def payments(view: View, alternative: str) -> np.ndarray:
    """What goes into the common account each year, by key, municipality and end (K, M, 2)."""
    found = phrases.cooperation(view, alternative)
    each = [found.division.bills(k, view.s, view.codes) for k in range(len(found.division.keys))]
    return np.stack([found.known_interval(paid) for paid in each])


def own_figure(view: View, alternatives: Sequence[str]) -> Figure:
    """Each key a row: our own gain dark and with its amount, the others light."""
    keys = _in_order(view, alternatives[0])
    fig, axes = style.new_figure(
        height_cm=1.9 + 0.58 * len(keys), columns=len(alternatives), sharey=True, squeeze=False
    )
    for panel, alternative in zip(axes[0], alternatives, strict=True):
        _own_panel(panel, view, alternative, keys)
        panel.set_title(view.label(alternative), fontsize="medium", fontweight="normal", loc="left")
    names = [_key_label(view, k) for k in keys]
    axes[0, 0].set_yticks(range(len(keys)), names)
    axes[0, 0].set_ylim(len(keys) - 0.5, -0.5)
    return Figure(
        fig,
        alt=f"Punkter for hver nøkkel. {view.name}, 1000 kr i året: "
        f"{'; '.join(_own_told(view, a, keys) for a in alternatives)}.",
        title=f"Hva {view.name} tjener eller taper med hver nøkkel, 1000 kr i året (mørkt: vi, "
        "lyst: de andre kommunene)",
        source=phrases.sources(view, *alternatives),
    )


def _in_order(view: View, alternative: str) -> list[int]:
    """Keys with figures, the best for us first."""
    values = yearly(view, alternative)[:, view.r].mean(axis=-1)
    keys = usable(view, phrases.cooperation(view, alternative).division)
    return sorted(keys, key=lambda k: -round(float(np.nan_to_num(values[k])), 3))


def _key_label(view: View, k: int) -> str:
    return textwrap.fill(capital(key_names.key_name(view.participation.keys[k])), 24)


def _own_panel(axes: Axes, view: View, alternative: str, keys: Sequence[int]) -> None:
    values, division = (
        yearly(view, alternative),
        phrases.cooperation(view, alternative).division,
    )
    can = usable(view, division)
    for y, k in enumerate(keys):
        axes.axhline(y, color=style.GRID, linewidth=0.6, zorder=0)
        for m in range(len(view.codes)):
            if division.group >> m & 1 and m != view.r:
                _mark(axes, values[k, m], y, own=False)
        _mark(axes, values[k, view.r], y, own=True)
        axes.annotate(
            _amount(values[k, view.r]) if k in can else NOT_APPLICABLE,
            (1.0, y), xycoords=("axes fraction", "data"), xytext=(5, 0),
            textcoords="offset points", va="center_baseline", annotation_clip=False,
        )  # fmt: skip
    style.zero_line(axes, vertical=True)
    style.number_axis(axes.xaxis, signed, steps=5)
    axes.margins(x=0.08)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _amount(ends: np.ndarray) -> str:
    """An amount as it is written at a row."""
    text = phrases.cell(ends)
    return text if isinstance(text, str) else signed(text)


def _mark(axes: Axes, ends: np.ndarray, y: float, *, own: bool) -> None:
    """Our own dot, drawn out to a bar where unknown cells decide; the others' in the middle."""
    if np.isnan(ends[0]):
        return
    if own:
        axes.plot(ends, [y, y], color=style.OWN, linewidth=8.0, solid_capstyle="round", zorder=3)
        axes.plot(ends.mean(), y, "o", color=style.OWN, markersize=8.0, zorder=3)
    else:
        axes.plot(ends.mean(), y, "o", color=style.OTHERS, markersize=5.5, zorder=2)


def _own_told(view: View, alternative: str, keys: Sequence[int]) -> str:
    values, division = (
        yearly(view, alternative),
        phrases.cooperation(view, alternative).division,
    )
    amounts = [
        f"{key_names.key_name(view.participation.keys[k])} {_amount(values[k, view.r])}"
        for k in keys
        if k in usable(view, division)
    ]
    return f"alternativ {alternative} {listed(amounts)}"


def joint_figure(view: View, alternative: str) -> Figure:
    """Each municipality a row: from the key that gives it least to the one that gives it most."""
    found, values = phrases.cooperation(view, alternative), yearly(view, alternative)
    keys = usable(view, found.division)
    middle = values[keys].mean(axis=-1)
    codes = view.participation.members(found.group)
    names = [key_names.key_name(found.division.keys[k]) for k in keys]
    fig, axes = style.new_figure(height_cm=2.5 + 0.82 * len(codes))
    told_of = []
    for y, code in enumerate(codes):
        row = middle[:, view.codes.index(code)]
        axes.axhline(y, color=style.GRID, linewidth=0.6, zorder=0)
        if np.isnan(row).any():
            _beside(axes, y, MISSING, MISSING)
            continue
        ends = int(row.argmin()), int(row.argmax())
        low, high = (f"{names[end]} {signed(row[end])}" for end in ends)
        _municipality_row(axes, y, row)
        _beside(axes, y, low, high)
        told_of.append(
            f"{view.names[code]} fra {signed(row[ends[0]])} ({names[ends[0]]}) til "
            f"{signed(row[ends[1]])} ({names[ends[1]]})"
        )
    axes.set_yticks(range(len(codes)), [view.names[code] for code in codes])
    axes.set_ylim(len(codes) - 0.5, -0.5)
    # The names stand outside what the worst key gives.
    axes.tick_params(axis="y", length=0, pad=_LABEL_PT)
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.04)
    style.zero_line(axes, vertical=True)
    style.number_axis(axes.xaxis, signed)
    between = ", midt i intervallet der tall mangler" if found.total.shape[0] > 1 else ""
    axes.set_xlabel(f"1000 kr i året, pluss er gevinst mot alternativ 0{between}")
    return Figure(
        fig,
        alt=f"Linjer med spennet mellom nøklene, 1000 kr i året: {listed(told_of)}.",
        title=f"{view.label(alternative)}: hva hver kommune tjener eller taper i året, fra den "
        "dårligste nøkkelen (til venstre) til den beste (til høyre). Mørkt: utredningens nøkkel",
        source=phrases.sources(view, alternative),
    )


def _municipality_row(axes: Axes, y: int, row: np.ndarray) -> None:
    axes.plot([row.min(), row.max()], [y, y], color=style.OTHERS, linewidth=3.0, zorder=2)
    axes.plot(
        row, [y] * len(row), "o", color=style.OTHERS, markeredgecolor="white", markersize=6.5,
        zorder=3,
    )  # fmt: skip
    axes.plot(row[:1], [y], "o", color=style.OWN, markeredgecolor="white", markersize=8, zorder=4)


def _beside(axes: Axes, y: int, low: str, high: str) -> None:
    """What the worst key gives to the left of a row, and the best to the right."""
    for text, x, gap, side in ((low, 0.0, -6, "right"), (high, 1.0, 6, "left")):
        axes.annotate(
            textwrap.fill(text, _LABEL_LETTERS), (x, y), xycoords=("axes fraction", "data"),
            xytext=(gap, 0), textcoords="offset points", ha=side, va="center",
            annotation_clip=False,
        )  # fmt: skip
