"""The map of the municipalities."""

import numpy as np

from analysis.report.press.map import municipality_map

NAMES = {"0001": "Vestby", "0002": "Østby", "0003": "Øyene"}


def square(x: float, y: float, size: float = 1.0) -> list[list[float]]:
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(code: str, kind: str, coordinates: object) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {"kommunenummer": code},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


BORDERS = {
    "type": "FeatureCollection",
    "features": [
        feature("0001", "Polygon", [square(10, 60)]),
        feature("0002", "Polygon", [square(11, 60), square(11.4, 60.4, 0.2)]),
        feature("0003", "MultiPolygon", [[square(10, 59)], [square(11.2, 59.2, 0.3)]]),
        feature("9999", "Polygon", [square(0, 0)]),
    ],
}


def test_the_description_names_all_and_ours_is_told_apart() -> None:
    drawn = municipality_map(BORDERS, NAMES, own="0001", title="Tre")
    other = municipality_map(BORDERS, NAMES)
    assert drawn is not None
    assert other is not None
    assert drawn.alt == other.alt == "Kart over Vestby, Østby og Øyene."
    assert drawn.title == "Tre"
    assert drawn.svg != other.svg


def test_no_borders_no_map() -> None:
    assert municipality_map(None, NAMES) is None
    assert municipality_map({"features": []}, NAMES) is None
    assert municipality_map(BORDERS, {"1234": "Annetsteds"}) is None


def test_the_map_is_the_same_every_time_and_leaves_the_borders_alone() -> None:
    before = repr(BORDERS)
    one = municipality_map(BORDERS, NAMES)
    other = municipality_map(BORDERS, NAMES)
    assert one is not None
    assert other is not None
    assert one.svg == other.svg
    assert repr(BORDERS) == before


def test_a_tall_region_is_narrower_than_a_wide_one() -> None:
    tall = municipality_map(
        {"features": [feature("0001", "Polygon", [np.array(square(0, 60)) * [1, 1]])]},
        NAMES,
    )
    wide = municipality_map(
        {
            "features": [
                feature("0001", "Polygon", [square(0, 60)]),
                feature("0002", "Polygon", [square(9, 60)]),
            ]
        },
        NAMES,
    )
    assert tall is not None
    assert wide is not None
    assert tall.width < wide.width == 100


def test_odd_signs_in_a_name_do_not_stop_the_map() -> None:
    names = {**NAMES, "0001": "Vest\r\nby\x00 漢"}
    drawn = municipality_map(BORDERS, names)
    assert drawn is not None
    assert drawn.alt.startswith("Kart over Vest by 漢")
