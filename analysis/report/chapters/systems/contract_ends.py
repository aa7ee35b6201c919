"""The figure of when contracts end: how many in each area and year."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as MplFigure

from analysis.model.systems.windows import EXPIRED, UNDATED, ends_by_area
from analysis.report.chapters.systems.heat import draw_heat
from analysis.report.language import numbers
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Figure, style
from analysis.report.view import View

# As many years as fit across a page beside the three other columns.
_YEARS = 7


def ends_figure(view: View) -> Figure:
    """Show how many contracts end in each year by area, and how many purchases that opens."""
    rows = view.dataset.applications
    every, optional = ends_by_area(rows, view.first_year, _YEARS)
    total, option = every.sum(), int(optional.to_numpy().sum())
    years = [name for name in every.columns if name.isdigit()]
    told = listed([f"{year}: {numbers.whole(total[year])}" for year in years])
    undated, ended = int(total[UNDATED]), int(total[EXPIRED])
    return Figure(
        _draw_ends(view, every, optional),
        alt="Rutenett med fagområder og år. Antall avtaler som går ut: "
        f"{told}. {capital(count(ended))} gikk ut før {view.first_year}, og {count(undated)} "
        f"har ingen sluttdato. {capital(count(option))} har opsjon på å bli forlenget.",
        title=_finding(total, years, len(rows), option),
        source=view.cite(rows["source"]),
    )


def _finding(total: pd.Series, years: list[str], every: int, option: int) -> str:
    most = max(years, key=lambda year: int(total[year]))
    note = ". I parentes: avtaler med opsjon" if option else ""
    if not total[most]:
        return "Når avtalene går ut" + note
    return (
        f"Flest avtaler går ut i {most}: {numbers.whole(total[most])} av "
        f"{numbers.whole(every)}{note}"
    )


def _draw_ends(view: View, every: pd.DataFrame, optional: pd.DataFrame) -> MplFigure:
    fig, axes = style.new_figure(height_cm=1.8 + 0.52 * len(every))
    purchases = view.systems.windows["år"].map(str).value_counts()
    texts = [
        [_cell(a, b) for a, b in zip(*pair, strict=True)]
        for pair in zip(every.to_numpy(), optional.to_numpy(), strict=True)
    ]
    texts.append([str(purchases.get(name, "")) for name in every.columns])
    shades = every.to_numpy(float) / max(1, every.to_numpy().max())
    bottom = np.full((1, every.shape[1]), np.nan)
    fewest = count(view.dataset.shared.fewest_buyers)
    names = [*(capital(str(area)) for area in every.index), f"Innkjøp for minst {fewest}"]
    # «Gått ut» is before year 0; elsewhere a contract has ended if it did before the decision.
    headings = {EXPIRED: f"Før {view.first_year}"}
    columns = [headings.get(name, name) for name in every.columns]
    draw_heat(axes, np.vstack([shades, bottom]), texts, names, columns)
    axes.axhline(len(every), color=style.INK, linewidth=0.9)
    return fig


def _cell(contracts: int, with_option: int) -> str:
    if not contracts:
        return ""
    return f"{contracts} ({with_option})" if with_option else str(contracts)
