"""Csv files as they come from Excel and from people."""

from __future__ import annotations

import pytest
from dataset.analysis_folder import CODES, NAMES, Analysis

from analysis.dataset.tables.categories import COST_GROUPS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_reads_what_excel_saves(analysis: Analysis, encoding: str, newline: str) -> None:
    for name, text in analysis.tables.items():
        analysis.write(f"{name}.csv", text.replace("\n", newline).encode(encoding))
    dataset = analysis.load()
    assert list(dataset.municipalities["navn"]) == list(NAMES.values())
    assert dataset.municipalities.loc["1101", "årsverk_totalt"] == 700.5
    assert set(dataset.budget["kostnadsgruppe"]) == set(COST_GROUPS)
    assert dataset.problems == ()


def test_reads_letters_stored_in_two_parts(analysis: Analysis) -> None:
    text = analysis.tables["budsjett"]
    analysis.write("budsjett.csv", text.replace("å", "a\u030a"))
    assert analysis.load().budget["år"].eq(2022).all()


def test_line_is_the_physical_line_of_the_row(analysis: Analysis) -> None:
    analysis.rows(
        "applikasjoner",
        '1101;helse;"Journal ""Ny""\nversjon; 2";A;sky;100;5;;kontrakt;ja;x;anslag;j',
        "",
        "1106;helse;Journal;A;sky;100;5;;kontrakt;ja;x;anslag;j",
    )
    applications = analysis.load().applications
    assert list(applications["system"]) == ['Journal "Ny" versjon; 2', "Journal"]
    assert list(applications["source"]) == ["applikasjoner.csv:2", "applikasjoner.csv:5"]


@pytest.mark.parametrize("text", ["=1+2", "#N/B", "{{ x }}", '<b>"x"</b>', "@x", "$a$"])
def test_text_is_taken_as_it_stands(analysis: Analysis, text: str) -> None:
    quoted = text.replace('"', '""')
    analysis.change("applikasjoner", "Leverandør AS", f'"{quoted}"')
    assert analysis.load().applications["leverandør"].iloc[0] == text


def test_ignores_what_excel_leaves_around_the_table(analysis: Analysis) -> None:
    lines = analysis.tables["budsjett"].splitlines()
    padded = ["sep=;", *(f"{line};;" for line in lines), ";;;;;;;", "", ";;;;;;;"]
    analysis.write("budsjett.csv", "\n".join(padded))
    dataset = analysis.load()
    assert len(dataset.budget) == len(lines) - 1
    assert dataset.budget["source"].iloc[0] == "budsjett.csv:3"


def test_last_optional_cells_may_lack_their_separators(analysis: Analysis) -> None:
    analysis.change("applikasjoner", ";journal\n", "\n")
    assert analysis.load().applications["systemtype"].iloc[0] == ""


def test_headings_and_categories_do_not_depend_on_case_or_order(analysis: Analysis) -> None:
    lines = [line.split(";")[::-1] for line in analysis.tables["bemanning"].splitlines()]
    text = "\n".join(";".join(line) for line in lines)
    analysis.write("bemanning.csv", text.replace("vakt", "Vakt").replace(";nei;", "; Nei ;"))
    staff = analysis.load().staff
    assert list(staff.columns)[:3] == ["kommunenummer", "funksjon", "årsverk"]
    assert set(staff["vakt"]) == {"nei"}
    assert set(staff["skjermes"]) == {"nei"}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Filen er tom"),
        (b" \r\n\r\n", "Filen er tom"),
        (b"\xef\xbb\xbf", "Filen har ingen overskrifter"),
        ("kommunenummer;år\n".encode("utf-16"), "UTF-16"),
        ("kommunenummer;år\n".encode("utf-16-le"), "UTF-16"),
        (b"PK\x03\x04\x14\x00", "Excel-fil"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "gammel Excel-fil"),
        (b"kommunenummer;x\n\x00\x01\x02abcdefghijk", "ikke en tekstfil"),
        (b"kommunenummer;x\n\x07\n", "2: Linjen har et usynlig styretegn"),
        ("kommunenummer,år,beløp\n1,2,3\n".encode(), "komma mellom feltene. Bruk semikolon"),
        ("kommunenummer\tår\tbeløp\n".encode(), "tabulator mellom feltene"),
        (
            "kommunenummer;år\nå".encode() + b"\xe5",
            "2: Filen er lagret som UTF-8, men denne linjen har et annet tegnsett",
        ),
        (b"kommunenummer;x\n\x81\n", "2: Linjen har tegn som ikke kan leses"),
    ],
)
def test_says_what_kind_of_file_it_is(analysis: Analysis, content: bytes, said: str) -> None:
    analysis.write("budsjett.csv", content)
    assert [said in error for error in analysis.errors()] == [True], analysis.errors()


