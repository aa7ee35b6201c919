"""The map of who takes part."""

import numpy as np

from analysis.report.press.map import participation_map

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


def test_the_description_tells_who_takes_part() -> None:
    drawn = participation_map(BORDERS, NAMES, {"0001", "0003"}, own="0001", title="To av tre")
    assert drawn is not None
    assert drawn.alt == "Kart over kommunene. Vestby og Øyene deltar. Østby deltar ikke."
    assert drawn.title == "To av tre"


def test_all_or_none_take_part() -> None:
    everyone = participation_map(BORDERS, NAMES, set(NAMES))
    nobody = participation_map(BORDERS, NAMES, set())
    assert everyone is not None
    assert nobody is not None
    assert everyone.alt == "Kart over kommunene. Vestby, Østby og Øyene deltar."
    assert nobody.alt == "Kart over kommunene. Vestby, Østby og Øyene deltar ikke."
    assert everyone.svg != nobody.svg


def test_no_borders_no_map() -> None:
    assert participation_map(None, NAMES, set(NAMES)) is None
    assert participation_map({"features": []}, NAMES, set(NAMES)) is None
    assert participation_map(BORDERS, {"1234": "Annetsteds"}, set()) is None


def test_the_map_is_the_same_every_time_and_leaves_the_borders_alone() -> None:
    before = repr(BORDERS)
    one = participation_map(BORDERS, NAMES, {"0002"})
    other = participation_map(BORDERS, NAMES, {"0002"})
    assert one is not None
    assert other is not None
    assert one.svg == other.svg
    assert repr(BORDERS) == before


def test_a_tall_region_is_narrower_than_a_wide_one() -> None:
    tall = participation_map(
        {"features": [feature("0001", "Polygon", [np.array(square(0, 60)) * [1, 1]])]},
        NAMES,
        {"0001"},
    )
    wide = participation_map(
        {
            "features": [
                feature("0001", "Polygon", [square(0, 60)]),
                feature("0002", "Polygon", [square(9, 60)]),
            ]
        },
        NAMES,
        {"0001"},
    )
    assert tall is not None
    assert wide is not None
    assert tall.width < wide.width == 100


def test_odd_signs_in_a_name_do_not_stop_the_map() -> None:
    names = {**NAMES, "0001": "Vest\r\nby\x00 漢"}
    drawn = participation_map(BORDERS, names, {"0001"})
    assert drawn is not None
    assert drawn.alt.startswith("Kart over kommunene. Vest by 漢 deltar.")
