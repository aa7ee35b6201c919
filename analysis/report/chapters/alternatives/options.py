"""The alternatives beside each other: what each is, what it does and what it costs for us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from analysis.dataset.definitions import Alternative
from analysis.decision import Gate
from analysis.report.findings import wording
from analysis.report.language import dashed, numbers, words
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

# With these the alternative is not worked out, and its figures would be those of alternative 0.
_INERT = (Gate.MANDATE, Gate.PARTNERS, Gate.NO_COMPANY)


def chapter(view: View) -> Stack:
    """One table of what they are, and one of what they do and cost."""
    return Stack(
        Heading(f"Hva alternativene betyr for {view.name}", 1),
        described(view),
        Text(_settings(view)),
        overview(view),
        Text(_how_to_read(view)),
    )


def _worked_out(view: View, alternative: str) -> bool:
    return view.gate(alternative) not in _INERT


def overview(view: View) -> Table:
    """Persons and systems, and the amounts for the økonomiplan, one row an alternative."""
    people: Any = numbers.decimal if view.joint else numbers.whole
    plan = wording.plan_years(view)

    def shown(figure: Callable[[str], Any]) -> Callable[[str], Any]:
        return lambda a: figure(a) if _worked_out(view, a) else None

    def cost(year: int) -> Callable[[str], float | None]:
        return shown(lambda a: _priced(view, a, view.budget_effect(a)[year]))

    return Table.of(
        {a.id: a.id for a in view.alternatives},
        [
            Column("Alternativ", view.label, width=4.3),
            Column(
                "Sårbarhet (dager)",
                shown(lambda a: _ends(view.criterion_value(a, "saarbarhet"), numbers.whole)),
                numbers.whole,
                2.4,
            ),
            Column(
                "Funksjoner med minst to",
                shown(lambda a: _ends(view.covered(a), people)),
                people,
                2.4,
            ),
            Column("Systemer flyttes", shown(lambda a: _moved(view, a)), numbers.whole, 2.2),
            *(
                Column(f"Merkostnad {view.first_year + t} (1000 kr)", cost(t), numbers.signed, 2.5)
                for t in dict.fromkeys((plan[0], plan[-1]))
            ),
            Column(
                "Engangskostnad (1000 kr)",
                shown(lambda a: _priced(view, a, view.one_time(a))),
                numbers.thousand,
                2.7,
            ),
        ],
        f"Hva alternativene gjør og koster for {view.name}",
        source=view.cost_source,
        note=f"{wording.left_out(view)} {wording.gaps(view)}".strip(),
        highlight=view.recommendation.alternative,
    )


def _ends(ends: tuple[float, float], form: Callable[[float], str]) -> float | str:
    """One number where both ends print alike, else both."""
    return ends[0] if form(ends[0]) == form(ends[1]) else dashed(ends, form)


def _priced(view: View, alternative: str, amount: float) -> float:
    """The amount; unknown where a part of the cost is, which counts as nothing in the sums."""
    return np.nan if view.gate(alternative) == Gate.UNKNOWN_COST else float(amount)


def _moved(view: View, alternative: str) -> float:
    """Systems moved, unknown where it depends on an unknown cell of the municipality's own."""
    if view.rows("applikasjoner").empty:
        return np.nan
    low, high = (end.moved(end.result(alternative)) for end in view.at_both_ends)
    if view.joint or np.isclose(low, high):
        return low
    return float(view.known(alternative, low))


def _how_to_read(view: View) -> str:
    joint = ", der hver innbygger i kommunene teller likt" if view.joint else ""
    return (
        "Sårbarhet er beregnede dager i året da alle i en funksjon er borte samtidig, i snitt over "
        f"funksjonene utenom ledelse{joint}. Merkostnaden er målt mot å fortsette som i dag, som "
        "er en prognose og ikke årets budsjett: pluss er dyrere. Engangskostnaden er etablering, "
        "omstilling, dobbel drift og lønn som blir igjen."
    )


def described(view: View) -> Table:
    """What each alternative is, and the first that speaks for and against it."""
    return Table.of(
        view.alternatives,
        [
            Column("Alternativ", lambda a: view.label(a.id), width=3.9),
            Column("Hva det er", lambda a: a.beskrivelse.partition(". ")[0].strip("."), width=6.0),
            Column("For", lambda a: next(iter(a.fordeler), None), width=3.8),
            Column("Mot", lambda a: next(iter(a.ulemper), None), width=3.8),
        ],
        "Hva alternativene er",
        source="arbeidsgruppens beskrivelser",
    )


def _settings(view: View) -> str:
    """Which host and company the figures are worked out with, and who stands outside."""
    return words.sentence(
        *(_setting(view, a) for a in view.others if _worked_out(view, a.id)),
    )


def _setting(view: View, alternative: Alternative) -> str:
    name = wording.several([alternative.id])
    host, company = view.host(alternative.id), view.result(alternative.id).setting.company
    outside = words.listed([escape(name) for name in view.outside(alternative.id)])
    return words.sentence(
        f"i beregningen av {name} er {escape(view.names[host])} vert; det er ikke avgjort."
        if host
        else "",
        f"{name} er regnet med {escape(company.name)}." if company else "",
        f"{outside} er ikke med i {name}." if outside else "",
    )
