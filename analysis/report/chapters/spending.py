"""What the money goes to: IKT cost by cost group, beside the others."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from analysis.dataset.tables import COST_GROUPS
from analysis.model import latest_rows
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed, per_cent
from analysis.report.press import Figure, Heading, Stack, Table, Text, escape, style
from analysis.report.view import View

GROUP_NAMES = {
    "lønn": "lønn",
    "lisens": "lisenser",
    "drift": "drift",
    "konsulent": "konsulenter",
    "utstyr": "utstyr",
}
# Neighbours in a bar differ in lightness, so that they part in grey too.
_SEGMENTS = ("#12355b", "#8fb3dc", "#33618f", "#d7e3f0", "#5f8fc4")
_DARK = ("#12355b", "#33618f", "#5f8fc4")
# More municipalities than this are told by their number.
_MOST_NAMED = 3
_TITLE = "IKT-kostnad etter hva pengene går til, kroner per innbygger"


def cost_sources(view: View) -> list[pd.Series]:
    """Sources of the municipalities and of the latest budget year of each."""
    rows = [latest_rows(view.dataset.budget, code)["source"] for code in view.codes]
    return [view.dataset.municipalities["source"], *rows]


def older_years(view: View) -> dict[str, int]:
    """Return the budget year, by kommunenummer, of those whose newest year is not the newest."""
    budget = view.dataset.budget
    years = budget.groupby("kommunenummer")["år"].max().reindex(list(view.codes)).dropna()
    return {str(code): int(year) for code, year in years.items() if year < years.max()}


def from_year(view: View, code: str) -> str:
    """Return « (tall fra 2022)» for a municipality without figures for the newest year."""
    years = older_years(view)
    return f" (tall fra {years[code]})" if code in years else ""


def budget_years(view: View) -> str:
    """Return a sentence on which costs are older than the others'; empty where none are."""
    older = older_years(view)
    if not older:
        return ""
    newest = int(view.dataset.budget["år"].max())
    parts: list[str] = []
    for year in sorted(set(older.values())):
        codes = [code for code in older if older[code] == year]
        who = listed([escape(view.names[code]) for code in codes])
        if len(codes) > _MOST_NAMED:
            who = f"{count(len(codes))} kommuner"
        parts.append(f"{who} {'fra' if parts else 'har tall fra'} {year}")
    return (
        f"{capital(', '.join(parts))}, de andre fra {newest}. Prisstigningen er regnet med, men "
        "ikke det som ellers er endret siden."
    )


def group_costs(view: View) -> pd.DataFrame:
    """Cost in kroner per inhabitant by municipality (rows) and cost group, NaN where unknown."""
    people = view.dataset.municipalities["innbyggere"].astype(float)
    return (view.latest_costs * 1000.0).div(people, axis=0)


def cost_groups(view: View) -> Stack:
    """What the money goes to, in kroner per inhabitant, beside the others."""
    costs = group_costs(view)
    if costs.isna().to_numpy().all():
        return Stack(
            Heading("Hva IKT-pengene går til, er ikke kjent", 2),
            Text("Ingen av kommunene har oppgitt beløp i budsjettet."),
        )
    if view.joint or costs.loc[view.code].isna().all() or len(costs) == 1:
        return Stack(
            Heading(_joint_finding(view, costs), 2), _bars(view, costs), _joint_table(view, costs)
        )
    return Stack(
        Heading(_own_finding(view, costs), 2),
        _dots(view, costs),
        Text(_own_text(view, costs)),
        _own_table(view, costs),
    )


def _gaps(view: View, costs: pd.DataFrame) -> pd.Series:
    """Our own cost less the median of the others, by group."""
    others = costs.drop(view.code)
    own = costs.T[view.code]
    return own - others.median()


def _own_finding(view: View, costs: pd.DataFrame) -> str:
    own, gaps = costs.loc[view.code], _gaps(view, costs)
    total = costs.sum(axis=1, skipna=False)
    gap = total[view.code] - total.drop(view.code).median()
    if round(np.nan_to_num(gap)):
        up = gap > 0
        group = gaps.idxmax() if up else gaps.idxmin()
        way = "opp" if up else "ned"
        return f"{capital(GROUP_NAMES[str(group)])} trekker kostnaden i {view.name} mest {way}"
    if not own.max() > 0:
        return "Hva IKT-pengene går til"
    largest = capital(GROUP_NAMES[str(own.idxmax())])
    return f"{largest} er den største kjente kostnaden i {view.name}"


def _own_text(view: View, costs: pd.DataFrame) -> str:
    own = costs.T[view.code]
    gaps = _gaps(view, costs)
    text = ""
    if own.sum() > 0:
        text = (
            f"Den største posten er {GROUP_NAMES[str(own.idxmax())]}, som er "
            f"{per_cent(own.max() / own.sum())} av det kommunen har oppgitt."
        )
    more = [str(group) for group in gaps.dropna().index if round(gaps[group]) > 0]
    if more:
        text += f" {view.md_name} bruker mer enn det som er typisk for de andre (medianen) på "
        text += f"{listed([GROUP_NAMES[group] for group in more])}."
    elif gaps.notna().any():
        text += " Ingen poster er høyere enn det som er typisk for de andre (medianen)."
    lacking = [GROUP_NAMES[str(group)] for group in own.index[own.isna()]]
    if lacking:
        text += f" Beløpet for {listed(lacking)} mangler."
    return text


