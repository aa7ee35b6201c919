from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset.changing.cell_edit import edit_cells
from analysis.dataset.notation import guarded

PLAIN = "kommunenummer;navn;innbyggere;kilde\n3305;Ringerike;31011;SSB\n3310;Hole;6859;SSB\n"


def test_one_cell_is_changed_and_nothing_else() -> None:
    edited = edit_cells(PLAIN.encode(), {(3, "innbyggere"): "7205"})
    assert edited == PLAIN.replace("6859", "7205").encode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_line_ends_spaces_and_quotes_stay(encoding: str, end: str) -> None:
    text = (
        'sep=;\n\n "kommunenummer" ; Navn;innbyggere;  kilde\n'
        '3314;"Øvre ""Eiker""; kommune\nog mer";  20 044 ;laget\n'
        "3310;Hole;;"
    ).replace("\n", end)
    edits = {(4, "innbyggere"): "20965", (4, "kilde"): "SSB; 2026", (6, "Innbyggere"): "7205"}
    edited = edit_cells(text.encode(encoding), edits).decode(encoding)
    expected = text.replace("  20 044 ", "20965").replace("laget", '"SSB; 2026"')
    assert edited == expected.replace("Hole;;", "Hole;7205;")


def test_a_cell_that_is_not_there_is_no_silent_miss() -> None:
    for edit in [(9, "innbyggere"), (2, "folketall")]:
        with pytest.raises(KeyError):
            edit_cells(PLAIN.encode(), {edit: "1"})


cells = st.text(st.sampled_from('aæ1 ;"\n,.–=@-'), max_size=6)
# The csv writer quotes a lone empty field, and a blank line is no row.
rows = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=6)


@given(rows=rows, new=cells, data=st.data())
def test_reading_back_gives_the_rows_with_that_cell_changed(
    rows: list[list[str]], new: str, data: st.DataObject
) -> None:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow(["a", "b", "c"])
    lines = []
    for row in rows:
        lines.append(stream.getvalue().count("\n") + 1)
        writer.writerow(row)
    number = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, 2))
    edited = edit_cells(stream.getvalue().encode(), {(lines[number], "abc"[column]): new})
    found = list(csv.reader(io.StringIO(edited.decode(), newline=""), delimiter=";"))
    rows[number][column] = guarded(new)
    assert found[1:] == rows
