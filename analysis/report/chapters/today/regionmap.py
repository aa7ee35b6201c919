"""The map of who takes part, where the analysis has borders."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analysis.report.language.words import listed
from analysis.report.press import Element, Stack, participation_map
from analysis.report.view import View


def participants(view: View, alternative: str | None = None) -> Element:
    """Show the municipalities, and who is outside an alternative by its mandate.

    Parameters
    ----------
    view : View
    alternative : str, optional
        Its participants; all municipalities of the study if not given.

    Returns
    -------
    Element
        Empty where the analysis has no map.
    """
    borders = view.dataset.borders
    inside = list(view.codes) if alternative is None else view.participants(alternative)
    credit = _credit(borders)
    rows = view.dataset.mandate
    if alternative is not None:
        rows = rows[(rows["alternativ"] == alternative) & (rows["tillatt"] == "nei")]
        credit = "; ".join(filter(None, [credit, view.cite(rows["source"])]))
    drawn = participation_map(
        borders,
        view.names,
        inside,
        own=view.code,
        title=_title(view, alternative),
        source=credit,
    )
    return Stack(drawn)


def _title(view: View, alternative: str | None) -> str:
    if alternative is None:
        return "Kommunene i utredningen"
    if outside := view.outside(alternative):
        return f"Utenfor mandatet i alternativ {alternative}: {listed(outside)}"
    return f"Alle kommunene kan være med i alternativ {alternative}"


def _credit(borders: Mapping[str, Any] | None) -> str:
    """Who made the map, in the map's own words."""
    return str((borders or {}).get("kilde", ""))
