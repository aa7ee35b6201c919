"""What taking in forms does to the rows, and what it asks about first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from dataset.analysis_folder import Analysis
from dataset.forms.filling import (
    asked,
    cell,
    edit,
    form,
    new_row,
    reviewed,
    take_in,
    told,
    without_basis,
)
from openpyxl.workbook import Workbook

from analysis.dataset.forms.receiving.change_list import change_lines, changes_table, count_changes


def text(analysis: Analysis, plan: Any, table: str) -> str:
    """Return a table as it would be after the import; the rest of the analysis is as it was."""
    assert plan.merged.keys() <= {file.path.stem for file in plan.merged.values()}
    data: bytes = plan.merged[table].after
    return data.decode("utf-8-sig")


def set_cell(sheet: str, row: str, column: str, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell(book[sheet], row, column).value = value

    return change


def test_a_changed_cell_changes_one_row(analysis: Analysis) -> None:
    path = edit(form(analysis), set_cell("Budsjett", "drift", "beløp", 955.25))
    plan = take_in(analysis, path)
    assert list(plan.merged) == ["budsjett"]
    assert text(analysis, plan, "budsjett") == analysis.tables["budsjett"].replace(
        "1101;2022;drift;900,5;", "1101;2022;drift;955,25;"
    )
    assert change_lines(plan) == [
        "1101 Eigersund (eigersund.xlsx): 1 rad endret",
        "  budsjett.csv",
        "    endret    drift, 2022: beløp 900,5 → 955,25",
    ]


def test_what_the_change_leaves_is_left_as_it_was_written(analysis: Analysis) -> None:
    row = '1101;helse;"Journal";Leverandør AS;sky;1 100,50;500;31.12.2025;kontrakt;ja;"a ""b""";;'
    analysis.rows("applikasjoner", row)
    path = edit(form(analysis), set_cell("Applikasjoner", "Journal", "brukere", "600"))
    after = text(analysis, take_in(analysis, path), "applikasjoner")
    assert after.splitlines()[1] == (
        '1101;helse;Journal;Leverandør AS;sky;1 100,50;600;31.12.2025;kontrakt;ja;"a ""b""";;'
    )


