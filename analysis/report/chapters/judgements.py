"""The judged effects that matter most, with the reason given for each."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.dataset.definitions import Criterion
from analysis.report.chapters import withdrawn
from analysis.report.findings import wording
from analysis.report.language.numbers import signed
from analysis.report.language.words import capital
from analysis.report.press import Column, Element, Heading, Table, Text
from analysis.report.view import View

_MOST = 5


@dataclass(frozen=True)
class _Judged:
    """One judgement that counts here, and how many points it moves from no effect."""

    alternative: str
    criterion: Criterion
    effect: float
    own: bool
    reason: str
    source: str
    moves: float


def judged(view: View) -> list[Element]:
    """The judgements that move most points for the alternatives that may be first."""
    found = _found(view)
    if not found:
        return [
            Heading("Ingen virkninger er vurdert for alternativene på toppen", 2),
            Text(
                "Kriterier som skal vurderes, men ikke er det, teller som ukjente. Da blir "
                "poengene et intervall, og rekkefølgen kan bli uavgjort."
            ),
        ]
    return [
        Heading(f"{found[0].criterion.navn} betyr mest av det som er vurdert", 2),
        _table(view, found),
        Text(
            "Virkninger uten pris er vurdert fra −4 (meget stor ulempe) til +4 (meget stor fordel) "
            "mot å fortsette som i dag. Tabellen viser dem som flytter flest poeng for "
            f"{_which(view)}. {withdrawn.judged_before(view)}".rstrip()
        ),
    ]


def _which(view: View) -> str:
    leaders = [a for a in view.conclusion.leaders if a != "0"]
    return wording.several(leaders) if leaders else "alternativene"


def _found(view: View) -> list[_Judged]:
    """Judgements of the alternatives that may be first, those that move most points first."""
    leaders = [a for a in view.conclusion.leaders if a != "0"]
    chosen = leaders or [a.id for a in view.alternatives if a.id != "0" and not view.gate(a.id)]
    rows = view.dataset.judgements
    table = {(r["kommunenummer"], r["alternativ"], r["kriterium"]): r for _, r in rows.iterrows()}
    found = []
    for criterion in view.criteria:
        for alternative in chosen:
            own = table.get((view.code, alternative, criterion.id))
            row = own if own is not None else table.get(("", alternative, criterion.id))
            if row is None or pd.isna(row["omfang"]) or criterion.computed:
                continue
            effect = float(row["omfang"])
            moves = (
                view.weight(criterion.id).share
                * abs(effect)
                / abs(criterion.best - criterion.verst)
            )
            local = own is not None and not view.joint
            texts = (str(row["begrunnelse"]), str(row["source"]))
            found.append(_Judged(alternative, criterion, effect, local, *texts, float(moves)))
    return sorted((j for j in found if j.moves > 0), key=lambda j: -j.moves)[:_MOST]


def _table(view: View, found: list[_Judged]) -> Table:
    own = [f"{capital(j.criterion.navn)} i alternativ {j.alternative}" for j in found if j.own]
    note = f"Kommunens egen vurdering: {'; '.join(own)}." if own else ""
    return Table.of(
        found,
        [
            Column("Alternativ", lambda j: view.label(j.alternative), width=3.2),
            Column("Kriterium", lambda j: j.criterion.navn, width=2.9),
            Column("Virkning", lambda j: j.effect, signed, 1.2),
            Column("Begrunnelse", lambda j: j.reason or None, width=5.6),
        ],
        "Vurderte virkninger som betyr mest",
        source=view.cite(*(j.source for j in found)),
        note=note,
    )
