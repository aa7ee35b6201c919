"""A csv file of which one row is changed."""

from __future__ import annotations

import csv
import io

from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.dataset.changing.csv_document import CsvDocument
from analysis.dataset.notation import guarded
from analysis.dataset.tables.mapping_tables import BUDGET

CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\r\n\0"), max_size=8)
ROWS = st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=6)


@st.composite
def files(draw: st.DrawFn) -> tuple[bytes, list[list[str]]]:
    """Return a file in some dialect, and the rows in it."""
    rows = [row for row in draw(ROWS) if any(cell.strip() for cell in row)]
    assume(rows)
    end = draw(st.sampled_from(["\n", "\r\n"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator=end, quoting=quoting)
    for row in [["a", "b", "c"], *rows]:
        writer.writerow(row)
        stream.write(end * draw(st.integers(0, 1)))
    text = stream.getvalue()
    if draw(st.booleans()):
        text = text.rstrip("\r\n")
    bom = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return bom + text.encode(), rows


def read(data: bytes) -> list[list[str]]:
    text = data.removeprefix(b"\xef\xbb\xbf").decode()
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=";")
    return [row for row in rows if any(cell.strip() for cell in row)]


def starts(data: bytes) -> list[int]:
    document = CsvDocument(data)
    return [line for record, line in document.lines() if any(f.strip() for f in record.fields)][1:]


@given(files())
def test_nothing_changed_is_nothing_changed(file: tuple[bytes, list[list[str]]]) -> None:
    data, rows = file
    document = CsvDocument(data)
    assert document.encode() == data
    assert read(data)[1:] == rows
    assert len(starts(data)) == len(rows)


@given(files(), st.data(), CELLS)
def test_changing_a_row_leaves_the_others_byte_for_byte(
    file: tuple[bytes, list[list[str]]], data: st.DataObject, text: str
) -> None:
    before, rows = file
    chosen = data.draw(st.integers(0, len(rows) - 1))
    document = CsvDocument(before)
    document.change(starts(before)[chosen], {"B": text})
    after = document.encode()
    changed = [*rows]
    changed[chosen] = [rows[chosen][0], guarded(text), rows[chosen][2]]
    assert read(after)[1:] == [row for row in changed if any(cell.strip() for cell in row)]
    # What stands before and after the row is in the new file as it was.
    lines = before.splitlines(keepends=True)
    at = starts(before)[chosen]
    assert after.startswith(b"".join(lines[: at - 1]))
    assert after.endswith(b"".join(lines[at:]))


@given(files(), st.data(), st.lists(CELLS, min_size=3, max_size=3))
def test_a_row_inserted_and_removed(
    file: tuple[bytes, list[list[str]]], data: st.DataObject, new: list[str]
) -> None:
    assume(any(cell.strip() for cell in new))
    before, rows = file
    chosen = data.draw(st.none() | st.integers(0, len(rows) - 1))
    document = CsvDocument(before)
    lines = starts(before)
    cells = dict(zip("abc", new, strict=True))
    document.insert(cells, after=None if chosen is None else lines[chosen])
    position = len(rows) if chosen is None else chosen + 1
    new = [guarded(text) for text in new]
    assert read(document.encode())[1:] == [*rows[:position], new, *rows[position:]]
    document.remove(lines[0])
    expected = [*rows[:position], new, *rows[position:]]
    del expected[0]
    assert read(document.encode())[1:] == expected


def test_rows_inserted_at_one_place_keep_their_order() -> None:
    document = CsvDocument(b"a;b\n1;x\n2;y")
    for text in "pq":
        document.insert({"a": "1", "b": text}, after=2)
        document.insert({"a": "2", "b": text}, after=None)
    assert document.encode() == b"a;b\n1;x\n1;p\n1;q\n2;y\n2;p\n2;q\n"


def test_a_new_file_opens_in_norwegian_excel() -> None:
    headings = ";".join(column.name for column in BUDGET.columns)
    assert CsvDocument.new(BUDGET).encode() == f"\ufeff{headings}\n".encode()


def test_a_column_is_added_without_touching_the_rows() -> None:
    document = CsvDocument("sep=;\r\n a ;B\r\n1;\u00e5\r\n2;y\r\n".encode("cp1252"))
    assert not document.has_column("C")
    document.add_column("c")
    document.change(3, {"C": "z"})
    assert document.encode() == "sep=;\r\n a ;B;c\r\n1;å;z\r\n2;y\r\n".encode("cp1252")


def test_lines_are_counted_as_the_reader_counts_them() -> None:
    document = CsvDocument(b'a;b\n"1\n2";x\n\n3;y\n')
    assert [line for record, line in document.lines() if record.fields] == [1, 2, 5]
    document.insert({"a": "n"}, after=2)
    assert [line for record, line in document.lines() if record.fields] == [1, 2, 4, 6]
