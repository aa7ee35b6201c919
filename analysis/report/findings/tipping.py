"""What would take the first place: the nearest assumption and the nearest weight, in words."""

from __future__ import annotations

from analysis.decision import thresholds
from analysis.decision.draws import Flip
from analysis.report.language import in_words, plain
from analysis.report.language.numbers import NBSP, percent, whole
from analysis.report.language.words import capital
from analysis.report.press import escape
from analysis.report.view import View

_NOT_TOLD = "ikke regnet, tall mangler"


def turns(view: View) -> str:
    """The nearest single assumption and the nearest weight that take the first place.

    Empty where there is nothing to turn, or it rests on numbers nobody has.
    """
    found = view.conclusion
    if len(found.shares) == 1 or found.on_missing:
        return ""
    told = [_central(view), _assumption(view, found.assumption)]
    if found.weight is not None:
        also = found.assumption is not None and found.assumption.inside
        told.append(_weight_turns(view, found.weight, " også" if also else ""))
    return " ".join(told).strip()


def assumption_cell(view: View) -> str:
    """The nearest single assumption that takes the first place, for a table cell."""
    flip = view.conclusion.assumption
    if flip is None or view.conclusion.on_missing:
        return _NOT_TOLD if view.conclusion.on_missing else "ingen"
    assumption = view.dataset.shared.assumptions[flip.name]
    value = in_words(assumption, flip.value, flip.central)
    return f"{assumption.navn}: {value} ({_span(view, flip)}), {_where(flip)}"


def weight_cell(view: View) -> str:
    """The nearest weight that takes the first place, for a table cell."""
    flip = view.conclusion.weight
    if flip is None or view.conclusion.on_missing:
        return _NOT_TOLD if view.conclusion.on_missing else "ingen"
    name = view.dataset.shared.criterion(flip.name).navn
    return f"{name}: {_weight(flip)} ({_drawn(flip)}), {_where(flip)}"


def _subject(view: View) -> str:
    """What changes: the conclusion, or who is first."""
    return "konklusjonen" if view.conclusion.strength.decided else "det"


def _taken(flip: Flip) -> str:
    return f"da kommer alternativ {flip.taker} først"


def _central(view: View) -> str:
    if view.conclusion.strength.decided:
        return ""
    return f"Med den forventede verdien av alt er alternativ {view.certainty.first} først."


def _assumption(view: View, flip: Flip | None) -> str:
    it = _subject(view)
    if flip is None:
        return f"Ingen enkelt forutsetning endrer {it}, så langt det er prøvd."
    if not flip.inside:
        return f"Ingen enkelt forutsetning endrer {it} innenfor spennet sitt."
    assumption = view.dataset.shared.assumptions[flip.name]
    return (
        f"{capital(it)} endres dersom «{escape(assumption.navn)}» blir "
        f"{in_words(assumption, flip.value, flip.central)} (antatt "
        f"{plain(assumption, flip.central)}, fra {_span(view, flip)}); {_taken(flip)}."
    )


def _weight_turns(view: View, flip: Flip, also: str) -> str:
    name = escape(view.dataset.shared.criterion(flip.name).navn.lower())
    return (
        f"{capital(_subject(view))} endres{also} dersom {name} teller {_weight(flip)} og ikke "
        f"{percent(flip.central)}, {_where(flip)} det som oftest er trukket ({_drawn(flip)}); "
        f"{_taken(flip)}."
    )


def _weight(flip: Flip) -> str:
    """The break-even weight, told apart from what it is now, from none and from all."""
    told = percent(flip.value)
    alike = told in (percent(flip.central), percent(0.0), percent(1.0))
    return percent(flip.value, 1) if alike else told


def _span(view: View, flip: Flip) -> str:
    assumption = view.dataset.shared.assumptions[flip.name]
    return f"{plain(assumption, flip.low)} til {plain(assumption, flip.high)}"


def _drawn(flip: Flip) -> str:
    return f"{whole(flip.low * 100)}{NBSP}til{NBSP}{percent(flip.high)}"


def _where(flip: Flip) -> str:
    if flip.inside:
        return "innenfor"
    outside = max(flip.low - flip.value, flip.value - flip.high)
    return (
        "langt utenfor" if outside > thresholds.FAR_OUTSIDE * (flip.high - flip.low) else "utenfor"
    )
