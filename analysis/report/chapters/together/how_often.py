"""How often something holds over the draws, and how surely it may then be told."""

from __future__ import annotations

from enum import Enum

import numpy as np

from analysis.decision import Strength, strength, thresholds
from analysis.report.language import hundredths
from analysis.report.language.numbers import whole
from analysis.report.language.shares import SMALLEST
from analysis.report.view import View

_HEDGES = {
    Strength.CLEAR: "",
    Strength.BEST: ", men det avhenger av forutsetningene",
    Strength.AHEAD: ", men ikke sikkert",
}


class Sureness(Enum):
    """How surely a yes or no at the central values stands over the draws."""

    YES = "ja"
    LIKELY = "trolig"
    UNSURE = "usikkert"
    HARDLY = "trolig ikke"
    NO = "nei"


def sureness(holds: bool | None, share: float) -> Sureness:
    """How surely something holds, from the central values and its share of the draws.

    It is None where unknown cells decide, and the share NaN where nothing is drawn.
    """
    if holds is None:
        return Sureness.UNSURE
    if np.isnan(share):
        return Sureness.YES if holds else Sureness.NO
    backing = share if holds else 1.0 - share
    if backing >= thresholds.CLEAR_SHARE:
        return Sureness.YES if holds else Sureness.NO
    if backing >= thresholds.BEST_SHARE:
        return Sureness.LIKELY if holds else Sureness.HARDLY
    return Sureness.UNSURE


def by_strength(finding: str, share: float, otherwise: str) -> str:
    """A finding worded by the share of the draws it holds in; another where they do not decide.

    A share that is NaN is that nothing is drawn.
    """
    if np.isnan(share):
        return finding
    sure = strength(share, turned=False)
    return f"{finding}{_HEDGES[sure]}" if sure.decided else otherwise


def counted_how(view: View) -> str:
    """How many draws the shares rest on, for the note of a table; empty without draws."""
    draws = view.participation.draws
    if not draws:
        return ""
    return (
        f"Hvor ofte noe holder, er regnet i {whole(draws)} trekninger, med verten eller selskapet "
        "valgt på forhånd."
    )


def share_cell(share: float) -> str:
    """A share of the draws out of 100, for a table: «57», «< 1»; NaN is «mangler»."""
    if np.isnan(share):
        return "mangler"
    return "> 99" if 1.0 - SMALLEST < share < 1.0 else hundredths(float(share))
