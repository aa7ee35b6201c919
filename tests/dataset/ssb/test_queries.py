"""Codes are read in the table's own metadata before anything is asked for."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest
from dataset.ssb.server import recorded

from analysis.dataset.ssb.jsonstat import Cube, read_cube
from analysis.dataset.ssb.queries import QUERIES, TABLE_OF, Plan, plan
from analysis.dataset.ssb.source_fault import SourceFault
from analysis.dataset.tables.official_table import UNITS

BY_TABLE = {query.table: query for query in QUERIES}
SIX = ["0605", "3007", "3305", "0612", "3038", "3310", "0532", "3053", "3236"]


def metadata(table: str) -> Any:
    return recorded(f"{table}-metadata")


def fitted(table: str, answer: Any = None, years: tuple[int, ...] = (2022, 2023)) -> Plan:
    cube: Cube = read_cube(answer or metadata(table))
    return plan(BY_TABLE[table], cube, SIX, years)


def test_every_quantity_of_the_file_is_fetched_from_one_table() -> None:
    assert set(TABLE_OF) == set(UNITS)


def test_inhabitants_leave_sex_and_age_to_be_summed() -> None:
    chosen = fitted("07459")
    assert chosen.selection == {
        "Region": tuple(SIX),
        "ContentsCode": ("Personer1",),
        "Tid": ("2022", "2023"),
    }
    assert chosen.question()["selection"][0] == {"variableCode": "Region", "valueCodes": SIX}


def test_costs_ask_for_three_functions_and_their_sum_gross_and_net() -> None:
    chosen = fitted("12362")
    assert chosen.selection["KOKfunksjon0000"] == ("FGK1b", "120", "121", "130")
    assert chosen.selection["KOKart0000"] == ("AGD10", "AGD2")
    assert chosen.selection["ContentsCode"] == ("KOSbelop0000",)
    assert chosen.places["funksjon_121_netto"] == {
        "KOKfunksjon0000": "121",
        "KOKart0000": "AGD2",
        "ContentsCode": "KOSbelop0000",
    }


def test_codes_nobody_knows_beforehand_are_found_by_their_labels() -> None:
    chosen = fitted("11918")
    assert chosen.places["årsverk"] == {
        "KOKregnskapsomfa0000": "A",
        "KOKfunksjon0000": "FG2",
        "ContentsCode": "KOSaarsverk0000",
    }
    answer = metadata("11918")
    rename(answer, "ContentsCode", "KOSaarsverk0000", "KOSnytt0000", "Avtalte årsverk (antall)")
    assert fitted("11918", answer).places["årsverk"]["ContentsCode"] == "KOSnytt0000"


def rename(answer: Any, dimension: str, old: str, new: str, label: str) -> None:
    category = answer["dimension"][dimension]["category"]
    category["index"][new] = category["index"].pop(old)
    del category["label"][old]
    category["label"][new] = label
    if old in category.get("unit", {}):
        category["unit"][new] = category["unit"].pop(old)


def gone(answer: Any) -> None:
    rename(answer, "KOKart0000", "AGD10", "AGD99", "Brutto driftsutgifter på funksjon")


def reused(answer: Any) -> None:
    answer["dimension"]["KOKfunksjon0000"]["category"]["label"]["FGK1b"] = "Kulturskoler"


def other_unit(answer: Any) -> None:
    answer["dimension"]["ContentsCode"]["category"]["unit"]["KOSbelop0000"]["base"] = "mill. kr"


def without_dimension(answer: Any) -> None:
    answer["id"].remove("KOKart0000")
    answer["size"].pop(2)


def with_dimension(answer: Any) -> None:
    answer["id"].append("KOKny0000")
    answer["size"].append(1)
    answer["dimension"]["KOKny0000"] = {
        "label": "ny inndeling",
        "category": {"index": {"X": 0}, "label": {"X": "Alt"}},
        "extension": {"elimination": False},
    }


def without_region(answer: Any) -> None:
    answer["role"]["geo"] = []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (gone, "har ikke lenger «AGD10 (brutto driftsutgifter)» under «art». Der står nå AGD"),
        (reused, "har ikke lenger «FGK1b (administrasjon)» under «funksjon»"),
        (other_unit, "har ikke lenger «KOSbelop0000 (beløp)» under «statistikkvariabel»"),
        (without_dimension, "har ikke «KOKart0000». Den har region, funksjon, statistikkvariabel"),
        (with_dimension, "krever nå et valg for «ny inndeling»"),
        (without_region, "har ikke lenger én dimensjon for region"),
    ],
)
def test_a_changed_table_is_refused_with_what_it_has_now(
    change: Callable[[Any], None], said: str
) -> None:
    answer = copy.deepcopy(metadata("12362"))
    change(answer)
    with pytest.raises(SourceFault) as caught:
        fitted("12362", answer)
    text = str(caught.value)
    assert text.startswith("SSB har endret tabell 12362: den ")
    assert said in text
    assert text.endswith("Programmet må rettes før disse tallene kan hentes.")


def test_two_labels_that_fit_are_not_chosen_between() -> None:
    answer = metadata("11918")
    labels = answer["dimension"]["ContentsCode"]["category"]["label"]
    labels["KOSandelaarsverk0000"] = "Avtalte årsverk (antall personer)"
    with pytest.raises(SourceFault, match="avtalte årsverk antall"):
        fitted("11918", answer)


def test_inhabitants_of_a_year_to_come_are_not_there_yet() -> None:
    with pytest.raises(SourceFault, match="ikke tall for 2027 ennå. Det siste året er 2026"):
        fitted("07459", years=(2026, 2027))


def test_accounts_are_fetched_as_far_as_they_go() -> None:
    assert fitted("12362", years=(2024, 2025, 2026)).selection["Tid"] == ("2024", "2025")
    with pytest.raises(SourceFault, match="ikke tall for 2031 ennå. Det siste året er 2025"):
        fitted("12362", years=(2030, 2031))


def test_municipalities_the_table_does_not_have() -> None:
    cube = read_cube(metadata("12362"))
    assert plan(BY_TABLE["12362"], cube, ["9901", "3305"], [2022]).selection[
        "KOKkommuneregion0000"
    ] == ("3305",)
    with pytest.raises(SourceFault, match="har ingen av kommunenumrene under «region»"):
        plan(BY_TABLE["12362"], cube, ["9901"], [2022])
