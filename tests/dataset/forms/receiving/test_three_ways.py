"""What was sent, what was answered and what the analysis has now: only a true conflict asks."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from dataset.analysis_folder import Analysis
from dataset.forms.filling import asked, cell, edit, form, new_row, take_in
from openpyxl.workbook import Workbook

from analysis.dataset.forms.receiving.change_list import change_lines

# Each takes a form through the whole import; `test_importing` and `test_files` do so every time.
pytestmark = pytest.mark.thorough


def answer(sheet: str, row: str, column: str, value: Any) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        cell(book[sheet], row, column).value = value

    return change


def changed(plan: Any) -> list[str]:
    """Return the changes as the user reads them, without the headings."""
    return [line.strip() for line in change_lines(plan) if line.startswith("    ")]


def test_an_untouched_cell_yields_to_newer_figures(analysis: Analysis) -> None:
    """The yearly order: forms go out, official figures come, and then the answers."""
    path = edit(form(analysis), answer("Kommune", "1101", "ikt_brukere", 1100))
    analysis.change("kommuner", "1101;Eigersund;10000;", "1101;Eigersund;10250;")
    analysis.change("kommuner", "1000;Telling;", "1000;SSB tabell 07459, 2026;")
    plan = take_in(analysis, path)
    assert asked(plan) == []
    assert changed(plan) == ["endret    1101: ikt_brukere 1000 → 1100"]
    row = plan.merged["kommuner"].after.decode().splitlines()[1]
    assert row == "1101;Eigersund;10250;700,5;1100;SSB tabell 07459, 2026;rapportert"


def test_the_same_answer_as_the_analysis_has_now_is_no_change(analysis: Analysis) -> None:
    path = edit(form(analysis), answer("Kommune", "1101", "innbyggere", 10250))
    analysis.change("kommuner", "1101;Eigersund;10000;", "1101;Eigersund;10250;")
    plan = take_in(analysis, path)
    assert (changed(plan), asked(plan)) == ([], [])


def test_two_answers_to_one_question_are_asked_about(analysis: Analysis) -> None:
    path = edit(form(analysis), answer("Kommune", "1101", "innbyggere", 10300))
    edit(path, answer("Bemanning", "drift", "kilde", "Egen telling"))
    analysis.change("kommuner", "1101;Eigersund;10000;", "1101;Eigersund;10250;")
    analysis.change("bemanning", "1101;drift;15,5;17;nei;Skjema", "1101;drift;15,5;17;nei;")
    plan = take_in(analysis, path)
    assert asked(plan) == [
        "eigersund.xlsx Kommune!C7: innbyggere (1101): Skjemaet har 10300, men kommuner.csv er "
        "endret fra 10000 til 10250 etter at skjemaet ble laget. Svaret i skjemaet går foran",
        "eigersund.xlsx Bemanning!F9: kilde (drift): Skjemaet har «Egen telling», men "
        "bemanning.csv er endret fra Skjema til tom etter at skjemaet ble laget. Svaret i skjemaet "
        "går foran",
    ]
    assert {confirmation.code for confirmation in plan.to_confirm} == {"1101"}
    assert "1101;Eigersund;10300;" in plan.merged["kommuner"].after.decode()


def test_a_cell_that_is_emptied_is_an_answer(analysis: Analysis) -> None:
    path = edit(form(analysis), answer("Applikasjoner", "Journal", "avtaleslutt", None))
    assert changed(take_in(analysis, path)) == [
        "endret    helse, Journal: avtaleslutt 31.12.2025 → tom"
    ]


def test_rows_that_came_after_the_form_stay(analysis: Analysis) -> None:
    path = edit(
        form(analysis), lambda b: new_row(b["Applikasjoner"], fagområde="annet", system="N")
    )
    analysis.append("applikasjoner", "1101;felles;Kontor;;;;;;;;;;")
    plan = take_in(analysis, path)
    assert changed(plan) == ["lagt til  annet, N"]
    assert asked(plan) == []
    assert "1101;felles;Kontor;" in plan.merged["applikasjoner"].after.decode()


def test_the_same_system_added_in_both_places_is_one_row(analysis: Analysis) -> None:
    def fill(book: Workbook) -> None:
        row = new_row(book["Applikasjoner"], fagområde="felles", system="Kontor")
        assert row
        cell(book["Applikasjoner"], "Kontor", "årskostnad").value = 40
        cell(book["Applikasjoner"], "Kontor", "leverandør").value = "A"

    path = edit(form(analysis), fill)
    analysis.append("applikasjoner", "1101;felles;Kontor;B;sky;;;;;;;;")
    plan = take_in(analysis, path)
    assert changed(plan) == ["endret    felles, Kontor: leverandør B → A, årskostnad tom → 40"]
    assert asked(plan) == [
        "eigersund.xlsx Applikasjoner!C10: leverandør (felles, Kontor): Skjemaet har A, men "
        "applikasjoner.csv er endret fra tom til B etter at skjemaet ble laget. Svaret i skjemaet "
        "går foran"
    ]


def test_a_row_removed_since_stays_away_unless_it_is_answered_anew(analysis: Analysis) -> None:
    analysis.append("applikasjoner", "1101;felles;Kontor;;sky;10;;;;;;;")
    path = form(analysis)
    analysis.change("applikasjoner", "1101;felles;Kontor;;sky;10;;;;;;;\n", "")
    plan = take_in(analysis, path)
    assert (changed(plan), asked(plan)) == ([], [])
    plan = take_in(analysis, edit(path, answer("Applikasjoner", "Kontor", "årskostnad", 12)))
    assert changed(plan) == ["lagt til  felles, Kontor: driftsform sky, årskostnad 12"]
    assert asked(plan) == [
        "eigersund.xlsx Applikasjoner: «felles, Kontor» er endret i skjemaet, men slettet i "
        "applikasjoner.csv etter at skjemaet ble laget. Raden blir lagt til igjen"
    ]


def test_a_row_deleted_in_the_form_and_changed_since_is_asked_about(analysis: Analysis) -> None:
    analysis.append("applikasjoner", "1101;felles;Kontor;;sky;10;;;;;;;")
    analysis.append("applikasjoner", *(f"1101;felles;Annet {n};;;;;;;;;;" for n in range(4)))

    def delete(book: Workbook) -> None:
        sheet = book["Applikasjoner"]
        sheet.delete_rows(cell(sheet, "Kontor", "system").row)

    path = edit(form(analysis), delete)
    assert asked(take_in(analysis, path)) == []
    analysis.change("applikasjoner", "Kontor;;sky;10;", "Kontor;;sky;14;")
    plan = take_in(analysis, path)
    assert changed(plan) == ["fjernet   felles, Kontor: driftsform sky, årskostnad 14"]
    assert asked(plan) == [
        "eigersund.xlsx Applikasjoner: «felles, Kontor» er tømt eller slettet i skjemaet, men "
        "endret i applikasjoner.csv etter at skjemaet ble laget (årskostnad fra 10 til 14). Raden "
        "blir fjernet"
    ]


def test_what_was_sent_is_trusted_only_with_its_control(analysis: Analysis) -> None:
    """A hidden sheet copied from another form says nothing; every cell is an answer again."""

    def spoil(book: Workbook) -> None:
        rows = book["Grunnlag"].iter_rows()
        next(c for cells in rows for c in cells if c.value == "10000").value = "10250"

    path = edit(form(analysis), spoil)
    analysis.change("kommuner", "1101;Eigersund;10000;", "1101;Eigersund;10250;")
    plan = take_in(analysis, path)
    assert changed(plan) == ["endret    1101: innbyggere 10250 → 10000"]
    assert len(asked(plan)) == 1 and "sier ikke hva som sto der da" in asked(plan)[0]


@pytest.mark.parametrize("table", ["kommuner", "bemanning", "applikasjoner", "organisering"])
def test_an_untouched_form_never_changes_newer_answers(analysis: Analysis, table: str) -> None:
    analysis.write(
        "organisering.csv", "kommunenummer;tema;svar;kilde\n1101;vakt;Ja;x\n1101;vakt;Nei;y\n"
    )
    path = form(analysis)
    text = (analysis.folder / f"{table}.csv").read_text(encoding="utf-8")
    own = [line for line in text.splitlines() if line.startswith("1101;")]
    newer = text.replace(own[0] + "\n", "").replace("Skjema", "Ny kilde").replace("500", "501")
    analysis.write(f"{table}.csv", text if table == "kommuner" else newer)
    if table == "kommuner":
        analysis.write("kommuner.csv", text.replace("1101;Eigersund;10000", "1101;Eigersund;9"))
    assert take_in(analysis, path).changes == ()


def test_the_example_carries_what_was_sent(tmp_path: Path) -> None:
    """With its shielded rows, old codes, dates and quoted names: every sheet is known again."""
    from analysis.dataset.forms.receiving.import_plan import plan_import
    from analysis.dataset.forms.registered import read_registered
    from analysis.dataset.forms.sending.front_page import Sending
    from analysis.dataset.forms.sending.workbook import make_form
    from analysis.dataset.forms.sheets import SHEETS

    folder = tmp_path / "ringeriksregionen"
    shutil.copytree(Path(__file__).parents[4] / "inputs" / "ringeriksregionen", folder)
    known = read_registered(folder)
    path = tmp_path / "form.xlsx"
    path.write_bytes(make_form(known, "3310", known.year_asked_for, Sending()))
    (one,) = plan_import(known, [path]).forms
    assert set(one.sent) == {sheet.name for sheet in SHEETS}
    assert len(one.sent["Applikasjoner"]) == 63
