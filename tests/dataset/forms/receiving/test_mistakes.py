"""One form with one mistake after another: each is told with its cell, and nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dataset.analysis_folder import Analysis
from dataset.forms.filling import NAME, cell, edit, form, new_row, registered, take_in, told
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.forms.receiving.import_plan import plan_import
from analysis.dataset.forms.registered import Registered
from analysis.dataset.tables import COMPUTED_CRITERIA, JUDGED_CRITERIA

# Each takes a form through the whole import; `test_importing` and `test_files` do so every time.
pytestmark = pytest.mark.thorough

Change = Callable[[Workbook], object]


def answer(sheet: str, row: str, column: str, value: Any, number_format: str = "") -> Change:
    """Write something in one cell."""

    def change(book: Workbook) -> None:
        target = cell(book[sheet], row, column)
        target.value = value
        if number_format:
            target.number_format = number_format

    return change


def added(**answers: Any) -> Change:
    """Add a system."""
    return lambda book: new_row(book["Applikasjoner"], **answers)


def front(label: str, value: Any) -> Change:
    """Change what stands beside a label on the front page."""

    def change(book: Workbook) -> None:
        sheet = book["Veiledning"]
        row = next(cells[0].row for cells in sheet.iter_rows() if cells[0].value == label)
        sheet.cell(row, 2).value = value

    return change


def heading(sheet: str, old: str, new: str) -> Change:
    """Change a heading or a label."""

    def change(book: Workbook) -> None:
        found = (c for cells in book[sheet].iter_rows() for c in cells if c.value == old)
        next(found).value = new

    return change


def rename(old: str, new: str) -> Change:
    return lambda book: setattr(book[old], "title", new)


def summed(sheet: Worksheet) -> None:
    """Sum up the amounts below the last of them."""
    new_row(sheet, kostnadsgruppe="Sum", beløp="=SUM(D8:D12)")


def without_row(sheet: str, row: str, column: str) -> Change:
    return lambda book: book[sheet].delete_rows(cell(book[sheet], row, column).row)


def without_column(sheet: str, row: str, column: str) -> Change:
    return lambda book: book[sheet].delete_cols(cell(book[sheet], row, column).column)


def merged(book: Workbook) -> None:
    book["Budsjett"].merge_cells("D8:D9")


def twice(book: Workbook) -> None:
    new_row(book["Applikasjoner"], fagområde="Helse", system="JOURNAL", kilde="x")


def note_in_the_middle(book: Workbook) -> None:
    book["Budsjett"].insert_rows(10)
    book["Budsjett"]["A10"] = "NB: uten skoler"


CRITERIA = (*COMPUTED_CRITERIA, *JUDGED_CRITERIA)
JOURNAL = ("Applikasjoner", "Journal")
MISTAKES: dict[str, tuple[Change, str]] = {
    "text for a number": (
        answer("Budsjett", "lisens", "beløp", "ca. 900"),
        "Budsjett!D9: beløp: «ca. 900» er ikke et tall. Skriv 900",
    ),
    "a number with a point": (
        answer("Budsjett", "lisens", "beløp", "1.250"),
        "Budsjett!D9: beløp: «1.250» har punktum, som kan bety 1250 (tusenskille) eller 1,250",
    ),
    "kroner for thousands": (
        answer("Budsjett", "lisens", "beløp", 1_250_000),
        "Budsjett!D9: beløp: «1250000» er over grensen på 500000 tusen kroner. Er beløpet oppgitt "
        "i kroner? Da skal det stå 1250",
    ),
    "a negative amount": (
        answer("Budsjett", "lisens", "beløp", -5),
        "Budsjett!D9: beløp: «-5» er negativt",
    ),
    "a formula": (
        answer("Budsjett", "lisens", "beløp", "=C9*2"),
        "Budsjett!D9: beløp: Cellen har en formel («=C9*2»). Kopier cellen, og lim den inn som "
        "verdi",
    ),
    "an array formula": (
        answer("Budsjett", "lisens", "beløp", ArrayFormula("D9", "=SUM(C8:C9)")),
        "Budsjett!D9: beløp: Cellen har en formel («=SUM(C8:C9)»)",
    ),
    "a formula for text": (
        answer("Budsjett", "lisens", "kilde", '="Regn"&"skap"'),
        "Budsjett!E9: kilde: Cellen har en formel",
    ),
    "an error from the spreadsheet": (
        answer("Budsjett", "lisens", "beløp", "#REF!"),
        "Budsjett!D9: beløp: «#REF!» er en feilmelding fra regnearket. Rett cellen",
    ),
    "an error among texts": (
        answer("Budsjett", "lisens", "kilde", "#N/A"),
        "Budsjett!E9: kilde: «#N/A» er en feilmelding fra regnearket",
    ),
    "a percentage": (
        answer("Bemanning", "drift", "årsverk", 0.5, "0 %"),
        "Bemanning!C9: årsverk: Cellen har prosentformat og viser 50 %. Sett formatet til Tall",
    ),
    "a date for a number": (
        answer("Bemanning", "drift", "årsverk", dt.datetime(2022, 5, 1)),
        "Bemanning!C9: årsverk: Excel har gjort cellen om til datoen 01.05.2022",
    ),
    "a time for a number": (
        answer("Bemanning", "drift", "personer", dt.time(12, 30)),
        "Bemanning!D9: personer: «12:30:00» er ikke et tall",
    ),
    "half a person": (
        answer("Bemanning", "drift", "personer", 1.5),
        "Bemanning!D9: personer: «1,5» er ikke et helt tall",
    ),
    "more årsverk than persons": (
        answer("Bemanning", "drift", "årsverk", 30),
        "Bemanning!C9: årsverk: 30 årsverk er mer enn 17 personer kan utføre. Rett årsverk eller "
        "personer",
    ),
    "true for yes": (
        answer("Bemanning", "drift", "vakt", True),
        "Bemanning!E9: vakt: «SANN» er ikke en gyldig verdi. Mente du «ja»? Velg blant ja, nei",
    ),
    "a category that does not exist": (
        answer("Budsjett", "lisens", "kvalitet", "regnskapp"),
        "Budsjett!F9: kvalitet: «regnskapp» er ikke en gyldig verdi. Mente du «regnskap»?",
    ),
    "a locked cell overwritten": (
        answer("Budsjett", "lisens", "kostnadsgruppe", "lisenser"),
        "Budsjett!A9: kostnadsgruppe: «lisenser» er ikke en gyldig verdi. Mente du «lisens»?",
    ),
    "a locked cell emptied": (
        answer("Budsjett", "lisens", "kostnadsgruppe", None),
        "Budsjett!A9: kostnadsgruppe: Cellen er tom, men raden har svar. Velg blant lønn",
    ),
    "the same cost group twice": (
        answer("Budsjett", "lisens", "kostnadsgruppe", "lønn"),
        "Budsjett!A9: kostnadsgruppe: «lønn» står også i rad 8. Slå sammen de to radene",
    ),
    "a row deleted": (
        without_row("Budsjett", "lisens", "beløp"),
        "Budsjett: Finner ikke raden for «lisens». Sett den inn igjen; svaret kan stå tomt",
    ),
    "a row inserted in the middle": (
        note_in_the_middle,
        "Budsjett!A10: kostnadsgruppe: «NB: uten skoler» er ikke en gyldig verdi",
    ),
    "a row that sums up the others": (
        lambda book: summed(book["Budsjett"]),
        "Budsjett!A13: Raden ser ut som en sum. Tøm den",
    ),
    "a sum below the systems": (
        lambda book: new_row(book["Applikasjoner"], system="Sum:", årskostnad="=SUM(E8:E9)"),
        "Raden ser ut som en sum. Tøm den",
    ),
    "a column deleted": (
        without_column("Budsjett", "lisens", "beløp"),
        "Budsjett: beløp: Kolonnen mangler. Sett den inn igjen, eller bruk et nytt skjema",
    ),
    "a heading changed": (
        heading("Budsjett", "beløp", "sum"),
        "Budsjett: beløp: Kolonnen mangler",
    ),
    "a heading misspelt": (
        heading("Budsjett", "beløp", "belop"),
        "Budsjett!D6: beløp: Kolonnen mangler. Skal «belop» hete beløp?",
    ),
    "a heading twice": (
        heading("Budsjett", "forrige beløp", "beløp"),
        "Budsjett!D6: beløp: Kolonnen står to ganger. Slett den ene kolonnen",
    ),
    "cells merged": (
        merged,
        "Budsjett!D8:D9: Cellene er slått sammen, og bare den første har et svar. Del dem",
    ),
    "something left behind far below": (
        lambda book: book["Budsjett"].cell(1048576, 2, "x"),
        "Arket «Budsjett» strekker seg til F1048576. Slett radene og kolonnene etter svarene",
    ),
    "a sheet renamed": (
        rename("Budsjett", "Budsjett 2022"),
        "Budsjett: Arket mangler. Gi arket «Budsjett 2022» navnet Budsjett",
    ),
    "a sheet deleted": (
        lambda book: book.remove(book["Mandat"]),
        "Mandat: Arket mangler. Bruk et nytt skjema",
    ),
    "a date as words": (
        answer(*JOURNAL, "avtaleslutt", "desember 2026"),
        "Applikasjoner!G9: avtaleslutt: «desember 2026» er ikke en dato. Skriv datoen som "
        "31.12.2026",
    ),
    "a day that does not exist": (
        answer(*JOURNAL, "avtaleslutt", "31.11.2026"),
        "Applikasjoner!G9: avtaleslutt: «31.11.2026» finnes ikke i kalenderen",
    ),
    "a year for a date": (
        answer(*JOURNAL, "avtaleslutt", 2026),
        "Applikasjoner!G9: avtaleslutt: «18.07.1905» er utenfor årene 2000–2100. Skriv datoen som",
    ),
    "a system without a name": (
        added(fagområde="helse", kilde="Avtale"),
        "Applikasjoner!B10: system: Cellen er tom, men raden har svar. Skriv system",
    ),
    "a system twice": (
        twice,
        "Applikasjoner!A10: fagområde: «helse, JOURNAL» står også i rad 9",
    ),
    "an answer without a theme": (
        answer("Organisering", "vakt", "tema", "vakter"),
        "Organisering!A9: tema: «vakter» er ikke en gyldig verdi. Mente du «vakt»?",
    ),
    "a judgement outside the scale": (
        answer("Vurderinger", "ansatte", "omfang", 5),
        "Vurderinger!H12: omfang: «5» er for stort. Velg i listen, eller oppgi et helt tall fra −4 "
        "til 4",
    ),
    "a judgement in other words": (
        answer("Vurderinger", "ansatte", "omfang", "ganske bra"),
        "Vurderinger!H12: omfang: «ganske bra» er ikke et tall. Velg i listen, eller oppgi",
    ),
    "words and number that disagree": (
        answer("Vurderinger", "ansatte", "omfang", "liten fordel (+3)"),
        "Vurderinger!H12: omfang: «liten fordel (+3)» er ikke et tall. Velg i listen",
    ),
    "a reason without a judgement": (
        answer("Vurderinger", "ansatte", "begrunnelse", "Vi er få"),
        "Vurderinger!H12: omfang: Raden har et svar, men ingen vurdering. Velg i listen, eller tøm "
        "raden hvis dere er enige i den felles vurderingen",
    ),
    "one weight of many": (
        answer("Vekter", "ansatte", "vekt", 40),
        "Vekter!F9: vekt: 10 av 11 kriterier mangler vekt: Netto nåverdi, Engangskostnad, ",
    ),
    "a formula for a weight": (
        answer("Vekter", "ansatte", "vekt", "=100/4"),
        "Vekter!F18: vekt: Cellen har en formel («=100/4»). Kopier cellen, og lim den inn som "
        "verdi",
    ),
    "a weight below nothing": (
        answer("Vekter", "ansatte", "vekt", -1),
        "Vekter!F18: vekt: «-1» er negativt. Oppgi et tall fra 0 til 100, med 100 for",
    ),
    "a weight as a percentage": (
        answer("Vekter", "ansatte", "vekt", 0.25, "0 %"),
        "Vekter!F18: vekt: Cellen har prosentformat og viser 25 %. Sett formatet til Tall",
    ),
    "a weight in words": (
        answer("Vekter", "ansatte", "vekt", "mye"),
        "Vekter!F18: vekt: «mye» er ikke et tall. Oppgi et tall fra 0 til 100",
    ),
    "nothing but zeros": (
        lambda book: [cell(book["Vekter"], c, "vekt").__setattr__("value", 0) for c in CRITERIA],
        "vekt: Vektene til 1101 Eigersund blir til sammen 0. Gi minst ett kriterium en vekt over 0",
    ),
    "the sheet with weights deleted": (
        lambda book: book.remove(book["Vekter"]),
        "Vekter: Arket mangler. Bruk et nytt skjema",
    ),
    "the row of a criterion deleted": (
        without_row("Vekter", "ansatte", "vekt"),
        "Vekter: Finner ikke raden for «ansatte». Sett den inn igjen; svaret kan stå tomt",
    ),
    "a null alternative outside the mandate": (
        answer("Mandat", "Som i dag", "tillatt", "nei"),
        "Mandat!C6: tillatt: Alternativ 0 er å fortsette som i dag",
    ),
    "no inhabitants": (
        answer("Kommune", "1101", "innbyggere", 0),
        "Kommune!C7: innbyggere: «0» er for lite. Oppgi et helt tall over 0",
    ),
    "the kommunenummer of a row changed": (
        answer("Kommune", "1101", "kommunenummer", "1106"),
        "Kommune!A7: kommunenummer: Det er ikke spurt om «1106» her. Skal det stå «1101»?",
    ),
    "another analysis": (
        front("Utredning", "y"),
        "Skjemaet er laget for utredningen «y», ikke «x»",
    ),
    "an unknown municipality": (
        front("Kommunenummer", "1103"),
        "kommunenummer: «1103» er ikke med i utredningen. Kommunene er: 1101 Eigersund",
    ),
    "a municipality that was split": (
        front("Kommunenummer", "1507"),
        "kommunenummer: Kommunen med nummer «1507» er delt. Velg 1508 Ålesund eller 1580 Haram",
    ),
    "no municipality": (
        front("Kommunenummer", None),
        "kommunenummer: Cellen er tom. Skriv fire sifre",
    ),
    "an older year": (
        front("År", "2021"),
        "Skjemaet gjelder 2021, men budsjett har tall for 2022. Eldre svar kan ikke erstatte nyere",
    ),
    "another version of the form": (
        front("Skjemaversjon", "0"),
        "Skjemaet har versjon 0, og versjonen nå er 1. Lag et nytt skjema med ikt skjema",
    ),
    "a label of the front page overwritten": (
        heading("Veiledning", "Kommunenummer", "Nummer"),
        "Veiledning: Finner ikke Kommunenummer på forsiden. Lag et nytt skjema",
    ),
    "the front page deleted": (
        lambda book: book.remove(book["Veiledning"]),
        "Veiledning: Arket mangler, og da er det ikke kjent hvem skjemaet er fra",
    ),
    "the front page renamed": (
        rename("Veiledning", "Veileder"),
        "Veiledning: Arket mangler, og da er det ikke kjent hvem skjemaet er fra. Mente du "
        "«Veileder»?",
    ),
}


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Registered, bytes]:
    """Return an analysis that nothing here changes, and a form as it is sent out."""
    analysis = Analysis(tmp_path_factory.mktemp("inputs") / "x")
    return registered(analysis), form(analysis).read_bytes()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_each_mistake_is_told_with_its_cell(
    sent: tuple[Registered, bytes], mistake: str, tmp_path: Path
) -> None:
    known, data = sent
    change, said = MISTAKES[mistake]
    path = tmp_path / NAME
    path.write_bytes(data)
    plan = plan_import(known, [edit(path, change)])
    assert plan.wrong
    errors = told(plan, "feil")
    assert len(errors) == 1, errors
    assert errors[0].startswith("eigersund.xlsx")
    assert said in errors[0]
    assert not errors[0].endswith(".")


def test_a_sum_that_is_emptied_and_a_system_called_total_are_taken_in(analysis: Analysis) -> None:
    def emptied(book: Workbook) -> None:
        summed(book["Budsjett"])
        for told_cell in (
            cell(book["Budsjett"], "Sum", name) for name in ("beløp", "kostnadsgruppe")
        ):
            told_cell.value = None
        new_row(book["Applikasjoner"], fagområde="helse", system="Total", årskostnad=90)

    plan = take_in(analysis, edit(form(analysis), emptied))
    assert not told(plan, "feil")
    assert any("Total" in str(change) for change in plan.changes)


def test_all_mistakes_are_told_at_once(analysis: Analysis) -> None:
    cells = [
        change
        for name, (change, said) in MISTAKES.items()
        if name in ("a number with a point", "half a person", "a date as words", "no inhabitants",
                    "a judgement outside the scale", "a sheet deleted", "a system without a name",
                    "more årsverk than persons", "a formula for text")
    ]  # fmt: skip
    path = form(analysis)
    for change in cells:
        edit(path, change)
    plan = take_in(analysis, path)
    # Half a person is refused, so that the årsverk have nothing to be held against.
    assert len(told(plan, "feil")) == len(cells) - 1


def test_problems_stand_in_the_order_of_the_form(analysis: Analysis) -> None:
    def spoil(book: Workbook) -> None:
        for row in range(9, 20):
            new_row(book["Applikasjoner"], fagområde="helse", system=f"S{row}", brukere="mange")
        cell(book["Budsjett"], "lønn", "beløp").value = "x"

    errors = told(take_in(analysis, edit(form(analysis), spoil)), "feil")
    places = [error.split(": ")[0].split(" ")[1] for error in errors]
    assert places == ["Budsjett!D8", *(f"Applikasjoner!F{row}" for row in range(10, 21))]
