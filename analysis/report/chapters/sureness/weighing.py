"""Weights: who would choose what, how far one can go, and whether two criteria count the same."""

from __future__ import annotations

import math

from analysis.decision import CriteriaPair, correlations, strongest, thresholds
from analysis.report.language import hundredths
from analysis.report.language.numbers import decimal, signed, whole
from analysis.report.language.words import capital, listed, lower_first
from analysis.report.press import Column, Element, Table, Text
from analysis.report.view import View

_TOLD = 3
_PAIRS = 8


def choosers(view: View) -> Table:
    """What those who would put each alternative first weigh more and less than others."""
    shares = view.conclusion.shares
    return Table.of(
        [a for a, share in shares.items() if share >= thresholds.CHOSEN_SHARE],
        [
            Column("Alternativ", view.label),
            Column("Først (av 100)", lambda a: hundredths(shares[a])),
            Column("De som velger det, vekter mer på", lambda a: _notable(view, a, 1.0)),
            Column("Og mindre på", lambda a: _notable(view, a, -1.0)),
        ],
        "Hvilke vekter som får hvert alternativ fram",
        source=view.ranking_source,
        note="Gjennomsnittet av vektene i trekningene der alternativet er først, mot alle "
        "trekningene. Et alternativ som sjelden er først, er ikke med.",
    )


def _notable(view: View, alternative: str, way: float) -> str | None:
    """The criteria weighed notably more (1) or less (−1) than in all the draws, most first."""
    own, mean = view.certainty.central_weights(alternative), view.certainty.mean_weights
    change = {c: way * (own[c.id] / mean[c.id] - 1.0) for c in view.criteria if mean[c.id] > 0}
    told = [c for c in change if change[c] >= thresholds.NOTABLE_WEIGHT]
    told.sort(key=lambda c: -change[c])
    return capital(listed([lower_first(c.navn) for c in told[:_TOLD]])) or None


def intervals(view: View) -> Table:
    """How far each weight can go before the first place changes."""
    return Table.of(
        [
            (c.navn, view.weight(c.id), view.exchange_rate(c.id))
            for c in view.criteria
            if view.weight(c.id).share > 0
        ],
        [
            Column("Kriterium", lambda row: row[0]),
            Column("Vekt nå (%)", lambda row: row[1].share * 100.0, decimal),
            Column("Førsteplassen holder fra (%)", lambda row: row[1].holds_from * 100.0, decimal),
            Column("til (%)", lambda row: row[1].holds_to * 100.0, decimal),
            Column(
                "Ett trinn veier som (kr per innbygger)",
                lambda row: None if math.isnan(row[2]) else row[2],
                whole,
            ),
        ],
        "Hvor mye hver vekt kan endres før førsteplassen skifter",
        source=view.ranking_source,
        note="De andre vektene beholder forholdet seg imellom. 0 til 100 betyr at vekten ikke "
        "avgjør. Ett trinn er ett trinn pluss-minus, én dag sårbarhet, ti prosentpoeng eller "
        "hundre kroner, og er målt i netto nåverdi.",
    )


def overlap(view: View) -> Element:
    """The pairs of criteria whose effects follow each other most."""
    names = {c.id: c.navn for c in view.criteria if view.weight(c.id).share > 0}
    pairs = strongest(correlations(view.evaluation, view.scenario, list(names)))
    if not pairs:
        return Text("Det trengs minst to kriterier som skiller alternativene.")
    return Table.of(
        pairs[:_PAIRS],
        [
            Column[CriteriaPair]("Kriterium", lambda pair: names[pair.first]),
            Column("Følges av", lambda pair: names[pair.second]),
            Column("Hvor tett", lambda pair: signed(pair.correlation, 1)),
            Column(
                "Kan telle det samme to ganger",
                lambda pair: "ja" if pair.correlation >= thresholds.OVERLAP else "nei",
            ),
        ],
        "Kriteriene som følger hverandre tettest: +1 er helt likt, 0 er ingen sammenheng og −1 er "
        "motsatt",
        source=view.ranking_source,
    )
