"""Who pays what: kroner a year for each municipality under each sharing key."""

from __future__ import annotations

import numpy as np

from analysis.decision import strength
from analysis.decision.participation import Key, Outlook, Settlement, middle
from analysis.report.chapters.together import (
    cost_sharing_figures,
    group_words,
    how_often,
    key_words,
    payments,
)
from analysis.report.findings import wording
from analysis.report.language import of_draws
from analysis.report.language.numbers import percent
from analysis.report.language.words import capital, listed
from analysis.report.press import Heading, Stack, Text, escape
from analysis.report.view import View

_MOST_LEVEL = 3
# Keys that give the same in a table of 1000 kr are told together.
_SAME = 0.5


def chapter(view: View, *, every_key: bool = False) -> Stack:
    """What each key means for us, or for each municipality, in the alternatives in front.

    With ``every_key`` there are tables of all the keys, also those a report has no room for.
    """
    front = [view.cooperation(alternative) for alternative in group_words.front(view)]
    if not front:
        return Stack()
    return _joint(view, front[0], every_key) if view.joint else _own(view, front, every_key)


# One municipality ------------------------------------------------------------------------------


def _own(view: View, front: list[Outlook], every_key: bool) -> Stack:
    keyed = [outlook for outlook in front if outlook.has_account and _known(view, outlook)]
    if not keyed:
        return _nothing_to_divide(view, front[0])
    return Stack(
        Heading(own_finding(view, keyed[0]), 2),
        cost_sharing_figures.own_figure(view, keyed),
        *(payments.every_key(view, keyed[0]) if every_key else [payments.for_us(view, keyed[0])]),
        Text(_own_text(view, keyed)),
    )


def _known(view: View, outlook: Outlook) -> bool:
    return outlook.includes(view.code) and not np.isnan(outlook.keys[0].gain(view.code)[0])


def _nothing_to_divide(view: View, outlook: Outlook) -> Stack:
    return Stack(Heading(_why_no_figures(view, outlook), 2), Text(_shares_text(view, outlook)))


def _why_no_figures(view: View, outlook: Outlook) -> str:
    name = wording.named(view, outlook.alternative)
    if not outlook.has_account:
        return f"Ingen felles kostnader å fordele i {name}"
    if _refused(view, outlook):
        return f"{view.name} er ikke med i {name}"
    return f"Hva nøkkelen betyr for {view.name} i {name}, kan ikke regnes ut ennå"


def _refused(view: View, outlook: Outlook) -> bool:
    """Whether our mandate keeps us out."""
    return not view.joint and view.code not in outlook.invited


def _shares_text(view: View, outlook: Outlook) -> str:
    if not outlook.has_account:
        return "Hver kommune betaler for det den selv bruker, så nøkkelen har ingenting å si."
    if _refused(view, outlook):
        return "Mandatet vårt sier nei, så vi er ikke med på å betale."
    text = "Beløpene kan regnes ut når tallene våre er på plass."
    if not outlook.includes(view.code):
        return text
    each = [
        f"{percent(share)} med «{escape(key_words.key_name(key.key))}»"
        for key in outlook.keys
        if np.isfinite(share := key.share(view.code))
    ]
    return f"{text} Vår del av de felles kostnadene er {listed(each)}."


def own_finding(view: View, outlook: Outlook) -> str:
    """What the choice of key means for us, as a heading."""
    gains = [middle(key.gain(view.code)) for key in outlook.usable]
    low, high = min(gains), max(gains)
    name, little = wording.named(view, outlook.alternative), wording.small(view)
    unclear = f"Tallene avgjør ikke om {view.name} tjener eller taper på {name}"
    if high - low < little:
        return f"Nøkkelen betyr lite for {view.name} i {name}"
    if low <= -little and high >= little:
        finding = f"Nøkkelen avgjør om {view.name} tjener eller taper på {name}"
        return how_often.by_strength(finding, outlook.turned_in(view.code), unclear)
    if low > little or high < -little:
        verb = "tjener" if low > little else "taper"
        finding = f"{view.name} {verb} på {name} med alle nøklene, men ikke like mye"
        share = outlook.same_way_in(view.code, gains=low > little)
        return how_often.by_strength(finding, share, unclear)
    verb = "tjener" if high >= little else "taper"
    return f"Hvor mye {view.name} {verb} på {name}, avhenger av nøkkelen"


def _own_text(view: View, keyed: list[Outlook]) -> str:
    """The best and the worst key for us, then what the analysis' own means for all."""
    outlook, own = keyed[0], keyed[0].keys[0]
    ends = [_ends_text(view, one, where=n > 0) for n, one in enumerate(keyed)]
    gain = group_words.then(own.gain(view.code), view.people, "vi")
    rest = [
        f"Med {key_words.own_key(view)} {gain}.",
        _others(view, own),
        escape(key_words.who_would_go(view, own)) + key_words.CORE_MARK,
        escape(key_words.which_hold(outlook)),
        key_words.footnoted(payments.shown_keys(outlook)),
    ]
    first = " ".join(filter(None, [ends[0], _how_often(view, outlook), *ends[1:]]))
    return f"{first}\n\n{' '.join(filter(None, rest))}{key_words.CORE_NOTE}"


