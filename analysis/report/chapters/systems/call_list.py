"""The contracts that cannot wait, soonest first: whom to call on Monday."""

from __future__ import annotations

import pandas as pd

from analysis.report.language import numbers
from analysis.report.language.words import date
from analysis.report.press import Table
from analysis.report.view import View

# As many as one person can call in a day or two; the rest are counted.
_MOST = 40


def to_call(view: View) -> Table | None:
    """The contracts that cannot wait, soonest first."""
    every = view.nameable(view.own(view.systems.calls))
    if every.empty:
        return None
    found = every.head(_MOST)
    left, cost = "Måneder igjen", "Kostnad (1000 kr)"
    frame = pd.DataFrame(
        {
            "Avtalen slutter": found["avtaleslutt"].map(date),
            "Kommune": found["kommunenummer"].map(view.names),
            "System": found["system"],
            "Leverandør": found["leverandør"],
            "Neste anskaffelse": found["anskaffelsesstatus"],
            left: found["måneder"],
            cost: found["årskostnad"],
        }
    )
    hidden = "" if view.names_shielded else " Skjermede systemer er utelatt."
    return Table(
        frame,
        "Avtaler å ta opp med leverandøren nå",
        formats={left: numbers.whole, cost: numbers.thousand},
        source=view.cite(found["source"], view.systems.time_source),
        note=f"{numbers.whole(len(found))} av {numbers.whole(len(every))}; alle står i "
        f"tables/ringeliste.csv. Minus: avtalen er gått ut.{hidden}",
    )
