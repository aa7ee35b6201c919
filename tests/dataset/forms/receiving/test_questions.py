"""What the answers leave unknown or make unusual, also where the form wrote nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from dataset.analysis_folder import Analysis
from dataset.forms.filling import cell, edit, form, new_row, reviewed, take_in, told
from openpyxl.workbook import Workbook

# Each takes a form through the whole import; `test_importing` and `test_files` do so every time.
pytestmark = pytest.mark.thorough

NBSP = "\u00a0"
EMPTY = "er tomt og regnes som ukjent. Skriv 0 hvis kommunen ikke har kostnaden"
GROUPS = ("lønn", "lisens", "drift", "konsulent", "utstyr")


def filled(*answers: tuple[str, str, str, Any]) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for sheet, row, column, value in answers:
            cell(book[sheet], row, column).value = value
        reviewed(book)

    return change


def budget(**amounts: float) -> list[tuple[str, str, str, Any]]:
    return [("Budsjett", group, "beløp", amount) for group, amount in amounts.items()]


def test_every_empty_amount_of_the_new_year_is_told(analysis: Analysis) -> None:
    one = edit(form(analysis, "1101", 2024, "a.xlsx"), filled())
    other = edit(
        form(analysis, "1106", 2024, "b.xlsx"), filled(*budget(lønn=2000, lisens=2000, drift=0))
    )
    plan = take_in(analysis, one, other)
    assert not plan.wrong
    cells = [
        *(f"a.xlsx Budsjett!D{row}: beløp: Beløpet for 2024 {EMPTY}" for row in range(8, 13)),
        *(f"b.xlsx Budsjett!D{row}: beløp: Beløpet for 2024 {EMPTY}" for row in (11, 12)),
    ]
    gaps = told(plan, "mangel")
    assert [gap for gap in gaps if ": beløp: " in gap] == cells
    assert (
        "a.xlsx Budsjett: år: 1101 Eigersund har ikke tall for 2024; tallene for 2022 brukes"
    ) in gaps
    assert (
        "inputs/x/budsjett.csv: år: 1108 Sandnes har ikke tall for 2024; tallene for 2022 brukes"
    ) in gaps
    assert not [gap for gap in gaps if "ingen rad for" in gap]  # told cell by cell


def test_an_empty_amount_in_a_row_that_is_written_is_told_once(analysis: Analysis) -> None:
    path = edit(form(analysis), filled(("Budsjett", "drift", "beløp", None)))
    assert told(take_in(analysis, path), "mangel") == [
        f"eigersund.xlsx Budsjett!D10: beløp: Beløpet for 2022 {EMPTY}"
    ]


def test_a_wrong_number_of_users_is_asked_about_with_its_cell(analysis: Analysis) -> None:
    """It moves questions about costs and staff, which stand in rows the form does not write."""
    path = edit(form(analysis), filled(("Kommune", "1101", "ikt_brukere", 10000)))
    questions = told(take_in(analysis, path), "advarsel")
    assert questions[0] == (
        f"eigersund.xlsx Kommune!E7: ikt_brukere: 10{NBSP}000 er 10 ganger det som sto her før "
        f"(1{NBSP}000). Stemmer det?"
    )
    assert (
        "eigersund.xlsx Kommune!E7: ikt_brukere: lisenskostnaden per bruker er 10 prosent av "
        "medianen for kommunene (90 mot 900 kroner). Stemmer det?"
    ) in questions
    assert len([q for q in questions if "Kommune!E7" in q]) == 1 + len(GROUPS) + 1
    assert analysis.own_problems() == ()


def test_several_answers_behind_a_question_are_all_named(analysis: Analysis) -> None:
    path = edit(
        form(analysis),
        filled(("Kommune", "1101", "ikt_brukere", 200), ("Bemanning", "drift", "årsverk", 16.5)),
    )
    (question,) = [q for q in told(take_in(analysis, path), "advarsel") if "1000 brukere" in q]
    assert question.startswith("eigersund.xlsx Bemanning: årsverk: 1101 Eigersund har 470 IKT-års")
    assert question.endswith("Stemmer det? (Endret i skjemaet: Kommune!E7, Bemanning!C9)")


def test_fewer_users_than_a_system_has_names_the_system(analysis: Analysis) -> None:
    path = edit(form(analysis), filled(("Kommune", "1101", "ikt_brukere", 400)))
    assert (
        "eigersund.xlsx Kommune!E7: ikt_brukere: helse, Journal: 500 brukere er flere enn de 400 "
        "som bruker IKT i kommunen (kommuner, ikt_brukere). Er elever eller innbyggere regnet med?"
    ) in told(take_in(analysis, path), "advarsel")


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "said"),
    [
        ("Applikasjoner", "Journal", "årskostnad", 1000, "er 10 ganger det som sto her før (100)"),
        ("Applikasjoner", "Journal", "brukere", 4, "er 1 prosent av det som sto her før (500)"),
        ("Bemanning", "drift", "årsverk", 1, "er 6 prosent av det som sto her før (15,5)"),
        ("Budsjett", "drift", "beløp", 9005, "er 10 ganger det som sto her før (900,5)"),
        ("Kommune", "1101", "innbyggere", 100000, f"10 ganger det som sto her før (10{NBSP}000)"),
        # Within the limit, or too small a part of the whole to matter.
        ("Applikasjoner", "Journal", "årskostnad", 149, ""),
        ("Applikasjoner", "Journal", "årskostnad", 300, ""),
        ("Bemanning", "drift", "personer", 40, ""),
        ("Vurderinger", "ansatte", "omfang", -4, ""),
        ("Applikasjoner", "Journal", "brukere", None, ""),
    ],
)
def test_answers_far_from_what_stood_there_are_asked_about(
    analysis: Analysis, sheet: str, row: str, column: str, value: Any, said: str
) -> None:
    path = edit(form(analysis), filled((sheet, row, column, value)))
    found = [q for q in told(take_in(analysis, path), "advarsel") if "det som sto her før" in q]
    assert len(found) == bool(said)
    assert all(q.startswith(f"eigersund.xlsx {sheet}!") and said in q for q in found)


def test_a_name_spelled_in_another_way_is_not_asked_about(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        new_row(book["Applikasjoner"], fagområde="felles", system="KONTOR")
        reviewed(book)

    analysis.append("applikasjoner", "1106;felles;Kontor;;sky;10;5;;kontrakt;ja;x;anslag;kontor")
    plan = take_in(analysis, edit(form(analysis), fill))
    assert told(plan, "feil") == told(plan, "advarsel") == []


def test_a_name_that_nobody_writes_any_more_does_not_stop_the_answers(analysis: Analysis) -> None:
    """The group has settled that «Kontor» is the name, and the one who wrote it has moved on."""

    def fill(book: Workbook) -> None:
        new_row(book["Applikasjoner"], fagområde="felles", system="Kontor 2")
        reviewed(book)

    analysis.append("applikasjoner", "1106;felles;K;;sky;10;5;;kontrakt;ja;x;anslag;kontor")
    analysis.write("systemnavn.csv", "skrivemåte;system\nK;Kontor\n")
    plan = take_in(analysis, edit(form(analysis), fill))
    assert told(plan, "feil") == [] and plan.changes


def test_questions_that_were_there_before_are_not_told_again(analysis: Analysis) -> None:
    analysis.change("budsjett", "1106;2022;drift;1800,5", "1106;2022;drift;18000")
    analysis.change("applikasjoner", "31.12.2025", "31.12.2020", count=3)
    assert len(analysis.notes("advarsel")) == 4
    # The median of the others moves, and every line below it.
    answers = budget(drift=950)
    path = edit(form(analysis), filled(*answers, ("Budsjett", "lønn", "kilde", "Nytt")))
    assert told(take_in(analysis, path), "advarsel") == []


def test_old_gaps_are_not_told_as_new(analysis: Analysis) -> None:
    analysis.change("budsjett", "1106;2022;drift;1800,5", "1106;2022;drift;")
    path = edit(form(analysis), filled(*budget(drift=950)))
    assert told(take_in(analysis, path), "mangel") == []
