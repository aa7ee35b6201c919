"""Names that do not go with their numbers are asked about."""

from __future__ import annotations

import pytest
from dataset.analysis_folder import Analysis


def test_names_that_are_swapped(analysis: Analysis) -> None:
    analysis.change("kommuner", "Eigersund", "Sandnes")
    analysis.change("kommuner", "1108;Sandnes", "1108;Eigersund")
    assert analysis.notes("advarsel") == [
        "inputs/x/kommuner.csv:2: navn: 1101 heter Eigersund; Sandnes er 1108. Er navn og nummer "
        "byttet?",
        "inputs/x/kommuner.csv:4: navn: 1108 heter Sandnes; Eigersund er 1101. Er navn og nummer "
        "byttet?",
    ]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Stavanger", "Stavanger er 1103. Er navn og nummer byttet?"),
        ("Herøy", "Herøy er 1515 eller 1818. Er navn og nummer byttet?"),
        ("Haugesnd", "«Haugesnd» er ikke et navn på kommunen. Er navnet eller nummeret feil?"),
    ],
)
def test_the_name_of_another_or_of_none(analysis: Analysis, name: str, said: str) -> None:
    analysis.change("kommuner", "Haugesund", name)
    assert analysis.notes("advarsel") == [
        f"inputs/x/kommuner.csv:3: navn: 1106 heter Haugesund; {said}"
    ]


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("1106", "HAUGESUND"),
        ("1106", "Haugesund kommune"),
        ("1106", "Haugesund (Rogaland)"),
        ("5612", "Kautokeino"),
        ("5612", "Guovdageaidnu"),
        ("5612", "Guovdageaidnu \u2013 Kautokeino"),
        ("5612", "Guovdageaidnu/Kautokeino"),
        ("1515", "Herøy"),
        ("3430", "Os"),
        ("0441", "Os"),
    ],
)
def test_every_way_to_write_the_name_is_right(analysis: Analysis, code: str, name: str) -> None:
    for table in ("kommuner", "budsjett", "bemanning", "applikasjoner"):
        analysis.change(table, "1106;", f"{code};", count=-1)
    analysis.change("kommuner", "Haugesund", name)
    assert analysis.notes("advarsel") == []
