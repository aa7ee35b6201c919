"""The answer, how sure it is, and what would change it: the sentences of page one.

How strongly a first place is worded is decided in `analysis.decision.conclusion`.
"""

from __future__ import annotations

import numpy as np

from analysis.dataset.categories import SCENARIOS
from analysis.decision.conclusion import Strength
from analysis.decision.robustness import Flip
from analysis.decision.sensitivity import CELLS, COMMON_COSTS, JUDGEMENTS, WEIGHTS
from analysis.report.amounts import in_words, plain
from analysis.report.chapters.words import capital, listed
from analysis.report.markup import escape
from analysis.report.numbers import NBSP, percent, whole
from analysis.report.view import View
from analysis.report.wording import about_same, against_today, named, several

# More alternatives than this are told by number alone.
_FEW = 3
# From this share on, the draws are counted in hundreds: «94 av 100».
_IN_HUNDREDS = 0.9
_DRAWN = {
    JUDGEMENTS: "vurderingene, som kan være ett trinn feil",
    WEIGHTS: "hvor mye hvert kriterium skal telle",
    CELLS: "tallene som mangler",
    COMMON_COSTS: "om engangskostnadene blir høyere eller lavere enn antatt",
}


def headline(view: View) -> str:
    """The finding in a few words, in plain text, for headings."""
    found = view.conclusion
    if not found.strength.decided:
        return f"Tallene avgjør ikke mellom {several(found.leaders)} for {view.name}"
    first = found.leaders[0]
    best = "Å fortsette som i dag" if first == "0" else capital(named(view, first))
    unsure = ", men forskjellen er usikker" if found.strength is Strength.AHEAD else ""
    return f"{best} {found.strength} for {view.name}{unsure}"


def answer(view: View) -> str:
    """The conclusion as one or two sentences of Markdown."""
    found = view.conclusion
    if not found.strength.decided:
        few = len(found.leaders) <= _FEW
        names = listed([view.phrase(a) for a in found.leaders]) if few else several(found.leaders)
        return f"Tallene avgjør ikke mellom {names} for {view.md_name}."
    first = found.leaders[0]
    verb, rest = str(found.strength).split(" ", 1)
    if first == "0":
        told = f"For {view.md_name} {verb} det {rest} å fortsette som i dag"
    else:
        told = f"For {view.md_name} {verb} {view.phrase(first)} {rest}"
    if found.strength is Strength.AHEAD:
        return f"{told}, men forskjellen er usikker."
    if found.strength is Strength.BEST:
        return f"{told}, men det avhenger av {depends_on(view)}."
    if first == "0":
        return f"{told}."
    value = view.npv_per_inhabitant(first)
    but = "og" if value > 0 or about_same(view, value) else "men"
    return f"{told}, {but} det {against_today(view, first)}."


def how_sure(view: View) -> str:
    """How far the conclusion holds and what would change it, as sentences of Markdown."""
    found = view.conclusion
    if found.strength.decided:
        return f"{_holds(view)} {_briefly(view)}".strip()
    often = [a for a in found.shares if a in found.leaders]
    told = [f"alternativ {a} i {of_draws(found.shares[a])}" for a in often]
    told[0] = f"{capital(told[0]).replace(' i ', ' er først i ', 1)} trekninger"
    return " ".join(filter(None, [f"{told[0]}, {listed(told[1:])}.", _missing(view)]))


def of_draws(share: float) -> str:
    """A share of the draws, for «… trekninger»: «7 av 10», «94 av 100», never rounded to all."""
    if share <= 0.0:
        return "ingen"
    if share > 0.995:
        return f"mer enn 99 av{NBSP}100"
    if share < 0.01:
        return f"færre enn 1 av{NBSP}100"
    if share >= _IN_HUNDREDS or share < 1.0 - _IN_HUNDREDS:
        return f"{whole(share * 100)} av{NBSP}100"
    return f"{whole(share * 10)} av{NBSP}10"


def _holds(view: View) -> str:
    found = view.conclusion
    if len(found.shares) == 1:
        return "Ingen andre alternativer kan rangeres."
    share = found.shares[found.leaders[0]]
    often = "alle trekningene" if share >= 1.0 else f"{of_draws(share)} trekninger"
    return f"Konklusjonen holder i {often}."


