"""How far the next procurements have come, beside Kartverket's survey of merging municipalities."""

from __future__ import annotations

import pandas as pd

from analysis.model.systems.readiness import (
    IN_CONTROL,
    NOT_KNOWN,
    NOT_READY,
    SOME_CONTRACTS,
    SURVEY_ANSWERED,
    SURVEY_ANSWERS,
    SURVEY_AREAS,
)
from analysis.report.chapters.systems.published import KARTVERKET
from analysis.report.language.numbers import thousand, whole
from analysis.report.language.words import capital
from analysis.report.press import Heading, Stack, Table
from analysis.report.view import View

_BEHIND = ("anbud ute", "ikke startet")
# What fits in a cell; the note says what each means.
_SHORT = {
    IN_CONTROL: "kontroll",
    SOME_CONTRACTS: "noen",
    NOT_KNOWN: "ukjent",
    "": None,
}
# The survey's categories, and the status of one system that goes with each.
_ROWS = {
    IN_CONTROL: ("Kontroll (kontrakt)", ("kontrakt",)),
    SOME_CONTRACTS: ("Kontrakt for noen (forhandling)", ("forhandling",)),
    NOT_READY: ("Anbud ute eller ikke startet", _BEHIND),
    NOT_KNOWN: ("Ukjent eller ikke plassert", ("ukjent", "")),
}


def chapter(view: View) -> Stack:
    """Status by municipality and fagområde, and what the 41 that answered the survey said."""
    if view.dataset.applications.empty:
        return Stack()
    return Stack(Heading(_finding(view), 1), _table(view), beside_survey(view))


def beside_survey(view: View) -> Table | None:
    """Systems and municipalities in each category, beside the survey's municipalities.

    Returns
    -------
    Table or None
        None where nothing is listed in the survey's areas.
    """
    rows = _surveyed(view.rows("applikasjoner"))
    if rows.empty:
        return None
    here = view.systems.readiness["samlet"]
    rest = SURVEY_ANSWERED - sum(SURVEY_ANSWERS.values())
    survey = {**SURVEY_ANSWERS, NOT_KNOWN: rest}
    systems = "Avtaler" if view.joint else "Systemer"
    columns = [systems, "Kostnad (1000 kr)", "Kommunene her", "Nye kommuner (Kartverket)"]
    lines = {}
    for category, (name, statuses) in _ROWS.items():
        mine = rows[rows["anskaffelsesstatus"].isin(statuses)]
        cost = mine["årskostnad"].sum(skipna=False)
        municipalities = int((here == category).sum())
        lines[category] = [name, len(mine), cost, municipalities, survey[category]]
    frame = pd.DataFrame.from_dict(lines, orient="index", columns=["Neste anskaffelse", *columns])
    status = "" if view.joint else str(here[view.code])
    return Table(
        frame,
        "Neste anskaffelse, ved siden av kommunene som slo seg sammen i 2020",
        formats={
            systems: whole,
            columns[1]: thousand,
            columns[2]: whole,
            columns[3]: whole,
        },  # fmt: skip
        source=f"{view.cite(view.rows('applikasjoner')['source'])}; {KARTVERKET}",
        note=f"Ett system på anbud er nok til at en kommune står i tredje rad. {_compared()}",
        highlight=status or None,
        widths=[3.8, 2.0, 2.0, 2.0, 2.4],
    )


def _surveyed(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["fagområde"].isin(SURVEY_AREAS)]


def _behind(rows: pd.DataFrame) -> pd.DataFrame:
    """How many systems are behind, and how many there are, by municipality."""
    rows = _surveyed(rows).assign(igjen=lambda rows: rows["anskaffelsesstatus"].isin(_BEHIND))
    return pd.DataFrame(rows.groupby("kommunenummer")["igjen"].agg(igjen="sum", alle="size"))


def _finding(view: View) -> str:
    found = _behind(view.dataset.applications)
    share = (found["igjen"] / found["alle"]).sort_values(ascending=False)
    if len(share) == 1:
        return f"Hvor langt anskaffelsene i {view.names[str(share.index[0])]} er kommet"
    if share.empty or share.iloc[0] == share.iloc[1]:
        return "Hvor langt kommunene er kommet med neste anskaffelse"
    code = str(share.index[0])
    behind, every = (whole(found.at[code, name]) for name in ("igjen", "alle"))
    return (
        f"{view.names[code]} har lengst igjen: {behind} av {every} fagsystemer er ute på anbud "
        "eller ikke startet"
    )


def _table(view: View) -> Table:
    rows = view.dataset.applications
    found = view.systems.readiness
    cells = {
        capital(area): [
            _cell(status, rows[(rows["kommunenummer"] == code) & (rows["fagområde"] == area)])
            for code, status in found[area].items()
        ]
        for area in SURVEY_AREAS
    }
    names = [view.names[str(code)] for code in found.index]
    frame = pd.DataFrame({"Kommune": names, **cells}, index=found.index, dtype=object)
    return Table(
        frame,
        "Systemer der neste anskaffelse er ute på anbud eller ikke startet",
        source=view.cite(rows["source"]),
        note="2 av 9: to av ni systemer. Kontroll: kontrakt for alle, eller for alle unntatt ett "
        "som det forhandles om. Noen: forhandlinger om flere. Ukjent: status mangler for ett eller "
        "flere.",
        highlight=view.code or None,
    )


def _cell(status: object, rows: pd.DataFrame) -> str | None:
    if status != NOT_READY:
        return _SHORT[str(status)]
    return f"{rows['anskaffelsesstatus'].isin(_BEHIND).sum()} av {len(rows)}"


def _compared() -> str:
    placed = sum(SURVEY_ANSWERS.values())
    return (
        f"Kartverket plasserte {placed} av de {SURVEY_ANSWERED} som svarte. Tallene kan ikke "
        "sammenlignes direkte: de kommunene hadde en fast frist og ble spurt om utvalgte "
        "fagområder."
    )
