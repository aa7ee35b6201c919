"""The judged effects that matter most, with the reason given for each."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.dataset.definitions import Criterion
from analysis.report.findings import withdrawn, wording
from analysis.report.language.numbers import MINUS, signed
from analysis.report.language.words import capital
from analysis.report.press import Column, Stack, Table, Text
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


def table(view: View) -> Stack:
    """The judgements that move most points for what is recommended."""
    found = _found(view)
    if not found:
        return Stack(
            Text(
                "Ingen virkninger er vurdert. Kriterier som skal vurderes, teller som ukjente, og "
                "rekkefølgen kan bli uavgjort."
            )
        )
    before = withdrawn.judged_before(view)
    return Stack(_table(view, found), Text(before) if before else None)


def _found(view: View) -> list[_Judged]:
    """Judgements of the recommended alternative, those that move most points first.

    Where it is to go on as today, of the others that are ranked.
    """
    recommended = view.recommendation.alternative
    chosen = [recommended] if recommended != "0" else view.ranked_others
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
    alternatives = list(dict.fromkeys(j.alternative for j in found))
    which = [Column[_Judged]("Alternativ", lambda j: view.label(j.alternative), width=3.2)]
    return Table.of(
        found,
        [
            *(which if len(alternatives) > 1 else []),
            Column("Kriterium", lambda j: j.criterion.navn, width=2.9),
            Column("Virkning", lambda j: j.effect, signed, 1.2),
            Column("Begrunnelse", lambda j: j.reason or None, width=6.6),
        ],
        f"Det som betyr mest av vurderingene av {wording.several(alternatives)}, fra {MINUS}4 "
        "(meget stor ulempe) til +4 (meget stor fordel) mot i dag",
        source=view.cite(*(j.source for j in found)),
        note=note,
    )
