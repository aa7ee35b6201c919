"""The map of who takes part, where the analysis has borders."""

from __future__ import annotations

from analysis.report.press import Element, Stack, participation_map
from analysis.report.view import View


def participants(view: View) -> Element:
    """The municipalities of the study on a map; empty where the analysis has no borders."""
    borders = view.dataset.borders
    return Stack(
        participation_map(
            borders,
            view.names,
            list(view.codes),
            own=view.code,
            title="Kommunene i utredningen",
            source=str((borders or {}).get("kilde", "")),
        )
    )
