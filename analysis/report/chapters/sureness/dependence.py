"""How much the answer depends on what nobody has settled and on how the draws are made."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from analysis.decision import Strength, Variation
from analysis.decision.draws import VariationKind
from analysis.report.chapters.sureness import how_drawn
from analysis.report.findings.variations import (
    alike,
    chosen,
    differs,
    unsettled,
    who,
    with_others,
)
from analysis.report.language import together
from analysis.report.language.numbers import whole
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Heading, Table, Text
from analysis.report.view import View


def section(view: View) -> list[Element]:
    """Finding, what another host or company means, and the share in every way of drawing."""
    if not view.conclusion.variations:
        return []
    told = with_others(view, alike(view))
    return [
        Heading(_finding(view), 2),
        *([Text(told)] if told else []),
        table(view),
    ]


def _finding(view: View) -> str:
    found = view.conclusion
    changed = [one for one in found.variations if differs(view, one)]
    kinds = {one.kind for one in changed}
    if VariationKind.HOST in kinds:
        return "Svaret avhenger av hvem som blir vert"
    if VariationKind.COMPANY in kinds:
        return "Svaret avhenger av hvilket selskap det blir"
    if VariationKind.KEY in kinds:
        return "Svaret avhenger av fordelingsnøkkelen"
    if any(one.leader != found.most_often for one in changed):
        return "Hvem som er oftest først, avhenger av hvordan det trekkes"
    if changed:
        return "Hvor sikkert svaret er, avhenger av hvordan det trekkes"
    told = {one.kind for one in found.variations}
    tried = [word for kind, word in _TRIED.items() if kind in told]
    same = "Svaret er like sikkert" if found.strength.decided else "Tallene avgjør ikke,"
    return f"{same} uansett {listed([*tried, 'hvordan det trekkes'])}"


_TRIED = {VariationKind.HOST: "vert", VariationKind.KEY: "fordelingsnøkkel"}


def table(view: View) -> Table:
    """The share of the one most often first, as reported and with one thing different."""
    found, first = view.conclusion, view.conclusion.most_often
    share = f"Alternativ {first} først (av 100)"
    settings = [one for one in found.variations if not one.kind.unsettled]
    rows = [(_as_reported(view), whole(found.shares[first] * 100), said(found.strength))]
    for same in [*alike(view), *(list(pair) for _, pair in groupby(settings, key=_kind))]:
        rows.append((_way(view, same), _shares(same), listed(_wordings(view, same))))
    return Table(
        pd.DataFrame(rows, columns=["Slik er det trukket", share, "Det ville vært sagt slik"]),
        "Hvor mye svaret avhenger av måten det er trukket på",
        source=view.ranking_source,
        widths=[8.4, 3.6, 5.4],
    )


def _kind(variation: Variation) -> VariationKind:
    return variation.kind


def _as_reported(view: View) -> str:
    kinds = dict.fromkeys(one.kind for one in unsettled(view))
    told = [chosen(view, kind) for kind in kinds]
    return f"Slik rapporten er regnet, med {listed(told)}" if told else "Slik rapporten er regnet"


def _shares(same: list[Variation]) -> str:
    """Share of each end of a setting; the span of several hosts or companies."""
    shares = [one.share for one in same]
    if not same[0].kind.unsettled:
        return listed([whole(share * 100) for share in shares])
    ends = [whole(end * 100) for end in (min(shares), max(shares))]
    return " til ".join(dict.fromkeys(ends))


def _wordings(view: View, same: list[Variation]) -> list[str]:
    """How the shares would be worded, once where both ends are worded the same."""
    first = view.conclusion.most_often
    told = [
        said(one.strength) if one.leader == first else f"alternativ {one.leader} er oftest først"
        for one in same
    ]
    return list(dict.fromkeys(told)) if len(set(told)) == 1 else told


def said(strength: Strength) -> str:
    """A strength as in a table cell: «klart best ut», «noe foran»."""
    return str(strength).removeprefix("kommer ").removeprefix("ligger ")


def _way(view: View, same: list[Variation]) -> str:
    """What is different, as the first cell of a row."""
    kind, values = same[0].kind, [one.value for one in same]
    if kind.unsettled:
        return capital(who(view, same))
    if kind is VariationKind.ALL_WEIGHTS:
        return "Alle vekter er like sannsynlige"
    if kind is VariationKind.TIED:
        return "Like alternativer vurderes for høyt eller lavt sammen"
    numbers = [float(value) for value in values]
    if kind is VariationKind.JUDGEMENT_CHANCE:
        often = listed(together(numbers))
        return f"{capital(often)} vurderinger flyttes"
    middle = how_drawn.setting(view, how_drawn.CONCENTRATION)
    near = ["nærmere" if value > middle else "lenger fra" for value in numbers]
    return f"Vektene {listed(near)} gruppens egne"
