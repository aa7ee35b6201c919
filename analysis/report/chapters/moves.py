"""What moves the first place: assumptions one by one, and what is worth finding out."""

from __future__ import annotations

import textwrap

import numpy as np
import pandas as pd

from analysis.decision.robustness import Flip
from analysis.report import style, verdict
from analysis.report.amounts import in_words, plain
from analysis.report.chapters.words import capital, count, listed
from analysis.report.elements import Element, Figure, Heading, Stack, Table, Text, escape
from analysis.report.numbers import percent, signed, whole
from analysis.report.result_sources import ranking_sources
from analysis.report.view import View

_BARS = 6
_WORTH = 5
# A change in the lead under a tenth of a point is not drawn.
_SMALLEST = 0.1


def section(view: View) -> list[Element]:
    """Tornado, what is worth finding out, and what nobody has put a figure on."""
    if len(view.conclusion.shares) < 2:
        return []
    return [*tornado(view), *worth_knowing(view), *unknown_effects(view)]


def tornado(view: View) -> list[Element]:
    """What each assumption alone does to the lead of the first over the second."""
    found, r = view.robustness, view.r
    change = np.nan_to_num(found.tornado[r])
    widest = np.abs(change).max(axis=1)
    order = [n for n in np.argsort(-widest, kind="stable")[:_BARS] if widest[n] >= _SMALLEST]
    if not order:
        return []
    second = found.alternatives[found.leaders[r, 1]]
    return [
        Heading(_tornado_finding(view, order), 2),
        _tornado_figure(view, order, change, second),
    ]


def _tornado_finding(view: View, order: list[int]) -> str:
    found, r = view.robustness, view.r
    turning = [n for n in order if np.nanmin(found.tornado[r, n]) <= -found.margin[r]]
    if not turning:
        return "Ingen forutsetning snur rekkefølgen alene, innenfor spennet sitt"
    name = view.dataset.shared.assumptions[found.assumptions[turning[0]]].navn
    if len(turning) == 1:
        return f"Bare «{name}» kan snu rekkefølgen alene"
    return f"{capital(count(len(turning)))} forutsetninger kan snu rekkefølgen hver for seg"


def _tornado_figure(view: View, order: list[int], change: np.ndarray, second: str) -> Figure:
    found, r = view.robustness, view.r
    rows = np.arange(len(order))[::-1]
    fig, axes = style.new_figure(height_cm=1.5 + 0.78 * len(order))
    names = []
    for y, n in zip(rows, order, strict=True):
        assumption = view.dataset.shared.assumptions[found.assumptions[n]]
        names.append(assumption.navn)
        for side, colour in ((0, style.OTHERS), (1, style.OWN)):
            value = float(change[n, side])
            axes.barh(y, value, 0.62, color=colour)
        for value, ends in _ends(change[n]):
            text = " og ".join(plain(assumption, found.ends[n, 2 * end]) for end in ends)
            style.direct_label(axes, value, y, text, side="right" if value >= 0 else "left")
    axes.set_yticks(rows, [textwrap.fill(name, 36) for name in names])
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.margins(x=0.14)
    style.zero_line(axes, vertical=True)
    margin = float(found.margin[r])
    low, high = axes.get_xlim()
    if -margin > low - (high - low):
        axes.axvline(-margin, color=style.ACCENT, linewidth=1.4, linestyle=(0, (4, 3)))
    style.number_axis(axes.xaxis, signed)
    axes.set_xlabel(
        f"Forspranget på alternativ {second}, endring i poeng (borte ved den stiplede linjen)"
    )
    told = listed(
        [
            f"{name} {signed(change[n, 0], 1)} og {signed(change[n, 1], 1)}"
            for name, n in zip(names, order, strict=True)
        ]
    )
    return Figure(
        fig,
        alt=f"Liggende søyler. Forspranget er {_points(margin)} poeng. Endring ved lav og høy "
        f"verdi: {told}.",
        title=f"Hva hver forutsetning alene gjør med forspranget på {_points(margin)} poeng "
        "(lys: lav verdi, mørk: høy)",
        source=view.cite(ranking_sources(view.dataset, view.code)),
    )


