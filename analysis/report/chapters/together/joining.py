"""Who goes together in what is recommended, what each pays, and what a no or a leave does."""

from __future__ import annotations

from analysis.decision.participation import Outlook, fewest, middle
from analysis.report.chapters.together import group_words, key_words, withdrawal
from analysis.report.findings import wording
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_ALL = ""


def chapter(view: View) -> Stack:
    """The recommended alternative as a cooperation; empty where it is to go on as today."""
    if view.recommendation.alternative == "0":
        return Stack()
    outlook = group_words.recommended(view)
    if outlook is None:
        why = escape(group_words.closed(view))
        return Stack(
            Heading("Hvem som kan gå sammen, er ikke regnet ut", 1),
            Text(f"{why} Bare kroner teller her.".strip()),
        )
    return Stack(
        Heading(_finding(view, outlook), 1),
        _table(view, outlook),
        Text(_text(view, outlook)),
        withdrawal.in_brief(view, outlook),
    )


def _ours(view: View, outlook: Outlook) -> bool:
    return not view.joint and outlook.includes(view.code)


def _finding(view: View, outlook: Outlook) -> str:
    members, name = outlook.members(), wording.named(view, outlook.alternative)
    all_in = len(members) == len(view.codes)
    together = group_words.everyone(len(members)) if all_in else group_words.names(view, members)
    if _ours(view, outlook):
        does = group_words.does(outlook.gain(outlook.group, view.code), view.people)
        return f"{view.name} {does} når {together} går sammen om {name}"
    does = group_words.does(outlook.total(outlook.group), view.of_municipality("").people)
    return f"Kommunene {does} når {together} går sammen om {name}"


def _table(view: View, outlook: Outlook) -> Table:
    own, members = outlook.keys[0], outlook.members()
    people = view.dataset.municipalities["innbyggere"].astype(float)

    def paid(code: str) -> float:
        return middle(own.payment(code) if code else own.bill)

    def cost(code: str) -> float:
        return -middle(own.gain(code) if code else outlook.total(outlook.group))

    def inhabitants(code: str) -> float:
        return float(people[[code] if code else list(members)].sum())

    in_kroner = group_words.cost_columns(paid, cost, inhabitants)
    shared = Column[str](
        "Del av felles utgifter (%)", lambda code: own.share(code) * 100 if code else 100.0
    )
    note = [
        f"Med {key_words.own_key(view)}." if outlook.has_account else "",
        group_words.extra_cost(view),
        group_words.left_out(view, outlook.alternative),
    ]
    return Table.of(
        {code: code for code in (*members, _ALL)},
        [
            Column("Kommune", lambda code: view.names.get(code, "Alle samlet")),
            *([shared, *in_kroner] if outlook.has_account else in_kroner[1:]),
        ],
        f"Hva {wording.named(view, outlook.alternative)} koster hver kommune i året",
        source=group_words.sources(view, outlook.alternative),
        note=" ".join(filter(None, note)),
        highlight=view.code if view.code in members else None,
    )


def _text(view: View, outlook: Outlook) -> str:
    """That kroner are not all, where it costs, and what a no from the largest payer means."""
    told = [
        "Her telles bare kroner. Merkostnaden er prisen for mindre sårbarhet og andre virkninger "
        "uten pris, og ingen nøkkel kan få alle til å spare."
        if outlook.loses
        else "",
        _without(view, outlook),
    ]
    return " ".join(filter(None, told))


def _without(view: View, outlook: Outlook) -> str:
    payer = group_words.largest_payer(view, outlook)
    rest = sum(1 << outlook.codes.index(code) for code in outlook.members() if code != payer)
    alone = rest.bit_count() < fewest(view.dataset.shared.alternative(outlook.alternative))
    if not payer or alone:
        return ""
    if _ours(view, outlook):
        clause = group_words.then(outlook.gain(rest, view.code), view.people, "vi")
    else:
        people = view.of_municipality("").people
        clause = group_words.then(outlook.total(rest), people, "de andre")
    name = escape(view.names[payer])
    return f"{name} betaler mest av de andre. Sier {name} nei, {clause} om resten går sammen."
