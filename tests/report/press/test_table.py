"""A table told by its columns is the table of the frame they make."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report.language.numbers import decimal, signed
from analysis.report.press import Column, Table


@dataclass(frozen=True)
class Town:
    name: str
    people: float
    change: float | None


TOWNS = {"9901": Town("Lillevik", 1234, -2.5), "9902": Town("Ås", np.nan, None)}
COLUMNS = [
    Column[Town]("Kommune", lambda town: town.name),
    Column[Town]("Innbyggere", lambda town: town.people),
    Column[Town]("Endring (1000 kr)", lambda town: town.change, lambda value: signed(value, 1)),
]


def test_each_cell_is_what_its_column_takes_from_the_row():
    told = Table.of(TOWNS, COLUMNS, "To kommuner", highlight="9902").payload()
    assert [column["name"] for column in told["columns"]] == [
        "Kommune", "Innbyggere", "Endring (1000\u00a0kr)",
    ]  # fmt: skip
    assert told["rows"] == [["Lillevik", "1\u00a0234,0", "−2,5"], ["Ås", "mangler", "–"]]
    assert told["highlight"] == 1
    assert [column["right"] for column in told["columns"]] == [False, True, True]


def test_rows_without_names_are_told_in_order():
    rows = [Town("B", 1, 0.0), Town("A", 2, 0.0)]
    made = Table.of(rows, COLUMNS[:2], "Rader").payload()
    frame = pd.DataFrame({"Kommune": ["B", "A"], "Innbyggere": [1, 2]})
    assert made == Table(frame, "Rader").payload()


def test_no_rows_is_a_table_with_headings():
    assert Table.of([], COLUMNS, "Ingen").payload()["rows"] == []


@pytest.mark.parametrize(
    ("columns", "fault"),
    [
        ([COLUMNS[0], COLUMNS[0]], "to kolonner med samme navn"),
        ([COLUMNS[0], Column[Town]("A", lambda town: 1, width=2.0)], "én bredde for hver kolonne"),
    ],
)
def test_columns_that_do_not_fit_are_refused(columns, fault):
    with pytest.raises(ValueError, match=fault):
        Table.of(TOWNS, columns, "Feil")


def test_the_frame_has_numbers_where_there_are_numbers():
    made = Table.of(TOWNS, COLUMNS, "To kommuner").frame
    assert made["Kommune"].tolist() == ["Lillevik", "Ås"]
    assert [made[name].dtype.kind for name in ("Innbyggere", "Endring (1000 kr)")] == ["f", "f"]
    assert made["Endring (1000 kr)"].iloc[0] == -2.5  # as reckoned, not as rounded
    assert made.iloc[1, 1:].isna().all()
    assert list(made.index) == ["9901", "9902"]


def test_printed_numbers_are_numbers_in_the_frame_a_column_for_each():
    frame = pd.DataFrame(
        {
            "Alternativ": ["1", "3"],
            "Betaler (tjener)": ["1\u00a0860 (−523)", "mangler"],
            "Spenn": ["−110 til +316", "12,5"],
            "Av 100 (antall)": ["57", "83\u00a0%"],
            "Antall": [3, 4],
            "Ord": ["12 måneder", "−"],
        }
    )
    found = Table(frame, "Tall i tekst").frame
    assert {name: found[name].tolist() for name in ("Alternativ", "Antall", "Ord")} == {
        "Alternativ": ["1", "3"], "Antall": [3, 4], "Ord": ["12 måneder", "−"],
    }  # fmt: skip
    np.testing.assert_array_equal(found["Betaler (tjener)"], [1860, np.nan])
    np.testing.assert_array_equal(found["Betaler (tjener) (2)"], [-523, np.nan])
    np.testing.assert_array_equal(found["Spenn"], [-110, 12.5])
    np.testing.assert_array_equal(found["Spenn (2)"], [316, np.nan])
    np.testing.assert_array_equal(found["Av 100 (antall)"], [57, 83])
    assert found["Antall"].dtype.kind == "i"


def test_what_somebody_does_with_the_frame_does_not_change_the_table():
    table = Table(pd.DataFrame({"A": ["x"], "B": [1.0]}), "Tabell")
    before, taken = table.payload(), table.frame
    taken.loc[0] = ["y", 2.0]
    assert table.payload() == before and table.frame["B"].tolist() == [1.0]


@given(st.lists(st.floats(-1e9, 1e9) | st.none() | st.just(float("nan")), min_size=1))
def test_a_column_of_numbers_is_those_numbers(values):
    frame = pd.DataFrame({"Tall": pd.Series([*values, 1.0], dtype=object)})
    found = Table(frame, "Tall", formats={"Tall": signed}).frame["Tall"]
    np.testing.assert_array_equal(found, [np.nan if v is None else v for v in [*values, 1.0]])


@given(
    st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=2),
    st.sampled_from(["{} til {}", "{} ({})", "{} ± {}"]),
)
def test_two_numbers_as_the_reports_write_them_are_read_back(ends, written):
    text = written.format(*(decimal(end, 2) for end in ends))
    found = Table(pd.DataFrame({"To tall": [text]}), "Tall").frame
    assert found.iloc[0].tolist() == pytest.approx([round(end, 2) for end in ends], abs=0.011)
