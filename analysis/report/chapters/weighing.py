"""Weights and methods: who would choose what, how far a weight can go, and other methods' order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.crosscheck import Method, RowCheck
from analysis.report.chapters.words import capital, counted, listed
from analysis.report.elements import Element, Heading, Stack, Table, Text
from analysis.report.numbers import decimal, whole
from analysis.report.result_sources import ranking_sources
from analysis.report.view import View

# Who an alternative suits is not told from fewer draws than this share of them.
_SEEN = 0.005
# A weight this much higher or lower than the group's own, in parts of it, is told.
_NOTABLE = 0.1
_TOLD = 3


def section(view: View) -> list[Element]:
    """Who would choose what; the joint report has the intervals and the other methods too."""
    if len(view.conclusion.shares) < 2:
        return []
    parts: list[Element] = [Heading("Hvem ville valgt hva?", 2), *choosers(view)]
    if view.joint:
        parts += [intervals(view), methods(view)]
    return parts


def choosers(view: View) -> list[Element]:
    """What those who would put each alternative first weigh more and less than the group."""
    rows = {}
    own = view.evaluation.scores.weights[view.r]
    for alternative, share in view.conclusion.shares.items():
        if share < _SEEN:
            continue
        a = view.evaluation.alternatives.index(alternative)
        central = view.robustness.central_weights[view.r, a]
        more, less = _notable(view, central, own)
        rows[alternative] = {
            "Alternativ": view.label(alternative),
            "Først (av 100)": share * 100.0,
            "Velges av den som legger mer vekt på": more or "omtrent det samme som gruppen",
            "og mindre vekt på": less or None,
        }
    return [
        Table(
            pd.DataFrame(list(rows.values()), index=list(rows), dtype=object),
            "Hvilke vekter som får hvert alternativ fram",
            formats={"Først (av 100)": whole},
            source=view.cite(ranking_sources(view.dataset, view.code)),
            note="Lest av trekningene der alternativet er først: middelet av vektene der, mot "
            "gruppens egne. Et alternativ som nesten aldri er først, er ikke med.",
            widths=[4, 2.3, 6, 5],
        )
    ]


def _notable(view: View, central: np.ndarray, own: np.ndarray) -> tuple[str, str]:
    change = np.divide(central - own, own, out=np.zeros_like(own), where=own > 0)
    order = np.argsort(-np.abs(change), kind="stable")
    names = [criterion.navn.lower() for criterion in view.criteria]
    more = [names[k] for k in order if change[k] >= _NOTABLE][:_TOLD]
    less = [names[k] for k in order if change[k] <= -_NOTABLE][:_TOLD]
    return listed(more), listed(less)


def intervals(view: View) -> Stack:
    """How far each weight can go before the first place changes."""
    own, held = view.evaluation.scores.weights[view.r], view.robustness.weight_stability[view.r]
    rows = [
        {
            "Kriterium": criterion.navn,
            "Vekt nå (%)": own[k] * 100.0,
            "Førsteplassen holder fra (%)": held[k, 0] * 100.0,
            "til (%)": held[k, 1] * 100.0,
        }
        for k, criterion in enumerate(view.criteria)
        if own[k] > 0
    ]
    frame = pd.DataFrame(rows)
    return Stack(
        Text(
            "Tabellen viser hvor mye vekten på ett kriterium kan endres før et annet alternativ "
            "kommer først, når de andre vektene beholder forholdet seg imellom."
        ),
        Table(
            frame,
            "Hvor mye hver vekt kan endres før førsteplassen skifter",
            formats=dict.fromkeys(frame.columns[1:], decimal),
            source=view.cite(ranking_sources(view.dataset, view.code)),
            note="0 til 100 betyr at vekten ikke avgjør. Alt annet er på midtverdien.",
        ),
    )


def methods(view: View) -> Stack:
    """The ranking by two other methods on the same values and weights."""
    check = view.crosscheck.row(view.code)
    if len(check.alternatives) < 2:
        return Stack(Text("Det er for få alternativer til å prøve andre metoder."))
    columns = {method: capital(str(method)) for method in Method}
    rows = [
        {
            "Alternativ": view.label(alternative),
            **{head: int(check.ranks[method][n]) for method, head in columns.items()},
        }
        for n, alternative in enumerate(check.alternatives)
    ]
    same = all(agreement.same_first for agreement in check.agreement.values())
    return Stack(
        Heading(
            "To andre metoder setter samme alternativ først"
            if same
            else "Andre metoder gir ikke helt samme rekkefølge",
            2,
        ),
        Table(
            pd.DataFrame(rows),
            "Plass etter tre metoder, på de samme verdiene og vektene",
            source=view.cite(ranking_sources(view.dataset, view.code)),
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
