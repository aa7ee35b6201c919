"""Leaving in detail for the working group: each notice, what it comes of, and two who leave."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation.cooperation import Cooperation
from analysis.decision.participation.withdrawal import Withdrawal
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.together.withdrawal_words import notices
from analysis.report.chapters.words import listed
from analysis.report.elements import Stack, Table, Text
from analysis.report.numbers import signed, whole
from analysis.report.view import View

_LONGEST = 40
_CAUSES = {
    "scale": "Tapt stordrift",
    "fixed": "Faste kostnader på færre",
    "contribution": "Bidraget som er borte",
    "moving": "Ny start eller utflytting",
}


def each_notice(view: View, alternative: str = "") -> Stack:
    """What it comes of, and what the rest gain over the whole period, for each notice."""
    return _tables(view, alternative, leavers=1)


def pairs(view: View, alternative: str = "") -> Stack:
    """The same when two leave at the same time."""
    return _tables(view, alternative, leavers=2)


def _tables(view: View, alternative: str, leavers: int) -> Stack:
    tables = []
    for chosen in told.chosen(view, alternative):
        found = told.cooperation(view, chosen)
        cases = [w for w in found.withdrawals if w.leavers.bit_count() == leavers]
        if cases:
            tables.append(_table(view, chosen, cases))
    return Stack(*tables) if tables else Stack(Text("Det er for få med til at noen kan gå ut."))


def _table(view: View, alternative: str, cases: list[Withdrawal]) -> Table:
    found = told.cooperation(view, alternative)
    numbered = [(w, n) for w in cases for n in range(len(w.last_years))]
    if cases[0].leavers.bit_count() > 1:
        # The shortest notice leaves most behind.
        numbered = [(w, n) for w, n in numbered if n == 0]
    rows = [_row(view, found, w, n) for w, n in numbered[:_LONGEST]]
    frame = pd.DataFrame(rows, dtype=object)
    left = len(numbered) - len(rows)
    rest = f"{whole(left)} rader til står i uttreden.csv." if left else ""
    who = "én" if cases[0].leavers.bit_count() == 1 else "to"
    return Table(
        frame,
        f"{view.label(alternative)}: hva kostnadene som blir igjen når {who} går ut, kommer av, "
        "1000 kr",
        formats=dict.fromkeys(frame.columns[1:], signed),
        source=told.sources(view, alternative),
        note=f"Raden viser kortest oppsigelse først. {told.TODAY} «De andre over hele perioden» er "
        f"mot alternativ 0. {rest}".strip(),
    )


def _row(view: View, found: Cooperation, gone: Withdrawal, n: int) -> dict[str, object]:
    names = listed([view.names[code] for code in view.participation.members(gone.leavers)])
    row: dict[str, object] = {"Går ut": f"{names}, {notices(view)[n]}"}
    for part, head in _CAUSES.items():
        row[head] = _cell(found, getattr(gone, part)[:, view.s, n])
    row["I alt"] = _cell(found, gone.rest_extra[:, view.s, n].sum(axis=-1))
    row["De andre over hele perioden"] = _cell(found, gone.rest_gain[:, view.s, n])
    return row


def _cell(found: Cooperation, values: np.ndarray) -> float | str:
    low, high = found.interval(values)
    return told.cell((float(low), float(high)))
