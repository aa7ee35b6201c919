"""Timelines of contract ends and options: municipalities in an area, or one's areas."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure as MplFigure

from analysis.model.systems.windows import has_option
from analysis.report.language import numbers
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Figure, Stack, style
from analysis.report.view import View

# As many years as fit across a page with half a year to a dot.
_YEARS = 7
# Areas and rows that fit on half a page, and areas of one municipality.
_AREAS, _MOST_ROWS, _OWN_AREAS = 3, 18, 4
_ROW_CM = 0.46
# Options are drawn this far below the dots, so that both are seen.
_BELOW = 0.33
_KEY = (
    "Prikk: antall avtaler som slutter det halvåret. Strek: til opsjonen slutter. Stiplet: vedtaket"
)


@dataclass(frozen=True)
class _Row:
    """One row: its name, its contracts with a known end, and the group it stands in."""

    name: str
    contracts: pd.DataFrame
    group: str = ""


def every_area(view: View) -> Stack:
    """All areas, municipality by municipality, some to a figure."""
    areas = _dearest(view.dataset.applications, None)
    together = max(1, _MOST_ROWS // max(1, len(view.codes)))
    starts = range(0, len(areas), together)
    return Stack(*(_of_areas(view, areas[start : start + together]) for start in starts))


def _of_areas(view: View, areas: list[str]) -> Figure | None:
    rows = view.dataset.applications
    rows = rows[rows["fagområde"].isin(areas)]
    codes = _most_cost(view, rows)
    lines = []
    for area in areas:
        here = rows[rows["fagområde"] == area]
        mine: Mapping[Hashable, pd.DataFrame] = dict(iter(here.groupby("kommunenummer")))
        lines += [_Row(view.names[code], _dated(mine.get(code, here[:0])), area) for code in codes]
    left_out = len(view.codes) - len(codes)
    note = f" De {numbers.whole(len(codes))} med høyest kostnad er vist." if left_out else ""
    return _figure(view, rows, lines, areas, note)


def _most_cost(view: View, rows: pd.DataFrame) -> list[str]:
    """The municipalities there is room for, in the order of the report."""
    cost = rows.groupby("kommunenummer")["årskostnad"].sum().reindex(list(view.codes)).fillna(0.0)
    chosen = set(cost.nlargest(_MOST_ROWS).index)
    return [code for code in view.codes if code in chosen]


def _dearest(rows: pd.DataFrame, number: int | None) -> list[str]:
    cost = rows.groupby("fagområde")["årskostnad"].sum()
    return [str(a) for a in cost.sort_values(ascending=False, kind="stable").index[:number]]


def _dated(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["avtaleslutt"].notna()]


def _figure(
    view: View, rows: pd.DataFrame, lines: Sequence[_Row], areas: list[str], note: str = ""
) -> Figure | None:
    dated = _dated(rows)
    if dated.empty:
        return None
    undated = len(rows) - len(dated)
    more = f" {capital(counted(undated, 'avtale', 'avtaler'))} uten sluttdato er ikke med."
    return Figure(
        _draw(view, lines),
        alt=f"Tidslinje. {_told(view, lines)} Streker viser opsjoner.",
        title=_finding(view, dated, areas) + note + (more if undated else ""),
        source=view.cite(view.rows("applikasjoner")["source"]),
    )


def _finding(view: View, dated: pd.DataFrame, areas: list[str]) -> str:
    last = view.first_year + 2
    over = int(sum(day.year <= last for day in dated["avtaleslutt"]))
    option = int(has_option(dated).sum())
    shown, with_option = (numbers.whole(n) if n else "ingen" for n in (over, option))
    return (
        f"{capital(listed(areas))}: {shown} av {numbers.whole(len(dated))} avtaler "
        f"er ute ved utgangen av {last}, og {with_option} har opsjon."
    )


def _told(view: View, lines: Sequence[_Row]) -> str:
    """How many end in each year, row by row."""
    sentences = []
    for line in lines:
        years = pd.Series([_label(view, day) for day in line.contracts["avtaleslutt"]], dtype="str")
        number = years.value_counts(sort=False)
        told = listed([f"{name}: {number[name]}" for name in _labels(view) if name in number])
        of = f" i {line.group}" if line.group else ""
        sentences.append(f"{line.name}{of}: {told or 'ingen'}.")
    return " ".join(sentences)


def _labels(view: View) -> list[str]:
    years = range(view.first_year, view.first_year + _YEARS)
    return [f"Før {view.first_year}", *map(str, years), "Senere"]


def _label(view: View, day: dt.date) -> str:
    place = int(np.clip(day.year - view.first_year + 1, 0, _YEARS + 1))
    return _labels(view)[place]


def _place(view: View, day: dt.date) -> float:
    """Where a day stands: the middle of its half-year, or of what is before or after."""
    year = day.year - view.first_year + 1
    if not 1 <= year <= _YEARS:
        return 0.5 if year < 1 else _YEARS + 1.5
    return year + (0.25 if day.month <= 6 else 0.75)


def _draw(view: View, lines: Sequence[_Row]) -> MplFigure:
    groups = list(dict.fromkeys(line.group for line in lines if line.group))
    height = len(lines) + len(groups)
    fig, axes = style.new_figure(height_cm=1.5 + _ROW_CM * height)
    y, places, above = 0.0, [], ""
    for line in lines:
        if line.group != above:
            above = line.group
            axes.text(0.0, y, capital(above), fontweight="semibold", fontsize=8.6,
                      va="center_baseline")  # fmt: skip
            y += 1.0
        _draw_row(view, axes, y, line.contracts)
        places.append(y)
        y += 1.0
    width = _YEARS + 2
    decision = _fraction(view.dataset.settings.vedtaksdato) - view.first_year + 1
    axes.axvline(decision, color=style.ACCENT, linewidth=1.0, linestyle=(0, (3, 2)), zorder=1.5)
    for edge in range(1, width):
        axes.axvline(edge, color=style.GRID, linewidth=0.5, zorder=0.5)
    axes.set_xlim(0, width)
    axes.set_ylim(height - 0.4, -0.6)
    axes.set_xticks(np.arange(width) + 0.5, _labels(view))
    axes.set_yticks(places, [line.name for line in lines])
    axes.tick_params(length=0, labeltop=True, labelbottom=False)
    axes.set_xlabel(_KEY)
    axes.spines[:].set_visible(False)
    return fig


def _draw_row(view: View, axes: Axes, y: float, contracts: pd.DataFrame) -> None:
    axes.axhline(y, color=style.GRID, linewidth=0.6, zorder=1)
    ends = [_place(view, day) for day in contracts["avtaleslutt"]]
    longer = has_option(contracts)
    options = zip(np.array(ends)[longer], contracts.loc[longer, "opsjon_til"], strict=True)
    for start, until in options:
        stop = _place(view, until)
        axes.plot([start, stop], [y + _BELOW] * 2, color=style.OWN, linewidth=1.0, zorder=2)
        axes.plot(stop, y + _BELOW, "|", color=style.OWN, markersize=5, zorder=2)
    for place, number in Counter(ends).items():
        axes.plot(place, y, "o", color=style.OWN, markersize=10.5, zorder=3)
        axes.text(place, y, str(number), color="white", ha="center",
                  va="center_baseline", fontsize=8.0, zorder=4)  # fmt: skip


def _fraction(day: dt.date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.0
