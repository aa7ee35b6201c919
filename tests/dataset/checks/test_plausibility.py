"""Amounts that look a thousand times wrong are asked about before all else."""

from __future__ import annotations

import pytest
from dataset.analysis_folder import Analysis

from analysis.dataset import explain

HEADING = "Beløp som ser ut til å være tusen ganger for store eller for små: 1"


@pytest.mark.parametrize(
    ("right", "wrong", "said"),
    [
        (
            "1106;2022;lisens;1800,5",
            "1106;2022;lisens;450000",
            "450\u00a0000 er langt fra det de andre har per bruker. Er beløpet oppgitt i kroner? "
            "Da skal det stå 450",
        ),
        (
            "1108;2022;lønn;3600,5",
            "1108;2022;lønn;3,6005",
            "3,6 er langt fra det de andre har per bruker. Er beløpet oppgitt i millioner kroner? "
            "Da skal det stå 3600,5",
        ),
    ],
)
def test_an_amount_in_another_unit(analysis: Analysis, right: str, wrong: str, said: str) -> None:
    analysis.change("budsjett", right, wrong)
    shown = explain(analysis.own_problems()).splitlines()
    assert shown[0] == HEADING
    assert shown[1].endswith(f": beløp: {said}")
    assert sum("beløp:" in line for line in shown) == 1  # no other question about the same amount
    analysis.change("budsjett", wrong, right.rsplit(";", 1)[0] + f";{said.rsplit(' ', 1)[1]}")
    assert HEADING not in explain(analysis.load().problems)


def test_a_system_in_kroner(analysis: Analysis) -> None:
    analysis.change("applikasjoner", "sky;200;", "sky;200000;")
    shown = explain(analysis.own_problems()).splitlines()
    assert shown == [
        HEADING,
        "inputs/x/applikasjoner.csv:3: årskostnad: 200\u00a0000 er mer enn kommunen har til lisens "
        "og drift i alt (3\u00a0601). Er beløpet oppgitt i kroner? Da skal det stå 200",
    ]
    analysis.change("applikasjoner", "sky;200000;", "sky;200;")
    assert analysis.load().problems == ()


def test_what_needs_no_answer_is_not_missing(analysis: Analysis) -> None:
    analysis.write("mandat.csv", "kommunenummer;alternativ;tillatt;begrunnelse\n1101;3;ja;\n")
    analysis.change("bemanning", "1101;drift;15,5;17;nei", "1101;drift;0;0;")
    assert analysis.notes("mangel") == []
    analysis.change("budsjett", "1101;2022;drift;900,5;Regnskap;regnskap", "1101;2022;drift;;;")
    assert [line.split(": ")[1] for line in analysis.notes("mangel")] == ["beløp"]
    analysis.write("mandat.csv", "kommunenummer;alternativ;tillatt;begrunnelse\n1101;3;nei;\n")
    assert [line.split(": ")[1] for line in analysis.notes("mangel")] == ["beløp", "begrunnelse"]
