"""The comparison as a csv table and as text on the screen."""

import csv
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.dataset import load
from analysis.dataset.changing.write import write_csv
from analysis.dataset.without import without
from analysis.decision.change.changes import Changes, compare
from analysis.decision.change.input_changes import Cell, Kind, RowChange
from analysis.report.findings.changes import CAUSES, rank, summary, written
from analysis.report.findings.changes_text import aligned, changes_text
from analysis.report.language.words import norwegian_date
from analysis.report.tables.changes import COLUMNS, changes_table
from tests.later_figures import (
    DAY,
    DECISION,
    INPUTS,
    KRONER,
    LATER,
    Case,
    carry_on,
    case_of,
    copy_example,
)

EXAMPLE = INPUTS / "ringeriksregionen"

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> tuple[Case, Case]:
    root = tmp_path_factory.mktemp("years")
    first, later = copy_example(root / "først"), copy_example(root / "senere")
    carry_on(later)
    return case_of(load(first)), case_of(load(later))


@pytest.fixture(scope="module")
def changes(cases: tuple[Case, Case]) -> Changes:
    return compare(*cases)


@pytest.fixture(scope="module")
def wages(cases: tuple[Case, Case]) -> tuple[float, float]:
    """The first row of the budget, before and after."""
    before, after = (float(case.dataset.budget["beløp"].iloc[0]) for case in cases)
    return before, after


@pytest.fixture(scope="module")
def same(tmp_path_factory: pytest.TempPathFactory) -> Changes:
    case = case_of(load(copy_example(tmp_path_factory.mktemp("same"))))
    return compare(case, case_of(case.dataset))


@pytest.fixture(scope="module")
def table(changes: Changes) -> pd.DataFrame:
    return changes_table(changes)


def test_every_cause_has_a_name(changes: Changes) -> None:
    assert set(changes.causes) <= set(CAUSES)


def test_the_table_explains_each_result_to_the_last_krone(table: pd.DataFrame) -> None:
    key = ["kommunenummer", "alternativ", "størrelse"]
    results = table[table["del"] == "resultat"].set_index(key)["verdi"].dropna()
    causes = table[table["del"] == "årsak"].groupby(key)["verdi"].sum()
    moved = results[results.abs() > 1e-6]
    assert len(moved) > 80
    assert np.allclose(causes.reindex(moved.index).astype(float), moved.astype(float), atol=1e-5)


def test_every_row_says_where_it_comes_from(
    table: pd.DataFrame, wages: tuple[float, float]
) -> None:
    assert list(table.columns) == list(COLUMNS)
    assert (table.loc[table["del"] != "merknad", "kilder"] != "").all()
    budget = table[
        (table["rad"] == f"budsjett.csv: {LATER}, lønn") & (table["størrelse"] == "beløp")
    ]
    own = budget[budget["kommunenummer"] == "3305"].iloc[0]
    before, after = wages
    assert (own["fra"], own["til"], own["verdi"]) == (before, after, after - before)
    assert own["kilder"] == "før: budsjett.csv:2; nå: budsjett.csv:2"
    cause = table[(table["del"] == "årsak") & (table["rad"] == CAUSES["budsjett"])]
    assert set(cause["kilder"]) == {"budsjett.csv:2–31"}


