"""Costs and staff beside the other municipalities', and costs beside last year's."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedFormatter, FixedLocator, NullLocator

from analysis.dataset.checks import costs_per_user, staff_per_user, wages
from analysis.dataset.definitions import price_factor
from analysis.dataset.tables import COST_GROUPS
from analysis.decision import thresholds
from analysis.report.chapters.today.spending import GROUP_NAMES, budget_years
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, counted, listed
from analysis.report.press import Element, Figure, Heading, Stack, Table, Text, style
from analysis.report.view import View

_STAFF = "IKT-årsverk per bruker"
_WAGES = "Lønn per IKT-årsverk"
_WIDEST = 5.0  # how many times the median the axis reaches at least
_TICKS = {0.1: "en tidel", 0.2: "en femdel", 0.5: "halvparten", 1.0: "medianen", 2.0: "dobbelt",
          5.0: "fem ganger", 10.0: "ti ganger", 100.0: "hundre ganger"}  # fmt: skip


def ratios(view: View) -> pd.DataFrame:
    """How many times the median of the municipalities each has.

    Returns
    -------
    DataFrame
        Indexed by kommunenummer, with a column for each cost group per user, staff per user and
        salaries per person-year; NaN where unknown or where fewer than three are known.
    """
    data = view.dataset
    prices = data.shared.price_index
    frame = costs_per_user(data.budget, data.municipalities, prices)
    frame = frame.rename(columns={g: f"{capital(GROUP_NAMES[g])} per bruker" for g in COST_GROUPS})
    frame[_STAFF] = staff_per_user(data.told_staff, data.municipalities)
    frame[_WAGES] = wages(data.budget, data.told_staff, data.municipalities, prices)
    enough = frame.count() >= thresholds.ENOUGH_MUNICIPALITIES
    middle = frame.median().where(enough & (frame.median() > 0))
    return frame / middle


def limits(view: View, frame: pd.DataFrame) -> pd.Series:
    """How many times the median gives a question, by column of `ratios`."""
    shared = view.dataset.shared
    every = dict.fromkeys(frame.columns, shared.outlier_ratio)
    return pd.Series({**every, _WAGES: shared.limits.lonn_per_arsverk})


def against_others(view: View) -> Stack:
    """Each municipality's costs and staff against the median, with the limits of questions."""
    frame = ratios(view)
    if frame.isna().all(axis=None):
        return Stack(
            Heading("Kommunene kan ikke holdes mot hverandre", 2),
            Text("Det trengs tall fra minst tre kommuner."),
        )
    far = _far(frame, limits(view, frame))
    return Stack(
        Heading(_finding(view, far), 2),
        _figure(view, frame, far),
        Text(
            "Skalaen er slik at dobbelt så mye og halvparten ligger like langt fra medianen. Et "
            "tall langt ute kan være riktig. Stemmer det ikke, er det som oftest ført i kroner i "
            "stedet for tusen kroner, eller på en annen kostnadsgruppe enn hos de andre. "
            + budget_years(view)
        ),
    )


def _far(frame: pd.DataFrame, bounds: pd.Series) -> pd.DataFrame:
    """Which figures lie so far out that they are asked about."""
    return frame.gt(bounds, axis=1) | frame.lt(1.0 / bounds, axis=1)


def _finding(view: View, far: pd.DataFrame) -> str:
    asked = int(far.to_numpy().sum())
    if not asked:
        return "Ingen kommune skiller seg så mye ut at det gir spørsmål"
    who = [view.names[str(code)] for code in far.index[far.any(axis=1)]]
    told = counted(asked, "tall", "tall", "n")
    if len(who) == 1:
        return f"{who[0]} har {told} langt fra de andre"
    return f"{capital(told)} fra {count(len(who))} kommuner ligger langt fra de andre"


def _figure(view: View, frame: pd.DataFrame, far: pd.DataFrame) -> Figure:
    rows = list(reversed(frame.columns))
    positive = frame.where(frame > 0)
    widest = max(_WIDEST, float(np.nanmax(positive)), 1.0 / float(np.nanmin(positive)))
    fig, axes = style.new_figure(height_cm=1.6 + 0.95 * len(rows))
    axes.set_xscale("log")
    axes.set_xlim(1 / widest / 1.15, widest * 1.15)
    bounds = limits(view, frame)
    for row, name in enumerate(rows):
        axes.axhline(row, color=style.GRID, linewidth=0.6, zorder=0)
        for bound in (1 / bounds[name], bounds[name]):
            axes.plot([bound, bound], [row - 0.3, row + 0.3], color=style.ACCENT, zorder=1)
        _dots(view, axes, row, frame[name], far[name])
    axes.axvline(1.0, color=style.MUTED, linewidth=0.8, zorder=0)
    axes.set_yticks(range(len(rows)), rows)
    axes.set_ylim(-0.6, len(rows) - 0.4)
    axes.tick_params(axis="y", length=0)
    ticks = [tick for tick in _TICKS if 1 / widest / 1.15 <= tick <= widest * 1.15]
    axes.xaxis.set_major_locator(FixedLocator(ticks))
    axes.xaxis.set_major_formatter(FixedFormatter([_TICKS[tick] for tick in ticks]))
    axes.xaxis.set_minor_locator(NullLocator())
    data = view.dataset
    return Figure(
        fig,
        alt=_alt(view, frame),
        title="Hver kommune mot medianen. Strekene viser hvor langt ute det gir spørsmål",
        source=view.cite(
            data.municipalities["source"],
            data.budget["source"],
            data.staff["source"],
            *([data.shared.price_index["source"]] if budget_years(view) else []),
        ),
    )


