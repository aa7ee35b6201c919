"""The contracts that cannot wait, soonest first: whom to call on Monday."""

from __future__ import annotations

from operator import itemgetter

from analysis.report.chapters.systems.contracts import contract_columns
from analysis.report.language import numbers
from analysis.report.press import Column, Table
from analysis.report.view import View

# As many as one person can call in a day or two; the rest are counted.
_MOST = 40


def to_call(view: View) -> Table | None:
    """The contracts that cannot wait, soonest first."""
    every = view.nameable(view.own(view.systems.calls))
    if every.empty:
        return None
    found = every.head(_MOST)
    *about, cost = contract_columns(view)
    hidden = "" if view.names_shielded else " Skjermede systemer er utelatt."
    return Table.of(
        found.to_dict("records"),
        [*about, Column("Måneder igjen", itemgetter("måneder"), numbers.whole), cost],
        "Avtaler å ta opp med leverandøren nå",
        source=view.cite(found["source"], view.systems.time_source),
        note=f"{numbers.whole(len(found))} av {numbers.whole(len(every))}; alle står i "
        f"tables/ringeliste.csv. Minus: avtalen er gått ut.{hidden}",
    )
