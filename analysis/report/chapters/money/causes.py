"""Why an alternative costs what it does: its parts, and what the sharing key does."""

from __future__ import annotations

import pandas as pd

from analysis.decision import thresholds
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed
from analysis.report.language.words import capital, listed
from analysis.report.press import Column, Element, Table, Text, escape
from analysis.report.view import View

PARTS = {
    "innkjøp": "felles innkjøp",
    "drift": "felles drift",
    "utstyr": "eget utstyr som ikke trengs",
    "ressurser": "mindre kjøp av konsulenter",
    "stillinger": "nye felles stillinger",
    "vakt": "felles vakt, minus egen vakt i dag",
    "organisasjon": "felles organisasjon",
    "felleskostnader": "lokaler og ledelse for dem som flytter",
    "tjenestepris": "pris til selskapet, minus det den erstatter",
    "bestillerfunksjon": "egne folk til å bestille",
    "volum": "mer levert av den felles organisasjonen",
    "styring": "styring av samarbeidet",
    "etablering": "etablering",
    "omstilling": "omstilling",
    "gjenværende": "kostnader som blir igjen",
    "lønnsfordeling": "fordelingen av felles lønn",
    "fordeling": "fordelingsnøkkelen",
}
_SUM = "i alt"


def table(view: View) -> Element:
    """What the cost of every alternative that has figures here is made of."""
    shown = [a.id for a in view.others if wording.shown(view, a.id)]
    if not shown:
        return Text(escape(wording.left_out(view)))
    sums = pd.DataFrame({a: _parts(view, a) for a in shown})
    sums = sums[(sums.abs() >= thresholds.ROUNDS_TO_ZERO).any(axis=1)]
    sums.loc[_SUM] = sums.sum()
    return Table.of(
        {part: part for part in sums.index},
        [
            Column("Endring", lambda part: capital(PARTS.get(part, part)), width=4.4),
            *(Column(view.label(a), sums[a].get, signed, 2.0) for a in shown),
        ],
        f"Hva endringen i utgifter består av, 1000 kr i alt over {wording.years(view)}",
        source=view.cost_source,
        note=f"Pluss er høyere utgifter enn i alternativ 0. {wording.left_out(view)}".strip(),
        highlight=_SUM,
    )


def _parts(view: View, alternative: str) -> pd.Series:
    """Sums over the period by part, 1000 kr."""
    return pd.Series({name: float(view.component(alternative, name).sum()) for name in PARTS})


def text(view: View, alternative: str) -> str:
    """What costs most, and what is saved, in an alternative with figures."""
    parts = _parts(view, alternative).sort_values(ascending=False, kind="stable")
    costs = parts[parts >= thresholds.ROUNDS_TO_ZERO]
    savings = parts[parts <= -thresholds.ROUNDS_TO_ZERO][::-1]
    told = []
    for amounts, word in ((costs, "Mest koster"), (savings, "Mest spares ved")):
        largest = [
            f"{PARTS[str(name)]} ({about_kroner(abs(amount))})"
            for name, amount in amounts.head(3).items()
        ]
        if largest:
            told.append(f"{word} {listed(largest)}.")
    return " ".join(told)
