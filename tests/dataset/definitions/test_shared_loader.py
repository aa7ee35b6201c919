"""Numbers, lists and texts of inputs/felles/ that stand outside the entries."""

from __future__ import annotations

from pathlib import Path

import pytest
from dataset.analysis_folder import with_most_important
from dataset.definitions.shared_files import (
    ALT,
    EXPLAIN,
    load,
)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("", "Oppgi øvre grense"),
        ('belopsgrense = "mye"', "Oppgi øvre grense"),
        ("belopsgrense = -1", "Oppgi øvre grense"),
        ("belopsgrensen = 500000", "Mente du «belopsgrense»"),
    ],
)
def test_the_ceiling_for_amounts(folder: Path, new: str, message: str) -> None:
    path = folder / ALT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("belopsgrense = 500000", new), encoding="utf-8")
    _, problems = load(folder)
    assert any(message in p.message for p in problems)
    assert {p.file for p in problems} == {path.as_posix()}


@pytest.mark.parametrize("value", ["1", '"tre"', "true"])
def test_the_bound_for_outliers_is_a_number_above_1(folder: Path, value: str) -> None:
    path = folder / ALT
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("avviksgrense = 3", f"avviksgrense = {value}"), encoding="utf-8")
    _, problems = load(folder)
    line = text[: text.index("avviksgrense = 3")].count("\n") + 1
    assert [(p.line, p.column) for p in problems] == [(line, "avviksgrense")]
    assert "over 1" in problems[0].message


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("viktigst = [\"fravaer\", \"inkjop_pris\"]", "«inkjop_pris»: Modellen kjenner ikke denne "
         "forutsetningen. Mente du «innkjop_pris»?"),
        ("viktigst = [\"fravaer\", \"fravaer\"]", "«fravaer» står to ganger. Slett den ene"),
        ("viktigst = \"fravaer\"", "Skriv en liste med forutsetninger, for eksempel "
         "[\"innkjop_pris\"]"),
        ("viktigst = [1]", "Skriv en liste med forutsetninger, for eksempel [\"innkjop_pris\"]"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_assumptions_that_matter_most(
    folder: Path, written: str, said: str
) -> None:
    with_most_important(folder)
    path = folder / ALT
    text = path.read_text(encoding="utf-8").replace("viktigst = []", written)
    path.write_text(text, encoding="utf-8")
    assert [str(p) for p in load(folder)[1]] == [f"{path.as_posix()}:1: viktigst: {said}"]


def test_the_assumptions_that_matter_most_are_in_the_order_of_the_file(folder: Path) -> None:
    with_most_important(folder, "fravaer", "innkjop_pris")
    shared, problems = load(folder)
    assert not problems and shared is not None
    assert shared.most_important == ("fravaer", "innkjop_pris")


@pytest.mark.parametrize("value", ["10", "[5, 41]", "[0]", "[5.5]", "[true]", '["5"]'])
def test_the_periods_to_try_are_whole_years(folder: Path, value: str) -> None:
    path = folder / ALT
    text = path.read_text(encoding="utf-8")
    given = "perioder = [5, 8, 10, 15]"
    path.write_text(text.replace(given, f"perioder = {value}"), encoding="utf-8")
    (problem,) = load(folder)[1]
    assert problem.line == text[: text.index(given)].count("\n") + 1
    assert problem.message == "Skriv en liste med hele år fra 1 til 40, for eksempel [5, 10]"


def test_a_text_that_reports_ask_for_is_there(folder: Path) -> None:
    path = folder / EXPLAIN
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('id = "personvern"', 'id = "personvrn"'), encoding="utf-8")
    assert [(p.column, p.message) for p in load(folder)[1]] == [
        ("forklaring", "«personvern» mangler. Legg til en [[forklaring]] med denne id-en"),
        ("personvrn", "Ingen rapport bruker denne forklaringen. Mente du «personvern»?"),
    ]


@pytest.mark.parametrize(
    ("given", "value"),
    [
        ("kostnadsramme = 0.85", "85"),
        ("kostnadsramme = 0.85", "0.3"),
        ("avtale_maneder = 6", "0"),
        ("evaluering_aar = 1", "20"),
        ("navnelikhet = 85", "120"),
    ],
)
def test_a_number_outside_its_bounds_is_told_with_what_to_write(
    folder: Path, given: str, value: str
) -> None:
    path = folder / ALT
    text = path.read_text(encoding="utf-8")
    name = given.split(" = ")[0]
    path.write_text(text.replace(given, f"{name} = {value}"), encoding="utf-8")
    (problem,) = load(folder)[1]
    assert problem.column == name and problem.message.startswith("Oppgi ")
    assert problem.line == text[: text.index(given)].count("\n") + 1
