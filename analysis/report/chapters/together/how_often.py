"""How often something holds over the draws, and how surely it may then be told."""

from __future__ import annotations

from enum import Enum

import numpy as np

from analysis.decision import Strength, strength, thresholds
from analysis.decision.participation import Chances
from analysis.report.language import of_draws
from analysis.report.language.numbers import NBSP, whole
from analysis.report.view import View

# Nearer none or all of the draws than this, a share is told as less or more than a number.
_NEARLY = 0.005
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


def share_cell(chances: Chances, share: float) -> str:
    """A share of the draws out of 100, for a table: «57 ± 3», «< 1»; NaN is «mangler»."""
    share = float(share)
    if np.isnan(share):
        return "mangler"
    if share <= 0.0 or share >= 1.0:
        return whole(share * 100)
    if share < _NEARLY:
        return "< 1"
    if share > 1.0 - _NEARLY:
        return "> 99"
    return f"{whole(share * 100)}{NBSP}±{NBSP}{_margin(chances, share)}"


def _margin(chances: Chances, share: float) -> str:
    """Chance in the draws themselves at 95 percent, in whole hundredths, at least 1."""
    error = float(chances.error(np.asarray(share, dtype=float)))
    return whole(max(1.0, np.ceil(error * (100.0 * thresholds.TOLD_ERRORS))))


def holds(chances: Chances, share: float) -> str:
    """How often something holds, as a sentence: «Det holder i 94 av 100 trekninger (± 3 …)»."""
    if share >= 1.0:
        return "Det holder i alle trekningene."
    if share <= 0.0:
        return "Det holder ikke i noen av trekningene."
    often = f"Det holder i {of_draws(float(share))} trekninger"
    if not _NEARLY <= share <= 1.0 - _NEARLY:
        return f"{often}."
    return f"{often} (±{NBSP}{_margin(chances, share)} av{NBSP}100)."
