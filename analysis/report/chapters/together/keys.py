"""What each sharing key means for us in kroner, where the key matters."""

from __future__ import annotations

import numpy as np

from analysis.decision.participation import Outlook, Settlement, middle
from analysis.report.chapters.together import group_words, key_words
from analysis.report.findings import wording
from analysis.report.language import span
from analysis.report.language.numbers import signed, thousand
from analysis.report.language.words import capital
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View


def chapter(view: View) -> Stack:
    """What we pay under each key in the recommended alternative; empty where it matters little."""
    outlook = group_words.recommended(view)
    if view.joint or outlook is None or not _matters(view, outlook):
        return Stack()
    return Stack(Heading(_finding(view, outlook), 1), _table(view, outlook), Text(_text(view)))


def _costs(view: View, outlook: Outlook) -> list[float]:
    """What we pay more than today each year under each usable key, 1000 kr."""
    return [-middle(key.gain(view.code)) for key in outlook.usable]


def _matters(view: View, outlook: Outlook) -> bool:
    if not outlook.has_account or not outlook.includes(view.code):
        return False
    costs = _costs(view, outlook)
    return bool(np.ptp(costs) >= wording.small(view)) if np.isfinite(costs).all() else False


def _finding(view: View, outlook: Outlook) -> str:
    low, high = min(costs := _costs(view, outlook)), max(costs)
    name = capital(wording.named(view, outlook.alternative))
    if low >= 0:
        return f"{name} koster {view.name} {span(low, high)} mer i året, etter nøkkelen"
    if high <= 0:
        return f"{name} sparer {view.name} for {span(-high, -low)} i året, etter nøkkelen"
    return f"Nøkkelen avgjør om {view.name} betaler mer eller mindre enn i dag"


def _table(view: View, outlook: Outlook) -> Table:
    def cost(key: Settlement) -> float:
        return -middle(key.gain(view.code))

    rows = {key.key.name: key for key in outlook.usable}
    return Table.of(
        rows,
        [
            Column("Nøkkel", lambda key: capital(key_words.key_name(key.key)), width=4.6),
            Column(
                "Til felles kasse (1000 kr)",
                lambda key: middle(key.payment(view.code)),
                thousand,
                3.2,
            ),
            Column("Merkostnad i alt (1000 kr)", cost, signed, 3.2),
            Column(
                "Per innbygger (kr)",
                lambda key: cost(key) * 1000.0 / view.people,
                signed,
                3.4,
            ),
        ],
        f"Hva {wording.named(view, outlook.alternative)} koster {view.name} i året med hver nøkkel",
        source=group_words.sources(view, outlook.alternative),
        note=" ".join(
            filter(
                None,
                [
                    key_words.explained(key.key for key in outlook.usable),
                    "Merkostnad er mot å fortsette som i dag, som samme beløp hvert år i "
                    f"{wording.years(view)}: pluss er dyrere, minus er en besparelse.",
                ],
            )
        ),
        highlight=outlook.keys[0].key.name,
    )


def _text(view: View) -> str:
    return (
        f"Rapporten ellers er regnet med {escape(key_words.own_key(view))}. Nøkkelen flytter "
        "penger mellom kommunene, men endrer ikke summen."
    )
