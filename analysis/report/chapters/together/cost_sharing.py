"""Who pays what: kroner a year for each municipality under each sharing key."""

from __future__ import annotations

import numpy as np

from analysis.decision.participation.cooperation import Cooperation
from analysis.report import wording
from analysis.report.chapters.together import group_words as told
from analysis.report.chapters.together import key_figures, key_tables, key_words, stability
from analysis.report.chapters.words import capital, listed
from analysis.report.elements import Heading, Stack, Text, escape
from analysis.report.numbers import percent
from analysis.report.view import View

_MOST_LEVEL = 3
# Keys that give the same in a table of 1000 kr are told together.
_SAME = 0.5


def chapter(view: View) -> Stack:
    """What each key means for us, or for each municipality, in the alternatives in front."""
    front = told.front(view)
    if not front:
        return Stack()
    return _joint(view, front[0]) if view.joint else _own(view, front)


# One municipality ------------------------------------------------------------------------------


def _own(view: View, front: list[str]) -> Stack:
    keyed = [a for a in front if _keyed(view, a) and _known(view, a)]
    if not keyed:
        return Stack(
            Heading(_without_figures(view, front[0]), 2), Text(_shares_text(view, front[0]))
        )
    first, text = told.cooperation(view, keyed[0]), _own_text(view, keyed[0])
    for other in keyed[1:]:
        text += f" {_ends_text(view, other, where=True)}"
    return Stack(
        Heading(_own_finding(view, keyed[0]), 2),
        key_figures.own_figure(view, keyed),
        Text(f"{text} {key_words.footnoted(key_tables.shown_keys(view, first))}".strip()),
    )


def _keyed(view: View, alternative: str) -> bool:
    return told.has_account(view, told.cooperation(view, alternative))


def _known(view: View, alternative: str) -> bool:
    found = told.cooperation(view, alternative)
    inside = told.inside(view, found, view.code)
    return inside and not np.isnan(key_figures.yearly(view, alternative)[0, view.r, 0])


def _without_figures(view: View, alternative: str) -> str:
    name = wording.named(view, alternative)
    if not _keyed(view, alternative):
        return f"Ingen felles kostnader å fordele i {name}"
    return f"Hva nøkkelen betyr for {view.name} i {name}, kan ikke regnes ut ennå"


def _shares_text(view: View, alternative: str) -> str:
    if not _keyed(view, alternative):
        return "Hver kommune betaler for det den selv bruker, så nøkkelen har ingenting å si."
    found = told.cooperation(view, alternative)
    text = "Beløpene kan regnes ut når tallene våre er på plass."
    if not told.inside(view, found, view.code):
        return text
    own = found.division.share[:, :, view.r].mean(axis=0)
    each = [
        f"{percent(own[k])} med «{escape(key_words.key_name(key))}»"
        for k, key in enumerate(found.division.keys)
        if np.isfinite(own[k])
    ]
    return f"{text} Vår del av de felles kostnadene er {listed(each)}."


def _own_finding(view: View, alternative: str) -> str:
    low, high = _range(view, alternative)
    name, little = wording.named(view, alternative), wording.small(view)
    if high - low < little:
        return f"Nøkkelen betyr lite for {view.name} i {name}"
    if low <= -little and high >= little:
        return f"Nøkkelen avgjør om {view.name} tjener eller taper på {name}"
    if low > little or high < -little:
        verb = "tjener" if low > little else "taper"
        return f"{view.name} {verb} på {name} med alle nøklene, men ikke like mye"
    verb = "tjener" if high >= little else "taper"
    return f"Hvor mye {view.name} {verb} på {name}, avhenger av nøkkelen"


def _range(view: View, alternative: str) -> tuple[float, float]:
    """What we gain each year under the worst and the best key, 1000 kr."""
    values = key_figures.yearly(view, alternative)[:, view.r].mean(axis=-1)
    known = values[stability.usable(view, told.cooperation(view, alternative).division)]
    return float(known.min()), float(known.max())


def _own_text(view: View, alternative: str) -> str:
    found = told.cooperation(view, alternative)
    low, high = key_figures.yearly(view, alternative)[0, view.r]
    own = f"Med {key_words.own_key(view)} er følgen at vi {told.does((low, high), view.people)}."
    group = [stability.in_words(view, found, 0), stability.which_keys(view, found)]
    return (
        f"{_ends_text(view, alternative)}\n\n"
        f"{' '.join(filter(None, [own, _others(view, found), *group]))}"
    )


