"""The sheets for weights and judgements as they are sent out."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from dataset.analysis_folder import SHARED, Analysis
from dataset.forms.filling import cell, form, registered
from openpyxl.worksheet.worksheet import Worksheet

from analysis.dataset.definitions import load_shared_definitions
from analysis.dataset.definitions.criteria import Criterion
from analysis.dataset.forms.sending.front_page import Sending
from analysis.dataset.forms.sending.workbook import make_form
from analysis.dataset.problems import ProblemLog

MINUS, NBSP = "\u2212", "\u00a0"
HEADINGS = "kommunenummer;kriterium;vekt\n"


def criteria() -> tuple[Criterion, ...]:
    shared = load_shared_definitions(SHARED, ProblemLog())
    assert shared is not None
    return tuple(shared.criteria)


def sheet(analysis: Analysis, name: str = "Vekter") -> Worksheet:
    return openpyxl.load_workbook(form(analysis))[name]


def shown(page: Worksheet) -> list[Any]:
    return [c.value for cells in page.iter_rows() for c in cells if c.value is not None]


def column(page: Worksheet, heading: str) -> list[Any]:
    """Return what stands below a heading and its help."""
    top = next(c for cells in page.iter_rows() for c in cells if c.value == heading)
    return [page.cell(row, top.column).value for row in range(top.row + 2, page.max_row + 1)]


def values(analysis: Analysis, name: str = "Vekter") -> Worksheet:
    """Return a sheet with what its formulas showed when it was made."""
    return openpyxl.load_workbook(form(analysis), data_only=True)[name]


def test_every_criterion_has_its_name_and_its_ends_in_words(analysis: Analysis) -> None:
    page = sheet(analysis)
    assert column(page, "kriteriets navn") == [c.navn for c in criteria()]
    assert column(page, "dette er med") == [c.forklaring for c in criteria()]
    worst, best = column(page, "fra det dårligste"), column(page, "til det beste")
    ends = {c.id: (low, high) for c, low, high in zip(criteria(), worst, best, strict=True)}
    by_id = {c.id: c for c in criteria()}
    money = by_id["netto_naaverdi"]
    assert ends["netto_naaverdi"] == (
        f"{MINUS}2{NBSP}000 kr per innbygger. {money.begrunnelse_verst}",
        f"2{NBSP}000 kr per innbygger. {money.begrunnelse_best}",
    )
    assert ends["saarbarhet"][0].startswith("230 dager per år. ")
    assert ends["systemharmonisering"][1].startswith("100 prosent. ")
    assert ends["lokal_styring"] == (
        f"Meget stor ulempe mot i dag ({MINUS}4).", "Meget stor fordel mot i dag (+4).",
    )  # fmt: skip


def test_names_of_criteria_are_the_groups_own(analysis: Analysis) -> None:
    own = analysis.folder.parent / "felles"
    own.mkdir()
    for path in (p for p in SHARED.iterdir() if p.is_file()):
        own.joinpath(path.name).write_bytes(path.read_bytes())
    path = own / "kriterier.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"Lokal styring"', '"Selvstyre"'), encoding="utf-8")
    made = make_form(registered(analysis), "1101", 2022, Sending())
    page = openpyxl.load_workbook(io.BytesIO(made))["Vekter"]
    assert "Selvstyre" in shown(page) and "Lokal styring" not in shown(page)
    assert cell(page, "Selvstyre", "kriterium").value == "lokal_styring"


def test_the_names_in_the_files_are_out_of_sight(analysis: Analysis) -> None:
    for name, letter in (("Vekter", "A"), ("Vurderinger", "B")):
        page = sheet(analysis, name)
        assert page.column_dimensions[letter].hidden
        assert [d.hidden for k, d in page.column_dimensions.items() if k != letter].count(True) == 0
    assert sheet(analysis)["B1"].value == "Vekter: 1101 Eigersund, 2022"


def test_the_reader_sees_the_sum_and_each_share(analysis: Analysis) -> None:
    rows = [f"1101;{c.id};{2 * n}" for n, c in enumerate(criteria())]
    rows += [f";{c.id};{3}" for c in criteria()[:4]]
    analysis.write("vekter.csv", HEADINGS + "".join(f"{row}\n" for row in rows))
    page = values(analysis)
    assert page["E7"].value == "Alle er fylt ut. Sum:" and page["F7"].value == 110
    assert column(page, "andel") == [2 * n / 110 for n in range(11)]
    assert column(page, "felles andel") == [0.25] * 4 + [0] * 7
    formulas = sheet(analysis)
    assert formulas["F7"].value == "=SUM($F$10:$F$20)"
    assert cell(formulas, "Netto nåverdi", "andel").value == (
        '=IF(AND(ISNUMBER(F10),SUM($F$10:$F$20)>0),F10/SUM($F$10:$F$20),"")'
    )
    assert any("har 20 som det høyeste" in str(text) for text in shown(formulas))


def test_a_set_nobody_has_given_is_told_as_not_filled_in(analysis: Analysis) -> None:
    page = values(analysis)
    assert page["E6"].value == "Ikke fylt ut. Sum:" and page["F6"].value == 0
    assert set(column(page, "andel")) <= {None, ""}
    assert set(column(page, "felles andel")) == {None}
    assert "Kommunene har ikke felles vekter ennå. Uten dem teller gruppene av kriterier likt." in (
        shown(page)
    )


def test_a_part_of_a_set_says_how_much_is_missing(analysis: Analysis) -> None:
    analysis.write("vekter.csv", HEADINGS + "1101;ansatte;100\n;ansatte;1\n")
    assert "Mangler 10 av 11. Sum:" in shown(values(analysis))


def test_own_judgements_stand_in_words_beside_the_common_ones(analysis: Analysis) -> None:
    analysis.change("vurderinger", "0+;ansatte;;1;Fordi;", "0+;ansatte;;;;")
    analysis.append("vurderinger", "0+;ansatte;1101;-3;Få;Møte", "0+;lokal_styring;1101;0;;")
    page = sheet(analysis, "Vurderinger")
    assert cell(page, "ansatte", "omfang").value == f"stor ulempe ({MINUS}3)"
    assert cell(page, "ansatte", "felles vurdering").value is None
    assert cell(page, "ansatte", "felles begrunnelse").value is None
    assert cell(page, "lokal_styring", "omfang").value == "som i dag (0)"
    assert cell(page, "lokal_styring", "felles vurdering").value == "liten fordel (+1)"
    assert "0" not in column(page, "alternativ")  # what the others are measured against
