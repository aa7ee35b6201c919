"""Who pays what: kroner a year for each municipality under each sharing key."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import numpy as np

from analysis.decision.participation import Outlook, Settlement, middle
from analysis.report.chapters.together import group_words, key_words, withdrawal
from analysis.report.findings import wording
from analysis.report.language import hundredths
from analysis.report.language.numbers import MISSING, about_kroner, signed, thousand
from analysis.report.language.words import capital
from analysis.report.press import Column, Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_MOST_KEYS = 6
_MUNICIPALITY, _SUM, _HOLDS = "Kommune", "Sum", "Holder"


def chapter(view: View) -> Stack:
    """What each municipality pays under the keys there is room for."""
    outlook = group_words.recommended(view)
    if outlook is None or not outlook.has_account:
        return Stack()
    return Stack(
        Heading(_finding(view, outlook), 2),
        Text(_text(view, outlook)),
        _table(view, outlook, _how_to_read(view, [outlook])),
    )


def appendix(view: View) -> Stack:
    """The same of the alternatives the chapter does not show; nothing where there are none."""
    shown = group_words.recommended(view)
    own = shown.alternative if shown and shown.has_account else ""
    others = [outlook for a, outlook in view.cooperations.items() if a != own]
    if not others:
        return Stack()
    told = [
        _how_to_read(view, others),
        "Under hver tabell står den det koster de andre mest at går ut.",
        group_words.closed(view),
        f"Alternativ {own} står foran i rapporten." if own else "",
    ]
    intro = escape(" ".join(filter(None, told)))
    tables = [_table(view, outlook, _leaving(view, outlook)) for outlook in others]
    return Stack(Heading("Hvem betaler hva i hvert alternativ", 2), Text(intro), *tables)


def tables(view: View) -> Element:
    """A table for each alternative: what each pays under each key."""
    if not view.cooperations:
        return group_words.nothing(view)
    every = list(view.cooperations.values())
    return Stack(Text(escape(_how_to_read(view, every))), *(_table(view, one) for one in every))


def _finding(view: View, outlook: Outlook) -> str:
    """For whom the choice of key decides."""
    name, reckoned = wording.named(view, outlook.alternative), wording.calculation(view.scenario)
    if outlook.turning:
        who = group_words.names(view, outlook.turning)
        return f"I {reckoned} avgjør nøkkelen om {who} betaler mer eller mindre enn i dag i {name}"
    if len({*outlook.always_winners, *outlook.always_losers}) == outlook.size():
        return f"I {reckoned} er det de samme som betaler mer enn i dag i {name} med alle nøklene"
    return f"Hva nøkkelen betyr for kommunene i {name}"


def _text(view: View, outlook: Outlook) -> str:
    out = []
    for more, codes in (("mindre", outlook.always_winners), ("mer", outlook.always_losers)):
        if codes:
            who = capital(escape(group_words.some_of(view, outlook.size(), codes)))
            out.append(f"{who} betaler {more} enn i dag med alle nøklene.")
    out.append(
        f"Utredningens nøkkel deler {wording.divided(outlook.keys[0].key.weights)}. Nøkkelen "
        "flytter penger mellom kommunene, men endrer ikke summen."
    )
    return " ".join(out)


def _how_to_read(view: View, outlooks: Iterable[Outlook]) -> str:
    """What the two numbers of a cell are, and what the keys do; plain text."""
    keys = {key.key.name: key.key for outlook in outlooks for key in outlook.usable}
    told = [
        "Første tall er det kommunen betaler til felles kasse, og tallet i parentes er "
        "merkostnaden i alt mot å fortsette som i dag: pluss er dyrere, minus er en besparelse. "
        f"Begge er samme beløp hvert år i {wording.years(view)}. Der tall mangler, står midten av "
        "det beløpet kan bli, også i summen.",
        key_words.explained(view, keys.values()),
        "Nederst står i hvor mange av 100 trekninger ingen har noe å vinne på å gå for seg selv."
        if view.participation.draws
        else "",
    ]
    return " ".join(filter(None, told))


def _leaving(view: View, outlook: Outlook) -> str:
    """What it means for the others that the one goes who leaves most; plain text."""
    told = withdrawal.leaves_most(view, outlook)
    return f"{told}." if told else ""


def _table(view: View, outlook: Outlook, note: str = "") -> Table:
    """What each pays into the common account a year, and what it costs in all, under each key."""
    alternative, keys, heads = outlook.alternative, _that_fit(outlook), [_MUNICIPALITY]
    for key in keys:
        name = capital(key_words.key_name(key.key))
        heads.append(f"{name} (egen)" if name in heads else name)
    if not outlook.has_account:
        keys, heads = keys[:1], [_MUNICIPALITY, "Uansett nøkkel"]
    holds = [_HOLDS] if view.participation.draws else []
    by_key = zip(heads[1:], keys, strict=True)
    left = [key.key for key in outlook.usable if key not in keys and outlook.has_account]
    company = view.dataset.shared.alternative(alternative).selskap
    notes = [
        "Prisen betales rett til selskapet, ikke til en felles kasse."
        if company and not outlook.has_account
        else "",
        note,
        f"Det er ikke plass til {key_words.quoted(left)}." if left else "",
        key_words.cannot_be_used(outlook),
        _estimated(outlook),
        group_words.left_out(view, alternative),
    ]
    return Table.of(
        {row: row for row in (*outlook.members(), _SUM, *holds)},
        [
            Column(_MUNICIPALITY, lambda row: view.names.get(row, row)),
            *(Column(head, partial(_cell, outlook, key)) for head, key in by_key),
        ],
        f"{group_words.label(view, outlook)}: betaler til felles kasse (merkostnad i alt), "
        "1000 kr i året",
        source=group_words.sources(view, alternative),
        note=" ".join(filter(None, notes)),
        highlight=view.code if outlook.includes(view.code) else _SUM,
    )


def _cell(outlook: Outlook, key: Settlement, row: str) -> str:
    """What is paid, and the extra cost in brackets; how often the key holds in the last row."""
    if row == _HOLDS:
        return hundredths(key.holds_in)
    paid = middle(key.bill if row == _SUM else key.payment(row))
    cost = -middle(outlook.total(outlook.group) if row == _SUM else key.gain(row))
    return MISSING if np.isnan(paid + cost) else f"{thousand(paid)} ({signed(cost)})"


def _that_fit(outlook: Outlook) -> list[Settlement]:
    """Keys there is room for in one table, in order; the simple ones give way first."""

    def last(settlement: Settlement) -> tuple[bool, int, int]:
        key, simple = settlement.key, key_words.SIMPLE
        order = simple.index(key.name) + 1 if key.name in simple else 0
        return not key.own, 0 if key.method in key_words.PLAIN else 1 + order, settlement.place

    return sorted(sorted(outlook.usable, key=last)[:_MOST_KEYS], key=lambda key: key.place)


def _estimated(outlook: Outlook) -> str:
    """How sure what each adds is, where not every group is worked out."""
    orders = outlook.figures.division.orders.max()
    if not orders:
        return ""
    return (
        f"«Etter hva hver tilfører» er et anslag fra {orders} rekkefølger. Det kan bomme med "
        f"{about_kroner(outlook.margin)} i året."
    )
