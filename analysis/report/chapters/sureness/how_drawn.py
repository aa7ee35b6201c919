"""How the draws are made, and what the answer is when they are made in another way."""

from __future__ import annotations

import math

from analysis.decision import Strength, Variation, thresholds
from analysis.decision.draws import VariationKind
from analysis.report.findings.variations import who
from analysis.report.language import hundredths, of_draws
from analysis.report.language.numbers import NBSP, whole
from analysis.report.language.words import capital
from analysis.report.press import Column, Table
from analysis.report.view import View

STEP_CHANCE, CONCENTRATION = "vurdering_usikkerhet", "vekt_konsentrasjon"
_ALL_WEIGHTS = "Alle vekter er like sannsynlige"


def how(view: View) -> str:
    """How often everything is worked out anew, and what is drawn each time; Markdown."""
    chance, near = setting(view, STEP_CHANCE), setting(view, CONCENTRATION)
    told = [
        f"Alt er regnet {whole(view.robustness.draws)} ganger, og alle alternativene møter de "
        "samme trekningene. Forutsetningene trekkes etter spennet de er oppgitt med.",
        f"{_moved(chance)} ett trinn opp eller ned." if chance > 0 else "",
        "Vektene trekkes rundt dem gruppen har satt."
        if near
        else f"{_ALL_WEIGHTS}, uansett hva gruppen har satt.",
        "Det som mangler, trekkes mellom det laveste og det høyeste det kan være.",
    ]
    return " ".join(filter(None, told))


def error(view: View) -> str:
    """How much chance in the draws may move any share of the matrix."""
    largest = 100.0 * thresholds.TOLD_ERRORS * view.certainty.largest_error
    return (
        "Tilfeldigheten i selve trekningene flytter ingen av tallene med mer enn om lag "
        f"{whole(max(1.0, math.ceil(largest)))} av{NBSP}100."
    )


def setting(view: View, name: str) -> float:
    """The value of an assumption that steers the draws, 0 where it is unknown."""
    return view.dataset.shared.assumptions[name].value("forventet")


def _moved(chance: float) -> str:
    return f"{capital(of_draws(chance))} vurderinger flyttes"


def variations(view: View) -> Table:
    """Who is first most often as reported, and in the same draws with one thing different."""
    found, first = view.conclusion, view.conclusion.most_often
    reported = ("Slik rapporten er regnet", first, found.shares[first], found.strength)
    others = [(_way(view, v), v.leader, v.share, v.strength) for v in found.variations]
    return Table.of(
        [reported, *others],
        [
            Column("Slik er det trukket", lambda row: row[0], width=8.0),
            Column("Oftest først", lambda row: row[1], width=2.4),
            Column(f"Alternativ {first} først (av 100)", lambda row: hundredths(row[2]), width=3.6),
            Column("Slik sies det", lambda row: said(row[3]), width=4.0),
        ],
        "Hvor mye svaret avhenger av måten det er trukket på",
        source=view.ranking_source,
    )


def said(strength: Strength) -> str:
    """A strength as in a table cell: «klart best ut», «noe foran»."""
    return str(strength).removeprefix("kommer ").removeprefix("ligger ")


def _way(view: View, variation: Variation) -> str:
    kind = variation.kind
    if kind.unsettled:
        return capital(who(view, [variation]))
    if kind is VariationKind.JUDGEMENT_CHANCE:
        return _moved(float(variation.value))
    if kind is VariationKind.WEIGHT_SPREAD:
        nearer = float(variation.value) > setting(view, CONCENTRATION)
        return f"Vektene trekkes {'nærmere' if nearer else 'lenger fra'} gruppens egne"
    if kind is VariationKind.TIED:
        return "Like alternativer vurderes for høyt eller lavt sammen"
    return _ALL_WEIGHTS
