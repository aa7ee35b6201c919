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
from analysis.report.press import Column, Table
from analysis.report.result_sources import result_sources
from analysis.report.view import View

_SUM = "sum"


def forecast(view: View) -> Table:
    """What IKT costs today, in the years of the økonomiplan and later if nothing changes."""
    costs = _costs(view)
    shown = sorted({0, *wording.plan_years(view), view.dataset.settings.analyseperiode})
    costs.loc[_SUM] = costs.sum(skipna=False)
    return Table.of(
        {group: group for group in costs.index},
        [
            Column("Utgift", lambda group: capital(GROUP_NAMES.get(group, group))),
            *(Column(str(year), costs[year].get, thousand) for year in costs.columns[shown]),
        ],
        f"IKT-utgifter om alt fortsetter som i dag, 1000 kr i {view.dataset.settings.kroneverdi}-"
        "kroner",
        highlight=_SUM,
        source=view.cite(result_sources(view.dataset, view.alternatives[0], view.code)),
        note=_left_out(view),
    )


def _costs(view: View) -> pd.DataFrame:
    """Cost by group (rows) and year (columns); for all together the sum of what is known."""
    if not view.joint:
        return _own_costs(view)
    own = [_own_costs(view.of_municipality(code)).fillna(0.0) for code in view.codes]
    return sum(own[1:], start=own[0]).where(view.latest_costs.notna().any(), axis=0)


def _own_costs(view: View) -> pd.DataFrame:
    cost = view.cost_as_today()
    years = [view.first_year + t for t in range(cost.shape[-1])]
    frame = pd.DataFrame(cost, index=list(COST_GROUPS), columns=years)
    return frame.where(view.latest_costs.loc[view.code].notna(), axis=0)


def _left_out(view: View) -> str:
    """What the sums for all together are without."""
    unknown = view.latest_costs.isna()
    missing = [
        f"{GROUP_NAMES[group]} i {view.names[code]}"
        for group in COST_GROUPS
        for code in view.codes
        if unknown[group][code]
    ]
    return f"Summene er uten {listed(missing)}, som mangler." if view.joint and missing else ""


def finding(view: View) -> str:
    """How much more or less it costs at the end of the period to go on as today."""
    total = _costs(view).sum(skipna=False)
    first, last, year = total.iloc[0], total.iloc[-1], total.index[-1]
    if np.isnan(last) or first <= 0:
        return f"Hva det koster {view.name} å fortsette som i dag, kan ikke regnes ut"
    if abs(last - first) < thresholds.UNCHANGED_SHARE * first:
        return f"Utgiftene holder seg om lag uendret til {year} om alt fortsetter som i dag"
    more = "mer" if last > first else "mindre"
    return (
        f"Å fortsette som i dag koster {about_kroner(abs(last - first))} {more} i {year} "
        f"enn i {total.index[0]}"
    )


def text(view: View) -> str:
    """What the forecast is, and what grows most in it; Markdown."""
    costs = _costs(view)
    change = (costs.iloc[:, -1] - costs.iloc[:, 0]).dropna()
    told = (
        "Alternativ 0 er en prognose, ikke dagens budsjett gjentatt: priser og bruk vokser, "
        "og mindre driftes lokalt for hvert år. Alle andre alternativer måles mot denne prognosen."
    )
    if not change.gt(0).any():
        return told
    group = GROUP_NAMES[str(change.idxmax())]
    return (
        f"{told} Mest vokser {group}: {about_kroner(change.max())} mer i året ved slutten av "
        "perioden."
    )
