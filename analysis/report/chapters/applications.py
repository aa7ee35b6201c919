"""The systems: how many, what they cost, where they run and what the others have too."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure as MplFigure

from analysis.report import numbers, style
from analysis.report.chapters import contracts, overlap
from analysis.report.chapters.mapping import figures_by_municipality
from analysis.report.chapters.words import capital, counted, listed, per_cent
from analysis.report.elements import Figure, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_COLUMNS = (
    "Fagområde",
    "Systemer",
    "Kostnad (1000 kr)",
    "Lokal drift (%)",
    "Flere har systemet (%)",
    "Avtalen ute innen 3 år",
    "Bruker kommunenummer",
)


def overview(view: View) -> Stack:
    """Number, cost, where the systems run, what is common and what runs out."""
    if view.rows("applications").empty:
        whose = "" if view.joint else f" i {view.name}"
        return Stack(
            Heading(f"Fagsystemene{whose} er ikke kartlagt", 1),
            Text("Uten en liste over systemene kan felles innkjøp og felles drift ikke regnes ut."),
        )
    # A municipal report has the forecast of local operation in the joint report.
    joint = (
        (local_forecast(view), *overlap.by_area(view), overlap.common_systems(view))
        if view.joint
        else ()
    )
    return Stack(Heading(_finding(view), 1), Text(_text(view)), _area_table(view), *joint)


def _finding(view: View) -> str:
    rows = view.rows("applications")
    several = len(view.codes) > 1
    if view.joint:
        systems = rows["system"].nunique()
        common = rows.loc[overlap.is_common(view, rows), "system"].nunique()
        if several and common:
            return (
                f"{numbers.whole(common)} av {numbers.whole(systems)} fagsystemer finnes i flere "
                "kommuner"
            )
        return f"Kommunene har {counted(systems, 'fagsystem', 'fagsystemer', 'n')}"
    share = float(figures_by_municipality(view)["felles_andel"][view.code])
    whose = f"{view.name} har {counted(len(rows), 'fagsystem', 'fagsystemer', 'n')}"
    if np.isnan(share) or not several:
        return whose
    which = "andre også har" if share >= 0.5 else "ingen andre har"
    return f"{whose}, og de fleste pengene går til systemer {which}"


def _text(view: View) -> str:
    rows = view.rows("applications")
    cost = rows["årskostnad"].sum(skipna=False)
    whose = "Kommunene" if view.joint else view.md_name
    sentences = []
    if not np.isnan(cost):
        amount = numbers.about_kroner(cost)
        sentences.append(f"{whose} bruker {amount} i året på fagsystemene.")
    if len(view.codes) > 1 and cost > 0:
        share = rows.loc[overlap.is_common(view, rows), "årskostnad"].sum() / cost
        who = "minst to kommuner" if view.joint else "minst én annen kommune"
        sentences.append(f"Systemer som {who} har, står for {per_cent(share)} av kostnaden.")
    names = [] if view.joint else overlap.largest_common(view, 3)
    if len(names) > 1:
        sentences.append(f"De dyreste av dem er {listed([escape(name) for name in names])}.")
    sentences.append(contracts.sentence(view, rows))
    keyed = int((rows["kommunenummer_nøkkel"] == "ja").sum())
    if keyed:
        number = capital(counted(keyed, "system", "systemer", "n"))
        sentences.append(
            f"{number} bruker kommunenummeret som nøkkel. Det har betydning hvis flere kommuner "
            "skal dele samme løsning."
        )
    return " ".join(sentences)


def _area_table(view: View) -> Table:
    rows = view.rows("applications")
    cost = rows["årskostnad"]
    rows = rows.assign(
        lokalt=cost.where(rows["driftsform"] == "lokal", 0.0),
        felles=cost.where(overlap.is_common(view, rows), 0.0),
        ute=contracts.within_three_years(view, rows),
        nøkkel=rows["kommunenummer_nøkkel"] == "ja",
    )
    groups = {str(area): own for area, own in rows.groupby("fagområde")}
    order = sorted(groups, key=lambda area: -groups[area]["årskostnad"].sum())
    lines = [_area_line(capital(area), groups[area]) for area in order]
    frame = pd.DataFrame([*lines, _area_line("I alt", rows)], columns=list(_COLUMNS))
    return Table(
        frame,
        "Fagsystemene etter fagområde" + ("" if view.joint else f" i {view.name}"),
        formats=dict.fromkeys(_COLUMNS[1:], numbers.whole),
        source=view.cite(rows["source"]),
        note="Prosentene er andeler av kostnaden. Avtaler som alt er gått ut, er regnet med.",
        highlight=len(frame) - 1,
    )


def _area_line(name: str, rows: pd.DataFrame) -> tuple[object, ...]:
    cost = rows["årskostnad"].sum(skipna=False)
    shares = [
        rows[part].sum(skipna=False) * 100.0 / cost if cost > 0 else np.nan
        for part in ("lokalt", "felles")
    ]
    return name, len(rows), cost, *shares, int(rows["ute"].sum()), int(rows["nøkkel"].sum())


def local_forecast(view: View) -> Figure | None:
    """What share of the application cost runs locally, and where it is heading as things are.

    Returns
    -------
    Figure or None
        None where nothing runs locally, or a cost is unknown.
    """
    rows = view.rows("applications")
    cost = rows["årskostnad"].sum(skipna=False)
    local = rows.loc[rows["driftsform"] == "lokal", "årskostnad"].sum(skipna=False)
    if not (cost > 0 and local > 0):
        return None
    paths = view.evaluation.money.forecast.staying_local[:, 0] * (local / cost * 100.0)
    years = np.arange(paths.shape[1]) + view.first_year
    start, end = numbers.whole(paths[view.s, 0]), numbers.whole(paths[view.s, -1])
    span = f"fra {start} prosent i {years[0]} til {end} prosent i {years[-1]}"
    whose = "" if view.joint else f" i {view.name}"
    ends = sorted(paths[:, -1])
    return Figure(
        _draw_forecast(view, paths, years),
        alt=f"Linje. Andelen av fagsystemkostnaden{whose} som driftes lokalt, går {span}. "
        f"Spennet i {years[-1]} er {numbers.whole(ends[0])}–{numbers.whole(ends[-1])} prosent.",
        title=f"Lokal drift{whose} {_verb(view)} {span} om alt fortsetter som i dag",
        source=view.cite(rows["source"], "forutsetning:avgang_lokal_drift"),
    )


def _verb(view: View) -> str:
    return "ventes å gå" if view.scenario == "sannsynlig" else "kan gå"


def _draw_forecast(view: View, paths: np.ndarray, years: np.ndarray) -> MplFigure:
    fig, axes = style.new_figure(height_cm=5.0)
    axes.fill_between(years, paths.min(axis=0), paths.max(axis=0), color=style.LAND)
    for path in (paths.min(axis=0), paths.max(axis=0)):
        axes.plot(years, path, color=style.OTHERS, linewidth=1.0)
    axes.plot(years, paths[view.s], color=style.OWN, linewidth=2.2)
    own = paths[view.s, -1]
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
