from __future__ import annotations

import copy
import json
import math
from typing import Any

import pandas as pd
import pytest
from dataset.ssb.server import RECORDED, recorded
from pyjstat import pyjstat

from analysis.dataset.ssb.jsonstat import read_cube
from analysis.dataset.ssb.source_fault import SourceFault

TABLES = ("12134", "07459", "12362", "11918")


@pytest.mark.filterwarnings("ignore:Shouldn't use:DeprecationWarning")  # of its own function
@pytest.mark.parametrize("name", TABLES)
def test_gives_the_same_figures_as_an_independent_reader(name: str) -> None:
    text = (RECORDED / f"{name}.json").read_text(encoding="utf-8")
    expected = pyjstat.Dataset.read(text).write("dataframe", naming="id")
    found = read_cube(json.loads(text)).figures()
    ids = list(found.index.names)
    theirs = expected.set_index(ids)["value"].astype(float)
    pd.testing.assert_series_equal(found["value"], theirs, check_names=False)


def test_a_recorded_answer_is_read_whole() -> None:
    cube = read_cube(recorded("12134"))
    assert cube.label.startswith("12134: Utvalgte nøkkeltall")
    assert cube.updated.isoformat() == "2026-03-16T07:00:00+00:00"
    assert cube.roles["geo"] == ["KOKkommuneregion0000"]
    assert cube.figures()["value"].tolist() == [81240.0, 66605.0, 62853.0]


def test_codes_stand_in_the_order_of_their_index_and_not_of_the_text() -> None:
    cube = read_cube(recorded("07459-metadata"))
    assert list(cube.dimensions["Kjonn"].codes) == ["2", "1"]
    ages = list(cube.dimensions["Alder"].codes)
    assert ages[:2] == ["000", "001"] and ages[-1] == "105+"
    assert not cube.dimensions["Alder"].required and cube.dimensions["Tid"].required


def test_each_symbol_is_kept_with_its_empty_cell() -> None:
    answer = recorded("12134") | {"value": [None, 5, None], "status": {"0": ":", "2": ".."}}
    figures = read_cube(answer).figures()
    assert figures["status"].tolist() == [":", "", ".."]
    assert [math.isnan(value) for value in figures["value"]] == [True, False, True]


@pytest.mark.parametrize(
    "changed",
    [
        {"value": {"0": 81240, "2": 62853}},
        {"value": [81240, None, 62853], "status": ["", ".", ""]},
        {"value": [81240, None, 62853], "status": "."},
        {"value": [81240, None, 62853]},
    ],
)
def test_the_other_forms_of_the_standard_are_read(changed: dict[str, Any]) -> None:
    figures = read_cube(recorded("12134") | changed).figures()
    assert figures["value"].tolist()[::2] == [81240.0, 62853.0]
    assert math.isnan(figures["value"].iloc[1])


def test_a_single_category_may_lack_an_index_and_a_list_may_be_one() -> None:
    answer = copy.deepcopy(recorded("12134"))
    del answer["dimension"]["Tid"]["category"]["index"]
    region = answer["dimension"]["KOKkommuneregion0000"]["category"]
    region["index"] = list(region["index"])
    assert read_cube(answer).figures().equals(read_cube(recorded("12134")).figures())


@pytest.mark.parametrize(
    ("field", "changed"),
    [
        ("class", {"class": "error"}),
        ("size", {"size": [3, 1]}),
        ("dimension", {"size": [4, 1, 1]}),
        ("dimension", {"dimension": {}}),
        ("dimension", {"dimension": {"KOKkommuneregion0000": {"category": {"index": {"a": 3}}}}}),
        ("updated", {"updated": None}),
        ("updated", {"updated": "i går"}),
        ("role", {"role": []}),
    ],
)
def test_another_form_is_refused_with_the_field(field: str, changed: dict[str, Any]) -> None:
    with pytest.raises(SourceFault, match=rf"feltet «{field}»"):
        read_cube(recorded("12134") | changed)


@pytest.mark.parametrize("answer", [None, [], "", {}, 5])
def test_what_is_no_table_is_refused(answer: Any) -> None:
    with pytest.raises(SourceFault):
        read_cube(answer)


@pytest.mark.parametrize("values", [[1, 2], [1, 2, 3, 4], None, "123"])
def test_too_few_or_too_many_figures_are_refused(values: Any) -> None:
    with pytest.raises(SourceFault, match="ikke like mange tall"):
        read_cube(recorded("12134") | {"value": values}).figures()


@pytest.mark.parametrize("value", ["81 240", True, float("inf"), [1], 10**400, "x" * 10_000])
def test_what_is_no_figure_is_refused(value: Any) -> None:
    with pytest.raises(SourceFault, match="der det skulle stå et tall") as refused:
        read_cube(recorded("12134") | {"value": [value, 1, 2]}).figures()
    assert len(str(refused.value)) < 150


def test_nil_is_a_figure_and_no_other_symbol_is() -> None:
    symbols = ["-", "...", " - "]
    figures = read_cube(recorded("12134") | {"value": [None] * 3, "status": symbols}).figures()
    assert figures["status"].tolist() == ["-", "...", "-"]
    assert figures["value"].tolist()[::2] == [0.0, 0.0]
    assert math.isnan(figures["value"].iloc[1])


@pytest.mark.parametrize("status", [{"0": 5}, [[], {}, None]])
def test_a_symbol_that_is_no_text_is_none(status: Any) -> None:
    answer = recorded("12134") | {"value": [1, None, 2], "status": status}
    assert read_cube(answer).figures()["status"].tolist() == ["", "", ""]


def test_a_table_too_large_to_be_right_is_not_laid_out() -> None:
    answer = recorded("12134")
    many = {str(number): number for number in range(1500)}
    grown = {id: {"category": {"index": many}} for id in ("a", "b", "c")}
    huge = answer | {"id": list(grown), "size": [1500] * 3, "dimension": grown, "role": {}}
    with pytest.raises(SourceFault, match="for stort"):
        read_cube(huge).figures()
