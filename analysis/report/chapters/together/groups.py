"""Who goes together: what each alternative gives the groups, and the best group for us."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.participation import Cooperation
from analysis.report.chapters.together import best_groups, contributions, how_often, phrases
from analysis.report.chapters.together.best_groups import Telling
from analysis.report.chapters.together.how_often import Sureness
from analysis.report.findings import wording
from analysis.report.language.numbers import signed
from analysis.report.language.words import capital
from analysis.report.press import Heading, Stack, Table, Text, escape
from analysis.report.view import View

_ONLY_KRONER = (
    "Her telles bare kroner. Mindre sårbarhet og andre virkninger uten pris er ikke med, og kan "
    "være grunn nok til å gå sammen."
)

# What a municipality gains depends on how the common bill is shared.
_KEYED = "Med utredningens nøkkel"
_SIDES = {"tjener": (Sureness.YES, Sureness.LIKELY), "taper": (Sureness.NO, Sureness.HARDLY)}


def chapter(view: View) -> Stack:
    """What each alternative gives when all go together, and which group is best."""
    if not phrases.front(view):
        return _nothing(view)
    told_by = best_groups.TELLING if view.joint else Telling(_own_finding, _own_text, _own_row)
    rows = {alternative: told_by.row(view, alternative) for alternative in _needing(view)}
    text = f"{_ONLY_KRONER} {told_by.text(view)}"
    brought = [] if view.joint else contributions.for_us(view)
    return Stack(Heading(told_by.finding(view), 1), Text(text), _table(view, rows), *brought)


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
    front, worked = phrases.front(view)[0], list(view.participation.cooperations)
    leads = front in view.conclusion.considered
    marked = "alternativet i front" if leads else "det av dem som oftest er først"
    note = [phrases.evenly(view), phrases.by_own_key(view), how_often.counted_how(view)]
    note += [f"Uthevet rad er {marked}.", _closed(view)]
    return Table(
        frame,
        f"Hva {who} tjener i året på hvert alternativ: når alle går sammen, og i den beste gruppen",
        formats=dict.fromkeys(money, signed),
        source=phrases.sources(view, *worked),
        note=" ".join(filter(None, [*note, *(phrases.left_out(view, a) for a in worked)])),
        highlight=front,
        widths=[3.6, 3.3, 2.7, 2.6, 2.1, 2.7, 1.9]
        if view.joint
        else [4.0, 3.2, 2.7, 2.7, 2.7, 2.7],
    )


# One municipality ------------------------------------------------------------------------------


def _own_finding(view: View) -> str:
    sure = {
        alternative: _sureness(view, found)
        for alternative, found in view.participation.cooperations.items()
        if not view.gate(alternative)
    }
    known = [how for how in sure.values() if how]
    sides = {
        verb: [[a for a, how in sure.items() if how is wanted] for wanted in wanted_of]
        for verb, wanted_of in _SIDES.items()
    }
    for verb, (surely, likely) in sides.items():
        if len(known) == len(surely) + len(likely) > 1:
            perhaps = "trolig " if likely else ""
            return f"{_KEYED} {verb} {view.name} {perhaps}på alle alternativene som er regnet ut"
    unsure = [a for a, how in sure.items() if how is Sureness.UNSURE]
    told_of = [(verb, _on(*lists)) for verb, lists in sides.items() if any(lists)]
    if told_of:
        (verb, on), *rest = told_of
        more = [f", og {other} {those}" for other, those in rest]
        more += [f"; {wording.several(unsure)} er usikkert"] if unsure else []
        return f"{_KEYED} {verb} {view.name} {on}{''.join(more)}"
    if unsure:
        return f"Tallene avgjør ikke om {view.name} tjener på {wording.several(unsure)}"
    return f"Hva {view.name} tjener eller taper på å gå sammen med andre"


def _sureness(view: View, found: Cooperation) -> Sureness | None:
    """How surely we gain when all go together; None where we do so little or it is unknown."""
    low, high = phrases.gain(view, found, found.group, view.code)
    small = wording.small(view)
    if np.isnan(low) or max(abs(low), abs(high)) < small:
        return None
    gains = True if low >= small else False if high <= -small else None
    share = np.nan if found.chances is None else float(found.chances.gains[0, view.r])
    return how_often.sureness(gains, share)


def _on(surely: list[str], likely: list[str]) -> str:
    """«på alternativ 2, og trolig på 3»."""
    both = [f"på {wording.several(surely)}"] if surely else []
    few = wording.several(likely).removeprefix("alternativ " if surely else "")
    both += [f"trolig på {few}"] if likely else []
    return ", og ".join(both)


def _own_text(view: View) -> str:
    out = []
    for alternative in phrases.front(view):
        found = phrases.cooperation(view, alternative)
        if phrases.inside(view, found, view.code):
            out += [best_groups.when_all(view, alternative), _best_for_us(view, found)]
        else:
            out.append(f"For {view.phrase(alternative)} mangler det tall. {best_groups.UNTIL_OURS}")
    return " ".join(out)


def _best_for_us(view: View, found: Cooperation) -> str:
    """The group that gives us most, who loses by it, and how sure that is."""
    best = found.best_group_for(view.r, view.s)
    if best is None:
        return f"Hvilken gruppe som er best for oss, {phrases.DEPENDS}."
    hidden = np.isnan(phrases.gain(view, found, found.group, view.code)[0])
    start = _KEYED if hidden else "Med den nøkkelen"
    if best == 0:
        start += f" gir ingen gruppe{phrases.tried(found)} oss gevinst"
        start += ", verken med laveste eller høyeste anslag for dem" if hidden else ""
    elif best == found.group:
        start += f" er ingen mindre gruppe{phrases.tried(found)} bedre for oss"
    else:
        gains = phrases.does(phrases.gain(view, found, best, view.code), view.people)
        group = escape(phrases.named_group(view, found, best))
        start += f" er det best for oss om {group} går sammen, der vi {gains}"
        lost = [code for code in phrases.losers(view, found, best) if code != view.code]
        start += f", men der taper {escape(phrases.names(view, lost))}" if lost else ""
    if found.chances is None:
        return f"{start}."
    share = found.chances.best_for[view.r, found.place(best)]
    return f"{start}. {how_often.holds(found.chances, share)}"


def _own_row(view: View, alternative: str) -> dict[str, object]:
    found = view.participation.cooperations.get(alternative)
    row: dict[str, object] = {
        "Alternativ": phrases.label(view, alternative),
        "Alle samlet (1000 kr)": None,
        "Vi (kr per innb.)": None,
        "Best for oss": "ikke regnet ut",
        "Da får vi (kr per innb.)": None,
        "Taper da": None,
    }
    if found is None:
        return row
    row["Alle samlet (1000 kr)"] = phrases.cell(phrases.total(view, found, found.group))
    if not found.participants >> view.r & 1:
        return row | {"Best for oss": "utenfor mandatet"}
    ours = phrases.gain(view, found, found.group, view.code)
    row["Vi (kr per innb.)"] = phrases.cell(phrases.per_inhabitant(view, ours))
    if not phrases.inside(view, found, view.code):
        return row | {"Best for oss": np.nan, "Da får vi (kr per innb.)": np.nan}
    return row | _best_cells(view, found)


def _best_cells(view: View, found: Cooperation) -> dict[str, object]:
    best = found.best_group_for(view.r, view.s)
    if not best:
        return {"Best for oss": "å stå utenfor" if best == 0 else phrases.DEPENDS}
    ours = phrases.gain(view, found, best, view.code)
    return {
        "Best for oss": phrases.named_group(view, found, best),
        "Da får vi (kr per innb.)": phrases.cell(phrases.per_inhabitant(view, ours)),
        "Taper da": phrases.some_of(view, best, phrases.losers(view, found, best)),
    }
