"""Whether the areas of a map can be drawn."""

from __future__ import annotations

from typing import Any, TypeGuard

_FEWEST_POINTS = 4  # a ring ends where it starts, so a triangle has four


def geometry_trouble(geometry: dict[str, Any]) -> str:
    """Return what is wrong with a Polygon or MultiPolygon, or an empty text.

    Parameters
    ----------
    geometry : dict
        A GeoJSON geometry with coordinates in degrees, longitude first.
    """
    shape = geometry.get("coordinates")
    polygons = shape if geometry["type"] == "MultiPolygon" else [shape]
    if not _is_filled_list(polygons):
        return "har ingen koordinater"
    for polygon in polygons:
        if not _is_filled_list(polygon):
            return "har ingen koordinater"
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < _FEWEST_POINTS:
                return f"har en grenselinje med færre enn {_FEWEST_POINTS} punkter"
            if not all(_is_position(point) for point in ring):
                return (
                    "har et punkt som ikke er lengdegrad (−180 til 180) og breddegrad (−90 til 90)"
                )
    return ""


def _is_filled_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list) and bool(value)


def _is_position(point: object) -> bool:
    return (
        isinstance(point, list)
        and len(point) >= 2
        and all(isinstance(x, int | float) and not isinstance(x, bool) for x in point[:2])
        and abs(point[0]) <= 180  # also refuses NaN
        and abs(point[1]) <= 90
    )