def _ends(change: np.ndarray) -> list[tuple[float, list[int]]]:
    """Where the ends of a bar are labelled: one label on each side, or both together."""
    low, high = (float(c) for c in change)
    if (low < 0) == (high < 0) and low != 0 and high != 0:
        return [(max(low, high, key=abs), [0, 1] if abs(low) > abs(high) else [1, 0])]
    return [(low, [0]), (high, [1])]


def _points(margin: float) -> str:
    return whole(margin) if margin >= 10 else f"{margin:.1f}".replace(".", ",")


def worth_knowing(view: View) -> list[Element]:
    """What the uncertainty comes from: worth finding out before the vote."""
    most = [(name, share) for name, share in verdict.worth_knowing(view) if share >= 0.01]
    if not most:
        return []
    limit = _WORTH if view.joint else 3
    told = [f"{escape(name)} ({percent(share)})" for name, share in most[:limit]]
    return [
        Text(
            f"Verdt å finne ut før vedtaket: usikkerheten i førsteplassen kommer mest av "
            f"{listed(told)}. Prosenten er hvor mye av usikkerheten som henger på dette, alene og "
            "sammen med annet."
        )
    ]


def unknown_effects(view: View) -> list[Element]:
    """Effects nobody has put a figure on, and how large they must be to matter."""
    found = view.robustness.unknown_break_evens
    return [unknown_table(view)] if found else []


def unknown_table(view: View) -> Element:
    """Effects that count as nothing, and how large they must be to change the first place."""
    rows = []
    for name, values in view.robustness.unknown_break_evens.items():
        assumption, value = view.dataset.shared.assumptions[name], float(values[view.r])
        enough = "ingen verdi" if np.isnan(value) else in_words(assumption, value)
        rows.append({"Ikke tallfestet": assumption.navn, "Endrer førsteplassen ved": enough})
    if not rows:
        return Text("Alle virkninger i forutsetningene er tallfestet.")
    return Table(
        pd.DataFrame(rows),
        "Virkninger som ikke er tallfestet, og som er regnet som null",
        source=view.cite(ranking_sources(view.dataset, view.code)),
    )


def turning_assumption(view: View) -> str:
    """The nearest single assumption that takes the first place, for a table cell."""
    flip = view.conclusion.assumption
    if flip is None:
        return "ingen"
    assumption = view.dataset.shared.assumptions[flip.name]
    value = in_words(assumption, flip.value, flip.central)
    span = f"{plain(assumption, flip.low)} til {plain(assumption, flip.high)}"
    return f"{assumption.navn}: {value} ({span}){_where(flip)}"


def turning_weight(view: View) -> str:
    """The nearest weight that takes the first place, for a table cell."""
    flip = view.conclusion.weight
    if flip is None:
        return "ingen"
    name = view.dataset.shared.criterion(flip.name).navn
    span = f"{percent(flip.low)} til {percent(flip.high)}"
    return f"{name}: {percent(flip.value)} ({span}){_where(flip)}"


def _where(flip: Flip) -> str:
    return ", innenfor" if flip.inside else ", utenfor"


def worth_table(view: View) -> Stack:
    """What the uncertainty in every municipality's first place comes from."""
    views = [view.of_municipality(code) for code in (*view.codes, "")]
    names: dict[str, float] = {}
    for own in views:
        for name, share in verdict.worth_knowing(own):
            names[name] = max(names.get(name, 0.0), share)
    chosen = sorted(names, key=lambda name: -names[name])[: _WORTH + 3]
    rows = {
        own.code: [
            capital(own.name),
            *(dict(verdict.worth_knowing(own)).get(name, 0.0) for name in chosen),
        ]
        for own in views
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["Kommune", *chosen]).T
    body = frame.iloc[1:].set_axis([str(c) for c in frame.iloc[0]], axis=1)
    body.insert(0, "Hva", [capital(str(name)) for name in body.index])
    return Stack(
        Text("Jo større del av usikkerheten noe står for, jo mer er det verdt å finne det ut."),
        Table(
            body.reset_index(drop=True),
            "Hvor mye av usikkerheten i førsteplassen som henger på hva (prosent)",
            formats=dict.fromkeys(body.columns[1:], _as_percent),
            source=view.cite(ranking_sources(view.dataset, view.code)),
            note="Summen kan bli over 100, fordi noe av usikkerheten oppstår først når to ting "
            "varierer sammen.",
        ),
    )


def _as_percent(share: float) -> str:
    return whole(share * 100)