def test_new_rows_stand_after_the_municipalitys_others(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        sheet = book["Applikasjoner"]
        new_row(sheet, fagområde="felles", system="B; med tegn")
        answers = {"skjermes": "ja", "avtaleslutt": dt.datetime(2027, 1, 31)}
        row = new_row(sheet, fagområde="annet", system="A", årskostnad="1 250,5", **answers)
        name = cell(sheet, "A", "system")
        name.value, name.data_type = '=A "1"', "s"  # typed in a cell for text
        assert name.row == row

    plan = take_in(analysis, edit(form(analysis), fill))
    header, eigersund, *new, haugesund, sandnes, end = text(analysis, plan, "applikasjoner").split(
        "\n"
    )
    before = analysis.tables["applikasjoner"].split("\n")
    assert [header, eigersund, haugesund, sandnes, end] == [f"{before[0]};skjermes", *before[1:]]
    assert new == [
        '1101;felles;"B; med tegn";;;;;;;;;;',
        '1101;annet;"\'=A ""1""";;;1250,5;;31.01.2027;;;;;;ja',
    ]
    assert told(plan, "feil") == []


@pytest.mark.thorough
def test_dates_are_written_as_the_others_in_the_file(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "31.12.2025", "2025-12-31", count=3)
    path = edit(form(analysis), set_cell("Applikasjoner", "Journal", "avtaleslutt", "1.2.2027"))
    assert ";2027-02-01;" in text(analysis, take_in(analysis, path), "applikasjoner")


def test_what_was_refused_is_not_also_missing(analysis: Analysis) -> None:
    def ending(day: str) -> Any:
        change = set_cell("Applikasjoner", "Journal", "avtaleslutt", day)
        return take_in(analysis, edit(form(analysis), change))

    plan = ending("2027-13-01")
    assert [str(p).split(": ")[:2] for p in plan.problems if p.severity != "advarsel"] == [
        ["eigersund.xlsx Applikasjoner!G9", "avtaleslutt"]
    ]
    # A year of two digits is shown as it was read.
    plan = ending("31.12.27")
    assert told(plan, "feil") == []
    assert "avtaleslutt 31.12.2025 → 31.12.2027" in "\n".join(change_lines(plan))


def test_a_new_year_is_added_and_the_old_one_kept(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        cell(book["Budsjett"], "drift", "beløp").value = 0
        cell(book["Budsjett"], "lønn", "beløp").value = 1000

    plan = take_in(analysis, edit(form(analysis, year=2023), fill))
    lines = text(analysis, plan, "budsjett").splitlines()
    assert lines[:6] == analysis.tables["budsjett"].splitlines()[:6]
    assert lines[6:8] == ["1101;2023;lønn;1000;;", "1101;2023;drift;0;;"]
    assert lines[8:] == analysis.tables["budsjett"].splitlines()[6:]


@pytest.mark.thorough
def test_a_row_that_is_emptied_is_removed(analysis: Analysis) -> None:
    analysis.append("applikasjoner", *(f"1101;felles;Kontor {n};;;;;;;;;;" for n in range(5)))

    def empty(book: Workbook) -> None:
        sheet = book["Applikasjoner"]
        sheet.delete_rows(cell(sheet, "Journal", "system").row)
        for column in ("beløp", "kilde", "kvalitet"):
            cell(book["Budsjett"], "utstyr", column).value = None

    plan = take_in(analysis, edit(form(analysis), empty))
    assert plan.to_confirm == ()
    assert "1101;helse;Journal" not in text(analysis, plan, "applikasjoner")
    assert text(analysis, plan, "budsjett") == analysis.tables["budsjett"].replace(
        "1101;2022;utstyr;900,5;Regnskap;regnskap\n", ""
    )
    assert change_lines(plan)[-1].startswith("    fjernet   helse, Journal: leverandør «Lev")
    assert count_changes(plan.changes) == "2 rader fjernet"


def test_the_row_of_the_municipality_itself_is_never_removed(analysis: Analysis) -> None:
    def empty(book: Workbook) -> None:
        for column in ("innbyggere", "årsverk_totalt", "ikt_brukere", "kilde", "kvalitet"):
            cell(book["Kommune"], "1101", column).value = None

    plan = take_in(analysis, edit(form(analysis), empty))
    assert text(analysis, plan, "kommuner").splitlines()[1] == "1101;Eigersund;;;;;"


def test_tables_that_are_not_there_are_made(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        cell(book["Mandat"], "3", "tillatt").value = "nei"
        cell(book["Organisering"], "vakt", "svar").value = "Ingen vakt.\nLeder ringes."
        new_row(book["Organisering"], tema="vakt", svar="Helg: nei", kilde="Møte")

    plan = take_in(analysis, edit(form(analysis), fill))
    assert plan.merged["mandat"].before is None
    assert plan.merged["mandat"].after.startswith(b"\xef\xbb\xbfkommunenummer;")
    assert text(analysis, plan, "mandat").splitlines()[1:] == ["1101;3;nei;"]
    assert text(analysis, plan, "organisering").splitlines()[1:] == [
        "1101;vakt;Ingen vakt. Leder ringes.;",
        "1101;vakt;Helg: nei;Møte",
    ]


def test_an_own_judgement_is_added_beside_the_common_one(analysis: Analysis) -> None:
    path = edit(form(analysis), set_cell("Vurderinger", "ansatte", "omfang", -3))
    lines = text(analysis, take_in(analysis, path), "vurderinger").splitlines()
    assert lines[-1] == "0+;ansatte;1101;-3;;skjema fra Eigersund"
    assert lines[:-1] == analysis.tables["vurderinger"].splitlines()


@pytest.mark.thorough
def test_two_forms_from_one_municipality(analysis: Analysis) -> None:
    paths = [form(analysis, name=f"{name}.xlsx") for name in ("ny", "gammel")]
    assert told(take_in(analysis, *paths), "feil") == [
        "gammel.xlsx: Skjemaet er fra 1101 Eigersund, og det er ny.xlsx også. Oppgi bare det som "
        "gjelder",
        "ny.xlsx: Skjemaet er fra 1101 Eigersund, og det er gammel.xlsx også. Oppgi bare det som "
        "gjelder",
    ]
    assert not take_in(analysis, paths[0], paths[0]).wrong


@pytest.mark.thorough
def test_forms_for_different_years(analysis: Analysis) -> None:
    years = {"1101": 2024, "1106": 2024, "1108": 2023}
    paths = [form(analysis, code, year, f"{code}.xlsx") for code, year in years.items()]
    assert told(take_in(analysis, *paths), "feil") == [
        "1108.xlsx: Skjemaet gjelder 2023, men de andre gjelder 2024. Ta inn ett år om gangen"
    ]


def spoilt_and_sound(analysis: Analysis) -> tuple[Any, Any]:
    spoilt, sound = (form(analysis, code, name=f"{code}.xlsx") for code in ("1101", "1106"))
    edit(spoilt, set_cell("Budsjett", "drift", "beløp", "mye"))
    edit(sound, set_cell("Budsjett", "drift", "beløp", 1801))
    return spoilt, sound


@pytest.mark.thorough
def test_one_municipality_can_be_taken_in_while_another_waits(analysis: Analysis) -> None:
    spoilt, sound = spoilt_and_sound(analysis)
    broken = analysis.folder / "skjema" / "ødelagt.xlsx"
    broken.write_bytes(b"PK")
    plan = take_in(analysis, spoilt, sound, broken)
    assert plan.wrong and plan.sound == ("1106",)
    plan = take_in(analysis, spoilt, sound, broken, chosen=["1106"])
    assert not plan.wrong
    assert plan.left == ("1101.xlsx", "ødelagt.xlsx")
    assert [change.form.identity.code for change in plan.changes] == ["1106"]
    assert told(take_in(analysis, spoilt, chosen=["1106"]), "feil") == [
        "--kommune 1106: Ingen av filene er skjemaet til 1106 Haugesund"
    ]


def test_the_whole_analysis_is_checked_with_the_answers_in_it(analysis: Analysis) -> None:
    path = edit(form(analysis, year=2031), set_cell("Budsjett", "drift", "beløp", 5))
    (error,) = told(take_in(analysis, path), "feil")
    assert error.startswith(
        "inputs/x/utredning.toml:4: kroneverdi: Beløp fra 2031 (1 rad i budsjett) kan ikke regnes "
        "om til kroner i 2022, fordi "
    )
    assert take_in(analysis, path).sound == ()  # to leave a municipality out would not help


@pytest.mark.thorough
def test_a_feil_that_was_there_from_before_is_told_where_it_is(analysis: Analysis) -> None:
    analysis.append("vekter", "a") if "vekter" in analysis.tables else analysis.write(
        "vekter.csv", "kommunenummer;kriterium;vekt\n;ansatte;0\n"
    )
    path = edit(form(analysis), set_cell("Budsjett", "drift", "beløp", 5))
    plan = take_in(analysis, path)
    (error,) = told(plan, "feil")
    assert error.startswith("inputs/x/vekter.csv:2: vekt: De felles vektene blir til sammen 0")
    assert plan.sound == ()  # leaving a municipality out would not help


@pytest.mark.thorough
def test_what_the_answers_make_unusual_is_told_with_the_cell(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        cell(book["Budsjett"], "drift", "beløp").value = 90000
        cell(book["Applikasjoner"], "Journal", "avtaleslutt").value = dt.datetime(2020, 1, 1)
        cell(book["Bemanning"], "drift", "kilde").value = None
        reviewed(book)

    plan = take_in(analysis, edit(form(analysis), fill))
    warnings = "\n".join(told(plan, "advarsel"))
    assert "eigersund.xlsx Budsjett!D10: beløp: drift" in warnings
    assert "eigersund.xlsx Applikasjoner!G9: avtaleslutt: 01.01.2020 er før" in warnings
    assert "JOURNAL" not in warnings  # joined by itself
    assert "eigersund.xlsx Bemanning!F9: kilde: Cellen er tom" in told(plan, "mangel")[0]


def test_a_refused_cell_is_told_once_and_not_as_missing(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        cell(book["Bemanning"], "drift", "årsverk").value = "to"
        cell(book["Bemanning"], "drift", "kilde").value = None
        reviewed(book)

    plan = take_in(analysis, edit(form(analysis), fill))
    assert len(plan.problems) == 1
    assert "Bemanning!C9: årsverk: «to» er ikke et tall" in told(plan, "feil")[0]


def test_sheets_nobody_has_gone_through_are_told(analysis: Analysis) -> None:
    path = form(analysis)
    assert told(take_in(analysis, path), "advarsel") == [
        "eigersund.xlsx: Ingen av arkene er merket som sett over. Svarene der kan være gamle"
    ]
    edit(path, reviewed)
    assert told(take_in(analysis, path), "advarsel") == []
    edit(path, set_cell("Veiledning", "Mandat", "Sett over", "nei"))
    assert told(take_in(analysis, path), "advarsel") == [
        "eigersund.xlsx: Mandat er ikke merket som sett over. Svarene der kan være gamle"
    ]


@pytest.mark.thorough
def test_newer_rows_than_a_form_of_unknown_origin_are_asked_about(analysis: Analysis) -> None:
    path = edit(form(analysis), set_cell("Budsjett", "drift", "beløp", 950))
    edit(path, without_basis)
    assert asked(take_in(analysis, path)) == []
    analysis.change("budsjett", "1106;2022;drift;1800,5", "1106;2022;drift;1801")
    assert asked(take_in(analysis, path)) == []
    analysis.change("budsjett", "1101;2022;lønn;900,5", "1101;2022;lønn;901")
    assert asked(take_in(analysis, path)) == [
        "eigersund.xlsx Budsjett: budsjett.csv er endret for 1101 Eigersund etter at skjemaet ble "
        "laget, og skjemaet sier ikke hva som sto der da. Svarene i skjemaet går foran",
    ]


def test_a_sheet_that_is_emptied_is_asked_about(analysis: Analysis) -> None:
    def empty(book: Workbook) -> None:
        sheet = book["Applikasjoner"]
        sheet.delete_rows(cell(sheet, "Journal", "system").row)

    assert asked(take_in(analysis, edit(form(analysis), empty))) == [
        "eigersund.xlsx Applikasjoner: Arket har ingen svar, og alle radene til 1101 Eigersund i "
        "applikasjoner.csv (1) blir fjernet",
    ]


def test_tables_in_xlsx_are_not_written(analysis: Analysis) -> None:
    from dataset.reading.test_xlsx_file import book, cells

    (analysis.folder / "budsjett.csv").unlink()
    book(cells(analysis, "budsjett")).save(analysis.folder / "budsjett.xlsx")
    plan = take_in(analysis, edit(form(analysis), set_cell("Budsjett", "drift", "beløp", 950)))
    assert plan.merged == {}
    assert told(plan, "feil") == [
        "inputs/x/budsjett.xlsx: Svarene kan bare tas inn i csv-filer. Lagre arket fra Excel som "
        "«CSV UTF-8 (semikolondelt)» med navnet budsjett.csv, og flytt xlsx-filen ut av mappen"
    ]


@pytest.mark.thorough
def test_an_old_character_set_that_lacks_a_letter(analysis: Analysis) -> None:
    analysis.write("budsjett.csv", analysis.tables["budsjett"].encode("cp1252"))
    path = edit(form(analysis), set_cell("Budsjett", "drift", "kilde", "Čálliid Lágádus"))
    (error,) = told(take_in(analysis, path), "feil")
    assert error.startswith("inputs/x/budsjett.csv: Filen er lagret i Windows-tegnsettet, som ikke")
    edit(path, set_cell("Budsjett", "drift", "kilde", "Søknad – år"))
    plan = take_in(analysis, path)
    assert "Søknad – år".encode("cp1252") in plan.merged["budsjett"].after


@pytest.mark.thorough
@pytest.mark.parametrize("table", ["Bemanning", "Applikasjoner"])
def test_a_form_from_before_an_optional_column_keeps_what_is_there(
    analysis: Analysis, table: str
) -> None:
    analysis.change("applikasjoner", ";systemtype\n", ";systemtype;skjermes\n")
    analysis.change("applikasjoner", ";journal\n", ";journal;ja\n")
    analysis.change("bemanning", "kvalitet\n", "kvalitet;skjermes\n")
    analysis.change("bemanning", "drift;15,5;17;nei;Skjema;rapportert", "drift;1;1;nei;;;ja")

    def drop(book: Workbook) -> None:
        sheet = book[table]
        at = next(c.column for cells in sheet.iter_rows() for c in cells if c.value == "skjermes")
        sheet.delete_cols(at)

    plan = take_in(analysis, edit(form(analysis), drop))
    assert plan.changes == () and not plan.wrong
    assert f"{table}: skjermes: Kolonnen mangler i skjemaet" in "".join(told(plan, "advarsel"))


def test_numbers_lose_the_noise_of_binary_fractions(analysis: Analysis) -> None:
    path = edit(form(analysis), set_cell("Budsjett", "drift", "beløp", 0.1 + 0.2))
    assert ";drift;0,3;" in text(analysis, take_in(analysis, path), "budsjett")


def test_the_table_of_changes_has_a_row_for_each_cell(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        cell(book["Budsjett"], "drift", "beløp").value = 950
        cell(book["Vurderinger"], "ansatte", "omfang").value = -3

    table = changes_table(take_in(analysis, edit(form(analysis), fill)))
    drift = ["1101", 2022, "budsjett", "drift, 2022", "endret"]
    judged = ["1101", 2022, "vurderinger", "0+, ansatte", "lagt til"]
    assert table.to_numpy().tolist() == [
        [*drift, "beløp", "900,5", "950", "eigersund.xlsx"],
        [*judged, "omfang", "", "−3", "eigersund.xlsx"],
        [*judged, "kilde", "", "skjema fra Eigersund", "eigersund.xlsx"],
    ]


@pytest.mark.parametrize("name", ["=cmd|' /C calc'!A0", "@SUM(A1:A9)", "+1", "-2+3", "'=1", "\t=1"])
def test_a_formula_in_a_form_is_text_in_the_files_and_no_change_the_next_time(
    analysis: Analysis, name: str
) -> None:
    def fill(book: Workbook) -> None:
        row = new_row(book["Applikasjoner"], fagområde="annet", system="x", kilde="Avtale")
        typed = next(c for c in book["Applikasjoner"][row] if c.value == "x")
        typed.value, typed.data_type = name, "s"

    path = edit(form(analysis), fill)
    written = text(analysis, take_in(analysis, path), "applikasjoner")
    assert f"1101;annet;'{name.strip()};" in written
    analysis.write("applikasjoner.csv", written)
    assert name.strip() in set(analysis.load().applications["system"])
    assert take_in(analysis, path).changes == ()
    again = edit(form(analysis), lambda book: None)  # and as it is sent out
    assert take_in(analysis, again).changes == ()


def systems(analysis: Analysis, number: int) -> None:
    analysis.rows("applikasjoner", *(f"1101;felles;System {n};;;;;;;;;;" for n in range(number)))


@pytest.mark.parametrize(("gone", "new"), [(2, 0), (3, 0), (3, 2)])
def test_more_than_a_fifth_of_the_rows_gone_is_asked_about(
    analysis: Analysis, gone: int, new: int
) -> None:
    def change(book: Workbook) -> None:
        sheet = book["Applikasjoner"]
        for number in range(gone):
            sheet.delete_rows(cell(sheet, f"System {number}", "system").row)
        for number in range(new):
            new_row(sheet, fagområde="annet", system=f"Nytt {number}")

    systems(analysis, 10)
    plan = take_in(analysis, edit(form(analysis), change))
    came = ", og 2 nye kommer til" if new else ""
    assert asked(plan) == (
        [
            "eigersund.xlsx Applikasjoner: 3 av de 10 radene til 1101 Eigersund i "
            f"applikasjoner.csv blir fjernet{came}"
        ]
        if gone > 2
        else []
    )


def test_hidden_and_filtered_rows_are_read_and_told(analysis: Analysis) -> None:
    def hide(book: Workbook) -> None:
        sheet = book["Applikasjoner"]
        for number in (1, 2):
            found = cell(sheet, f"System {number}", "årskostnad")
            found.value = 10 + number
            sheet.row_dimensions[found.row].hidden = True
        sheet.column_dimensions[found.column_letter].hidden = True
        reviewed(book)

    systems(analysis, 3)
    plan = take_in(analysis, edit(form(analysis), hide))
    assert len(plan.changes) == 2
    first = min(change.after.row for change in plan.changes if change.after)
    assert [t for t in told(plan, "advarsel") if "kjult" in t] == [
        "eigersund.xlsx Applikasjoner: Skjulte kolonner tas også inn: årskostnad. Vis dem, og se "
        "over svarene",
        f"eigersund.xlsx Applikasjoner: 2 rader er skjult eller filtrert bort (rad {first}, "
        f"{first + 1}), men svarene tas inn. Vis alle radene, og se over svarene",
    ]


def test_a_renamed_sheet_is_known_by_its_headings_and_taken_in_when_named_back(
    analysis: Analysis,
) -> None:
    names = {"Applikasjoner": "Systemoversikt Ål", "Mandat": "Fullmakter", "Vekter": "Ark1"}

    def rename(book: Workbook) -> None:
        cell(book["Applikasjoner"], "Journal", "årskostnad").value = 77
        for name, other in names.items():
            book[name].title = other

    def name_back(book: Workbook) -> None:
        for name, other in names.items():
            book[other].title = name

    path = edit(form(analysis), rename)
    assert told(take_in(analysis, path), "feil") == [
        f"eigersund.xlsx {name}: Arket mangler. Gi arket «{other}» navnet {name}"
        for name, other in names.items()
    ]
    plan = take_in(analysis, edit(path, name_back))
    assert not plan.wrong and ";77;" in text(analysis, plan, "applikasjoner")
