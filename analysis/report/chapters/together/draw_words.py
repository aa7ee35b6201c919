"""How often something holds over the draws, with the draws' own chance beside it."""

from __future__ import annotations

import numpy as np

from analysis.decision.participation.chances import Chances
from analysis.report.numbers import NBSP, whole
from analysis.report.verdict import of_draws


def share_cell(chances: Chances, share: float) -> str:
    """A share of the draws out of 100 with its error, for a table: «57 ± 3»; NaN is «mangler»."""
    share = float(share)
    if np.isnan(share):
        return "mangler"
    if share <= 0.0 or share >= 1.0:
        return whole(share * 100)
    told = "< 1" if share < 0.005 else "> 99" if share > 0.995 else whole(share * 100)
    return f"{told}{NBSP}±{NBSP}{_margin(chances, share)}"


def _margin(chances: Chances, share: float) -> str:
    """Chance in the draws themselves at 95 percent, in whole hundredths, at least 1."""
    error = float(chances.error(np.asarray(share, dtype=float)))
    return whole(max(1.0, np.ceil(error * 196.0)))


def holds(chances: Chances, share: float) -> str:
    """How often something holds, as a sentence: «Det holder i 94 av 100 trekninger (± 3 …)»."""
    if share >= 1.0:
        return "Det holder i alle trekningene."
    if share <= 0.0:
        return "Det holder ikke i noen av trekningene."
    margin = _margin(chances, share)
    return f"Det holder i {of_draws(float(share))} trekninger (±{NBSP}{margin} av{NBSP}100)."
