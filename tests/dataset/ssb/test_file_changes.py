from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from dataset.analysis_folder import Analysis

from analysis.dataset.kommunenummer import read_history
from analysis.dataset.problems import InputProblems
from analysis.dataset.ssb import file_changes
from analysis.dataset.ssb.figures import Figure

HISTORY = read_history()
CODES = ["1101", "1106", "1108"]
DAY = dt.date(2026, 11, 22)


def figure(code: str = "1101", year: int = 2026, value: float = 15546.0, **changed) -> Figure:
    made = Figure(
        code, year, "innbyggere", value, "personer", "SSB tabell 07459 (CC BY 4.0)",
        dt.date(2026, 2, 25), DAY, "endelig",
    )  # fmt: skip
    return dataclasses.replace(made, **changed)


def test_new_and_changed_figures_are_told_and_the_rest_stay() -> None:
    before = [figure("1108"), figure(year=2025, value=15375), figure(year=2020, source="selv")]
    fetched = [figure(year=2025, value=15380), figure(), figure("1108", fetched=dt.date.max)]
    merged, changes = file_changes.merge(before, fetched, CODES)
    assert [(f.code, f.year, f.value) for f in merged] == [
        ("1101", 2020, 15546), ("1101", 2025, 15380), ("1101", 2026, 15546), ("1108", 2026, 15546),
    ]  # fmt: skip
    assert [(c.old and c.old.value, c.new.value) for c in changes] == [
        (15375, 15380), (None, 15546),
    ]  # fmt: skip
    assert merged[-1].fetched == dt.date.max


def test_what_is_written_is_read_back_as_it_was(analysis: Analysis) -> None:
    net = {"quantity": "administrasjon_netto", "unit": "1000 kr"}
    figures = [figure(value=-12.5, **net), figure(year=2025, updated=None, fetched=None, status="")]
    figures.sort(key=lambda f: f.year)
    file_changes.write_figures(figures, analysis.folder / "kommunedata.csv")
    _, official = file_changes.read_tables(analysis.folder, HISTORY)
    assert file_changes.figures_in(official) == figures
    assert analysis.load().official["verdi"].tolist() == [15546.0, -12.5]
    assert not [path for path in analysis.folder.iterdir() if path.name.startswith(".")]


def test_a_file_that_cannot_be_read_or_written_stops_before_anything_is_asked(
    analysis: Analysis,
) -> None:
    analysis.write("kommunedata.csv", "kommunenummer;år\n1101;2026\n")
    with pytest.raises(InputProblems, match="Kolonnen mangler"):
        file_changes.read_tables(analysis.folder, HISTORY)
    (analysis.folder / "kommunedata.csv").unlink()
    analysis.rows("kommuner")
    with pytest.raises(InputProblems, match="Filen har ingen kommuner"):
        file_changes.read_tables(analysis.folder, HISTORY)


def test_a_workbook_is_not_written_over(analysis: Analysis, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append([column.name for column in file_changes.OFFICIAL.columns])
    book.save(analysis.folder / "kommunedata.xlsx")
    with pytest.raises(InputProblems, match="Tallene skrives som csv"):
        file_changes.read_tables(analysis.folder, HISTORY)


SOURCES = {
    "innbyggere: SSB tabell 07459 (1. januar 2022); brukere: telling":
        "innbyggere: SSB tabell 07459 (1. januar 2026); brukere: telling",
    "": "innbyggere: SSB tabell 07459 (1. januar 2026)",
    "Egen telling 1. januar 2022": None,
    "brukere: telling 1. januar 2022; innbyggere: tabell 07459": None,
    "Tabell 07459, 1. januar 2026": None,
}  # fmt: skip


@pytest.mark.parametrize("source", SOURCES)
def test_the_source_follows_the_figure_only_where_it_names_the_table(
    analysis: Analysis, source: str
) -> None:
    before = analysis.tables["kommuner"]
    analysis.change("kommuner", "1101;Eigersund;10000;700,5;1000;Telling",
                    f'1101;Eigersund;10 000;700,5;1000;"{source}"')  # fmt: skip
    municipalities, _ = file_changes.read_tables(analysis.folder, HISTORY)
    fetched = [figure(), figure("1106", value=20000), figure("1108", year=2025)]
    changes = file_changes.inhabitant_changes(municipalities, fetched, 2026)
    expected = [("innbyggere", "10000", "15546")]
    if SOURCES[source]:
        expected.append(("kilde", source, SOURCES[source]))
    assert [(c.column, c.old, c.new) for c in changes] == expected
    written = file_changes.write_cells(analysis.folder / "kommuner.csv", changes).decode()
    rest = [line for line in before.splitlines() if not line.startswith("1101")]
    assert [line for line in written.splitlines() if not line.startswith("1101")] == rest
    analysis.write("kommuner.csv", written)
    row = analysis.load().municipalities.loc["1101"]
    assert row["innbyggere"] == 15546
    assert row["kilde"] == (SOURCES[source] or source)


def test_an_unknown_number_is_filled_in(analysis: Analysis) -> None:
    analysis.change("kommuner", "Eigersund;10000;", "Eigersund;;")
    municipalities, _ = file_changes.read_tables(analysis.folder, HISTORY)
    (change,) = file_changes.inhabitant_changes(municipalities, [figure()], 2026)
    assert (change.line, change.old, change.new) == (2, "", "15546")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"value": -5.0}, "«-5» kan ikke stemme. Innbyggere er et helt tall over 0"),
        ({"value": 1e15}, "Tallet er større enn for hele landet"),
        ({"value": -1.0, "quantity": "årsverk", "unit": "årsverk"}, "ikke være mindre enn 0"),
    ],
)
def test_a_row_that_cannot_be_is_refused_when_read_too(analysis: Analysis, changed, said) -> None:
    file_changes.write_figures([figure(**changed)], analysis.folder / "kommunedata.csv")
    (told,) = analysis.errors()
    assert told.startswith("inputs/x/kommunedata.csv:2: verdi: ")
    assert said in told and told.endswith("Rett tallet, eller slett raden")
