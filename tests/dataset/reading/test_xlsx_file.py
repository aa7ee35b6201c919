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

from analysis.dataset.reading import hidden_columns


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
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "gamle Excel-formatet"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "passord"),
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


def sheets(analysis: Analysis, *made: tuple[str, str, list[list[Any]]]) -> None:
    """Give the budget the named sheets, visible or hidden."""
    workbook = openpyxl.Workbook()
    del workbook[workbook.sheetnames[0]]
    for title, state, rows in made:
        sheet = workbook.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    workbook.active = next(n for n, (_, state, _) in enumerate(made) if state == "visible")
    (analysis.folder / "budsjett.csv").unlink(missing_ok=True)
    workbook.save(analysis.folder / "budsjett.xlsx")


def halved(rows: list[list[Any]]) -> list[list[Any]]:
    return [[cell / 2 if type(cell) is float else cell for cell in row] for row in rows]


def test_last_years_hidden_sheet_is_not_read(analysis: Analysis) -> None:
    rows = cells(analysis, "budsjett")
    sheets(
        analysis,
        ("Budsjett 2021", "hidden", halved(rows)),
        ("Forside", "visible", [["Les dette først"]]),
        ("Budsjett 2022", "visible", rows),
        ("Ark4", "visible", []),
    )
    assert analysis.load().budget["beløp"].iloc[0] == 900.5
    rows[1][3] = "abc"
    sheets(analysis, ("A", "hidden", halved(rows)), ("Budsjett 2022", "visible", rows))
    assert analysis.errors()[0].startswith(
        "inputs/x/budsjett.xlsx:2 (arket «Budsjett 2022»): beløp: «abc» er ikke et tall"
    )


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (
            [("Budsjett 2021", "visible", 2), ("Budsjett 2022", "visible", 1)],
            "Flere ark har overskriftene til tabellen: «Budsjett 2021» og «Budsjett 2022». Gi "
            "arket som skal leses, navnet «budsjett»",
            [("Budsjett 2021", "visible", 2), ("budsjett", "visible", 1)],
        ),
        (
            [("Budsjett", "hidden", 2), ("Nytt", "visible", 1)],
            "Arket «Budsjett» er skjult og leses ikke. Vis det hvis det er det som skal leses, "
            "eller gi det et annet navn",
            [("Gammelt", "hidden", 2), ("Nytt", "visible", 1)],
        ),
        (
            [("Forside", "visible", 0), ("Tall", "hidden", 1)],
            "Tabellen står i «Tall», som er skjult og ikke leses. Vis arket",
            [("Forside", "visible", 0), ("Tall", "visible", 1)],
        ),
    ],
)
def test_which_sheet_is_read_is_never_a_guess(
    analysis: Analysis, before: list[Any], said: str, after: list[Any]
) -> None:
    rows = cells(analysis, "budsjett")
    content = {0: [["Les dette først"]], 1: rows, 2: halved(rows)}
    sheets(analysis, *((title, state, content[which]) for title, state, which in before))
    assert analysis.errors() == [f"inputs/x/budsjett.xlsx: {said}"]
    sheets(analysis, *((title, state, content[which]) for title, state, which in after))
    assert analysis.load().budget["beløp"].iloc[0] == 900.5


def test_no_sheet_with_the_headings(analysis: Analysis) -> None:
    sheets(analysis, ("En", "visible", [["x"]]), ("To", "visible", [["y"]]))
    assert analysis.errors() == [
        "inputs/x/budsjett.xlsx: Ingen av arkene har overskriftene til tabellen: «En» og «To». "
        "Gi arket som skal leses, navnet «budsjett»"
    ]


def budget_sheet(analysis: Analysis, change: Any) -> None:
    workbook = book(cells(analysis, "budsjett"))
    change(workbook.active)
    (analysis.folder / "budsjett.csv").unlink(missing_ok=True)
    workbook.save(analysis.folder / "budsjett.xlsx")


def test_merged_cells_are_one_mistake(analysis: Analysis) -> None:
    def merge(sheet: Any) -> None:
        for top in (2, 7, 12):
            sheet.merge_cells(start_row=top, end_row=top + 4, start_column=1, end_column=1)
        sheet["D3"] = "abc"

    budget_sheet(analysis, merge)
    told = analysis.errors()
    assert told[0] == (
        "inputs/x/budsjett.xlsx:2: Cellene A2:A6, A7:A11 og A12:A16 er slått sammen. Del dem opp, "
        "og skriv verdien i hver celle"
    )
    assert [line.split(": ")[0] for line in told[1:]] == ["inputs/x/budsjett.xlsx:3"]


def test_a_merged_title_beside_no_table_is_no_mistake_of_its_own(analysis: Analysis) -> None:
    def title(sheet: Any) -> None:
        sheet.insert_rows(1)
        sheet["A1"] = "IKT-budsjett"
        sheet.merge_cells("A1:F1")

    budget_sheet(analysis, title)
    assert analysis.errors() == [
        "inputs/x/budsjett.xlsx:1: Overskriftene ser ut til å stå på linje 2. Slett linjene over"
    ]


def test_what_is_hidden_is_read_and_told(analysis: Analysis) -> None:
    def hide(sheet: Any) -> None:
        for row in (3, 4, 5, 6, 9, 400):
            sheet.row_dimensions[row].hidden = True
        sheet.column_dimensions["E"].hidden = True

    budget_sheet(analysis, hide)
    dataset = analysis.load()
    assert len(dataset.budget) == 15
    assert [str(problem) for problem in dataset.problems] == [
        "inputs/x/budsjett.xlsx: Kolonne E er skjult, men tas med. Vis det som er skjult, og "
        "se over det",
        "inputs/x/budsjett.xlsx: Rad 3–6 og 9 er skjult eller filtrert bort, men tas med. Slett "
        "det som ikke skal telle",
    ]


@pytest.mark.parametrize(("last", "unseen"), [(4, {2, 3}), (2, {2}), (None, {2})])
def test_hidden_columns_end_where_they_say_or_where_the_sheet_does(
    last: int | None, unseen: set[int]
) -> None:
    sheet = book([["a", "b", "c"]]).worksheets[0]
    area = sheet.column_dimensions["B"]
    area.hidden, area.min, area.max = True, 2, last
    assert hidden_columns(sheet) == unseen


def test_formatted_empty_rows_are_no_rows(analysis: Analysis) -> None:
    def frame(sheet: Any) -> None:
        for row in range(17, 3000):
            sheet.cell(row, 6).number_format = "0.00"

    budget_sheet(analysis, frame)
    assert len(analysis.load().budget) == 15


def test_fields_pasted_into_one_column(analysis: Analysis) -> None:
    use(analysis, "budsjett", [[line] for line in analysis.tables["budsjett"].splitlines()])
    assert analysis.errors() == [
        "inputs/x/budsjett.xlsx:1: Alle feltene står i én kolonne. Del dem i Excel med Data og "
        "Tekst til kolonner"
    ]
