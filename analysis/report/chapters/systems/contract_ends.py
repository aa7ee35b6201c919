"""Figures of when contracts end: all of them by area, and one area system by system."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MplFigure

from analysis.model import windows as model
from analysis.report import numbers, style
from analysis.report.chapters.systems.heat import draw_heat
from analysis.report.chapters.systems.overlap import marked
from analysis.report.chapters.words import capital, count, counted, listed
from analysis.report.elements import Figure
from analysis.report.view import View

# As many years as fit across a page beside the three other columns.
_YEARS = 7
# As many systems as fit on a page.
_MOST_ROWS = 15


def ends_figure(view: View, found: pd.DataFrame) -> Figure:
    """Show how many contracts end in each year by area, and how many purchases that opens.

    Parameters
    ----------
    view : View
    found : DataFrame
        Windows, as `analysis.model.windows.windows` gives them.
    """
    rows = view.dataset.applications
    every, optional = model.ends_by_area(rows, view.first_year, _YEARS)
    total, option = every.sum(), int(optional.to_numpy().sum())
    years = [name for name in every.columns if name.isdigit()]
    most = max(years, key=lambda year: int(total[year]))
    told = listed([f"{year}: {numbers.whole(total[year])}" for year in years])
    undated, ended = int(total[model.UNDATED]), int(total[model.EXPIRED])
    return Figure(
        _draw_ends(view, every, optional, found),
        alt="Rutenett med fagområder og år. Antall avtaler som går ut: "
        f"{told}. {capital(count(ended))} er gått ut før {view.first_year}, og {count(undated)} "
        f"har ingen sluttdato. {capital(count(option))} har opsjon på å bli forlenget.",
        title=f"Flest avtaler går ut i {most}: {numbers.whole(total[most])} av "
        f"{numbers.whole(len(rows))}. I parentes: avtaler med opsjon",
        source=view.cite(rows["source"]),
    )


def _draw_ends(
    view: View, every: pd.DataFrame, optional: pd.DataFrame, found: pd.DataFrame
) -> MplFigure:
    fig, axes = style.new_figure(height_cm=1.9 + 0.62 * len(every))
    purchases = found["år"].map(str).value_counts()
    texts = [
        [_cell(a, b) for a, b in zip(*pair, strict=True)]
        for pair in zip(every.to_numpy(), optional.to_numpy(), strict=True)
    ]
    texts.append([str(purchases.get(name, "")) for name in every.columns])
    shades = every.to_numpy(float) / max(1, every.to_numpy().max())
    bottom = np.full((1, every.shape[1]), np.nan)
    fewest = count(view.dataset.shared.fewest_buyers)
    names = [*(capital(str(area)) for area in every.index), f"Innkjøp for minst {fewest}"]
    draw_heat(axes, np.vstack([shades, bottom]), texts, names, list(every.columns))
    axes.axhline(len(every), color=style.INK, linewidth=0.9)
    return fig


def _cell(contracts: int, with_option: int) -> str:
    if not contracts:
        return ""
    return f"{contracts} ({with_option})" if with_option else str(contracts)


def timeline(view: View, area: str) -> Figure | None:
    """Show one area's contracts over time: what could be bought together, and when.

    Parameters
    ----------
    view : View
    area : str
        A fagområde.

    Returns
    -------
    Figure or None
        None where no contract in the area has a known end.
    """
    rows = marked(view)
    rows = rows[(rows["fagområde"] == area) & ((rows["skjermes"] != "ja") | view.names_shielded)]
    contracts = model.contracts(rows, view.first_year)
    if contracts.empty:
        return None
    found = model.windows(rows, view.first_year, view.dataset.shared.fewest_buyers)
    order = _order(contracts, found)
    shown = order[:_MOST_ROWS]
    left_out = len(order) - len(shown)
    note = f" {capital(counted(left_out, 'rad', 'rader'))} til er utelatt." if left_out else ""
    opening = found[found["gruppe"].isin(shown)]
    told = listed([f"{row['gruppe']} i {row['år']}" for _, row in opening.iterrows()]) or "ingen"
    return Figure(
        _draw_timeline(view, rows, contracts[contracts["gruppe"].isin(shown)], shown, found),
        alt=f"Tidslinje over avtalene i fagområdet {area}. Prikker er avtaleslutt, streker er "
        f"opsjoner. Felles innkjøp: {told}.{note}",
        title=f"{capital(area)}: når avtalene går ut, og når "
        f"{count(view.dataset.shared.fewest_buyers)} eller flere kan kjøpe sammen.{note}".rstrip(
            "."
        ),
        source=view.cite(view.dataset.applications["source"]),
    )


def _order(contracts: pd.DataFrame, found: pd.DataFrame) -> list[str]:
    """What can be bought together first, then the dearest."""
    cost = contracts.groupby("gruppe", sort=True)["kostnad"].sum()
    frame = pd.DataFrame({"kostnad": cost, "alene": ~cost.index.isin(found["gruppe"])})
    ordered = frame.sort_values(["alene", "kostnad"], ascending=[True, False], kind="stable")
    return [str(name) for name in ordered.index]


def _draw_timeline(
    view: View, rows: pd.DataFrame, contracts: pd.DataFrame, shown: list[str], found: pd.DataFrame
) -> MplFigure:
    fig, axes = style.new_figure(height_cm=1.8 + 0.55 * len(shown))
    place = {name: y for y, name in enumerate(shown)}
    days = rows.set_index("source")[["avtaleslutt", "opsjon_til"]]
    for name in shown:
        axes.axhline(place[name], color=style.GRID, linewidth=0.6, zorder=1)
    for _, window in found[found["gruppe"].isin(shown)].iterrows():
        axes.barh(place[window["gruppe"]], 1.0, 0.8, window["år"], color=style.LAND,
                  edgecolor=style.ACCENT, linewidth=0.9, zorder=1.5)  # fmt: skip
    for name in shown:
        own = days.loc[contracts.loc[contracts["gruppe"] == name, "source"]]
        for end, same in own.groupby("avtaleslutt")["opsjon_til"]:
            _dot(axes, place[name], _fraction(end), len(same))
            for option in same.dropna():
                axes.plot([_fraction(end), _fraction(option)], [place[name]] * 2,
                          color=style.OWN, linewidth=1.3, zorder=2)  # fmt: skip
    first = int(min(contracts["slutt"].min(), view.first_year))
    last = int(max(contracts["til"].max(), contracts["åpen"].max())) + 1
    axes.axvline(_fraction(view.dataset.settings.vedtaksdato), color=style.INK, linewidth=0.9)
    axes.set_xlim(first, last)
    ticks = range(first, last, max(1, (last - first) // 9))
    axes.set_xticks([year + 0.5 for year in ticks], [str(year) for year in ticks])
    axes.set_yticks(range(len(shown)), [capital(name) for name in shown])
    axes.set_ylim(len(shown) - 0.5, -0.5)
    axes.tick_params(length=0)
    return fig


def _dot(axes: Axes, y: int, x: float, number: int) -> None:
    """A dot for contracts that end on one day, with their number if there are several."""
    axes.plot(x, y, "o", color=style.OWN, markersize=6 if number == 1 else 11, zorder=3)
    if number > 1:
        axes.text(x, y, str(number), color="white", ha="center", va="center_baseline",
                  fontsize=8.0, zorder=4)  # fmt: skip


def _fraction(day: object) -> float:
    """A date as a year with decimals."""
    assert isinstance(day, dt.date)
    return day.year + (day.timetuple().tm_yday - 1) / 365.0
