"""What each sharing key means for us in kroner, where the key matters."""

from __future__ import annotations

import numpy as np

from analysis.decision.participation import Outlook, Settlement, middle
from analysis.report.chapters.together import group_words, key_words
from analysis.report.findings import wording
from analysis.report.language import span
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """What we pay under each key in the recommended alternative; empty where it matters little."""
    outlook = group_words.recommended(view)
    if view.joint or outlook is None or not outlook.has_account or not outlook.includes(view.code):
        return Stack()
    costs = [_cost(view, key) for key in outlook.usable]
    if not np.isfinite(costs).all() or np.ptp(costs) < wording.small(view):
        return Stack()
    text = Text(
        f"Rapporten ellers er regnet med {escape(key_words.own_key(view))}. Nøkkelen flytter "
        "penger mellom kommunene, men endrer ikke summen."
    )
    return Stack(
        Heading(_finding(view, outlook, min(costs), max(costs)), 1), _table(view, outlook), text
    )


def _cost(view: View, key: Settlement) -> float:
    """What we pay more than today each year, 1000 kr."""
    return -middle(key.gain(view.code))


def _finding(view: View, outlook: Outlook, low: float, high: float) -> str:
    name = capital(wording.named(view, outlook.alternative))
    if low >= 0:
        return f"{name} koster {view.name} {span(low, high)} mer i året, etter nøkkelen"
    if high <= 0:
        return f"{name} sparer {view.name} for {span(-high, -low)} i året, etter nøkkelen"
    return f"Nøkkelen avgjør om {view.name} betaler mer eller mindre enn i dag"


def _table(view: View, outlook: Outlook) -> Table:
    rows = {key.place: key for key in outlook.usable}
    return Table.of(
        rows,
        [
            Column("Nøkkel", lambda key: capital(key_words.key_name(key.key))),
            *group_words.cost_columns(
                lambda key: middle(key.payment(view.code)),
                lambda key: _cost(view, key),
                lambda key: view.people,
            ),
        ],
        f"Hva {wording.named(view, outlook.alternative)} koster {view.name} i året med hver nøkkel",
        source=group_words.sources(view, outlook.alternative),
        note=f"{key_words.explained(view, (key.key for key in outlook.usable))} "
        f"{group_words.extra_cost(view)}".lstrip(),
        highlight=0 if 0 in rows else None,
    )