def _how_often(view: View, outlook: Outlook) -> str:
    """How often we gain under the key that serves us best, over the draws."""
    shares = outlook.gains_in(view.code)
    if np.isnan(shares).all():
        return ""
    best = float(np.nanmax(shares))
    if best >= 1.0:
        return "Med den beste av nøklene tjener vi i alle trekningene."
    return f"Med den beste av nøklene tjener vi i {of_draws(best)} trekninger."


def _ends_text(view: View, outlook: Outlook, *, where: bool = False) -> str:
    """The keys that serve us best, and those that serve us worst."""
    gains = [(key, middle(key.gain(view.code))) for key in outlook.usable]
    amounts = [amount for _, amount in gains]
    (best, won), (worst, lost) = (
        _level(view, [key for key, amount in gains if abs(amount - end) < _SAME])
        for end in (max(amounts), min(amounts))
    )
    name = view.phrase(outlook.alternative)
    if best == worst:
        lead = f"I {name} får vi" if where else "Vi får"
        return f"{lead} om lag det samme med alle nøklene: vi {won}."
    if where:
        return f"I {name} er {best} best, der vi {won}, og {worst} dårligst, der vi {lost}."
    return f"Best for oss er {best}, der vi {won}. Dårligst er {worst}, der vi {lost}."


def _level(view: View, keys: list[Settlement]) -> tuple[str, str]:
    """Keys that give us the same, named, and what they give."""
    names = [f"«{escape(key_words.key_name(key.key))}»" for key in keys[:_MOST_LEVEL]]
    more = [] if len(keys) <= _MOST_LEVEL else ["flere"]
    return listed([*names, *more]), group_words.does(keys[0].gain(view.code), view.people)


def _others(view: View, key: Settlement) -> str:
    """Who else gains and loses under a key."""
    said = []
    for verb, codes in (("tjener", key.winners), ("taper", key.losers)):
        others = [code for code in codes if code != view.code]
        if others:
            also = "også " if view.code in codes else ""
            every = len(others) + 1 == key.within.size() and len(others) > 1
            who = "alle de andre" if every else escape(group_words.names(view, others))
            said.append(f"{verb} {also}{who}")
    return f"Da {listed(said)}." if said else ""


# All together ----------------------------------------------------------------------------------


def _joint(view: View, outlook: Outlook, every_key: bool) -> Stack:
    if not outlook.has_account:
        return _nothing_to_divide(view, outlook)
    drawn = outlook.figures.chances is not None
    note = [
        "Tallet i parentes er gevinst mot alternativ 0; minus er tap. Begge er samme beløp hvert "
        f"år i {wording.years(view)}.",
        payments.MIDDLE if outlook.unsure else "",
        key_words.explained(k for k in payments.shown_keys(outlook) if not _divides(k)),
        payments.without(outlook, payments.that_fit(outlook)),
        payments.HOLDS_HOW if drawn else "",
        how_often.counted_how(view),
    ]
    table = payments.paid_and_gained(view, outlook, note=" ".join(filter(None, note)))
    return Stack(
        Heading(_joint_finding(view, outlook), 2),
        cost_sharing_figures.joint_figure(view, outlook),
        Text(_joint_text(view, outlook)),
        *(payments.every_key(view, outlook) if every_key else [table]),
    )


def _divides(key: Key) -> bool:
    """Whether it divides the gain, as a footnote explains."""
    return key.method in key_words.PLAIN


def _joint_finding(view: View, outlook: Outlook) -> str:
    """For whom the choice of key decides."""
    name = wording.named(view, outlook.alternative)
    unclear = f"Tallene avgjør ikke hvem som tjener og taper på {name}"
    if not outlook.turning:
        return _same_for_all(outlook, name, unclear)
    shares = {code: outlook.turned_in(code) for code in outlook.turning}
    often = {code: share for code, share in shares.items() if np.isnan(share) or _decided(share)}
    if not often:
        return unclear
    finding = f"Nøkkelen avgjør om {group_words.names(view, often)} tjener eller taper på {name}"
    return how_often.by_strength(finding, _least(list(often.values())), unclear)


def _decided(share: float) -> bool:
    return strength(share, turned=False).decided


def _least(shares: list[float]) -> float:
    return min((share for share in shares if not np.isnan(share)), default=np.nan)


def _same_for_all(outlook: Outlook, name: str, unclear: str) -> str:
    won, lost = outlook.always_winners, outlook.always_losers
    if len({*won, *lost}) != outlook.size():
        return f"Hva nøkkelen betyr for kommunene i {name}"
    shares = [outlook.same_way_in(code, gains=code in won) for code in (*won, *lost)]
    finding = f"Hvem som tjener og taper på {name}, er det samme med alle nøklene"
    return how_often.by_strength(finding, _least(shares), unclear)


def _joint_text(view: View, outlook: Outlook) -> str:
    out = []
    for verb, codes in (("tjener", outlook.always_winners), ("taper", outlook.always_losers)):
        if codes:
            who = capital(escape(group_words.some_of(view, outlook.size(), codes)))
            out.append(f"{who} {verb} med alle nøklene.")
    out += [
        f"Utredningens nøkkel deler {key_words.rule(outlook.keys[0].key.weights)}. Nøkkelen "
        "flytter penger mellom kommunene, men endrer ikke summen.",
        key_words.footnoted(payments.shown_keys(outlook)),
    ]
    return " ".join(filter(None, out))
