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


def briefly(view: View) -> str:
    """What turns the conclusion, for page one: `in_full` has the intervals of assumptions too."""
    found = view.conclusion
    if not _told(view):
        return ""
    inside = found.assumption is not None and found.assumption.inside
    clauses, takers = [], []
    if found.assumption is not None and inside:
        clauses.append(_assumption_clause(view, found.assumption))
        takers.append(found.assumption.taker)
    if found.weight is not None:
        clauses.append(_weight_clause(view, found.weight))
        takers.append(found.weight.taker)
    start, it = _subject(view)
    told = [f"{start} {_clauses(clauses, takers)}."] if clauses else []
    if not inside:
        told.append(f"Ingen enkelt forutsetning endrer {it} innenfor spennet sitt.")
    return " ".join([_central(view), *told]).strip()


def in_full(view: View) -> str:
    """The nearest single assumption and the nearest weight that take the first place."""
    if not _told(view):
        return ""
    assumption, weight = view.conclusion.assumption, view.conclusion.weight
    told = [_central(view), _assumption_turns(view, assumption)]
    if weight is not None:
        start, _ = _subject(view, "konklusjonen")
        if assumption is not None and assumption.inside:
            start = start.replace("endres", "endres også")
        told.append(f"{start} {_clauses([_weight_clause(view, weight)], [weight.taker])}.")
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


def _told(view: View) -> bool:
    """Whether there is anything to turn, and it does not rest on numbers nobody has."""
    return len(view.conclusion.shares) > 1 and not view.conclusion.on_missing


def _subject(view: View, decided: str = "den") -> tuple[str, str]:
    """How the sentence begins, and what changes: the conclusion, or who is first."""
    it = decided if view.conclusion.strength.decided else "det"
    return f"{capital(it)} endres dersom", it


def _central(view: View) -> str:
    if view.conclusion.strength.decided:
        return ""
    return f"Med den forventede verdien av alt er alternativ {view.certainty.first} først."


def _clauses(clauses: list[str], takers: list[str]) -> str:
    """What turns it, with who takes over said once where it is the same one."""
    if len(set(takers)) == 1:
        return f"{' eller dersom '.join(clauses)}; da kommer alternativ {takers[0]} først"
    told = [f"{c} (da kommer alternativ {t} først)" for c, t in zip(clauses, takers, strict=True)]
    return " eller dersom ".join(told)


def _assumption_clause(view: View, flip: Flip) -> str:
    assumption = view.dataset.shared.assumptions[flip.name]
    return f"«{escape(assumption.navn)}» blir {in_words(assumption, flip.value, flip.central)}"


def _assumption_turns(view: View, flip: Flip | None) -> str:
    start, it = _subject(view, "konklusjonen")
    if flip is None:
        return f"Ingen enkelt forutsetning endrer {it}, så langt det er prøvd."
    assumption = view.dataset.shared.assumptions[flip.name]
    about = f"antatt {plain(assumption, flip.central)}, fra {_span(view, flip)}"
    after = f"da kommer alternativ {flip.taker} først"
    if flip.inside:
        return f"{start} {_assumption_clause(view, flip)} ({about}); {after}."
    value = in_words(assumption, flip.value, flip.central)
    return (
        f"Ingen enkelt forutsetning endrer {it} innenfor spennet sitt. Nærmest er "
        f"«{escape(assumption.navn)}», som måtte bli {value} ({about}); {after}."
    )


def _weight_clause(view: View, flip: Flip) -> str:
    name = escape(view.dataset.shared.criterion(flip.name).navn.lower())
    return (
        f"{name} teller {_weight(flip)} og ikke {percent(flip.central)}, {_where(flip)} det som "
        f"oftest er trukket ({_drawn(flip)})"
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
