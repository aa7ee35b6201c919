"""When the municipalities could buy together, what waiting costs, and who must prolong."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from operator import itemgetter
from typing import Any

import pandas as pd

from analysis.model.systems.windows import by_year as opening_by_year
from analysis.report.chapters.systems import contract_ends, window_text
from analysis.report.chapters.systems.window_rules import (
    at_least,
    left_out,
    planned,
    planned_years,
    several,
)
from analysis.report.language import numbers
from analysis.report.language.numbers import thousand, whole
from analysis.report.language.words import capital, count, counted, listed
from analysis.report.press import Column, Heading, Stack, Table, Text
from analysis.report.view import View

_TOP = 8
_TOP_OF_OUR_OWN = 5
_WAITING = "Å vente koster (1000 kr i året)"
_UNKNOWN = "Minst: én eller flere avtaler mangler kostnad."


def chapter(view: View) -> Stack:
    """When contracts end, and the years in which enough municipalities could buy together."""
    if view.dataset.applications.empty:
        return Stack()
    told = window_text.text(view)
    return Stack(
        Heading(window_text.finding(view), 1),
        contract_ends.ends_figure(view),
        Text(told) if told else None,
        largest(view),
    )


def largest(view: View, limit: int = _TOP) -> Table | None:
    """The windows with most cost in the years of the økonomiplan, by year."""
    every = planned(view)
    soon = view.nameable(every)
    if soon.empty:
        return None
    chosen = soon.nlargest(limit, "kostnad").sort_values(["år", "kostnad"], ascending=[True, False])
    return Table.of(
        chosen.to_dict("records"),
        [
            Column("År", lambda row: str(row["år"]), width=1.0),
            Column("Hva", lambda row: capital(row["gruppe"]), width=3.7),
            Column("Kommuner da", lambda row: len(row["koder"]), whole, 1.6),
            Column("Til slutt", _all_in, width=1.7),
            Column("Kostnad (1000 kr)", at_least("kostnad"), thousand, 1.7),
            Column("Ute før (avtaler)", itemgetter("forlenges"), whole, 2.0),
            Column(_WAITING, at_least("venter", view.price_cut), thousand, 2.1),
        ],
        "De største innkjøpene kommunene kan gå sammen om",
        source=_source(view),
        note=_note(view, soon, chosen, len(every) - len(soon)),
    )


def _note(view: View, soon: pd.DataFrame, chosen: pd.DataFrame, shielded: int) -> str:
    first, last = max(planned_years(view)[0], view.systems.rules.earliest), planned_years(view)[-1]
    rest = soon.drop(chosen.index)
    larger = int((rest["ukjent_kostnad"] > 0).sum())
    told = [f"{whole(len(chosen))} av {whole(len(soon) + shielded)} innkjøp i {first}–{last}."]
    if shielded:
        told.append(f"{capital(count(shielded, 'n'))} av dem gjelder skjermede systemer.")
    if not view.names_shielded:
        told.append("Skjermede systemer er utelatt.")
    if (chosen["ukjent_kostnad"] > 0).any():
        told.append(_UNKNOWN)
    if larger:
        told.append(
            f"{capital(counted(larger, 'innkjøp', 'innkjøp', 'n'))} som ikke vises, har avtaler "
            "uten kostnad og kan være større."
        )
    return " ".join([*told, *left_out(view)])


def _all_in(row: Mapping[Hashable, Any]) -> str | None:
    """How many can be in at last, and from when; nothing where all are in from the start."""
    return f"{row['alle']} i {row['alle_år']}" if row["alle"] > len(row["koder"]) else None


def _source(view: View) -> str:
    systems = view.systems
    return view.cite(systems.applications["source"], systems.price_source, systems.time_source)


def everything(view: View) -> Table | None:
    """All windows with names: who can buy, who must prolong, and who can join later."""
    found = view.nameable(view.systems.windows)
    if found.empty:
        return None
    return Table.of(
        found.to_dict("records"),
        [
            Column("År", lambda row: str(row["år"]), width=0.9),
            Column("Hva", lambda row: capital(row["gruppe"]), width=2.6),
            Column("Kan kjøpe sammen", lambda row: _names(view, row["koder"]), width=3.0),
            Column("Ute før", lambda row: _names(view, row["forlenges_koder"]), width=2.2),
            Column("Senere", lambda row: _later(view, row), width=2.6),
            Column("Kjøper alene nå", lambda row: _names(view, row["underveis_koder"]), width=1.9),
            Column(_WAITING, at_least("venter", view.price_cut), thousand, 1.7),
        ],
        f"Alle innkjøp {several(view)} kan gå sammen om",
        source=_source(view),
        note=" ".join(
            [
                "Å vente koster den lavere prisen de som er ledige, går glipp av. Kjøper alene nå: "
                "anbud er ute, eller det forhandles.",
                *left_out(view),
            ]
        ),
    )


def _names(view: View, codes: tuple[str, ...]) -> str | None:
    return listed([view.names[code] for code in codes]) or None


def _later(view: View, window: Mapping[Hashable, Any]) -> str | None:
    """Who is bound beyond the window and not in it with another contract, and until when."""
    rows = view.systems.buyers
    rows = rows[(rows["gruppe"] == window["gruppe"]) & rows["kommunenummer"].isin(
        set(window["senere_koder"]) - set(window["koder"])
    ) & ~rows["underveis"]]  # fmt: skip
    years = rows.groupby("kommunenummer")["åpen"].min().sort_values(kind="stable")
    return listed([f"{view.names[str(code)]} ({year})" for code, year in years.items()]) or None


def by_year(view: View) -> Table | None:
    """Year by year: how many purchases open, what must be prolonged and what waiting costs."""
    found = view.systems.windows
    if found.empty:
        return None
    years = opening_by_year(found)
    return Table.of(
        years.reset_index().to_dict("records"),
        [
            Column("År", lambda row: str(row["år"])),
            Column("Innkjøp", itemgetter("innkjøp"), whole),
            Column("Kostnad (1000 kr)", at_least("kostnad"), whole),
            Column("Ute før (avtaler)", itemgetter("forlenges"), whole),
            Column("Var gått ut (avtaler)", itemgetter("utgått"), whole),
            Column(_WAITING, at_least("venter", view.price_cut), whole),
            Column("Å kjøpe tidlig koster (1000 kr)", at_least("dobbelt"), whole),
        ],
        f"Årene da {several(view)} kan kjøpe sammen",
        source=_source(view),
        note="Å vente koster mest det siste året før innkjøpet; da venter alle som er ledige. "
        "Var gått ut: før vedtaket, så avtalen kan ikke forlenges.",
    )


def own(view: View) -> Table | None:
    """Our own contracts in the purchases that open in the years of the økonomiplan."""
    found = view.nameable(planned(view)).set_index("gruppe")
    mine = view.own(view.systems.buyers)
    mine = mine[mine["gruppe"].isin(found.index)]
    busy = int(mine["underveis"].sum())
    mine = mine[~mine["underveis"]]
    if mine.empty:
        return None
    first = mine.sort_values("kostnad", ascending=False, kind="stable").head(_TOP_OF_OUR_OWN)
    first = first.sort_values(["år", "kostnad"], ascending=[True, False], kind="stable")
    unpriced = mine["kostnad"].isna().sum()
    note = [f"{whole(len(first))} av {whole(len(mine))} avtaler."]
    if unpriced:
        note.append(f"{capital(counted(unpriced, 'avtale', 'avtaler'))} mangler kostnad.")
    if busy:
        note.append(
            f"{capital(counted(busy, 'avtale', 'avtaler'))} der anbud er ute eller det forhandles, "
            "er ikke med."
        )
    buyers = found["koder"].map(len)
    return Table.of(
        first.to_dict("records"),
        [
            Column("År", lambda row: str(row["år"]), width=0.9),
            Column("Hva", lambda row: capital(row["gruppe"]), width=3.0),
            Column("Vårt system", itemgetter("system"), width=2.8),
            Column(
                "Kommuner som kan kjøpe da",
                lambda row: int(buyers[row["gruppe"]]),
                whole,
                1.7,
            ),
            Column("Vår avtale", _term, width=2.4),
            Column("Det betyr", _meaning, width=3.0),
        ],
        f"De dyreste systemene {view.name} kan kjøpe sammen med andre",
        source=view.cite(view.dataset.applications["source"], view.systems.time_source),
        note=" ".join(note),
    )


def _term(row: Mapping[Hashable, Any]) -> str:
    option = f", opsjon {row['til']}" if row["til"] > row["slutt"] else ""
    return f"til {row['slutt']}{option}"


def _meaning(row: Mapping[Hashable, Any]) -> str:
    if not row["med"]:
        return f"kan slutte seg til i {row['åpen']}"
    if row["utgått"]:
        return "gått ut, kan ikke forlenges"
    months = int(row["måneder"])
    if not months:
        return "er klar"
    return f"er ute {numbers.whole(months)} {'måned' if months == 1 else 'måneder'} før"
