"""Files that are no form, or that cannot be read as one."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from dataset.analysis_folder import Analysis
from dataset.forms.filling import NAME, edit, form, take_in, told

from analysis.dataset.forms.receiving.open_file import open_form
from analysis.dataset.reading import NotReadable

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def archive(**parts: bytes | str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return stream.getvalue()


STRICT = '<workbook xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"/>'
FILES = {
    "nothing": (b"", "Filen er tom. Be om å få skjemaet sendt på nytt"),
    "blank": (b"  \n", "Filen er tom."),
    "xls": (OLE, "Filen er lagret i det gamle Excel-formatet (.xls). Lagre den på nytt"),
    "password": (
        OLE + "EncryptedPackage".encode("utf-16-le"),
        "Filen er beskyttet med passord. Ta bort passordet i Excel. Lagre den på nytt",
    ),
    "ods": (
        archive(mimetype=b"application/vnd.oasis.opendocument.spreadsheet", content_xml="<x/>"),
        "Filen er lagret som OpenDocument (.ods). Lagre den på nytt",
    ),
    "xlsb": (
        archive(**{"xl__workbook.bin": b"\0"}),
        "Filen er lagret i Excels binære format (.xlsb). Lagre den på nytt",
    ),
    "strict": (archive(xl__workbook_xml=STRICT), "Filen er lagret som «Strict Open XML»."),
    "docx": (archive(word__document_xml="<x/>"), "Filen er ikke en lesbar Excel-fil."),
    "damaged": (archive(xl__workbook_xml="<workbook"), "Filen er ikke en lesbar Excel-fil."),
    "cut off": (b"PK\x03\x04 and no more", "Filen er ikke en lesbar Excel-fil."),
    "csv": (b"kommunenummer;navn\n1101;Eigersund\n", "Filen er ikke en lesbar Excel-fil."),
}


@pytest.mark.parametrize("kind", FILES)
def test_what_is_no_workbook_is_told_for_what_it_is(analysis: Analysis, kind: str) -> None:
    data, said = FILES[kind]
    path = analysis.folder / NAME
    path.write_bytes(data)
    errors = told(take_in(analysis, path), "feil")
    assert len(errors) == 1
    assert errors[0].startswith(f"eigersund.xlsx: {said}")
    assert ".xlsx" in errors[0]


@pytest.mark.thorough
def test_a_file_that_unfolds_without_end_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", "x")
        made.writestr("xl/worksheets/sheet1.xml", bytes(200_000_001))
    with pytest.raises(NotReadable, match="uvanlig stor"):
        open_form(path)


def test_a_form_cut_short_on_the_way_is_refused(analysis: Analysis) -> None:
    path = form(analysis)
    whole = path.read_bytes()
    for size in range(1, len(whole), len(whole) // 12):
        path.write_bytes(whole[:size])
        assert len(told(take_in(analysis, path), "feil")) == 1


def test_another_workbook_is_no_form(analysis: Analysis) -> None:
    path = analysis.folder / "regneark.xlsx"
    openpyxl.Workbook().save(path)
    assert told(take_in(analysis, path), "feil") == [
        "regneark.xlsx Veiledning: Arket mangler, og da er det ikke kjent hvem skjemaet er fra. "
        "Lag et nytt skjema med ikt skjema, og kopier svarene dit"
    ]


def test_a_file_that_is_not_there(analysis: Analysis) -> None:
    missing = analysis.folder / "finnes-ikke.xlsx"
    assert told(take_in(analysis, missing, analysis.folder), "feil") == [
        "finnes-ikke.xlsx: Filen finnes ikke. Sjekk navnet og mappen",
        "x: Dette er en mappe uten skjemaer (.xlsx)",
    ]


@pytest.mark.parametrize("lock", ["~$eigersund.xlsx", ".~lock.eigersund.xlsx#"])
def test_a_form_that_is_open_in_another_program(analysis: Analysis, lock: str) -> None:
    path = form(analysis)
    mark = path.with_name(lock)
    mark.write_bytes(b"\x05Kari")
    plan = take_in(analysis, path, mark)
    assert not plan.wrong
    assert (
        "eigersund.xlsx: Skjemaet er åpent i Excel eller LibreOffice. Det som ikke er lagret, er "
        "ikke med"
    ) in told(plan, "advarsel")
    assert told(take_in(analysis, mark), "feil") == [
        f"inputs/x/skjema/{lock}: Ingen skjemaer (.xlsx) å ta inn. Oppgi filene, eller mappen de "
        "ligger i"
    ]


def test_files_with_the_same_name_are_told_apart(analysis: Analysis) -> None:
    path = form(analysis)
    other = analysis.folder / "andre" / path.name
    other.parent.mkdir()
    other.write_bytes(b"")
    assert told(take_in(analysis, path, other), "feil")[0].startswith(
        "inputs/x/andre/eigersund.xlsx: Filen er tom"
    )


def test_a_pipe_is_no_form(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "svar.xlsx")
    with pytest.raises(NotReadable, match="ikke en vanlig fil"):
        open_form(tmp_path / "svar.xlsx")


def test_a_hidden_sheet_is_read_and_told(analysis: Analysis) -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Budsjett"].sheet_state = "hidden"
        book["Budsjett"]["D8"] = 950

    plan = take_in(analysis, edit(form(analysis), hide))
    assert [change.key for change in plan.changes] == [("lønn",)]
    assert "eigersund.xlsx Budsjett: Arket er skjult, men svarene tas inn" in "".join(
        told(plan, "advarsel")
    )


def test_what_stands_outside_the_form_is_told(analysis: Analysis) -> None:
    def add(book: openpyxl.Workbook) -> None:
        book["Budsjett"]["H9"] = "spør Kari"
        book["Budsjett"]["H10"] = "og Ola"
        book["Budsjett"]["G6"] = "merknad"
        book["Budsjett"]["G8"] = "usikkert"
        book.create_sheet("Notater").append(["a"])
        book["Notater"].append(["b"])

    plan = take_in(analysis, edit(form(analysis), add))
    assert not plan.wrong and plan.changes == ()
    assert [text for text in told(plan, "advarsel") if "tas ikke inn" in text] == [
        "eigersund.xlsx Budsjett!G6: Kolonnen «merknad» hører ikke til skjemaet og tas ikke inn",
        "eigersund.xlsx Budsjett!H9: «spør Kari» står utenfor skjemaet og tas ikke inn",
        "eigersund.xlsx Notater: Arket hører ikke til skjemaet og tas ikke inn",
    ]


def test_columns_and_rows_can_be_moved(analysis: Analysis) -> None:
    def move(book: openpyxl.Workbook) -> None:
        sheet = book["Budsjett"]
        sheet["D8"] = 950
        sheet.insert_rows(9)
        sheet.insert_rows(1, amount=2)
        sheet.insert_cols(1)
        sheet.move_range("B1:B20", cols=8)
        book.move_sheet("Budsjett", offset=3)

    plan = take_in(analysis, edit(form(analysis), move))
    assert not plan.wrong, told(plan, "feil")
    assert [(c.sheet.name, c.key, c.columns) for c in plan.changes] == [
        ("Budsjett", ("lønn",), ("beløp",))
    ]


@pytest.mark.thorough
@pytest.mark.parametrize("places", [40, pytest.param(150, marks=pytest.mark.thorough)])
def test_any_byte_that_is_wrong_is_told_as_damage(analysis: Analysis, places: int) -> None:
    path = form(analysis)
    whole = path.read_bytes()
    refused = 0
    for place in range(0, len(whole), len(whole) // places):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
        try:
            open_form(path)
        except NotReadable as told_why:
            refused += 1
            assert "ikke en lesbar Excel-fil" in str(told_why)
    assert refused > places // 3
