"""Appendix: who pays what in every alternative that needs somebody to go together."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.report.chapters.together import (
    how_often,
    key_names,
    payments,
    phrases,
    stable_keys,
    stayers,
)
from analysis.report.findings import wording
from analysis.report.language.words import capital
from analysis.report.press import Element, Heading, Stack, Text, escape
from analysis.report.view import View


def appendix(view: View) -> Stack:
    """Those the chapters do not show; nothing where there are none."""
    shown = [
        a
        for a in phrases.front(view)[:1]
        if phrases.has_account(view, phrases.cooperation(view, a))
    ]
    others = [a for a in view.participation.cooperations if a not in shown]
    if not others:
        return Stack()
    where = f"{capital(wording.several(shown))} står foran i rapporten." if shown else ""
    return Stack(
        Heading("Vedlegg: Hvem betaler hva i hvert alternativ", 1),
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
    found = [phrases.cooperation(view, a) for a in alternatives]
    keys = [key for key in view.participation.keys if key.method not in key_names.PLAIN]
    out = [
        "Første tall er det kommunen betaler til felles kasse, i 1000 kr i året. Tallet i parentes "
        "er det den i alt tjener mot alternativ 0; minus er tap. Begge er gjort om til samme "
        f"beløp hvert år i {wording.years(view)}.",
        payments.MIDDLE if any(one.total.shape[0] > 1 for one in found) else "",
        escape(key_names.explained(keys)),
        "Nøkkelen «minst grunn til å gå» står bare der det er en gevinst å dele og ingen har mer "
        "alene. Nøkler det ikke er plass til, står i tabellen fordeling.csv.",
        payments.HOLDS_HOW if any(one.chances is not None for one in found) else "",
        how_often.counted_how(view),
        where,
    ]
    closed = [a for a in view.participation.closed if a != "0"]
    if closed:
        out.append(f"{capital(wording.several(closed))} kan ikke regnes ut.")
    return " ".join(filter(None, out))


def _tables(view: View, alternatives: Sequence[str]) -> list[Element]:
    """One table each; the first carries the sources of them all."""
    same = wording.same_as_above(view)
    return [
        payments.paid_and_gained(
            view,
            alternative,
            note=_holding_and_leaving(view, alternative),
            source=same if n else phrases.sources(view, *alternatives),
        )
        for n, alternative in enumerate(alternatives)
    ]


def _holding_and_leaving(view: View, alternative: str) -> str:
    """Whether the group holds, and what it means that somebody leaves; plain text."""
    found = phrases.cooperation(view, alternative)
    if not phrases.has_account(view, found):
        holds = stable_keys.in_words(view, found, 0)
    elif stable_keys.loses(view, found):
        holds = "Gruppen taper samlet, så ingen nøkkel kan få alle til å tjene."
    else:
        holds = stable_keys.which_keys(view, found)
    return " ".join(filter(None, [holds, stayers.in_short(view, alternative)]))
