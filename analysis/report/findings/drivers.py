"""What the uncertainty of the first place comes from: what can be found out, and the weights."""

from __future__ import annotations

import math

from analysis.dataset.definitions import TIED
from analysis.decision import thresholds
from analysis.decision.draws import CELLS, JUDGEMENTS, WEIGHTS
from analysis.report.findings import missing
from analysis.report.language.numbers import NBSP
from analysis.report.language.words import listed, lower_first
from analysis.report.view import View

POLITICAL = "hvor mye hvert kriterium skal telle"
_SHARED = (
    "om engangskostnadene blir høyere eller lavere enn antatt",
    "om innsparingene blir større eller mindre enn antatt",
    "om priser og volum vokser mer eller mindre enn antatt",
)
_OTHER = "vurderingene"


def unknowns(view: View) -> list[tuple[str, float]]:
    """What could be found out, most first: its name in the draws, and its total-order index."""
    found = view.certainty.uncertainty_from.items()
    told = [(n, v) for n, v in found if n != WEIGHTS and v >= thresholds.TOLD_UNCERTAINTY]
    return sorted(told, key=lambda item: (-item[1], item[0]))


def political(view: View) -> float:
    """The part that hangs on the weights; 0 where nothing does."""
    found = view.certainty.uncertainty_from.get(WEIGHTS, 0.0)
    return 0.0 if math.isnan(found) else found


def in_words(view: View, name: str) -> str:
    """What is uncertain, in plain text: «vurderingene av informasjonssikkerhet»."""
    if name == CELLS:
        owners = missing.owners(view)
        return f"tallene som mangler fra {listed(owners)}" if owners else "det som mangler"
    if name in TIED:
        return _SHARED[TIED.index(name)]
    if name == WEIGHTS:
        return POLITICAL
    kind, _, criterion = name.partition(":")
    if kind == JUDGEMENTS:
        if not criterion:
            return _OTHER
        return f"vurderingene av {lower_first(view.dataset.shared.criterion(criterion).navn)}"
    return f"«{view.dataset.shared.assumptions[name].navn}»"


def roughly(share: float) -> str:
    """A part of the uncertainty, no more exact than it is known: «om lag 30 prosent»."""
    tens = 10 * round(share * 10)
    if tens >= 100:
        return "nesten alt"
    return f"om lag {tens}{NBSP}prosent" if tens else f"under 10{NBSP}prosent"
