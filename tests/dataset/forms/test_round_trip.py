"""A form that comes back as it was sent changes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from dataset.analysis_folder import CODES, Analysis
from dataset.forms.filling import form, registered, take_in, told
from dataset.reading.test_xlsx_file import book, cells

from analysis.dataset.forms.receiving.import_plan import plan_import
from analysis.dataset.forms.registered import read_registered
from analysis.dataset.forms.sending.front_page import Sending
from analysis.dataset.forms.sending.workbook import make_form

EXAMPLE = Path(__file__).parents[3] / "inputs" / "ringeriksregionen"


@pytest.mark.thorough
@pytest.mark.parametrize("number", [2, pytest.param(6, marks=pytest.mark.thorough)])
def test_the_example_comes_back_as_it_was_sent(tmp_path: Path, number: int) -> None:
    folder = tmp_path / "ringeriksregionen"
    shutil.copytree(EXAMPLE, folder)
    known = read_registered(folder)
    paths = []
    for code in list(known.names)[:number]:
        paths.append(tmp_path / f"{code}.xlsx")
        paths[-1].write_bytes(make_form(known, code, known.year_asked_for, Sending()))
    plan = plan_import(known, paths)
    assert not plan.wrong
    assert len(plan.forms) == number
    assert plan.changes == () and plan.merged == {}


def as_crlf(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("utf-8-sig")


def as_old_excel(text: str) -> bytes:
    return text.replace("\n", "\r\n").encode("cp1252")


def as_quoted(text: str) -> bytes:
    rows = (";".join(f'"{cell}"' for cell in row.split(";")) for row in text.splitlines())
    return ("sep=;\n\n" + "\n\n".join(rows)).encode()


@pytest.mark.parametrize("dialect", [as_crlf, as_old_excel, as_quoted])
def test_the_dialect_of_the_files_does_not_matter(
    analysis: Analysis, dialect: Callable[[str], bytes]
) -> None:
    for name, text in analysis.tables.items():
        analysis.write(f"{name}.csv", dialect(text))
    assert take_in(analysis, form(analysis)).changes == ()


def test_tables_in_xlsx_can_be_asked_about(analysis: Analysis) -> None:
    for name in ("budsjett", "bemanning"):
        (analysis.folder / f"{name}.csv").unlink()
        book(cells(analysis, name)).save(analysis.folder / f"{name}.xlsx")
    assert take_in(analysis, form(analysis)).changes == ()


def test_what_a_form_cannot_show_stays(analysis: Analysis) -> None:
    analysis.append("budsjett", "1101;2021;lønn;800;Regnskap;regnskap")
    analysis.append("vurderinger", "0;ansatte;1101;0;;")
    analysis.write("mandat.csv", "kommunenummer;alternativ;tillatt;begrunnelse\n1101;5;avklares;\n")
    analysis.write("organisering.csv", "kommunenummer;tema;svar;kilde\n1101;vakt;;\n1101;vakt;a;\n")
    assert take_in(analysis, form(analysis)).changes == ()


def test_an_old_kommunenummer_is_the_same_municipality(analysis: Analysis) -> None:
    analysis.append("kommuner", "0301;Oslo;1;1;1;x;anslag")
    assert take_in(analysis, form(analysis, "0301")).changes == ()


@pytest.mark.thorough
def test_saving_again_from_another_program_changes_nothing(analysis: Analysis) -> None:
    paths = []
    for code in CODES:
        path = form(analysis, code, name=f"{code}.xlsx")
        openpyxl.load_workbook(path).save(path)
        paths.append(path)
    plan = take_in(analysis, *paths)
    assert plan.changes == ()
    assert told(plan, "feil") == []


def test_the_year_asked_for_is_the_newest_in_the_budget(analysis: Analysis) -> None:
    assert registered(analysis).year_asked_for == 2022
    analysis.append("budsjett", "1108;2024;lønn;1;x;anslag")
    assert registered(analysis).year_asked_for == 2024
    analysis.rows("budsjett")
    assert registered(analysis).year_asked_for == 2022  # kroneverdi
