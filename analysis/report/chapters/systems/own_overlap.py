"""How much one municipality has in common with each of the others."""

from __future__ import annotations

import pandas as pd

from analysis.report.language.numbers import whole
from analysis.report.language.words import per_cent
from analysis.report.press import Table, escape
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
    common = [len(ours & systems[c]) if c in systems else float("nan") for c in shown]
    frame = pd.DataFrame(
        {
            "Kommune": [view.names[code] for code in shown],
            "Felles systemer": common,
            "Av vår kostnad (%)": same.loc[view.code, shown].to_numpy() * 100.0,
            "Også samme type (%)": alike.loc[view.code, shown].to_numpy() * 100.0,
            "Av deres kostnad (%)": same.loc[shown, view.code].to_numpy() * 100.0,
        }
    )
    left_out = (
        f"{whole(len(shown))} av {whole(len(others))} kommuner; resten står i tables/overlapp.csv."
        if len(shown) < len(others)
        else ""
    )
    return Table(
        frame,
        f"Systemene {view.name} har felles med hver av de andre",
        formats=dict.fromkeys(frame.columns[1:], whole),
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
