"""How sure the ranking is: how often each alternative takes each place, and within what span."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision.conclusion import Strength
from analysis.report import style, verdict, wording
from analysis.report.chapters import moves, weighing
from analysis.report.chapters.words import capital, listed
from analysis.report.elements import Element, Figure, Heading, Stack, Table, Text
from analysis.report.numbers import NBSP, signed, whole
from analysis.report.result_sources import ranking_sources
from analysis.report.view import View

# From this share on a cell is dark enough for white writing.
_DARK = 0.7


def chapter(view: View) -> Stack:
    """The whole of it for a council report; the joint one has the tables behind it too."""
    return Stack(
        Heading(_finding(view), 1),
        Text(_how(view)),
        places(view),
        Text(_reading(view)),
        spans(view),
        *moves.section(view),
        *weighing.section(view),
    )


def _finding(view: View) -> str:
    found = view.conclusion
    first = next(iter(found.shares))
    if len(found.shares) == 1:
        return f"Bare alternativ {first} kan rangeres for {view.name}"
    often = f"{verdict.of_draws(found.shares[first])} trekninger"
    if found.shares[first] >= 1.0:
        often = "alle trekningene"
    if found.strength is Strength.UNDECIDED:
        return f"Ingen alternativer er sikkert først: alternativ {first} er det i {often}"
    return f"Alternativ {first} er først i {often} for {view.name}"


def _how(view: View) -> str:
    draws = whole(view.robustness.draws)
    return (
        f"Alt er regnet {draws} ganger. Hver gang er forutsetningene trukket innenfor spennene "
        "sine, vurderingene flyttet et trinn opp eller ned nå og da, og vektene trukket rundt dem "
        "gruppen har satt. Alle alternativene møter de samme trekningene."
    )


def _reading(view: View) -> str:
    error = max(0.5, float(np.nanmax(view.robustness.acceptability_error[view.r]) * 196.0))
    return (
        f"Tilfeldigheten i selve trekningene er høyst {whole(np.ceil(error))} av{NBSP}100. "
        f"{verdict.what_changes_it(view)}"
    ).strip()


def places(view: View) -> Figure:
    """How often each alternative takes each place, out of 100 draws."""
    ranked = [a for a, name in enumerate(view.alternatives) if not view.gate(name.id)]
    shares = view.robustness.acceptability[view.r][ranked][:, : len(ranked)]
    fig, axes = style.new_figure(height_cm=1.1 + 0.62 * len(ranked))
    axes.imshow(shares, cmap=style.shades(), vmin=0.0, vmax=1.0, aspect="auto")
    for y, row in enumerate(shares):
        for x, share in enumerate(row):
            ink = "white" if share > _DARK else style.INK
            axes.text(x, y, _hundredths(share), ha="center", va="center", color=ink)
    axes.set_yticks(range(len(ranked)), [view.label(view.alternatives[a].id) for a in ranked])
    axes.set_xticks(range(len(ranked)), [f"{n}. plass" for n in range(1, len(ranked) + 1)])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    order = list(view.conclusion.shares.items())[:3]
    told = listed([f"alternativ {a} {_hundredths(share) or 0}" for a, share in order])
    return Figure(
        fig,
        alt="Tabell med hvor mange av 100 trekninger hvert alternativ får hver plass i. Førsteplass"
        f": {told} av 100.",
        title=f"Hvor mange av 100 trekninger hvert alternativ får hver plass i, for {view.name}",
        source=view.cite(ranking_sources(view.dataset, view.code)),
    )


def _hundredths(share: float) -> str:
    if share <= 0.0:
        return ""
    return "< 1" if share < 0.005 else whole(share * 100)


def spans(view: View) -> Element:
    """Net present value and budget effect of each alternative in eight draws of ten."""
    year = wording.plan_years(view)[-1]
    found, r = view.robustness, view.r
    money = "Netto nåverdi (kr per innbygger)"
    budget = f"Utgift i {view.first_year + year} (1000 kr)"
    rows = {}
    for a, alternative in enumerate(view.alternatives):
        if alternative.id == "0" or view.gate(alternative.id):
            continue
        npv, effect = found.npv[r, a], found.budget[r, a, year]
        rows[alternative.id] = {
            "Alternativ": view.label(alternative.id),
            "Først (av 100)": _with_error(found.first[r, a], found.acceptability_error[r, a, 0]),
            money: float(npv[1]),
            "8 av 10 ligger i": _span(npv),
            budget: float(effect[1]),
            "8 av 10 ligger i ": _span(effect),
        }
    if not rows:
        return Text("Ingen alternativer enn 0 kan regnes ut her.")
    leaders = [a for a in view.conclusion.leaders if a in rows]
    return Table(
        pd.DataFrame(list(rows.values()), index=list(rows), dtype=object),
        "Hva alternativene koster mot alternativ 0, når alt det usikre varierer samtidig",
        formats={"Først (av 100)": str, money: signed, budget: signed},
        source=view.cite(ranking_sources(view.dataset, view.code)),
        note="Netto nåverdi: minus er dyrere enn alternativ 0. Utgift: minus er billigere. Tallet "
        "er midten av trekningene, og i hver femte trekning ligger det utenfor spennet. ± er "
        f"tilfeldigheten i {whole(found.draws)} trekninger. {wording.left_out(view)}".strip(),
        highlight=leaders[0] if len(leaders) == 1 and view.conclusion.strength.decided else None,
        widths=[4.1, 2.3, 2.7, 3.4, 2.1, 3.4],
    )


def _with_error(share: float, error: float) -> str:
    if share <= 0.0 or share >= 1.0:
        return whole(share * 100)
    return f"{_hundredths(share)}{NBSP}±{NBSP}{whole(max(1.0, np.ceil(error * 196.0)))}"


def _span(quantiles: np.ndarray) -> str:
    low, _, high = quantiles
    if np.isnan(low) or np.isnan(high):
        return "mangler"
    return f"{signed(low)} til {signed(high)}"


def years(view: View) -> Element:
    """The budget effect of the leaders year by year, with the span of eight draws of ten."""
    chosen = [a for a in view.conclusion.considered if a != "0" and wording.shown(view, a)]
    if not chosen:
        return Text("Ingen av alternativene i front har et beløp som kan regnes ut.")
    fig, axes = style.new_figure(height_cm=6.2, columns=len(chosen), sharey=True, squeeze=False)
    told = []
    for panel, alternative in zip(axes[0], chosen, strict=True):
        a = view.evaluation.alternatives.index(alternative)
        low, middle, high = view.robustness.budget[view.r, a].T
        time = view.first_year + np.arange(len(middle))
        panel.fill_between(time, low, high, color=style.OTHERS, linewidth=0, alpha=0.6)
        panel.plot(time, middle, color=style.OWN, linewidth=2.0)
        style.zero_line(panel)
        panel.set_title(view.label(alternative), fontsize="medium", loc="left")
        style.number_axis(panel.yaxis, signed)
        panel.xaxis.get_major_locator().set_params(integer=True)
        panel.xaxis.set_major_formatter(lambda year, _: f"{year:.0f}")
        told.append(f"alternativ {alternative} {signed(low[-1])} til {signed(high[-1])}")
    axes[0, 0].set_ylabel("1000 kr mot alternativ 0")
    return Figure(
        fig,
        alt=f"Linjer med spenn. I {view.first_year + view.dataset.settings.analyseperiode} ligger "
        f"8 av 10 trekninger fra: {listed(told)} tusen kroner mot alternativ 0.",
        title="Merutgift hvert år: midten av trekningene, og spennet 8 av 10 ligger i",
        source=view.cite(ranking_sources(view.dataset, view.code)),
    )


def everywhere(view: View) -> Stack:
    """The first place, how sure it is and what turns it, in every municipality."""
    rows = []
    for code in (*view.codes, ""):
        own = view.of_municipality(code)
        found = own.conclusion
        first = next(iter(found.shares))
        rows.append(
            {
                "Kommune": capital(own.name),
                "Oftest først": first,
                "Av 100": _hundredths(found.shares[first]) or "0",
                "Slik sies det": _said(found.strength),
                "Nærmeste forutsetning som endrer det": moves.turning_assumption(own),
                "Nærmeste vekt som endrer det": moves.turning_weight(own),
            }
        )
    return Stack(
        Heading(_everywhere_finding(view), 2),
        Table(
            pd.DataFrame(rows, index=[*view.codes, ""], dtype=object),
            "Førsteplassen i hver kommune, og det nærmeste som ville endret den",
            formats={"Av 100": str},
            source=view.cite(ranking_sources(view.dataset, view.code)),
            note="Et spenn i parentes er det som er antatt eller trukket. «Innenfor» betyr at det "
            "som endrer førsteplassen, ligger i spennet.",
            widths=[2.6, 1.6, 1.3, 3.0, 5.2, 4.0],
        ),
    )


def _said(strength: Strength) -> str:
    return {Strength.BEST: "best ut, men det avhenger av noe"}.get(
        strength, str(strength).removeprefix("kommer ")
    )


def _everywhere_finding(view: View) -> str:
    found = [view.of_municipality(code).conclusion for code in view.codes]
    clear = [c for c in found if c.strength is Strength.CLEAR]
    if len(clear) == len(found):
        return "Førsteplassen er klar i alle kommunene"
    if not clear:
        return "Førsteplassen er ikke klar i noen av kommunene"
    torn = [
        view.names[code]
        for code, c in zip(view.codes, found, strict=True)
        if c.strength is not Strength.CLEAR
    ]
    return f"Førsteplassen er klar i noen kommuner, men ikke i {listed(torn)}"
