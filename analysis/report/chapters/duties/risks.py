"""What may go wrong in what is recommended, and who does what about it."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from analysis.decision import thresholds
from analysis.report.findings import wording
from analysis.report.language.words import capital, counted
from analysis.report.press import Column, Heading, Stack, Table
from analysis.report.view import View

Risk = dict[Hashable, Any]

_SIZE = {"lav": 1, "middels": 2, "høy": 3}


def section(view: View) -> Stack:
    """The risks of the recommended alternative, the most serious first; empty where none."""
    alternative = view.recommendation.alternative
    found, own = view.dataset.risks_of(alternative)
    rows = sorted(found.to_dict("records"), key=lambda row: -_weight(row))
    if not rows:
        return Stack()
    return Stack(Heading(_finding(rows), 2), _table(rows, alternative, own=own))


def _table(rows: list[Risk], alternative: str, *, own: bool) -> Table:
    whose = "arbeidsgruppen" if own else "forslag i verktøyet, ikke bekreftet av arbeidsgruppen"
    return Table.of(
        rows,
        [
            Column("Det som kan skje", lambda row: row["hendelse"], width=4.4),
            Column("Sannsynlig", lambda row: row["sannsynlighet"], width=2.2),
            Column("Konsekvens", lambda row: row["konsekvens"], width=2.4),
            Column("Tiltak", lambda row: row["tiltak"], width=4.6),
            Column("Svarer for det", lambda row: row["eier"], width=2.8),
        ],
        f"Risiko i {wording.several([alternative])}",
        source=whose,
    )


def _weight(row: Risk) -> int:
    return _SIZE[row["sannsynlighet"]] * _SIZE[row["konsekvens"]]


def _finding(rows: list[Risk]) -> str:
    """How many risks are serious."""
    serious = sum(_weight(row) >= thresholds.SERIOUS_RISK for row in rows)
    if not serious:
        return "Ingen risiko er vurdert som høy"
    return f"{capital(counted(serious, 'risiko', 'risikoer'))} må ha tiltak før oppstart"
