"""Whether two criteria say the same: how their effects follow each other."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as MplFigure

from analysis.decision import CriteriaPair, correlations, strongest, thresholds
from analysis.report.language.numbers import MINUS, NOT_APPLICABLE, signed
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Figure, Heading, Stack, Text, escape, style
from analysis.report.view import View

_TOLD = 3
# From this size on a cell is dark enough for white writing.
_DARK = 0.7


def overlap(view: View) -> Stack:
    """Correlation of the criteria's effects, and the pairs that follow each other most."""
    found = _correlations(view)
    pairs = strongest(found)
    if not pairs:
        return Stack(
            Heading("Om kriteriene måler det samme, kan ikke regnes ut", 2),
            Text("Det trengs minst to kriterier som skiller alternativene."),
        )
    return Stack(Heading(_finding(pairs), 2), _figure(view, found), Text(_text(pairs)))


def _correlations(view: View) -> pd.DataFrame:
    """Of the criteria that are weighed, by name."""
    names = {c.id: c.navn for c in view.criteria if view.weight(c.id).share > 0}
    found = correlations(view.evaluation, view.scenario, list(names))
    return found.rename(index=names, columns=names)


def _overlapping(pairs: list[CriteriaPair]) -> list[CriteriaPair]:
    return [pair for pair in pairs if pair.correlation >= thresholds.OVERLAP]


def _finding(pairs: list[CriteriaPair]) -> str:
    same = _overlapping(pairs)
    if not same:
        return "Ingen kriterier følger hverandre tett"
    if len(same) == 1:
        return f"{same[0].first} og {same[0].second.lower()} følger hverandre tett"
    return f"{capital(count(len(same), 'n'))} par av kriterier følger hverandre tett"


def _text(pairs: list[CriteriaPair]) -> str:
    told = listed([_in_words(pair) for pair in pairs[:_TOLD]])
    same = (
        " Kriterier som følger hverandre tett, kan telle det samme to ganger. Er de ulike "
        "virkninger, eller bør de dele vekten?"
        if _overlapping(pairs)
        else ""
    )
    return f"Sterkest sammen henger {told}.{same}"


def _in_words(pair: CriteriaPair) -> str:
    names = f"{escape(pair.first.lower())} og {escape(pair.second.lower())}"
    return f"{names} ({signed(pair.correlation, 1)})"


def _figure(view: View, found: pd.DataFrame) -> Figure:
    told = listed([_in_words(pair).replace("\\", "") for pair in strongest(found)[:_TOLD]])
    return Figure(
        _draw(found),
        alt=f"Rutenett med sammenhengen mellom {len(found)} kriterier to og to. Sterkest: {told}.",
        title="Hvor tett kriteriene følger hverandre: +1 er helt likt, 0 er ingen sammenheng og "
        f"{MINUS}1 er motsatt",
        source=view.ranking_source,
    )


def _draw(found: pd.DataFrame) -> MplFigure:
    size = len(found)
    fig, axes = style.new_figure(height_cm=1.2 + 0.6 * size)
    below = np.tril(np.ones((size, size), dtype=bool), -1)
    axes.imshow(
        np.where(below, found.abs(), np.nan), cmap=style.shades(), vmin=0.0, vmax=1.0, aspect="auto"
    )
    for y, x in zip(*np.nonzero(below), strict=True):
        value = float(found.iloc[y, x])
        ink = "white" if abs(value) > _DARK else style.INK
        text = NOT_APPLICABLE if np.isnan(value) else signed(value, 1)
        axes.text(x, y, text, ha="center", va="center", color=ink)
    names = [f"{n} {name}" for n, name in enumerate(found.columns, start=1)]
    axes.set_yticks(range(size), names)
    axes.set_xticks(range(size), [str(n) for n in range(1, size + 1)])
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return fig
