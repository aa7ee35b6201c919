"""The contracts that cannot wait, soonest first: whom to call on Monday."""

from __future__ import annotations

import pandas as pd

from analysis.model.systems.readiness import urgent
from analysis.report.chapters.systems.overlap import marked
from analysis.report.language import numbers
from analysis.report.language.words import norwegian_date
from analysis.report.press import Table
from analysis.report.view import View

# As many as one person can call in a day or two; the rest are counted.
_MOST = 40


def months(view: View) -> tuple[float, float]:
    """How long a procurement takes, and how long it may take; 0 where nobody knows."""
    assumption = view.dataset.shared.assumptions["anskaffelsestid"]
    return assumption.value("sannsynlig"), assumption.value("ugunstig")


def pressing(view: View) -> pd.DataFrame:
    """Contracts here that end before a procurement that has not begun can be done.

    Returns
    -------
    DataFrame
        As `readiness.urgent` gives them; ``skjermes`` is ja where the system may not be named.
    """
    rows = marked(view)
    rows = rows if view.joint else rows[rows["kommunenummer"] == view.code]
    return urgent(rows, view.dataset.settings.vedtaksdato, *months(view))


def to_call(view: View) -> Table | None:
    """The contracts that cannot wait, soonest first."""
    every = pressing(view)
    every = every[(every["skjermes"] != "ja") | view.names_shielded]
    if every.empty:
        return None
    found = every.head(_MOST)
    left, cost = "Måneder igjen", "Kostnad (1000 kr)"
    frame = pd.DataFrame(
        {
            "Avtalen slutter": found["avtaleslutt"].map(norwegian_date),
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
        source=view.cite(found["source"], "forutsetning:anskaffelsestid"),
        note=f"{numbers.whole(len(found))} av {numbers.whole(len(every))}; alle står i "
        f"tables/ringeliste.csv. Minus: avtalen er gått ut.{hidden}",
    )
