"""The systems: how many, what they cost, where they run and what the others have too."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.decision import thresholds
from analysis.model.systems.windows import AHEAD, EXPIRED
from analysis.report.chapters.systems import contracts, conversion, overlap, pairs, windows
from analysis.report.language import numbers
from analysis.report.language.words import capital, counted, listed, per_cent
from analysis.report.press import Column, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_Area = tuple[str, pd.DataFrame]


def chapter(view: View) -> Stack:
    """The systems, what can be bought together, and what is moved in what is recommended."""
    if view.rows("applikasjoner").empty:
        return overview(view)
    moves = any(plan.alternative == view.recommendation.alternative for plan in view.moving_plans)
    moved = conversion.chapter(view) if moves else None
    if view.joint:
        return Stack(overview(view), overlap.chapter(view), windows.chapter(view), moved)
    near = pairs.nearest_others(view) if moves else None
    return Stack(overview(view), windows.own(view), near, moved)


def overview(view: View) -> Stack:
    """Number, cost, where the systems run, what is common and what runs out."""
    if view.rows("applikasjoner").empty:
        whose = "" if view.joint else f" i {view.name}"
        return Stack(
            Heading(f"Fagsystemene{whose} er ikke kartlagt", 1),
            Text("Uten en liste over systemene kan felles innkjøp og felles drift ikke regnes ut."),
        )
    return Stack(Heading(_finding(view), 1), Text(_text(view)), _area_table(view))


def _finding(view: View) -> str:
    rows = view.applications
    systems = rows["system"].nunique()
    whose = "Kommunene" if view.joint else view.name
    finding = f"{whose} har {counted(systems, 'fagsystem', 'fagsystemer', 'n')}"
    if view.joint:
        common = rows.loc[rows["felles"], "system"].nunique()
        shared = numbers.whole(common) if common else "ingen"
        return f"{finding}, og {shared} finnes i minst to kommuner"
    share = float(view.today["felles_andel"][view.code])
    if np.isnan(share) or len(view.codes) < 2:
        return finding
    which = "andre også har" if share >= thresholds.MOST_OF_COST else "ingen andre har"
    return f"{finding}, og de fleste pengene går til systemer {which}"


def _text(view: View) -> str:
    rows = view.applications
    cost = rows["årskostnad"].sum(skipna=False)
    sentences = []
    if cost > 0:
        whose = "Kommunene" if view.joint else view.md_name
        who = "minst to kommuner" if view.joint else "minst én annen kommune"
        share = rows.loc[rows["felles"], "årskostnad"].sum() / cost
        sentences = [
            f"{whose} bruker {numbers.about_kroner(cost)} i året på fagsystemene.",
            f"Systemer som {who} har, står for {per_cent(share)} av kostnaden.",
        ]
    names = [] if view.joint else overlap.largest_common(view, 3)
    if len(names) > 1:
        sentences.append(f"De dyreste av dem er {listed([escape(name) for name in names])}.")
    sentences.append(contracts.sentence(view))
    if not view.joint:
        sentences.append(pairs.nearest(view))
    return " ".join(filter(None, sentences))


def _area_table(view: View) -> Table:
    rows = view.applications
    areas = [(capital(str(area)), own) for area, own in rows.groupby("fagområde")]
    areas.sort(key=lambda area: -area[1]["årskostnad"].sum())
    columns: list[Column[_Area]] = [
        Column("Fagområde", lambda area: area[0]),
        Column("Avtaler", lambda area: len(area[1]), numbers.whole),
        Column("Kostnad (1000 kr)", lambda area: _cost(area[1]), numbers.whole),
        Column("Lokal drift (%)", lambda area: _share(area, "driftsform", "lokal"), numbers.whole),
        Column("Flere har systemet (%)", lambda area: _share(area, "felles", True), numbers.whole),
        Column("Avtalen ute innen 3 år", lambda area: _number(area, "ender", EXPIRED, *AHEAD)),
        Column("Bruker kommunenummer", lambda area: _number(area, "kommunenummer_nøkkel", "ja")),
    ]
    return Table.of(
        [*areas, ("I alt", rows)],
        columns,
        "Fagsystemene etter fagområde" + ("" if view.joint else f" i {view.name}"),
        source=view.cite(rows["source"]),
        note="Prosentene er andeler av kostnaden. Avtaler som alt er gått ut, er regnet med. "
        "Siste kolonne er antall avtaler.",
        highlight=len(areas),
    )


def _cost(rows: pd.DataFrame) -> float:
    return float(rows["årskostnad"].sum(skipna=False))


def _share(area: _Area, column: str, value: Any) -> float:
    """How much of the cost, in per cent, lies in rows with that value; NaN where not known."""
    rows, cost = area[1], _cost(area[1])
    return 100.0 * _cost(rows[rows[column] == value]) / cost if cost > 0 else np.nan


def _number(area: _Area, column: str, *values: str) -> int:
    return int(area[1][column].isin(values).sum())
