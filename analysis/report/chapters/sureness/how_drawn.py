"""How the draws are made, told from the same settings as they are made from."""

from __future__ import annotations

import math

from analysis.dataset.definitions import NOT_DRAWN, Quantiles
from analysis.decision import thresholds, unbounded
from analysis.report.findings import missing
from analysis.report.language import of_draws
from analysis.report.language.numbers import NBSP, whole
from analysis.report.language.words import capital, listed
from analysis.report.press import escape
from analysis.report.view import View

STEP_CHANCE, CONCENTRATION = "vurdering_usikkerhet", "vekt_konsentrasjon"
_HALF = 0.5


def how(view: View) -> str:
    """How often everything is worked out anew, and what is drawn each time; Markdown."""
    draws = whole(view.robustness.draws)
    return " ".join(
        filter(
            None,
            [
                f"Alt er regnet {draws} ganger, og alle alternativene møter de samme trekningene.",
                _assumptions(view),
                _judgements(view),
                _weights(view),
                _unknown(view),
            ],
        )
    )


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


def _assumptions(view: View) -> str:
    given = view.dataset.shared.assumptions
    drawn = [a for name, a in given.items() if name not in NOT_DRAWN and a.known]
    if not drawn:
        return ""
    if any(isinstance(assumption.anslag, Quantiles) for assumption in drawn):
        return (
            "Forutsetningene trekkes innenfor spennet sitt i minst åtte av ti tilfeller, ellers "
            "utenfor."
        )
    return "Forutsetningene trekkes innenfor spennet sitt."


def _judgements(view: View) -> str:
    chance = setting(view, STEP_CHANCE)
    if view.dataset.judgements.empty or chance <= 0:
        return ""
    often = "Annenhver vurdering" if chance == _HALF else f"{capital(of_draws(chance))} vurderinger"
    return f"{often} flyttes ett trinn opp eller ned."


def _weights(view: View) -> str:
    if setting(view, CONCENTRATION):
        return "Vektene trekkes rundt dem gruppen har satt."
    return "Alle vekter er like sannsynlige, uansett hva gruppen har satt."


def _unknown(view: View) -> str:
    names = missing.owners(view)
    cells = f"Tall som mangler fra {escape(listed(names))}, trekkes mellom" if names else ""
    told = [f"{cells} det laveste og det høyeste de kan være."] if names else []
    if unbounded(view.dataset, view.evaluation, view.code):
        told.append(
            "Et kriterium som ikke kan regnes ut eller ikke er vurdert, trekkes mellom de faste "
            "ytterpunktene sine."
        )
    return " ".join(told)
