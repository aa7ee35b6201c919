"""A map of the municipalities, drawn from the analysis' own borders."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.patheffects import withStroke

from analysis.dataset.notation import listed
from analysis.report.press import style
from analysis.report.press.figure import Figure
from analysis.report.press.markup import one_line

_HEIGHT_CM = 11.0
_GRID = 48

Ring = np.ndarray
Polygon = list[Ring]


def municipality_map(
    borders: Mapping[str, Any] | None,
    names: Mapping[str, str],
    *,
    own: str = "",
    title: str = "",
    source: str = "",
    height_cm: float = _HEIGHT_CM,
) -> Figure | None:
    """Draw the municipalities, each with its name.

    Parameters
    ----------
    borders : dict or None
        GeoJSON in degrees, features with the property ``kommunenummer``.
    names : mapping of kommunenummer to name
    own : str
        kommunenummer drawn dark.
    title, source : str
        As in `Figure`.
    height_cm : float

    Returns
    -------
    Figure or None
        None where there are no borders for any of the named municipalities.
    """
    names = {code: one_line(name) for code, name in names.items()}
    areas = _areas(borders, names)
    if not areas:
        return None
    width_share = _width_share(areas, height_cm)
    fig, axes = style.new_figure(height_cm, width=width_share)
    axes.set_axis_off()
    for code, polygons in areas.items():
        _draw_area(axes, polygons, dark=code == own)
    axes.autoscale_view()
    axes.set_aspect("equal", anchor="W")
    for code, polygons in areas.items():
        _draw_name(axes, polygons, names[code], dark=code == own)
    shown = listed([name for code, name in names.items() if code in areas])
    return Figure(fig, f"Kart over {shown}.", title, source, width_share)


def _areas(borders: Mapping[str, Any] | None, names: Mapping[str, str]) -> dict[str, list[Polygon]]:
    """Polygons per municipality, in a plane where a degree is equally long both ways."""
    found: dict[str, list[Polygon]] = {}
    for feature in (borders or {}).get("features", []):
        code = str((feature.get("properties") or {}).get("kommunenummer", ""))
        geometry = feature.get("geometry") or {}
        if code not in names:
            continue
        if geometry.get("type") == "Polygon":
            found.setdefault(code, []).append(_rings(geometry["coordinates"]))
        elif geometry.get("type") == "MultiPolygon":
            found.setdefault(code, []).extend(_rings(part) for part in geometry["coordinates"])
    latitudes = [ring[:, 1].mean() for parts in found.values() for part in parts for ring in part]
    squeeze = math.cos(math.radians(float(np.mean(latitudes)))) if latitudes else 1.0
    for polygons in found.values():
        for polygon in polygons:
            for ring in polygon:
                ring[:, 0] *= squeeze
    return found


def _rings(coordinates: Sequence[Sequence[Sequence[float]]]) -> Polygon:
    return [np.array([point[:2] for point in ring], dtype=float) for ring in coordinates]


def _width_share(areas: Mapping[str, list[Polygon]], height_cm: float) -> str:
    points = np.vstack([ring for parts in areas.values() for part in parts for ring in part])
    wide, high = points.max(axis=0) - points.min(axis=0)
    width_cm = height_cm * wide / high + 0.5 if high else style.FULL_WIDTH_CM
    return f"{min(100.0, max(35.0, 100 * width_cm / style.FULL_WIDTH_CM)):.1f}%"


def _path(polygon: Polygon) -> Path:
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in polygon))


def _draw_area(axes: Axes, polygons: list[Polygon], *, dark: bool) -> None:
    fill = style.OWN if dark else style.OTHERS
    for polygon in polygons:
        axes.add_patch(PathPatch(_path(polygon), facecolor=fill, edgecolor="white", linewidth=1.0))


def _draw_name(axes: Axes, polygons: list[Polygon], name: str, *, dark: bool) -> None:
    x, y = _roomiest_point(max(polygons, key=lambda polygon: np.ptp(polygon[0], axis=0).prod()))
    ink, halo = ("white", style.OWN) if dark else (style.INK, "white")
    effects = [withStroke(linewidth=2.2, foreground=halo)]
    axes.text(x, y, name, color=ink, ha="center", va="center", path_effects=effects)


def _roomiest_point(polygon: Polygon) -> tuple[float, float]:
    """Point inside a polygon that lies farthest from its border, on a grid."""
    border = np.vstack(polygon)
    low, high = border.min(axis=0), border.max(axis=0)
    across, up = (np.linspace(a, b, _GRID) for a, b in zip(low, high, strict=True))
    grid = np.stack(np.meshgrid(across, up), axis=-1).reshape(-1, 2)
    inside = grid[_path(polygon).contains_points(grid)]
    if not len(inside):
        middle = border.mean(axis=0)
        return float(middle[0]), float(middle[1])
    distance = np.linalg.norm(inside[:, None, :] - border[None, :, :], axis=2).min(axis=1)
    best = inside[int(distance.argmax())]
    return float(best[0]), float(best[1])