def _briefly(view: View) -> str:
    """The nearest that turns it in one or two sentences; `what_changes_it` has the intervals."""
    found, turns = view.conclusion, []
    if len(found.shares) == 1:
        return ""
    if found.assumption is not None and found.assumption.inside:
        assumption = view.dataset.shared.assumptions[found.assumption.name]
        value = in_words(assumption, found.assumption.value, found.assumption.central)
        turns.append(f"«{escape(assumption.navn)}» blir {value}")
    if found.weight is not None:
        turns.append(_weight_clause(view, found.weight))
    told = f"Den endres dersom {' eller dersom '.join(turns)}." if turns else ""
    if found.assumption is None or not found.assumption.inside:
        told += " Ingen enkelt forutsetning endrer den innenfor spennet sitt."
    return told.strip()


def what_changes_it(view: View) -> str:
    """The nearest single assumption and the nearest weight that take the first place."""
    found = view.conclusion
    if len(found.shares) == 1:
        return ""
    sentences = [_assumption_turns(view, found.assumption)]
    if found.weight:
        sentences.append(_weight_turns(view, found.weight, found.assumption))
    if found.strength.decided:
        return " ".join(sentences)
    first = view.robustness.alternatives[view.robustness.leaders[view.r, 0]]
    told = (
        " ".join(sentences).replace("Den endres", "Det endres").replace("endrer den", "endrer det")
    )
    return f"Med midtverdien av alt er alternativ {first} først. {told}"


def _assumption_turns(view: View, flip: Flip | None) -> str:
    if flip is None:
        return "Ingen enkelt forutsetning endrer den, så langt det er prøvd."
    assumption = view.dataset.shared.assumptions[flip.name]
    value = in_words(assumption, flip.value, flip.central)
    central = plain(assumption, flip.central)
    span = f"{plain(assumption, flip.low)} til {plain(assumption, flip.high)}"
    name = f"«{escape(assumption.navn)}»"
    if flip.inside:
        return (
            f"Den endres dersom {name} blir {value} (antatt {central}, fra {span}): da kommer "
            f"alternativ {flip.taker} først."
        )
    return (
        "Ingen enkelt forutsetning endrer den innenfor spennet sitt. Nærmest er "
        f"{name}, som måtte bli {value} (antatt {central}, fra {span})."
    )


def _weight_turns(view: View, flip: Flip, assumption: Flip | None) -> str:
    also = "også " if assumption is not None and assumption.inside else ""
    return (
        f"Den endres {also}dersom {_weight_clause(view, flip)} (trukket fra {percent(flip.low)} "
        f"til {percent(flip.high)})."
    )


def _weight_clause(view: View, flip: Flip) -> str:
    name = escape(view.dataset.shared.criterion(flip.name).navn.lower())
    return f"{name} teller {_share(flip.value, flip.central)} og ikke {percent(flip.central)}"


def _share(value: float, beside: float) -> str:
    digits = 0 if percent(value) != percent(beside) else 1
    return percent(value, digits)


def depends_on(view: View) -> str:
    """What a first place hangs on most, as what follows «det avhenger av»; Markdown."""
    found = view.conclusion
    if found.assumption is not None and found.assumption.inside:
        return f"«{escape(view.dataset.shared.assumptions[found.assumption.name].navn)}»"
    most = worth_knowing(view)
    return escape(most[0][0]) if most else "hvor mye hvert kriterium skal telle"


def worth_knowing(view: View) -> list[tuple[str, float]]:
    """What the uncertainty of the first place comes from, most first, in plain text.

    Returns
    -------
    list of (str, float)
        What it is, and its total-order Sobol index.
    """
    index = {name: float(values[view.r]) for name, values in view.robustness.sobol.items()}
    known = {name: value for name, value in index.items() if value > 0 and not np.isnan(value)}
    return [
        (_DRAWN.get(name) or f"«{view.dataset.shared.assumptions[name].navn}»", value)
        for name, value in sorted(known.items(), key=lambda item: (-item[1], item[0]))
    ]


def _missing(view: View) -> str:
    """Say so where something missing is why two alternatives are not told apart."""
    evaluation, missing = view.evaluation, set()
    for s, scenario in enumerate(SCENARIOS):
        first = view.conclusion.by_scenario[scenario]
        for alternative in first if len(first) > 1 else ():
            values = evaluation.scores.criteria[s, view.r]
            ends = values[evaluation.alternatives.index(alternative)]
            for criterion, (low, high) in zip(view.criteria, ends, strict=True):
                if np.isnan(low) or low < high:
                    missing.add("tall" if criterion.computed else "vurderinger")
    if not missing:
        return ""
    return f"Noen {listed(sorted(missing))} mangler, og de kan avgjøre rekkefølgen."
