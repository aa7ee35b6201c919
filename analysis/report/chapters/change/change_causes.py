"""What each cause has done to the results since the previous report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis.decision.change.changes import Changes
from analysis.decision.change.main_results import NPV, POINTS
from analysis.decision.change.splitting import CHANGE, REMAINDER
from analysis.report.changes_words import CAUSES, gates
from analysis.report.chapters.change.changed_inputs import source_line
from analysis.report.chapters.words import capital, listed
from analysis.report.elements import Element, Heading, Table, Text
from analysis.report.numbers import decimal, signed
from analysis.report.view import View

# Causes told in a sentence.
_TOLD = 2
_SUM = "I alt"


@dataclass(frozen=True)
class _Measure:
    """How a result is told: its name in a sentence, unit, decimals and the smallest part told."""

    id: str
    name: str
    unit: str
    digits: int

    @property
    def smallest(self) -> float:
        return float(0.5 * 10.0**-self.digits)


_NPV = _Measure(NPV, "nåverdien", "kroner per innbygger", 0)
_POINTS = _Measure(POINTS, "poengene", "poeng", 1)


def causes(view: View, changes: Changes) -> list[Element]:
    """What has moved the present value, and the points; a municipal report tells them briefly."""
    parts = _parts(view, changes, _NPV)
    told = [_most(view, changes, measure) for measure in (_NPV, _POINTS)]
    if parts.empty:
        told.insert(0, "Ingen av endringene flytter nåverdien med så mye som én krone.")
        return [Text(" ".join(filter(None, told)))]
    points = _parts(view, changes, _POINTS)
    return [
        Heading(_finding(view, changes, parts), 2),
        _table(view, changes, _NPV, parts),
        *([_table(view, changes, _POINTS, points)] if view.joint and len(points) else []),
        *([Text(" ".join(filter(None, told)))] if any(told) else []),
    ]


def _open(view: View, changes: Changes) -> list[str]:
    """Alternatives besides 0 that were ranked here before and are now."""
    return [
        a.id for a in view.alternatives if a.id != "0" and not any(gates(changes, view.code, a.id))
    ]


def _parts(view: View, changes: Changes, measure: _Measure) -> pd.DataFrame:
    """Causes that have moved any of the alternatives so much that it is seen."""
    every = changes.parts(view.code, measure.id)[_open(view, changes)]
    seen: pd.DataFrame = every.loc[(every.abs() >= measure.smallest).any(axis="columns")]
    return seen


def _table(view: View, changes: Changes, measure: _Measure, parts: pd.DataFrame) -> Table:
    total = [changes.result(view.code, str(a), measure.id)[CHANGE] for a in parts]
    frame = parts.T.assign(**{_SUM: total}).T
    frame.insert(0, "Årsak", [capital(CAUSES.get(str(name), str(name))) for name in frame.index])
    return Table(
        frame,
        f"Hva hver årsak har gjort med {measure.name} i hvert alternativ, {measure.unit}",
        formats=dict.fromkeys(parts.columns, partial(signed, digits=measure.digits)),
        source=source_line(view, changes),
        note=_note(view, changes, measure, parts),
        highlight=_SUM,
    )


def _finding(view: View, changes: Changes, parts: pd.DataFrame) -> str:
    most = str(parts.abs().sum(axis="columns").idxmax())
    if most not in changes.causes:
        return f"Flere endringer flytter nåverdien for {view.name} sammen"
    return f"{capital(CAUSES[most])} flytter nåverdien for {view.name} mest"


def _note(view: View, changes: Changes, measure: _Measure, parts: pd.DataFrame) -> str:
    quiet = [CAUSES[cause] for cause in changes.causes if cause not in parts.index]
    unmoved = f"Dette er også endret, uten å flytte {measure.name}: {listed(quiet)}."
    if measure.id == POINTS:
        zero = changes.result(view.code, "0", POINTS)[CHANGE]
        same = f"Alternativ 0: {signed(zero, 1)} poeng i alt."
        return f"{same} {unmoved}" if quiet else same
    text = (
        "Hvert tall er endringen når bare den årsaken byttes. Samspill er det som kommer av flere "
        "samtidig. Tallene er avrundet."
    )
    return f"{text} {unmoved}" if quiet else text


def _most(view: View, changes: Changes, measure: _Measure) -> str:
    """What moved the alternative named first now most, as a sentence; empty where nothing did."""
    now = changes.conclusions[view.code][1]
    parts = changes.parts(view.code, measure.id)[_open(view, changes)]
    named = [a for a in (now.leaders if now else ()) if a in parts]
    if not named:
        return ""
    change = changes.result(view.code, named[0], measure.id)[CHANGE]
    own = parts[named[0]].drop(REMAINDER)
    sizes = own.loc[own.abs() >= measure.smallest].abs()
    largest = sizes.sort_values(ascending=False, kind="stable")
    if not np.isfinite(change) or largest.empty:
        return ""
    told = [f"{CAUSES[str(c)]} ({signed(own[c], measure.digits)})" for c in largest.index[:_TOLD]]
    what = f"{capital(measure.name)} til {view.phrase(named[0])}"
    return f"{what} {_moved(change, measure)}. Mest betyr {listed(told)}."


def _moved(change: float, measure: _Measure) -> str:
    if abs(change) < measure.smallest:
        return "er om lag som i forrige rapport"
    size = decimal(abs(change), measure.digits)
    return f"er {size} {measure.unit} {'høyere' if change > 0 else 'lavere'} enn i forrige rapport"
