"""How much one municipality has in common with each of the others."""

from __future__ import annotations

from analysis.report.language.numbers import whole
from analysis.report.language.words import per_cent
from analysis.report.press import Column, Table, escape
from analysis.report.view import View

# As many others as there is room for; the rest are in overlapp.csv.
_MOST = 6


def with_each(view: View) -> Table | None:
    """What share of our cost, and of theirs, lies in systems both have; nearest first.

    Returns
    -------
    Table or None
        None for all together, and where there is nobody to compare with.
    """
    rows = view.dataset.applications
    others = [code for code in view.codes if code != view.code]
    if view.joint or not others or view.code not in view.systems.with_a_list:
        return None
    same, alike = view.systems.same_cost, view.systems.alike_cost
    systems = {str(code): set(own["system"]) for code, own in rows.groupby("kommunenummer")}
    ours = systems[view.code]
    order = same.T[view.code][others].sort_values(ascending=False, kind="stable").index
    shown = [str(code) for code in order[:_MOST]]
    left_out = (
        f"{whole(len(shown))} av {whole(len(others))} kommuner." if len(shown) < len(others) else ""
    )
    return Table.of(
        shown,
        [
            Column("Kommune", lambda code: view.names[code]),
            Column(
                "Felles systemer",
                lambda code: len(ours & systems[code]) if code in systems else float("nan"),
                whole,
            ),
            Column("Av vår kostnad (%)", lambda code: float(same[code][view.code]) * 100.0, whole),
            Column(
                "Også samme type (%)", lambda code: float(alike[code][view.code]) * 100.0, whole
            ),
            Column(
                "Av deres kostnad (%)", lambda code: float(same[view.code][code]) * 100.0, whole
            ),
        ],
        f"Systemene {view.name} har felles med hver av de andre",
        source=view.cite(rows["source"]),
        note=left_out,
    )


def nearest(view: View) -> str:
    """Say in Markdown who has most of our systems; "" where nobody has any."""
    ours = view.systems.same_cost.T[view.code].dropna()
    if ours.empty or not ours.max() > 0:
        return ""
    first = str(ours.idxmax())
    return (
        f"Mest felles har {view.md_name} med {escape(view.names[first])}: "
        f"{per_cent(float(ours[first]))} av kostnaden."
    )
