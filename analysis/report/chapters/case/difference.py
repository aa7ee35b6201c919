"""What will be different, as questions a council asks: who answers at night, who decides."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from analysis.decision import COUNTED
from analysis.report.findings import wording
from analysis.report.language.words import capital, count
from analysis.report.press import Column, Heading, Stack, Table
from analysis.report.view import View


class _Row(NamedTuple):
    question: str
    today: str
    then: str


def section(view: View) -> Stack:
    """Today and what is recommended, question by question; empty where nothing changes."""
    alternative = view.recommendation.alternative
    if alternative == "0":
        return Stack()
    return Stack(
        Heading("Hva blir annerledes?", 1),
        Table.of(
            rows(view, alternative),
            [
                Column("Spørsmål", lambda row: row.question, width=4.6),
                Column("I dag", lambda row: row.today, width=5.2),
                Column(capital(wording.several([alternative])), lambda row: row.then, width=6.6),
            ],
            f"Hva {view.name} vil merke",
            source=f"arbeidsgruppens beskrivelser; {view.cite(view.staff['source'])}",
        ),
    )


def rows(view: View, alternative: str) -> list[_Row]:
    """One row a question, with what is so today and what it becomes."""
    levers = view.dataset.shared.alternative(alternative).tiltak
    runner = _runner(view, alternative)
    moves = bool(levers.organisasjon or levers.tjenestepris)
    duty = bool(levers.ressurser) or moves
    return [
        _Row(
            "Hvem svarer når noe svikter om natten?",
            _duty_today(view),
            "En felles vakt" if duty else "Som i dag",
        ),
        _Row(
            "Er det noen å spørre når én er borte?",
            _covered(view, "0"),
            _covered(view, alternative),
        ),
        _Row(
            "Hvem drifter systemene?",
            "Kommunen og leverandørene",
            f"{runner} og leverandørene" if moves or levers.drift else "Som i dag",
        ),
        _Row(
            "Hvem er arbeidsgiver for de IKT-ansatte?",
            "Kommunen",
            runner if moves else "Kommunen, som i dag",
        ),
        _Row("Hvem bestemmer?", "Kommunen alene", _governed(view, alternative)),
    ]


def _runner(view: View, alternative: str) -> str:
    found = view.dataset.shared.alternative(alternative)
    if found.vert:
        host = view.host(alternative)
        return f"{view.names[host]} som vert" if host else "Vertskommunen"
    if found.selskap or found.tiltak.organisasjon:
        return "Selskapet"
    return "Den felles driften"


def _governed(view: View, alternative: str) -> str:
    found = view.dataset.shared.alternative(alternative)
    if found.vert:
        return "Vertskommunen, etter en avtale alle er enige om"
    if found.selskap:
        return "Selskapet, etter en avtale om pris og tjenestenivå"
    if found.tiltak.organisasjon:
        return "Eierne sammen, gjennom selskapets organer"
    return "Kommunen, og en styringsgruppe for det som er felles"


def _duty_today(view: View) -> str:
    """Whether anybody has duty outside working hours, of the functions that may be told of."""
    told = view.staff[~view.staff["skjult"]]["vakt"]
    if (told == "ja").any():
        return "Kommunens egen vakt"
    return "Ingen har vakt" if len(told) and (told == "nei").all() else "Ikke meldt inn"


def _covered(view: View, alternative: str) -> str:
    """Functions with at least two to ask."""
    low, high = view.covered(alternative)
    if np.isnan([low, high]).any():
        return "Kan ikke regnes ut"
    several = count(low) if low == high else f"{count(low)} til {count(high)}"
    return f"I {several} av {count(len(COUNTED))} funksjoner"
