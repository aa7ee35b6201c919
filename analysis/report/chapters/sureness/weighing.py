"""Weights and methods: who would choose what, how far a weight can go, and other methods' order."""

from __future__ import annotations

import math

import pandas as pd

from analysis.decision import Method, RowCheck, thresholds
from analysis.report.chapters.sureness import how_drawn
from analysis.report.language.numbers import decimal, whole
from analysis.report.language.shares import SMALLEST
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Column, Element, Heading, Stack, Table, Text
from analysis.report.view import View

_TOLD = 3
# A municipality's table has these many, and others that are first often enough.
_FEWEST = 2
_HOW = "Slik vekter den som velger det"


def choosers(view: View) -> list[Element]:
    """What those who would put each alternative first weigh more and less than others."""
    rows: dict[str, dict[str, object]] = {}
    # Without a spread of weights around the group's own, all weights are as likely.
    uniform = not how_drawn.setting(view, how_drawn.CONCENTRATION)
    for alternative, share in view.conclusion.shares.items():
        all_told = view.joint or len(rows) < _FEWEST
        if share >= (SMALLEST if all_told else thresholds.CHOSEN_SHARE):
            rows[alternative] = {
                "Alternativ": view.label(alternative),
                "Først (av 100)": share * 100.0,
                _HOW: _notable(view, alternative) or _like_all(uniform),
            }
    if len(rows) > 1 and all(row[_HOW] == _like_all(uniform) for row in rows.values()):
        return [Text("Vektene skiller lite her: de som velger ulikt, vekter omtrent likt.")]
    against = "gjennomsnittet av alle trekningene" if uniform else "gruppens egne"
    return [
        Table(
            pd.DataFrame(list(rows.values()), index=list(rows), dtype=object),
            "Hvilke vekter som får hvert alternativ fram",
            formats={"Først (av 100)": whole},
            source=view.ranking_source,
            note=f"Gjennomsnittet av vektene i trekningene der alternativet er først, mot "
            f"{against}. Et alternativ som sjelden er først, er ikke med.",
            widths=[4, 2.3, 11],
        )
    ]


def _like_all(uniform: bool) -> str:
    return "omtrent likt på alt" if uniform else "omtrent som gruppen"


def _notable(view: View, alternative: str) -> str:
    """The criteria weighed notably more and less: «mer på …, mindre på …»; empty with none.

    Against the mean of all draws: the group's own weights where they are drawn around those.
    """
    central, mean = view.certainty.central_weights(alternative), view.certainty.mean_weights
    change = {k: (central[k] - m) / m if m > 0 else 0.0 for k, m in mean.items()}
    order = sorted(view.criteria, key=lambda criterion: -abs(change[criterion.id]))
    notable = thresholds.NOTABLE_WEIGHT
    more = [c.navn.lower() for c in order if change[c.id] >= notable][:_TOLD]
    less = [c.navn.lower() for c in order if change[c.id] <= -notable][:_TOLD]
    told = [f"mer på {listed(more)}"] if more else []
    return ", ".join([*told, *([f"mindre på {listed(less)}"] if less else [])])


def intervals(view: View) -> Stack:
    """How far each weight can go before the first place changes."""
    return Stack(
        Text(
            "Tabellen viser hvor mye vekten på ett kriterium kan endres før et annet alternativ "
            "kommer først, når de andre vektene beholder forholdet seg imellom."
        ),
        Table.of(
            [
                (c.navn, view.weight(c.id), known_rate(view, c.id))
                for c in view.criteria
                if view.weight(c.id).share > 0
            ],
            [
                Column("Kriterium", lambda row: row[0]),
                Column("Vekt nå (%)", lambda row: row[1].share * 100.0, decimal),
                Column(
                    "Førsteplassen holder fra (%)", lambda row: row[1].holds_from * 100.0, decimal
                ),
                Column("til (%)", lambda row: row[1].holds_to * 100.0, decimal),
                Column("Ett trinn veier som (kr per innbygger)", lambda row: row[2], whole),
            ],
            "Hvor mye hver vekt kan endres før førsteplassen skifter",
            source=view.ranking_source,
            note="0 til 100 betyr at vekten ikke avgjør. Alt annet har sin forventede verdi. Ett "
            "trinn er ett trinn pluss-minus, én dag sårbarhet, ti prosentpoeng eller hundre "
            "kroner, og er målt i netto nåverdi.",
        ),
    )


def known_rate(view: View, criterion: str) -> float | None:
    """What one step weighs in kroner; None where money is not weighed."""
    rate = view.exchange_rate(criterion)
    return None if math.isnan(rate) else rate


def methods(view: View) -> Stack:
    """The ranking by two other methods on the same values and weights."""
    check = view.crosscheck
    if len(check.alternatives) < 2:
        return Stack(Text("Det er for få alternativer til å prøve andre metoder."))
    columns = [
        Column[str](capital(str(method)), check.places(method).__getitem__) for method in Method
    ]
    same = all(agreement.same_first for agreement in check.agreement.values())
    return Stack(
        Heading(
            f"To andre metoder setter samme alternativ først for {view.name}"
            if same
            else f"Ikke alle metodene setter samme alternativ først for {view.name}",
            2,
        ),
        Table.of(
            check.alternatives,
            [Column("Alternativ", view.label), *columns],
            "Plass etter tre metoder, på de samme verdiene og vektene",
            source=view.ranking_source,
            note="TOPSIS måler avstanden til de faste ytterpunktene, uten annen normalisering. "
            "PROMETHEE II sammenligner to og to; en forskjell på ett trinn teller fullt. "
            "Samsvar med vektet sum (1 er helt likt): "
            f"{_agreement(check)}. {_notes(check)}".strip(),
        ),
    )


def _agreement(check: RowCheck) -> str:
    return listed(
        [
            f"{method} {'kan ikke regnes ut' if found.tau is None else decimal(found.tau, 2)}"
            for method, found in check.agreement.items()
        ]
    )


def _notes(check: RowCheck) -> str:
    told = []
    if check.middle:
        told.append("Der en verdi er et spenn, er midten brukt.")
    if check.level:
        level = counted(len(check.level), "kriterium", "kriterier", "n")
        told.append(f"{capital(level)} er like i alle alternativene.")
    return " ".join(told)
