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
    table = risk_table(view, alternative)
    return Stack() if table is None else Stack(Heading(_finding(view, alternative), 2), table)


def risk_table(view: View, alternative: str) -> Table | None:
    """Event, chance, consequence, measure and owner, one row a risk; None where there are none."""
    rows = _ordered(view, alternative)
    if not rows:
        return None
    _, own = view.dataset.risks_of(alternative)
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


def _ordered(view: View, alternative: str) -> list[Risk]:
    rows = view.dataset.risks_of(alternative)[0].to_dict("records")
    return sorted(rows, key=lambda row: -_weight(row))


def _weight(row: Risk) -> int:
    return _SIZE[row["sannsynlighet"]] * _SIZE[row["konsekvens"]]


def _finding(view: View, alternative: str) -> str:
    """How many risks are serious."""
    rows = _ordered(view, alternative)
    serious = sum(_weight(row) >= thresholds.SERIOUS_RISK for row in rows)
    if not serious:
        return "Ingen risiko er vurdert som høy"
    return f"{capital(counted(serious, 'risiko', 'risikoer'))} må ha tiltak før oppstart"
