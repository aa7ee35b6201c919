"""Our municipality beside the others: what IKT costs, and what the money goes to."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.report.chapters.today.spending import (
    budget_years,
    cost_groups,
    cost_sources,
    from_year,
)
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Element, Figure, Heading, Stack, Table, Text, escape, style
from analysis.report.view import View

__all__ = ["comparison", "cost_groups"]

_PER_PERSON = "kostnad_innbygger"
_COLUMNS = {
    "innbyggere": ("Innbyggere", numbers.whole),
    "kostnad": ("IKT-kostnad (1000 kr)", numbers.thousand),
    _PER_PERSON: ("Per innbygger (kr)", numbers.whole),
    "kostnad_bruker": ("Per IKT-bruker (kr)", numbers.whole),
    "arsverk_1000": ("Årsverk per 1000 innbyggere", lambda x: numbers.decimal(x, 2)),
    "alene": ("Funksjoner med høyst én person", numbers.whole),
}


def comparison(view: View) -> Stack:
    """What IKT costs and how it is staffed here, beside the others."""
    wide = view.today
    told = Text(_comparison_text(view, wide))
    heading = Heading(_comparison_finding(view, wide), 1)
    if view.joint:
        return Stack(heading, _comparison_table(view, wide), told)
    return Stack(heading, _cost_figure(view, wide[_PER_PERSON]), told)


def _place(view: View, values: pd.Series) -> str:
    """Return "høyest" or "lavest" where our own printed figure alone is; else nothing."""
    printed = values.dropna().round(0)
    if view.joint or view.code not in printed or len(printed) < 2:
        return ""
    others = printed.drop(view.code)
    own = printed[view.code]
    return "høyest" if own > others.max() else "lavest" if own < others.min() else ""


def _comparison_finding(view: View, wide: pd.DataFrame) -> str:
    cost = wide[_PER_PERSON]
    known = cost.dropna()
    if known.empty:
        return "IKT-kostnaden er ikke kjent for noen av kommunene"
    if view.joint:
        low, high = numbers.whole(known.min()), numbers.whole(known.max())
        if low == high:
            return f"IKT koster {low} kroner per innbygger"
        return f"IKT koster fra {low} til {high} kroner per innbygger"
    place = _place(view, cost)
    if place:
        missing = len(cost) > len(known)
        among = f" av de {count(len(known))} kommunene med kjente tall" if missing else ""
        older = from_year(view, view.code)
        return f"{view.name}{older} har {place} IKT-kostnad per innbygger{among}"
    if np.isnan(cost[view.code]):
        return f"Den samlede IKT-kostnaden i {view.name} er ikke kjent"
    return f"{view.name} bruker {numbers.whole(cost[view.code])} kroner per innbygger på IKT"


def _comparison_text(view: View, wide: pd.DataFrame) -> str:
    sentences = _joint_sentences(view, wide) if view.joint else _own_sentences(view, wide)
    sentences.append(_lacking_cost(view, wide[_PER_PERSON]))
    sentences.append(
        f"Kostnadene er uten merverdiavgift og i {view.dataset.settings.kroneverdi}-kroner."
    )
    sentences.append(budget_years(view))
    return " ".join(filter(None, sentences))


def _own_sentences(view: View, wide: pd.DataFrame) -> list[str]:
    own = wide.T[view.code]
    others = wide.drop(view.code)
    middle = others[_PER_PERSON].median()
    sentences = []
    if not np.isnan(own[_PER_PERSON]) and not np.isnan(middle):
        gap = own[_PER_PERSON] - middle
        how = "mer" if gap > 0 else "mindre"
        extra = numbers.about_kroner(abs(gap) * own["innbyggere"] / 1000.0)
        sentences.append(
            f"{view.md_name} bruker {numbers.whole(own[_PER_PERSON])} kroner per innbygger på IKT. "
            f"De andre bruker typisk {numbers.whole(middle)} kroner (medianen)."
        )
        if round(gap):
            sentences.append(f"Forskjellen svarer til {extra} {how} i året.")
    return sentences


def _joint_sentences(view: View, wide: pd.DataFrame) -> list[str]:
    known = wide[_PER_PERSON].dropna()
    sentences = []
    if len(known) > 1 and round(known.max()) > round(known.min()):
        high, low = str(known.idxmax()), str(known.idxmin())
        sentences.append(
            f"{escape(view.names[high])}{from_year(view, high)} har den høyeste kostnaden per "
            f"innbygger, og {escape(view.names[low])}{from_year(view, low)} den laveste."
        )
    total = wide["kostnad"].sum(skipna=False)
    if not np.isnan(total) and len(wide) > 1:
        sentences.append(f"Samlet bruker kommunene {numbers.about_kroner(total)} i året på IKT.")
    alone = wide["alene"].dropna()
    if (alone > 0).any():
        some = int((alone > 0).sum())
        who = f"{capital(count(some))} av {count(len(wide))} kommuner"
        sentences.append(
            f"{'Alle kommunene' if some == len(wide) > 1 else who} har minst én funksjon der høyst "
            "én person kan gjøre arbeidet."
        )
    return sentences


def _lacking_cost(view: View, cost: pd.Series) -> str:
    lacking = [escape(view.names[str(code)]) for code in cost.index[cost.isna()]]
    if not lacking:
        return ""
    return f"Kostnaden per innbygger kan ikke regnes ut for {listed(lacking)}, fordi tall mangler."


def _comparison_table(view: View, wide: pd.DataFrame) -> Table:
    frame = pd.DataFrame({"Kommune": pd.Series(view.names)}).reindex(wide.index)
    for name, (heading, _) in _COLUMNS.items():
        frame[heading] = wide[name]
    staff, sizes = view.dataset.staff["source"], view.dataset.municipalities["source"]
    return Table(
        frame,
        "Nøkkeltall for kommunene i utredningen",
        formats={heading: form for heading, form in _COLUMNS.values()},
        source=view.cite(sizes, view.dataset.budget["source"], staff),
        note="IKT-bruker: ansatt eller folkevalgt med brukerkonto, uten elever.",
        highlight=view.code or None,
    )


def _cost_figure(view: View, cost: pd.Series) -> Element | None:
    known = cost.dropna().sort_values(kind="stable")
    if known.empty:
        return None
    order = [*cost.index[cost.isna()], *known.index]
    fig, axes = style.new_figure(height_cm=1.1 + 0.62 * len(order))
    colours = style.municipality_colours(order, view.code)
    values = cost.reindex(order).fillna(0.0)
    axes.barh(range(len(order)), values, color=colours, height=0.68)
    for row, code in enumerate(order):
        shown = numbers.whole(cost[code])
        style.direct_label(axes, values[code], row, shown)
    axes.set_yticks(range(len(order)), [view.names[str(code)] for code in order])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_color(style.MUTED)
    axes.set_xlim(0, max(known.max(), 1.0) * 1.12)
    axes.xaxis.set_visible(False)
    axes.spines["bottom"].set_visible(False)
    told = listed([f"{view.names[str(c)]} {numbers.whole(cost[c])}" for c in reversed(order)])
    return Figure(
        fig,
        alt=f"Liggende søyler med IKT-kostnad i kroner per innbygger: {told}.",
        title="IKT-kostnad, kroner per innbygger i året",
        source=view.cite(*cost_sources(view)),
    )
