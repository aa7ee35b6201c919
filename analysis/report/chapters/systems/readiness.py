"""How far the next procurements have come, beside Kartverket's survey of merging municipalities."""

from __future__ import annotations

import pandas as pd

from analysis.model import readiness as model
from analysis.report.chapters.words import capital, count, counted, listed
from analysis.report.elements import Heading, Stack, Table, Text
from analysis.report.view import View

_SURVEY = "Kartverket 2018–2019, undersøkelse om IKT-anskaffelser i de 43 nye kommunene"
# What fits in a cell; the note says what each means.
_SHORT = {
    model.IN_CONTROL: "kontroll",
    model.SOME_CONTRACTS: "noen",
    model.NOT_READY: "ikke i mål",
    model.NOT_KNOWN: "ukjent",
    "": None,
}


def chapter(view: View) -> Stack:
    """Status by municipality and fagområde, and what the 41 that answered the survey said."""
    rows = view.dataset.applications
    if rows.empty:
        return Stack()
    found = model.by_area(rows, view.codes)
    return Stack(Heading(_finding(view, found), 1), _table(view, found), Text(_text(found)))


def sentence(view: View) -> str:
    """Say for one municipality how many of the survey's areas are in control; "" with none."""
    own = model.by_area(view.rows("applications"), [view.code])
    statuses = {area: str(own.at[view.code, area]) for area in model.SURVEY_AREAS}
    known = {area: status for area, status in statuses.items() if status}
    if not known:
        return ""
    ready = list(known.values()).count(model.IN_CONTROL)
    behind = [area for area, status in known.items() if status == model.NOT_READY]
    text = (
        f"Neste anskaffelse er under kontroll i {count(ready, 'n')} av "
        f"{counted(len(known), 'fagområde', 'fagområder', 'n')}"
    )
    return f"{text}; i {listed(behind)} er anbud ute eller ikke startet." if behind else f"{text}."


def _finding(view: View, found: pd.DataFrame) -> str:
    known = found[found["samlet"] != ""]
    ready = int((known["samlet"] == model.IN_CONTROL).sum())
    of = counted(len(known), "kommune", "kommuner")
    if len(known) == 1:
        return f"Hvor langt anskaffelsene i {view.names[str(known.index[0])]} er kommet"
    if ready == 0:
        return f"Ingen av {of} har kontroll på anskaffelsen av alle fagsystemene"
    return f"{capital(count(ready))} av {of} har kontroll på anskaffelsen av alle fagsystemene"


def _table(view: View, found: pd.DataFrame) -> Table:
    cells = {capital(area): [_SHORT[s] for s in found[area]] for area in model.SURVEY_AREAS}
    names = [view.names[str(code)] for code in found.index]
    frame = pd.DataFrame({"Kommune": names, **cells}, index=found.index, dtype=object)
    return Table(
        frame,
        "Neste anskaffelse, etter kommune og fagområde",
        source=view.cite(view.dataset.applications["source"]),
        note="Kontroll: kontrakt for alle systemene, eller for alle unntatt ett som det "
        "forhandles om. Noen: forhandlinger om flere. Ikke i mål: minst ett system der anbud er "
        "ute eller arbeidet ikke er startet. Ukjent: status mangler for minst ett system.",
        highlight=view.code or None,
    )


def _text(found: pd.DataFrame) -> str:
    told = found["samlet"].value_counts()
    control, some, behind = (int(told.get(name, 0)) for name in model.CATEGORIES)
    unknown = int(told.get(model.NOT_KNOWN, 0))
    answers = model.SURVEY_ANSWERS
    rest = model.SURVEY_ANSWERED - sum(answers.values())
    return (
        f"Under ett har {control} av kommunene kontroll, {some} har kontrakt for noen, og {behind} "
        f"er ikke i mål{f'; {unknown} er ukjent' if unknown else ''}. Kartverket brukte de samme "
        f"kategoriene om de {model.SURVEY_ASKED} nye kommunene: av {model.SURVEY_ANSWERED} som "
        f"svarte, hadde {answers[model.IN_CONTROL]} kontroll, {answers[model.SOME_CONTRACTS]} "
        f"kontrakt for noen, og {answers[model.NOT_READY]} var ikke i mål; de {rest} andre er ikke "
        f"plassert ({_SURVEY}). Tallene kan ikke sammenlignes direkte. Kommunene den gangen skulle "
        "slå seg sammen på en fast dato og ble spurt om utvalgte fagområder, mens listen her har "
        "alle systemene."
    )