def test_a_lost_letter_is_a_warning(analysis: Analysis) -> None:
    analysis.change("kommuner", "Telling", "Tell\ufffdng")
    assert analysis.notes("advarsel") == [
        "inputs/x/kommuner.csv:2: Tegnet «\ufffd» viser at en bokstav er gått tapt. "
        "Skriv teksten på nytt"
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1101;2021;lønn", "17: Raden har 3 felt, overskriften har 6"),
        ("1101;2021;lønn;1;a;anslag;b", "17: Raden har 7 felt, overskriften har 6"),
        ('1101;2021;lønn;1;"a" b;anslag', "17: Det står tekst etter et avsluttende anførselstegn"),
        ('1101;2021;lønn;1;"a;anslag', "17: Anførselstegnet som åpner et felt, blir ikke lukket"),
    ],
)
def test_says_which_row_is_broken(analysis: Analysis, row: str, said: str) -> None:
    analysis.append("budsjett", row)
    errors = analysis.errors()
    assert len(errors) == 1
    assert errors[0].startswith(f"inputs/x/budsjett.csv:{said}")


def test_a_row_after_a_broken_quote_is_still_read(analysis: Analysis) -> None:
    analysis.append("budsjett", '1101;2021;lønn;1;"a" b;anslag', "1101;2022;lønn;abc;a;anslag")
    errors = analysis.errors()
    assert [error.split(": ")[0] for error in errors] == [
        "inputs/x/budsjett.csv:17",
        "inputs/x/budsjett.csv:18",
        "inputs/x/budsjett.csv:18",
    ]


def test_columns_are_told_apart(analysis: Analysis) -> None:
    text = analysis.tables["budsjett"].replace("kilde", "kjelde", 1).replace("kvalitet", "beløp", 1)
    analysis.write("budsjett.csv", text)
    assert analysis.errors() == [
        "inputs/x/budsjett.csv:1: beløp: Kolonnen står to ganger. Slett den ene kolonnen",
        "inputs/x/budsjett.csv:1: kjelde: Ukjent kolonne. Mente du «kilde»?",
        "inputs/x/budsjett.csv:1: kvalitet: Kolonnen mangler. Legg den til; den inneholder: "
        "hvor sikkert tallet er; illustrativ betyr at tallet er laget for å vise metoden",
    ]


def test_a_column_people_call_something_else_is_named(analysis: Analysis) -> None:
    lines = analysis.tables["applikasjoner"].replace("fagområde;", "Sektor;", 1)
    analysis.write("applikasjoner.csv", lines.replace("årskostnad;", "Lisenskostnad;", 1))
    assert analysis.errors() == [
        "inputs/x/applikasjoner.csv:1: Lisenskostnad: Ukjent kolonne. Mente du «årskostnad»?",
        "inputs/x/applikasjoner.csv:1: Sektor: Ukjent kolonne. Mente du «fagområde»?",
    ]


def test_values_need_a_heading(analysis: Analysis) -> None:
    lines = analysis.tables["kommuner"].splitlines()
    analysis.write("kommuner.csv", "\n".join([f"{lines[0]};", *(f"{row};x" for row in lines[1:])]))
    assert analysis.errors() == [
        "inputs/x/kommuner.csv:1: Kolonne 8 har verdier, men ingen overskrift. "
        "Skriv overskriften eller tøm kolonnen"
    ]


@pytest.mark.parametrize("count", [3000, pytest.param(100_000, marks=pytest.mark.thorough)])
def test_many_rows_are_read(analysis: Analysis, count: int) -> None:
    analysis.rows(
        "applikasjoner",
        *(
            f"{CODES[i % 3]};helse;System {i};Leverandør {i % 50};sky;{i % 900},5;{i % 700};"
            f"{i % 28 + 1}.12.2025;kontrakt;ja;Avtale;regnskap;type {i % 90}"
            for i in range(count)
        ),
    )
    dataset = analysis.load()
    assert len(dataset.applications) == count
