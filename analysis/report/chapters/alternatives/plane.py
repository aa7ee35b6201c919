"""Kroner against points: the figure that shows all the alternatives at once."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure as MplFigure

from analysis.decision import thresholds
from analysis.report.findings import wording
from analysis.report.findings.per_participant import divided_on_all, per_participant
from analysis.report.language.numbers import signed, whole
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Figure, Stack, Text, escape, style
from analysis.report.result_sources import result_sources
from analysis.report.view import View

# Axes span at least this much, so that trifles do not look large.
_SMALLEST_KRONER = 400.0
_SMALLEST_POINTS = 20.0


@dataclass(frozen=True)
class _Point:
    """An alternative's place: kroner per inhabitant and points, both with their two ends."""

    id: str
    number: int
    dearest: float
    cheapest: float
    low: float
    high: float

    @property
    def kroner(self) -> float:
        return (self.dearest + self.cheapest) / 2.0

    @property
    def points(self) -> float:
        return (self.low + self.high) / 2.0


def plane_figure(view: View) -> Element:
    """Kroner per inhabitant against points of the effects without a price.

    Alternatives outside the mandate, or without a figure for their cost, are named below the
    figure and not drawn; there it also says how figures nobody has are counted.
    """
    points = _points(view)
    told = [wording.left_out(view), _divided(view, points), wording.gaps(view)]
    notes = " ".join(filter(None, told))
    figure = Figure(
        _draw(view, points),
        alt=_alt(view, points),
        title=_title(points),
        source=_source(view),
    )
    return Stack(figure, Text(escape(notes))) if notes else figure


def _points(view: View) -> list[_Point]:
    return [
        _Point(a.id, n, *wording.npv_ends(view, a.id), *view.points(a.id, unpriced=True))
        for n, a in enumerate(view.alternatives)
        if wording.shown(view, a.id)
    ]


def _divided(view: View, points: list[_Point]) -> str:
    """Say whom kroner per inhabitant are divided on though they stand outside."""
    amounts = {
        p.id: signed(view.npv_per_inhabitant(p.id) * per_participant(view, p.id)) for p in points
    }
    return divided_on_all(view, amounts)


def _source(view: View) -> str:
    drawn = (a for a in view.alternatives if wording.shown(view, a.id))
    rows = (result_sources(view.dataset, a, view.code) for a in drawn if a.id != "0")
    return view.cite(*rows, view.dataset.judgements["source"], view.dataset.weights["source"])


def _better(points: list[_Point], *, perhaps: bool = False) -> list[str]:
    """Alternatives that both cost less and have more points than alternative 0.

    At the worst of the ends, so that it holds whatever is missing; at the best if ``perhaps``.
    """
    today = next((p for p in points if p.id == "0"), None)
    if today is None:
        return []
    margin = thresholds.SAME_POINTS
    if perhaps:
        return [p.id for p in points if p.cheapest > 0 and p.high >= today.low + margin]
    return [p.id for p in points if p.dearest > 0 and p.low >= today.high + margin]


def _title(points: list[_Point]) -> str:
    better, perhaps = _better(points), _better(points, perhaps=True)
    if len(points) < 2:
        return "Bare alternativ 0 har tall for både kroner og poeng"
    and_more = "og får flere poeng enn å fortsette som i dag"
    if not perhaps:
        return f"Ingen av alternativene både koster mindre {and_more}"
    if not better:
        return f"Det er usikkert om noen av alternativene både koster mindre {and_more}"
    only = "bare " if len(better) == len(perhaps) == 1 < len(points) - 1 else ""
    who = capital(only + wording.several(better))
    return f"{who} koster mindre {and_more}"


def _alt(view: View, points: list[_Point]) -> str:
    told = []
    for point in points:
        ends = sorted({whole(point.low), whole(point.high)}, key=len)
        score = " til ".join(ends) + " poeng"
        if point.id == "0":
            told.append(f"alternativ 0 (som i dag) får {score}")
            continue
        told.append(f"alternativ {point.id} koster {_cost(point)} og får {score}")
    who = "for kommunene samlet" if view.joint else f"i {view.name}"
    return (
        f"Punktdiagram med kroner per innbygger og poeng for virkninger uten pris {who}. "
        f"{capital(listed(told))}."
    )


def _cost(point: _Point) -> str:
    """What a point costs against alternative 0: «19 kr mindre»."""
    return f"{whole(abs(point.kroner))} kr {wording.more_or_less(point.kroner)}"


def _limits(values: list[float], smallest: float, room: float) -> tuple[float, float]:
    """Ends of an axis with room for names beyond the outermost points."""
    low, high = min(values), max(values)
    middle, half = (low + high) / 2.0, max(high - low, smallest) / 2.0
    return middle - room * half, middle + room * half


def _draw(view: View, points: list[_Point]) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.4)
    for point in points:
        colour = style.alternative_colour(point.number)
        if point.high > point.low:
            axes.plot([point.kroner] * 2, [point.low, point.high], color=colour, linewidth=2.5)
        if point.cheapest > point.dearest:
            ends = [point.dearest, point.cheapest]
            axes.plot(ends, [point.points] * 2, color=colour, linewidth=2.5)
        marker = style.alternative_marker(point.number)
        axes.plot(point.kroner, point.points, marker=marker, markersize=9, color=colour)
    kroner = [0.0, *(end for p in points for end in (p.dearest, p.cheapest))]
    axes.set_xlim(_limits(kroner, _SMALLEST_KRONER, 1.5))
    axes.set_ylim(_limits([end for p in points for end in (p.low, p.high)], _SMALLEST_POINTS, 1.22))
    style.zero_line(axes)
    today = next((p for p in points if p.id == "0"), None)
    if today is not None:
        axes.axhline(today.points, color=style.GRID, linewidth=1.0, zorder=1)
    style.number_axis(axes.xaxis, signed)
    style.number_axis(axes.yaxis, whole)
    kind = "samfunnsøkonomisk, " if view.joint else ""
    axes.set_xlabel(
        f"Kroner per innbygger over {wording.years(view)} ({kind}minus = dyrere enn alternativ 0)"
    )
    axes.set_ylabel("Poeng for virkninger uten pris")
    style.label_points(
        axes,
        [p.kroner for p in points],
        [p.points for p in points],
        [view.label(p.id) for p in points],
    )
    return fig
