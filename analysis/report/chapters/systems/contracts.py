"""The agreements on the systems: when they end, and how far the next ones have come."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as MplFigure

from analysis.dataset.notation import norwegian_date
from analysis.model.systems.windows import AHEAD, EXPIRED, UNDATED, ends_by_year
from analysis.report.language import numbers
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Figure, Table, style
from analysis.report.view import View

_YEARS = 7
_STATUSES = "kontrakt", "forhandling", "anbud ute", "ikke startet", "ukjent"


def sentence(view: View) -> str:
    """Count what runs out, what has, and what has no date."""
    ends = view.applications["ender"]
    soon, expired, undated = (
        counted(int(ends.isin(which).sum()), "avtale", "avtaler")
        for which in (AHEAD, [EXPIRED], [UNDATED])
    )
    return (
        f"{capital(soon)} går ut i de tre årene etter "
        f"{norwegian_date(view.dataset.settings.vedtaksdato)}. Før den datoen var {expired} gått "
        f"ut, og {undated} mangler sluttdato."
    )


def at_least(part: str, share: float = 1.0) -> Callable[[Mapping[Hashable, Any]], float | str]:
    """A sum of a row, with contracts whose cost nobody has told: «minst 575», or missing.

    Parameters
    ----------
    part : str
        Column of what is known, 1000 kr; that with ``ukjent_`` before it counts the others.
    share : float
        The share of it that is told.
    """

    def told(row: Mapping[Hashable, Any]) -> float | str:
        known = float(row[part]) * share
        if not row[f"ukjent_{part}"] or np.isnan(known):
            return known
        return f"minst {numbers.thousand(known)}" if known > 0 else np.nan

    return told


def without_list(view: View) -> str:
    """Say who has listed no systems; with a space before it, and empty where everybody has."""
    lacking = view.without_systems
    return f" {listed(lacking)} har ikke oppgitt systemer og er ikke med." if lacking else ""


def omitted(view: View) -> str:
    """Say that shielded systems are left out, where they are; with a space before it."""
    return "" if view.names_shielded else " Skjermede systemer er utelatt."


def procurement_status(view: View) -> Table:
    """How far each municipality has come with the next contract, counted in contracts."""
    rows = view.dataset.applications
    status = rows["anskaffelsesstatus"].replace("", "ukjent")
    counts = pd.crosstab(rows["kommunenummer"], status).reindex(columns=_STATUSES, fill_value=0)
    frame = counts.reindex(list(view.codes)).rename(columns=capital)
    formats = dict.fromkeys(frame.columns, numbers.whole)
    frame.insert(0, "Kommune", [view.names[code] for code in view.codes])
    return Table(
        frame,
        "Avtalene etter hvor langt neste anskaffelse er kommet",
        formats=formats,
        source=view.cite(rows["source"]),
    )


def ends_figure(view: View) -> Figure:
    """Show how many contracts end in each year, and how many of them have an option."""
    rows = view.dataset.applications
    ends = ends_by_year(rows, view.first_year, _YEARS)
    told = listed([f"{str(name).lower()} {numbers.whole(n)}" for name, n in ends["alle"].items()])
    years = ends.loc[ends.index.str.isdigit(), "alle"]
    finding = f"Flest avtaler går ut i {years.idxmax()}: {years.max()} av {len(rows)}"
    return Figure(
        _draw(ends),
        alt=f"Søyler. Antall avtaler etter året de går ut: {told}. Av dem har "
        f"{numbers.whole(ends['opsjon'].sum())} opsjon på å bli forlenget.",
        title=finding if years.any() else "Når avtalene går ut",
        source=view.cite(rows["source"]),
    )


def _draw(ends: pd.DataFrame) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.0)
    places = np.arange(len(ends))
    without = ends["alle"] - ends["opsjon"]
    axes.bar(places, without, color=style.OWN, label="Uten opsjon")
    axes.bar(places, ends["opsjon"], bottom=without, color=style.OTHERS, label="Med opsjon")
    for place, number in enumerate(ends["alle"]):
        style.direct_label(axes, place, number, numbers.whole(number), side="above", gap=2)
    axes.set_xticks(places, list(ends.index))
    axes.set_ylim(0, max(1, ends["alle"].max()) * 1.15)
    style.number_axis(axes.yaxis, steps=4)
    axes.set_ylabel("Avtaler")
    fig.legend(loc="outside upper left", ncols=2, handlelength=1.2)
    return fig
