"""Workbooks as Excel saves them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from dataset.analysis_folder import Analysis


def book(rows: list[list[Any]], title: str = "Ark1") -> openpyxl.Workbook:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    return workbook


def cells(analysis: Analysis, table: str) -> list[list[Any]]:
    """Return a table as Excel would hold it: numbers and dates as such."""
    return [[_typed(cell) for cell in line.split(";")] for line in analysis.tables[table].split()]


def _typed(text: str) -> Any:
    try:
        return float(text.replace(",", ".")) if "," in text else int(text)
    except ValueError:
        return text or None


def use(analysis: Analysis, table: str, rows: list[list[Any]]) -> None:
    (analysis.folder / f"{table}.csv").unlink()
    book(rows).save(analysis.folder / f"{table}.xlsx")


MUNICIPALITIES = [
    ["kommunenummer", "navn", "innbyggere", "årsverk_totalt", "ikt_brukere", "kilde", "kvalitet"],
    [1101, "Eigersund", 10000, 700.5, 1000, "Telling", "rapportert"],
    ["1106", "Haugesund", 20000.0, 1400.5, 2000, "Telling", "rapportert"],
    [1108, "Sandnes", 40000, 2800.5, 4000, dt.date(2022, 1, 1), "rapportert"],
]


def test_gives_what_the_csv_gives(analysis: Analysis) -> None:
    before = analysis.load()
    use(analysis, "budsjett", cells(analysis, "budsjett"))
    use(analysis, "bemanning", cells(analysis, "bemanning"))
    use(analysis, "vurderinger", cells(analysis, "vurderinger"))
    after = analysis.load()
    for name in ("budget", "staff", "judgements"):
        old, new = (getattr(dataset, name).drop(columns="source") for dataset in (before, after))
        assert old.equals(new)
    assert after.budget["source"].iloc[3] == "budsjett.xlsx:5"
    assert "budsjett.xlsx" in after.hashes


def test_numbers_dates_and_text_are_taken_for_what_they_are(analysis: Analysis) -> None:
    use(analysis, "kommuner", MUNICIPALITIES)
    municipalities = analysis.load().municipalities
    assert list(municipalities.index) == ["1101", "1106", "1108"]
    assert municipalities.loc["1106", "innbyggere"] == 20000
    assert municipalities.loc["1108", "kilde"] == "01.01.2022"


def test_contract_dates(analysis: Analysis) -> None:
    header, *rows = (line.split(";") for line in analysis.tables["applikasjoner"].splitlines())
    typed = [[int(row[0]), *row[1:5], int(row[5]), int(row[6]), *row[7:]] for row in rows]
    typed[0][7], typed[1][7], typed[2][7] = dt.datetime(2025, 12, 31), "31.12.2025", 46022
    use(analysis, "applikasjoner", [header, *typed])
    assert analysis.errors() == [
        "inputs/x/applikasjoner.xlsx:4: avtaleslutt: «46022» er et tall, ikke en dato. "
        "Sett formatet til Dato i Excel, eller skriv 31.12.2026"
    ]
    typed[2][7] = None
    use_again = analysis.folder / "applikasjoner.xlsx"
    book([header, *typed]).save(use_again)
    day = dt.date(2025, 12, 31)
    assert list(analysis.load().applications["avtaleslutt"]) == [day, day, None]


def test_a_code_made_a_number_is_recognised(analysis: Analysis) -> None:
    use(analysis, "kommuner", [*MUNICIPALITIES, [301, "Oslo", 1, 1, 1, "x", "anslag"]])
    assert analysis.errors() == [
        "inputs/x/kommuner.xlsx:5: kommunenummer: «301» har tre sifre; mente du 0301? "
        "Excel fjerner nullen foran når kolonnen ikke har formatet Tekst"
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("=A2*2", "«=A2*2» er en formel. Lim inn verdien i stedet for formelen"),
        (dt.date(2022, 5, 1), "Excel har gjort cellen om til datoen 01.05.2022"),
        (True, "«SANN» er ikke et tall"),
        ("#REF!", "«#REF!» er en feilmelding fra Excel"),
        (12.5, "«12,5» er ikke et helt tall"),
        (dt.time(12, 30), "«12:30:00» er ikke et tall"),
    ],
)
def test_refuses_what_is_no_number(analysis: Analysis, value: Any, said: str) -> None:
    rows = [list(row) for row in MUNICIPALITIES]
    rows[2][2] = value
    use(analysis, "kommuner", rows)
    errors = analysis.errors()
    assert len(errors) == 1
    assert errors[0].startswith(f"inputs/x/kommuner.xlsx:3: innbyggere: {said}")


def test_a_formula_in_a_text_cell_is_shown_and_told(analysis: Analysis) -> None:
    rows = [list(row) for row in MUNICIPALITIES]
    rows[2][5] = '="Tel"&"ling"'
    use(analysis, "kommuner", rows)
    assert analysis.load().municipalities.loc["1106", "kilde"] == '="Tel"&"ling"'
    assert ["kommuner.xlsx:3: kilde: Cellen har en formel" in n for n in analysis.notes("advarsel")]


def test_the_sheet_named_as_the_table_is_read(analysis: Analysis) -> None:
    workbook = book([["Veiledning"], ["Fyll ut arket kommuner"]], "Les meg")
    sheet = workbook.create_sheet("Kommuner")
    for row in MUNICIPALITIES:
        sheet.append([*row, None, None])
    sheet.append([None] * 7)
    (analysis.folder / "kommuner.csv").unlink()
    workbook.save(analysis.folder / "kommuner.xlsx")
    assert len(analysis.load().municipalities) == 3


def test_wrong_dimensions_do_not_hide_rows(analysis: Analysis) -> None:
    use(analysis, "kommuner", MUNICIPALITIES)
    path = analysis.folder / "kommuner.xlsx"
    path.write_bytes(_with_dimension(path, "A1"))
    assert len(analysis.load().municipalities) == 3


def _with_dimension(path: Path, reference: str) -> bytes:
    import re
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            data = old.read(item)
            if item.filename.endswith("sheet1.xml"):
                data = re.sub(
                    rb'<dimension ref="[^"]*"', f'<dimension ref="{reference}"'.encode(), data
                )
            new.writestr(item, data)
    return out.getvalue()


def test_empty_cells_at_the_end_of_a_row_are_empty(analysis: Analysis) -> None:
    rows = [*MUNICIPALITIES[:2], MUNICIPALITIES[2][:5], MUNICIPALITIES[3]]
    use(analysis, "kommuner", rows)
    assert [note.split(": ")[:2] for note in analysis.notes("mangel")] == [
        ["inputs/x/kommuner.xlsx:3", "kilde"],
        ["inputs/x/kommuner.xlsx:3", "kvalitet"],
    ]


def test_a_remark_beside_the_table_needs_a_heading(analysis: Analysis) -> None:
    rows = [*MUNICIPALITIES[:2], [*MUNICIPALITIES[2], None, "sjekk dette"], MUNICIPALITIES[3]]
    use(analysis, "kommuner", rows)
    assert analysis.errors() == [
        "inputs/x/kommuner.xlsx:1: Kolonne 9 har verdier, men ingen overskrift. "
        "Skriv overskriften eller tøm kolonnen"
    ]


def test_both_files_of_a_table_are_refused(analysis: Analysis) -> None:
    book(MUNICIPALITIES).save(analysis.folder / "kommuner.xlsx")
    assert analysis.errors() == [
        "inputs/x/kommuner.csv: Både kommuner.csv og kommuner.xlsx finnes. "
        "Behold den ene, så det er klart hvilken som gjelder"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen er tom"),
        (b"kommunenummer;navn\n", "ikke en lesbar Excel-fil"),
        (b"PK\x03\x04 damaged", "ikke en lesbar Excel-fil"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "passord"),
    ],
)
def test_unreadable_workbooks_are_explained(analysis: Analysis, content: bytes, said: str) -> None:
    (analysis.folder / "kommuner.csv").unlink()
    analysis.write("kommuner.xlsx", content)
    assert [said in error for error in analysis.errors()] == [True]


def test_any_damage_to_a_workbook_is_explained(analysis: Analysis) -> None:
    use(analysis, "kommuner", MUNICIPALITIES)
    whole = (analysis.folder / "kommuner.xlsx").read_bytes()
    for end in range(100, len(whole), 397):
        analysis.write("kommuner.xlsx", whole[:end])
        assert "ikke en lesbar Excel-fil" in analysis.errors()[0]


def test_a_wrong_byte_inside_a_part_is_explained(analysis: Analysis) -> None:
    use(analysis, "kommuner", MUNICIPALITIES)
    path = analysis.folder / "kommuner.xlsx"
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        part = archive.getinfo("xl/workbook.xml")
    middle = part.header_offset + 30 + len(part.filename) + part.compress_size // 2
    analysis.write("kommuner.xlsx", whole[:middle] + b"\xff" * 8 + whole[middle + 8 :])
    assert "ikke en lesbar Excel-fil" in analysis.errors()[0]
