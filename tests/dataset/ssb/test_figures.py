"""Codes chained through the years, sums of what was merged, and no figure where there is none."""

from __future__ import annotations

import datetime as dt
import itertools

import pandas as pd
import pytest
from dataset.ssb.server import recorded, selected

from analysis.dataset.kommunenummer import read_history
from analysis.dataset.ssb.figures import codes_through, day_of, figures_of, years_of
from analysis.dataset.ssb.jsonstat import read_cube
from analysis.dataset.ssb.queries import QUERIES, Plan, plan
from analysis.dataset.ssb.source_fault import SourceFault

INHABITANTS, COSTS, STAFF = QUERIES
HISTORY = read_history()
CODES = ["3305", "3310", "3236", "3316", "3312", "3314"]
FETCHED = dt.date(2026, 11, 22)


def found_in(table: str, years: list[int], updated: dt.date = dt.date(2026, 6, 15)):
    query = next(query for query in QUERIES if query.table == table)
    regions = codes_through(query, CODES, years, HISTORY)
    chosen = plan(query, read_cube(recorded(f"{table}-metadata")), regions, years)
    cells = read_cube(selected(recorded(table), dict(chosen.selection))).figures()
    return figures_of(chosen, cells, CODES, HISTORY, updated, FETCHED)


def test_six_chains_across_six_county_codes_give_every_year() -> None:
    found = found_in("07459", list(range(2019, 2027)))
    assert len(found.figures) == 6 * 8 and not found.missing
    hole = {f.year: f.value for f in found.figures if f.code == "3310"}
    assert hole == {
        2019: 6845, 2020: 6799, 2021: 6811, 2022: 6859, 2023: 6888, 2024: 6989, 2025: 7065,
        2026: 7205,
    }  # fmt: skip


def test_the_codes_asked_for_are_those_that_were_in_use() -> None:
    assert codes_through(INHABITANTS, ["3236"], [2019, 2020, 2023, 2024], HISTORY) == [
        "0532", "3053", "3236",
    ]  # fmt: skip
    counties = {code[:2] for code in codes_through(COSTS, CODES, [2019, 2020, 2024], HISTORY)}
    assert counties == {"05", "06", "30", "32", "33"}


def test_published_costs_come_out_and_the_functions_add_up() -> None:
    found = found_in("12362", [2018, 2019, 2020, 2021, 2022, 2023])
    values = {(f.code, f.year, f.quantity): f.value for f in found.figures}
    assert values["3310", 2022, "administrasjon_brutto"] == 40117
    assert values["3236", 2023, "administrasjon_netto"] == 41052
    assert values["3316", 2019, "administrasjon_brutto"] == 63818
    parts = [values["3236", 2022, f"funksjon_{n}_brutto"] for n in (120, 121, 130)]
    assert sum(parts) == values["3236", 2022, "administrasjon_brutto"] == 41798


# Kroner per inhabitant as Statistics Norway published them for Hole (12362, FGK1b, gross).
PUBLISHED = {2019: 5455, 2020: 5259, 2021: 5407, 2022: 5824, 2023: 6476}


@pytest.mark.parametrize("year", PUBLISHED)
def test_a_year_is_divided_by_the_inhabitants_of_the_new_year_after(year: int) -> None:
    costs = {f.key: f.value for f in found_in("12362", [year]).figures}
    people = {f.key: f.value for f in found_in("07459", [year, year + 1]).figures}
    cost = costs["3310", year, "administrasjon_brutto"] * 1000
    assert round(cost / people["3310", year + 1, "innbyggere"]) == PUBLISHED[year]
    assert round(cost / people["3310", year, "innbyggere"]) != PUBLISHED[year]


def test_costs_and_inhabitants_are_asked_for_years_that_fit_together() -> None:
    assert years_of(INHABITANTS, 2026, 5) == [2022, 2023, 2024, 2025, 2026]
    assert years_of(COSTS, 2026, 5) == [2021, 2022, 2023, 2024, 2025]
    assert years_of(COSTS, 2019, 5) == [2017, 2018]  # codes before 2017 are not known
    assert day_of(INHABITANTS, 2024) == dt.date(2024, 1, 1)
    assert day_of(COSTS, 2023) == dt.date(2023, 12, 31)


@pytest.mark.parametrize(
    ("updated", "status"),
    [
        (dt.date(2024, 3, 15), "urevidert"),
        (dt.date(2024, 6, 14), "urevidert"),
        (dt.date(2024, 6, 15), "endelig"),
        (dt.date(2026, 3, 16), "endelig"),
    ],
)
def test_accounts_are_unrevised_until_15_june_the_year_after(updated: dt.date, status: str) -> None:
    statuses = {f.status for f in found_in("12362", [2023], updated).figures}
    assert statuses == {status}
    assert {f.status for f in found_in("07459", [2023], dt.date(2023, 2, 21)).figures} == {
        "endelig"
    }


def test_empty_cells_are_told_by_reason_and_never_zero() -> None:
    found = found_in("12362", [2022])
    lacking = found.missing["3305", "tallgrunnlag mangler"]
    assert lacking == [(2022, quantity) for quantity in COSTS.quantities]
    assert not [f for f in found.figures if f.code == "3305"]
    assert all(f.value > 0 for f in found.figures)


