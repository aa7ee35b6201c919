"""Who goes together in what is recommended, what each pays, and what a no or a leave does."""

from __future__ import annotations

import numpy as np

from analysis.decision.participation import Outlook, middle
from analysis.report.chapters.together import group_words, key_words, withdrawal
from analysis.report.findings import wording
from analysis.report.language.numbers import percent, signed, thousand
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_ALL = ""


def chapter(view: View) -> Stack:
    """The recommended alternative as a cooperation; empty where it is to go on as today."""
    if view.recommendation.alternative == "0":
        return Stack()
    outlook = group_words.recommended(view)
    if outlook is None:
        return Stack(
            Heading("Hvem som kan gå sammen, er ikke regnet ut", 1),
            Text(f"{escape(group_words.closed(view))} Bare kroner teller her.".strip()),
        )
    return Stack(
        Heading(_finding(view, outlook), 1),
        _table(view, outlook),
        Text(" ".join(filter(None, [_only_kroner(outlook), _without(view, outlook)]))),
        withdrawal.in_brief(view, outlook),
    )


def _finding(view: View, outlook: Outlook) -> str:
    who = capital(group_words.everyone(outlook.size()))
    if outlook.missing or len(outlook.members()) != len(view.codes):
        who = capital(group_words.names(view, outlook.members()))
    name = wording.named(view, outlook.alternative)
    if view.joint or not outlook.includes(view.code):
        does = group_words.does(outlook.total(outlook.group), view.of_municipality("").people)
        return f"{who} {does} samlet på {name}"
    does = group_words.does(outlook.gain(outlook.group, view.code), view.people)
    return f"{view.name} {does} når {who.lower() if who.startswith(('Alle', 'Begge')) else who} " \
           f"går sammen om {name}"  # fmt: skip


def _table(view: View, outlook: Outlook) -> Table:
    own = outlook.keys[0]
    people = view.dataset.municipalities["innbyggere"].astype(float)
    members = outlook.members()

    def cost(code: str) -> float:
        return -middle(own.gain(code) if code else outlook.total(outlook.group))

    def each(code: str) -> float:
        inside = people[list(members)].sum() if code == _ALL else people[code]
        return cost(code) * 1000.0 / float(inside)

    paid = [
        Column[str](
            "Del av felles utgifter (%)", lambda code: own.share(code) * 100 if code else 100.0
        ),
        Column[str](
            "Til felles kasse (1000 kr)",
            lambda code: middle(own.payment(code) if code else own.bill),
            thousand,
        ),
    ]
    return Table.of(
        {code: code for code in (*members, _ALL)},
        [
            Column("Kommune", lambda code: view.names.get(code, "Alle samlet")),
            *(paid if outlook.has_account else []),
            Column("Merkostnad i alt (1000 kr)", cost, signed),
            Column("Per innbygger (kr)", each, signed),
        ],
        f"Hva {wording.named(view, outlook.alternative)} koster hver kommune i året",
        source=group_words.sources(view, outlook.alternative),
        note=" ".join(
            filter(
                None,
                [
                    f"Med {key_words.own_key(view)}. "
                    * outlook.has_account
                    + "Merkostnad er mot å fortsette som i dag, som samme beløp hvert år i "
                    f"{wording.years(view)}: pluss er dyrere, minus er en besparelse.",
                    group_words.left_out(view, outlook.alternative),
                ],
            )
        ),
        highlight=view.code if view.code in members else None,
    )


def _only_kroner(outlook: Outlook) -> str:
    """That kroner are not all; said where the group pays for the rest."""
    if not outlook.loses:
        return ""
    return (
        "Her telles bare kroner. Merkostnaden er prisen for mindre sårbarhet og andre virkninger "
        "uten pris, og ingen nøkkel kan få alle til å spare."
    )


def _without(view: View, outlook: Outlook) -> str:
    """What it means that the largest payer says no from the start, as sentences of Markdown."""
    payer = next((code for code in outlook.largest_payers if code != view.code), "")
    rest = [code for code in outlook.members() if code != payer]
    alternative = view.dataset.shared.alternative(outlook.alternative)
    if not payer or len(rest) < (2 if alternative.needs_partners else 1):
        return ""
    group = sum(1 << outlook.codes.index(code) for code in rest)
    if group not in {int(one) for one in outlook.figures.groups}:
        return ""
    name = escape(view.names[payer])
    if view.joint or not outlook.includes(view.code):
        before, after = middle(outlook.total(outlook.group)), middle(outlook.total(group))
        people, who = view.of_municipality("").people, "de andre"
    else:
        before = middle(outlook.gain(outlook.group, view.code))
        after = middle(outlook.gain(group, view.code))
        people, who = view.people, "vi"
    if np.isnan([before, after]).any():
        return ""
    clause = group_words.then((after, after), people, who)
    share = outlook.keys[0].share(payer)
    whose = f" ({percent(share)} av felles utgifter)" if np.isfinite(share) else ""
    return (
        f"{name} betaler mest av de andre{whose}. Sier {name} nei, {clause} om resten går sammen."
    )
