"""What each cause has done to the results since the previous report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import numpy as np
import pandas as pd

from analysis.decision.change.changes import Changes
from analysis.decision.change.main_results import COST, NPV, PLAN, POINTS
from analysis.decision.change.splitting import CHANGE, REMAINDER
from analysis.report.chapters.change.changed_inputs import source_line
from analysis.report.findings.changes import CAUSES, SEEN, gates, tangled
from analysis.report.language.numbers import signed
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Heading, Table, Text
from analysis.report.view import View

_SUM = "I alt"
_HEADS = {
    COST: "IKT-kostnad i dag (1000 kr)",
    NPV: "nåverdi (kr per innb.)",
    PLAN: "økonomiplan (1000 kr)",
    POINTS: "poeng",
}
_Result = tuple[str, str]


def causes(view: View, changes: Changes) -> list[Element]:
    """What has moved today's cost, and the results of the alternatives in front."""
    front = _front(view, changes)
    shown = [one for one in _results(front) if _told(view, changes, *one)]
    columns = {one: _parts(view, changes, one) for one in shown}
    # A part that is not known may have moved it.
    moved = pd.DataFrame({one: ~(parts.abs() < SEEN[one[1]]) for one, parts in columns.items()})
    rows = [str(cause) for cause in moved.index[moved.any(axis="columns")]]
    if not set(rows) - {_SUM}:
        return [Text("Ingen av endringene flytter resultatene så mye at det synes.")]
    frame = pd.DataFrame({_head(one): parts[rows] for one, parts in columns.items()})
    frame.insert(0, "Årsak", [capital(CAUSES.get(name, name)) for name in rows])
    quiet = [CAUSES[cause] for cause in changes.causes if cause not in rows]
    note = [
        "Hvert tall er endringen når bare den årsaken byttes. Samspill er det som kommer av flere "
        "samtidig. Tallene er avrundet.",
        *(tangled(changes, view.code, measure, front) for measure in (NPV, PLAN, POINTS)),
        f"Dette er også endret, uten å flytte tallene her: {listed(quiet)}." if quiet else "",
    ]
    return [
        Heading(_finding(view, changes, columns), 2),
        Table(
            frame,
            "Hva hver årsak har gjort med resultatene",
            formats={
                _head(one): partial(signed, digits=1 if one[1] == POINTS else 0) for one in shown
            },
            source=source_line(view, changes),
            note=" ".join(filter(None, note)),
            highlight=_SUM if _SUM in rows else None,
        ),
    ]


def _front(view: View, changes: Changes) -> list[str]:
    """Two alternatives that were ranked here before and are now, those in front first."""
    open_: list[str] = [a.id for a in view.others if not any(gates(changes, view.code, a.id))]
    leaders = [a for c in changes.conclusions[view.code][::-1] if c for a in c.leaders]
    return list(dict.fromkeys([*(a for a in leaders if a in open_), *open_]))[:2]


def _results(front: Sequence[str]) -> list[_Result]:
    """What there is room for: today's cost, all of the first, and of the next its order."""
    first = [(a, measure) for a in front[:1] for measure in (NPV, PLAN, POINTS)]
    return [("0", COST), *first, *((a, measure) for a in front[1:] for measure in (NPV, POINTS))]


def _told(view: View, changes: Changes, alternative: str, measure: str) -> bool:
    known = np.isfinite(changes.result(view.code, alternative, measure)[CHANGE])
    return bool(known) and not any(gates(changes, view.code, alternative))


def _parts(view: View, changes: Changes, one: _Result) -> pd.Series:
    """The part of each cause, and the whole change last."""
    row = changes.result(view.code, *one)
    return row[[*changes.causes, REMAINDER, CHANGE]].rename({CHANGE: _SUM}).astype(float)


def _head(one: _Result) -> str:
    alternative, measure = one
    return _HEADS[measure] if measure == COST else f"{alternative}: {_HEADS[measure]}"


def _finding(view: View, changes: Changes, columns: dict[_Result, pd.Series]) -> str:
    values = {a: parts.drop(_SUM) for (a, measure), parts in columns.items() if measure == NPV}
    most = str(pd.DataFrame(values).abs().sum(axis="columns").idxmax()) if values else ""
    if most not in changes.causes:
        return f"Flere endringer flytter resultatene for {view.name} sammen"
    return f"{capital(CAUSES[most])} flytter nåverdien for {view.name} mest"
