"""Which groups gain in each alternative, told to all municipalities together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from analysis.dataset.categories import SCENARIOS
from analysis.decision.participation.cooperation import Cooperation
from analysis.report import wording
from analysis.report.chapters.together import draw_words
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.words import capital
from analysis.report.elements import escape
from analysis.report.view import View

UNTIL_OURS = "Vår del kan ikke regnes ut før tallene våre er på plass."


@dataclass(frozen=True)
class Telling:
    """How a kind of report tells it: heading, text, and a row of its table."""

    finding: Callable[[View], str]
    text: Callable[[View], str]
    row: Callable[[View, str], dict[str, object]]


def when_all(view: View, alternative: str) -> str:
    """What all together, and we, gain when all take part."""
    found = told.cooperation(view, alternative)
    region = view.of_municipality("").people
    whole = told.does(told.total(view, found, found.group), region)
    start = (
        f"Går {told.everyone(found.group.bit_count())} sammen om {view.phrase(alternative)}, blir "
        f"følgen at kommunene samlet {whole}"
    )
    if view.joint:
        return f"{start}."
    ours = told.gain(view, found, found.group, view.code)
    if np.isnan(ours[0]):
        return f"{start}. {UNTIL_OURS}"
    return f"{start}, og at vi {told.does(ours, view.people)}."


def _paying(view: View, s: int) -> tuple[list[str], list[str]]:
    """Alternatives where some group gains, and those where unknown cells decide it."""
    best = {a: c.best_group(s) for a, c in view.participation.cooperations.items()}
    return [a for a, g in best.items() if g], [a for a, g in best.items() if g is None]


def _finding(view: View) -> str:
    pays, unsure = _paying(view, view.s)
    if not pays and not unsure:
        return "I kroner lønner samarbeid seg ikke for noen gruppe"
    if not pays:
        return f"Om samarbeid lønner seg i kroner, {told.DEPENDS}"
    if len(pays) == len(view.participation.cooperations) > 1:
        return "I kroner er det en gruppe som tjener på hvert av alternativene"
    if len(pays) == 1 and not unsure:
        return f"I kroner lønner bare {wording.several(pays)} seg"
    return f"I kroner lønner {wording.several(pays)} seg for minst én gruppe"


def _text(view: View) -> str:
    out = []
    for alternative in told.front(view):
        found = told.cooperation(view, alternative)
        out += [when_all(view, alternative), _best_in_words(view, found)]
    return " ".join([*out, _other_scenarios(view)])


def _best_in_words(view: View, found: Cooperation) -> str:
    best = found.best_group(view.s)
    if best is None:
        return f"Om en annen gruppe tjener på det, {told.DEPENDS}."
    if best == 0:
        return (
            "Ingen mindre gruppe tjener på det heller. Tapet er prisen for virkningene uten pris."
        )
    if best == found.group:
        return f"Ingen mindre gruppe{told.tried(found)} tjener mer."
    name = capital(escape(told.named_group(view, found, best)))
    gains = told.does(told.total(view, found, best), view.people)
    lost = escape(told.names(view, told.losers(view, found, best)))
    return f"{name} {gains} samlet om de går sammen{f', men {lost} taper' if lost else ''}."


def _other_scenarios(view: View) -> str:
    """Which alternatives pay for some group in the other calculations."""
    pays = [_paying(view, s)[0] for s in range(len(SCENARIOS))]
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
        "Alternativ": told.label(view, alternative),
        "Alle samlet (1000 kr)": None,
        "Beste gruppe": "ikke regnet ut",
        "Den tjener (1000 kr)": None,
        "Taper da": None,
        "Best der ingen taper": None,
        "Best i (av 100)": None,
    }
    if found is None:
        return row
    best = found.best_group(view.s)
    row["Alle samlet (1000 kr)"] = told.cell(told.total(view, found, found.group))
    row["Beste gruppe"] = _group_cell(view, found, best)
    row["Best der ingen taper"] = _group_cell(view, found, found.best_group(view.s, agreed=True))
    if best:
        row["Den tjener (1000 kr)"] = told.cell(told.total(view, found, best))
        row["Taper da"] = told.some_of(view, best, told.losers(view, found, best))
    if best is not None and found.chances is not None:
        share = found.chances.best[found.place(best)]
        row["Best i (av 100)"] = draw_words.share_cell(found.chances, share)
    return row


def _group_cell(view: View, found: Cooperation, group: int | None) -> str:
    if group is None:
        return told.DEPENDS
    return told.named_group(view, found, group) if group else "ingen"


TELLING = Telling(_finding, _text, _row)
