"""Groups of municipalities, and what they gain or lose, put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

import numpy as np

from analysis.decision import thresholds
from analysis.decision.participation import Ends, Members, Outlook
from analysis.report.findings import wording
from analysis.report.language import span
from analysis.report.language.numbers import about_kroner, signed, thousand, whole
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Column, Text, escape
from analysis.report.result_sources import result_sources
from analysis.report.view import View

Form = Callable[[float], str]
Row = TypeVar("Row")

DEPENDS = "avhenger av tall som mangler"
# 1000 kr that round to nothing.
_HALF = 0.5
# Groups with more names than this are told by those left out, or by their number.
_MOST_NAMES = 5


# Which alternative is told of ----------------------------------------------------------------


def chosen(view: View, alternative: str = "") -> Outlook | None:
    """The alternative asked for, or the one in front; None where it cannot be worked out.

    Where none of those in front needs anybody, it is the most often first of the others.
    """
    worked = [a for a in view.conclusion.shares if a in view.cooperations]
    considered = [a for a in worked if a in view.conclusion.considered]
    return view.cooperations.get(alternative or next(iter(considered + worked), ""))


def recommended(view: View) -> Outlook | None:
    """The recommended alternative as a cooperation, None where it cannot be worked out."""
    return view.cooperations.get(view.recommendation.alternative)


def closed(view: View) -> str:
    """Alternatives that cannot be worked out, and why; plain text."""
    reasons: dict[str, list[str]] = {}
    for alternative, why in view.participation.closed.items():
        reasons.setdefault(why, []).append(alternative)
    return " ".join(
        f"{capital(wording.several(alternatives))} er ikke regnet ut: {why}."
        for why, alternatives in reasons.items()
    )


def nothing(view: View) -> Text:
    """Said where no group can be worked out."""
    return Text(f"Her kan ingen grupper regnes ut. {escape(closed(view))}".rstrip())


# Groups --------------------------------------------------------------------------------------


def everyone(number: int) -> str:
    """All of so many: «begge», «alle seks»."""
    return "begge" if number == 2 else f"alle {count(number)}"


def named_group(view: View, within: Members, group: int) -> str:
    """Name a group in plain text: «alle seks», «alle uten Lier», «Hole og Modum»."""
    members, everybody = within.members(group), within.members()
    left = [code for code in everybody if code not in members]
    if not left:
        return everyone(len(everybody))
    if len(left) < len(members) > 2 and len(left) <= _MOST_NAMES:
        return f"alle uten {names(view, left)}"
    if len(members) <= _MOST_NAMES:
        return names(view, members)
    return f"{count(len(members))} av {count(len(everybody))} kommuner"


def names(view: View, codes: Iterable[str]) -> str:
    """Names of municipalities as «Hole, Lier og Modum»; by number where they are many."""
    named = [view.names[code] for code in codes]
    return listed(named) if len(named) <= 2 * _MOST_NAMES else f"{count(len(named))} kommuner"


def some_of(view: View, members: int, codes: Sequence[str]) -> str:
    """Some of so many members: «alle seks», «ingen», or their names."""
    if len(codes) == members > 1:
        return everyone(len(codes))
    return names(view, codes) or "ingen"


def largest_payer(view: View, outlook: Outlook) -> str:
    """Whoever else pays most into the common account under the analysis' own key, or nobody."""
    others = (code for code in outlook.largest_payers if code != view.code)
    return next(others, "") if outlook.has_account else ""


def run_by(view: View, alternative: str, runs: str) -> str:
    """Who runs a group, in plain text: a host's name or a company's."""
    return view.names[runs] if view.dataset.shared.alternative(alternative).vert else runs


def label(view: View, outlook: Outlook) -> str:
    """An alternative in a table, with who runs it when all go together."""
    name, runs = view.label(outlook.alternative), outlook.figures.runs_whole
    return f"{name} ({run_by(view, outlook.alternative, runs)})" if runs else name


# Gains and losses ----------------------------------------------------------------------------


def cell(ends: Ends, form: Form = signed) -> float | str:
    """An amount for a table: a number, «a til b» where unknown cells decide, NaN where missing."""
    low, high = ends
    if np.isnan(low) or form(low) == form(high):
        return low
    return f"{form(low)} til {form(high)}"


