"""How sure the ranking is: how often each alternative takes each place, and within what span."""

from __future__ import annotations

from analysis.decision import Strength
from analysis.report.chapters.sureness import how_drawn
from analysis.report.findings import tipping, verdict
from analysis.report.findings.variations import who
from analysis.report.language import hundredths, often
from analysis.report.language.words import capital, count, listed
from analysis.report.press import Column, Figure, Heading, Stack, Table, Text, style
from analysis.report.view import View

# From this share on a cell is dark enough for white writing.
_DARK = 0.7


def chapter(view: View) -> Stack:
    """How often each alternative takes each place, and what turns the order."""
    return Stack(
        Heading(_finding(view), 1),
        places(view),
        Text(verdict.how_sure(view)),
        Text(how_drawn.how(view)) if view.joint else None,
    )


def _finding(view: View) -> str:
    found = view.conclusion
    first = found.most_often
    if len(found.shares) == 1:
        return f"Bare alternativ {first} kan rangeres for {view.name}"
    so_often = often(found.shares[first])
    if found.strength is Strength.UNDECIDED:
        return f"Ingen er klart først: alternativ {first} er oftest først, i {so_often}"
    return f"Alternativ {first} er først i {so_often} for {view.name}"


def places(view: View) -> Figure:
    """How often each alternative takes each place, out of 100 draws."""
    ranked = view.certainty.ranked
    ranks = range(1, len(ranked) + 1)
    shares = [[view.certainty.share(a, place) for place in ranks] for a in ranked]
    fig, axes = style.new_figure(height_cm=1.0 + 0.52 * len(ranked))
    axes.imshow(shares, cmap=style.shades(), vmin=0.0, vmax=1.0, aspect="auto")
    for y, row in enumerate(shares):
        for x, share in enumerate(row):
            ink = "white" if share > _DARK else style.INK
            axes.text(
                x, y, hundredths(share) if share > 0.0 else "", ha="center", va="center", color=ink
            )
    axes.set_yticks(range(len(ranked)), [view.label(a) for a in ranked])
    axes.set_xticks(range(len(ranked)), [f"{n}. plass" for n in ranks])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    order = list(view.conclusion.shares.items())[:3]
    told = listed([f"alternativ {a} {hundredths(share)}" for a, share in order])
    return Figure(
        fig,
        alt="Tabell med hvor mange av 100 trekninger hvert alternativ får hver plass i. Førsteplass"
        f": {told} av 100.",
        title=f"Hvor mange av 100 trekninger hvert alternativ får hver plass i, for {view.name}",
        source=view.ranking_source,
    )


def everywhere(view: View) -> Stack:
    """The first place, how sure it is and what turns it, in every municipality."""
    return Stack(
        Heading(_everywhere_finding(view), 2),
        Table.of(
            [view.of_municipality(code) for code in (*view.codes, "")],
            [
                Column("Kommune", lambda own: capital(own.name), width=2.5),
                Column("Oftest først", lambda own: own.conclusion.most_often, width=1.5),
                Column("Av 100", lambda own: hundredths(_first_share(own)), width=1.2),
                Column("Slik sies det", _said, width=4.0),
                Column("Det som skal til for å endre det", tipping.cell, width=6.4),
            ],
            "Førsteplassen i hver kommune, og det som skal til for å endre den",
            source=view.ranking_source,
            note="«Slik sies det» følger det svakeste svaret. Et tall i parentes er av 100, med en "
            "annen vert, et annet selskap eller en annen nøkkel.",
        ),
    )


def _first_share(view: View) -> float:
    return view.conclusion.shares[view.conclusion.most_often]


def _said(view: View) -> str:
    """How it is worded, and with which other host, company or key where that makes it weaker."""
    found = view.conclusion
    said, other = how_drawn.said(found.strength), found.weakened_by
    if other is None:
        return said
    return f"{said} ({hundredths(other.share)} med {who(view, [other])})"


def _everywhere_finding(view: View) -> str:
    found = [view.of_municipality(code).conclusion.strength for code in view.codes]
    clear = found.count(Strength.CLEAR)
    if clear == len(found):
        return "Førsteplassen er klar i alle kommunene"
    if not clear:
        return "Førsteplassen er ikke klar i noen av kommunene"
    return f"Førsteplassen er klar i {count(clear)} av {count(len(found))} kommuner"