def _own_table(view: View, costs: pd.DataFrame) -> Table:
    others = costs.drop(view.code)
    frame = pd.DataFrame(
        {
            "Hva pengene går til": [capital(GROUP_NAMES[group]) for group in COST_GROUPS],
            f"{view.name} (kr)": costs.loc[view.code].to_numpy(),
            "Lavest av de andre (kr)": others.min().to_numpy(),
            "Typisk for de andre (kr)": others.median().to_numpy(),
            "Høyest av de andre (kr)": others.max().to_numpy(),
            "Forskjell fra det typiske (kr)": _gaps(view, costs).to_numpy(),
        }
    )
    signed = {"Forskjell fra det typiske (kr)": numbers.signed}
    plain = {name: numbers.whole for name in frame.columns[1:5]}
    return Table(
        frame,
        _TITLE,
        formats={**plain, **signed},
        source=view.cite(*cost_sources(view)),
        note="Typisk er medianen: halvparten av de andre ligger over, og halvparten under.",
    )


def _dots(view: View, costs: pd.DataFrame) -> Figure:
    fig, axes = style.new_figure(height_cm=5.6)
    groups = list(reversed(COST_GROUPS))
    limit = max(float(np.nanmax(costs.to_numpy())), 1.0) * 1.06
    for row, group in enumerate(groups):
        others = costs.drop(view.code)[group].dropna()
        axes.axhline(row, color=style.GRID, linewidth=0.6)
        axes.scatter(others, [row] * len(others), s=42, color=style.OTHERS, edgecolor=style.MUTED)
        own = float(costs[group][view.code])
        if not np.isnan(own):
            axes.scatter([own], [row], s=64, color=style.OWN, marker="D", zorder=3)
            style.direct_label(axes, own, row, numbers.whole(own), side="above", color=style.OWN)
        else:
            style.direct_label(axes, limit, row, f"{view.name}: mangler", side="left")
    axes.set_yticks(range(len(groups)), [capital(GROUP_NAMES[group]) for group in groups])
    axes.set_ylim(-0.5, len(groups) - 0.3)
    axes.set_xlim(0, limit)
    axes.tick_params(axis="y", length=0)
    style.number_axis(axes.xaxis)
    axes.set_xlabel(f"Kroner per innbygger. Mørk rute: {view.name}. Lyse punkter: de andre")
    told = listed(
        [f"{GROUP_NAMES[g]} {numbers.whole(costs.loc[view.code, g])}" for g in COST_GROUPS]
    )
    return Figure(
        fig,
        alt=f"Punktdiagram over kostnad per innbygger. {view.name} bruker i kroner: {told}. "
        "Tallene for de andre kommunene står i tabellen under.",
        title=f"{view.name} og de andre, kroner per innbygger",
        source=view.cite(*cost_sources(view)),
    )


def _joint_finding(view: View, costs: pd.DataFrame) -> str:
    largest = {str(row.idxmax()) for _, row in costs.iterrows() if row.max() > 0}
    if len(largest) == 1:
        name = capital(GROUP_NAMES[largest.pop()])
        whose = "i alle kommunene" if len(costs) > 1 else f"i {next(iter(view.names.values()))}"
        return f"{name} er den største IKT-kostnaden {whose}"
    return "Kommunene bruker IKT-pengene ulikt" if largest else "Hva IKT-pengene går til"


def _joint_table(view: View, costs: pd.DataFrame) -> Table:
    frame = pd.DataFrame({"Kommune": pd.Series(view.names)}).reindex(costs.index)
    for group in COST_GROUPS:
        frame[f"{capital(GROUP_NAMES[group])} (kr)"] = costs[group]
    frame["I alt (kr)"] = costs.sum(axis=1, skipna=False)
    return Table(
        frame,
        _TITLE,
        formats={name: numbers.whole for name in frame.columns[1:]},
        source=view.cite(*cost_sources(view)),
        highlight=view.code or None,
    )


def _bars(view: View, costs: pd.DataFrame) -> Figure:
    shown = costs.iloc[::-1]
    fig, axes = style.new_figure(height_cm=2.0 + 0.72 * len(shown))
    left = np.zeros(len(shown))
    for group, colour in zip(COST_GROUPS, _SEGMENTS, strict=True):
        values = shown[group].fillna(0.0).to_numpy()
        name = capital(GROUP_NAMES[group])
        axes.barh(range(len(shown)), values, left=left, color=colour, height=0.7, label=name)
        _label_segments(axes, values, left, "white" if colour in _DARK else style.INK)
        left = left + values
    for row, (_, own) in enumerate(shown.iterrows()):
        lacking = [GROUP_NAMES[str(group)] for group in own.index[own.isna()]]
        if lacking:
            style.direct_label(axes, left[row], row, f"{listed(lacking)} mangler")
    axes.set_yticks(range(len(shown)), [view.names[str(code)] for code in shown.index])
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, max(left.max(), 1.0) * 1.18)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    fig.legend(loc="outside upper left", ncols=len(COST_GROUPS), handlelength=1.2)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    return Figure(
        fig,
        alt=f"Stablede søyler. {_joint_finding(view, costs)}. Alle tallene står i tabellen under.",
        title=_TITLE,
        source=view.cite(*cost_sources(view)),
    )


def _label_segments(axes: Axes, values: np.ndarray, left: np.ndarray, colour: str) -> None:
    """Write amounts inside the segments that have room for them."""
    room = 0.06 * max((left + values).max(), 1.0)
    for row, value in enumerate(values):
        if value > room:
            axes.text(
                left[row] + value / 2, row, numbers.whole(value),
                color=colour, ha="center", va="center", fontsize=8.6,
            )  # fmt: skip
