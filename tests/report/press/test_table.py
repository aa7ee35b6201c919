"""A table told by its columns is the table of the frame they make."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from analysis.report.language.numbers import signed
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
