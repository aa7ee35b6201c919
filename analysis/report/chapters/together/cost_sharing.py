"""Who pays what: kroner a year for each municipality under each sharing key."""

from __future__ import annotations

import numpy as np

from analysis.decision.participation import Cooperation, Key
from analysis.report.chapters.together import (
    charts,
    how_often,
    key_names,
    payment_tables,
    payments,
    phrases,
    stable_keys,
    who_pays,
)
from analysis.report.findings import wording
from analysis.report.language import of_draws
from analysis.report.language.numbers import percent
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Heading, Stack, Text, escape
from analysis.report.view import View

_MOST_LEVEL = 3
# Keys that give the same in a table of 1000 kr are told together.
_SAME = 0.5


def chapter(view: View, *, every_key: bool = False) -> Stack:
    """What each key means for us, or for each municipality, in the alternatives in front.

    Parameters
    ----------
    view : View
    every_key : bool
        Tables of all the keys, also those there is no room for in a report.
    """
    front = phrases.front(view)
    if not front:
        return Stack()
    return _joint(view, front[0], every_key) if view.joint else _own(view, front, every_key)


# One municipality ------------------------------------------------------------------------------


def _own(view: View, front: list[str], every_key: bool) -> Stack:
    keyed = [a for a in front if _keyed(view, a) and _known(view, a)]
    if not keyed:
        return Stack(
            Heading(_without_figures(view, front[0]), 2), Text(_shares_text(view, front[0]))
        )
    return Stack(
        Heading(who_pays.own(view, keyed[0]), 2),
        charts.own_figure(view, keyed),
        *(_every_key(view, keyed[0]) if every_key else [payments.for_us(view, keyed[0])]),
        Text(_own_text(view, keyed)),
    )


def _every_key(view: View, alternative: str) -> list[Element]:
    return [*payment_tables.payments(view, alternative), *payment_tables.gains(view, alternative)]


def _keyed(view: View, alternative: str) -> bool:
    return phrases.has_account(view, phrases.cooperation(view, alternative))


def _known(view: View, alternative: str) -> bool:
    found = phrases.cooperation(view, alternative)
    inside = phrases.inside(view, found, view.code)
    return inside and not np.isnan(charts.yearly(view, alternative)[0, view.r, 0])


def _without_figures(view: View, alternative: str) -> str:
    name = wording.named(view, alternative)
    if not _keyed(view, alternative):
        return f"Ingen felles kostnader å fordele i {name}"
    if _refused(view, alternative):
        return f"{view.name} er ikke med i {name}"
    return f"Hva nøkkelen betyr for {view.name} i {name}, kan ikke regnes ut ennå"


def _refused(view: View, alternative: str) -> bool:
    """Whether our mandate keeps us out."""
    return not view.joint and not phrases.cooperation(view, alternative).participants >> view.r & 1


def _shares_text(view: View, alternative: str) -> str:
    if not _keyed(view, alternative):
        return "Hver kommune betaler for det den selv bruker, så nøkkelen har ingenting å si."
    if _refused(view, alternative):
        return "Mandatet vårt sier nei, så vi er ikke med på å betale."
    found = phrases.cooperation(view, alternative)
    text = "Beløpene kan regnes ut når tallene våre er på plass."
    if not phrases.inside(view, found, view.code):
        return text
    own = found.division.share[:, :, view.r].mean(axis=0)
    each = [
        f"{percent(own[k])} med «{escape(key_names.key_name(key))}»"
        for k, key in enumerate(found.division.keys)
        if np.isfinite(own[k])
    ]
    return f"{text} Vår del av de felles kostnadene er {listed(each)}."


def _own_text(view: View, keyed: list[str]) -> str:
    """The best and the worst key for us, then what the analysis' own means for all."""
    found = phrases.cooperation(view, keyed[0])
    ends = [_ends_text(view, a, where=n > 0) for n, a in enumerate(keyed)]
    low, high = charts.yearly(view, keyed[0])[0, view.r]
    rest = [
        f"Med {key_names.own_key(view)} {phrases.then((low, high), view.people, 'vi')}.",
        _others(view, found),
        escape(stable_keys.in_words(view, found, 0)) + key_names.CORE_MARK,
        escape(stable_keys.which_keys(view, found)),
        key_names.footnoted(payments.shown_keys(view, found)),
    ]
    first = " ".join(filter(None, [ends[0], _how_often(view, found), *ends[1:]]))
    return f"{first}\n\n{' '.join(filter(None, rest))}{key_names.CORE_NOTE}"


