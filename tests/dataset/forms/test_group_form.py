"""The working group's form: made, filled in as a group does, and taken in for all."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from dataset.analysis_folder import NAMES, SHARED, Analysis
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from analysis import cli
from analysis.dataset import load

FORM = Path("inputs/x/skjema/arbeidsgruppen-2022.xlsx")
Said = pytest.CaptureFixture[str]


@pytest.fixture
def region(analysis: Analysis) -> Analysis:
    shutil.copytree(SHARED, "inputs/felles")
    assert cli.main(["skjema", "inputs/x", "--gruppe"]) == 0
    return analysis


def fill(change: Callable[[Workbook], None]) -> str:
    book = openpyxl.load_workbook(FORM)
    change(book)
    for row in book["Veiledning"].iter_rows():
        if row[0].value in ("Vekter", "Vurderinger"):
            row[2].value = "ja"
    book.save("fylt.xlsx")
    return "fylt.xlsx"


def take_in(change: Callable[[Workbook], None], *words: str) -> int:
    return cli.main(["importer", "inputs/x", fill(change), *words])


def places(page: Worksheet) -> tuple[int, dict[str, int]]:
    """The row of the headings, and the position of each."""
    for row in page.iter_rows():
        found = {str(cell.value): int(cell.column or 0) for cell in row}
        if "kriterium" in found:
            return int(row[0].row or 0), found
    raise AssertionError(page.title)


def test_each_criterion_begins_with_a_line_and_the_spread_keeps_off_the_numbers(
    region: Analysis,
) -> None:
    book = openpyxl.load_workbook(FORM)
    page = book["Vurderinger"]
    top, at = places(page)
    criteria = [page.cell(row, at["kriterium"]).value for row in range(top + 1, page.max_row + 1)]
    for row in range(top + 3, page.max_row + 1):
        begins = criteria[row - top - 1] != criteria[row - top - 2]
        lines = {page.cell(row, column).border.top.style for column in at.values()}
        assert lines == {"medium" if begins else "thin"}
    assert page.cell(top + 2, at["spenn"]).alignment.horizontal == "center"
    top, at = places(book["Vekter"])
    assert book["Vekter"].cell(top + 2, at["midten"]).alignment.horizontal == "center"
    assert {cell.border.top.style for cell in book["Vekter"][top + 3]} == {"thin"}


def weigh(book: Workbook, *weights: float) -> None:
    page = book["Vekter"]
    top, at = places(page)
    for number, weight in enumerate(weights):
        page.cell(top + 2 + number, at["vekt"]).value = weight


EVEN = (10, 10, 10, 10, 10, 10, 10, 10, 10, 5, 5)


def test_the_form_has_a_column_for_each_municipality_and_shows_the_spread(
    region: Analysis,
) -> None:
    book = openpyxl.load_workbook(FORM)
    assert book.sheetnames == ["Veiledning", "Vekter", "Vurderinger", "Grunnlag"]
    for name in ("Vekter", "Vurderinger"):
        page = book[name]
        top, at = places(page)
        assert set(NAMES.values()) <= set(at)
        own = [page.cell(top + 2, at[who]) for who in NAMES.values()]
        assert not any(cell.protection.locked for cell in own)
        first, last = own[0].coordinate, own[-1].coordinate
        assert page.cell(top + 2, at["spenn"]).value == (
            f'=IF(COUNT({first}:{last})<2,"",MIN({first}:{last})&" til "&MAX({first}:{last}))'
        )
        assert page.cell(top + 2, at["spenn"]).protection.locked
        assert page.cell(top + 2, at["midten"]).value == (
            f'=IF(COUNT({first}:{last})=0,"",MEDIAN({first}:{last}))'
        )
    top, at = places(book["Vurderinger"])
    asked = [book["Vurderinger"].cell(top + 2 + n, at["kriterium"]).value for n in range(6)]
    assert len(set(asked)) == 1  # one criterion at a time, over the alternatives
    above = book["Vurderinger"].iter_rows(max_row=top - 1)
    told = " ".join(str(cell.value) for row in above for cell in row)
    assert "meget stor ulempe (−4)" in told and "meget stor fordel (+4)" in told


def test_what_is_known_of_each_stands_in_its_column(region: Analysis) -> None:
    region.append("vurderinger", "3;ansatte;1106;-3;Vi mener det;Møte")
    weights = ["1101;netto_naaverdi;30", "1101;ansatte;10"]
    region.write("vekter.csv", "\n".join(["kommunenummer;kriterium;vekt", *weights]))
    FORM.unlink()
    assert cli.main(["skjema", "inputs/x", "--gruppe"]) == 0
    book = openpyxl.load_workbook(FORM)
    page = book["Vurderinger"]
    top, at = places(page)
    row = next(
        row for row in page.iter_rows(min_row=top)
        if (row[at["alternativ"] - 1].value, row[at["kriterium"] - 1].value) == ("3", "ansatte")
    )  # fmt: skip
    assert [row[at[who] - 1].value for who in NAMES.values()] == [None, -3, None]
    page = book["Vekter"]
    top, at = places(page)
    own = {page.cell(r, at["kriterium"]).value: page.cell(r, at["Eigersund"]).value
           for r in range(top + 2, top + 13)}  # fmt: skip
    assert own["netto_naaverdi"] == 75 and own["ansatte"] == 25


def test_weights_and_judgements_are_taken_in_for_all(region: Analysis, capsys: Said) -> None:
    before = load("inputs/x").judgements

    def change(book: Workbook) -> None:
        weigh(book, *EVEN)
        page = book["Vurderinger"]
        top, at = places(page)
        page.cell(top + 2, at["omfang"]).value = "stor ulempe (−3)"
        page.cell(top + 2, at["begrunnelse"]).value = "Vi ble enige"
        for number in range(6):  # what members write is theirs
            page.cell(top + 2 + number, at["Sandnes"]).value = 4

    capsys.readouterr()
    assert take_in(change) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "Arbeidsgruppen (fylt.xlsx): 11 rader lagt til, 1 endret" in said.out
    dataset = load("inputs/x")
    weights = dataset.weights
    assert weights["vekt"].tolist() == list(map(float, EVEN))
    assert set(weights["kommunenummer"]) == {""}
    assert set(weights["kilde"]) == {"skjema fra arbeidsgruppen"}
    changed = dataset.judgements["omfang"] != before["omfang"]
    row = dataset.judgements[changed].iloc[0]
    assert (changed.sum(), row["omfang"], row["begrunnelse"]) == (1, -3, "Vi ble enige")
    assert row["kommunenummer"] == ""
    assert take_in(change) == 0
    assert "Svarene er som før" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ((20, *EVEN[1:]), "Vektene blir 110 til sammen, og skal bli 100. Rett dem"),
        (EVEN[:-1], "1 av 11 kriterier mangler vekt"),
        ((-10, *EVEN[1:]), "«-10» er negativt"),
        (("ti", *EVEN[1:]), "«ti» er ikke et tall"),
    ],
)
def test_weights_that_cannot_be_used_change_nothing(
    region: Analysis, capsys: Said, weights: tuple[float, ...], said: str
) -> None:
    assert take_in(lambda book: weigh(book, *weights)) == 1
    assert said in capsys.readouterr().err
    assert not (region.folder / "vekter.csv").exists()


def test_weights_with_a_decimal_each_may_miss_the_sum_by_what_was_rounded(
    region: Analysis,
) -> None:
    assert take_in(lambda book: weigh(book, *[9.2] * 11)) == 1  # 101,2
    assert take_in(lambda book: weigh(book, *[9.1] * 11)) == 0  # 100,1


def test_what_both_have_changed_is_confirmed_with_all(region: Analysis, capsys: Said) -> None:
    def change(book: Workbook) -> None:
        page = book["Vurderinger"]
        top, at = places(page)
        page.cell(top + 2, at["omfang"]).value = 3

    region.change("vurderinger", ";;1;Fordi;Møte", ";;-2;Nytt;Møte", count=1)
    capsys.readouterr()
    assert take_in(change) == 1
    said = capsys.readouterr().err
    assert "endret fra 1 til −2" in said or "endret fra 1 til -2" in said
    assert "legger du til --bekreft." in said
    assert take_in(change, "--bekreft") == 0
    assert 3 in load("inputs/x").judgements["omfang"].tolist()


def test_the_groups_form_and_a_municipalitys_go_in_together(region: Analysis) -> None:
    assert cli.main(["skjema", "inputs/x", "--kommune", "1101"]) == 0
    own = "inputs/x/skjema/1101-eigersund-2022.xlsx"
    assert cli.main(["importer", "inputs/x", fill(lambda book: weigh(book, *EVEN)), own]) == 0
    assert len(load("inputs/x").weights) == 11
