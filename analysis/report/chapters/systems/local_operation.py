"""What is still run locally, today and later: what felles drift has left to act on."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from matplotlib.figure import Figure as MplFigure

from analysis.dataset.definitions import Alternative
from analysis.report.language import numbers
from analysis.report.language.words import listed, per_cent
from analysis.report.press import Column, Figure, Heading, Stack, Table, Text, style
from analysis.report.result_sources import result_sources
from analysis.report.view import View

# Years after the decision that councils plan for: an økonomiplan ends, a contract of four years
# with options has run out, and equipment has been replaced.
_YEARS = (3, 5, 8)


def chapter(view: View) -> Stack:
    """The forecast of local operation, and what felles drift could gain from it."""
    figure = local_forecast(view)
    if figure is None:
        return Stack()
    return Stack(Heading(_finding(view), 1), figure, Text(_text(view)), left_to_gain(view))


def sentence(view: View) -> str:
    """Say what share of the cost runs locally today and in years 3, 5 and 8, as things are."""
    today = _local_share(view)
    if np.isnan(today):
        return ""
    if not today > 0:
        return "Ingen av fagsystemene driftes lokalt, så felles drift har ikke noe å hente her."
    staying = view.staying_local[view.scenario]
    later = [
        f"{per_cent(today * staying[year])} i {view.first_year + year}" for year in _later(staying)
    ]
    text = f"I dag går {per_cent(today)} av kostnaden til systemer som driftes lokalt"
    if not later:
        return f"{text}."
    verb = "ventes det å bli" if view.scenario == "forventet" else "kan det bli"
    return f"{text}; uten samarbeid {verb} {listed(later)}."


def _local_share(view: View) -> float:
    """The part of the application cost that runs locally; NaN where it is not known."""
    rows = view.rows("applikasjoner")
    cost = rows["årskostnad"].sum(skipna=False)
    local = rows.loc[rows["driftsform"] == "lokal", "årskostnad"].sum(skipna=False)
    return float(local / cost) if cost > 0 else np.nan


def _later(staying: np.ndarray) -> list[int]:
    return [year for year in _YEARS if year < len(staying)]


def _finding(view: View) -> str:
    share = view.staying_local[view.scenario]
    years = _later(share)
    if not years:
        return "Hva som driftes lokalt"
    gone = numbers.whole((1.0 - share[years[-1]]) * 100.0)
    return f"{gone} prosent av den lokale driften kan være borte i {view.first_year + years[-1]}"


def _text(view: View) -> str:
    acting = [view.label(a.id) for a in view.alternatives if a.tiltak.drift]
    if not acting:
        return ""
    return (
        "Felles drift virker bare på det som fortsatt driftes lokalt. Jo senere et samarbeid "
        "kommer i gang, desto mindre er det igjen å hente. Tabellen viser hva som er igjen, og hva "
        "hvert alternativ er regnet å spare på drift det året."
    )


def left_to_gain(view: View) -> Table | None:
    """Local operation and what each alternative saves on operation, today and in later years."""
    acting = [a for a in view.alternatives if a.tiltak.drift]
    staying, own, unlisted = (
        view.staying_local[view.scenario], view.local_operation, view.without_systems
    )  # fmt: skip
    if not acting or not own[0] > 0:
        return None

    def saved(alternative: Alternative) -> Callable[[int], float | None]:
        if view.gate(alternative.id):
            return lambda year: None
        values = view.component(alternative.id, "drift")
        return lambda year: np.nan if unlisted else float(values[year])

    return Table.of(
        [0, *_later(staying)],
        [
            Column("År", lambda year: str(view.first_year + year)),
            Column("Igjen av dagens (%)", lambda year: staying[year] * 100.0, numbers.whole),
            Column(
                "Lokal drift (1000 kr)",
                lambda year: np.nan if unlisted else own[year],
                numbers.thousand,
            ),
            *(Column(f"{a.id} {a.kortnavn} (1000 kr)", saved(a), numbers.signed) for a in acting),
        ],
        "Hva felles drift har igjen å hente",
        source=view.cite(*(result_sources(view.dataset, a, view.code) for a in acting)),
        note="Prosenten er det som fortsatt driftes lokalt. Kostnaden følger dessuten pris og "
        "volum. Minus er mindre kostnad til drift enn uten samarbeidet "
        f"det året, med den delen av virkningen som da er kommet.{_who_lacks(unlisted)}",
    )


def _who_lacks(unlisted: list[str]) -> str:
    return f" {listed(unlisted)} har ikke oppgitt systemene sine." if unlisted else ""


def local_forecast(view: View) -> Figure | None:
    """What share of the application cost runs locally, and where it is heading as things are.

    Returns
    -------
    Figure or None
        None where nothing runs locally, or a cost is unknown.
    """
    rows, today = view.rows("applikasjoner"), _local_share(view)
    if not today > 0:
        return None
    paths = {name: path * (today * 100.0) for name, path in view.staying_local.items()}
    ours = paths[view.scenario]
    years = np.arange(len(ours)) + view.first_year
    start, end = numbers.whole(ours[0]), numbers.whole(ours[-1])
    span = f"fra {start} prosent i {years[0]} til {end} prosent i {years[-1]}"
    whose = "" if view.joint else f" i {view.name}"
    ends = sorted(path[-1] for path in paths.values())
    return Figure(
        _draw_forecast(ours, np.array(list(paths.values())), years),
        alt=f"Linje. Andelen av fagsystemkostnaden{whose} som driftes lokalt, går {span}. "
        f"Spennet i {years[-1]} er {numbers.whole(ends[0])}–{numbers.whole(ends[-1])} prosent.",
        title=(
            f"Lokal drift{whose} {_verb(view)} {span} om alt fortsetter som i dag."
            f"{_who_lacks(view.without_systems)}"
        ).rstrip("."),
        source=view.cite(rows["source"], "forutsetning:avgang_lokal_drift"),
    )


def _verb(view: View) -> str:
    return "ventes å gå" if view.scenario == "forventet" else "kan gå"


def _draw_forecast(ours: np.ndarray, paths: np.ndarray, years: np.ndarray) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.0)
    axes.fill_between(years, paths.min(axis=0), paths.max(axis=0), color=style.LAND)
    for path in (paths.min(axis=0), paths.max(axis=0)):
        axes.plot(years, path, color=style.OTHERS, linewidth=1.0)
    axes.plot(years, ours, color=style.OWN, linewidth=2.2)
    own = ours[-1]
    style.direct_label(axes, years[-1], own, f"{numbers.whole(own)} %", color=style.OWN)
    for end in (paths[:, -1].min(), paths[:, -1].max()):
        if abs(end - own) > 0.08 * paths.max():
            style.direct_label(axes, years[-1], end, f"{numbers.whole(end)} %", color=style.MUTED)
    axes.set_ylim(0, paths.max() * 1.12)
    axes.set_xlim(years[0], years[-1] + 0.08 * max(1, len(years)))
    ticks = years[:: max(1, len(years) // 6)]
    axes.set_xticks(ticks, [str(year) for year in ticks])
    style.number_axis(axes.yaxis, steps=4)
    axes.set_ylabel("Prosent av kostnaden")
    return fig
