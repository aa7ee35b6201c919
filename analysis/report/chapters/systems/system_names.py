"""Names that may be the same system, for the working group to decide on."""

from __future__ import annotations

import pandas as pd

from analysis.dataset.name_proposals import propose_system_names
from analysis.report.chapters.systems.overlap import nameable
from analysis.report.chapters.words import capital, counted
from analysis.report.elements import Element, Stack, Table, Text
from analysis.report.numbers import whole
from analysis.report.view import View

_LIMIT = 30


def proposals(view: View) -> pd.DataFrame:
    """All proposals that may be named here, as `name_proposals` gives them."""
    rows = view.dataset.applications
    names = view.dataset.system_names
    similarity = view.dataset.shared.name_similarity
    return propose_system_names(rows[nameable(view, rows)], names, similarity)


def to_decide(view: View) -> Element:
    """Show proposals, and how to decide on them in ``systemnavn.csv``."""
    found = proposals(view)
    used = len(view.dataset.system_names)
    so_far = f"{capital(counted(used, 'rad', 'rader'))} i systemnavn.csv er brukt. " if used else ""
    if found.empty:
        return Text(f"{so_far}Ingen andre navn er så like at de bør vurderes.")
    shown = found.head(_LIMIT)
    frame = pd.DataFrame(
        {
            "Skrivemåte": shown["skrivemåte"],
            "Kan være": shown["system"],
            "Leverandør": shown["leverandør"],
            "Fagområde": shown["fagområde"].map(capital),
            "Likhet (0–100)": shown["likhet"],
            "Kommuner med skrivemåten": shown["kommuner_skrivemåte"],
            "Kommuner med det andre navnet": shown["kommuner_system"],
        }
    )
    return Stack(
        Table(
            frame,
            "Navn som kan være samme system",
            formats=dict.fromkeys(frame.columns[4:], whole),
            source=view.cite(*shown["kilder"]),
            note=f"{whole(len(shown))} av {counted(len(found), 'forslag', 'forslag', 'n')}. "
            "Alle står i tables/navneforslag.csv.",
        ),
        Text(
            f"{so_far}Er det samme system, skriver dere en rad i systemnavn.csv: skrivemåten, "
            "navnet det skal ha, og eventuelt leverandøren. Er det to systemer, skriver dere hvert "
            "navn i begge kolonnene; da blir paret ikke foreslått igjen. Ingenting endres før dere "
            "har bestemt det."
        ),
    )
