"""The null alternative as a forecast: what IKT costs if everything goes on as today."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.dataset.tables import COST_GROUPS
from analysis.decision import thresholds
from analysis.report.chapters.today.spending import GROUP_NAMES
from analysis.report.findings import wording
from analysis.report.language.numbers import about_kroner, thousand
from analysis.report.language.words import capital, listed
from analysis.report.press import Element, Figure, Heading, Stack, Table, Text, style
from analysis.report.result_sources import result_sources
from analysis.report.view import View

# In the order of the cost groups, dark to light: five greys when printed without colour.
_STEPS = ("#12355b", "#3f6a97", "#7b9cc0", "#b4c8dd", "#dfe8f1")


def forecast(view: View) -> Stack:
    """What IKT costs today, in the years of the økonomiplan and later if nothing changes."""
    costs, left_out = _forecast(view)
    price_year = view.dataset.settings.kroneverdi
    source = view.cite(result_sources(view.dataset, view.alternatives[0], view.code))
    who = "kommunene" if view.joint else "kommunen"
    return Stack(
        Heading(_forecast_finding(view, costs), 1),
        _forecast_figure(view, costs),
        Text(_forecast_text(view, costs)),
        Table(
            _forecast_table(view, costs),
            f"IKT-utgifter om {who} fortsetter som i dag, 1000 kr i {price_year}-kroner",
            formats={str(view.first_year + t): thousand for t in _shown_years(view)},
            highlight="sum",
            source=source,
            note=left_out,
        ),
    )


def finding(view: View) -> str:
    """How much more or less it costs at the end of the period to go on as today."""
    return _forecast_finding(view, _forecast(view)[0])


def text(view: View) -> str:
    """What the forecast is, and what grows most in it; Markdown."""
    return _forecast_text(view, _forecast(view)[0])


def _forecast(view: View) -> tuple[pd.DataFrame, str]:
    """Cost by group (rows) and year (columns), and a note on what the sums are without."""
    if not view.joint:
        return _own_forecast(view), ""
    known = view.latest_costs.notna()
    own = [_own_forecast(view.of_municipality(code)).fillna(0.0) for code in view.codes]
    total = sum(own[1:], start=own[0]).where(known.any(), axis=0)
    missing = [
        f"{GROUP_NAMES[group]} i {view.names[code]}"
        for group in COST_GROUPS
        for code in view.codes
        if not known[group][code]
    ]
    note = f"Summene er uten {listed(missing)}, som mangler." if missing else ""
    return total, note


def _own_forecast(view: View) -> pd.DataFrame:
    cost = view.cost_as_today()
    years = [view.first_year + t for t in range(cost.shape[-1])]
    frame = pd.DataFrame(cost, index=list(COST_GROUPS), columns=years)
    return frame.where(view.latest_costs.loc[view.code].notna(), axis=0)


def _forecast_table(view: View, costs: pd.DataFrame) -> pd.DataFrame:
    shown = _shown_years(view)
    frame = costs.iloc[:, shown]
    frame.columns = [str(year) for year in frame.columns]
    frame = frame.rename(index={g: capital(name) for g, name in GROUP_NAMES.items()})
    frame.loc["sum"] = costs.iloc[:, shown].sum(skipna=False).to_numpy()
    frame.insert(0, "Utgift", [*frame.index[:-1], "Sum"])
    return frame


def _shown_years(view: View) -> list[int]:
    """Year 0, the years of the økonomiplan and the last year, counted from year 0."""
    last = view.dataset.settings.analyseperiode
    return sorted({0, *wording.plan_years(view), last})


def _forecast_finding(view: View, costs: pd.DataFrame) -> str:
    total = costs.sum(skipna=False)
    first, last = total.iloc[0], total.iloc[-1]
    if np.isnan(last) or first <= 0:
        return f"Hva det koster {view.name} å fortsette som i dag, kan ikke regnes ut"
    year = costs.columns[-1]
    if abs(last - first) < thresholds.UNCHANGED_SHARE * first:
        return f"Utgiftene holder seg om lag uendret til {year} om alt fortsetter som i dag"
    more = "mer" if last > first else "mindre"
    return (
        f"Å fortsette som i dag koster {about_kroner(abs(last - first))} {more} i {year} "
        f"enn i {costs.columns[0]}"
    )


def _forecast_text(view: View, costs: pd.DataFrame) -> str:
    change = (costs.iloc[:, -1] - costs.iloc[:, 0]).dropna()
    missing = [GROUP_NAMES[group] for group in costs.index[costs.isna().any(axis=1)]]
    parts = [
        "Alternativ 0 er en prognose, ikke dagens budsjett gjentatt: priser og bruk vokser, "
        "og mindre driftes lokalt for hvert år. Alle andre alternativer måles mot denne prognosen."
    ]
    if len(change) and change.max() > 0:
        group = GROUP_NAMES[str(change.idxmax())]
        amount = about_kroner(change.max())
        parts.append(f"Mest vokser {group}: {amount} mer i året ved slutten av perioden.")
    if missing:
        parts.append(
            f"Tall for {listed(missing)} mangler, og derfor kan ikke summen regnes ut "
            f"for {view.md_name}."
        )
    return " ".join(parts)


def _forecast_figure(view: View, costs: pd.DataFrame) -> Element | None:
    known = costs.dropna()
    if known.empty:
        return None
    fig, axes = style.new_figure(height_cm=6.4)
    axes.margins(x=0.01)
    bottom, middles = np.zeros(known.shape[1]), []
    colours = [_STEPS[COST_GROUPS.index(group)] for group in known.index]
    for (_, row), colour in zip(known.iterrows(), colours, strict=True):
        values = row.to_numpy(float)
        axes.bar(known.columns, values, 0.78, bottom, color=colour, edgecolor="white")
        middles.append(bottom[-1] + values[-1] / 2)
        bottom = bottom + values
    axes.set_ylim(0, bottom.max() * 1.05 or 1.0)
    axes.set_xticks(list(known.columns))
    axes.tick_params(axis="x", length=0)
    axes.set_ylabel("1000 kr")
    style.number_axis(axes.yaxis)
    names = [f"{capital(GROUP_NAMES[str(g)])} {thousand(v)}" for g, v in known.iloc[:, -1].items()]
    style.end_labels(axes, float(known.columns[-1]) + 0.4, middles, names, [style.INK] * len(names))
    first, last = known.iloc[:, 0], known.iloc[:, -1]
    told = listed(
        [
            f"{GROUP_NAMES[str(g)]} fra {thousand(first[g])} til {thousand(last[g])}"
            for g in known.index
        ]
    )
    return Figure(
        fig,
        alt=f"Stablede søyler per år. Fra {known.columns[0]} til {known.columns[-1]} går "
        f"{told} (1000 kr).",
        title="Utgiftene år for år om alt fortsetter som i dag",
        source=view.cite(result_sources(view.dataset, view.alternatives[0], view.code)),
    )
