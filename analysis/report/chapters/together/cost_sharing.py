"""Who pays what: kroner a year for each municipality under each sharing key."""

from __future__ import annotations

import numpy as np

from analysis.decision import strength
from analysis.decision.participation import Key, Outlook
from analysis.report.chapters.together import group_words, how_often, key_words, payments
from analysis.report.findings import wording
from analysis.report.language.words import capital
from analysis.report.press import Heading, Stack, Text, escape
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """What each municipality pays and gains under the keys there is room for."""
    outlook = group_words.recommended(view)
    if outlook is None or not outlook.has_account:
        return Stack()
    note = [
        "Tallet i parentes er gevinst mot alternativ 0; minus er tap. Begge er samme beløp hvert "
        f"år i {wording.years(view)}.",
        payments.MIDDLE if outlook.unsure else "",
        key_words.explained(k for k in payments.shown_keys(outlook) if not _divides(k)),
        payments.without(outlook, payments.that_fit(outlook)),
        payments.HOLDS_HOW if outlook.figures.chances is not None else "",
    ]
    table = payments.paid_and_gained(view, outlook, note=" ".join(filter(None, note)))
    return Stack(Heading(_finding(view, outlook), 2), Text(_text(view, outlook)), table)


def _divides(key: Key) -> bool:
    """Whether it divides the gain, as a footnote explains."""
    return key.method in key_words.PLAIN


def _finding(view: View, outlook: Outlook) -> str:
    """For whom the choice of key decides."""
    name = wording.named(view, outlook.alternative)
    if not outlook.has_account:
        return f"Ingen felles kostnader å fordele i {name}"
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


def _text(view: View, outlook: Outlook) -> str:
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