def _dots(view: View, axes: Axes, row: int, values: pd.Series, far: pd.Series) -> None:
    """Mark a row's municipalities, and name the two at the ends; zero stands at the left end."""
    left = axes.get_xlim()[0]
    known = values.dropna().clip(lower=left)
    colours = [style.ACCENT if far[code] else style.OTHERS for code in known.index]
    axes.scatter(
        known, [row] * len(known), s=42, color=colours, edgecolor=style.MUTED, zorder=3,
        clip_on=False,
    )  # fmt: skip
    if known.empty:
        return
    low, high = str(known.idxmin()), str(known.idxmax())
    at_edge = float(known[low]) <= left
    name = f"{view.names[low]}: 0" if at_edge else view.names[low]
    style.direct_label(axes, float(known[low]), row, name, side="right" if at_edge else "left")
    style.direct_label(axes, float(known[high]), row, view.names[high])


def _alt(view: View, frame: pd.DataFrame) -> str:
    told = []
    for name in frame.columns:
        known = frame[name].dropna()
        if len(known):
            low, high = view.names[str(known.idxmin())], view.names[str(known.idxmax())]
            told.append(
                f"{name}: fra {numbers.decimal(known.min(), 1)} ({low}) til "
                f"{numbers.decimal(known.max(), 1)} ({high})"
            )
    return f"Punktdiagram over hvor mange ganger medianen hver kommune har. {'. '.join(told)}."


def against_last_year(view: View) -> Element:
    """How each municipality's cost has moved since the year before, in kroner of one value."""
    frame = _changes(view)
    if frame.empty:
        return Stack(
            Heading("Kostnadene kan ikke holdes mot året før", 2),
            Text(
                "Ingen kommuner har oppgitt budsjett for to år. Legg inn rader for året før i "
                "budsjett.csv, så spør programmet om store endringer."
            ),
        )
    return Stack(
        Heading(_change_finding(view, frame), 2),
        Table(
            frame,
            "IKT-kostnaden siste år mot året før, tusen kroner med lik kroneverdi",
            formats={
                "Året før": numbers.thousand,
                "Siste år": numbers.thousand,
                "Endring (%)": lambda share: numbers.signed(share),
            },
            source=view.cite(
                view.dataset.budget["source"], view.dataset.shared.price_index["source"]
            ),
            note="Bare kostnadsgrupper som er kjent begge årene, er regnet med.",
        ),
    )


def _changes(view: View) -> pd.DataFrame:
    prices, rows = view.dataset.shared.price_index, {}
    for code in view.codes:
        own = view.dataset.budget[view.dataset.budget["kommunenummer"] == code]
        years = sorted(own["år"].unique())[-2:]
        if len(years) < 2:
            continue
        wide = own.pivot(index="kostnadsgruppe", columns="år", values="beløp")[years].dropna()
        if wide.empty:
            continue
        before = wide[years[0]] * price_factor(prices, int(years[0]), int(years[1]))
        now = wide[years[1]]
        moved = (now - before).abs()
        total = float(before.sum())
        rows[code] = {
            "Kommune": view.names[code],
            "År": f"{years[0]} og {years[1]}",
            "Året før": total,
            "Siste år": float(now.sum()),
            "Endring (%)": (float(now.sum()) / total - 1.0) * 100.0 if total > 0 else np.nan,
            "Størst endring": capital(GROUP_NAMES[str(moved.idxmax())])
            if moved.max() > 0
            else None,
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _change_finding(view: View, frame: pd.DataFrame) -> str:
    changes = frame["Endring (%)"].dropna().astype(float)
    if changes.empty or not round(float(changes.abs().max())):
        return "IKT-kostnadene er om lag som året før"
    most = str(changes.abs().idxmax())
    change = float(changes[most])
    way, percent = ("opp" if change > 0 else "ned"), numbers.whole(abs(change))
    others = [view.names[c] for c in view.codes if c not in frame.index]
    more = f". {listed(others)} har bare ett år" if others and len(others) < 3 else ""
    return f"{view.names[most]} har gått mest {way}, med {percent} prosent{more}"