def _how_often(view: View, found: Cooperation) -> str:
    """How often we gain under the key that serves us best, over the draws."""
    shares = who_pays.gains_in(view, found, view.r)
    if shares is None:
        return ""
    best = float(np.nanmax(shares))
    if best >= 1.0:
        return "Med den beste av nøklene tjener vi i alle trekningene."
    return f"Med den beste av nøklene tjener vi i {of_draws(best)} trekninger."


def _ends_text(view: View, alternative: str, *, where: bool = False) -> str:
    """The keys that serve us best, and those that serve us worst."""
    values = charts.yearly(view, alternative)[:, view.r]
    keys = stable_keys.usable(view, phrases.cooperation(view, alternative).division)
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
        f"«{escape(key_names.key_name(view.participation.keys[k]))}»" for k in keys[:_MOST_LEVEL]
    ]
    low, high = charts.yearly(view, alternative)[keys[0], view.r]
    more = [] if len(keys) <= _MOST_LEVEL else ["flere"]
    return listed([*names, *more]), phrases.does((float(low), float(high)), view.people)


def _others(view: View, found: Cooperation) -> str:
    """Who else gains and loses under the analysis' own key."""
    said = []
    for verb, hit in (("tjener", found.division.winners), ("taper", found.division.losers)):
        codes = [c for c, on in zip(view.codes, hit[view.s, 0], strict=True) if on]
        others = [code for code in codes if code != view.code]
        if others:
            also = "også " if view.code in codes else ""
            every = len(others) + 1 == found.group.bit_count() and len(others) > 1
            who = "alle de andre" if every else escape(phrases.names(view, others))
            said.append(f"{verb} {also}{who}")
    return f"Da {listed(said)}." if said else ""


# All together ----------------------------------------------------------------------------------


def _joint(view: View, alternative: str, every_key: bool) -> Stack:
    if not _keyed(view, alternative):
        return Stack(
            Heading(_without_figures(view, alternative), 2), Text(_shares_text(view, alternative))
        )
    found = phrases.cooperation(view, alternative)
    shown = payments.that_fit(found, stable_keys.usable(view, found.division))
    note = [
        "Tallet i parentes er gevinst mot alternativ 0; minus er tap. Begge er samme beløp hvert "
        f"år i {wording.years(view)}.",
        payments.MIDDLE if found.total.shape[0] > 1 else "",
        key_names.explained(k for k in payments.shown_keys(view, found) if not _divides(k)),
        payments.without(view, found, shown),
        payments.HOLDS_HOW if found.chances is not None else "",
        how_often.counted_how(view),
    ]
    table = payments.paid_and_gained(view, alternative, note=" ".join(filter(None, note)))
    return Stack(
        Heading(who_pays.joint(view, alternative), 2),
        charts.joint_figure(view, alternative),
        Text(_joint_text(view, alternative)),
        *(_every_key(view, alternative) if every_key else [table]),
    )


def _divides(key: Key) -> bool:
    """Whether it divides the gain, as a footnote explains."""
    return key.method in key_names.PLAIN


def _joint_text(view: View, alternative: str) -> str:
    found, out = phrases.cooperation(view, alternative), []
    division = found.division
    every = division.winners[view.s], division.losers[view.s]
    keys = stable_keys.usable(view, division)
    for verb, hit in zip(("tjener", "taper"), every, strict=True):
        codes = [c for m, c in enumerate(view.codes) if hit[keys, m].all()]
        if codes:
            who = capital(escape(phrases.some_of(view, division.group, codes)))
            out.append(f"{who} {verb} med alle nøklene.")
    out += [
        f"Utredningens nøkkel deler {key_names.rule(division.keys[0].weights)}. Nøkkelen flytter "
        "penger mellom kommunene, men endrer ikke summen.",
        key_names.footnoted(payments.shown_keys(view, found)),
    ]
    return " ".join(filter(None, out))
