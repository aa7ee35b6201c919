"""Kroner against points: the figure that shows all the alternatives at once."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure as MplFigure

from analysis.report.findings import wording
from analysis.report.findings.per_participant import divided_on_all, per_participant
from analysis.report.language.numbers import signed, whole
from analysis.report.language.words import capital, listed
from analysis.report.press import Figure, Stack, Text, escape, style
from analysis.report.result_sources import result_sources
from analysis.report.view import View

# Axes span at least this much, so that trifles do not look large.
_SMALLEST_KRONER = 400.0
_SMALLEST_POINTS = 20.0


@dataclass(frozen=True)
class _Point:
    """An alternative's place: kroner more per inhabitant, and points, each with its two ends."""

    id: str
    number: int
    kroner: tuple[float, float]
    points: tuple[float, float]

    @property
    def middle(self) -> tuple[float, float]:
        return sum(self.kroner) / 2.0, sum(self.points) / 2.0


def plane_figure(view: View) -> Stack:
    """Kroner per inhabitant against points of the effects without a price.

    Alternatives outside the mandate, or without a figure for their cost, are named below the
    figure and not drawn; there it also says how figures nobody has are counted.
    """
    drawn = [
        _Point(a.id, n, wording.cost_ends(view, a.id), view.points(a.id, unpriced=True))
        for n, a in enumerate(view.alternatives)
        if wording.shown(view, a.id)
    ]
    costs = {p.id: signed(p.middle[0] * per_participant(view, p.id)) for p in drawn}
    notes = [wording.left_out(view), divided_on_all(view, costs), wording.gaps(view)]
    told = " ".join(filter(None, notes))
    rows = [
        result_sources(view.dataset, view.dataset.shared.alternative(p.id), view.code)
        for p in drawn
        if p.id != "0"
    ]
    return Stack(
        Figure(
            _draw(view, drawn),
            alt=_alt(drawn),
            title="Hva alternativene koster, og poengene for virkninger uten pris",
            source=view.cite(
                *rows, view.dataset.judgements["source"], view.dataset.weights["source"]
            ),
        ),
        Text(escape(told)) if told else None,
    )


def _alt(drawn: list[_Point]) -> str:
    middles = {point.id: point.middle for point in drawn}
    told = [
        f"alternativ {a}: {signed(kroner)} kroner og {whole(points)} poeng"
        for a, (kroner, points) in middles.items()
    ]
    return (
        "Punktdiagram med kostnad per innbygger mot alternativ 0, og poeng for virkninger uten "
        f"pris. {capital(listed(told))}."
    )


def _limits(values: list[float], smallest: float, room: float) -> tuple[float, float]:
    """Ends of an axis with room for names beyond the outermost points."""
    low, high = min(values), max(values)
    middle, half = (low + high) / 2.0, max(high - low, smallest) / 2.0
    return middle - room * half, middle + room * half


def _draw(view: View, drawn: list[_Point]) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.4)
    for point in drawn:
        colour = style.alternative_colour(point.number)
        kroner, points = point.middle
        for across, up in (([kroner] * 2, point.points), (point.kroner, [points] * 2)):
            axes.plot(across, up, color=colour, linewidth=2.5)
        marker = style.alternative_marker(point.number)
        axes.plot(kroner, points, marker=marker, markersize=9, color=colour)
        if point.id == "0":
            axes.axhline(points, color=style.GRID, linewidth=1.0, zorder=1)
    axes.set_xlim(_limits([0.0, *(x for p in drawn for x in p.kroner)], _SMALLEST_KRONER, 1.5))
    axes.set_ylim(_limits([y for p in drawn for y in p.points], _SMALLEST_POINTS, 1.22))
    style.zero_line(axes)
    style.number_axis(axes.xaxis, signed)
    style.number_axis(axes.yaxis, whole)
    kind = "samfunnsøkonomisk, " if view.joint else ""
    axes.set_xlabel(
        f"Kroner per innbygger over {wording.years(view)} ({kind}pluss = dyrere enn alternativ 0)"
    )
    axes.set_ylabel("Poeng for virkninger uten pris")
    xs, ys = zip(*(p.middle for p in drawn), strict=True)
    style.label_points(axes, xs, ys, [view.label(p.id) for p in drawn])
    return fig
