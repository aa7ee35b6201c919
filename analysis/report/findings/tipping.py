"""What would take the first place: the nearest assumption and the nearest weight, in words."""

from __future__ import annotations

from analysis.decision import thresholds
from analysis.decision.draws import Flip
from analysis.report.language.words import capital, lower_first, sentence
from analysis.report.press import escape
from analysis.report.view import View


def turns(view: View) -> str:
    """The nearest single assumption and the nearest weight that take the first place.

    Empty where there is nothing to turn, or it rests on numbers nobody has.
    """
    found = view.conclusion
    if len(found.shares) == 1 or found.on_missing:
        return ""
    told = [_assumption(view, found.assumption)]
    if found.weight is not None:
        told.append(f"{_weight(view, found.weight)} {_taken(found.weight)}")
    return sentence(_central(view), *(escape(f"{one}.") for one in told))


def cell(view: View) -> str:
    """The same for a cell of a table."""
    found = view.conclusion
    if found.on_missing:
        return "ikke regnet, tall mangler"
    told = [_assumption(view, found.assumption)] if _inside(found.assumption) else []
    told += [_weight(view, found.weight)] if found.weight is not None else []
    return capital("; ".join(told)) if told else "ingenting som er prøvd"


def _inside(flip: Flip | None) -> bool:
    return flip is not None and flip.inside


def _taken(flip: Flip) -> str:
    return f"setter alternativ {flip.taker} først"


def _central(view: View) -> str:
    if view.conclusion.strength.decided:
        return ""
    return f"Med den forventede verdien av alt er alternativ {view.certainty.first} først."


def _assumption(view: View, flip: Flip | None) -> str:
    if flip is None or not flip.inside:
        return "ingen enkelt forutsetning endrer rekkefølgen innenfor det som er antatt"
    name = view.dataset.shared.assumptions[flip.name].navn
    return f"«{name}» kan sette alternativ {flip.taker} først, innenfor det som er antatt"


def _weight(view: View, flip: Flip) -> str:
    """How large a change of weight it takes, against what weights are drawn."""
    name = lower_first(view.dataset.shared.criterion(flip.name).navn)
    half = (flip.high - flip.low) / 2.0
    if abs(flip.value - flip.central) <= half * thresholds.SMALL_TURN:
        size = "en liten endring"
    elif flip.inside:
        size = "en endring"
    else:
        size = "bare en stor endring"
    return f"{size} i vekten på {name}"
