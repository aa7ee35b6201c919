"""The form as it is sent out."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from dataset.analysis_folder import CODES, NAMES, Analysis
from dataset.forms.filling import cell, form, new_row, registered, take_in
from openpyxl.workbook import Workbook

from analysis.dataset.forms import guidance
from analysis.dataset.forms.scale import SCALE
from analysis.dataset.forms.sending.front_page import Sending
from analysis.dataset.forms.sending.workbook import make_form
from analysis.dataset.forms.sheets import SHEETS
from analysis.dataset.problems import InputProblems

DOCS = Path(__file__).parents[4] / "docs"


def sent(analysis: Analysis, code: str = "1101", year: int = 2022) -> Workbook:
    return openpyxl.load_workbook(form(analysis, code, year))


def texts(book: Workbook) -> list[str]:
    rows = (cells for sheet in book for cells in sheet.iter_rows(values_only=True))
    return [str(value) for cells in rows for value in cells if value is not None]


def test_same_inputs_same_bytes(analysis: Analysis) -> None:
    known = registered(analysis)
    first, second = (make_form(known, "1101", 2022, Sending()) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert b"2022-01-01T00:00:00Z" in archive.read("docProps/core.xml")


def test_the_sheets_of_a_form(analysis: Analysis) -> None:
    assert sent(analysis).sheetnames == [
        "Veiledning", "Kommune", "Organisering", "Budsjett", "Bemanning", "Applikasjoner",
        "Mandat", "Vekter", "Vurderinger", "Grunnlag",
    ]  # fmt: skip
    assert [sheet.title for sheet in sent(analysis) if sheet.sheet_state != "visible"] == [
        "Grunnlag"
    ]


def test_a_municipality_sees_only_its_own_answers(analysis: Analysis) -> None:
    for code in CODES:
        analysis.change("applikasjoner", f"{code};helse;Journal", f"{code};helse;System{code}")
        analysis.append("vurderinger", f"1;ansatte;{code};-1;Begrunnelse{code};x")
    for code in CODES:
        book = sent(analysis, code)
        everything = " ".join(texts(book))
        del book["Grunnlag"]
        shown = " ".join(texts(book))
        assert f"System{code}" in shown and f"Begrunnelse{code}" in shown
        for other in set(CODES) - {code}:
            assert other not in shown
            assert NAMES[other] not in everything and f"Begrunnelse{other}" not in everything


def suggested(book: Workbook, column: str) -> list[str]:
    """Return what the list in a column of Applikasjoner holds."""
    rules = book["Applikasjoner"].data_validations.dataValidation
    rule = next(rule for rule in rules if rule.promptTitle == column)
    assert rule.type == "list" and not rule.showErrorMessage  # others can be typed
    sheet, area = rule.formula1.split("!")
    assert sheet == "Grunnlag"
    return [cells[0].value for cells in book[sheet][area.replace("$", "")]]


def test_names_and_types_of_systems_in_the_region_are_suggested(analysis: Analysis) -> None:
    analysis.append(
        "applikasjoner",
        "1106;felles;arkivet;;;;;;;;;;arkiv",
        "1108;felles;Arkiv AS;;;;;;;;;;arkiv",
        "1108;felles;Ålesystem;;;;;;;;;;",
    )
    analysis.change("applikasjoner", ";systemtype\n", ";systemtype;skjermes\n")
    analysis.append("applikasjoner", "1108;felles;Alarm;;;;;;;;;;alarm;ja")
    analysis.write("systemnavn.csv", "skrivemåte;system\nArkiv AS;arkivet\n")
    book = sent(analysis)
    assert suggested(book, "system") == ["arkivet", "Journal", "Ålesystem"]
    assert suggested(book, "systemtype") == ["arkiv", "journal"]
    assert "Alarm" not in texts(book)


def test_a_system_that_another_shields_is_not_suggested(analysis: Analysis) -> None:
    analysis.change("applikasjoner", ";systemtype\n", ";systemtype;skjermes\n")
    analysis.append("applikasjoner", "1106;felles;Alarm;;;;;;;;;;alarm;nei")
    analysis.append("applikasjoner", "1108;felles;ALARM-2;;;;;;;;;;alarm;ja")
    analysis.write("systemnavn.csv", "skrivemåte;system\nALARM-2;Alarm\n")
    book = sent(analysis)
    assert suggested(book, "system") == ["Journal"]
    assert suggested(book, "systemtype") == ["journal"]


def test_nothing_known_is_nothing_to_suggest(analysis: Analysis) -> None:
    analysis.rows("applikasjoner")
    rules = sent(analysis)["Applikasjoner"].data_validations.dataValidation
    assert next(r for r in rules if r.promptTitle == "systemtype").type in (None, "none")


def test_the_front_page_says_what_is_asked_and_what_counts(analysis: Analysis) -> None:
    sending = Sending("ikt@example.no", dt.date(2026, 10, 1))
    data = make_form(registered(analysis), "1101", 2026, sending)
    front = openpyxl.load_workbook(io.BytesIO(data))["Veiledning"]
    stands = {c.value: front.cell(c.row, 2).value for c in front["A"] if c.value}
    assert front["A1"].value == "Kartlegging av IKT i Eigersund 2026"
    assert stands["Sendes til"] == "ikt@example.no"
    assert stands["Frist"] == dt.datetime(2026, 10, 1)
    facts = (stands[label] for label in ("Kommunenummer", "År", "Utredning", "Skjemaversjon"))
    assert list(facts) == ["1101", "2026", "x", "1"]
    shown = [str(c.value) for cells in front.iter_rows() for c in cells if c.value]
    for text in (*guidance.DEFINITION, guidance.COMPARISON):
        assert text in shown
    assert {sheet.asks for sheet in SHEETS} <= set(shown)


def test_a_place_for_deadline_and_address_when_none_is_given(analysis: Analysis) -> None:
    front = sent(analysis)["Veiledning"]
    for label in ("Sendes til", "Frist", "Fylt ut av", "Kommentar til svarene"):
        row = next(c.row for c in front["A"] if c.value == label)
        assert front.cell(row, 2).value is None
        assert not front.cell(row, 2).protection.locked


@pytest.mark.thorough
@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_only_answers_can_be_changed(analysis: Analysis, sheet: object) -> None:
    assert isinstance(sheet, type(SHEETS[0]))
    page = sent(analysis)[sheet.name]
    assert page.protection.sheet
    assert not page.protection.password
    heading = next(c.row for c in page["A"] if c.value == sheet.columns[0].name)
    inputs = {column.name for column in sheet.inputs}
    for name in page[heading]:
        assert name.protection.locked
        assert page.cell(heading + 1, name.column).protection.locked  # help
        for row in range(heading + 2, page.max_row + 1):
            assert page.cell(row, name.column).protection.locked == (name.value not in inputs)


def test_rows_can_be_added_far_down(analysis: Analysis) -> None:
    page = sent(analysis)["Applikasjoner"]
    assert not page.protection.insertRows and not page.protection.deleteRows  # false: allowed
    open_columns = {
        position
        for column in page.column_dimensions.values()
        if not column.protection.locked
        for position in range(column.min, column.max + 1)
    }
    assert open_columns == set(range(1, 16385))  # all of them, or a row cannot be deleted
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert lists
    assert all("1990" in str(rule.sqref) or "2000" in str(rule.sqref) for rule in lists)
    assert new_row(page, fagområde="helse") == 10


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_each_answer_has_help_and_limits_from_the_schema(analysis: Analysis, sheet: object) -> None:
    assert isinstance(sheet, type(SHEETS[0]))
    page = sent(analysis)[sheet.name]
    heading = next(c.row for c in page["A"] if c.value == sheet.columns[0].name)
    found = {rule.promptTitle: rule for rule in page.data_validations.dataValidation}
    for column in sheet.inputs:
        at = next(c.column for c in page[heading] if c.value == column.name)
        assert page.cell(heading + 1, at).value == column.help
        rule = found[column.name]
        assert rule.prompt == column.help and len(column.help) <= 255
        assert len(rule.error or "") <= 255
        if sheet.words and column.name == sheet.value:
            assert rule.formula1 == f'"{",".join(SCALE.values())}"' and len(rule.formula1) <= 257
        if column.categories:
            assert rule.formula1 == f'"{",".join(column.categories)}"'
            assert not rule.showDropDown  # true hides the arrow


def test_values_are_typed_as_a_spreadsheet_holds_them(analysis: Analysis) -> None:
    analysis.append("kommuner", "0301;Oslo;700000;1,5;1;Telling;anslag")
    analysis.change("applikasjoner", "1101;helse;Journal", "1101;helse;=1+1")
    book = sent(analysis)
    assert cell(book["Budsjett"], "lisens", "beløp").value == 900.5
    assert cell(book["Budsjett"], "lisens", "beløp").number_format == "#,##0.0#"
    day = cell(book["Applikasjoner"], "=1+1", "avtaleslutt")
    assert day.value == dt.datetime(2025, 12, 31) and day.number_format == "dd.mm.yyyy"
    assert cell(book["Applikasjoner"], "=1+1", "system").data_type == "s"
    assert cell(sent(analysis, "0301")["Kommune"], "Oslo", "kommunenummer").value == "0301"


def test_last_years_answers_are_shown_as_last_years(analysis: Analysis) -> None:
    book = sent(analysis, year=2024)
    budget = book["Budsjett"]
    assert cell(budget, "lisens", "beløp").value is None
    assert cell(budget, "lisens", "forrige beløp").value == 900.5
    assert "Forrige beløp er fra 2022." in texts(book)
    note = "Blå celler er svarene fra forrige gang (2022). Se over dem, og rett det som er endret."
    assert [sheet.title for sheet in book if note in [c.value for c in sheet["A"]]] == [
        "Kommune", "Bemanning", "Applikasjoner",
    ]  # fmt: skip
    staff = cell(book["Bemanning"], "drift", "årsverk")
    assert staff.value == 15.5
    assert staff.fill.fgColor.rgb != cell(budget, "lisens", "beløp").fill.fgColor.rgb


def test_questions_nobody_has_answered_are_asked(analysis: Analysis) -> None:
    analysis.write("organisering.csv", "kommunenummer;tema;svar;kilde\n1101;vakt;Ja;x\n")
    book = sent(analysis)
    page = book["Organisering"]
    heading = next(c.row for c in page["A"] if c.value == "tema")
    themes = [c.value for c in page["A"][heading + 1 :]]
    assert themes == ["vakt", "organisering", "eksisterende samarbeid", "oppsigelsestid", "annet"]
    assert cell(book["Mandat"], "0+", "tillatt").value is None
    judged = book["Vurderinger"]
    assert cell(judged, "ansatte", "felles vurdering").value == "liten fordel (+1)"
    assert cell(judged, "ansatte", "felles begrunnelse").value == "Fordi"
    assert cell(judged, "ansatte", "omfang").value is None


def test_the_form_can_be_printed_and_read_with_headings_in_view(analysis: Analysis) -> None:
    for sheet in sent(analysis):
        if sheet.title == "Grunnlag":
            continue
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.page_setup.fitToHeight == 0
        assert sheet.page_setup.paperSize in ("8", "9", 8, 9)
        if sheet.title != "Veiledning":
            assert sheet.freeze_panes is not None
            assert sheet.print_title_rows


def test_the_guide_says_what_the_form_says() -> None:
    guide = " ".join((DOCS / "skjema.md").read_text(encoding="utf-8").split())
    for text in guidance.DEFINITION:
        assert text in guide
    for name, group in guidance.COST_GROUPS.items():
        assert f"| `{name}` | {group.content} | {group.comparison} |" in guide
    for name, content in guidance.FUNCTIONS.items():
        assert f"| `{name}` | {content} |" in guide


@pytest.mark.parametrize("text", ["x" * 32_767, "x" * 32_768, "\U0001f600" * 16_384])
def test_a_text_that_excel_would_cut_is_refused(analysis: Analysis, text: str) -> None:
    analysis.write("organisering.csv", f"kommunenummer;tema;svar;kilde\n1101;vakt;{text};a\n")
    if text == "x" * 32_767:
        assert take_in(analysis, form(analysis)).changes == ()
        return
    with pytest.raises(InputProblems, match="organisering.csv:2: svar: Teksten har 32768 tegn"):
        form(analysis)
