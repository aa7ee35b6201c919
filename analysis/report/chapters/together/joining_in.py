"""Who goes together: what each alternative gives the groups, and the best group for us."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation.cooperation import Cooperation
from analysis.report import wording
from analysis.report.chapters.together import draw_words, joint_groups
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.together.joint_groups import Telling
from analysis.report.chapters.words import capital
from analysis.report.elements import Heading, Stack, Table, Text, escape
from analysis.report.numbers import signed
from analysis.report.view import View

_ONLY_KRONER = (
    "Her telles bare kroner. Mindre sårbarhet og andre virkninger uten pris er ikke med, og kan "
    "være grunn nok til å gå sammen."
)


def chapter(view: View) -> Stack:
    """What each alternative gives when all go together, and which group is best."""
    if not told.front(view):
        return _nothing(view)
    told_by = joint_groups.TELLING if view.joint else Telling(_own_finding, _own_text, _own_row)
    rows = {alternative: told_by.row(view, alternative) for alternative in _needing(view)}
    text = f"{_ONLY_KRONER} {told_by.text(view)}"
    return Stack(Heading(told_by.finding(view), 1), Text(text), _table(view, rows))


def _nothing(view: View) -> Stack:
    name = "kommunene" if view.joint else view.name
    why = escape(_closed(view)) or "Ingen alternativer med andre kommuner kan rangeres her."
    return Stack(
        Heading(f"Hvem {name} kan gå sammen med, er ikke regnet ut", 1),
        Text(f"{_ONLY_KRONER} {why}"),
    )


def _closed(view: View) -> str:
    """Alternatives that cannot be worked out, and why; plain text."""
    reasons: dict[str, list[str]] = {}
    for alternative, why in view.participation.closed.items():
        reasons.setdefault(why, []).append(alternative)
    return " ".join(
        f"{capital(wording.several(chosen))} er ikke regnet ut: {why}."
        for why, chosen in reasons.items()
    )


def _needing(view: View) -> list[str]:
    """Alternatives that are about going together, in order."""
    return [a.id for a in view.alternatives if a.id != "0"]


def _table(view: View, rows: dict[str, dict[str, object]]) -> Table:
    frame = pd.DataFrame(list(rows.values()), index=list(rows), dtype=object)
    money = [column for column in frame.columns if "kr" in column]
    who = "kommunene" if view.joint else view.name
    front, worked = told.front(view)[0], list(view.participation.cooperations)
    leads = front in view.conclusion.considered
    marked = "alternativet i front" if leads else "det av dem som oftest er først"
    note = [told.evenly(view), f"Uthevet rad er {marked}.", _closed(view)]
    return Table(
        frame,
        f"Hva {who} tjener i året på hvert alternativ: når alle går sammen, og i den beste gruppen",
        formats=dict.fromkeys(money, signed),
        source=told.sources(view, *worked),
        note=" ".join(filter(None, [*note, *(told.left_out(view, a) for a in worked)])),
        highlight=front,
        widths=[4.2, 2.3, 3.2, 2.2, 2.8, 3.0, 2.3]
        if view.joint
        else [4.5, 3.2, 2.7, 3.0, 2.1, 2.4],
    )


# One municipality ------------------------------------------------------------------------------


def _own_finding(view: View) -> str:
    gains, losses, known = [], [], 0
    for alternative, found in view.participation.cooperations.items():
        if view.gate(alternative):
            continue
        low, high = told.gain(view, found, found.group, view.code)
        known += bool(np.isfinite(low))
        if low >= wording.small(view):
            gains.append(alternative)
        elif high <= -wording.small(view):
            losses.append(alternative)
    every = "alle alternativene som er regnet ut"
    if known > 1 and known in (len(gains), len(losses)):
        return f"I kroner {'tjener' if gains else 'taper'} {view.name} på {every}"
    if gains and losses:
        return (
            f"I kroner tjener {view.name} på {wording.several(gains)}, og taper på "
            f"{wording.several(losses)}"
        )
    if gains or losses:
        verb = "tjener" if gains else "taper"
        return f"I kroner {verb} {view.name} på {wording.several(gains or losses)}"
    return f"Hva {view.name} tjener eller taper på å gå sammen med andre"


def _own_text(view: View) -> str:
    out = []
    for alternative in told.front(view):
        found = told.cooperation(view, alternative)
        if told.inside(view, found, view.code):
            out += [joint_groups.when_all(view, alternative), _best_for_us(view, found)]
        else:
            out.append(
                f"For {view.phrase(alternative)} mangler det tall. {joint_groups.UNTIL_OURS}"
            )
    return " ".join(out)


def _best_for_us(view: View, found: Cooperation) -> str:
    """The group that gives us most, who loses by it, and how sure that is."""
    best = found.best_group_for(view.r, view.s)
    if best is None:
        return f"Hvilken gruppe som er best for oss, {told.DEPENDS}."
    hidden = np.isnan(told.gain(view, found, found.group, view.code)[0])
    if best == 0:
        start = f"Ingen gruppe{told.tried(found)} gir oss gevinst"
        start += ", verken med laveste eller høyeste anslag for dem" if hidden else ""
    elif best == found.group:
        start = f"Ingen mindre gruppe{told.tried(found)} er bedre for oss"
    else:
        gains = told.does(told.gain(view, found, best, view.code), view.people)
        group = escape(told.named_group(view, found, best))
        start = f"Best for oss er om {group} går sammen, der vi {gains}"
        lost = [code for code in told.losers(view, found, best) if code != view.code]
        start += f", men der taper {escape(told.names(view, lost))}" if lost else ""
    if found.chances is None:
        return f"{start}."
    share = found.chances.best_for[view.r, found.place(best)]
    return f"{start}. {draw_words.holds(found.chances, share)}"


def _own_row(view: View, alternative: str) -> dict[str, object]:
    found = view.participation.cooperations.get(alternative)
    row: dict[str, object] = {
        "Alternativ": told.label(view, alternative),
        "Alle samlet (1000 kr)": None,
        "Vi (kr per innb.)": None,
        "Best for oss": "ikke regnet ut",
        "Da får vi (kr per innb.)": None,
        "Taper da": None,
    }
    if found is None:
        return row
    row["Alle samlet (1000 kr)"] = told.cell(told.total(view, found, found.group))
    if not found.participants >> view.r & 1:
        return row | {"Best for oss": "utenfor mandatet"}
    ours = told.gain(view, found, found.group, view.code)
    row["Vi (kr per innb.)"] = told.cell(told.per_inhabitant(view, ours))
    if not told.inside(view, found, view.code):
        return row | {"Best for oss": np.nan, "Da får vi (kr per innb.)": np.nan}
    return row | _best_cells(view, found)


def _best_cells(view: View, found: Cooperation) -> dict[str, object]:
    best = found.best_group_for(view.r, view.s)
    if not best:
        return {"Best for oss": "å stå utenfor" if best == 0 else told.DEPENDS}
    ours = told.gain(view, found, best, view.code)
    return {
        "Best for oss": told.named_group(view, found, best),
        "Da får vi (kr per innb.)": told.cell(told.per_inhabitant(view, ours)),
        "Taper da": told.some_of(view, best, told.losers(view, found, best)),
    }
