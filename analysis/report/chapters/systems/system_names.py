"""Names that may be the same system, for the working group to decide on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from operator import itemgetter
from typing import Any

from analysis.report.language.numbers import MISSING, whole
from analysis.report.language.words import capital, counted, listed
from analysis.report.press import Column, Element, Stack, Table, Text, escape
from analysis.report.view import View

_LIMIT = 30


def to_decide(view: View) -> Element:
    """Show proposals, and how to decide on them in ``systemnavn.csv``."""
    found = view.systems.name_proposals(shielded=view.names_shielded)
    used = len(view.dataset.system_names)
    so_far = f"{capital(counted(used, 'rad', 'rader'))} i systemnavn.csv er brukt. " if used else ""
    types = Text(told) if (told := _like_types(view)) else None
    if found.empty:
        return Stack(Text(f"{so_far}Ingen andre navn er så like at de bør vurderes."), types)
    shown = found.head(_LIMIT)
    return Stack(
        Table.of(
            shown.to_dict("records"),
            [
                Column("Skrivemåte", itemgetter("skrivemåte")),
                Column("Kan være", itemgetter("system")),
                Column("Leverandør", itemgetter("leverandør")),
                Column("Systemtype", _types),
                Column("Likhet (0–100)", itemgetter("likhet"), whole),
                Column("Kommuner med skrivemåten", itemgetter("kommuner_skrivemåte"), whole),
                Column("Kommuner med det andre navnet", itemgetter("kommuner_system"), whole),
            ],
            "Navn som kan være samme system",
            source=view.cite(*shown["kilder"]),
            note=f"{whole(len(shown))} av {counted(len(found), 'forslag', 'forslag', 'n')}. "
            "Alle står i tables/navneforslag.csv.",
        ),
        Text(
            f"{so_far}Er det samme system, skriver dere en rad i systemnavn.csv: skrivemåten, "
            "navnet det skal ha, og eventuelt leverandøren. Er det to systemer, skriver dere hvert "
            "navn i begge kolonnene; da blir paret ikke foreslått igjen. Ingenting endres før dere "
            "har bestemt det. Har de to navnene ulik systemtype, må typen rettes i applikasjoner."
        ),
        types,
    )


def _types(row: Mapping[Hashable, Any]) -> str:
    """The type of the two, both where they differ; nothing known is missing."""
    found = dict.fromkeys(filter(None, (row["type_system"], row["type_skrivemåte"])))
    return capital(" / ".join(found)) or MISSING


def _like_types(view: View) -> str:
    """Systemtyper that may be one spelt in two ways, as Markdown; "" with none."""
    found = view.systems.type_proposals(shielded=view.names_shielded)
    pairs = [
        f"«{escape(row['ligner'])}» og «{escape(row['systemtype'])}»"
        for _, row in found.head(_LIMIT).iterrows()
    ]
    if not pairs:
        return ""
    return (
        "Disse systemtypene ligner så mye at de kan være den samme, skrevet på to måter: "
        f"{listed(pairs)}. Skriv i så fall samme systemtype i applikasjoner; ulike typer samles "
        "ikke."
    )
