"""Why an alternative costs what it does: its parts, and what the sharing key does."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision import thresholds
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, signed
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Figure, Heading, Stack, Text, style
from analysis.report.result_sources import result_sources
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


def why_first(view: View) -> Stack:
    """What makes the difference in each alternative that may be first and has figures."""
    return Stack(*(why(view, a) for a in view.leading_others if wording.shown(view, a)))


def why(view: View, alternative: str) -> Stack:
    """What makes the difference between an alternative and alternative 0."""
    name = wording.named(view, alternative)
    if alternative == "0" or not wording.shown(view, alternative):
        return Stack(
            Heading(f"Hva som gjør forskjellen i {name}", 2),
            Text(_nothing_to_show(view, alternative)),
        )
    parts = _parts(view, alternative)
    if parts.empty:
        return Stack(
            Heading(f"{capital(name)} endrer ikke utgiftene", 2),
            Text("Ingen av tiltakene i alternativet berører kommunens utgifter."),
        )
    return Stack(
        Heading(_why_finding(view, alternative, parts), 2),
        _why_figure(view, alternative, parts),
        Text(_why_text(view, parts)),
    )


def _nothing_to_show(view: View, alternative: str) -> str:
    if alternative == "0":
        return "Alternativ 0 er det de andre alternativene måles mot."
    return wording.cost_and_when(view, alternative)


def _parts(view: View, alternative: str) -> pd.Series:
    """Sums over the period by part, 1000 kr, highest cost first; without those that round to 0."""
    sums = {name: float(view.component(alternative, name).sum()) for name in PARTS}
    parts = pd.Series(sums, dtype=float)
    return parts[parts.abs() >= thresholds.ROUNDS_TO_ZERO].sort_values(
        ascending=False, kind="stable"
    )


def _why_finding(view: View, alternative: str, parts: pd.Series) -> str:
    name = wording.named(view, alternative)
    if parts.iloc[0] <= 0:
        return f"{capital(name)} gir bare lavere utgifter"
    amount = about_kroner(parts.iloc[0])
    return f"Størst merutgift i {name}: {PARTS[str(parts.index[0])]}, {amount}"


def why_text(view: View, alternative: str) -> str:
    """What costs most, and what is saved, in an alternative with figures; empty without any."""
    parts = _parts(view, alternative)
    return "" if parts.empty else _why_text(view, parts)


def _why_text(view: View, parts: pd.Series) -> str:
    costs, savings = parts[parts > 0], parts[parts < 0][::-1]
    text = []
    for amounts, word in ((costs, "Mest koster"), (savings, "Mest spares ved")):
        largest = [
            f"{PARTS[str(name)]} ({about_kroner(abs(amount))})"
            for name, amount in amounts.head(3).items()
        ]
        if largest:
            text.append(f"{word} {listed(largest)}.")
    total = float(parts.sum())
    more = "høyere" if total > 0 else "lavere"
    text.append(
        f"I alt blir utgiftene {about_kroner(abs(total))} {more} enn i alternativ 0 over "
        f"{wording.years(view)}."
    )
    return " ".join(text)


def _why_figure(view: View, alternative: str, parts: pd.Series) -> Element:
    names = [*(capital(PARTS[str(name)]) for name in parts.index), "I alt"]
    values = np.array([*parts, parts.sum()])
    rows = np.arange(len(values))[::-1]
    fig, axes = style.new_figure(height_cm=1.0 + 0.62 * len(values))
    axes.barh(rows, values, 0.68, color=[*[style.OTHERS] * len(parts), style.OWN])
    axes.margins(x=0.16)
    for row, value in zip(rows, values, strict=True):
        side = "right" if value >= 0 else "left"
        style.direct_label(axes, value, row, signed(value), side=side)
    axes.set_yticks(rows, names)
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_visible(False)
    axes.spines[["bottom", "left"]].set_visible(False)
    style.zero_line(axes)
    told = listed([f"{n.lower()} {signed(v)}" for n, v in zip(names, values, strict=True)])
    chosen = view.dataset.shared.alternative(alternative)
    return Figure(
        fig,
        alt=f"Liggende søyler med endring mot alternativ 0 i 1000 kr: {told}.",
        title=f"Hva endringen i {wording.named(view, alternative)} består av, "
        f"1000 kr i alt over {wording.years(view)}",
        source=view.cite(result_sources(view.dataset, chosen, view.code)),
    )
