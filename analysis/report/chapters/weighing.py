"""Weights and methods: who would choose what, how far a weight can go, and other methods' order."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision import Method, RowCheck
from analysis.model import Floats
from analysis.report.chapters import how_drawn, spans
from analysis.report.findings import tipping, wording
from analysis.report.language.numbers import decimal, percent, whole
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Element, Heading, Stack, Table, Text, escape
from analysis.report.result_sources import ranking_sources
from analysis.report.view import View

# A weight this much higher or lower than the group's own, in parts of it, is told.
_NOTABLE = 0.1
_TOLD = 3
# A municipality's table has these many, and others that are first at least this often.
_FEWEST, _OFTEN = 2, 0.05
_HOW = "Slik vekter den som velger det"


def section(view: View) -> list[Element]:
    """Who would choose what, how far the weights can go, and what other methods say."""
    if len(view.conclusion.shares) < 2:
        return []
    parts: list[Element] = [Heading("Hvem ville valgt hva?", 2), *choosers(view)]
    if view.joint:
        return [*parts, intervals(view), methods(view)]
    told = f"{tightest(view)} {methods_briefly(view)}".strip()
    return [*parts, Text(told)] if told else parts


def choosers(view: View) -> list[Element]:
    """What those who would put each alternative first weigh more and less than others."""
    rows: dict[str, dict[str, object]] = {}
    # The mean of all draws: the group's own weights where they are drawn around those.
    first = view.robustness.first[view.r]
    mean = np.nansum(first[:, None] * view.robustness.central_weights[view.r], axis=0)
    uniform = not how_drawn.setting(view, how_drawn.CONCENTRATION)
    for alternative, share in view.conclusion.shares.items():
        enough = spans.SMALLEST if view.joint or len(rows) < _FEWEST else _OFTEN
        if share < enough:
            continue
        a = view.evaluation.alternatives.index(alternative)
        notable = _notable(view, view.robustness.central_weights[view.r, a], mean)
        rows[alternative] = {
            "Alternativ": view.label(alternative),
            "Først (av 100)": share * 100.0,
            _HOW: notable or _like_all(uniform),
        }
    if len(rows) > 1 and all(row[_HOW] == _like_all(uniform) for row in rows.values()):
        return [Text("Vektene skiller lite her: de som velger ulikt, vekter omtrent likt.")]
    against = "gjennomsnittet av alle trekningene" if uniform else "gruppens egne"
    return [
        Table(
            pd.DataFrame(list(rows.values()), index=list(rows), dtype=object),
            "Hvilke vekter som får hvert alternativ fram",
            formats={"Først (av 100)": whole},
            source=wording.same_as_above(view),
            note=f"Gjennomsnittet av vektene i trekningene der alternativet er først, mot "
            f"{against}. Et alternativ som sjelden er først, er ikke med.",
            widths=[4, 2.3, 11],
        )
    ]


def _like_all(uniform: bool) -> str:
    return "omtrent likt på alt" if uniform else "omtrent som gruppen"


def _notable(view: View, central: Floats, mean: Floats) -> str:
    """The criteria weighed notably more and less: «mer på …, mindre på …»; empty with none."""
    change = np.divide(central - mean, mean, out=np.zeros_like(mean), where=mean > 0)
    order = np.argsort(-np.abs(change), kind="stable")
    names = [criterion.navn.lower() for criterion in view.criteria]
    more = [names[k] for k in order if change[k] >= _NOTABLE][:_TOLD]
    less = [names[k] for k in order if change[k] <= -_NOTABLE][:_TOLD]
    told = [f"mer på {listed(more)}"] if more else []
    return ", ".join([*told, *([f"mindre på {listed(less)}"] if less else [])])


def tightest(view: View) -> str:
    """The weights that can be changed least before the first place changes, as Markdown."""
    if view.conclusion.on_missing:
        return ""
    own, held = view.evaluation.scores.weights[view.r], view.robustness.weight_stability[view.r]
    turning = [k for k in range(len(own)) if own[k] > 0 and (held[k, 0] > 0.0 or held[k, 1] < 1.0)]
    if not turning:
        return "Ingen enkelt vekt endrer førsteplassen, uansett hvor mye den teller."
    room = {k: _room(float(own[k]), *map(float, held[k])) for k in turning}
    told = [_interval(view, k) for k in sorted(turning, key=room.__getitem__)[:_TOLD]]
    first = tipping.central_first(view)
    return f"Alternativ {first} beholder førsteplassen så lenge {listed(told)}, hver for seg."


def _room(own: float, low: float, high: float) -> float:
    """How far a weight can go to the nearest end, in what weights of its size are drawn apart."""
    down = own - low if low > 0.0 else np.inf
    up = high - own if high < 1.0 else np.inf
    return min(down, up) / float(np.sqrt(own * (1.0 - own))) if own < 1.0 else 0.0


def _interval(view: View, k: int) -> str:
    own = float(view.evaluation.scores.weights[view.r, k])
    low, high = (float(end) for end in view.robustness.weight_stability[view.r, k])
    name = escape(view.criteria[k].navn.lower())
    now = f"(nå {percent(own)})"
    if high >= 1.0:
        return f"{name} teller mer enn {_beside(low, own)} {now}"
    if low <= 0.0:
        return f"{name} teller mindre enn {_beside(high, own)} {now}"
    return f"{name} teller mellom {_beside(low, own)} og {_beside(high, own)} {now}"


def _beside(value: float, own: float) -> str:
    return percent(value, 0 if percent(value) != percent(own) else 1)


def methods_briefly(view: View) -> str:
    """Which alternative two other methods put first, in a sentence or two of Markdown."""
    check = view.crosscheck.row(view.code)
    if not check.agreement or view.conclusion.on_missing:
        return ""
    firsts = {
        str(method): check.first(method) for method in (Method.WEIGHTED_SUM, *check.agreement)
    }
    own = firsts[str(Method.WEIGHTED_SUM)]
    others = {method: first for method, first in firsts.items() if first != own}
    if not others:
        names = listed([str(method) for method in check.agreement])
        return f"To andre metoder, {names}, setter også {wording.several(own)} først."
    told = listed(
        [f"{method} setter {wording.several(first)} først" for method, first in others.items()]
    )
    same = [method for method, first in firsts.items() if first == own]
    return (
        f"{told} på de samme verdiene, mens {listed(same)} setter {wording.several(own)} først. "
        "Førsteplassen er da mindre sikker enn trekningene alene viser."
    )


def others_first(view: View) -> str:
    """The alternatives the two other methods put first, for a table cell."""
    check = view.crosscheck.row(view.code)
    firsts = ["/".join(check.first(method)) for method in check.agreement]
    return " og ".join(firsts) if firsts else "–"


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
            note="0 til 100 betyr at vekten ikke avgjør. Alt annet har sin sannsynlige verdi.",
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
            f"To andre metoder setter samme alternativ først for {view.name}"
            if same
            else f"Ikke alle metodene setter samme alternativ først for {view.name}",
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
