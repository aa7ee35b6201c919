"""Which groups gain in each alternative, told to all municipalities together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.dataset.tables import SCENARIOS
from analysis.decision.participation import Cooperation
from analysis.report.chapters.together import how_often, phrases
from analysis.report.chapters.together.how_often import Sureness
from analysis.report.findings import wording
from analysis.report.language.numbers import whole
from analysis.report.language.words import capital, listed
from analysis.report.press import escape
from analysis.report.view import View

# Alternatives where some group gains in a smaller share of the draws are told together.
_SELDOM = 0.1
UNTIL_OURS = "Vår del kan ikke regnes ut før tallene våre er på plass."


@dataclass(frozen=True)
class Telling:
    """How a kind of report tells it: heading, text, and a row of its table."""

    finding: Callable[[View], str]
    text: Callable[[View], str]
    row: Callable[[View, str], dict[str, object]]


def when_all(view: View, alternative: str) -> str:
    """What all together, and we, gain when all take part."""
    found = phrases.cooperation(view, alternative)
    region = view.of_municipality("").people
    together = phrases.then(phrases.total(view, found, found.group), region, "kommunene samlet")
    start = f"Går {phrases.everyone(found.group.bit_count())} sammen om {view.phrase(alternative)}"
    if view.joint:
        return f"{start}, {together}."
    ours = phrases.gain(view, found, found.group, view.code)
    if np.isnan(ours[0]):
        return f"{start}, {together}. {UNTIL_OURS}"
    return f"{start}, {together}. Med utredningens nøkkel {phrases.then(ours, view.people, 'vi')}."


def _paying(view: View, s: int) -> list[str]:
    """Alternatives where some group gains, however unknown cells fall."""
    return [a for a, c in view.participation.cooperations.items() if c.best_group(s)]


def _share_paying(found: Cooperation) -> float:
    """Share of the draws where some group gains; NaN without draws."""
    return np.nan if found.chances is None else 1.0 - float(found.chances.best[0])


def _sureness(view: View, found: Cooperation) -> Sureness:
    """How surely some group gains."""
    best = found.best_group(view.s)
    return how_often.sureness(None if best is None else bool(best), _share_paying(found))


def _finding(view: View) -> str:
    worked = view.participation.cooperations
    sure = {a: _sureness(view, found) for a, found in worked.items()}
    yes, likely, unsure = (
        [a for a, how in sure.items() if how is wanted]
        for wanted in (Sureness.YES, Sureness.LIKELY, Sureness.UNSURE)
    )
    if yes or likely:
        return _which_pay(yes, likely, alone=not unsure, every=len(worked))
    if all(worked[a].best_group(view.s) is None for a in unsure) and unsure:
        return f"Om samarbeid lønner seg i kroner, {phrases.DEPENDS}"
    if unsure:
        return f"Tallene avgjør ikke om {wording.several(unsure)} lønner seg i kroner"
    likely_not = " trolig" if Sureness.HARDLY in sure.values() else ""
    return f"I kroner lønner samarbeid seg{likely_not} ikke for noen gruppe"


def _which_pay(yes: list[str], likely: list[str], *, alone: bool, every: int) -> str:
    """Heading where some alternatives surely or likely pay, alone where no other may."""
    perhaps = "" if yes else "trolig "
    if len(yes) + len(likely) == every > 1:
        perhaps = "trolig " if likely else ""
        return f"I kroner er det {perhaps}en gruppe som tjener på hvert av alternativene"
    if alone and len(yes) + len(likely) == 1:
        return f"I kroner lønner {perhaps}bare {wording.several(yes or likely)} seg"
    also = f", og trolig også {wording.several(likely)}" if yes and likely else ""
    which = wording.several(yes or likely)
    return f"I kroner lønner {perhaps}{which} seg for minst én gruppe{also}"


def _text(view: View) -> str:
    out = []
    for alternative in phrases.front(view):
        found = phrases.cooperation(view, alternative)
        out += [when_all(view, alternative), _best_in_words(view, found)]
    return " ".join(filter(None, [*out, _other_scenarios(view), _how_often(view)]))


def _how_often(view: View) -> str:
    """In how many of the draws some group gains by each alternative."""
    share = {a: _share_paying(found) for a, found in view.participation.cooperations.items()}
    if np.isnan(list(share.values())).any():
        return ""
    often = [a for a, each in share.items() if each >= _SELDOM]
    few = f"færre enn {whole(_SELDOM * 100)}"
    if not often:
        return f"Hvert av alternativene lønner seg for en gruppe i {few} av 100 trekninger."
    told_of = [f"på {wording.several([a])} i {_in_hundreds(share[a])}" for a in often]
    told_of += [f"på de andre i {few}"] if len(often) < len(share) else []
    told_of[0] += " av 100 trekninger"
    return f"En gruppe tjener {listed(told_of)}."


def _in_hundreds(share: float) -> str:
    return "mer enn 99" if 0.995 < share < 1.0 else whole(share * 100)


def _best_in_words(view: View, found: Cooperation) -> str:
    best = found.best_group(view.s)
    if best is None:
        return f"Om en annen gruppe tjener på det, {phrases.DEPENDS}."
    if best == 0:
        return (
            "Ingen mindre gruppe tjener på det heller. Tapet er prisen for virkningene uten pris."
        )
    if best == found.group:
        return f"Ingen mindre gruppe{phrases.tried(found)} tjener mer."
    name = capital(escape(phrases.named_group(view, found, best)))
    gains = phrases.does(phrases.total(view, found, best), view.people)
    lost = escape(phrases.names(view, phrases.losers(view, found, best)))
    but = f", men med utredningens nøkkel taper {lost}" if lost else ""
    return f"{name} {gains} samlet om de går sammen{but}."


def _other_scenarios(view: View) -> str:
    """Which alternatives pay for some group in the other calculations."""
    pays = [_paying(view, s) for s in range(len(SCENARIOS))]
    if pays[0] == pays[1] == pays[2]:
        return "Svaret er det samme i alle de tre beregningene."
    told_of = []
    for s, scenario in enumerate(SCENARIOS):
        if s != view.s:
            paying = wording.several(pays[s]) if pays[s] else "ingen av dem"
            what = f"lønner {paying} seg"
            told_of.append(f"i {wording.calculation(scenario)} {what}")
    return f"{capital(', og '.join(told_of))}."


def _row(view: View, alternative: str) -> dict[str, object]:
    found = view.participation.cooperations.get(alternative)
    row: dict[str, object] = {
        "Alternativ": phrases.label(view, alternative),
        "Alle samlet (1000 kr)": None,
        "Beste gruppe": "ikke regnet ut",
        "Den tjener (1000 kr)": None,
        "Taper da": None,
        "Best uten tap": None,
        "Best i (av 100)": None,
    }
    if found is None:
        return row
    best = found.best_group(view.s)
    row["Alle samlet (1000 kr)"] = phrases.cell(phrases.total(view, found, found.group))
    row["Beste gruppe"] = _group_cell(view, found, best)
    row["Best uten tap"] = _group_cell(view, found, found.best_group(view.s, agreed=True))
    if best:
        row["Den tjener (1000 kr)"] = phrases.cell(phrases.total(view, found, best))
        row["Taper da"] = phrases.some_of(view, best, phrases.losers(view, found, best))
    if best is not None and found.chances is not None:
        share = found.chances.best[found.place(best)]
        row["Best i (av 100)"] = how_often.share_cell(found.chances, share)
    return row


def _group_cell(view: View, found: Cooperation, group: int | None) -> str:
    if group is None:
        return phrases.DEPENDS
    return phrases.named_group(view, found, group) if group else "ingen"


TELLING = Telling(_finding, _text, _row)
