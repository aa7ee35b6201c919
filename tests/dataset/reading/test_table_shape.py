"""Rows that are no rows of the table."""

from __future__ import annotations

import pytest
from dataset.analysis_folder import Analysis

from analysis.dataset import InputProblems, Problem


def lines_of(analysis: Analysis) -> list[str]:
    return analysis.tables["budsjett"].splitlines()


def write(analysis: Analysis, lines: list[str]) -> None:
    analysis.write("budsjett.csv", "\n".join(lines))


@pytest.mark.parametrize(
    "above",
    [
        ["IKT-budsjett 2022, alle tall i 1000 kr", ""],
        ["IKT-budsjett;;;;;", ";;;;;", "Regnskap, 1000 kr;;;;;"],
        ["sep=;", "Budsjett"],
    ],
)
def test_titles_above_the_headings_are_one_mistake(analysis: Analysis, above: list[str]) -> None:
    lines = lines_of(analysis)
    write(analysis, [*above, *lines, "1101;2021;lønn;abc;Regnskap;regnskap"])
    told = analysis.errors()
    assert f"Overskriftene ser ut til å stå på linje {len(above) + 1}. Slett linjene" in told[0]
    assert len(told) == 2
    assert told[1].startswith(f"inputs/x/budsjett.csv:{len(above) + len(lines) + 1}: beløp: «abc»")
    write(analysis, lines)  # what the message says
    assert analysis.load().problems == ()


def test_a_title_above_a_file_with_commas(analysis: Analysis) -> None:
    write(analysis, ["Budsjett", *(line.replace(";", ",") for line in lines_of(analysis))])
    assert analysis.errors() == [
        "inputs/x/budsjett.csv:1: Filen har komma mellom feltene. Bruk semikolon. Lagre den fra "
        "Excel som «CSV UTF-8 (semikolondelt)»"
    ]


def test_no_heading_is_one_mistake(analysis: Analysis) -> None:
    write(analysis, lines_of(analysis)[1:])
    assert analysis.errors() == [
        "inputs/x/budsjett.csv:1: Fant ingen av overskriftene. Skriv dem på den første linjen: "
        "kommunenummer, år, kostnadsgruppe, beløp, kilde og kvalitet"
    ]
    write(analysis, lines_of(analysis))
    assert analysis.load().problems == ()


def test_headings_pasted_in_the_middle_are_one_mistake(analysis: Analysis) -> None:
    heading, *rows = lines_of(analysis)
    write(analysis, [heading, *rows[:5], heading, *rows[5:10], heading.upper(), *rows[10:]])
    assert analysis.errors() == [
        "inputs/x/budsjett.csv:7: Radene 7 og 13 gjentar overskriftene. Slett dem"
    ]
    write(analysis, [heading, *rows[:5], heading, *rows[5:]])
    assert analysis.errors() == ["inputs/x/budsjett.csv:7: Rad 7 gjentar overskriftene. Slett den"]


@pytest.mark.parametrize(
    "row",
    [
        "Sum;;;31507,5;;",
        ";;Sum 2022;31507,5;;",
        "Totalt:;2022;;31507,5;Regnskap;",
        "1101;2022;SUM;4502,5;Regnskap;regnskap",
        ";;;31507,5;I alt;",
    ],
)
def test_a_sum_is_one_mistake(analysis: Analysis, row: str) -> None:
    lines = lines_of(analysis)
    write(analysis, [*lines[:6], row, *lines[6:]])
    assert analysis.errors() == ["inputs/x/budsjett.csv:7: Rad 7 ser ut som en sum. Slett den"]


def test_a_system_may_be_called_sum(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "Journal", "Total")
    assert analysis.load().applications["system"].iloc[0] == "Total"


@pytest.mark.parametrize(
    "note",
    ["* Tallene er foreløpige;;;;;", "Kilde: regnskap 2025", ";;Tall fra Haugesund mangler;;;"],
)
def test_a_remark_below_the_table_is_told_as_one(analysis: Analysis, note: str) -> None:
    analysis.append("budsjett", "", note)
    told = [str(p) for p in problems(analysis) if "budsjett" in p.file]
    assert told == ["inputs/x/budsjett.csv:18: Rad 18 ser ut som en merknad. Slett den"]


@pytest.mark.parametrize(
    "begun", ["1101;;;;;", "Eigersund;;;;;", "1101 Eigersund kommune i Rogaland;;;;;"]
)
def test_a_row_that_is_begun_is_no_remark(analysis: Analysis, begun: str) -> None:
    analysis.append("budsjett", begun)
    told = [str(p) for p in problems(analysis)]
    assert not [line for line in told if "merknad" in line]
    assert [line for line in told if "budsjett.csv:17: kostnadsgruppe: Cellen er tom" in line]


def problems(analysis: Analysis) -> tuple[Problem, ...]:
    with pytest.raises(InputProblems) as caught:
        analysis.load()
    return caught.value.problems
