"""Our municipality beside the others: what IKT costs, and how it is staffed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.chapters.today.spending import budget_years, cost_sources
from analysis.report.language import dashed, numbers
from analysis.report.language.words import listed
from analysis.report.press import Column, Figure, Heading, Stack, Table, Text, escape, style
from analysis.report.view import View

_PER_PERSON = "kostnad_innbygger"


def comparison(view: View) -> Stack:
    """What IKT costs and how it is staffed here, beside the others."""
    cost = view.today[_PER_PERSON]
    shown = _table(view) if view.joint else None if cost.isna().all() else _cost_figure(view, cost)
    return Stack(Heading(_finding(view, cost), 1), shown, Text(_text(view, cost)))


def _finding(view: View, cost: pd.Series) -> str:
    known = cost.dropna()
    if known.empty:
        return "IKT-kostnaden er ikke kjent for noen av kommunene"
    if view.joint:
        return f"IKT koster {dashed(known)} kroner per innbygger i året"
    if np.isnan(cost[view.code]):
        return f"Den samlede IKT-kostnaden i {view.name} er ikke kjent"
    return f"{view.name} bruker {numbers.whole(cost[view.code])} kroner per innbygger på IKT"


def _text(view: View, cost: pd.Series) -> str:
    lacking = [escape(view.names[str(code)]) for code in cost.index[cost.isna()]]
    told = [
        _all_together(view) if view.joint else _beside_the_others(view, cost),
        f"Kostnaden per innbygger kan ikke regnes ut for {listed(lacking)}, fordi tall mangler."
        if lacking
        else "",
        f"Kostnadene er uten merverdiavgift og i {view.dataset.settings.kroneverdi}-kroner.",
        budget_years(view),
    ]
    return " ".join(filter(None, told))


def _all_together(view: View) -> str:
    total = view.today["kostnad"].sum(skipna=False)
    if np.isnan(total):
        return ""
    return f"Samlet bruker kommunene {numbers.about_kroner(total)} i året på IKT."


def _beside_the_others(view: View, cost: pd.Series) -> str:
    """What we pay more or less than what is typical of the others; empty where one is unknown."""
    middle = cost.drop(view.code).median()
    gap = cost[view.code] - middle
    if np.isnan(gap):
        return ""
    amount = numbers.about_kroner(abs(gap) * view.people / 1000.0)
    more = "mer" if gap > 0 else "mindre"
    return (
        f"De andre bruker typisk {numbers.whole(middle)} kroner (medianen). Forskjellen svarer til "
        f"{amount} {more} i året."
    )


def _table(view: View) -> Table:
    wide, data = view.today, view.dataset
    return Table.of(
        list(wide.index),
        [
            Column("Kommune", view.names.get),
            Column("Innbyggere", wide["innbyggere"].get, numbers.whole),
            Column("IKT-kostnad (1000 kr)", wide["kostnad"].get, numbers.thousand),
            Column("Per innbygger (kr)", wide[_PER_PERSON].get, numbers.whole),
            Column("Per IKT-bruker (kr)", wide["kostnad_bruker"].get, numbers.whole),
            Column(
                "Årsverk per 1000 innbyggere",
                wide["arsverk_1000"].get,
                lambda value: numbers.decimal(value, 2),
            ),
            Column("Funksjoner med høyst én person", wide["alene"].get, numbers.whole),
        ],
        "Nøkkeltall for kommunene i utredningen",
        source=view.cite(
            data.municipalities["source"], data.budget["source"], data.staff["source"]
        ),
        note="IKT-bruker: ansatt eller folkevalgt med brukerkonto, uten elever.",
    )


def _cost_figure(view: View, cost: pd.Series) -> Figure:
    order = list(cost.sort_values(kind="stable", na_position="first").index)
    fig, axes = style.new_figure(height_cm=1.1 + 0.62 * len(order))
    axes.barh(
        range(len(order)),
        cost[order].fillna(0.0),
        color=style.municipality_colours(order, view.code),
        height=0.68,
    )
    for row, code in enumerate(order):
        style.direct_label(axes, np.nan_to_num(cost[code]), row, numbers.whole(cost[code]))
    axes.set_yticks(range(len(order)), [view.names[str(code)] for code in order])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_color(style.MUTED)
    axes.set_xlim(0, max(cost.max(), 1.0) * 1.12)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    told = listed([f"{view.names[str(c)]} {numbers.whole(cost[c])}" for c in reversed(order)])
    return Figure(
        fig,
        alt=f"Liggende søyler med IKT-kostnad i kroner per innbygger: {told}.",
        title="IKT-kostnad, kroner per innbygger i året",
        source=view.cite(*cost_sources(view)),
    )