def _ends_text(view: View, alternative: str, *, where: bool = False) -> str:
    """The keys that serve us best, and those that serve us worst."""
    values = key_figures.yearly(view, alternative)[:, view.r]
    keys = stability.usable(view, told.cooperation(view, alternative).division)
    middle = {k: float(values[k].mean()) for k in keys}
    (best, gains), (worst, loses) = (
        _level(view, alternative, [k for k in keys if abs(middle[k] - end) < _SAME])
        for end in (max(middle.values()), min(middle.values()))
    )
    if best == worst:
        lead = f"I {view.phrase(alternative)} får vi" if where else "Vi får"
        return f"{lead} om lag det samme med alle nøklene: vi {gains}."
    if where:
        return (
            f"I {view.phrase(alternative)} er {best} best, der vi {gains}, og {worst} dårligst, "
            f"der vi {loses}."
        )
    return f"Best for oss er {best}, der vi {gains}. Dårligst er {worst}, der vi {loses}."


def _level(view: View, alternative: str, keys: list[int]) -> tuple[str, str]:
    """Keys that give us the same, named, and what they give."""
    names = [
        f"«{escape(key_words.key_name(view.participation.keys[k]))}»" for k in keys[:_MOST_LEVEL]
    ]
    low, high = key_figures.yearly(view, alternative)[keys[0], view.r]
    more = [] if len(keys) <= _MOST_LEVEL else ["flere"]
    return listed([*names, *more]), told.does((float(low), float(high)), view.people)


def _others(view: View, found: Cooperation) -> str:
    """Who else gains and loses under the analysis' own key."""
    said = []
    for verb, hit in (("tjener", found.division.winners), ("taper", found.division.losers)):
        codes = [c for c, on in zip(view.codes, hit[view.s, 0], strict=True) if on]
        others = [code for code in codes if code != view.code]
        if others:
            also = "også " if view.code in codes else ""
            every = len(others) + 1 == found.group.bit_count() and len(others) > 1
            who = "alle de andre" if every else escape(told.names(view, others))
            said.append(f"{verb} {also}{who}")
    return f"Da {listed(said)}." if said else ""


# All together ----------------------------------------------------------------------------------


def _joint(view: View, alternative: str) -> Stack:
    if not _keyed(view, alternative):
        return Stack(
            Heading(_without_figures(view, alternative), 2), Text(_shares_text(view, alternative))
        )
    return Stack(
        Heading(_joint_finding(view, alternative), 2),
        key_figures.joint_figure(view, alternative),
        Text(_joint_text(view, alternative)),
        *key_tables.table(view, alternative),
    )


def _turning(view: View, alternative: str) -> list[str]:
    """Those who gain under some keys and lose under others, however unknown cells fall."""
    division = told.cooperation(view, alternative).division
    both = division.winners[view.s].any(axis=0) & division.losers[view.s].any(axis=0)
    return [code for code, hit in zip(view.codes, both, strict=True) if hit]


def _joint_finding(view: View, alternative: str) -> str:
    name, turning = wording.named(view, alternative), _turning(view, alternative)
    if turning:
        return f"Nøkkelen avgjør om {told.names(view, turning)} tjener eller taper på {name}"
    found = told.cooperation(view, alternative)
    keys = stability.usable(view, found.division)
    won, lost = (
        hit[view.s][keys].all(axis=0) for hit in (found.division.winners, found.division.losers)
    )
    if (won | lost).sum() == found.group.bit_count():
        return f"Hvem som tjener og taper på {name}, er det samme med alle nøklene"
    return f"Hva nøkkelen betyr for kommunene i {name}"


def _joint_text(view: View, alternative: str) -> str:
    division, out = told.cooperation(view, alternative).division, []
    every = division.winners[view.s], division.losers[view.s]
    keys = stability.usable(view, division)
    for verb, hit in zip(("tjener", "taper"), every, strict=True):
        codes = [c for m, c in enumerate(view.codes) if hit[keys, m].all()]
        if codes:
            who = capital(escape(told.some_of(view, division.group, codes)))
            out.append(f"{who} {verb} med alle nøklene.")
    out.append(
        f"Utredningens nøkkel deler {key_words.rule(division.keys[0].weights)}. Nøkkelen flytter "
        "penger mellom kommunene, men endrer ikke summen."
    )
    return " ".join(out)
