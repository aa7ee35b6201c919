"""A price index told as growth, alone and beside levels."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from dataset.analysis_folder import SHARED, Analysis
from hypothesis import given
from hypothesis import strategies as st

from analysis.dataset import Dataset, InputProblems, load
from analysis.dataset.definitions import price_factor, with_levels
from analysis.dataset.problems import ProblemLog
from analysis.dataset.reading import LINE, SOURCE, TableData
from analysis.dataset.tables import PRICE_INDEX

INDEX = Path("inputs/felles/prisindeks.csv")
NAN = float("nan")


@pytest.fixture
def region(analysis: Analysis) -> Analysis:
    shutil.copytree(SHARED, "inputs/felles")
    return analysis


def with_index(analysis: Analysis, *lines: str) -> Dataset:
    INDEX.write_text("\n".join(lines), encoding="utf-8")
    return load(analysis.folder)


def refused(analysis: Analysis, *lines: str) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        with_index(analysis, *lines)
    return [str(p) for p in caught.value.problems if p.file == INDEX.as_posix()]


def test_growth_alone_is_an_index(region: Analysis) -> None:
    grown = ["2022;6,7;KS", "2023;4,3;KS", "2024;4,3;KS", "2025;3,9;KS"]
    index = with_index(region, "år;vekst;kilde", *grown).shared.price_index
    assert sorted(index["år"]) == [2021, 2022, 2023, 2024, 2025]
    assert price_factor(index, 2021, 2025) == pytest.approx(1.067 * 1.043 * 1.043 * 1.039)
    first = index[index["år"] == 2021].iloc[0]
    assert (first["kilde"], first["source"]) == ("KS", "prisindeks.csv:2")


def test_a_year_may_have_growth_where_others_have_a_level(region: Analysis) -> None:
    rows = INDEX.read_text(encoding="utf-8-sig").splitlines()
    whole = [rows[0] + ";vekst", *(f"{row};" for row in rows[1:]), "2026;;KS mai 2026;3,5"]
    index = with_index(region, *whole).shared.price_index
    assert price_factor(index, 2025, 2026) == pytest.approx(1.035)
    assert index["source"].iloc[-1] == f"prisindeks.csv:{len(whole)}"


def test_what_cannot_be_reckoned_is_told_with_what_to_write(region: Analysis) -> None:
    heads = "år;indeks;kilde;vekst"
    shown = INDEX.as_posix()
    base = ["2021;100;KS;", "2022;106,7;KS;6,7", "2023;111,3;KS;"]
    assert refused(region, heads, *base, "2025;;KS;3,9", "2026;;KS;3") == [
        f"{shown}:5: indeks: Tallet for 2024 mangler, og veksten regnes fra det. Legg til en rad "
        "for 2024"
    ]
    assert refused(region, heads, *base, "2024;;KS;") == [
        f"{shown}:5: indeks: Både indeks og vekst er tomme. Skriv hvor mange prosent prisene har "
        "steget fra året før, under vekst, for eksempel 3,9"
    ]
    assert refused(region, heads, *base, "2024;116,08;KS;3,9") == [
        f"{shown}:5: vekst: Veksten er 3,9 prosent, men indeksen sier 4,3. Slett det ene av de to "
        "tallene"
    ]
    assert refused(region, heads, *base, "2024;;KS;3,9 %")[0].startswith(f"{shown}:5: vekst: ")


@given(st.lists(st.tuples(st.floats(-20, 50), st.booleans()), min_size=1, max_size=12))
def test_levels_and_growth_say_the_same(years: list[tuple[float, bool]]) -> None:
    """Whichever years keep a level, and in whatever order the rows stand, the factors agree."""
    level, levels = 100.0, [100.0]
    for growth, _ in years:
        level *= 1 + growth / 100
        levels.append(level)
    rows = [(2020, 100.0, NAN)]
    rows += [
        (2021 + n, levels[n + 1] if kept else NAN, growth) for n, (growth, kept) in enumerate(years)
    ]
    for order in (rows, rows[::-1], rows[1:]):
        columns = {
            "år": [row[0] for row in order],
            "indeks": [row[1] for row in order],
            "vekst": [row[2] for row in order],
            "kilde": ["KS"] * len(order),
            SOURCE: [f"prisindeks.csv:{n}" for n in range(len(order))],
            LINE: list(range(len(order))),
        }
        log = ProblemLog()
        index = with_levels(TableData(PRICE_INDEX, "p.csv", True, columns), log).frame
        assert not log.problems
        for year, wanted in enumerate(levels, start=2020):
            assert price_factor(index, 2020, year) == pytest.approx(wanted / 100.0)