def test_the_file_is_norwegian_csv(table: pd.DataFrame, tmp_path: Path) -> None:
    write_csv(table, tmp_path / "endringer.csv")
    raw = (tmp_path / "endringer.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(raw.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert len(rows) == len(table)
    weight = next(row for row in rows if row["størrelse"] == "vekt")
    assert (weight["fra"], weight["til"], weight["verdi"]) == ("17", "25", "8")
    assert any("," in row["verdi"] for row in rows) and not any("." in row["verdi"] for row in rows)


def test_shielded_rows_are_never_named(changes: Changes, table: pd.DataFrame) -> None:
    hidden = [change for change in changes.inputs if change.shielded]
    assert {change.file for change in hidden} == {"bemanning.csv", "applikasjoner.csv"}
    shown = changes_text(changes, changes.codes[:-1])
    rows = table[table["rad"].str.endswith("skjermet rad")]
    assert len(rows) >= len(hidden)
    assert not rows["størrelse"].isin(["personer", "årsverk", "årskostnad"]).any()
    assert not rows["kilder"].str.contains(":").any()
    assert (rows["fra"] == "").all() and (rows["til"] == "").all() and rows["verdi"].isna().all()
    everything = shown + table.astype(str).to_csv()
    assert "Nytt system" not in everything
    assert "3310 Hole: skjermet rad" in shown
    assert "bemanning.csv: sikkerhet" in everything  # Ringerike's own row is not shielded
    assert not ((table["kommunenummer"] == "3310") & table["rad"].str.contains("sikkerhet")).any()


def test_what_moves_nothing_comes_last_and_is_not_told_beside_what_does(changes: Changes) -> None:
    rows = [one for one in changes.inputs if one.kind is Kind.CHANGED and one.cells]
    many = [one for one in rows if one.file == "budsjett.csv" and not one.shielded]
    source = Cell("kilde", "Budsjett 2025", "Budsjett 2026")
    other = [replace(one, cells=(*one.cells, source)) for one in many]
    quiet = [replace(one, cells=(source,)) for one in many]
    text = changes_text(replace(changes, inputs=(*quiet[:9], *other[:7])))
    block = text.partition("budsjett.csv: 16 endret\n")[2].splitlines()[:9]
    assert all("kilde" not in line and " → " in line for line in block[:7])
    assert "kilde Budsjett 2025 → Budsjett 2026" in block[7]
    hidden = [replace(one, shielded=True) for one in (quiet[0], other[0])]
    text = changes_text(replace(changes, inputs=(*hidden, *quiet[1:3], other[1])))
    order = text.partition("budsjett.csv: 5 endret\n")[2].splitlines()[:5]
    assert [line.endswith("skjermet rad  endret") for line in order] == [True, True, *[False] * 3]
    assert block[8] == "  … og 8 til, der bare kilden eller kvaliteten er endret"


def test_what_has_no_result_has_nothing_that_moved_it(changes: Changes) -> None:
    ranks = changes.ranks.copy()
    ranks.loc[("", "2"), "merknad_nå"] = "ikke beregnet"
    told = changes_text(replace(changes, ranks=ranks)).split("\n\n")
    for title in ("NETTO NÅVERDI", "ØKONOMIPLAN", "POENG"):
        start = f"ALLE SAMLET: HVA SOM HAR ENDRET {title}"
        (block,) = [one.splitlines() for one in told if one.startswith(start)]
        heads, last = block[1].split(), [line[:5] for line in block].index("I alt")
        at = heads.index("2") - len(heads)
        cells = {re.split(" {2,}", line)[at] for line in block[2 : last + 1]}
        assert last > 3 and cells == {"–"}


def test_the_screen_tells_inputs_results_and_causes(
    changes: Changes, wages: tuple[float, float]
) -> None:
    text = changes_text(changes, ["3312"])
    before, after = (written(amount) for amount in wages)
    for wanted in (
        f"{norwegian_date(DAY)} (forventet, {KRONER}-kroner)",
        f"regnet om fra {KRONER}- til {LATER}-kroner med prisindeksen (ganget med 1,175)",
        f"År 0 er flyttet fra {DECISION.year} til {LATER}.",
        f"vedtaksdato {norwegian_date(DECISION)} → 15.09.{LATER}",
        f"3305 Ringerike: {LATER}, lønn  år {KRONER} → {LATER}; beløp {before} → {after}",
        "  … og 22 til",
        "tekst/bakgrunn.md: endret",
        "ALLE SAMLET: HVA SOM HAR ENDRET NETTO NÅVERDI (kr per innbygger)",
        "LIER: RESULTATER",
        "Samspill er det som kommer",
    ):
        assert wanted in text
    assert "HOLE: RESULTATER" not in text
    assert "endring" not in text.split("\n")[0]


def test_what_was_outside_the_mandate_has_no_figure(changes: Changes) -> None:
    lines = changes_text(changes, ["3312"]).split("LIER: RESULTATER")[1].split("\n")
    line = next(line for line in lines if line.startswith("5 "))
    cells = [cell for cell in line.split(" ") if cell]
    assert cells[1] == cells[3] == cells[5] == cells[7] == "–"


def test_who_is_gone_has_no_figures_now() -> None:
    dataset = load(EXAMPLE)
    gone = compare(case_of(dataset), case_of(without(dataset, ["3312"])))
    text = changes_text(gone, ["3312"])
    line = next(line for line in text.split("\n") if line.startswith("3312 Lier   "))
    assert line.endswith("  ikke med") and " –  " in line
    own = text.split("LIER: RESULTATER")[1].split("\n\n")[0]
    assert "mangler" not in own
    assert "3312 Lier var med i forrige rapport, men er ikke med nå." in text
    assert gone.causes == ("deltakere",)
    table = changes_table(gone)
    causes = table[table["del"] == "årsak"]
    assert set(causes["rad"]) == {"hvem som er med"}
    assert causes["kilder"].str.contains("kommuner.csv:6; budsjett.csv:22–26", regex=False).all()


def test_columns_meet_at_the_right() -> None:
    assert aligned([["", "før", "nå"], ["Hole", "1", "−12"]]) == [
        "      før   nå",
        "Hole    1  −12",
    ]


def test_nothing_is_said_in_one_sentence(same: Changes) -> None:
    assert changes_text(same).endswith("\n\nIngen ting er endret.")
    assert set(changes_table(same)["del"]) <= {"resultat", "plass"}


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "mangler"), (12800.0, "12\u00a0800"), (12800.5, "12\u00a0800,5"), (2026, "2026"),
     (-0.01, "−0,01"), (True, "ja"), (False, "nei"), ("tekst", "tekst")],
)  # fmt: skip
def test_values_as_a_reader_writes_them(value, text) -> None:
    assert written(value) == text


def test_places() -> None:
    assert [rank(1, 1), rank(1, 3), rank(0, 0), rank(float("nan"), 1)] == ["1", "1–3", "–", "–"]


def test_a_new_row_is_summed_up_without_what_its_name_says() -> None:
    cells = (Cell("system", None, "Journal"), Cell("årskostnad", None, 120.5),
             Cell("brukere", None, None), Cell("kilde", None, "avtale"))  # fmt: skip
    new = RowChange("applikasjoner.csv", "1101", "helse, Journal", Kind.NEW, cells)
    assert summary(new) == "årskostnad 120,5"
