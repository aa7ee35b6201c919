"""How much municipalities have in common two by two."""

from __future__ import annotations

from functools import partial

import pandas as pd

from analysis.report.language.numbers import whole
from analysis.report.language.words import per_cent
from analysis.report.press import Column, Table, escape
from analysis.report.view import View

# As many others as there is room for; the rest are in overlapp.csv.
_MOST = 6
_Pair = tuple[str, str]


def nearest_others(view: View) -> Table | None:
    """Whom one municipality has most in common with; for all together, each one's nearest.

    Returns
    -------
    Table or None
        None where there is nobody to compare with.
    """
    same, alike = view.systems.same_cost, view.systems.alike_cost
    if view.joint:
        some = same.index[(same > 0).any(axis=1)]
        pairs = [(str(code), str(same.loc[code].idxmax())) for code in some]
    else:
        others = same.T[view.code].dropna().sort_values(ascending=False, kind="stable").index
        pairs = [(view.code, str(other)) for other in others]
    if not pairs:
        return None
    shown = pairs if view.joint else pairs[:_MOST]
    who: list[Column[_Pair]] = [Column("Kommune", lambda pair: view.names[pair[1]])]
    if view.joint:
        who = [
            Column("Kommune", lambda pair: view.names[pair[0]]),
            Column("Mest felles med", lambda pair: view.names[pair[1]]),
        ]
    rows = view.dataset.applications
    return Table.of(
        shown,
        [
            *who,
            Column("Felles systemer", partial(_common, rows), whole),
            Column("Av egen kostnad (%)", lambda pair: 100 * float(same[pair[1]][pair[0]]), whole),
            Column("Også samme type (%)", lambda pair: 100 * float(alike[pair[1]][pair[0]]), whole),
            Column(
                "Av den andres kostnad (%)", lambda pair: 100 * float(same[pair[0]][pair[1]]), whole
            ),
        ],
        "Hvem hver kommune har mest felles med"
        if view.joint
        else f"Systemene {view.name} har felles med hver av de andre",
        source=view.cite(rows["source"]),
        note=f"{whole(len(shown))} av {whole(len(pairs))} kommuner." if shown != pairs else "",
    )


def _common(rows: pd.DataFrame, pair: _Pair) -> int:
    one, other = (set(rows.loc[rows["kommunenummer"] == code, "system"]) for code in pair)
    return len(one & other)


def nearest(view: View) -> str:
    """Say in Markdown who has most of our systems; "" where nobody has any."""
    ours = view.systems.same_cost.T[view.code]
    if not ours.max() > 0:
        return ""
    first = str(ours.idxmax())
    return (
        f"Mest felles har {view.md_name} med {escape(view.names[first])}: "
        f"{per_cent(float(ours[first]))} av kostnaden."
    )
