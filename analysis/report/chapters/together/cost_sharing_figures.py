"""Figures of what each sharing key means, in kroner a year."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence

import numpy as np
from matplotlib.axes import Axes

from analysis.decision.participation import Ends, Outlook, Settlement, middle
from analysis.report.chapters.together import group_words, key_words
from analysis.report.language.numbers import MISSING, NOT_APPLICABLE, signed
from analysis.report.language.words import capital, listed
from analysis.report.press import Figure, style
from analysis.report.view import View

# Room for what a key gives beside a row, in points and in letters.
_LABEL_PT = 112
_LABEL_LETTERS = 24


def own_figure(view: View, outlooks: Sequence[Outlook]) -> Figure:
    """Each key a row: our own gain dark and with its amount, the others light."""
    keys = _best_first(view, outlooks[0])
    fig, axes = style.new_figure(
        height_cm=1.9 + 0.58 * len(keys), columns=len(outlooks), sharey=True, squeeze=False
    )
    for panel, outlook in zip(axes[0], outlooks, strict=True):
        _own_panel(panel, view, outlook, keys)
        name = view.label(outlook.alternative)
        panel.set_title(name, fontsize="medium", fontweight="normal", loc="left")
    names = [textwrap.fill(capital(key_words.key_name(key.key)), 24) for key in keys]
    axes[0, 0].set_yticks(range(len(keys)), names)
    axes[0, 0].set_ylim(len(keys) - 0.5, -0.5)
    return Figure(
        fig,
        alt=f"Punkter for hver nøkkel. {view.name}, 1000 kr i året: "
        f"{'; '.join(_own_alt(view, outlook, keys) for outlook in outlooks)}.",
        title=f"Hva {view.name} tjener eller taper med hver nøkkel, 1000 kr i året (mørkt: vi, "
        "lyst: de andre kommunene)",
        source=group_words.sources(view, *(outlook.alternative for outlook in outlooks)),
    )


def _best_first(view: View, outlook: Outlook) -> list[Settlement]:
    """Keys with figures, the best for us first."""
    return sorted(
        outlook.usable,
        key=lambda key: -round(float(np.nan_to_num(middle(key.gain(view.code)))), 3),
    )


def _in(outlook: Outlook, keys: Sequence[Settlement]) -> list[tuple[Settlement, bool]]:
    """The same keys in another alternative, and whether they have figures there."""
    usable = {key.place for key in outlook.usable}
    return [(outlook.keys[key.place], key.place in usable) for key in keys]


def _own_panel(axes: Axes, view: View, outlook: Outlook, keys: Sequence[Settlement]) -> None:
    for y, (key, usable) in enumerate(_in(outlook, keys)):
        axes.axhline(y, color=style.GRID, linewidth=0.6, zorder=0)
        for code in outlook.others(view.code):
            _mark(axes, key.gain(code), y, own=False)
        _mark(axes, key.gain(view.code), y, own=True)
        axes.annotate(
            _amount(key.gain(view.code)) if usable else NOT_APPLICABLE,
            (1.0, y), xycoords=("axes fraction", "data"), xytext=(5, 0),
            textcoords="offset points", va="center_baseline", annotation_clip=False,
        )  # fmt: skip
    style.zero_line(axes, vertical=True)
    style.number_axis(axes.xaxis, signed, steps=5)
    axes.margins(x=0.08)
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)


def _amount(ends: Ends) -> str:
    """An amount as it is written at a row."""
    text = group_words.cell(ends)
    return text if isinstance(text, str) else signed(text)


def _mark(axes: Axes, ends: Ends, y: float, *, own: bool) -> None:
    """Our own dot, drawn out to a bar where unknown cells decide; the others' in the middle."""
    if np.isnan(ends[0]):
        return
    if own:
        axes.plot(ends, [y, y], color=style.OWN, linewidth=8.0, solid_capstyle="round", zorder=3)
        axes.plot(middle(ends), y, "o", color=style.OWN, markersize=8.0, zorder=3)
    else:
        axes.plot(middle(ends), y, "o", color=style.OTHERS, markersize=5.5, zorder=2)


def _own_alt(view: View, outlook: Outlook, keys: Sequence[Settlement]) -> str:
    amounts = [
        f"{key_words.key_name(key.key)} {_amount(key.gain(view.code))}"
        for key, usable in _in(outlook, keys)
        if usable
    ]
    return f"alternativ {outlook.alternative} {listed(amounts)}"


def joint_figure(view: View, outlook: Outlook) -> Figure:
    """Each municipality a row: from the key that gives it least to the one that gives it most."""
    codes = outlook.members()
    names = [key_words.key_name(key.key) for key in outlook.usable]
    fig, axes = style.new_figure(height_cm=2.5 + 0.82 * len(codes))
    spans = []
    for y, code in enumerate(codes):
        row = [middle(key.gain(code)) for key in outlook.usable]
        axes.axhline(y, color=style.GRID, linewidth=0.6, zorder=0)
        if np.isnan(row).any():
            _beside(axes, y, MISSING, MISSING)
            continue
        ends = int(np.argmin(row)), int(np.argmax(row))
        low, high = (f"{names[end]} {signed(row[end])}" for end in ends)
        _municipality_row(axes, y, row)
        _beside(axes, y, low, high)
        spans.append(
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
    between = ", midt i intervallet der tall mangler" if outlook.unsure else ""
    axes.set_xlabel(f"1000 kr i året, pluss er gevinst mot alternativ 0{between}")
    return Figure(
        fig,
        alt=f"Linjer med spennet mellom nøklene, 1000 kr i året: {listed(spans)}.",
        title=f"{view.label(outlook.alternative)}: hva hver kommune tjener eller taper i året, "
        "fra den dårligste nøkkelen (til venstre) til den beste (til høyre). Mørkt: utredningens "
        "nøkkel",
        source=group_words.sources(view, outlook.alternative),
    )


def _municipality_row(axes: Axes, y: int, row: Sequence[float]) -> None:
    axes.plot([min(row), max(row)], [y, y], color=style.OTHERS, linewidth=3.0, zorder=2)
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
