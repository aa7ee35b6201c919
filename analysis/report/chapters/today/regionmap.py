"""The map of the study, where the analysis has borders."""

from __future__ import annotations

from analysis.report.press import Stack, municipality_map
from analysis.report.view import View


def participants(view: View) -> Stack:
    """The municipalities of the study on a map; empty where the analysis has no borders."""
    borders = view.dataset.borders
    return Stack(
        municipality_map(
            borders,
            view.names,
            own=view.code,
            title="Kommunene i utredningen",
            source=str((borders or {}).get("kilde", "")),
        )
    )
