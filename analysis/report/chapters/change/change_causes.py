"""What each cause has done to the results since the previous report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from analysis.decision.change.changes import Changes
from analysis.decision.change.main_results import COST, NPV, PLAN, POINTS
from analysis.decision.change.splitting import CHANGE, REMAINDER
from analysis.report.chapters.change.changed_inputs import source_line
from analysis.report.findings.changes import CAUSES, SEEN, gates, tangled
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Heading, Table, Text
from analysis.report.view import View

# Causes told in a sentence.
_TOLD = 2
_SUM = "I alt"
_HEADS = {NPV: "nåverdi (kr per innb.)", PLAN: "økonomiplan (1000 kr)", POINTS: "poeng"}
_ALONE = (
    "Hvert tall er endringen når bare den årsaken byttes. Samspill er det som kommer av flere "
    "samtidig. Tallene er avrundet."
)


@dataclass(frozen=True)
class _Measure:
    """How a result is told: its name in a sentence, unit, decimals and the smallest part told."""

    id: str
    name: str
    unit: str
    digits: int

    @property
    def smallest(self) -> float:
        return SEEN[self.id]


_NPV = _Measure(NPV, "nåverdien", "kroner per innbygger", 0)
_PLAN = _Measure(PLAN, "merutgiften i økonomiplanen", "tusen kroner", 0)
_POINTS = _Measure(POINTS, "poengene", "poeng", 1)
_MEASURES = (_NPV, _PLAN, _POINTS)


def causes(view: View, changes: Changes) -> list[Element]:
    """What has moved present value, budget and points, and today's cost."""
    parts = _parts(view, changes, _NPV)
    told = [_today(view, changes), *(_most(view, changes, m) for m in _MEASURES)]
    if parts.empty:
        told.insert(0, "Ingen av endringene flytter nåverdien med så mye som én krone.")
        return [Text(" ".join(filter(None, told)))]
    front = [] if view.joint else _front(view, changes)
    tables = [_of_front(view, changes, front)] if front else _tables(view, changes, parts)
    return [
        Heading(_finding(view, changes, parts), 2),
        *tables,
        *([Text(" ".join(filter(None, told)))] if any(told) else []),
    ]


def _tables(view: View, changes: Changes, parts: pd.DataFrame) -> list[Table]:
    """One table of all alternatives for each result that has moved."""
    others = [(m, found) for m in (_PLAN, _POINTS) if len(found := _parts(view, changes, m))]
    return [_table(view, changes, m, found) for m, found in [(_NPV, parts), *others]]


def _front(view: View, changes: Changes) -> list[str]:
    """The alternatives in front now, and before, that have figures; two at the most."""
    both = [c.leaders for c in changes.conclusions[view.code][::-1] if c]
    open_ = _open(view, changes)
    return [a for a in dict.fromkeys(a for leaders in both for a in leaders) if a in open_][:2]


def _of_front(view: View, changes: Changes, front: list[str]) -> Table:
    """All results of the alternatives in front, one column each."""
    columns, formats, order = {}, {}, [*changes.causes, REMAINDER]
    for alternative in front:
        for measure in _MEASURES:
            head = f"{alternative}: {_HEADS[measure.id]}"
            own = changes.parts(view.code, measure.id)[alternative]
            total = changes.result(view.code, alternative, measure.id)[CHANGE]
            columns[head] = pd.concat([own[order], pd.Series({_SUM: total})])
            formats[head] = partial(signed, digits=measure.digits)
    frame = pd.DataFrame(columns)
    least = [measure.smallest for _ in front for measure in _MEASURES]
    frame = frame[(frame.abs() >= least).any(axis="columns")]
    frame.insert(0, "Årsak", [capital(CAUSES.get(str(name), str(name))) for name in frame.index])
    tangles = [tangled(changes, view.code, measure.id, front) for measure in _MEASURES]
    return Table(
        frame,
        f"Hva hver årsak har gjort med {listed([view.phrase(a) for a in front])}",
        formats=formats,
        source=source_line(view, changes),
        note=" ".join(filter(None, [_ALONE, *tangles])),
        highlight=_SUM if _SUM in frame.index else None,
    )


def _today(view: View, changes: Changes) -> str:
    """What has moved the cost of today, as a sentence; empty where it is not known to have."""
    row = changes.result(view.code, "0", COST)
    if not abs(row[CHANGE]) >= SEEN[COST] or any(gates(changes, view.code, "0")):
        return ""
    own = row[[*changes.causes, REMAINDER]].astype(float)
    largest = own[own.abs() >= SEEN[COST]].abs().sort_values(ascending=False, kind="stable")
    told = [f"{CAUSES[str(cause)]} ({signed(own[cause])})" for cause in largest.index[:_TOLD]]
    way = "høyere" if row[CHANGE] > 0 else "lavere"
    return (
        f"IKT-kostnaden i dag er {whole(abs(row[CHANGE]))} tusen kroner {way} enn i forrige "
        f"rapport. Mest betyr {listed(told)}."
    )


def _open(view: View, changes: Changes) -> list[str]:
    """Alternatives besides 0 that were ranked here before and are now."""
    return [a.id for a in view.others if not any(gates(changes, view.code, a.id))]


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
        text = f"Alternativ 0: {signed(zero, 1)} poeng i alt."
    elif measure.id == PLAN:
        text = "Sum av de fire første årene; pluss er dyrere."
    else:
        text = _ALONE
    told = [text, tangled(changes, view.code, measure.id), unmoved if quiet else ""]
    return " ".join(filter(None, told))


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
    way = "høyere" if change > 0 else "lavere"
    return f"er {size} {measure.unit} {way} enn i forrige rapport"
