"""Municipality by municipality: how much of the cost lies in systems the other has."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as MplFigure

from analysis.report.chapters.systems.heat import draw_heat
from analysis.report.language import numbers
from analysis.report.language.words import capital, per_cent
from analysis.report.press import Figure, escape, style
from analysis.report.view import View

# More municipalities than this do not fit across a page.
_MOST = 20


def matrix_figure(view: View) -> Figure | None:
    """Show the cost-weighted overlap of every pair; the municipalities with most cost if many.

    Returns
    -------
    Figure or None
        None where fewer than two municipalities have systems with a known cost.
    """
    shares = view.systems.same_cost
    if shares.notna().to_numpy().sum() < 2:
        return None
    shown = _largest(view, shares)
    names = [view.names[str(code)] for code in shown.index]
    a, b = _highest(view, shown)
    share = per_cent(float(shares.at[a, b]))  # type: ignore[arg-type]
    left_out = len(shares) - len(shown)
    note = f" De {numbers.whole(len(shown))} med høyest kostnad er vist." if left_out else ""
    finding = f"{share} av kostnaden i {view.names[a]} er i systemer {view.names[b]} også har"
    return Figure(
        _draw(shown, names),
        alt=f"Rutenett med {len(names)} kommuner. {_told(view, shown)}{note}",
        title=f"{capital(finding)}.{note}".rstrip("."),
        source=view.cite(view.dataset.applications["source"]),
    )


def closest(view: View) -> str:
    """Say which two have most in common, as a Markdown sentence; "" without pairs to compare."""
    shares = view.systems.same_cost
    both = (shares + shares.T) / 2.0
    values = both.to_numpy()
    if np.isfinite(values).sum() <= 2 or not np.nanmax(values) > 0:
        return ""
    a, b = (view.names[str(shares.index[i])] for i in divmod(int(np.nanargmax(values)), len(both)))
    return f"Regnet begge veier har paret {escape(a)} og {escape(b)} mest felles."


def _highest(view: View, shares: pd.DataFrame) -> tuple[str, str]:
    """The highest cell, of our own row if this is one municipality's report."""
    rows = shares.loc[[view.code]] if view.code in shares.index else shares
    values = rows.to_numpy()
    if np.isnan(values).all():
        rows, values = shares, shares.to_numpy()
    row, column = divmod(int(np.nanargmax(values)), values.shape[1])
    return str(rows.index[row]), str(rows.columns[column])


def _largest(view: View, shares: pd.DataFrame) -> pd.DataFrame:
    if len(shares) <= _MOST:
        return shares
    cost = view.dataset.applications.groupby("kommunenummer")["årskostnad"].sum()
    chosen = set(cost.nlargest(_MOST).index)
    kept = [code for code in shares.index if code in chosen]
    return shares.loc[kept, kept]


def _told(view: View, shares: pd.DataFrame) -> str:
    sentences = []
    for code, row in shares.iterrows():
        known = row.dropna()
        if len(known):
            most = str(known.idxmax())
            sentences.append(
                f"{view.names[str(code)]}: mest felles med {view.names[most]}, "
                f"{per_cent(float(known[most]))}."
            )
    return " ".join(sentences)


def _draw(shares: pd.DataFrame, names: list[str]) -> MplFigure:
    size = len(names)
    fig, axes = style.new_figure(height_cm=2.0 + max(0.55 * size, 2.0))
    texts = [
        [
            numbers.NOT_APPLICABLE
            if row == column
            else (numbers.MISSING if np.isnan(value) else numbers.whole(value * 100.0))
            for column, value in enumerate(line)
        ]
        for row, line in enumerate(shares.to_numpy())
    ]
    # From the lowest to the highest, so that differences are seen.
    low, high = np.nanmin(shares), np.nanmax(shares)
    spread = (shares.to_numpy() - low) / (high - low or 1.0)
    draw_heat(axes, spread, texts, names, names)
    axes.set_xlabel("Prosent av kostnaden til kommunen i raden, i systemer kommunen i kolonnen har")
    return fig