def amount(
    head: str, ends: Callable[[Row], Ends], form: Form = signed, width: float | None = None
) -> Column[Row]:
    """A column of such amounts."""
    return Column(head, lambda row: cell(ends(row), form), form, width)


def cost_columns(
    paid: Callable[[Row], float], cost: Callable[[Row], float], people: Callable[[Row], float]
) -> list[Column[Row]]:
    """What is paid into the common account, and what it costs more in all, 1000 kr a year."""
    return [
        Column("Til felles kasse (1000 kr)", paid, thousand),
        Column("Merkostnad i alt (1000 kr)", cost, signed),
        Column("Per innbygger (kr)", lambda row: cost(row) * 1000.0 / people(row), signed),
    ]


def extra_cost(view: View) -> str:
    """What such a cost is, for the note of a table."""
    return (
        "Merkostnad er mot å fortsette som i dag, som samme beløp hvert år i "
        f"{wording.years(view)}: pluss er dyrere, minus er en besparelse."
    )


def does(ends: Ends, people: float, when: str = " i året") -> str:
    """What a gain on so many people means: «betaler om lag 190 000 kroner mer i året»."""
    return " ".join(_verb_and_rest(ends, people, when))


def then(ends: Ends, people: float, who: str, when: str = " i året") -> str:
    """The same after something else in the sentence: «betaler de andre om lag … mer»."""
    verb, rest = _verb_and_rest(ends, people, when)
    return f"{verb} {who} {rest}"


def _verb_and_rest(ends: Ends, people: float, when: str) -> tuple[str, str]:
    low, high = ends
    if np.isnan(low):
        return "får", "et beløp som ikke kan regnes ut før tallene som mangler, er på plass"
    if max(abs(low), abs(high)) < thresholds.SAME_KRONER_PER_YEAR * people / 1000.0:
        return "betaler", "om lag det samme"
    if low > -_HALF:
        return "sparer", f"{span(max(low, 0.0), high)}{when}"
    if high < _HALF:
        return "betaler", f"{span(max(-high, 0.0), -low)} mer{when}"
    return "kan", (
        f"betale inntil {about_kroner(-low)} mer eller spare inntil {about_kroner(high)}{when}, "
        "etter hva tallene som mangler, viser"
    )


# Under a table -------------------------------------------------------------------------------


def sources(view: View, *alternatives: str) -> str:
    """Source line of figures on these alternatives."""
    shared = view.dataset.shared
    each = (result_sources(view.dataset, shared.alternative(a), "") for a in alternatives)
    return view.cite(*each)


def evenly(view: View) -> str:
    """How amounts are made yearly, for the note of a table."""
    return (
        "Pluss er gevinst og minus er tap mot alternativ 0: netto nåverdi gjort om til samme "
        f"beløp hvert år i {wording.years(view)}."
    )


def left_out(view: View, alternative: str) -> str:
    """Who is in none of the groups, and why; empty where all are. Plain text."""
    outlook, reasons = view.cooperation(alternative), []
    if outlook.missing:
        reasons.append(
            f"{names(view, outlook.missing)} har ikke levert det som trengs for alternativ "
            f"{alternative}, og er holdt utenfor."
        )
    outside = [code for code in view.codes if code not in outlook.invited]
    if outside:
        reasons.append(
            f"{names(view, outside)} er ikke med i alternativ {alternative}, fordi mandatet sier "
            "nei."
        )
    if not outlook.figures.exact:
        reasons.append(
            f"Bare {whole(len(outlook.figures.groups) - 1)} grupper er regnet ut for alternativ "
            f"{alternative}; det finnes for mange til å prøve alle."
        )
    return capital(" ".join(reasons))


def counted_how(view: View) -> str:
    """How many draws the shares rest on, for the note of a table; empty without draws."""
    draws = view.participation.draws
    if not draws:
        return ""
    return (
        f"Hvor ofte noe holder, er regnet i {whole(draws)} trekninger, med verten eller selskapet "
        "valgt på forhånd."
    )
