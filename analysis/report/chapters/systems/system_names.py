"""Names and types that may be the same, for the working group to decide on."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from operator import itemgetter
from typing import Any

from analysis.report.language.numbers import MISSING, whole
from analysis.report.language.words import capital
from analysis.report.press import Column, Table
from analysis.report.view import View

_LIMIT = 30


def to_decide(view: View) -> Table | None:
    """Pairs of names that may be one system, to be decided on in ``systemnavn.csv``."""
    found = view.systems.name_proposals(shielded=view.names_shielded)
    if found.empty:
        return None
    shown = found.head(_LIMIT)
    return Table.of(
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
        note=f"{whole(len(shown))} av {whole(len(found))} forslag; alle står i "
        "tables/navneforslag.csv.",
    )


def _types(row: Mapping[Hashable, Any]) -> str:
    """The type of the two, both where they differ; nothing known is missing."""
    found = dict.fromkeys(filter(None, (row["type_system"], row["type_skrivemåte"])))
    return capital(" / ".join(found)) or MISSING


def like_types(view: View) -> Table | None:
    """Systemtyper that may be one spelt in two ways."""
    found = view.systems.type_proposals(shielded=view.names_shielded)
    if found.empty:
        return None
    return Table.of(
        found.head(_LIMIT).to_dict("records"),
        [
            Column("Systemtype", itemgetter("ligner")),
            Column("Kan være", itemgetter("systemtype")),
        ],
        "Systemtyper som kan være den samme",
        source=view.cite(view.dataset.applications["source"]),
    )
