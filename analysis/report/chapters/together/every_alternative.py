"""Appendix: who pays what in every alternative that needs somebody to go together."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.decision.participation import Outlook
from analysis.report.chapters.together import (
    group_words,
    how_often,
    key_words,
    payments,
    withdrawal,
)
from analysis.report.findings import wording
from analysis.report.language.words import capital
from analysis.report.press import Element, Heading, Stack, Text, escape
from analysis.report.view import View


def appendix(view: View) -> Stack:
    """Those the chapters do not show; nothing where there are none."""
    shown = [a for a in group_words.front(view)[:1] if view.cooperation(a).has_account]
    others = [a for a in view.participation.cooperations if a not in shown]
    if not others:
        return Stack()
    where = f"{capital(wording.several(shown))} står foran i rapporten." if shown else ""
    return Stack(
        Heading("Hvem betaler hva i hvert alternativ", 2),
        Text(_introduction(view, others, where)),
        *_tables(view, others),
    )


def tables(view: View) -> Stack:
    """A table for each alternative: what each pays and gains under each key, and who would go."""
    every = list(view.participation.cooperations)
    if not every:
        return Stack(Text("Ingen alternativer der noen går sammen, kan regnes ut."))
    return Stack(Text(_introduction(view, every, "")), *_tables(view, every))


def _introduction(view: View, alternatives: Sequence[str], where: str) -> str:
    outlooks = [view.cooperation(a) for a in alternatives]
    keys = [key for key in view.participation.keys if key.method not in key_words.PLAIN]
    out = [
        "Første tall er det kommunen betaler til felles kasse, i 1000 kr i året. Tallet i parentes "
        "er det den i alt tjener mot alternativ 0; minus er tap. Begge er gjort om til samme "
        f"beløp hvert år i {wording.years(view)}.",
        payments.MIDDLE if any(outlook.unsure for outlook in outlooks) else "",
        escape(key_words.explained(keys)),
        "Nøkkelen «minst grunn til å gå» står bare der det er en gevinst å dele og ingen har mer "
        "alene.",
        payments.HOLDS_HOW if any(outlook.figures.chances for outlook in outlooks) else "",
        how_often.counted_how(view),
        where,
    ]
    closed = [a for a in view.participation.closed if a != "0"]
    if closed:
        out.append(f"{capital(wording.several(closed))} kan ikke regnes ut.")
    return " ".join(filter(None, out))


def _tables(view: View, alternatives: Sequence[str]) -> list[Element]:
    """One table each; the first carries the sources of them all."""
    return [
        payments.paid_and_gained(
            view,
            outlook,
            note=_holding_and_leaving(view, outlook),
            source=group_words.sources(view, outlook.alternative),
        )
        for outlook in map(view.cooperation, alternatives)
    ]


def _holding_and_leaving(view: View, outlook: Outlook) -> str:
    """Whether the group holds, and what it means that somebody leaves; plain text."""
    if not outlook.has_account:
        holds = key_words.who_would_go(view, outlook.keys[0])
    elif outlook.loses:
        holds = "Gruppen taper samlet, så ingen nøkkel kan få alle til å tjene."
    else:
        holds = key_words.which_hold(outlook)
    return " ".join(filter(None, [holds, withdrawal.in_short(view, outlook)]))
