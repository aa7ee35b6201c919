"""What the alternatives cost when everything uncertain varies: spans, plan years and all years."""

from __future__ import annotations

import math
from collections.abc import Hashable

import numpy as np
import pandas as pd

from analysis.dataset.tables import SCENARIOS
from analysis.decision import thresholds
from analysis.report.findings import wording
from analysis.report.language import hundredths
from analysis.report.language.numbers import MISSING, NBSP, decimal, signed, whole
from analysis.report.language.shares import SMALLEST
from analysis.report.language.words import listed
from analysis.report.press import Column, Element, Figure, Table, Text, style
from analysis.report.view import Spread, View

# From this share on a whole number of draws in a hundred says enough.
_IN_WHOLE = 0.1


def spans(view: View) -> Element:
    """Net present value and budget effect of each alternative in eight draws of ten."""
    year = wording.plan_years(view)[-1]
    found, central = view.certainty, view.in_scenario(SCENARIOS[0])
    rows: dict[Hashable, str] = {a: a for a in found.ranked if a != "0"}
    if not rows:
        return Text("Ingen alternativer enn 0 kan regnes ut her.")
    leaders = [a for a in view.conclusion.leaders if a in rows]
    return Table.of(
        rows,
        [
            Column("Alternativ", view.label, width=4.0),
            Column("Først (av 100)", lambda a: _with_error(found.share(a), found.error(a)), str, 2),
            Column("Netto nåverdi (kr per innbygger)", central.npv_per_inhabitant, signed, 3.4),
            Column("8 av 10 ligger i", lambda a: _span(central.npv_spread(a)), width=3.2),
            Column(
                f"Utgift i {view.first_year + year} (1000 kr)",
                lambda a: central.budget_effect(a)[year],
                signed,
                2.0,
            ),
            Column("8 av 10 ligger i ", lambda a: _span(central.budget_spread(a)[year]), width=3.4),
        ],
        "Hva alternativene koster mot alternativ 0, når alt det usikre varierer samtidig",
        source=view.ranking_source,
        note="Netto nåverdi: minus er dyrere enn alternativ 0. Utgift: minus er billigere. Tallet "
        "er det forventede. I hver femte trekning ligger det utenfor spennet. ± er "
        f"tilfeldigheten i trekningene. {wording.left_out(view)}".strip(),
        highlight=leaders[0] if len(leaders) == 1 and view.conclusion.strength.decided else None,
    )


def plan(view: View) -> Table | None:
    """The leaders' budget effect in each year of the økonomiplan; None where there is none."""
    chosen, years = _with_amounts(view), wording.plan_years(view)
    if not chosen:
        return None
    rows = {}
    for alternative in chosen:
        effect = view.in_scenario(SCENARIOS[0]).budget_spread(alternative)
        cells = {str(view.first_year + t): _with_span(effect[t]) for t in years}
        rows[alternative] = {"Alternativ": alternative, **cells}
    return Table(
        pd.DataFrame(list(rows.values()), index=list(rows), dtype=object),
        "Forventet utgift mot alternativ 0, og spennet 8 av 10 trekninger gir (1000 kr)",
        source=view.ranking_source,
        widths=[2.1, *[3.6] * len(years)],
    )


def years(view: View) -> Element:
    """The budget effect of the leaders year by year, with the span of eight draws of ten."""
    chosen = _with_amounts(view)
    if not chosen:
        return Text("Ingen av alternativene i front har et beløp som kan regnes ut.")
    fig, axes = style.new_figure(height_cm=6.2, columns=len(chosen), sharey=True, squeeze=False)
    told = []
    for panel, alternative in zip(axes[0], chosen, strict=True):
        low, expected, high = np.array(view.in_scenario(SCENARIOS[0]).budget_spread(alternative)).T
        time = view.first_year + np.arange(len(expected))
        panel.fill_between(time, low, high, color=style.OTHERS, linewidth=0, alpha=0.6)
        panel.plot(time, expected, color=style.OWN, linewidth=2.0)
        style.zero_line(panel)
        panel.set_title(view.label(alternative), fontsize="medium", loc="left")
        style.number_axis(panel.yaxis, signed)
        panel.xaxis.get_major_locator().set_params(integer=True)
        panel.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")
        told.append(f"alternativ {alternative} {signed(low[-1])} til {signed(high[-1])}")
    axes[0, 0].set_ylabel("1000 kr mot alternativ 0")
    return Figure(
        fig,
        alt=f"Linjer med spenn. I {view.first_year + view.dataset.settings.analyseperiode} ligger "
        f"8 av 10 trekninger fra: {listed(told)} tusen kroner mot alternativ 0.",
        title="Forventet merutgift hvert år, og spennet 8 av 10 trekninger ligger i",
        source=view.ranking_source,
    )


def _with_amounts(view: View) -> list[str]:
    return [a for a in view.conclusion.considered if a != "0" and wording.shown(view, a)]


def _with_error(share: float, error: float) -> str:
    """A share with the Monte Carlo error beside it, in as many digits as the error allows."""
    if share <= 0.0 or share >= 1.0:
        return whole(share * 100)
    if share < SMALLEST:
        return hundredths(share)
    margin = 100.0 * thresholds.TOLD_ERRORS * error
    if share < _IN_WHOLE:
        return f"{decimal(share * 100)}{NBSP}±{NBSP}{decimal(max(0.1, margin))}"
    return f"{whole(share * 100)}{NBSP}±{NBSP}{whole(max(1.0, margin))}"


def _span(span: Spread) -> str:
    if math.isnan(span.low) or math.isnan(span.high):
        return MISSING
    return f"{signed(span.low)} til {signed(span.high)}"


def _with_span(span: Spread) -> str:
    return f"{signed(span.expected)} ({_span(span).replace(' ', NBSP)})"