def small(codes: list[str], years: list[int], values: dict[tuple[str, int], float]) -> tuple:
    """A plan and the answer to it for inhabitants, with NaN where no value is given."""
    regions = codes_through(INHABITANTS, codes, years, HISTORY)
    selection = {
        "Region": tuple(regions),
        "ContentsCode": ("Personer1",),
        "Tid": tuple(map(str, years)),
    }
    places = {"innbyggere": {"ContentsCode": "Personer1"}}
    chosen = Plan(INHABITANTS, "Region", "Tid", places, selection)
    index = pd.MultiIndex.from_tuples(
        [(r, "Personer1", y) for r, y in itertools.product(regions, selection["Tid"])],
        names=list(selection),
    )
    given = [values.get((r, int(y)), float("nan")) for r, _, y in index]
    return chosen, pd.DataFrame({"value": given, "status": ".."}, index=index)


def test_a_merged_municipality_has_the_sum_of_its_parts_and_says_so() -> None:
    values = {("0602", 2019): 68_933.0, ("0625", 2019): 25_222.0, ("0711", 2019): 6_685.0}
    chosen, cells = small(["3301"], [2019, 2024], values | {("3301", 2024): 104_487.0})
    found = figures_of(chosen, cells, ["3301"], HISTORY, FETCHED, FETCHED)
    old, new = found.figures
    assert old.value == 100_840 and old.source.endswith("; sum av 0602, 0625, 0711")
    assert new.value == 104_487 and "sum" not in new.source


def test_a_sum_with_a_missing_part_is_missing() -> None:
    chosen, cells = small(["3301"], [2019], {("0602", 2019): 1.0, ("0711", 2019): 2.0})
    found = figures_of(chosen, cells, ["3301"], HISTORY, FETCHED, FETCHED)
    assert found.figures == []
    assert list(found.missing) == [("3301", "tallgrunnlag mangler")]


def test_nil_counts_in_a_sum_and_what_is_not_there_yet_has_words_of_its_own() -> None:
    chosen, cells = small(["3301"], [2019], {("0602", 2019): 5.0, ("0625", 2019): 0.0})
    cells["status"] = ["", "-", "..."]
    found = figures_of(chosen, cells, ["3301"], HISTORY, FETCHED, FETCHED)
    assert list(found.missing) == [("3301", "tallet er ikke kommet ennå")]
    cells["value"] = [5.0, 0.0, 7.0]
    (figure,) = figures_of(chosen, cells, ["3301"], HISTORY, FETCHED, FETCHED).figures
    assert (figure.value, figure.status) == (12.0, "endelig")


@pytest.mark.parametrize("symbol", ["p", "*"])
def test_what_is_provisional_stays_so_in_a_sum(symbol: str) -> None:
    values = {("0602", 2019): 5.0, ("0625", 2019): 6.0, ("0711", 2019): 7.0}
    chosen, cells = small(["3301"], [2019], values)
    cells["status"] = ["", symbol, ""]
    (figure,) = figures_of(chosen, cells, ["3301"], HISTORY, FETCHED, FETCHED).figures
    assert (figure.value, figure.status) == (18.0, "urevidert")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (-5.0, "−5 for innbyggere i 3301 i 2024. Innbyggere er et helt tall over 0"),
        (0.0, "0 for innbyggere i 3301 i 2024. Innbyggere er et helt tall over 0"),
        (12.5, "12,5 for innbyggere i 3301 i 2024. Innbyggere er et helt tall over 0"),
        (1e15, "for innbyggere i 3301 i 2024. Tallet er større enn for hele landet"),
    ],
)
def test_the_impossible_is_not_taken_in(value: float, said: str) -> None:
    chosen, cells = small(["3301"], [2024], {("3301", 2024): value})
    with pytest.raises(SourceFault) as refused:
        figures_of(chosen, cells, ["3301"], HISTORY, FETCHED, FETCHED)
    assert said.replace("−", "-") in str(refused.value).replace("−", "-")


def test_the_years_of_a_municipality_that_was_split_are_not_shared_out() -> None:
    chosen, cells = small(
        ["1508", "1580"], [2019, 2022, 2024], {(c, y): 5.0 for c in ("1504", "1523", "1529",
        "1546", "1534", "1508", "1580") for y in (2019, 2024)} | {("1507", 2022): 9.0},
    )  # fmt: skip
    assert "1507" not in chosen.selection["Region"]
    found = figures_of(chosen, cells, ["1508", "1580"], HISTORY, FETCHED, FETCHED)
    assert {(f.code, f.year): f.value for f in found.figures} == {
        ("1508", 2019): 20.0, ("1580", 2019): 5.0, ("1508", 2024): 5.0, ("1580", 2024): 5.0,
    }  # fmt: skip
    why = "området hørte til 1507 Ålesund, som er delt"
    assert found.missing["1508", why] == [(2022, "innbyggere")]


def test_a_code_the_table_lacks_is_told() -> None:
    chosen, cells = small(["3310"], [2022], {})
    found = figures_of(chosen, cells.iloc[:0], ["3310"], HISTORY, FETCHED, FETCHED)
    assert list(found.missing) == [("3310", "nummeret 3038 er ikke i tabellen")]
