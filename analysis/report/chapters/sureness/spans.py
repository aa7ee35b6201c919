"""What the alternatives may cost when everything uncertain varies."""

from __future__ import annotations

import math

from analysis.dataset.tables import SCENARIOS
from analysis.report.findings import wording
from analysis.report.language.numbers import MISSING, signed
from analysis.report.press import Column, Element, Table, Text
from analysis.report.view import Spread, View


def spans(view: View) -> Element:
    """Net present value and budget effect of each alternative in eight draws of ten."""
    year = wording.plan_years(view)[-1]
    central = view.in_scenario(SCENARIOS[0])
    rows = [a for a in view.certainty.ranked if a != "0"]
    if not rows:
        return Text("Ingen alternativer enn 0 kan regnes ut her.")
    return Table.of(
        rows,
        [
            Column("Alternativ", view.label),
            Column("Netto nåverdi (kr per innbygger)", central.npv_per_inhabitant, signed),
            Column("8 av 10 ligger i", lambda a: _span(central.npv_spread(a))),
            Column(
                f"Utgift i {view.first_year + year} (1000 kr)",
                lambda a: central.budget_effect(a)[year],
                signed,
            ),
            Column("8 av 10 ligger i ", lambda a: _span(central.budget_spread(a)[year])),
        ],
        "Hva alternativene koster mot alternativ 0, når alt det usikre varierer samtidig",
        source=view.ranking_source,
        note="Netto nåverdi: minus er dyrere enn alternativ 0. Utgift: minus er billigere. "
        f"{wording.left_out(view)}".strip(),
    )


def _span(span: Spread) -> str:
    if math.isnan(span.low) or math.isnan(span.high):
        return MISSING
    return f"{signed(span.low)} til {signed(span.high)}"
