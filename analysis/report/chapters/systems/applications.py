"""The systems: how many, what they cost, where they run and what the others have too."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.decision import thresholds
from analysis.model.systems.windows import AHEAD, EXPIRED
from analysis.report.chapters.systems import (
    contracts,
    conversion,
    overlap,
    own_moves,
    own_overlap,
    windows,
)
from analysis.report.language import numbers
from analysis.report.language.words import capital, counted, listed, per_cent
from analysis.report.press import Element, Heading, Stack, Table, Text, escape
from analysis.report.view import View

_COLUMNS = (
    "Fagområde",
    "Avtaler",
    "Kostnad (1000 kr)",
    "Lokal drift (%)",
    "Flere har systemet (%)",
    "Avtalen ute innen 3 år",
    "Bruker kommunenummer",
)


def chapter(view: View) -> Stack:
    """The systems, what can be bought together, and what is moved in what is recommended."""
    if view.rows("applikasjoner").empty:
        return Stack(overview(view))
    if view.joint:
        return Stack(overview(view), overlap.chapter(view), windows.chapter(view), *_moves(view))
    return Stack(overview(view), windows.own(view), *_moves(view))


def _moves(view: View) -> tuple[Element | None, ...]:
    """What is moved, where the recommended alternative moves anything here."""
    moving = {plan.alternative for plan in view.moving_plans}
    if view.recommendation.alternative not in moving:
        return ()
    if view.joint:
        return (conversion.chapter(view),)
    return own_overlap.with_each(view), own_moves.chapter(view)


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
    several = len(view.codes) > 1
    if view.joint:
        systems = rows["system"].nunique()
        common = rows.loc[rows["felles"], "system"].nunique()
        if several and common:
            return (
                f"{numbers.whole(common)} av {numbers.whole(systems)} fagsystemer finnes i flere "
                "kommuner"
            )
        return f"Kommunene har {counted(systems, 'fagsystem', 'fagsystemer', 'n')}"
    share = float(view.today["felles_andel"][view.code])
    whose = f"{view.name} har {counted(rows['system'].nunique(), 'fagsystem', 'fagsystemer', 'n')}"
    if np.isnan(share) or not several:
        return whose
    which = "andre også har" if share >= thresholds.MOST_OF_COST else "ingen andre har"
    return f"{whose}, og de fleste pengene går til systemer {which}"


def _text(view: View) -> str:
    rows = view.applications
    cost = rows["årskostnad"].sum(skipna=False)
    whose = "Kommunene" if view.joint else view.md_name
    sentences = []
    if not np.isnan(cost):
        amount = numbers.about_kroner(cost)
        sentences.append(f"{whose} bruker {amount} i året på fagsystemene.")
    if len(view.codes) > 1 and cost > 0:
        share = rows.loc[rows["felles"], "årskostnad"].sum() / cost
        who = "minst to kommuner" if view.joint else "minst én annen kommune"
        sentences.append(f"Systemer som {who} har, står for {per_cent(share)} av kostnaden.")
    names = [] if view.joint else overlap.largest_common(view, 3)
    if len(names) > 1:
        sentences.append(f"De dyreste av dem er {listed([escape(name) for name in names])}.")
    sentences.append(contracts.sentence(view))
    if view.joint:
        sentences.append(_keyed(rows))
    else:
        sentences.append(own_overlap.nearest(view))
    return " ".join(filter(None, sentences))


def _keyed(rows: pd.DataFrame) -> str:
    keyed = rows[rows["kommunenummer_nøkkel"] == "ja"]
    if keyed.empty:
        return ""
    systems = capital(counted(keyed["system"].nunique(), "system", "systemer", "n"))
    return (
        f"{systems} i {counted(len(keyed), 'avtale', 'avtaler')} bruker kommunenummeret som nøkkel."
    )


def _area_table(view: View) -> Table:
    rows = view.applications
    cost = rows["årskostnad"]
    rows = rows.assign(
        lokalt=cost.where(rows["driftsform"] == "lokal", 0.0),
        felles=cost.where(rows["felles"], 0.0),
        ute=rows["ender"].isin([EXPIRED, *AHEAD]),
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
        note="Prosentene er andeler av kostnaden. Avtaler som alt er gått ut, er regnet med. "
        "Siste kolonne er antall avtaler.",
        highlight=len(frame) - 1,
    )


def _area_line(name: str, rows: pd.DataFrame) -> tuple[object, ...]:
    cost = rows["årskostnad"].sum(skipna=False)
    shares = [
        rows[part].sum(skipna=False) * 100.0 / cost if cost > 0 else np.nan
        for part in ("lokalt", "felles")
    ]
    return name, len(rows), cost, *shares, int(rows["ute"].sum()), int(rows["nøkkel"].sum())
